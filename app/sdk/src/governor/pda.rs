//! Where the governor program's accounts are.

use governor::seeds;
use solana_address::Address;

/// How a network votes.
pub fn governance(network: Address) -> Address {
    find(&[seeds::GOVERNANCE, network.as_ref()])
}

/// Signs what a network's votes decided: to be its authority, or the owner of its treasury.
pub fn governor(network: Address) -> Address {
    find(&[seeds::GOVERNOR, network.as_ref()])
}

/// A proposal: named by its proposer.
pub fn proposal(network: Address, proposer: Address, nonce: u64) -> Address {
    find(&[seeds::PROPOSAL, network.as_ref(), proposer.as_ref(), &nonce.to_le_bytes()])
}

/// That a position voted in the vote that began at `start`.
pub fn vote_record(proposal: Address, start: i64, position: Address) -> Address {
    find(&[seeds::VOTE, proposal.as_ref(), &start.to_le_bytes(), position.as_ref()])
}

/// Which network's stake counts in a realm of spl-governance, in place of one of its mints.
pub fn registered_realm(realm: Address, governing_token_mint: Address) -> Address {
    find(&[seeds::REALM, realm.as_ref(), governing_token_mint.as_ref()])
}

/// What an owner's stake weighs in a realm.
pub fn voter_weight(realm: Address, governing_token_mint: Address, owner: Address) -> Address {
    find(&[seeds::VOTER_WEIGHT, realm.as_ref(), governing_token_mint.as_ref(), owner.as_ref()])
}

/// Signs the program's events.
pub fn event_authority() -> Address {
    governor::EVENT_AUTHORITY_AND_BUMP.0
}

fn find(seeds: &[&[u8]]) -> Address {
    Address::find_program_address(seeds, &governor::ID).0
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_accounts_share_an_address() {
        let key = Address::new_from_array([7; 32]);
        let addresses = [
            governance(key),
            governor(key),
            proposal(key, key, 0),
            proposal(key, key, 1),
            vote_record(key, 0, key),
            vote_record(key, 1, key),
            registered_realm(key, key),
            voter_weight(key, key, key),
            event_authority(),
        ];
        assert_eq!(addresses.iter().collect::<HashSet<_>>().len(), addresses.len());
    }
}
