use ledger::{Equivocation, accounts, instruction as data};
use solana_address::Address;
use solana_instruction::Instruction;

use super::build;
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
            slash_case: pda::slash_case(network.network, device),
            stake_vault: network.stake_vault,
            instructions: solana_sdk_ids::sysvar::instructions::ID,
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::ReportEquivocation { equivocation },
    )
}

/// Overturns the case against a device before its deadline. Signed by the network's authority.
pub fn overturn_slash(
    network: &NetworkAddresses,
    authority: Address,
    operator: Address,
    device: Address,
) -> Instruction {
    build(
        accounts::OverturnSlash {
            authority,
            network: network.network,
            books: network.books,
            operator,
            slash_case: pda::slash_case(network.network, device),
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

/// Executes the case against a device after its deadline. Signed by nobody in particular.
pub fn execute_slash(network: &NetworkAddresses, operator: Address, device: Address) -> Instruction {
    build(
        accounts::ExecuteSlash {
            network: network.network,
            books: network.books,
            operator,
            slash_case: pda::slash_case(network.network, device),
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

/// Closes the decided case against a device; its rent goes to whoever paid it. Signed by nobody in particular.
pub fn close_slash_case(network: &NetworkAddresses, device: Address, rent_payer: Address) -> Instruction {
    build(
        accounts::CloseSlashCase {
            network: network.network,
            slash_case: pda::slash_case(network.network, device),
            rent_payer,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::CloseSlashCase {},
    )
}
