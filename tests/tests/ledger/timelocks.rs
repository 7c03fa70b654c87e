//! How long a change of parameters waits, and that whoever disagrees is out before it comes.

use girder_sdk::ledger::{
    error::LedgerError,
    state::{Parameters, emission_kind},
};
use girder_tests::{Holder, Ledger, assert_refused};
use proptest::prelude::*;

const DAY: i64 = 86_400;

/// len + G of the tests' parameters.
const ORDINARY: i64 = 1_500;

type Change = fn(&mut Parameters);

/// Changes, each with what it waits for beyond a day.
const CHANGES: &[(&str, i64, Change)] = &[
    ("nothing", ORDINARY, |_| {}),
    ("emission_kind", ORDINARY, |p| p.emission_kind = emission_kind::HALVING),
    ("emission_initial", ORDINARY, |p| p.emission_initial = 2_000_000),
    ("emission_period", ORDINARY, |p| p.emission_period = 11),
    ("supply_cap", ORDINARY, |p| p.supply_cap -= 1),
    ("max_reward_per_million_credits", ORDINARY, |p| p.max_reward_per_million_credits += 1),
    ("direct_bps", ORDINARY, |p| p.direct_bps = 9_000),
    ("attestor_bps", ORDINARY, |p| p.attestor_bps = 100),
    ("settle_tip", ORDINARY, |p| p.settle_tip = 5),
    ("min_deposit", ORDINARY, |p| p.min_deposit = 2),
    ("min_bond", ORDINARY, |p| p.min_bond = 1),
    ("max_maintenance_epochs", ORDINARY, |p| p.max_maintenance_epochs = 5),
    ("invited_operators", ORDINARY, |p| p.invited_operators = 1),
    ("bond_unbonding", 4_000, |p| p.bond_unbonding = 5_000),
    ("attestor_slash_bps", 4_000, |p| p.attestor_slash_bps = 6_000),
    ("grace", 3_000, |p| p.grace = 400),
    ("dispute", 3_000, |p| p.dispute = 600),
    ("evidence_age", 3_000, |p| p.evidence_age = 1_300),
    ("appeal", 3_000, |p| p.appeal = 2_001),
    ("unbonding, longer", 3_000, |p| p.unbonding = 10_000),
    ("unbonding, shorter", 3_000, |p| p.unbonding = 2_900),
    ("max_pause", 3_000, |p| p.max_pause = 3_001),
    ("jail_time", 3_000, |p| p.jail_time += 1),
    ("jail_window", 3_000, |p| p.jail_window += 1),
    ("jail_after", 3_000, |p| p.jail_after = 1),
    ("collateral_per_million_credits", 3_000, |p| p.collateral_per_million_credits += 1),
    ("leverage_bps", 3_000, |p| p.leverage_bps += 1),
    ("min_self_stake", 3_000, |p| p.min_self_stake += 1),
    ("max_commission_bps", 3_000, |p| p.max_commission_bps += 1),
    ("equivocation_slash_bps", 3_000, |p| p.equivocation_slash_bps -= 1),
    ("correlation_window", 3_000, |p| p.correlation_window += 1),
    ("commission_step_bps", 3_000, |p| p.commission_step_bps += 1),
    ("correlation_bps", 3_000, |p| p.correlation_bps += 1),
    ("max_correlation_bps", 3_000, |p| p.max_correlation_bps += 1),
    ("bounty_bps", 3_000, |p| p.bounty_bps += 1),
    ("downtime_slash_bps", 3_000, |p| p.downtime_slash_bps += 1),
    ("downtime_epochs", 3_000, |p| p.downtime_epochs += 1),
    ("downtime_misses", 3_000, |p| p.downtime_misses += 1),
    ("verdict_case_bps", 3_000, |p| p.verdict_case_bps += 1),
    ("verdict_window_bps", 3_000, |p| p.verdict_window_bps += 1),
    ("breaker_size", 3_000, |p| p.breaker_size = u64::MAX - 1),
    ("breaker_window", 3_000, |p| p.breaker_window -= 1),
    ("of both, the longer", 4_000, |p| (p.jail_time, p.attestor_slash_bps) = (5_001, 6_000)),
];

#[test]
fn a_change_waits_a_day_and_as_long_as_it_takes_to_leave_what_it_touches() {
    let ledger = Ledger::new().build();
    for &(what, wait, change) in CHANGES {
        ledger.propose_parameters(change).unwrap_or_else(|error| panic!("{what}: {error}"));
        let from = ledger.now() + DAY + wait;
        assert_eq!(ledger.parameter_change().executable_from, from, "{what}");
        ledger.close_parameter_change(&ledger.authority, 0).unwrap();
    }
}

#[test]
fn a_change_is_executed_from_the_first_second_after_its_timelock() {
    let changes: [Change; 3] = [|p| p.settle_tip += 1, |p| p.attestor_slash_bps += 1, |p| p.jail_time += 1];
    for change in changes {
        let ledger = Ledger::new().build();
        ledger.propose_parameters(change).unwrap();
        let from = ledger.parameter_change().executable_from;
        for early in [ledger.now(), from - 1] {
            ledger.chain.warp_to(early);
            assert_refused!(ledger.execute_parameters(), LedgerError::TooEarly);
        }
        ledger.chain.warp_to(from);
        ledger.execute_parameters().unwrap();
    }
}

#[test]
fn an_epoch_that_had_begun_settles_by_the_rules_it_was_worked_under() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.propose_parameters(|p| p.max_reward_per_million_credits = 0).unwrap();
    ledger.chain.warp_by(999);
    ledger.prove(&device, 0, 10_000).unwrap();
    ledger.settle_up_to(0);
    assert!(ledger.now() < ledger.parameter_change().executable_from);
    assert_eq!(ledger.epoch(0).pot, 10_000);
}

/// Sets one parameter, by its place, to something near or far.
fn bend(parameters: &mut Parameters, place: usize, how: u8, number: u64) {
    let words: &mut [u64] = bytemuck::cast_slice_mut(std::slice::from_mut(parameters));
    let word = &mut words[place % words.len()];
    *word = match how % 6 {
        0 => word.wrapping_add(1),
        1 => word.wrapping_sub(1),
        2 => *word / 2,
        3 => word.saturating_mul(2),
        4 => number % 10_001,
        _ => number % (28 * 86_400),
    };
}

/// Whether a set differs in what stake is liable for, or gets.
fn touches_stake(before: &Parameters, after: &Parameters) -> bool {
    let same_but = |p: &Parameters| Parameters {
        emission_kind: 0,
        emission_initial: 0,
        emission_period: 0,
        emission_ratio: 0,
        supply_cap: 0,
        max_reward_per_million_credits: 0,
        direct_bps: 0,
        attestor_bps: 0,
        settle_tip: 0,
        min_deposit: 0,
        min_bond: 0,
        max_maintenance_epochs: 0,
        invited_operators: 0,
        bond_unbonding: 0,
        attestor_slash_bps: 0,
        ..*p
    };
    same_but(before) != same_but(after)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// One network lives through many proposals, of which some are executed.
    #[test]
    fn whoever_unstakes_in_the_second_after_a_proposal_withdraws_before_it_is_executed(
        proposals in prop::collection::vec(
            (prop::collection::vec((any::<usize>(), any::<u8>(), any::<u64>()), 1..4), any::<bool>()), 12,
        ),
    ) {
        let ledger = Ledger::new().two_mints().build();
        let operator = ledger.operator().stake(1 << 30).build();
        let delegator = ledger.delegate(&operator, 1 << 20);
        let holders: [&dyn Holder; 2] = [&operator, &delegator];
        for (bends, executed) in proposals {
            let before = ledger.network_account().parameters;
            let bent = |p: &mut Parameters| bends.iter().for_each(|&(place, how, number)| bend(p, place, how, number));
            let after = ledger.changed(bent);
            if ledger.propose_parameters(bent).is_err() {
                continue;
            }
            let proposal = ledger.parameter_change();
            if touches_stake(&before, &after) {
                ledger.chain.warp_by(1);
                for holder in holders {
                    ledger.unstake(holder, 1).unwrap();
                }
                ledger.chain.warp_by(before.unbonding);
                prop_assert!(ledger.now() < proposal.executable_from);
                assert_refused!(ledger.execute_parameters(), LedgerError::TooEarly);
                for holder in holders {
                    let ticket = ledger.position(holder).tickets.iter().rposition(|ticket| ticket.shares > 0).unwrap();
                    ledger.withdraw(holder, ticket as u8, false).unwrap();
                }
            }
            if executed {
                ledger.chain.warp_to(proposal.executable_from);
                ledger.execute_parameters().unwrap();
                prop_assert_eq!(ledger.network_account().parameters, after);
            } else {
                ledger.close_parameter_change(&ledger.authority, proposal.base_version).unwrap();
            }
        }
    }
}
