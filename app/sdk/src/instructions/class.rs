use ledger::{NewClass, accounts, instruction as data};
use solana_address::Address;
use solana_instruction::Instruction;

use super::build;
use crate::{NetworkAddresses, pda};

/// Adds a class. Signed by the network's authority. `newest_set`: the version of the newest sealed attestor set, needed
/// where the class allows secp256r1 and there is one.
pub fn add_class(
    network: &NetworkAddresses,
    authority: Address,
    class: NewClass,
    newest_set: Option<u64>,
) -> Instruction {
    build(
        accounts::AddClass {
            authority,
            network: network.network,
            classes: network.classes,
            attestor_set: newest_set.map(|version| pda::attestor_set(network.network, version)),
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::AddClass { class },
    )
}

/// Changes a class's weight from a later epoch on. Signed by the network's authority.
pub fn reweight_class(
    network: &NetworkAddresses,
    authority: Address,
    class: u16,
    weight: u64,
    from_epoch: u64,
) -> Instruction {
    build(change_class(network, authority), data::ReweightClass { class, weight, from_epoch })
}

/// Retires a class from a later epoch on. Signed by the network's authority.
pub fn retire_class(network: &NetworkAddresses, authority: Address, class: u16, from_epoch: u64) -> Instruction {
    build(change_class(network, authority), data::RetireClass { class, from_epoch })
}

/// Names who licenses the devices of a region from a later epoch on; the zero address ends it. Signed by the network's
/// authority.
pub fn set_licensor(
    network: &NetworkAddresses,
    authority: Address,
    region: u32,
    licensor: Address,
    from_epoch: u64,
) -> Instruction {
    build(change_class(network, authority), data::SetLicensor { region, licensor, from_epoch })
}

fn change_class(network: &NetworkAddresses, authority: Address) -> accounts::ChangeClass {
    accounts::ChangeClass {
        authority,
        network: network.network,
        classes: network.classes,
        event_authority: pda::event_authority(),
        program: ledger::ID,
    }
}
