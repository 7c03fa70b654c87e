//! What a network may be set up with: each parameter's bounds, and the relations between them.

use girder_tests::{
    Ledger, Setup, assert_refused, parameters,
    program::{
        error::LedgerError::{self, *},
        state::{Parameters, emission_kind},
    },
    sdk::{Result, instructions as build, transport::Receipt},
};
use num_bigint::BigUint;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

const DAY: i64 = 86_400;
const LONGEST: i64 = 28 * DAY;

/// Parameters without rewards and with the widest times, so that each alone can go to its bounds.
fn wide() -> Parameters {
    Parameters {
        epoch_length: 10 * DAY,
        grace: DAY,
        dispute: DAY,
        evidence_age: DAY,
        appeal: DAY,
        unbonding: LONGEST,
        max_pause: DAY,
        bond_unbonding: 56 * DAY,
        max_reward_per_million_credits: 0,
        breaker_window: LONGEST,
        ..parameters()
    }
}

fn create(setup: Setup, parameters: Parameters) -> Result<Receipt> {
    let (ledger, new) = setup.parameters(|to| *to = parameters).prepare();
    ledger.send(&[build::create_network(&new)], &[&ledger.authority])
}

fn one_mint(parameters: Parameters) -> Result<Receipt> {
    create(Ledger::new(), parameters)
}

fn two_mints(parameters: Parameters) -> Result<Receipt> {
    create(Ledger::new().two_mints(), parameters)
}

/// The parameter alone, at its bounds and one past them.
macro_rules! assert_bounds {
    ($base:expr, $field:ident, $least:expr, $most:expr) => {
        let with = |value| Parameters { $field: value, ..$base };
        let (mut least, mut most) = (with($least).$field, with($most).$field);
        for value in [least, most] {
            if let Err(error) = one_mint(with(value)) {
                panic!("{} = {value}: {error}", stringify!($field));
            }
        }
        (least, most) = (least.wrapping_sub(1), most.wrapping_add(1));
        for value in [least, most] {
            assert_out_of_bounds(one_mint(with(value)), stringify!($field));
        }
    };
}

fn assert_out_of_bounds(result: Result<Receipt>, field: &str) {
    let error = result.expect_err(field);
    let refusal = error.refusal().unwrap_or_else(|| panic!("{field}: {error:?}"));
    assert_eq!(refusal.name, "ParameterOutOfBounds", "{field}: {error}");
    let named = format!("Program log: {field} is ");
    assert!(refusal.logs.iter().any(|line| line.starts_with(&named)), "{field}: {:#?}", refusal.logs);
}

#[test]
fn each_time_is_taken_at_its_bounds_and_refused_one_past_them() {
    let base = wide();
    let now = girder_tests::sdk::embedded::START;
    assert_bounds!(base, genesis, now, now + 365 * DAY);
    let at_once =
        Parameters { grace: 0, dispute: 0, evidence_age: 0, appeal: 1, max_pause: 0, correlation_window: 0, ..base };
    assert_bounds!(at_once, epoch_length, 60, LONGEST);
    assert_bounds!(base, appeal, 1, LONGEST);
    assert_bounds!(base, dispute, 0, LONGEST);
    assert_bounds!(base, max_pause, 0, LONGEST);
    assert_bounds!(base, jail_time, 0, 365 * DAY);
    assert_bounds!(base, jail_window, 0, 365 * DAY);
    assert_bounds!(base, correlation_window, 0, LONGEST);
    assert_bounds!(base, breaker_window, 10 * DAY, LONGEST);
}

#[test]
fn each_number_is_taken_at_its_bounds_and_refused_one_past_them() {
    let base = wide();
    assert_bounds!(base, jail_after, 1, 8);
    assert_bounds!(base, shards, 1, 16);
    assert_bounds!(base, emission_period, 1, u64::MAX);
    assert_bounds!(base, direct_bps, 0, 10_000);
    assert_bounds!(base, attestor_bps, 0, 5_000);
    assert_bounds!(base, collateral_per_million_credits, 1, u64::MAX);
    assert_bounds!(base, leverage_bps, 10_000, 1_000_000);
    assert_bounds!(base, min_deposit, 1, u64::MAX);
    assert_bounds!(base, max_commission_bps, 0, 5_000);
    assert_bounds!(base, equivocation_slash_bps, 1, 10_000);
    let most = u64::MAX;
    let without_bound = Parameters { min_self_stake: most, min_bond: most, settle_tip: most, ..base };
    let nothing = Parameters { emission_initial: 0, ..base };
    for breaker_size in [1, most] {
        one_mint(Parameters { breaker_size, ..nothing }).unwrap();
    }
    assert_out_of_bounds(one_mint(Parameters { breaker_size: 0, ..nothing }), "breaker_size");
    one_mint(Parameters { emission_initial: most, supply_cap: most, ..without_bound }).unwrap();
}

#[test]
fn each_rate_of_slashing_is_taken_at_its_bounds_and_refused_one_past_them() {
    let base = wide();
    assert_bounds!(base, correlation_bps, 0, 1_000_000);
    assert_bounds!(base, max_correlation_bps, 10_000, 100_000);
    assert_bounds!(base, bounty_bps, 0, 10_000);
    assert_bounds!(base, downtime_slash_bps, 0, 1_000);
    assert_bounds!(base, verdict_case_bps, 0, 10_000);
    assert_bounds!(base, verdict_window_bps, 0, 10_000);
    assert_bounds!(base, attestor_slash_bps, 1, 10_000);
}

#[test]
fn each_rule_of_operators_is_taken_at_its_bounds_and_refused_one_past_them() {
    let base = wide();
    assert_bounds!(base, commission_step_bps, 0, 5_000);
    assert_bounds!(base, max_maintenance_epochs, 0, 24);
    assert_bounds!(base, invited_operators, 0, 1);
    let one_miss = Parameters { downtime_misses: 1, ..base };
    assert_bounds!(one_miss, downtime_epochs, 1, 24);
    for downtime_epochs in [1, 10, 24] {
        let base = Parameters { downtime_epochs, ..base };
        assert_bounds!(base, downtime_misses, 1, downtime_epochs);
    }
}

#[test]
fn times_that_a_relation_bounds_more_tightly_have_a_bound_of_their_own_too() {
    for (field, change) in [
        ("grace", (|p, t| p.grace = t) as fn(&mut Parameters, i64)),
        ("evidence_age", |p, t| p.evidence_age = t),
        ("unbonding", |p, t| p.unbonding = t),
        ("bond_unbonding", |p, t| p.bond_unbonding = t),
    ] {
        let most = if field == "bond_unbonding" { 56 * DAY } else { LONGEST };
        for outside in [-1, most + 1, i64::MIN, i64::MAX] {
            let mut parameters = wide();
            change(&mut parameters, outside);
            assert_out_of_bounds(one_mint(parameters), field);
        }
    }
}

#[test]
fn a_ratio_belongs_to_geometric_emission_alone() {
    let geometric = Parameters { emission_kind: emission_kind::GEOMETRIC, emission_ratio: 1, ..wide() };
    assert_bounds!(geometric, emission_ratio, 1, u64::from(u32::MAX));
    for kind in [emission_kind::FIXED, emission_kind::HALVING, emission_kind::VAULT_FUNDED] {
        let base = Parameters { emission_kind: kind, ..wide() };
        assert_bounds!(base, emission_ratio, 0, 0);
    }
}

#[test]
fn an_unknown_emission_is_refused() {
    for kind in [4, u64::MAX] {
        assert_out_of_bounds(one_mint(Parameters { emission_kind: kind, ..wide() }), "emission_kind");
    }
}

#[test]
fn one_mint_has_no_price_and_two_have_any_above_zero() {
    let price = |reward_price| Parameters { reward_price, ..wide() };
    for wrong in [0, 1, (1 << 32) - 1, (1 << 32) + 1, u64::MAX] {
        assert_out_of_bounds(one_mint(price(wrong)), "reward_price");
    }
    for right in [1, 1 << 32, u64::MAX] {
        two_mints(price(right)).unwrap();
    }
    assert_out_of_bounds(two_mints(price(0)), "reward_price");
}

/// The relation holds as given, and broken by this change it is refused with these numbers.
fn assert_relation(at: Parameters, past: impl FnOnce(&mut Parameters), error: LedgerError, left: i128, right: i128) {
    two_mints(at).unwrap();
    let mut broken = at;
    past(&mut broken);
    let result = two_mints(broken);
    let shown = result.as_ref().err().and_then(|error| error.refusal()).and_then(|refusal| refusal.values.clone());
    assert_eq!(shown, Some((left.to_string(), right.to_string())), "{}", error.name());
    assert_refused!(result, error);
}

#[test]
fn each_relation_holds_at_equality_and_breaks_one_past_it() {
    let base = parameters();
    let at = Parameters { grace: 1_000, unbonding: 3_400, bond_unbonding: 5_000, ..base };
    assert_relation(at, |p| p.grace += 1, GraceExceedsEpoch, 1_001, 1_000);
    let at = Parameters { unbonding: 2_900, ..base };
    assert_relation(at, |p| p.unbonding -= 1, EvidenceOutlivesUnbonding, 2_900, 2_899);
    let at = Parameters { max_pause: 26_000, ..base };
    assert_relation(at, |p| p.max_pause += 1, DelaysExceedRing, 29_001, 29_000);
    let at = Parameters { correlation_window: 27_000, ..base };
    assert_relation(at, |p| p.correlation_window += 1, CorrelationExceedsRing, 29_001, 29_000);
    assert_relation(at, |p| p.appeal += 1, CorrelationExceedsRing, 29_001, 29_000);
    let at = Parameters { bond_unbonding: 3_400, ..base };
    assert_relation(at, |p| p.bond_unbonding -= 1, EvidenceOutlivesBonds, 3_400, 3_399);
    // 10^6 an epoch, twice, in the 3 epochs that 2,001 s touch.
    let at = Parameters { breaker_size: 6_000_000, breaker_window: 2_001, ..base };
    assert_relation(at, |p| p.breaker_size -= 1, BreakerTooSmall, 6_000_000, 5_999_999);
    assert_relation(at, |p| p.emission_initial += 1, BreakerTooSmall, 6_000_006, 6_000_000);
    let at = Parameters { breaker_window: 3_000, ..at };
    assert_relation(at, |p| p.breaker_window += 1, BreakerTooSmall, 8_000_000, 6_000_000);
    // k = 1, m = 10^6, L = 4: 4 x 10^6 <= collateral x r / 2.
    let at = Parameters { collateral_per_million_credits: 8_000_000, ..base };
    let scale = 100_000_000;
    let (left, right) = (8_000_000 * scale, 7_999_999 * scale);
    assert_relation(at, |p| p.collateral_per_million_credits -= 1, LyingWouldPay, left, right);
}

#[test]
fn the_rule_against_lying_counts_epochs_reward_slash_rate_and_price() {
    // A - D of one epoch: two epochs can be harvested before evidence about the first arrives.
    let base = Parameters { unbonding: 4_000, bond_unbonding: 4_000, ..parameters() };
    let scale = 100_000_000;
    let at = Parameters { evidence_age: 1_499, collateral_per_million_credits: 8_000_000, ..base };
    assert_relation(at, |p| p.evidence_age += 1, LyingWouldPay, 16_000_000 * scale, 8_000_000 * scale);
    let at = Parameters { collateral_per_million_credits: 16_000_000, equivocation_slash_bps: 5_000, ..base };
    assert_relation(at, |p| p.equivocation_slash_bps = 4_999, LyingWouldPay, 8_000_000 * scale, 799_840_000_000_000);
    // At the smallest step of price above 1 the reward counts as one base unit more.
    let at = Parameters { collateral_per_million_credits: 8_000_000, ..base };
    let (left, right) = (800_000_800_000_000, 8_000_000 * scale);
    assert_relation(at, |p| p.reward_price += 1, LyingWouldPay, left, right);
    assert_relation(at, |p| p.max_reward_per_million_credits += 1, LyingWouldPay, left, right);
}

/// A liar may hold its whole pool while it harvests and a part of 1 / L of it when it is slashed: what delegators who come
/// in between bear. Commission alone would add less, so it counts for nothing.
#[test]
fn the_rule_against_lying_counts_the_whole_leverage_and_no_commission() {
    // k m L = 10^6 x L, for L = 1, 4 and 100, against half of the collateral.
    for (leverage_bps, collateral) in [(10_000, 2_000_000), (40_000, 8_000_000), (1_000_000, 200_000_000)] {
        for max_commission_bps in [0, 2_000, 5_000] {
            let at = Parameters {
                leverage_bps,
                max_commission_bps,
                collateral_per_million_credits: collateral,
                ..parameters()
            };
            let both = i128::from(collateral) * 100_000_000;
            let collateral_past = |p: &mut Parameters| p.collateral_per_million_credits -= 1;
            assert_relation(at, collateral_past, LyingWouldPay, both, both - 100_000_000);
            if leverage_bps < 1_000_000 {
                // 10^6 x 10^-4 x 2 x 10^8.
                assert_relation(at, |p| p.leverage_bps += 1, LyingWouldPay, both + 20_000_000_000, both);
            }
        }
    }
}

/// Both sides of every relation of DESIGN section 7, in big integers and straight from its text.
fn satisfies(p: &Parameters) -> bool {
    let seconds = |times: &[i64]| times.iter().map(|&time| BigUint::from(time.unsigned_abs())).sum::<BigUint>();
    let n = |value: u64| BigUint::from(value);
    let periods = (p.evidence_age - p.dispute).div_euclid(p.epoch_length) + 1;
    let k = n(periods.max(1).unsigned_abs());
    let one = 1u64 << 32;
    let m = (n(p.max_reward_per_million_credits) * p.reward_price + (one - 1)) / one;
    // k m L <= collateral x r / 2, L and r in basis points.
    let profit = k * m * p.leverage_bps * 2u64;
    let penalty = n(p.collateral_per_million_credits) * p.equivocation_slash_bps;
    let epochs = (p.breaker_window as u64).div_ceil(p.epoch_length as u64);
    let twice = n(p.emission_initial) * epochs * 2u64;
    p.grace <= p.epoch_length
        && seconds(&[p.epoch_length, p.grace, p.evidence_age]) <= seconds(&[p.unbonding])
        && seconds(&[p.dispute, p.grace, p.appeal, p.max_pause]) <= seconds(&[p.epoch_length]) * 29u64
        && seconds(&[p.correlation_window, p.appeal]) <= seconds(&[p.epoch_length]) * 29u64
        && seconds(&[p.epoch_length, p.grace, p.evidence_age, p.dispute]) <= seconds(&[p.bond_unbonding])
        && profit <= penalty
        && (p.breaker_size == u64::MAX || twice <= n(p.breaker_size))
}

prop_compose! {
    fn any_parameters()(
        epoch_length in 60..LONGEST,
        times in prop::array::uniform5(0..4 * DAY),
        correlation_window in prop_oneof![0..=DAY, 0..=LONGEST],
        unbonding in 0..=LONGEST,
        bond_unbonding in 0..=56 * DAY,
        reward in prop_oneof![0..1_000_000_000u64, any::<u64>()],
        collateral in prop_oneof![1..10_000_000_000u64, 1..u64::MAX],
        price in prop_oneof![Just(1 << 32), 1..u64::MAX],
        rates in (10_000..=1_000_000u64, 0..=5_000u64, 1..=10_000u64),
        short in any::<bool>(),
        breaker in (prop_oneof![Just(u64::MAX), 1..100_000_000u64], 0..2 * DAY),
    ) -> Parameters {
        let [grace, dispute, evidence_age, appeal, max_pause] = times;
        let epoch_length = if short { epoch_length / 10 + 60 } else { epoch_length };
        Parameters {
            epoch_length,
            grace: if short { grace / 8 } else { grace },
            dispute,
            evidence_age,
            appeal: appeal + 1,
            correlation_window,
            max_pause,
            unbonding,
            bond_unbonding,
            max_reward_per_million_credits: reward,
            collateral_per_million_credits: collateral,
            reward_price: price,
            leverage_bps: rates.0,
            max_commission_bps: rates.1,
            equivocation_slash_bps: rates.2,
            breaker_size: breaker.0,
            breaker_window: LONGEST.min(epoch_length + breaker.1),
            ..parameters()
        }
    }
}

#[test]
fn exactly_the_parameters_that_satisfy_the_design_are_accepted() {
    let (mut accepted, mut refused) = (0, 0);
    let (ledger, new) = Ledger::new().two_mints().prepare();
    let mut number = 0u32;
    let mut runner = TestRunner::deterministic();
    for _ in 0..600 {
        let parameters = any_parameters().new_tree(&mut runner).unwrap().current();
        let parameters = Parameters { emission_kind: emission_kind::VAULT_FUNDED, ..parameters };
        number += 1;
        let name = girder_tests::sdk::network::encode_name(&format!("network {number}")).unwrap();
        let new = build::NewNetwork { name, parameters, ..new };
        let result = ledger.send(&[build::create_network(&new)], &[&ledger.authority]);
        assert_eq!(result.is_ok(), satisfies(&parameters), "{parameters:?}: {result:?}");
        if result.is_ok() { accepted += 1 } else { refused += 1 }
    }
    assert!(accepted > 30 && refused > 30, "{accepted} accepted, {refused} refused");
}
