//! Reports and the cases they open.

use girder_interface::{Hash, offence::Offence};
use ledger::{DoubleStatement, Equivocation, accounts, instruction as data};
use solana_address::Address;
use solana_instruction::Instruction;

use super::{build, close};
use crate::{NetworkAddresses, pda};

/// Opens a case against a device that signed two statements. Signed by `reporter`, who pays the case's rent.
/// [`EquivocationReport`](crate::proof::EquivocationReport) makes it with the signatures beside it.
pub fn report_equivocation(
    network: &NetworkAddresses,
    reporter: Address,
    operator: Address,
    device: Address,
    equivocation: Equivocation,
) -> Instruction {
    build(
        accounts::ReportEquivocation {
            reporter,
            network: network.network,
            books: network.books,
            classes: network.classes,
            operator,
            device,
            slash_case: pda::equivocation_case(network.network, device),
            stake_vault: network.stake_vault,
            instructions: solana_sdk_ids::sysvar::instructions::ID,
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::ReportEquivocation { equivocation },
    )
}

/// An attestor and the two statements that it signed on one subject.
#[derive(Clone, Copy, Debug)]
pub struct DoubleStatementReport {
    /// The attestor's key.
    pub key: Address,
    /// Version of the set in force in the first statement's epoch.
    pub set_version: u64,
    /// What both statements are about.
    pub subject: Hash,
    /// The statements.
    pub evidence: DoubleStatement,
    /// Index of the Ed25519 instruction with its two signatures, in the order of the statements.
    pub signature_index: u8,
}

/// Opens a case against an attestor that signed two statements. Signed by `reporter`, who pays the case's rent.
/// [`DoubleStatementProof`](crate::proof::DoubleStatementProof) makes it with the signatures beside it.
pub fn report_double_statement(
    network: &NetworkAddresses,
    reporter: Address,
    report: DoubleStatementReport,
) -> Instruction {
    let DoubleStatementReport { key, set_version, subject, evidence, signature_index } = report;
    let attestor = pda::attestor(network.network, key);
    let offence = Offence::DoubleStatement { attestor: &attestor.to_bytes(), subject: &subject };
    build(
        accounts::ReportDoubleStatement {
            reporter,
            network: network.network,
            books: network.books,
            attestor_set: pda::attestor_set(network.network, set_version),
            attestor,
            slash_case: pda::slash_case(network.network, &offence),
            stake_vault: network.stake_vault,
            instructions: solana_sdk_ids::sysvar::instructions::ID,
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::ReportDoubleStatement { evidence, signature_index },
    )
}

/// Opens a case against an operator that was below its floor too often in the epochs up to `last_epoch`. Signed by
/// `reporter`, who pays the case's rent.
pub fn report_downtime(
    network: &NetworkAddresses,
    reporter: Address,
    operator: Address,
    last_epoch: u64,
) -> Instruction {
    build(
        accounts::ReportDowntime {
            reporter,
            network: network.network,
            books: network.books,
            operator,
            slash_case: pda::downtime_case(network.network, operator, last_epoch),
            stake_vault: network.stake_vault,
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::ReportDowntime { last_epoch },
    )
}

/// Overturns a case before its deadline. Signed by the network's authority. `offender`: the operator or attestor.
pub fn overturn_slash(
    network: &NetworkAddresses,
    authority: Address,
    offender: Address,
    slash_case: Address,
) -> Instruction {
    build(
        accounts::OverturnSlash {
            authority,
            network: network.network,
            books: network.books,
            offender,
            slash_case,
            treasury: network.treasury,
            stake_vault: network.stake_vault,
            collateral_mint: network.collateral.mint,
            token_program: network.collateral.program,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::OverturnSlash {},
    )
}

/// Executes a case after its deadline. Signed by nobody in particular. `offender`: the operator or attestor.
/// `bounty_destination`: a token account of the case's bounty recipient, needed if it gets a bounty.
pub fn execute_slash(
    network: &NetworkAddresses,
    offender: Address,
    slash_case: Address,
    bounty_destination: Option<Address>,
) -> Instruction {
    build(
        accounts::ExecuteSlash {
            network: network.network,
            books: network.books,
            offender,
            slash_case,
            bounty_destination,
            treasury: network.treasury,
            stake_vault: network.stake_vault,
            collateral_mint: network.collateral.mint,
            token_program: network.collateral.program,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::ExecuteSlash {},
    )
}

/// Closes a decided case; its rent goes to whoever paid it. Signed by nobody in particular.
pub fn close_slash_case(network: &NetworkAddresses, slash_case: Address, rent_payer: Address) -> Instruction {
    build(close(network, slash_case, rent_payer), data::CloseSlashCase {})
}
