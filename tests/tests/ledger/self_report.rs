//! Reporting oneself gains nothing: neither a cheaper offence first, nor the bounty.

use girder_sdk::{instructions as build, interface::offence::Offence, pda, proof::EquivocationReport};
use girder_tests::{
    Holder, Ledger, TestDevice, TestTicket, class,
    program::{DoubleStatement, NewClass, Statement, state::Parameters},
};
use proptest::prelude::*;
use solana_address::Address;
use solana_signer::Signer;

/// A device earns at weight 10 in epoch 1, and the weight falls to 1 from epoch 2 on. What a report about an epoch takes
/// and voids then, if it is made in the first second of this epoch; `None` if it is refused.
fn cost(now: u64, epoch: u64) -> Option<(u64, u64)> {
    let ledger = Ledger::new().classes(&[NewClass { weight: 10, ..class(1_000) }]).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 1_000).unwrap();
    let reweight = build::reweight_class(&ledger.network, ledger.authority.pubkey(), 0, 1, 2);
    ledger.send(&[reweight], &[&ledger.authority]).unwrap();
    ledger.enter_epoch(now);
    let first = Statement { epoch, ..ledger.statement(&device, 1, 1) };
    let [first, second] = [1, 2].map(|units| ledger.signed(&device, Statement { units, ..first }).build().unwrap());
    let report = EquivocationReport::new(&first, &second).unwrap();
    let report = report.instructions(&ledger.network, ledger.payer.pubkey(), 0).unwrap();
    ledger.send(&report, &[]).ok()?;
    ledger.assert_solvent();
    Some((ledger.slash_case(&device).taken, ledger.operator_account(&operator).ring[1].void_credit))
}

#[test]
fn a_report_about_an_epoch_that_has_not_begun_is_no_way_to_pay_less() {
    let honest = cost(1, 1).unwrap();
    assert_eq!(honest, (100_000, 10_000));
    for future in [2, 3, 1_000_000] {
        assert!(cost(1, future).is_none_or(|cost| cost == honest), "epoch {future}");
    }
}

#[test]
fn a_report_about_an_epoch_of_lower_weight_takes_what_the_heavier_one_needs() {
    let (honest, _) = cost(2, 1).unwrap();
    let (cheaper, _) = cost(2, 2).unwrap();
    assert_eq!(cheaper, honest);
}

#[test]
fn reporting_a_later_offence_first_saves_no_earlier_rewards() {
    let ledger = Ledger::new().classes(&[class(10)]).build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 10).unwrap();
    ledger.enter_epoch(2);
    ledger.slash(&device, 2);
    assert_eq!(ledger.operator_account(&operator).ring[1].void_credit, 10);
    ledger.assert_solvent();
}

/// A network at the edge of what the program takes for a lie that does not pay, and a pool that stands for the devices.
#[derive(Clone, Copy, Debug)]
struct Lie {
    /// Most reward per 10^6 credits: what each device lies for in each epoch.
    reward: u64,
    /// A: with D = 500 it leaves 1 + floor((A - 500) / 1,000) epochs to be harvested before the report.
    evidence_age: i64,
    slash_bps: u64,
    leverage_bps: u64,
    commission_bps: u64,
    bounty_bps: u64,
    /// f and F - 1, basis points.
    correlation: (u64, u64),
    /// Between what leverage asks for and all of it: the operator's own part of the pool, basis points.
    own: u64,
    /// Stake beyond what covers the devices, basis points of that.
    idle: u64,
    /// How many devices lie.
    devices: u64,
}

/// What others do about the harvest of the lie.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Delegators {
    Stay,
    /// They unstake between the lie and its harvest: all of it is the operator's.
    LeaveBefore,
    /// More of them come after it, as many as leverage lets in: they bear most of the slash.
    ComeAfter,
}

impl Lie {
    fn epochs(&self) -> u64 {
        (self.evidence_age as u64 - 500) / 1_000 + 1
    }

    /// The least collateral for 10^6 credits, which is what covers a device: k m L <= collateral r / 2.
    fn collateral(&self) -> u64 {
        (2 * self.reward * self.epochs() * self.leverage_bps).div_ceil(self.slash_bps)
    }

    fn network(&self) -> Ledger {
        let setup = Ledger::new().initial_supply(100_000_000_000).classes(&[class(1_000_000)]).parameters(|p| {
            p.evidence_age = self.evidence_age;
            (p.unbonding, p.bond_unbonding) = (10_000, 10_000);
            p.max_reward_per_million_credits = self.reward;
            p.collateral_per_million_credits = self.collateral();
            (p.equivocation_slash_bps, p.leverage_bps) = (self.slash_bps, self.leverage_bps);
            (p.max_commission_bps, p.bounty_bps) = (self.commission_bps, self.bounty_bps);
            (p.correlation_bps, p.max_correlation_bps) = (self.correlation.0, 10_000 + self.correlation.1);
        });
        setup.build()
    }

    /// What the operator and its sybil, who reports it, win by it, and what the delegators do.
    fn profit(&self, delegators: Delegators) -> [i128; 2] {
        let ledger = self.network();
        let needed = self.collateral() * self.devices;
        let pool = needed + needed * self.idle / 10_000;
        let least = (pool * 10_000).div_ceil(self.leverage_bps);
        let own = least + (pool - least) * self.own / 10_000;
        let operator = ledger.operator().stake(own).commission(self.commission_bps).build();
        let delegator = (pool > own).then(|| ledger.delegate(&operator, pool - own));
        let devices: Vec<_> = (0..self.devices).map(|_| ledger.device(&operator)).collect();
        let last = self.epochs();
        for epoch in 1..=last {
            ledger.enter_epoch(epoch);
            devices.iter().for_each(|device| drop(ledger.prove(device, epoch, 1_000_000).unwrap()));
        }
        if let Some(delegator) = delegator.as_ref().filter(|_| delegators == Delegators::LeaveBefore) {
            ledger.unstake(delegator, pool - own).unwrap();
        }
        ledger.make_harvestable(last);
        for epoch in 1..=last {
            ledger.harvest(&operator, epoch).unwrap();
        }
        assert!(ledger.now() < ledger.evidence_end(1), "evidence about the first lie is still taken");
        let room = own * self.leverage_bps / 10_000 - pool;
        let newcomer =
            (delegators == Delegators::ComeAfter && room > 0).then(|| (ledger.delegate(&operator, room), room));

        let sybil = ledger.wallet().pubkey();
        report_all(&ledger, &devices, sybil);
        let gain = |holder: &dyn Holder, put_in: u64| {
            i128::from(ledger.earned(holder) + ledger.worth(holder)) - i128::from(put_in)
        };
        let account = ledger.operator_account(&operator);
        let reward = self.reward * last * self.devices;
        let paid = ledger.books().owed;
        assert!(paid <= reward && paid + 20 >= reward, "the lie is paid in full: {paid} of {reward}");
        let alone = gain(&operator, own) + i128::from(account.commission_owed + ledger.collateral_at(sybil));
        let others = delegator.map(|delegator| (delegator, pool - own)).into_iter().chain(newcomer);
        [alone, others.map(|(delegator, put_in)| gain(&delegator, put_in)).sum()]
    }
}

/// Reports all devices in one second for one reporter, who committed before, and lets the cases be executed.
fn report_all(ledger: &Ledger, devices: &[TestDevice], reporter: Address) {
    let evidence: Vec<_> = devices.iter().map(|device| ledger.equivocate(device, 1)).collect();
    let reports = devices.iter().zip(&evidence);
    let tickets: Vec<_> = reports
        .clone()
        .map(|(device, (a, b))| TestTicket::about(ledger, device, &[a.digest, b.digest], reporter, 1))
        .collect();
    tickets.iter().for_each(|ticket| drop(ledger.commit(ticket).unwrap()));
    ledger.next_slot();
    reports.for_each(|(_, (first, second))| drop(ledger.report(first, second).unwrap()));
    for (device, ticket) in devices.iter().zip(&tickets) {
        ledger.reveal(ledger.case_address(device), ticket).unwrap();
    }
    devices.iter().for_each(|device| ledger.execute_in_time(ledger.case_address(device)));
    ledger.assert_solvent();
}

prop_compose! {
    fn lies(most_devices: u64)(
        reward in 100u64..100_000,
        evidence_age in prop_oneof![Just(1_400), Just(1_503), Just(3_499)],
        slash_bps in prop_oneof![Just(10_000u64), 1_000u64..10_000],
        leverage_bps in prop_oneof![Just(10_000u64), 10_000u64..100_000],
        commission_bps in prop_oneof![Just(0u64), Just(5_000), 0u64..5_000],
        bounty_bps in prop_oneof![Just(10_000u64), 0u64..10_000],
        correlation in prop_oneof![Just((0, 0)), (0u64..1_000_000, 0u64..90_000), (0u64..5_000, 10_000u64..90_000)],
        own in prop_oneof![Just(0u64), Just(10_000), 0u64..10_000],
        idle in prop_oneof![Just(0u64), 0u64..30_000],
        devices in 1..=most_devices,
    ) -> Lie {
        Lie { reward, evidence_age, slash_bps, leverage_bps, commission_bps, bounty_bps, correlation, own, idle, devices }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lying_and_reporting_oneself_never_pays_whoever_else_is_a_sybil(lie in lies(1)) {
        let [alone, delegators] = lie.profit(Delegators::Stay);
        prop_assert!(alone <= 0, "the operator and its reporter win {alone}");
        prop_assert!(alone + delegators <= 0, "with delegators of its own it wins {}", alone + delegators);
    }

    #[test]
    fn lying_with_several_devices_does_not_pay_either(lie in lies(3)) {
        let [alone, delegators] = lie.profit(Delegators::Stay);
        prop_assert!(alone <= 0 && alone + delegators <= 0, "it wins {alone}, its delegators {delegators}");
    }

    #[test]
    fn lying_does_not_pay_with_delegators_who_leave_before_the_harvest(lie in lies(1)) {
        let [alone, delegators] = lie.profit(Delegators::LeaveBefore);
        prop_assert!(alone + delegators <= 0, "together they win {}", alone + delegators);
        prop_assert!(alone <= 0, "the operator wins {alone}, at the cost of {} to others", -delegators);
    }

    #[test]
    fn lying_does_not_pay_with_delegators_who_come_after_the_harvest(lie in lies(1)) {
        let [alone, delegators] = lie.profit(Delegators::ComeAfter);
        prop_assert!(alone + delegators <= 0, "together they win {}", alone + delegators);
        prop_assert!(alone <= 0, "the operator wins {alone}, at the cost of {} to others", -delegators);
    }

    #[test]
    fn at_the_edge_of_full_leverage_no_delegators_make_a_lie_pay(lie in lies(1)) {
        // The whole pool was the operator's, which reports itself for the highest bounty.
        for slash_bps in [lie.slash_bps, 10_000] {
            let edge = Lie { own: 10_000, idle: 0, bounty_bps: 10_000, correlation: (0, 0), slash_bps, ..lie };
            let [alone, _] = edge.profit(Delegators::ComeAfter);
            prop_assert!(alone <= 0, "{edge:?}: the operator wins {alone}");
            let edge = Lie { own: 0, ..edge };
            let [alone, _] = edge.profit(Delegators::LeaveBefore);
            prop_assert!(alone <= 0, "{edge:?}: the operator wins {alone}");
        }
    }
}

#[test]
fn an_attestor_that_reports_itself_loses_at_least_half_of_what_is_taken() {
    for (bond, rate, bounty_bps) in
        [(1_000, 5_000, 10_000), (1_001, 1, 10_000), (3, 10_000, 9_999), (1, 10_000, 10_000)]
    {
        let change = |p: &mut Parameters| (p.min_bond, p.attestor_slash_bps, p.bounty_bps) = (bond, rate, bounty_bps);
        let ledger = Ledger::new().two_mints().parameters(change).build();
        ledger.enter_epoch(1);
        let attestor = &ledger.attestors[0];
        let proof = ledger.two_verdicts(attestor, 1, 1);
        let (sybil, digests) = (ledger.wallet().pubkey(), proof.digests(&ledger.domain).unwrap());
        let DoubleStatement::Verdicts { operator, statements } = proof.evidence else { unreachable!() };
        let subject = statements[0].verdict(&operator).subject();
        let account = pda::attestor(ledger.network.network, attestor.key.pubkey()).to_bytes();
        let offence = Offence::DoubleStatement { attestor: &account, subject: &subject };
        let ticket = TestTicket::new(&ledger, &offence, &digests, sybil, 1);
        ledger.commit(&ticket).unwrap();
        ledger.next_slot();
        ledger.report_double_statement(&proof).unwrap();
        let case = ledger.double_statement_case(&proof);
        ledger.reveal(case, &ticket).unwrap();
        ledger.execute_in_time(case);
        let taken = (bond * rate).div_ceil(10_000);
        assert_eq!(ledger.attestor_account(attestor).bond, bond - taken);
        assert_eq!(ledger.collateral_at(sybil), (taken / 2).min(taken * bounty_bps / 10_000), "{bond} at {rate}");
        ledger.assert_solvent();
    }
}
