//! Verdicts of attestors.

use girder_interface::{Hash, offence::Offence};
use ledger::{VerdictStatement, accounts, instruction as data};
use solana_address::Address;
use solana_instruction::Instruction;

use super::{build, close};
use crate::{NetworkAddresses, pda};

/// A verdict and where it is.
#[derive(Clone, Copy, Debug)]
pub struct VerdictAddresses {
    /// The operator that it is about.
    pub operator: Address,
    /// Version of the attestor set in force in its epoch.
    pub set_version: u64,
    /// What was signed.
    pub statement: VerdictStatement,
    /// The digest of that.
    pub digest: Hash,
}

/// Adds attestors' signatures, in the Ed25519 instruction at `signature_index`, to a verdict. Signed by `payer`, who pays
/// the rent if it is new. [`VerdictSignatures`](crate::proof::VerdictSignatures) makes it with the signatures beside it.
pub fn sign_verdict(
    network: &NetworkAddresses,
    payer: Address,
    verdict: &VerdictAddresses,
    signature_index: u8,
) -> Instruction {
    build(
        accounts::SignVerdict {
            payer,
            network: network.network,
            books: network.books,
            operator: verdict.operator,
            attestor_set: pda::attestor_set(network.network, verdict.set_version),
            verdict: pda::verdict(network.network, &verdict.digest),
            instructions: solana_sdk_ids::sysvar::instructions::ID,
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::SignVerdict { statement: verdict.statement, signature_index },
    )
}

/// Opens a case by a verdict that a quorum signed; the verdict's rent goes to `rent_payer`, who paid it. Signed by
/// `reporter`, who pays the case's rent.
pub fn slash_by_verdict(
    network: &NetworkAddresses,
    reporter: Address,
    verdict: &VerdictAddresses,
    rent_payer: Address,
) -> Instruction {
    let operator = verdict.operator.to_bytes();
    let offence = Offence::Verdict { operator: &operator, evidence_hash: &verdict.statement.evidence_hash };
    build(
        accounts::SlashByVerdict {
            reporter,
            network: network.network,
            books: network.books,
            attestor_set: pda::attestor_set(network.network, verdict.set_version),
            operator: verdict.operator,
            verdict: pda::verdict(network.network, &verdict.digest),
            rent_payer,
            slash_case: pda::slash_case(network.network, &offence),
            stake_vault: network.stake_vault,
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::SlashByVerdict {},
    )
}

/// Closes a verdict about an epoch of which evidence is old; its rent goes to whoever paid it. Signed by nobody in
/// particular.
pub fn close_verdict(network: &NetworkAddresses, digest: &Hash, rent_payer: Address) -> Instruction {
    build(close(network, pda::verdict(network.network, digest), rent_payer), data::CloseVerdict {})
}
