//! Where the program's accounts are.

use girder_interface::{Hash, key::DeviceKey, offence::Offence, seeds};
use solana_address::Address;

/// A network: named by its creator.
pub fn network(creator: Address, name: &[u8; 32]) -> Address {
    find(&[seeds::NETWORK, creator.as_ref(), name])
}

/// A network's totals.
pub fn books(network: Address) -> Address {
    find(&[seeds::BOOKS, network.as_ref()])
}

/// A network's table of classes.
pub fn classes(network: Address) -> Address {
    find(&[seeds::CLASSES, network.as_ref()])
}

/// The token account that holds a network's rewards.
pub fn reward_vault(network: Address) -> Address {
    find(&[seeds::REWARD_VAULT, network.as_ref()])
}

/// The token account that holds a network's collateral.
pub fn stake_vault(network: Address) -> Address {
    find(&[seeds::STAKE_VAULT, network.as_ref()])
}

/// An attestor set; versions count from 1.
pub fn attestor_set(network: Address, version: u64) -> Address {
    find(&[seeds::ATTESTOR_SET, network.as_ref(), &version.to_le_bytes()])
}

/// The attestor with this key.
pub fn attestor(network: Address, key: Address) -> Address {
    find(&[seeds::ATTESTOR, network.as_ref(), key.as_ref()])
}

/// The operator of this identity.
pub fn operator(network: Address, identity: Address) -> Address {
    find(&[seeds::OPERATOR, network.as_ref(), identity.as_ref()])
}

/// Somebody's share of an operator's pool. The operator's own has its identity as owner.
pub fn position(operator: Address, owner: Address) -> Address {
    find(&[seeds::POSITION, operator.as_ref(), owner.as_ref()])
}

/// The device with this key.
pub fn device(network: Address, key: &DeviceKey) -> Address {
    find(&[seeds::DEVICE, network.as_ref(), &key.hash()])
}

/// A shard; numbers count from 0.
pub fn shard(network: Address, number: u8) -> Address {
    find(&[seeds::SHARD, network.as_ref(), &[number]])
}

/// A settled epoch.
pub fn epoch(network: Address, index: u64) -> Address {
    find(&[seeds::EPOCH, network.as_ref(), &index.to_le_bytes()])
}

/// The case of an offence.
pub fn slash_case(network: Address, offence: &Offence) -> Address {
    find(&[seeds::SLASH, network.as_ref(), &offence.id()])
}

/// The case of a device's equivocation.
pub fn equivocation_case(network: Address, device: Address) -> Address {
    slash_case(network, &Offence::Equivocation { device: &device.to_bytes() })
}

/// The case of an operator's downtime up to this epoch.
pub fn downtime_case(network: Address, operator: Address, last_epoch: u64) -> Address {
    slash_case(network, &Offence::Downtime { operator: &operator.to_bytes(), last_epoch })
}

/// A reporter's ticket.
pub fn report_ticket(network: Address, hash: &Hash) -> Address {
    find(&[seeds::REPORT, network.as_ref(), hash])
}

/// A verdict that is being signed.
pub fn verdict(network: Address, digest: &Hash) -> Address {
    find(&[seeds::VERDICT, network.as_ref(), digest])
}

/// The parameters proposed for a network while its `parameters_version` is `base_version`.
pub fn parameter_change(network: Address, base_version: u64) -> Address {
    find(&[seeds::PARAMETERS, network.as_ref(), &base_version.to_le_bytes()])
}

/// Signs for a class's verifier program.
pub fn verifier(network: Address, verifier_program: Address) -> Address {
    Address::find_program_address(&[seeds::VERIFIER, network.as_ref()], &verifier_program).0
}

/// Signs the program's events.
pub fn event_authority() -> Address {
    ledger::EVENT_AUTHORITY_AND_BUMP.0
}

fn find(seeds: &[&[u8]]) -> Address {
    Address::find_program_address(seeds, &ledger::ID).0
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_accounts_share_an_address() {
        let key = Address::new_from_array([7; 32]);
        let addresses = [
            network(key, &[7; 32]),
            books(key),
            classes(key),
            reward_vault(key),
            stake_vault(key),
            attestor_set(key, 1),
            attestor_set(key, 2),
            attestor(key, key),
            operator(key, key),
            position(key, key),
            device(key, &DeviceKey::Ed25519([7; 32])),
            device(key, &DeviceKey::Secp256r1([7; 33])),
            shard(key, 0),
            shard(key, 1),
            epoch(key, 0),
            epoch(key, 1),
            equivocation_case(key, key),
            downtime_case(key, key, 0),
            downtime_case(key, key, 1),
            slash_case(key, &Offence::DoubleStatement { attestor: &[7; 32], subject: &[7; 32] }),
            slash_case(key, &Offence::Verdict { operator: &[7; 32], evidence_hash: &[7; 32] }),
            report_ticket(key, &[7; 32]),
            verdict(key, &[7; 32]),
            parameter_change(key, 0),
            parameter_change(key, 1),
            verifier(key, ledger::ID),
            event_authority(),
        ];
        assert_eq!(addresses.iter().collect::<HashSet<_>>().len(), addresses.len());
    }

    #[test]
    fn a_verifier_signs_under_its_own_program() {
        let key = Address::new_from_array([7; 32]);
        assert_ne!(verifier(key, key), verifier(key, ledger::ID));
    }

    #[test]
    fn the_event_authority_is_where_anchor_looks_for_it() {
        assert_eq!(event_authority(), find(&[b"__event_authority"]));
    }
}
