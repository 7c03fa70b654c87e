//! The relations between a network's parameters that make its promises hold (DESIGN section 7), in one place.

use girder_interface::limits::{BASIS_POINTS, RING_USABLE};

use super::breaker;

/// The parameters that the relations are about. Times in seconds, rates in basis points, amounts in base units.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Length of an epoch.
    pub epoch_length: i64,
    /// How long after an epoch its proofs are taken.
    pub grace: i64,
    /// How long after that its rewards can't be harvested yet.
    pub dispute: i64,
    /// How long after the grace evidence about the epoch is taken.
    pub evidence_age: i64,
    /// How long a slash case may be overturned.
    pub appeal: i64,
    /// How long unstaked collateral stays slashable.
    pub unbonding: i64,
    /// The longest pause.
    pub max_pause: i64,
    /// How long before a case other slashes count with it.
    pub correlation_window: i64,
    /// How long an attestor's bond stays after it left.
    pub bond_unbonding: i64,
    /// Most reward per 10^6 credits, in base units of the reward mint.
    pub max_reward_per_million_credits: u64,
    /// Base units of collateral that one base unit of reward is worth, Q32.32.
    pub reward_price: u64,
    /// Stake per 10^6 credits, in base units of the collateral mint.
    pub collateral_per_million_credits: u64,
    /// Active stake over own active stake, at most.
    pub leverage_bps: u64,
    /// Lowest slash rate of a fraud.
    pub fraud_slash_bps: u64,
    /// Most that an epoch mints, or takes from the reserve where nothing is minted: no schedule rises.
    pub largest_emission: u64,
    /// What the breaker on payouts holds.
    pub breaker_size: u64,
    /// How long a full breaker takes to drain.
    pub breaker_window: i64,
}

/// A relation that every network keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// `G <= len`: proofs of at most two epochs are taken at a time.
    GraceWithinEpoch,
    /// `len + G + A <= U`: stake that covered the first second of an epoch is there in the last second of its evidence.
    EvidenceBeforeUnbonding,
    /// `D + G + P + M <= 29 x len`: a ring slot is free again before its turn comes, whatever was disputed or paused.
    RingOutlastsDelays,
    /// `len + G + A + D <= bond unbonding`: an attestor's bond is there until the evidence about its last epoch is old.
    EvidenceBeforeBonds,
    /// `W + P <= 29 x len`: what was slashed around a case is remembered until it is executed.
    RingOutlastsCorrelation,
    /// `k x m x L <= collateral x r / 2`: lying can't pay, even for who reports itself.
    LyingNeverPays,
    /// `2 x emission x ceil(window / len) <= breaker size`, unless that never bites: what is earned in a window fits twice, so
    /// whoever fills the breaker only delays the others.
    BreakerHoldsEmission,
}

/// A broken relation: `left` should be at most `right`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which relation.
    pub rule: Rule,
    /// The side that is too large.
    pub left: u128,
    /// What it should not exceed.
    pub right: u128,
}

/// Checks every relation; the first one broken is returned. Single parameters are in their bounds already.
pub fn check(terms: &Terms) -> Result<(), Violation> {
    let seconds =
        |times: &[i64]| times.iter().fold(0u128, |sum, &time| sum.saturating_add(time.max(0).unsigned_abs().into()));
    let Terms { epoch_length, grace, dispute, evidence_age, appeal, unbonding, max_pause, bond_unbonding, .. } = *terms;

    at_most(Rule::GraceWithinEpoch, seconds(&[grace]), seconds(&[epoch_length]))?;
    let evidence_ends = [epoch_length, grace, evidence_age];
    at_most(Rule::EvidenceBeforeUnbonding, seconds(&evidence_ends), seconds(&[unbonding]))?;
    let ring = seconds(&[epoch_length]).saturating_mul(RING_USABLE.unsigned_abs().into());
    at_most(Rule::RingOutlastsDelays, seconds(&[dispute, grace, appeal, max_pause]), ring)?;
    at_most(Rule::RingOutlastsCorrelation, seconds(&[terms.correlation_window, appeal]), ring)?;
    at_most(
        Rule::EvidenceBeforeBonds,
        seconds(&evidence_ends).saturating_add(seconds(&[dispute])),
        seconds(&[bond_unbonding]),
    )?;

    let (profit, penalty) = lie(terms);
    at_most(Rule::LyingNeverPays, profit, penalty)?;
    let size = if terms.breaker_size == breaker::OFF { u128::MAX } else { terms.breaker_size.into() };
    at_most(Rule::BreakerHoldsEmission, emitted_twice(terms), size)
}

/// Twice the most that is emitted in the epochs that a window of the breaker touches when it begins with one. Saturates.
fn emitted_twice(terms: &Terms) -> u128 {
    let length = terms.epoch_length.max(1);
    let rounded_up = terms.breaker_window.saturating_add(length.saturating_sub(1));
    let epochs = rounded_up.checked_div(length).unwrap_or(0).max(0).unsigned_abs();
    u128::from(terms.largest_emission).saturating_mul(epochs.saturating_mul(2).into())
}

/// Checks every relation for what was there before a change and is still there after it: credit that less collateral covers and
/// more reward meets, stake that leaves sooner than evidence about it is old, delays that began under the one rule and end under
/// the other. So each relation must hold between the stricter of both for every term. A change for which that is too much takes
/// two steps: first what relaxes, then, once that is in force, what needs it.
pub fn check_change(before: &Terms, after: &Terms) -> Result<(), Violation> {
    let stricter = Terms {
        epoch_length: after.epoch_length,
        grace: before.grace.max(after.grace),
        dispute: before.dispute.max(after.dispute),
        evidence_age: before.evidence_age.max(after.evidence_age),
        appeal: before.appeal.max(after.appeal),
        unbonding: before.unbonding.min(after.unbonding),
        max_pause: before.max_pause.max(after.max_pause),
        correlation_window: before.correlation_window.max(after.correlation_window),
        bond_unbonding: before.bond_unbonding.min(after.bond_unbonding),
        max_reward_per_million_credits: before.max_reward_per_million_credits.max(after.max_reward_per_million_credits),
        reward_price: before.reward_price.max(after.reward_price),
        collateral_per_million_credits: before.collateral_per_million_credits.min(after.collateral_per_million_credits),
        leverage_bps: before.leverage_bps.max(after.leverage_bps),
        fraud_slash_bps: before.fraud_slash_bps.min(after.fraud_slash_bps),
        largest_emission: before.largest_emission.max(after.largest_emission),
        breaker_size: before.breaker_size.min(after.breaker_size),
        breaker_window: before.breaker_window.max(after.breaker_window),
    };
    check(&stricter)?;
    // A longer dispute delays, a shorter one lets more be harvested before evidence arrives.
    check(&Terms { dispute: before.dispute.min(after.dispute), ..stricter })
}

/// Epochs that can be harvested before evidence about the first of them arrives: max(1, floor((A - D) / len) + 1).
pub fn epochs_at_risk(evidence_age: i64, dispute: i64, epoch_length: i64) -> u64 {
    let late = evidence_age.saturating_sub(dispute).checked_div_euclid(epoch_length).unwrap_or(0).saturating_add(1);
    late.max(1).unsigned_abs()
}

/// Both sides of `k x m x L <= collateral x r / 2` per 10^6 credits, in collateral base units x 2 x 10^8. The left side rounds
/// up and saturates, so an overflow counts as a violation.
///
/// L, because a liar may hold its whole pool while it harvests and a part of 1 / L when it is slashed: delegators who come in
/// between bear the rest. What commission adds while they are there, `1 + c x (L - 1)`, is never more.
fn lie(terms: &Terms) -> (u128, u128) {
    let one = u128::from(BASIS_POINTS);
    let price = u128::from(terms.reward_price);
    let reward = u128::from(terms.max_reward_per_million_credits).saturating_mul(price).div_ceil(1 << 32);
    let epochs = epochs_at_risk(terms.evidence_age, terms.dispute, terms.epoch_length);
    let leverage = u128::from(terms.leverage_bps).saturating_mul(one);
    let profit = reward.saturating_mul(epochs.into()).saturating_mul(leverage).saturating_mul(2);
    let penalty = u128::from(terms.collateral_per_million_credits)
        .saturating_mul(terms.fraud_slash_bps.into())
        .saturating_mul(one);
    (profit, penalty)
}

fn at_most(rule: Rule, left: u128, right: u128) -> Result<(), Violation> {
    if left <= right { Ok(()) } else { Err(Violation { rule, left, right }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms() -> Terms {
        Terms {
            epoch_length: 100,
            grace: 50,
            dispute: 100,
            evidence_age: 250,
            appeal: 100,
            unbonding: 400,
            max_pause: 100,
            correlation_window: 100,
            bond_unbonding: 500,
            max_reward_per_million_credits: 100,
            reward_price: 1 << 32,
            collateral_per_million_credits: 3_200,
            leverage_bps: 40_000,
            fraud_slash_bps: 5_000,
            largest_emission: 70,
            breaker_size: 560,
            breaker_window: 301,
        }
    }

    #[test]
    fn each_rule_holds_at_its_bound_and_breaks_one_past_it() {
        type Change = fn(&mut Terms);
        let cases: [(Rule, Change, Change); 9] = [
            (Rule::GraceWithinEpoch, |t| t.grace = 50, |t| t.grace = 101),
            (Rule::EvidenceBeforeUnbonding, |t| t.unbonding = 400, |t| t.unbonding = 399),
            (Rule::RingOutlastsDelays, |t| t.max_pause = 2_650, |t| t.max_pause = 2_651),
            (Rule::RingOutlastsCorrelation, |t| t.correlation_window = 2_800, |t| t.correlation_window = 2_801),
            (Rule::EvidenceBeforeBonds, |t| t.bond_unbonding = 500, |t| t.bond_unbonding = 499),
            // k = 2, m = 100, L = 4: 800 <= 3200 / 4.
            (
                Rule::LyingNeverPays,
                |t| t.collateral_per_million_credits = 3_200,
                |t| t.collateral_per_million_credits = 3_199,
            ),
            // 2 x 70 x 4 epochs that 301 s touch.
            (Rule::BreakerHoldsEmission, |t| t.breaker_size = 560, |t| t.breaker_size = 559),
            (Rule::BreakerHoldsEmission, |t| t.breaker_window = 400, |t| t.breaker_window = 401),
            (Rule::BreakerHoldsEmission, |t| t.largest_emission = 70, |t| t.largest_emission = 71),
        ];
        for (rule, hold, broken) in cases {
            let mut terms = terms();
            hold(&mut terms);
            assert_eq!(check(&terms), Ok(()), "{rule:?}");
            broken(&mut terms);
            assert_eq!(check(&terms).unwrap_err().rule, rule);
        }
    }

    #[test]
    fn a_change_is_refused_if_what_was_before_breaks_a_relation_with_what_comes() {
        type Change = fn(&mut Terms);
        let cases: [(Rule, Change); 5] = [
            // Each is right before and after.
            (Rule::EvidenceBeforeUnbonding, |t| (t.evidence_age, t.unbonding, t.bond_unbonding) = (200, 350, 500)),
            (Rule::RingOutlastsDelays, |t| (t.appeal, t.max_pause) = (50, 2_700)),
            (Rule::RingOutlastsCorrelation, |t| (t.appeal, t.correlation_window) = (50, 2_850)),
            (Rule::EvidenceBeforeBonds, |t| (t.dispute, t.bond_unbonding) = (60, 460)),
            (Rule::LyingNeverPays, |t| {
                (t.max_reward_per_million_credits, t.collateral_per_million_credits) = (200, 6_400);
            }),
        ];
        for (rule, change) in cases {
            let mut after = terms();
            change(&mut after);
            assert_eq!(check(&after), Ok(()), "{rule:?}");
            assert_eq!(check_change(&terms(), &terms()), Ok(()));
            assert_eq!(check_change(&terms(), &after).unwrap_err().rule, rule);
            assert_eq!(check_change(&after, &terms()).unwrap_err().rule, rule, "nor back");
        }
        let shorter = Terms { dispute: 50, max_reward_per_million_credits: 66, ..terms() };
        assert_eq!(check_change(&terms(), &shorter).unwrap_err().rule, Rule::LyingNeverPays, "3 epochs at risk");
    }

    /// Times of up to 3 epochs each in steps of half an epoch: the relations, said once more.
    #[test]
    fn small_times_exhaustively() {
        let steps = || (0..=6).map(|half| half * 50);
        for (grace, dispute, evidence_age) in
            steps().flat_map(|g| steps().flat_map(move |d| steps().map(move |a| (g, d, a))))
        {
            for (unbonding, bond_unbonding) in steps().flat_map(|u| steps().map(move |b| (u, b))) {
                let terms = Terms {
                    grace,
                    dispute,
                    evidence_age,
                    unbonding,
                    bond_unbonding,
                    max_reward_per_million_credits: 0,
                    ..terms()
                };
                let evidence = 100 + grace + evidence_age;
                let holds = grace <= 100 && evidence <= unbonding && evidence + dispute <= bond_unbonding;
                assert_eq!(check(&terms).is_ok(), holds, "{terms:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_passes_makes_every_lie_a_loss(
            age in 0i64..2_000, dispute in 0i64..2_000, m in 0u64..1 << 40, price in 1u64..1 << 40,
            collateral in 1u64..1 << 40, commission in 0u64..=5_000, leverage in 10_000u64..=1_000_000, rate in 1u64..=10_000,
        ) {
            let terms = Terms {
                evidence_age: age,
                dispute,
                max_reward_per_million_credits: m,
                reward_price: price,
                collateral_per_million_credits: collateral,
                leverage_bps: leverage,
                fraud_slash_bps: rate,
                ..terms()
            };
            let (profit, penalty) = lie(&terms);
            // In floating point, which the program has not: k m L, which covers k m (1 + c (L - 1)), against collateral r / 2.
            let k = ((age - dispute).div_euclid(100) + 1).max(1) as f64;
            let (c, l, r) = (commission as f64 / 1e4, leverage as f64 / 1e4, rate as f64 / 1e4);
            let gain = k * m as f64 * (price as f64 / 2f64.powi(32)) * l;
            prop_assert!(1.0 + c * (l - 1.0) <= l);
            let loss = collateral as f64 * r / 2.0;
            if profit <= penalty {
                prop_assert!(gain <= loss * (1.0 + 1e-9));
            } else {
                // The reward rounds up to a base unit, and counts for each epoch at risk and the leverage.
                prop_assert!(gain + k * l >= loss * (1.0 - 1e-9));
            }
        }
    }

    #[test]
    fn evidence_that_is_sooner_than_harvest_leaves_one_epoch_at_risk() {
        assert_eq!(epochs_at_risk(0, 1_000, 100), 1);
        assert_eq!(epochs_at_risk(99, 0, 100), 1);
        assert_eq!(epochs_at_risk(100, 0, 100), 2);
        assert_eq!(epochs_at_risk(250, 100, 100), 2);
    }

    #[test]
    fn a_profit_beyond_128_bits_is_a_violation() {
        let terms = Terms { max_reward_per_million_credits: u64::MAX, reward_price: u64::MAX, ..terms() };
        assert_eq!(check(&terms).unwrap_err().rule, Rule::LyingNeverPays);
    }

    #[test]
    fn a_breaker_that_never_bites_holds_any_emission() {
        let terms = Terms { largest_emission: u64::MAX, breaker_window: i64::MAX, ..terms() };
        assert_eq!(check(&Terms { breaker_size: u64::MAX, ..terms }), Ok(()));
        assert_eq!(check(&Terms { breaker_size: u64::MAX - 1, ..terms }).unwrap_err().rule, Rule::BreakerHoldsEmission);
    }

    #[test]
    fn the_reward_is_valued_at_its_price_rounded_up() {
        let terms = Terms { reward_price: (1 << 32) + 1, ..terms() };
        assert_eq!(check(&terms).unwrap_err().rule, Rule::LyingNeverPays);
    }
}
