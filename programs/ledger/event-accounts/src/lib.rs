//! The attribute that adds to an instruction's accounts what its events need.

use proc_macro::{Group, TokenStream, TokenTree};

/// The fields: those of Anchor's `event_cpi`, under the same names. Their constraint is there for the IDL only.
const FIELDS: &str = r#"
    /// CHECK: signs events; whoever sends them refuses any other.
    #[cfg_attr(feature = "idl-build", account(address = crate::EVENT_AUTHORITY_AND_BUMP.0))]
    pub event_authority: UncheckedAccount<'info>,
    /// CHECK: this program; events can't be sent without it.
    pub program: UncheckedAccount<'info>,
"#;

/// Adds `event_authority` and `program` to an accounts struct, as Anchor's `event_cpi` does, but leaves the check of the
/// address to the one function that sends events: the same check in every instruction was a twentieth of the program.
#[proc_macro_attribute]
pub fn event_accounts(_: TokenStream, accounts: TokenStream) -> TokenStream {
    let with_fields = |token| match token {
        TokenTree::Group(body) if body.delimiter() == proc_macro::Delimiter::Brace => {
            let fields: TokenStream = FIELDS.parse().unwrap_or_default();
            TokenTree::Group(Group::new(body.delimiter(), body.stream().into_iter().chain(fields).collect()))
        }
        other => other,
    };
    accounts.into_iter().map(with_fields).collect()
}
