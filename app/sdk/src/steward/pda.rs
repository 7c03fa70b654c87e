//! Where the steward program's accounts are, and the loader's.

use solana_address::Address;
use steward::state::{STEWARDSHIP, SUCCESSION, UPGRADE};

/// The stewardship of a program: its upgrade authority.
pub fn stewardship(program: Address) -> Address {
    find(&[STEWARDSHIP, program.as_ref()])
}

/// A stewardship's proposed upgrade.
pub fn upgrade(stewardship: Address) -> Address {
    find(&[UPGRADE, stewardship.as_ref()])
}

/// A stewardship's proposed succession.
pub fn succession(stewardship: Address) -> Address {
    find(&[SUCCESSION, stewardship.as_ref()])
}

/// Where the loader keeps a program's code and its upgrade authority.
pub fn program_data(program: Address) -> Address {
    Address::find_program_address(&[program.as_ref()], &solana_sdk_ids::bpf_loader_upgradeable::ID).0
}

/// Signs the program's events.
pub fn event_authority() -> Address {
    steward::EVENT_AUTHORITY_AND_BUMP.0
}

fn find(seeds: &[&[u8]]) -> Address {
    Address::find_program_address(seeds, &steward::ID).0
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_accounts_share_an_address() {
        let key = Address::new_from_array([7; 32]);
        let addresses = [stewardship(key), upgrade(key), succession(key), program_data(key), event_authority()];
        assert_eq!(addresses.iter().collect::<HashSet<_>>().len(), addresses.len());
    }

    #[test]
    fn the_programs_data_is_where_the_loader_looks_for_it() {
        let key = Address::new_from_array([7; 32]);
        let loader = anchor_lang::solana_program::bpf_loader_upgradeable::get_program_data_address(&key);
        assert_eq!(program_data(key), loader);
    }
}
