//! What the guardian pauses: how long, how often, what stops, and what nobody can stop.

use girder_sdk::{
    Result,
    events::LedgerEvent,
    ledger::{
        error::LedgerError,
        state::{Network, Pause, pause_subject::*},
    },
    transport::Receipt,
};
use girder_tests::{
    Ledger, TestDevice, TestOperator, assert_refused,
    catalogue::{self, Step, Visitor},
};
use solana_keypair::Keypair;

/// M of the tests' parameters, which have epochs of 1,000 s and a grace of 500 s.
const LONGEST: i64 = 3_000;

const SUBJECTS: [u8; 3] = [INTAKE, SETTLEMENT, CLAIMS];

/// A network whose epoch 0 can be settled, with an operator that was paid commission for nothing yet, and a guardian.
struct Scene {
    ledger: Ledger,
    operator: TestOperator,
    device: TestDevice,
    guardian: Keypair,
}

impl Scene {
    fn new() -> Self {
        let ledger = Ledger::new().parameters(|p| p.attestor_bps = 1_000).build();
        let guardian = ledger.guardian();
        let operator = ledger.operator().stake(1_000_000).commission(1_000).build();
        let device = ledger.device(&operator);
        ledger.enter_epoch(0);
        ledger.earn(&operator, &device, 10_000);
        Self { ledger, operator, device, guardian }
    }

    fn pause(&self, subject: u8, seconds: i64) -> Result<Receipt> {
        self.ledger.pause(&self.guardian, subject, seconds)
    }

    /// What a subject is about, done now.
    fn act(&self, subject: u8) -> Vec<Result<Receipt>> {
        let Self { ledger, operator, device, .. } = self;
        match subject {
            INTAKE => vec![ledger.prove(device, ledger.current_epoch(), 1)],
            SETTLEMENT => vec![ledger.settle(ledger.books().next_epoch)],
            _ => vec![
                ledger.claim(operator),
                ledger.claim_commission(operator),
                ledger.claim_attestor_pay(&ledger.attestors[0], 1),
            ],
        }
    }

    fn newest(&self, subject: u8) -> Pause {
        self.ledger.network_account().pauses[usize::from(subject)]
    }
}

#[test]
fn a_pause_ends_by_itself_at_its_last_second() {
    for subject in SUBJECTS {
        let scene = Scene::new();
        let Scene { ledger, .. } = &scene;
        ledger.chain.warp_to(ledger.start(5));
        scene.pause(subject, 100).unwrap();
        for last in [0, 99] {
            ledger.chain.warp_to(ledger.start(5) + last);
            for refused in scene.act(subject) {
                assert_refused!(refused, LedgerError::Paused);
            }
        }
        ledger.chain.warp_by(1);
        for done in scene.act(subject) {
            done.unwrap();
        }
        ledger.assert_solvent();
    }
}

#[test]
fn each_subject_is_paused_by_itself() {
    for paused in SUBJECTS {
        let scene = Scene::new();
        scene.ledger.chain.warp_to(scene.ledger.start(5));
        scene.pause(paused, LONGEST).unwrap();
        for subject in SUBJECTS.into_iter().filter(|&subject| subject != paused) {
            for done in scene.act(subject) {
                done.unwrap();
            }
        }
    }
}

#[test]
fn there_is_no_other_pause_before_the_longest_one_could_have_passed_again() {
    let scene = Scene::new();
    let now = scene.ledger.now();
    scene.pause(CLAIMS, 10).unwrap();
    assert_eq!(scene.newest(CLAIMS), Pause { until: now + 10, again_from: now + 10 + LONGEST });
    for early in [now, now + 9, now + 10, now + 9 + LONGEST] {
        scene.ledger.chain.warp_to(early);
        assert_refused!(scene.pause(CLAIMS, 1), LedgerError::TooEarly);
    }
    scene.pause(INTAKE, 1).unwrap();
    scene.ledger.chain.warp_by(1);
    let receipt = scene.pause(CLAIMS, LONGEST).unwrap();
    let [LedgerEvent::PauseSet(event)] = receipt.events.as_slice() else { panic!("{:?}", receipt.events) };
    let until = now + 10 + 2 * LONGEST;
    assert_eq!((event.subject, event.before, event.after), (u64::from(CLAIMS), now + 10, until));
    assert_eq!(event.again_from, until + LONGEST);
}

#[test]
fn a_pause_that_the_guardian_ends_counts_from_its_end() {
    let scene = Scene::new();
    let now = scene.ledger.now();
    assert_refused!(scene.pause(CLAIMS, 0), LedgerError::NotPaused);
    scene.pause(CLAIMS, 1_000).unwrap();
    scene.ledger.chain.warp_by(999);
    scene.pause(CLAIMS, 0).unwrap();
    assert_eq!(scene.newest(CLAIMS), Pause { until: now + 999, again_from: now + 999 + LONGEST });
    for done in scene.act(CLAIMS) {
        done.unwrap();
    }
    assert_refused!(scene.pause(CLAIMS, 0), LedgerError::NotPaused);
    scene.ledger.chain.warp_by(LONGEST - 1);
    assert_refused!(scene.pause(CLAIMS, 1), LedgerError::TooEarly);
    scene.ledger.chain.warp_by(1);
    scene.pause(CLAIMS, 1).unwrap();
    scene.ledger.chain.warp_by(1);
    assert_refused!(scene.pause(CLAIMS, 0), LedgerError::NotPaused);
}

#[test]
fn a_pause_is_from_one_second_to_the_networks_longest() {
    let scene = Scene::new();
    for wrong in [LONGEST + 1, -1, i64::MAX, i64::MIN] {
        assert_refused!(scene.pause(INTAKE, wrong), LedgerError::PauseTooLong);
    }
    for unknown in [3, 255] {
        assert_refused!(scene.pause(unknown, 1), LedgerError::NoSuchPauseSubject);
    }
    scene.pause(INTAKE, LONGEST).unwrap();

    let ledger = Ledger::new().parameters(|p| p.max_pause = 0).build();
    let guardian = ledger.guardian();
    assert_refused!(ledger.pause(&guardian, INTAKE, 1), LedgerError::PauseTooLong);
}

#[test]
fn only_the_guardian_of_the_day_pauses() {
    let scene = Scene::new();
    let stranger = scene.ledger.wallet();
    for by in [&scene.ledger.authority, &scene.operator.identity, &stranger] {
        assert_refused!(scene.ledger.pause(by, CLAIMS, 1), LedgerError::WrongAuthority);
    }
    scene.pause(CLAIMS, 100).unwrap();
    let next = scene.ledger.guardian();
    for seconds in [0, 1] {
        assert_refused!(scene.pause(CLAIMS, seconds), LedgerError::WrongAuthority);
    }
    assert_refused!(scene.ledger.pause(&next, CLAIMS, 1), LedgerError::TooEarly);
    scene.ledger.pause(&next, CLAIMS, 0).unwrap();
}

/// Shows that under all pauses exactly these are refused.
#[derive(Default)]
struct Paused {
    refused: Vec<String>,
}

/// What sets pauses, and what moves networks that are older than pauses.
const UNPAUSABLE: [&str; 2] = ["pause", "migrate_account"];

const PAUSABLE: [&str; 5] = ["submit_contribution", "settle_epoch", "claim", "claim_commission", "claim_attestor_pay"];

impl Paused {
    fn set(step: &Step, until: i64) {
        if step.ledger.chain.find(&step.ledger.network.network).is_some() {
            step.ledger.edit(step.ledger.network.network, |network: &mut Network| {
                network.pauses = [Pause { until, again_from: until }; 3];
            });
        }
    }
}

impl Visitor for Paused {
    fn before(&mut self, step: &Step) {
        let name = step.interface().name.as_str();
        if UNPAUSABLE.contains(&name) {
            return;
        }
        Self::set(step, i64::MAX);
        if PAUSABLE.contains(&name) {
            assert_refused!(step.ledger.send(&step.transaction, &step.signers), LedgerError::Paused);
            self.refused.push(name.to_owned());
            Self::set(step, 0);
        }
    }

    fn after(&mut self, step: &Step, _: &Receipt) {
        if !UNPAUSABLE.contains(&step.interface().name.as_str()) {
            Self::set(step, 0);
        }
    }
}

#[test]
fn nothing_else_of_all_instructions_asks_for_pauses() {
    let mut paused = Paused::default();
    // Every step that is not refused above is taken while everything is paused.
    catalogue::walk(&mut paused);
    for name in PAUSABLE {
        assert!(paused.refused.iter().any(|refused| refused == name), "{name} was not tried");
    }
}

/// The epochs up to this one that are quiet, though the rest of the network works in all of them.
fn quiet(ledger: &Ledger, last: u64) -> Vec<u64> {
    ledger.settle_up_to(last);
    (0..=last).filter(|&epoch| ledger.books().is_quiet(epoch)).collect()
}

/// A network in which every epoch is proven in its first second.
fn healthy() -> (Ledger, Keypair) {
    let ledger = Ledger::new().healthy().build();
    let guardian = ledger.guardian();
    (ledger, guardian)
}

#[test]
fn an_epoch_is_quiet_if_a_second_of_its_proofs_was_paused() {
    // Epoch 2's proofs are taken from 2,000 s to before 3,500 s after genesis.
    for (from, until, expected) in [
        (1_001, 1_999, vec![0, 1]),
        (1_001, 2_000, vec![0, 1]),
        (1_500, 2_000, vec![1]),
        (1_999, 2_000, vec![1]),
        (2_501, 2_502, vec![2]),
        (2_600, 3_000, vec![2]),
        (3_499, 3_500, vec![2, 3]),
        (3_500, 3_501, vec![3]),
    ] {
        let (ledger, guardian) = healthy();
        ledger.enter_epoch(u64::try_from(from / 1_000).unwrap());
        ledger.chain.warp_to(ledger.start(0) + from);
        ledger.pause(&guardian, INTAKE, until - from).unwrap();
        ledger.chain.warp_to(ledger.start(0) + until);
        assert_eq!(quiet(&ledger, 4), expected, "paused from {from} s to {until} s after genesis");
    }
}

#[test]
fn pauses_of_settlement_and_claims_make_no_epoch_quiet() {
    let (ledger, guardian) = healthy();
    ledger.enter_epoch(2);
    ledger.pause(&guardian, SETTLEMENT, 700).unwrap();
    ledger.pause(&guardian, CLAIMS, 700).unwrap();
    ledger.chain.warp_by(700);
    assert!(quiet(&ledger, 4).is_empty());
}

#[test]
fn a_pause_that_ends_early_leaves_the_epochs_that_it_did_not_touch() {
    for (end, expected) in [(2_501, vec![2]), (2_999, vec![2]), (3_000, vec![2]), (3_001, vec![2, 3])] {
        let (ledger, guardian) = healthy();
        ledger.enter_epoch(2);
        ledger.chain.warp_by(500);
        ledger.pause(&guardian, INTAKE, LONGEST).unwrap();
        ledger.chain.warp_to(ledger.start(0) + end);
        ledger.pause(&guardian, INTAKE, 0).unwrap();
        // The rest of the network works in what is left of epoch 3 as well.
        assert_eq!(ledger.books().paused, expected.iter().map(|epoch| 1 << epoch).sum::<u64>(), "ended at {end} s");
        assert_eq!(quiet(&ledger, 6), expected, "ended at {end} s");
        assert_eq!(ledger.books().paused, 0);
    }
}

#[test]
fn a_pause_before_genesis_touches_the_epochs_that_begin_in_it() {
    for (seconds, expected) in [(500, 0), (1_000, 0), (1_001, 1), (2_001, 3)] {
        let (ledger, guardian) = healthy();
        ledger.chain.warp_to(ledger.start(0) - 1_000);
        ledger.pause(&guardian, INTAKE, seconds).unwrap();
        assert_eq!(ledger.books().paused, expected, "{seconds} s");
    }
}

#[test]
fn a_pause_is_remembered_for_an_epoch_that_settles_late() {
    let ledger = Ledger::new().build();
    let guardian = ledger.guardian();
    // Nothing was settled in 60 epochs: a pause touches epochs 60 to 63, of which there is room for all, then 64.
    ledger.chain.warp_to(ledger.start(60) + 600);
    ledger.pause(&guardian, INTAKE, LONGEST).unwrap();
    let bits = |epochs: std::ops::RangeInclusive<u64>| epochs.map(|epoch| 1u64 << (epoch % 64)).sum::<u64>();
    assert_eq!(ledger.books().paused, bits(60..=63));
    ledger.chain.warp_by(2 * LONGEST);
    ledger.pause(&guardian, INTAKE, LONGEST).unwrap();
    assert_eq!(ledger.books().paused, bits(60..=63), "epochs 66 to 69 would be taken for 2 to 5");
    ledger.settle_up_to(62);
    assert_eq!(ledger.books().paused, bits(63..=63));
    ledger.chain.warp_by(2 * LONGEST);
    ledger.pause(&guardian, INTAKE, 1).unwrap();
    let now = ledger.current_epoch();
    ledger.settle_up_to(now);
    assert_eq!((now, ledger.books().paused), (72, 0));
}

#[test]
fn an_operator_is_not_down_in_an_epoch_whose_intake_was_paused() {
    let ledger = Ledger::new().healthy().floors(&[100]).downtime(24, 24).long_evidence().build();
    let guardian = ledger.guardian();
    let operator = ledger.operator().stake(1_000_000).build();
    ledger.device(&operator);
    ledger.enter_epoch(2);
    ledger.chain.warp_by(600);
    ledger.pause(&guardian, INTAKE, 100).unwrap();
    ledger.settle_up_to(4);
    assert_eq!(ledger.misses(&operator, 4), 4, "all of 0 to 4 but 2");
}

#[test]
fn what_waited_for_settlement_settles_afterwards_as_it_would_have() {
    let scene = Scene::new();
    let Scene { ledger, operator, device, .. } = &scene;
    ledger.enter_epoch(5);
    ledger.prove(device, 5, 1_000).unwrap();
    ledger.settle_up_to(4);
    ledger.chain.warp_to(ledger.settle_time(5));
    scene.pause(SETTLEMENT, LONGEST).unwrap();
    assert_refused!(ledger.settle(5), LedgerError::Paused);
    ledger.chain.warp_by(LONGEST);
    ledger.settle(5).unwrap();
    assert_eq!(ledger.epoch(5).credit_left, 1_000);
    ledger.make_harvestable(5);
    ledger.harvest(operator, 5).unwrap();
    ledger.assert_solvent();
}
