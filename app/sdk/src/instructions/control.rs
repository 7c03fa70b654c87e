use ledger::{accounts, instruction as data, state::Parameters};
use solana_address::Address;
use solana_instruction::Instruction;

use super::build;
use crate::{NetworkAddresses, pda};

/// Offers a role in a network, one of [`network_role`](ledger::state::network_role); the zero address withdraws the offer. Signed
/// by the network's authority.
pub fn offer_network_role(network: Address, authority: Address, role: u8, to: Address) -> Instruction {
    build(change_role(network, authority), data::OfferNetworkRole { role, to })
}

/// Takes a role over. Signed by the key that it was offered to.
pub fn accept_network_role(network: Address, role: u8, to: Address) -> Instruction {
    build(change_role(network, to), data::AcceptNetworkRole { role })
}

fn change_role(network: Address, signer: Address) -> accounts::ChangeNetworkRole {
    accounts::ChangeNetworkRole { signer, network, event_authority: pda::event_authority(), program: ledger::ID }
}

/// Pauses one of [`pause_subject`](ledger::state::pause_subject) for a while; 0 seconds end that. Signed by the network's
/// guardian.
pub fn pause(network: &NetworkAddresses, guardian: Address, subject: u8, seconds: i64) -> Instruction {
    build(
        accounts::PauseNetwork {
            guardian,
            network: network.network,
            books: network.books,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::Pause { subject, seconds },
    )
}

/// Proposes other parameters, all of them. Signed by the payer and the network's authority. `base_version`: the network's
/// `parameters_version`.
pub fn propose_parameters(
    network: &NetworkAddresses,
    payer: Address,
    authority: Address,
    base_version: u64,
    parameters: Parameters,
) -> Instruction {
    build(
        accounts::ProposeParameters {
            payer,
            authority,
            network: network.network,
            books: network.books,
            parameter_change: pda::parameter_change(network.network, base_version),
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::ProposeParameters { parameters },
    )
}

/// Puts proposed parameters in force after their timelock. Signed by anybody. `rent_payer`: who paid for the proposal.
pub fn execute_parameters(
    network: &NetworkAddresses,
    signer: Address,
    base_version: u64,
    rent_payer: Address,
) -> Instruction {
    build(end_change(network, signer, base_version, rent_payer), data::ExecuteParameters {})
}

/// Withdraws a proposal for the parameters. Signed by the network's authority; by anybody if it is stale or the network is retired.
pub fn close_parameter_change(
    network: &NetworkAddresses,
    signer: Address,
    base_version: u64,
    rent_payer: Address,
) -> Instruction {
    build(end_change(network, signer, base_version, rent_payer), data::CloseParameterChange {})
}

fn end_change(
    network: &NetworkAddresses,
    signer: Address,
    base_version: u64,
    rent_payer: Address,
) -> accounts::EndParameterChange {
    accounts::EndParameterChange {
        signer,
        network: network.network,
        books: network.books,
        parameter_change: pda::parameter_change(network.network, base_version),
        rent_payer,
        event_authority: pda::event_authority(),
        program: ledger::ID,
    }
}
