//! The breaker on payouts: a claim pays what fits, and the rest stays owed.

use girder_sdk::{
    events::LedgerEvent,
    instructions as build,
    ledger::{error::LedgerError::*, state::Parameters},
    transport::Receipt,
};
use girder_tests::{Ledger, TestOperator, assert_refused};
use solana_signer::Signer;

/// What the breaker holds.
const SIZE: u64 = 2_000;

/// What an operator and the attestors earned.
const EARNED: u64 = 8_000;

/// A breaker of [`SIZE`] that drains within a window, and a schedule small enough for it: rewards come from the reserve.
fn breaker(p: &mut Parameters, window: i64) {
    (p.breaker_size, p.breaker_window, p.emission_initial) = (SIZE, window, 1);
    p.attestor_bps = 1_250;
    p.settle_tip = 30;
}

/// A ledger on which an operator earned [`EARNED`], an eighth of it for its attestors.
fn earned(window: i64) -> (Ledger, TestOperator) {
    let ledger = Ledger::new().two_mints().parameters(|p| breaker(p, window)).build();
    let operator = ledger.operator().stake(1 << 20).commission(1_000).build();
    let device = ledger.device(&operator);
    ledger.fund(1_000_000).unwrap();
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, EARNED).unwrap();
    ledger.make_harvestable(1);
    ledger.harvest(&operator, 1).unwrap();
    assert_eq!((ledger.books().owed, ledger.position(&operator).paid), (EARNED, 0));
    (ledger, operator)
}

/// What a claim's event says: what was paid, and what stays owed.
fn paid(receipt: Receipt) -> (u64, u64) {
    match &receipt.events[..] {
        [LedgerEvent::Claimed(event)] => (event.amount, event.still_owed),
        [LedgerEvent::CommissionPaid(event)] => (event.amount, event.still_owed),
        [LedgerEvent::AttestorPaid(event)] => (event.amount, event.still_owed),
        others => panic!("{others:?}"),
    }
}

/// The two numbers of a refusal.
fn numbers(result: girder_sdk::Result<Receipt>) -> (String, String) {
    let error = result.unwrap_err();
    assert_eq!(error.refusal().and_then(|refusal| refusal.ledger_error()), Some(BreakerFull), "{error}");
    error.refusal().unwrap().values.clone().unwrap()
}

#[test]
fn a_claim_pays_what_fits_and_leaves_the_rest_owed() {
    let (ledger, operator) = earned(1_000);
    assert_eq!(paid(ledger.claim(&operator).unwrap()), (SIZE, 4_300), "of 6,300");
    let position = ledger.position(&operator);
    assert_eq!((position.owed, position.paid, ledger.rewards_of(&operator)), (4_300, SIZE, SIZE));
    assert_eq!(ledger.assert_solvent().owed, EARNED - SIZE);

    // Two base units drain in a second.
    ledger.chain.warp_by(50);
    assert_eq!(paid(ledger.claim(&operator).unwrap()), (100, 4_200));
    ledger.chain.warp_by(1_000);
    assert_eq!(paid(ledger.claim(&operator).unwrap()), (SIZE, 2_200));
    ledger.chain.warp_by(5_000);
    assert_eq!(paid(ledger.claim(&operator).unwrap()), (SIZE, 200), "an idle breaker holds no more than its size");
    ledger.chain.warp_by(100);
    assert_eq!(paid(ledger.claim(&operator).unwrap()), (200, 0));
    assert_refused!(ledger.claim(&operator), NothingOwed);
    assert_eq!((ledger.rewards_of(&operator), ledger.assert_solvent().owed), (6_300, EARNED - 6_300));
}

#[test]
fn a_full_breaker_opens_in_the_second_that_it_names() {
    // Two base units in seven seconds.
    let (ledger, operator) = earned(7_000);
    ledger.claim(&operator).unwrap();
    let (now, opens) = (ledger.now(), ledger.now() + 4);
    assert_eq!(numbers(ledger.claim(&operator)), (now.to_string(), opens.to_string()));
    ledger.chain.warp_to(opens - 1);
    assert_eq!(numbers(ledger.claim(&operator)), ((opens - 1).to_string(), opens.to_string()));
    ledger.chain.warp_to(opens);
    assert_eq!(paid(ledger.claim(&operator).unwrap()).0, 1);
}

#[test]
fn rewards_commission_and_attestors_pay_go_through_one_breaker() {
    let (ledger, operator) = earned(1_000);
    let attestor = &ledger.attestors[0];
    assert_eq!(paid(ledger.claim_commission(&operator).unwrap()), (700, 0));
    assert_eq!(paid(ledger.claim_attestor_pay(attestor, 1).unwrap()), (333, 0));
    assert_eq!(paid(ledger.claim(&operator).unwrap()), (967, 5_333));
    let other = &ledger.attestors[1];
    assert_refused!(ledger.claim_attestor_pay(other, 1), BreakerFull);
    assert_refused!(ledger.claim(&operator), BreakerFull);

    ledger.chain.warp_by(10);
    assert_eq!(paid(ledger.claim_attestor_pay(other, 1).unwrap()), (20, 313));
    assert_refused!(ledger.claim(&operator), BreakerFull);
    ledger.chain.warp_by(200);
    assert_eq!(paid(ledger.claim_attestor_pay(other, 1).unwrap()), (313, 0));
    assert_eq!(paid(ledger.claim(&operator).unwrap()).0, 400 - 313);
    ledger.assert_solvent();
}

#[test]
fn whoever_claims_every_second_gets_what_it_would_have_got_at_once() {
    let claimed = |seconds: &[i64]| {
        let (ledger, operator) = earned(7_000);
        ledger.claim(&operator).unwrap();
        let full = ledger.now();
        for second in seconds {
            ledger.chain.warp_to(full + second);
            // Refused in those seconds in which no base unit drained.
            let _ = ledger.claim(&operator);
        }
        ledger.rewards_of(&operator) - SIZE
    };
    // 2/7 x 69 is 19.7.
    assert_eq!((claimed(&[69]), claimed(&(1..70).collect::<Vec<_>>())), (19, 19));
}

#[test]
fn a_full_breaker_stops_nothing_but_claims() {
    let (ledger, operator) = earned(1_000_000);
    ledger.claim(&operator).unwrap();
    assert_refused!(ledger.claim(&operator), BreakerFull);

    let device = ledger.device(&operator);
    let epoch = ledger.current_epoch() + 1;
    ledger.enter_epoch(epoch);
    ledger.prove(&device, epoch, 10_000).unwrap();
    ledger.settle_up_to(epoch - 1);
    ledger.chain.warp_to(ledger.settle_time(epoch));
    let settler = ledger.wallet();
    let tip = ledger.reward_account(settler.pubkey());
    ledger.settle_as(&settler, epoch, Some(tip)).unwrap();
    assert_eq!(ledger.balance(tip), 30, "tips are the network's own expense");
    ledger.chain.warp_to(ledger.harvest_time(epoch));
    ledger.harvest(&operator, epoch).unwrap();
    ledger.fund(1).unwrap();

    ledger.unstake(&operator, 1 << 20).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    let before = ledger.collateral_of(&operator);
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&operator) - before, 1 << 20, "stake leaves whole");
    ledger.assert_solvent();
}

#[test]
fn a_breaker_that_never_bites_counts_nothing() {
    let off = |p: &mut Parameters| p.breaker_size = u64::MAX;
    let ledger = Ledger::new().parameters(off).build();
    let operator = ledger.operator().stake(1 << 20).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.earn(&operator, &device, 10_000);
    assert_eq!(paid(ledger.claim(&operator).unwrap()), (10_000, 0));
    let books = ledger.books();
    assert_eq!((books.breaker_level.bits(), books.breaker_since), (0, 0));
}

#[test]
fn a_clock_that_goes_back_opens_nothing() {
    let (ledger, operator) = earned(1_000);
    ledger.claim(&operator).unwrap();
    let full = ledger.now();
    ledger.chain.warp_to(full - 500);
    assert_eq!(numbers(ledger.claim(&operator)), ((full - 500).to_string(), (full + 1).to_string()));
    ledger.chain.warp_to(full + 5);
    assert_eq!(paid(ledger.claim(&operator).unwrap()).0, 10);
}

#[test]
fn a_refused_claim_leaves_the_breaker_as_it_was() {
    let (ledger, operator) = earned(1_000);
    let books = ledger.books();
    let stranger = ledger.reward_account(ledger.wallet().pubkey());
    let claim = build::claim(&ledger.network, operator.address, operator.identity.pubkey(), stranger);
    assert_refused!(ledger.send(&[claim], &[]), WrongDestination);
    assert_eq!(ledger.books().breaker_level, books.breaker_level);
    assert_eq!(paid(ledger.claim(&operator).unwrap()).0, SIZE);
}

#[test]
fn another_size_is_proposed_waits_and_holds_for_what_was_paid_before() {
    const WINDOW: i64 = 900_000;
    const LARGER: u64 = 5_000;
    let (ledger, operator) = earned(WINDOW);
    assert_eq!(paid(ledger.claim(&operator).unwrap()), (SIZE, 4_300));
    let since = ledger.books().breaker_since;
    assert_refused!(ledger.propose_parameters(|p| p.breaker_size = 2), BreakerTooSmall);
    ledger.propose_parameters(|p| p.breaker_size = LARGER).unwrap();
    ledger.chain.warp_to(ledger.parameter_change().executable_from - 1);
    assert_refused!(ledger.execute_parameters(), TooEarly);
    ledger.chain.warp_by(1);
    ledger.execute_parameters().unwrap();
    let drained = (ledger.now() - since) as u64 * LARGER / WINDOW as u64;
    let fits = (LARGER - SIZE.saturating_sub(drained)).min(4_300);
    assert!(fits < 4_300, "what was paid before still counts");
    assert_eq!(paid(ledger.claim(&operator).unwrap()), (fits, 4_300 - fits));
    ledger.assert_solvent();
}
