use ledger::{accounts, instruction as data};
use solana_address::Address;
use solana_instruction::Instruction;

use super::build;
use crate::{NetworkAddresses, pda};

/// Opens an operator and its own position. Signed by its payer and its identity. `commission_bps`: of each reward, to
/// `payout_wallet`. [`invite_operator`] where operators are invited.
pub fn register_operator(
    network: &NetworkAddresses,
    payer: Address,
    identity: Address,
    commission_bps: u64,
    payout_wallet: Address,
) -> Instruction {
    register(network, payer, identity, None, commission_bps, payout_wallet)
}

/// [`register_operator`] where operators are invited: signed by the network's authority, too.
pub fn invite_operator(
    network: &NetworkAddresses,
    payer: Address,
    identity: Address,
    authority: Address,
    commission_bps: u64,
    payout_wallet: Address,
) -> Instruction {
    register(network, payer, identity, Some(authority), commission_bps, payout_wallet)
}

fn register(
    network: &NetworkAddresses,
    payer: Address,
    identity: Address,
    authority: Option<Address>,
    commission_bps: u64,
    payout_wallet: Address,
) -> Instruction {
    let operator = pda::operator(network.network, identity);
    build(
        accounts::RegisterOperator {
            payer,
            identity,
            authority,
            network: network.network,
            books: network.books,
            operator,
            position: pda::position(operator, identity),
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::RegisterOperator { commission_bps, payout_wallet },
    )
}

/// Offers an operator's authority to `to`; the zero address withdraws the offer. Signed by the operator's authority.
pub fn offer_operator_authority(operator: Address, authority: Address, to: Address) -> Instruction {
    build(manage(operator, authority), data::OfferOperatorAuthority { to })
}

/// Takes an offered authority over. Signed by whom it was offered to.
pub fn accept_operator_authority(operator: Address, pending_authority: Address) -> Instruction {
    build(
        accounts::AcceptOperatorAuthority {
            pending_authority,
            operator,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::AcceptOperatorAuthority {},
    )
}

/// Names who manages an operator's devices; the zero address names nobody. Signed by the operator's authority.
pub fn set_operator_manager(operator: Address, authority: Address, manager: Address) -> Instruction {
    build(manage(operator, authority), data::SetOperatorManager { manager })
}

/// Names whose token accounts get an operator's commission. Signed by the operator's authority.
pub fn set_payout_wallet(operator: Address, authority: Address, payout_wallet: Address) -> Instruction {
    build(manage(operator, authority), data::SetPayoutWallet { payout_wallet })
}

/// Pays an operator's commission to `destination`, a token account of its payout wallet. Signed by nobody in particular.
pub fn claim_commission(network: &NetworkAddresses, operator: Address, destination: Address) -> Instruction {
    build(
        accounts::ClaimCommission {
            network: network.network,
            books: network.books,
            operator,
            destination,
            reward_vault: network.reward_vault,
            reward_mint: network.reward.mint,
            token_program: network.reward.program,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::ClaimCommission {},
    )
}

/// Lets an operator out of jail. Signed by its authority.
pub fn unjail(network: &NetworkAddresses, operator: Address, authority: Address) -> Instruction {
    build(
        accounts::Unjail {
            authority,
            network: network.network,
            operator,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::Unjail {},
    )
}

/// Sets an operator's commission from the first epoch on that begins after `now + G + D + len`. Signed by its authority.
pub fn set_commission(
    network: &NetworkAddresses,
    operator: Address,
    authority: Address,
    commission_bps: u64,
) -> Instruction {
    build(govern(network, operator, authority), data::SetCommission { commission_bps })
}

/// Declares maintenance in `epochs` epochs from `from_epoch` on; 0 takes back what has not begun. Signed by `signer`, the
/// operator's authority or manager.
pub fn declare_maintenance(
    network: &NetworkAddresses,
    operator: Address,
    signer: Address,
    from_epoch: u64,
    epochs: u64,
) -> Instruction {
    build(govern(network, operator, signer), data::DeclareMaintenance { from_epoch, epochs })
}

fn govern(network: &NetworkAddresses, operator: Address, signer: Address) -> accounts::GovernOperator {
    accounts::GovernOperator {
        signer,
        network: network.network,
        operator,
        event_authority: pda::event_authority(),
        program: ledger::ID,
    }
}

fn manage(operator: Address, authority: Address) -> accounts::ManageOperator {
    accounts::ManageOperator { authority, operator, event_authority: pda::event_authority(), program: ledger::ID }
}

/// Closes an operator with its own position; both rents go to `rent_payer`, who paid them. Signed by `signer`: the operator's
/// authority, or once the network is retired anybody.
pub fn close_operator(
    network: &NetworkAddresses,
    identity: Address,
    signer: Address,
    rent_payer: Address,
) -> Instruction {
    let operator = pda::operator(network.network, identity);
    build(
        accounts::CloseOperator {
            signer,
            network: network.network,
            books: network.books,
            operator,
            position: pda::position(operator, identity),
            rent_payer,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::CloseOperator {},
    )
}
