use ledger::{accounts, instruction as data};
use solana_address::Address;
use solana_instruction::Instruction;

use super::build;
use crate::{NetworkAddresses, pda};

/// Buys shares of an operator's pool with `amount` of the token account `source`. Signed by `owner`, who owns the position
/// and `source`.
pub fn deposit(
    network: &NetworkAddresses,
    operator: Address,
    owner: Address,
    source: Address,
    amount: u64,
) -> Instruction {
    build(
        accounts::Deposit {
            owner,
            network: network.network,
            books: network.books,
            operator,
            position: pda::position(operator, owner),
            source,
            stake_vault: network.stake_vault,
            collateral_mint: network.collateral.mint,
            token_program: network.collateral.program,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::Deposit { amount },
    )
}

/// Marks shares for leaving. Signed by the position's owner.
pub fn unstake(network: &NetworkAddresses, operator: Address, owner: Address, shares: u64) -> Instruction {
    unstake_for(network, operator, owner, owner, shares)
}

/// Marks shares of `owner` for leaving. Signed by `signer`: the owner, or once the network is retired anybody, for all that is
/// active.
pub fn unstake_for(
    network: &NetworkAddresses,
    operator: Address,
    owner: Address,
    signer: Address,
    shares: u64,
) -> Instruction {
    build(accounts::ChangePosition { signer, ..change_position(network, operator, owner) }, data::Unstake { shares })
}

/// Takes a ticket's mark away. Signed by the position's owner.
pub fn cancel_unstake(network: &NetworkAddresses, operator: Address, owner: Address, ticket: u8) -> Instruction {
    build(change_position(network, operator, owner), data::CancelUnstake { ticket })
}

/// A matured ticket to be paid out.
#[derive(Clone, Copy, Debug)]
pub struct Withdrawal {
    /// The operator.
    pub operator: Address,
    /// The position's owner.
    pub owner: Address,
    /// A token account of the owner.
    pub destination: Address,
    /// The ticket's number.
    pub ticket: u8,
    /// Whether the owner signs, which is needed while a slash case is open.
    pub signed_by_owner: bool,
}

/// Pays a matured ticket out. Signed by the position's owner, or by nobody in particular.
pub fn withdraw(network: &NetworkAddresses, withdrawal: &Withdrawal) -> Instruction {
    let Withdrawal { operator, owner, destination, ticket, signed_by_owner } = *withdrawal;
    build(
        accounts::Withdraw {
            owner: signed_by_owner.then_some(owner),
            network: network.network,
            books: network.books,
            operator,
            position: pda::position(operator, owner),
            destination,
            stake_vault: network.stake_vault,
            collateral_mint: network.collateral.mint,
            token_program: network.collateral.program,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::Withdraw { ticket },
    )
}

/// Opens an empty position of `owner`. Signed by `payer`, who pays the rent.
pub fn open_position(network: &NetworkAddresses, payer: Address, operator: Address, owner: Address) -> Instruction {
    build(
        accounts::OpenPosition {
            payer,
            owner,
            network: network.network,
            operator,
            position: pda::position(operator, owner),
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::OpenPosition {},
    )
}

/// Closes an empty position; its rent goes to `rent_payer`, who paid it. Signed by `signer`: its owner or
/// the rent's payer, or while the pool has no shares anybody.
pub fn close_position(
    network: &NetworkAddresses,
    operator: Address,
    owner: Address,
    signer: Address,
    rent_payer: Address,
) -> Instruction {
    build(
        accounts::ClosePosition {
            signer,
            network: network.network,
            operator,
            position: pda::position(operator, owner),
            rent_payer,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::ClosePosition {},
    )
}

/// Shares that go from one owner of a pool to another.
#[derive(Clone, Copy, Debug)]
pub struct ShareTransfer {
    /// The operator.
    pub operator: Address,
    /// Whose position gives.
    pub from: Address,
    /// Whose position receives: it must be open.
    pub to: Address,
    /// How many shares.
    pub shares: u64,
    /// Whether the receiver signs, which is needed if its position holds shares.
    pub signed_by_recipient: bool,
}

/// Moves shares to another owner. Signed by the giver, and by the receiver where that is needed.
pub fn transfer_shares(network: &NetworkAddresses, transfer: &ShareTransfer) -> Instruction {
    let ShareTransfer { operator, from, to, shares, signed_by_recipient } = *transfer;
    build(
        accounts::TransferShares {
            owner: from,
            recipient: signed_by_recipient.then_some(to),
            network: network.network,
            books: network.books,
            operator,
            from: pda::position(operator, from),
            to: pda::position(operator, to),
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::TransferShares { shares },
    )
}

/// Locks a position's shares until a time. Signed by its owner.
pub fn lock_shares(operator: Address, owner: Address, until: i64) -> Instruction {
    build(
        accounts::LockShares {
            owner,
            position: pda::position(operator, owner),
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::LockShares { until },
    )
}

fn change_position(network: &NetworkAddresses, operator: Address, owner: Address) -> accounts::ChangePosition {
    accounts::ChangePosition {
        signer: owner,
        network: network.network,
        books: network.books,
        operator,
        position: pda::position(operator, owner),
        event_authority: pda::event_authority(),
        program: ledger::ID,
    }
}
