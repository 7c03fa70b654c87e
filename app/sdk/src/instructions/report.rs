//! Reporters' commitments.

use girder_interface::Hash;
use ledger::{accounts, instruction as data};
use solana_address::Address;
use solana_instruction::Instruction;

use super::{build, close};
use crate::{NetworkAddresses, pda};

/// Commits to evidence, at least one slot before it is reported. Signed by `payer`, who pays the ticket's rent. `hash`: by
/// [`girder_interface::report::commitment`].
pub fn commit_report(network: &NetworkAddresses, payer: Address, hash: Hash) -> Instruction {
    build(
        accounts::CommitReport {
            payer,
            network: network.network,
            books: network.books,
            ticket: pda::report_ticket(network.network, &hash),
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::CommitReport { hash },
    )
}

/// A commitment to be shown.
#[derive(Clone, Copy, Debug)]
pub struct Reveal {
    /// The case.
    pub slash_case: Address,
    /// What was committed.
    pub hash: Hash,
    /// Who gets the bounty: named in the hash.
    pub reporter: Address,
    /// The salt in the hash.
    pub salt: [u8; 32],
    /// Who paid the ticket's rent and gets it back.
    pub rent_payer: Address,
}

/// Shows that a ticket was made with a case's evidence. Signed by nobody in particular.
pub fn reveal_report(network: &NetworkAddresses, reveal: &Reveal) -> Instruction {
    let Reveal { slash_case, hash, reporter, salt, rent_payer } = *reveal;
    build(
        accounts::RevealReport {
            network: network.network,
            books: network.books,
            slash_case,
            ticket: pda::report_ticket(network.network, &hash),
            rent_payer,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::RevealReport { reporter, salt },
    )
}

/// Closes a ticket that is of no use any more; its rent goes to whoever paid it. Signed by nobody in particular.
pub fn close_report_ticket(network: &NetworkAddresses, hash: &Hash, rent_payer: Address) -> Instruction {
    build(close(network, pda::report_ticket(network.network, hash), rent_payer), data::CloseReportTicket {})
}
