use girder_interface::key::DeviceKey;
use ledger::{NewKey, accounts, instruction as data};
use solana_address::Address;
use solana_instruction::Instruction;

use super::build;
use crate::{NetworkAddresses, pda};

/// A device to be registered.
#[derive(Clone, Copy, Debug)]
pub struct NewDevice {
    /// Its operator.
    pub operator: Address,
    /// Its key.
    pub key: DeviceKey,
    /// The class of what it contributes.
    pub class: u16,
    /// Where it stands; the network says what the number means.
    pub region: u32,
}

/// Registers a device. Signed by its payer and `signer`, the operator's authority or manager. `signature_index`: where in
/// the transaction the precompile instruction with the key's own signature is.
/// [`RegistrationBuilder`](crate::proof::RegistrationBuilder) makes both.
pub fn register_device(
    network: &NetworkAddresses,
    payer: Address,
    signer: Address,
    device: &NewDevice,
    signature_index: u8,
) -> Instruction {
    let NewDevice { operator, key, class, region } = *device;
    build(
        accounts::RegisterDevice {
            payer,
            signer,
            network: network.network,
            classes: network.classes,
            operator,
            device: pda::device(network.network, &key),
            instructions: solana_sdk_ids::sysvar::instructions::ID,
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::RegisterDevice { key: new_key(&key), class, region, signature_index },
    )
}

/// Moves the device `predecessor` to a new key; `device` must have its class and region. Signed by its payer and `signer`,
/// the operator's authority or manager. `signature_index` as in [`register_device`].
pub fn rotate_device(
    network: &NetworkAddresses,
    payer: Address,
    signer: Address,
    predecessor: Address,
    device: &NewDevice,
    signature_index: u8,
) -> Instruction {
    build(
        accounts::RotateDevice {
            payer,
            signer,
            network: network.network,
            classes: network.classes,
            operator: device.operator,
            predecessor,
            device: pda::device(network.network, &device.key),
            instructions: solana_sdk_ids::sysvar::instructions::ID,
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::RotateDevice { key: new_key(&device.key), signature_index },
    )
}

/// Gives a device its licence. Signed by nobody in particular. `signature_index`: where in the transaction the precompile
/// instruction with the licensor's signature is. [`LicenceBuilder`](crate::proof::LicenceBuilder) makes both.
pub fn license_device(
    network: &NetworkAddresses,
    device: Address,
    issued_at: i64,
    expires_at: i64,
    signature_index: u8,
) -> Instruction {
    build(
        accounts::LicenseDevice {
            network: network.network,
            classes: network.classes,
            device,
            instructions: solana_sdk_ids::sysvar::instructions::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::LicenseDevice { issued_at, expires_at, signature_index },
    )
}

/// Ends a device's life. Signed by `signer`, the operator's authority or manager.
pub fn retire_device(network: &NetworkAddresses, operator: Address, signer: Address, device: Address) -> Instruction {
    build(
        accounts::RetireDevice {
            signer,
            network: network.network,
            operator,
            device,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::RetireDevice {},
    )
}

/// Closes the account of a device that is over; the rent goes to whoever paid it. Signed by nobody in particular.
pub fn close_device(
    network: &NetworkAddresses,
    operator: Address,
    device: Address,
    rent_payer: Address,
) -> Instruction {
    build(
        accounts::CloseDevice {
            network: network.network,
            operator,
            device,
            slash_case: pda::equivocation_case(network.network, device),
            rent_payer,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::CloseDevice {},
    )
}

fn new_key(key: &DeviceKey) -> NewKey {
    NewKey { kind: key.kind() as u8, key: key.padded() }
}
