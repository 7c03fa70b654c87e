//! Two statements of an attestor on one subject: what is evidence, by whom and until when.

use girder_sdk::{
    Result,
    instructions::{self as build, DoubleStatementReport},
    interface::{Hash, key::DeviceKey},
    ledger::{DoubleStatement, Statement, error::LedgerError, state::outcome},
    pda, precompile,
    signer::Attestation,
    transport::Receipt,
};
use girder_tests::{Ledger, TestAttestor, assert_refused};
use solana_address::Address;
use solana_signer::Signer;

const DEVICE: Address = Address::new_from_array([5; 32]);
const OPERATORS: [Address; 2] = [Address::new_from_array([6; 32]), Address::new_from_array([7; 32])];
const STATEMENT: Statement = Statement { epoch: 1, sequence: 5, class: 6, units: 7, evidence_hash: [8; 32] };

/// Three attestors with a bond of 1,001 each, of which a double statement takes half, in epoch 1.
fn scene() -> Ledger {
    let ledger = Ledger::new().two_mints().parameters(|p| p.min_bond = 1_001).build();
    ledger.enter_epoch(1);
    ledger
}

fn contributions(operators: [Address; 2], statements: [Statement; 2]) -> DoubleStatement {
    DoubleStatement::Contributions { device: DEVICE, operators, statements }
}

fn verdicts(ledger: &Ledger, epochs: [u64; 2], evidence: [u8; 2], fractions: [u64; 2]) -> DoubleStatement {
    let statements = [0, 1].map(|one| ledger.verdict_statement(epochs[one], evidence[one], fractions[one]));
    DoubleStatement::Verdicts { operator: OPERATORS[0], statements }
}

/// What is signed, and the subject of the first.
fn signed(ledger: &Ledger, evidence: &DoubleStatement) -> ([Hash; 2], Hash) {
    match evidence {
        DoubleStatement::Contributions { device, operators: [a, b], statements: [one, other] } => {
            let pair = [one.contribution(a, device), other.contribution(b, device)];
            (pair.map(|statement| statement.digest(&ledger.domain)), pair[0].subject())
        }
        DoubleStatement::Verdicts { operator, statements } => {
            let pair = statements.map(|statement| statement.verdict(operator));
            (pair.map(|verdict| verdict.digest(&ledger.domain)), pair[0].subject())
        }
    }
}

/// Reports evidence against an attestor with a key's signatures of it, unchecked by the SDK.
fn report(ledger: &Ledger, against: &TestAttestor, by: &TestAttestor, evidence: DoubleStatement) -> Result<Receipt> {
    let (digests, subject) = signed(ledger, &evidence);
    let sign = |digest: &Hash| Attestation::sign(&by.key, digest).unwrap().signature;
    let signatures = [(&digests[0], sign(&digests[0])), (&digests[1], sign(&digests[1]))];
    let key = against.key.pubkey();
    let report = DoubleStatementReport { key, set_version: 1, subject, evidence, signature_index: 0 };
    let instructions = [
        precompile::one_key(&DeviceKey::Ed25519(by.key.pubkey().to_bytes()), &signatures)?,
        build::report_double_statement(&ledger.network, ledger.payer.pubkey(), report),
    ];
    ledger.send(&instructions, &[])
}

#[test]
fn two_contributions_for_one_device_epoch_and_sequence_are_evidence_whatever_differs() {
    let [one, other] = OPERATORS;
    for evidence in [
        contributions([one, one], [STATEMENT, Statement { units: 8, ..STATEMENT }]),
        contributions([one, one], [STATEMENT, Statement { class: 7, ..STATEMENT }]),
        contributions([one, one], [STATEMENT, Statement { evidence_hash: [9; 32], ..STATEMENT }]),
        contributions([one, other], [STATEMENT, STATEMENT]),
    ] {
        let ledger = scene();
        let proof = ledger.double_statement(&ledger.attestors[0], evidence);
        ledger.report_double_statement(&proof).unwrap();
        let case = ledger.case_at(ledger.double_statement_case(&proof));
        assert_eq!((case.taken, case.epoch), (501, 1), "ceil(1,001 / 2)");
        let mut digests = proof.digests(&ledger.domain).unwrap();
        digests.sort_unstable();
        assert_eq!(case.digests, digests);
        ledger.assert_solvent();
    }
}

#[test]
fn two_verdicts_on_one_evidence_are_evidence_if_epoch_or_fraction_differ() {
    for (epochs, fractions) in [([1, 1], [100, 101]), ([0, 1], [100, 100]), ([1, 0], [5, 6]), ([1, 1], [1, 20_000])] {
        let ledger = scene();
        let evidence = verdicts(&ledger, epochs, [1, 1], fractions);
        let proof = ledger.double_statement(&ledger.attestors[2], evidence);
        ledger.report_double_statement(&proof).unwrap();
        let case = ledger.case_at(ledger.double_statement_case(&proof));
        assert_eq!((case.taken, case.epoch), (501, 1), "the evidence is as old as the newer epoch");
        ledger.assert_solvent();
    }
}

#[test]
fn anybody_reports_and_the_case_is_about_the_attestor() {
    let ledger = scene();
    let (attestor, reporter) = (&ledger.attestors[0], ledger.wallet());
    let proof = ledger.two_verdicts(attestor, 1, 1);
    let report = proof.instructions(&ledger.network, &ledger.domain, reporter.pubkey(), 0).unwrap();
    ledger.send(&report, &[&reporter]).unwrap();
    let case = ledger.case_at(ledger.double_statement_case(&proof));
    let address = pda::attestor(ledger.network.network, attestor.key.pubkey());
    assert_eq!((case.offender, case.device, case.reporter), (address, Address::default(), reporter.pubkey()));
    assert_eq!((case.rent_payer, case.outcome, case.void_slots), (reporter.pubkey(), outcome::OPEN, 0));
    assert_eq!((case.opened_at, case.deadline), (ledger.now(), ledger.now() + ledger.parameters.appeal));
    assert_eq!((case.shares_at_opening, case.own_shares_at_opening), (1_001, 1_001));
    let account = ledger.attestor_account(attestor);
    assert_eq!((account.bond, account.slashed_statements, account.open_cases), (500, 1, 1));
    let books = ledger.assert_solvent();
    assert_eq!((books.bonds, books.escrow), (2 * 1_001 + 500, 501));
}

#[test]
fn equal_statements_and_different_subjects_are_no_offence() {
    let ledger = scene();
    let attestor = &ledger.attestors[0];
    let [one, other] = OPERATORS;
    let changed = Statement { units: 8, ..STATEMENT };
    for evidence in [
        contributions([one, one], [STATEMENT, STATEMENT]),
        contributions([one, one], [STATEMENT, Statement { epoch: 0, ..changed }]),
        contributions([one, other], [STATEMENT, Statement { sequence: 6, ..changed }]),
        verdicts(&ledger, [1, 1], [1, 1], [100, 100]),
        verdicts(&ledger, [1, 1], [1, 2], [100, 200]),
    ] {
        assert_refused!(report(&ledger, attestor, attestor, evidence), LedgerError::NoDoubleStatement);
    }
    ledger.assert_solvent();
}

#[test]
fn only_the_attestors_own_key_over_these_statements_is_evidence() {
    let ledger = scene();
    let [attestor, other, _] = &ledger.attestors[..] else { panic!() };
    let evidence = verdicts(&ledger, [1, 1], [1, 1], [100, 200]);
    assert_refused!(report(&ledger, attestor, other, evidence), LedgerError::NotInSet);
    assert_refused!(report(&ledger, other, attestor, evidence), LedgerError::NotInSet);

    let payer = ledger.payer.pubkey();
    let of = |evidence| ledger.double_statement(attestor, evidence);
    let [_, claim] = of(evidence).instructions(&ledger.network, &ledger.domain, payer, 0).unwrap().try_into().unwrap();
    for else_signed in [
        verdicts(&ledger, [1, 1], [1, 1], [200, 100]),
        verdicts(&ledger, [1, 1], [1, 1], [100, 300]),
        contributions([OPERATORS[0]; 2], [STATEMENT, Statement { units: 8, ..STATEMENT }]),
    ] {
        let signatures = of(else_signed).instructions(&ledger.network, &ledger.domain, payer, 0).unwrap();
        assert_refused!(ledger.send(&[signatures[0].clone(), claim.clone()], &[]), LedgerError::WrongMessage);
    }
    let elsewhere = ledger.neighbour();
    let foreign = of(evidence).instructions(&ledger.network, &elsewhere.domain, payer, 0).unwrap();
    assert!(ledger.send(&[foreign[0].clone(), claim.clone()], &[]).is_err(), "signed for this network alone");
    let twice = DeviceKey::Ed25519(attestor.key.pubkey().to_bytes());
    let digest = signed(&ledger, &evidence).0[0];
    let signature = Attestation::sign(&attestor.key, &digest).unwrap().signature;
    let alone = precompile::one_key(&twice, &[(&digest, signature)]).unwrap();
    assert_refused!(ledger.send(&[alone, claim.clone()], &[]), LedgerError::MalformedSignatures);
    let twice = precompile::one_key(&twice, &[(&digest, signature); 2]).unwrap();
    assert_refused!(ledger.send(&[twice, claim.clone()], &[]), LedgerError::WrongMessage);
    assert_refused!(ledger.send(&[claim], &[]), LedgerError::NotPrecompile);
    assert_eq!(ledger.attestor_account(attestor).bond, 1_001);
    ledger.assert_solvent();
}

#[test]
fn the_key_must_be_in_the_set_in_force_in_the_first_statements_epoch() {
    let ledger = scene();
    let outsider = TestAttestor::new(1);
    ledger.register_attestor(&outsider);
    let evidence = verdicts(&ledger, [1, 1], [1, 1], [100, 200]);
    assert_refused!(report(&ledger, &outsider, &outsider, evidence), LedgerError::NotInSet);

    let members = [(ledger.attestors[0].key.pubkey(), 1), (outsider.key.pubkey(), 1)];
    let seal = build::Seal { from_epoch: 2, proof_threshold: 2, verdict_threshold: 2 };
    ledger.seal_set(2, &members, seal).unwrap();
    ledger.enter_epoch(2);
    let about = |epochs| verdicts(&ledger, epochs, [1, 1], [100, 200]);
    assert_refused!(report(&ledger, &outsider, &outsider, about([2, 1])), LedgerError::SetNotInForce);
    assert_refused!(report(&ledger, &outsider, &outsider, about([1, 2])), LedgerError::NotInSet);
    let proof = ledger.double_statement(&outsider, about([2, 1]));
    assert_eq!(proof.set_version, 2);
    ledger.report_double_statement(&proof).unwrap();
    ledger.assert_solvent();
}

#[test]
fn evidence_is_taken_from_the_later_epochs_start_to_the_earlier_ones_end() {
    let ledger = scene();
    let attestor = &ledger.attestors[0];
    let about = |evidence, epochs| verdicts(&ledger, epochs, [evidence; 2], [100, 200]);
    ledger.chain.warp_to(ledger.start(2) - 1);
    for epochs in [[1, 2], [2, 1], [2, 2]] {
        assert_refused!(report(&ledger, attestor, attestor, about(1, epochs)), LedgerError::EvidenceAhead);
    }
    ledger.chain.warp_by(1);
    report(&ledger, attestor, attestor, about(1, [2, 2])).unwrap();
    report(&ledger, attestor, attestor, about(2, [1, 2])).unwrap();
    ledger.chain.warp_to(ledger.evidence_end(1) - 1);
    report(&ledger, attestor, attestor, about(3, [2, 1])).unwrap();
    ledger.chain.warp_by(1);
    for epochs in [[1, 2], [2, 1], [1, 1]] {
        assert_refused!(report(&ledger, attestor, attestor, about(4, epochs)), LedgerError::TooLate);
    }
    ledger.assert_solvent();
}

#[test]
fn one_subject_is_one_case_and_another_takes_of_what_is_left() {
    let ledger = scene();
    let attestor = &ledger.attestors[0];
    let about = |evidence, fractions| verdicts(&ledger, [1, 1], [evidence; 2], fractions);
    report(&ledger, attestor, attestor, about(1, [100, 200])).unwrap();
    let refused = || {
        for fractions in [[100, 200], [200, 100], [100, 300], [300, 400]] {
            let again = report(&ledger, attestor, attestor, about(1, fractions));
            assert_refused!(again, LedgerError::AlreadyExists);
        }
    };
    refused();
    report(&ledger, attestor, attestor, about(2, [100, 200])).unwrap();
    let account = ledger.attestor_account(attestor);
    assert_eq!((account.bond, account.slashed_statements, account.open_cases), (250, 2, 2), "1,001 - 501 - 250");
    let first = ledger.double_statement(attestor, about(1, [100, 200]));
    ledger.execute_in_time(ledger.double_statement_case(&first));
    assert!(ledger.now() < ledger.evidence_end(1));
    refused();
    ledger.assert_solvent();
}
