//! The accounts: their layout, and the methods that keep their invariants. Every change of an amount goes through one
//! method that changes the account and its total in [`Books`] alike.
//!
//! All accounts are zero-copy: `repr(C)` without padding, little-endian, behind Anchor's 8-byte discriminator. Amounts
//! are in base units of the network's reward or collateral mint, times in Unix seconds. `version` is the layout's; every
//! account remembers who paid its rent, to whom it returns when the account closes.

mod account;
mod attestor;
mod attestor_set;
mod books;
mod classes;
mod device;
mod epoch;
mod fixed_point;
mod layout;
mod licence;
mod network;
mod operator;
mod parameter_change;
mod parameters;
mod pause;
mod position;
mod report_ticket;
mod shard;
mod slash_case;
mod verdict;

pub use account::*;
pub use attestor::*;
pub use attestor_set::*;
pub use books::*;
pub use classes::*;
pub use device::*;
pub use epoch::*;
pub use fixed_point::*;
pub use layout::*;
pub use licence::*;
pub use network::*;
pub use operator::*;
pub use parameter_change::*;
pub use parameters::*;
pub use pause::*;
pub use position::*;
pub use report_ticket::*;
pub use shard::*;
pub use slash_case::*;
pub use verdict::*;

/// Prints the accounts that no instruction names by their type, for the IDL, as Anchor prints the others.
#[cfg(all(test, feature = "idl-build"))]
mod idl {
    use std::collections::BTreeMap;

    use anchor_lang::{Discriminator, IdlBuild, idl};

    use super::{Epoch, ReportTicket, Verdict};

    fn print<T: IdlBuild + Discriminator>() {
        let mut types = BTreeMap::new();
        T::insert_types(&mut types);
        let own = T::create_type().expect("an account's type");
        types.insert(T::get_full_path(), own);
        let account = idl::types::IdlAccount { name: T::get_full_path(), discriminator: T::DISCRIMINATOR.into() };
        let types: Vec<_> = types.into_values().collect();
        let [account, types] = [idl::serde_json::to_string(&account), idl::serde_json::to_string(&types)]
            .map(|json| json.expect("it is JSON"));
        println!("--- IDL begin account ---\n{{\"account\": {account}, \"types\": {types}}}\n--- IDL end account ---");
    }

    #[test]
    fn __anchor_private_print_idl_accounts() {
        print::<Epoch>();
        print::<ReportTicket>();
        print::<Verdict>();
    }
}
