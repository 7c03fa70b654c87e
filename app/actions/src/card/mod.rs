//! Cards: what a wallet shows before anything is signed.

mod network;
mod operation;
mod operator;
mod proposal;

pub use network::network;
pub use operation::operation;
pub use operator::operator;
pub use proposal::proposal;

use girder_sdk::amount;
use girder_sdk::interface::limits::BASIS_POINTS;
use solana_address::Address;

use crate::{
    operation::Operation,
    origin::Origin,
    spec::{Action, ActionKind, LinkedAction, Links, Message, Parameter, ParameterKind, TransactionKind},
};

/// A card with these words and buttons; without buttons it posts to its own address.
fn card(origin: &Origin, title: String, description: String, label: &str, buttons: Vec<LinkedAction>) -> Action {
    Action {
        kind: ActionKind::Action,
        icon: icon(origin),
        title,
        description,
        label: label.to_owned(),
        disabled: false,
        links: (!buttons.is_empty()).then_some(Links { actions: buttons }),
        error: None,
    }
}

/// What comes after a transaction was sent.
pub fn completed(origin: &Origin, message: &str) -> Action {
    let title = "Sent".to_owned();
    Action { kind: ActionKind::Completed, ..card(origin, title, message.to_owned(), "Done", Vec::new()) }
}

/// The same card, which can't be used now, and why.
fn disabled(card: Action, reason: String) -> Action {
    Action { disabled: true, error: Some(Message { message: reason }), ..card }
}

/// The address of the server's picture.
fn icon(origin: &Origin) -> String {
    format!("{}/icon.svg", origin.0)
}

/// A button that posts to this address.
fn button(href: String, label: impl Into<String>, parameters: Vec<Parameter>) -> LinkedAction {
    LinkedAction { kind: TransactionKind::Transaction, href, label: label.into(), parameters }
}

/// Where an operation is; `operator` is an address or the name of a parameter.
fn place(origin: &Origin, network: Address, operator: &str, operation: Operation) -> String {
    format!("{}/api/{network}/operators/{operator}/{}", origin.0, operation.name())
}

/// An amount of tokens to be entered.
fn amount_parameter(label: &str, decimals: u8) -> Parameter {
    let (pattern, words) = match decimals {
        0 => ("^[0-9]+$".to_owned(), "A whole number".to_owned()),
        places => (
            format!(r"^[0-9]+(\.[0-9]{{1,{places}}})?$"),
            format!("Whole tokens, at most {places} digits behind the point"),
        ),
    };
    Parameter {
        kind: ParameterKind::Text,
        name: "amount",
        label: label.to_owned(),
        required: true,
        pattern: Some(pattern),
        pattern_description: Some(words),
        options: Vec::new(),
    }
}

/// Basis points as a percentage.
fn percent(bps: u64) -> String {
    format!("{} %", amount::show(bps.min(BASIS_POINTS), 2))
}
