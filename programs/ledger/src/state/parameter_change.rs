use std::mem::offset_of;

use anchor_lang::prelude::*;
use girder_interface::limits::PARAMETER_NOTICE;

use super::{Parameters, later};

/// Parameters that the authority proposed, and from when on they may be put in force.
///
/// Seeds: `parameters`, network, base version: there is one at a time, which the authority of the day may withdraw.
#[account(zero_copy)]
#[derive(Debug)]
pub struct ParameterChange {
    /// The network.
    pub network: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// The network's `parameters_version` that it was proposed for. It dies with it.
    pub base_version: u64,
    /// When it was proposed.
    pub proposed_at: i64,
    /// From when on anybody may execute it, inclusive.
    pub executable_from: i64,
    /// All parameters, those that stay as well.
    pub parameters: Parameters,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 6],
}

/// Every parameter has a bit.
const _: () = assert!(size_of::<Parameters>() <= 64 * size_of::<u64>());

/// The bit of the parameter at that offset.
const fn word(offset: usize) -> u64 {
    1u64.rotate_left((offset >> 3) as u32)
}

macro_rules! words {
    ($($parameter:ident),* $(,)?) => { 0 $(| word(offset_of!(Parameters, $parameter)))* };
}

/// Parameters that take nothing from stake that is in, nor change what it is liable for. All others wait for the unbonding
/// time, new ones as well until somebody thinks about them here.
///
/// - Emission, cap, m, direct part, attestors' part and tip decide what later settlements pay. Whoever works for less than
///   before can stop; what was worked for before the proposal can be settled before the change, as it waits an epoch and its
///   grace. m can't make lying pay: see [`crate::math::parameters::check_change`].
/// - The smallest deposit, the smallest bond and invitations ask something of those who come in, not of those who are.
/// - Maintenance: what is declared stays declared.
///
/// Not among them, though they may look it: the commission's maximum and step, since both decide what delegators are left of
/// their rewards; the price, since it is half of what deters lies; the longest pause and the breaker, since rewards wait for
/// them.
const ORDINARY: u64 = words![
    emission_kind,
    emission_initial,
    emission_period,
    emission_ratio,
    supply_cap,
    max_reward_per_million_credits,
    direct_bps,
    attestor_bps,
    settle_tip,
    min_deposit,
    min_bond,
    max_maintenance_epochs,
    invited_operators,
];

/// Parameters that decide what happens to attestors' bonds: an attestor that strikes its own key and leaves at the proposal
/// has its bond back before the change.
const BONDS: u64 = words![bond_unbonding, attestor_slash_bps];

impl Parameters {
    /// How long a change to `next` waits, in seconds: a day's notice, and then as long as whoever disagrees needs to leave
    /// under the parameters in force. Not as long as under `next`: tickets keep the unbonding that they were asked under.
    pub fn timelock(&self, next: &Self) -> Result<i64> {
        let changed = self.changed(next);
        let mut leaving = later(self.epoch_length, self.grace)?;
        if changed & BONDS != 0 {
            leaving = leaving.max(self.bond_unbonding);
        }
        if changed & !(BONDS | ORDINARY) != 0 {
            leaving = leaving.max(self.unbonding);
        }
        later(leaving, PARAMETER_NOTICE)
    }

    /// The bit of each parameter that differs.
    fn changed(&self, next: &Self) -> u64 {
        let pairs = self.words().iter().zip(next.words()).rev();
        pairs.fold(0, |bits, (before, after)| bits.rotate_left(1) | u64::from(before != after))
    }

    fn words(&self) -> &[u64] {
        bytemuck::cast_slice(std::slice::from_ref(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn parameters() -> Parameters {
        Parameters {
            epoch_length: 1_000,
            grace: 500,
            unbonding: 3_000,
            bond_unbonding: 4_000,
            ..bytemuck::Zeroable::zeroed()
        }
    }

    fn wait(change: impl FnOnce(&mut Parameters)) -> i64 {
        let mut next = parameters();
        change(&mut next);
        parameters().timelock(&next).unwrap()
    }

    #[test]
    fn a_change_waits_by_what_it_touches() {
        assert_eq!(wait(|_| {}), DAY + 1_500);
        assert_eq!(wait(|p| p.settle_tip = 1), DAY + 1_500);
        assert_eq!(wait(|p| p.attestor_slash_bps = 1), DAY + 4_000);
        assert_eq!(wait(|p| p.bond_unbonding = 1), DAY + 4_000);
        assert_eq!(wait(|p| p.jail_time = 1), DAY + 3_000);
        assert_eq!(wait(|p| (p.jail_time, p.settle_tip) = (1, 1)), DAY + 3_000);
        assert_eq!(wait(|p| (p.jail_time, p.bond_unbonding) = (1, 1)), DAY + 4_000);
        assert_eq!(wait(|p| p.unbonding = 9_000), DAY + 3_000);
        assert_eq!(wait(|p| p.unbonding = 1), DAY + 3_000);
    }

    #[test]
    fn every_parameter_has_its_own_bit() {
        let count = parameters().words().len();
        for index in 0..count {
            let mut next = parameters();
            bytemuck::cast_slice_mut::<_, u64>(std::slice::from_mut(&mut next))[index] ^= 1 << 63;
            assert_eq!(parameters().changed(&next), 1 << index);
        }
        assert_eq!(BONDS & ORDINARY, 0);
        assert_eq!((BONDS | ORDINARY).count_ones(), 15);
    }
}
