use anchor_lang::prelude::*;

use crate::{
    error::{GovernorError, check, check_numbers},
    limits::MAX_REALM_VOTING_TIME,
};

/// The kinds of accounts of spl-governance that are realms: of its first version and of its later ones.
const REALM_KINDS: [u8; 2] = [1, 16];

/// Which network's stake counts in a realm. Registered by the realm's authority: otherwise anybody's own network, with stake
/// of a worthless mint, could vote in it.
///
/// Seeds: `realm`, realm, governing token mint.
#[account(zero_copy)]
#[derive(Debug)]
pub struct RegisteredRealm {
    /// The realm, an account of spl-governance.
    pub realm: Pubkey,
    /// The realm's mint in whose place the stake counts.
    pub governing_token_mint: Pubkey,
    /// The network.
    pub network: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// How long a vote of the realm lasts at most, its time to cool off included, in seconds. Positions count that were
    /// held for longer.
    pub voting_time: i64,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 6],
}

impl RegisteredRealm {
    /// Refuses a voting time outside its bounds.
    pub fn check_voting_time(voting_time: i64) -> Result<()> {
        let times = 1..=MAX_REALM_VOTING_TIME;
        let error = GovernorError::RealmVotingTimeOutOfBounds;
        check_numbers(times.contains(&voting_time), error, voting_time, MAX_REALM_VOTING_TIME)
    }
}

/// What the program needs to know of a realm, read from spl-governance's own account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Realm {
    /// Its first mint.
    pub community_mint: Pubkey,
    /// Its second, if it has one.
    pub council_mint: Option<Pubkey>,
    /// Who may change it, if anybody.
    pub authority: Option<Pubkey>,
}

impl Realm {
    /// Reads the data of a realm's account.
    pub fn read(data: &[u8]) -> Result<Self> {
        Self::parse(data).ok_or_else(|| GovernorError::NoRealm.into())
    }

    fn parse(data: &[u8]) -> Option<Self> {
        let mut rest = data;
        if !REALM_KINDS.contains(&take::<1>(&mut rest)?[0]) {
            return None;
        }
        let community_mint = take::<32>(&mut rest)?.into();
        // Two numbers that were once in use, six reserved bytes, the least weight to create a governance; then the kind and
        // the amount of what counts as all votes.
        take::<{ 2 + 6 + 8 + 1 + 8 }>(&mut rest)?;
        let council_mint = take_optional(&mut rest)?;
        // Six reserved bytes, and a number that was once in use.
        take::<{ 6 + 2 }>(&mut rest)?;
        let authority = take_optional(&mut rest)?;
        Some(Self { community_mint, council_mint, authority })
    }

    /// Refuses a mint that is none of the realm's.
    pub fn check_mint(&self, mint: &Pubkey) -> Result<()> {
        check(*mint == self.community_mint || Some(*mint) == self.council_mint, GovernorError::WrongMint)
    }

    /// Refuses anybody but the authority.
    pub fn check_authority(&self, signer: &Pubkey) -> Result<()> {
        check(self.authority == Some(*signer), GovernorError::WrongAuthority)
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, left) = rest.split_first_chunk::<N>()?;
    *rest = left;
    Some(*taken)
}

fn take_optional(rest: &mut &[u8]) -> Option<Option<Pubkey>> {
    match take::<1>(rest)? {
        [0] => Some(None),
        [1] => Some(Some(take::<32>(rest)?.into())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // What the published crate `spl-governance` 4.0.0 writes for realms with the keys [1; 32] as community mint, [2; 32] as
    // council mint and [3; 32] as authority. Made by a program apart: that crate needs Solana's of 2023, which don't resolve
    // beside today's.
    const WITH_COUNCIL: &str = "100101010101010101010101010101010101010101010101010101010101010101000000000000000040420f000000000000\
        00e40b5402000000010202020202020202020202020202020202020202020202020202020202020202000000000000000001\
        03030303030303030303030303030303030303030303030303030303030303030a0000005765747465726e65747a00000000\
        0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
        0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
        000000000000000000000000000000000000000000000000";
    const WITHOUT_AUTHORITY: &str = "100101010101010101010101010101010101010101010101010101010101010101000000000000000040420f000000000000\
        00e40b5402000000000000000000000000000a0000005765747465726e65747a000000000000000000000000000000000000\
        0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
        0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
        00000000000000000000";
    const FIRST_VERSION: &str = "010101010101010101010101010101010101010101010101010101010101010101000000000000000040420f000000000000\
        00e40b5402000000000000000000000000010303030303030303030303030303030303030303030303030303030303030303\
        0a0000005765747465726e65747a";

    fn bytes(hex: &str) -> Vec<u8> {
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
    }

    #[test]
    fn realms_are_read_as_the_published_crate_writes_them() {
        let key = |number| Pubkey::from([number; 32]);
        for (hex, council_mint, authority) in [
            (WITH_COUNCIL, Some(key(2)), Some(key(3))),
            (WITHOUT_AUTHORITY, None, None),
            (FIRST_VERSION, None, Some(key(3))),
        ] {
            let realm = Realm { community_mint: key(1), council_mint, authority };
            assert_eq!(Realm::read(&bytes(hex)).unwrap(), realm);
        }
    }

    #[test]
    fn what_is_too_short_or_of_another_kind_is_no_realm() {
        let whole = bytes(FIRST_VERSION);
        let end = whole.len() - 4 - "Wetternetz".len();
        for length in 0..end {
            assert!(Realm::read(&whole[..length]).is_err(), "{length} bytes");
        }
        assert!(Realm::read(&whole[..end]).is_ok());
        for kind in (0..=255).filter(|kind| !REALM_KINDS.contains(kind)) {
            let other = [&[kind], &whole[1..]].concat();
            assert!(Realm::read(&other).is_err(), "kind {kind}");
        }
    }
}
