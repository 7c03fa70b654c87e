//! Two statements for one slot: who can report them, until when, what they cost, and what is no offence.

use girder_sdk::{
    Result, instructions as build,
    ledger::{
        Equivocation, Statement,
        error::LedgerError,
        state::{device_state, outcome},
    },
    precompile,
    proof::{EquivocationReport, Proof, ProofBuilder},
    signer::{DeviceSigner, Ed25519Signer},
    transport::Receipt,
};
use girder_tests::{Ledger, TestDevice, assert_refused, class};
use solana_keypair::Keypair;
use solana_signer::Signer;

/// Reports two statements against a device, with signatures by any key, unchecked by the SDK.
fn report(ledger: &Ledger, against: &TestDevice, by: &dyn DeviceSigner, signed: [&Proof; 2]) -> Result<Receipt> {
    let [first, second] = signed;
    let signatures = [(&first.digest, first.device_signature), (&second.digest, second.device_signature)];
    let equivocation = Equivocation { first: first.statement, second: second.statement, signature_index: 0 };
    let reporter = ledger.payer.pubkey();
    let instructions = [
        precompile::one_key(&by.key(), &signatures)?,
        build::report_equivocation(&ledger.network, reporter, against.operator, against.address, equivocation),
    ];
    ledger.send(&instructions, &[])
}

/// A statement about one device, signed by another key in its place.
fn forge(ledger: &Ledger, about: &TestDevice, by: &dyn DeviceSigner, statement: Statement) -> Proof {
    let digest = statement.contribution(&about.operator, &about.address).digest(&ledger.domain);
    let proof = ProofBuilder::new(&ledger.domain, about.operator, about.key(), statement);
    assert_eq!(proof.digest(), digest);
    proof.device_signature(by.sign(&digest).unwrap()).build().unwrap()
}

#[test]
fn anybody_reports_a_key_of_either_kind_with_both_its_signatures() {
    for key in [TestDevice::ed25519(), TestDevice::secp256r1()] {
        let ledger = Ledger::new().device_collateral(100).build();
        let operator = ledger.operator().stake(1_000).build();
        let device = ledger.register(&operator, key, 0).unwrap();
        ledger.enter_epoch(2);
        let (first, second) = ledger.equivocate(&device, 2);
        let reporter = ledger.wallet();
        let evidence = EquivocationReport::new(&first, &second).unwrap();
        let report = evidence.instructions(&ledger.network, reporter.pubkey(), 0).unwrap();
        ledger.send(&report, &[&reporter]).unwrap();

        let case = ledger.slash_case(&device);
        assert_eq!((case.offender, case.device, case.epoch), (operator.address, device.address, 2));
        assert_eq!((case.reporter, case.rent_payer), (reporter.pubkey(), reporter.pubkey()));
        assert_eq!((case.opened_at, case.deadline), (ledger.now(), ledger.now() + ledger.parameters.appeal));
        assert_eq!((case.evidence_end, case.outcome), (ledger.evidence_end(2), outcome::OPEN));
        assert_eq!((case.taken, case.shares_at_opening), (100, 1_000));
        assert_eq!(ledger.operator_account(&operator).open_cases, 1);
        let books = ledger.assert_solvent();
        assert_eq!((books.staked, books.escrow), (900, 100));
        assert_eq!(ledger.device_account(&device).state, device_state::FAULTED);
    }
}

#[test]
fn a_caught_device_costs_what_covers_it_of_the_active_stake_and_the_same_part_of_the_rest() {
    // (rate, stake, unbonding, device's collateral, taken: ceil(rate x stake x min(1, collateral / active)))
    for (rate, stake, unbonding, collateral, taken) in [
        (10_000, 1_000, 0, 100, 100),
        (10_000, 1_000, 0, 1_000, 1_000),
        (10_000, 1_000, 0, 1_010, 1_000),
        (5_000, 1_001, 0, 110, 55),
        (5_001, 1_001, 0, 110, 56),
        (10_000, 1_000, 400, 100, 167),
        (10_000, 1_000, 950, 100, 1_000),
        (10_000, 1_000, 1_000, 100, 1_000),
        (5_000, 1_001, 1_001, 100, 501),
        (5_000, 1, 0, 100, 1),
    ] {
        let setup = Ledger::new().device_collateral(collateral);
        let ledger = setup.parameters(|p| (p.equivocation_slash_bps, p.leverage_bps) = (rate, 10_000)).build();
        let operator = ledger.operator().stake(stake).build();
        let device = ledger.device(&operator);
        if unbonding > 0 {
            ledger.unstake(&operator, unbonding).unwrap();
        }
        ledger.slash(&device, 0);
        let what = format!("{taken} of {stake}, {unbonding} of it unbonding, at {rate} with {collateral} a device");
        assert_eq!(ledger.slash_case(&device).taken, taken, "{what}");
        assert_eq!(ledger.operator_account(&operator).stake, stake - taken, "{what}");
        let active = u128::from(stake - taken) * u128::from(stake - unbonding) / u128::from(stake);
        assert_eq!(u128::from(ledger.covered(&operator)), active, "{what}");
        assert_eq!(ledger.assert_solvent().escrow, taken, "{what}");
    }
}

#[test]
fn an_operator_without_stake_loses_nothing_but_the_key() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().build();
    let device = ledger.device(&operator);
    ledger.slash_for_good(&device, 0);
    assert_eq!(ledger.slash_case(&device).taken, 0);
    assert_eq!(ledger.device_account(&device).state, device_state::FAULTED);
    ledger.deposit(&operator, 10).unwrap();
    ledger.assert_solvent();
}

#[test]
fn stake_marked_for_leaving_is_slashed_like_active_stake() {
    let ledger = Ledger::new().device_collateral(100).build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    ledger.unstake(&operator, 500).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    let matured = ledger.current_epoch();
    ledger.slash_for_good(&device, matured);
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&operator), 400, "a fifth, though the ticket had matured before the report");
    assert_eq!(ledger.operator_account(&operator).stake, 400);
    ledger.assert_solvent();
}

#[test]
fn every_unharvested_epoch_is_void_up_to_the_devices_limit() {
    let ledger = Ledger::new().two_mints().device_collateral(1_000).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let (cheat, honest) = (ledger.device(&operator), ledger.device(&operator));
    for (epoch, by_cheat, by_honest) in [(0, 90, 80), (1, 60, 70), (2, 30, 20)] {
        ledger.enter_epoch(epoch);
        ledger.prove(&cheat, epoch, by_cheat).unwrap();
        ledger.prove(&honest, epoch, by_honest).unwrap();
    }
    ledger.slash(&cheat, 1);
    assert_eq!(ledger.slash_case(&cheat).void_credit, 100);
    assert_eq!(ledger.slash_case(&cheat).void_slots, 0b111);

    ledger.make_harvestable(2);
    for epoch in [0, 1, 2] {
        assert_refused!(ledger.harvest(&operator, epoch), LedgerError::CaseOpen);
    }
    ledger.chain.warp_to(ledger.slash_case(&cheat).deadline);
    ledger.execute(&cheat).unwrap();
    ledger.harvest(&operator, 0).unwrap();
    assert_eq!(ledger.books().reserve, 100, "earlier epochs than the offence's too");
    ledger.harvest(&operator, 1).unwrap();
    assert_eq!(ledger.books().reserve, 200);
    ledger.harvest(&operator, 2).unwrap();
    assert_eq!(ledger.books().reserve, 250, "no more is void than there is");
    ledger.claim(&operator).unwrap();
    assert!((98..=100).contains(&ledger.rewards_of(&operator)), "70 + 30, rounded down");
    ledger.assert_solvent();
}

#[test]
fn a_case_takes_and_voids_at_the_highest_weight_about_which_evidence_is_taken() {
    for (weight, from_epoch, report_at, highest) in [(10, 2, 1, 1), (10, 2, 2, 10), (0, 2, 3, 1), (0, 2, 4, 0)] {
        let ledger = Ledger::new().classes(&[class(100)]).build();
        let operator = ledger.operator().stake(1_000_000).build();
        let cheat = ledger.device(&operator);
        let reweight = build::reweight_class(&ledger.network, ledger.authority.pubkey(), 0, weight, from_epoch);
        ledger.send(&[reweight], &[&ledger.authority]).unwrap();
        ledger.enter_epoch(1);
        ledger.prove(&cheat, 1, 100).unwrap();
        ledger.enter_epoch(report_at);
        ledger.slash(&cheat, report_at);
        let case = ledger.slash_case(&cheat);
        let what = format!("{weight} from epoch {from_epoch} on, reported in {report_at}");
        assert_eq!((case.taken, case.void_credit), (1_000 * highest, 100 * highest), "{what}");
        assert_eq!(ledger.operator_account(&operator).ring[1].void_credit, 100 * highest, "{what}");
        ledger.assert_solvent();
    }
}

#[test]
fn what_was_harvested_before_the_evidence_is_not_void() {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 60).unwrap();
    ledger.make_harvestable(1);
    ledger.harvest(&operator, 1).unwrap();
    ledger.slash_for_good(&device, 1);
    assert_eq!(ledger.slash_case(&device).void_slots, 0);
    ledger.claim(&operator).unwrap();
    assert!((59..=60).contains(&ledger.rewards_of(&operator)));
    ledger.assert_solvent();
}

#[test]
fn two_cases_void_the_limits_of_two_devices() {
    let ledger = Ledger::new().two_mints().device_collateral(1_000).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let devices = [(); 3].map(|()| ledger.device(&operator));
    ledger.enter_epoch(1);
    for device in &devices {
        ledger.prove(device, 1, 80).unwrap();
    }
    ledger.slash(&devices[0], 1);
    ledger.slash(&devices[1], 1);
    assert_eq!(ledger.operator_account(&operator).ring[1].void_credit, 200);
    ledger.make_harvestable(1);
    ledger.chain.warp_to(ledger.slash_case(&devices[1]).deadline);
    ledger.execute(&devices[0]).unwrap();
    assert_refused!(ledger.harvest(&operator, 1), LedgerError::CaseOpen);
    ledger.execute(&devices[1]).unwrap();
    ledger.harvest(&operator, 1).unwrap();
    assert_eq!(ledger.books().reserve, 200);
    ledger.assert_solvent();
}

#[test]
fn evidence_is_taken_until_the_last_second_of_its_window() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let (first, second) = (ledger.device(&operator), ledger.device(&operator));
    ledger.chain.warp_to(ledger.evidence_end(1) - 1);
    ledger.slash(&first, 1);
    ledger.chain.warp_by(1);
    let (a, b) = ledger.equivocate(&second, 1);
    assert_refused!(ledger.report(&a, &b), LedgerError::TooLate);
    ledger.assert_solvent();
}

#[test]
fn statements_about_an_epoch_are_evidence_from_its_first_second_on() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let devices = [ledger.device(&operator), ledger.device(&operator)];
    for (device, epoch) in devices.iter().zip([0, 3]) {
        let (first, second) = ledger.equivocate(device, epoch);
        ledger.chain.warp_to(ledger.start(epoch) - 1);
        assert_refused!(ledger.report(&first, &second), LedgerError::EvidenceAhead);
        ledger.chain.warp_by(1);
        ledger.report(&first, &second).unwrap();
    }
    ledger.assert_solvent();
}

#[test]
fn statements_that_are_equal_or_for_different_slots_are_no_offence() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    let statement = ledger.statement(&device, 1, 10);
    let signed = |statement| ledger.signed(&device, statement).build().unwrap();
    let first = signed(statement);
    for other in [
        statement,
        Statement { epoch: 0, units: 11, ..statement },
        Statement { epoch: 2, units: 11, ..statement },
        Statement { sequence: statement.sequence + 1, units: 11, ..statement },
    ] {
        let second = signed(other);
        assert_refused!(
            report(&ledger, &device, device.signer.as_ref(), [&first, &second]),
            LedgerError::NoEquivocation
        );
    }
}

#[test]
fn statements_that_differ_in_anything_else_are_an_offence() {
    let change: [fn(Statement) -> Statement; 3] = [
        |statement| Statement { class: 9, ..statement },
        |statement| Statement { units: statement.units + 1, ..statement },
        |statement| Statement { evidence_hash: [8; 32], ..statement },
    ];
    for change in change {
        let ledger = Ledger::new().build();
        ledger.enter_epoch(0);
        let operator = ledger.operator().stake(1_000).build();
        let device = ledger.device(&operator);
        let statement = ledger.statement(&device, 0, 10);
        let signed = |statement| ledger.signed(&device, statement).build().unwrap();
        ledger.report(&signed(statement), &signed(change(statement))).unwrap();
        ledger.assert_solvent();
    }
}

#[test]
fn only_the_devices_own_key_over_its_own_digests_is_evidence() {
    let ledger = Ledger::new().build();
    ledger.enter_epoch(0);
    let operator = ledger.operator().stake(1_000).build();
    let (device, other) = (ledger.device(&operator), ledger.device(&operator));
    let signer = device.signer.as_ref();
    let one = ledger.statement(&device, 0, 1);
    let two = Statement { units: 2, ..one };
    let first = ledger.signed(&device, one).build().unwrap();
    let both = |by: &dyn DeviceSigner| [forge(&ledger, &device, by, one), forge(&ledger, &device, by, two)];

    let about_other = forge(&ledger, &other, signer, two);
    assert_refused!(report(&ledger, &device, signer, [&first, &about_other]), LedgerError::WrongMessage);
    let [a, b] = both(other.signer.as_ref());
    assert_refused!(report(&ledger, &device, other.signer.as_ref(), [&a, &b]), LedgerError::WrongDeviceKey);
    let attestor = Ed25519Signer::new(Keypair::new_from_array(*ledger.attestors[0].key.secret_bytes()));
    let [a, b] = both(&attestor);
    assert_refused!(report(&ledger, &device, &attestor, [&a, &b]), LedgerError::WrongDeviceKey);

    let elsewhere = ledger.neighbour();
    let there = ProofBuilder::new(&elsewhere.domain, device.operator, device.key(), two).sign(signer).unwrap();
    let there = there.build().unwrap();
    assert_refused!(report(&ledger, &device, signer, [&first, &there]), LedgerError::WrongMessage);
}

#[test]
fn one_signature_is_no_evidence() {
    let ledger = Ledger::new().build();
    ledger.enter_epoch(0);
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    let (first, second) = ledger.equivocate(&device, 0);
    let equivocation = Equivocation { first: first.statement, second: second.statement, signature_index: 0 };
    let payer = ledger.payer.pubkey();
    let case = build::report_equivocation(&ledger.network, payer, device.operator, device.address, equivocation);
    let alone = precompile::one_key(&device.key(), &[(&first.digest, first.device_signature)]).unwrap();
    assert_refused!(ledger.send(&[alone, case.clone()], &[]), LedgerError::MalformedSignatures);
    let twice = [(&first.digest, first.device_signature); 2];
    let twice = precompile::one_key(&device.key(), &twice).unwrap();
    assert_refused!(ledger.send(&[twice, case.clone()], &[]), LedgerError::WrongMessage);
    assert_refused!(ledger.send(&[case], &[]), LedgerError::NotPrecompile);
}

#[test]
fn one_device_is_slashed_once_whatever_else_it_signed() {
    let ledger = Ledger::new().device_collateral(100).build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    let others = ledger.equivocate(&device, 1);
    let (first, second) = ledger.slash(&device, 1);
    let refused = |what: &str| {
        for (a, b) in [(&first, &second), (&second, &first), (&others.0, &others.1)] {
            assert_refused!(ledger.report(a, b), LedgerError::DeviceNotActive);
        }
        assert_eq!(ledger.operator_account(&operator).stake, 900, "{what}");
    };
    refused("while the case is open");
    ledger.chain.warp_to(ledger.slash_case(&device).deadline);
    ledger.execute(&device).unwrap();
    refused("after the execution");
    ledger.chain.warp_to(ledger.evidence_end(1));
    ledger.close_slash_case(&device).unwrap();
    for (a, b) in [(&first, &second), (&others.0, &others.1)] {
        assert_refused!(ledger.report(a, b), LedgerError::TooLate);
    }
    let later = ledger.equivocate(&device, ledger.current_epoch());
    assert_refused!(ledger.report(&later.0, &later.1), LedgerError::DeviceNotActive);
    ledger.assert_solvent();
}

#[test]
fn a_key_at_fault_is_dead_also_when_the_case_was_overturned() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.slash(&device, 1);
    ledger.overturn(&device).unwrap();
    assert_refused!(ledger.prove(&device, 1, 10), LedgerError::DeviceNotActive);
    assert_refused!(ledger.retire(&operator, &device), LedgerError::DeviceNotActive);
    assert_refused!(ledger.rotate(&operator, &device, TestDevice::ed25519()), LedgerError::DeviceNotActive);
    let again = ledger.register_as(&operator.identity, &operator, device.signer.as_ref());
    assert_refused!(again, LedgerError::AlreadyExists);
    let other = ledger.device(&operator);
    ledger.enter_epoch(2);
    ledger.prove(&other, 2, 10).unwrap();
    ledger.assert_solvent();
}

#[test]
fn a_retired_device_still_answers_for_what_it_signed() {
    let ledger = Ledger::new().device_collateral(100).build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.retire(&operator, &device).unwrap();
    ledger.chain.warp_to(ledger.evidence_end(1) - 1);
    ledger.slash(&device, 1);
    assert_eq!(ledger.operator_account(&operator).stake, 900);
    assert_eq!(ledger.device_account(&device).last_epoch, 1, "it ended when it was retired");
    ledger.assert_solvent();
}
