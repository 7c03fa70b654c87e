use anchor_lang::prelude::*;

use crate::{
    error::{GovernorError, check, check_numbers},
    limits::{BASIS_POINTS, MAX_QUORUM, MAX_VOTING_TIME, MIN_QUORUM, MIN_VOTING_TIME, SUFFICIENT_STAKE},
};

/// How votes are held.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Settings {
    /// How long a vote lasts, in seconds: a day to 14 days.
    pub voting_time: i64,
    /// What must vote yes, in basis points of the network's active stake when the vote begins: 1,000 to 5,000.
    pub quorum_bps: u64,
    /// What the proposer's position must be worth, in base units of collateral. A hundredth of the active stake is enough
    /// whatever this says.
    pub proposal_threshold: u64,
}

impl Settings {
    /// Refuses settings outside their bounds. Whatever passes leaves it possible to vote, and so to change them again.
    pub fn check(&self) -> Result<()> {
        let Self { voting_time, quorum_bps, proposal_threshold } = *self;
        let times = MIN_VOTING_TIME..=MAX_VOTING_TIME;
        check_numbers(
            times.contains(&voting_time),
            GovernorError::VotingTimeOutOfBounds,
            voting_time,
            MAX_VOTING_TIME,
        )?;
        let quorums = MIN_QUORUM..=MAX_QUORUM;
        check_numbers(quorums.contains(&quorum_bps), GovernorError::QuorumOutOfBounds, quorum_bps, MAX_QUORUM)?;
        check(proposal_threshold > 0, GovernorError::ThresholdOutOfBounds)
    }

    /// What must vote yes: the quorum's part of the active stake, rounded up.
    pub fn quorum(&self, active_stake: u64) -> Result<u64> {
        part(active_stake, self.quorum_bps)
    }

    /// What the proposer's position must be worth: never 0.
    pub fn threshold(&self, active_stake: u64) -> Result<u64> {
        Ok(self.proposal_threshold.min(part(active_stake, SUFFICIENT_STAKE)?).max(1))
    }
}

/// ceil(amount x bps / 10^4)
fn part(amount: u64, bps: u64) -> Result<u64> {
    let part = u128::from(amount).saturating_mul(bps.into()).div_ceil(BASIS_POINTS.into());
    u64::try_from(part).map_err(|_| GovernorError::Overflow.into())
}

/// The stake vote of one network.
///
/// Seeds: `governance`, network.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Governance {
    /// The network.
    pub network: Pubkey,
    /// The network's instance: one that is made again at its address is another network.
    pub instance: [u8; 32],
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// How votes are held.
    pub settings: Settings,
    /// Proposals that are not closed, drafts included.
    pub proposals: u64,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 6],
}

impl Governance {
    /// Counts a new proposal.
    pub fn count_proposal(&mut self) -> Result<()> {
        self.proposals = self.proposals.checked_add(1).ok_or(GovernorError::Overflow)?;
        Ok(())
    }

    /// Counts a proposal that is closed.
    pub fn discount_proposal(&mut self) -> Result<()> {
        self.proposals = self.proposals.checked_sub(1).ok_or(GovernorError::Overflow)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Settings = Settings { voting_time: 86_400, quorum_bps: 1_000, proposal_threshold: 1_000 };

    #[test]
    fn settings_are_taken_up_to_their_bounds_and_no_further() {
        for good in [
            GOOD,
            Settings { voting_time: 14 * 86_400, ..GOOD },
            Settings { quorum_bps: 5_000, ..GOOD },
            Settings { proposal_threshold: 1, ..GOOD },
            Settings { proposal_threshold: u64::MAX, ..GOOD },
        ] {
            assert!(good.check().is_ok(), "{good:?}");
        }
        for (bad, error) in [
            (Settings { voting_time: 86_399, ..GOOD }, GovernorError::VotingTimeOutOfBounds),
            (Settings { voting_time: 14 * 86_400 + 1, ..GOOD }, GovernorError::VotingTimeOutOfBounds),
            (Settings { voting_time: i64::MIN, ..GOOD }, GovernorError::VotingTimeOutOfBounds),
            (Settings { quorum_bps: 999, ..GOOD }, GovernorError::QuorumOutOfBounds),
            (Settings { quorum_bps: 5_001, ..GOOD }, GovernorError::QuorumOutOfBounds),
            (Settings { proposal_threshold: 0, ..GOOD }, GovernorError::ThresholdOutOfBounds),
        ] {
            assert_eq!(bad.check().unwrap_err(), error.into(), "{bad:?}");
        }
    }

    #[test]
    fn a_quorum_is_rounded_up() {
        let quorum = |active| Settings { quorum_bps: 1_001, ..GOOD }.quorum(active).unwrap();
        assert_eq!([0, 1, 9, 10, 10_000, 10_001].map(quorum), [0, 1, 1, 2, 1_001, 1_002]);
        assert_eq!(quorum(u64::MAX), 1_846_519_081_778_326_117);
    }

    #[test]
    fn a_hundredth_of_the_stake_may_propose_whatever_the_threshold_says() {
        let threshold = |active| GOOD.threshold(active).unwrap();
        assert_eq!([0, 1, 100, 101, 99_900, 100_000, 10_000_000].map(threshold), [1, 1, 1, 2, 999, 1_000, 1_000]);
        let all = Settings { proposal_threshold: u64::MAX, ..GOOD };
        assert_eq!(all.threshold(u64::MAX).unwrap(), 184_467_440_737_095_517);
    }
}
