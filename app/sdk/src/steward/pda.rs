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
