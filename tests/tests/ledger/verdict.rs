//! Verdicts: how a quorum of attestors condemns an operator, in as many transactions as it takes, and until when.

use girder_sdk::{
    instructions::{self as build, Seal, VerdictAddresses},
    ledger::{
        VerdictStatement,
        error::LedgerError,
        state::{Verdict, outcome},
    },
    pda,
    proof::VerdictSignatures,
    transport::MAX_TRANSACTION_BYTES,
};
use girder_tests::{Ledger, TestOperator, assert_refused};
use solana_keypair::Keypair;
use solana_signer::Signer;

/// Six attestors with a weight of 9, of which verdicts take 6, exactly two thirds; an operator with a stake of 1,000,000,
/// in epoch 1.
fn scene() -> (Ledger, TestOperator) {
    let ledger = Ledger::new().attestors(&[2, 2, 2, 1, 1, 1]).thresholds(5, 6).build();
    let operator = ledger.operator().stake(1_000_000).build();
    ledger.enter_epoch(1);
    (ledger, operator)
}

/// A verdict of 10% about epoch 1 that nobody signed yet.
fn verdict(ledger: &Ledger, operator: &TestOperator) -> VerdictSignatures {
    ledger.verdict(operator, ledger.verdict_statement(1, 1, 1_000))
}

fn strike(ledger: &Ledger, number: usize) {
    let key = ledger.attestors[number].key.pubkey();
    let strike = build::strike_attestor(&ledger.network, 1, ledger.authority.pubkey(), key, false);
    ledger.send(&[strike], &[&ledger.authority]).unwrap();
}

#[test]
fn two_thirds_of_all_weight_condemn_over_several_transactions_and_one_less_does_not() {
    let (ledger, operator) = scene();
    let verdict = verdict(&ledger, &operator);
    for signers in [&[0][..], &[1], &[3]] {
        ledger.sign_verdict(&verdict, signers).unwrap();
        assert_refused!(ledger.slash_by_verdict(verdict.verdict()), LedgerError::BelowThreshold);
    }
    ledger.sign_verdict(&verdict, &[4]).unwrap();
    let reporter = ledger.wallet();
    let slash = build::slash_by_verdict(&ledger.network, reporter.pubkey(), verdict.verdict(), ledger.payer.pubkey());
    ledger.send(&[slash], &[&reporter]).unwrap();

    let case = ledger.case_at(ledger.verdict_case(&operator, &verdict.verdict().statement));
    assert_eq!(
        (case.offender, case.reporter, case.rent_payer),
        (operator.address, reporter.pubkey(), reporter.pubkey())
    );
    assert_eq!((case.taken, case.epoch, case.outcome), (100_000, 1, outcome::OPEN));
    assert_eq!((case.opened_at, case.deadline), (ledger.now(), ledger.now() + ledger.parameters.appeal));
    let account = ledger.operator_account(&operator);
    assert_eq!((account.stake, account.excess), (900_000, 0));
    assert_eq!(ledger.assert_solvent().escrow, 100_000);
}

#[test]
fn six_signatures_fit_one_transaction() {
    let (ledger, operator) = scene();
    let verdict = verdict(&ledger, &operator);
    let receipt = ledger.sign_verdict(&verdict, &[0, 1, 2, 3, 4, 5]).unwrap();
    assert!(receipt.bytes <= MAX_TRANSACTION_BYTES, "{} bytes", receipt.bytes);
    ledger.slash_by_verdict(verdict.verdict()).unwrap();
    ledger.assert_solvent();
}

#[test]
fn whoever_is_struck_after_signing_does_not_count_and_cannot_sign() {
    let (ledger, operator) = scene();
    let verdict = verdict(&ledger, &operator);
    ledger.sign_verdict(&verdict, &[0, 1, 2]).unwrap();
    strike(&ledger, 2);
    strike(&ledger, 5);
    assert_refused!(ledger.slash_by_verdict(verdict.verdict()), LedgerError::BelowThreshold);
    assert_refused!(ledger.sign_verdict(&verdict, &[5]), LedgerError::NotInSet);
    assert_refused!(ledger.sign_verdict(&verdict, &[3, 4, 5]), LedgerError::NotInSet);
    ledger.sign_verdict(&verdict, &[3, 4]).unwrap();
    ledger.slash_by_verdict(verdict.verdict()).unwrap();
    ledger.assert_solvent();
}

#[test]
fn only_the_set_in_force_in_the_verdicts_epoch_signs_and_decides() {
    let (ledger, operator) = scene();
    let members: Vec<_> = ledger.attestors.iter().map(|one| (one.key.pubkey(), 1)).collect();
    ledger.seal_set(2, &members[..3], Seal { from_epoch: 2, proof_threshold: 2, verdict_threshold: 2 }).unwrap();
    ledger.enter_epoch(2);
    for (epoch, set, other) in [(1, 1, 2), (2, 2, 1)] {
        let statement = ledger.verdict_statement(epoch, epoch as u8, 1_000);
        let by = |set| VerdictSignatures::new(&ledger.domain, operator.address, set, statement);
        assert_refused!(ledger.sign_verdict(&by(other), &[0, 1, 2]), LedgerError::SetNotInForce);
        ledger.sign_verdict(&by(set), &[0, 1, 2]).unwrap();
        assert_refused!(ledger.slash_by_verdict(by(other).verdict()), LedgerError::SetNotInForce);
        ledger.slash_by_verdict(by(set).verdict()).unwrap();
    }
    ledger.assert_solvent();
}

#[test]
fn signatures_of_another_statement_or_by_others_are_none() {
    let (ledger, operator) = scene();
    let other_operator = ledger.operator().stake(1_000).build();
    let verdict = verdict(&ledger, &operator);
    let statement = verdict.verdict().statement;
    let payer = ledger.payer.pubkey();
    let sign = |signed: VerdictSignatures| {
        signed.attest(&ledger.attestors[0].key).unwrap().instructions(&ledger.network, payer, 0).unwrap()
    };
    let elsewhere = ledger.neighbour();
    let [_, add] = sign(verdict.clone()).try_into().unwrap();
    for other in [
        ledger.verdict(&other_operator, statement),
        ledger.verdict(&operator, VerdictStatement { epoch: 0, ..statement }),
        ledger.verdict(&operator, VerdictStatement { evidence_hash: [2; 32], ..statement }),
        ledger.verdict(&operator, VerdictStatement { fraction_bps: 1_001, ..statement }),
        VerdictSignatures::new(&elsewhere.domain, operator.address, 1, statement),
    ] {
        let signature = sign(other)[0].clone();
        assert_refused!(ledger.send(&[signature, add.clone()], &[]), LedgerError::WrongMessage);
    }
    for stranger in [&ledger.authority, &operator.identity, &elsewhere.attestors[0].key, &Keypair::new()] {
        let signed = verdict.clone().attest(&ledger.attestors[0].key).unwrap().attest(stranger).unwrap();
        let instructions = signed.instructions(&ledger.network, payer, 0).unwrap();
        assert_refused!(ledger.send(&instructions, &[]), LedgerError::NotInSet);
    }
    assert_refused!(ledger.send(&[add], &[]), LedgerError::NotPrecompile);
}

#[test]
fn a_signature_that_is_there_already_is_no_new_one() {
    let (ledger, operator) = scene();
    let verdict = verdict(&ledger, &operator);
    ledger.sign_verdict(&verdict, &[0, 1]).unwrap();
    for again in [&[0][..], &[1], &[1, 0]] {
        assert_refused!(ledger.sign_verdict(&verdict, again), LedgerError::AttestorSignedTwice);
    }
    ledger.sign_verdict(&verdict, &[1, 2]).unwrap();
    ledger.slash_by_verdict(verdict.verdict()).unwrap();
    ledger.assert_solvent();
}

#[test]
fn a_fraction_is_from_1_to_10_000_basis_points() {
    let (ledger, operator) = scene();
    let sign = |number: u8, fraction| {
        ledger.sign_verdict(&ledger.verdict(&operator, ledger.verdict_statement(1, number, fraction)), &[0])
    };
    for (number, fraction) in [(1, 0), (2, 10_001), (3, u64::MAX)] {
        assert_refused!(sign(number, fraction), LedgerError::BadFraction);
    }
    sign(4, 1).unwrap();
    sign(5, 10_000).unwrap();
}

#[test]
fn a_verdict_is_signed_and_executed_within_its_epochs_evidence_window() {
    let (ledger, operator) = scene();
    let ahead = ledger.verdict(&operator, ledger.verdict_statement(2, 1, 1_000));
    ledger.chain.warp_to(ledger.start(2) - 1);
    assert_refused!(ledger.sign_verdict(&ahead, &[0]), LedgerError::EvidenceAhead);
    ledger.chain.warp_by(1);
    ledger.sign_verdict(&ahead, &[0]).unwrap();

    ledger.chain.warp_to(ledger.evidence_end(2) - 1);
    ledger.sign_verdict(&ahead, &[1]).unwrap();
    let late = ledger.verdict(&operator, ledger.verdict_statement(2, 2, 1_000));
    for verdict in [&ahead, &late] {
        ledger.sign_verdict(verdict, &[2, 3, 4, 5]).unwrap();
    }
    ledger.sign_verdict(&late, &[0]).unwrap();
    ledger.slash_by_verdict(ahead.verdict()).unwrap();
    ledger.chain.warp_by(1);
    assert_refused!(ledger.sign_verdict(&late, &[1]), LedgerError::TooLate);
    assert_refused!(ledger.slash_by_verdict(late.verdict()), LedgerError::TooLate);
    ledger.assert_solvent();
}

#[test]
fn one_evidence_condemns_once_whatever_else_the_verdict_says() {
    let (ledger, operator) = scene();
    let first = ledger.verdict_statement(1, 1, 1_000);
    let case = ledger.condemn(&operator, first);
    let refused = || {
        for (epoch, fraction) in [(1, 1_000), (1, 2_000), (0, 1_000)] {
            let again = ledger.verdict(&operator, VerdictStatement { epoch, fraction_bps: fraction, ..first });
            drop(ledger.sign_verdict(&again, &[0, 1, 2]));
            assert_refused!(ledger.slash_by_verdict(again.verdict()), LedgerError::AlreadyExists);
        }
        assert_eq!(ledger.operator_account(&operator).offences.iter().filter(|one| one.at != 0).count(), 1);
    };
    refused();
    ledger.chain.warp_to(ledger.case_at(case).deadline);
    assert!(ledger.now() < ledger.evidence_end(1));
    ledger.execute_case(case).unwrap();
    let books = ledger.assert_solvent();
    assert_eq!((books.staked, books.escrow), (900_000, 0));
}

#[test]
fn a_verdict_is_about_its_own_operator_only() {
    let (ledger, operator) = scene();
    let other = ledger.operator().stake(1_000).build();
    let verdict = verdict(&ledger, &operator);
    ledger.sign_verdict(&verdict, &[0, 1, 2]).unwrap();
    let payer = ledger.payer.pubkey();
    let mut slash = build::slash_by_verdict(&ledger.network, payer, verdict.verdict(), payer);
    for meta in slash.accounts.iter_mut().filter(|meta| meta.pubkey == operator.address) {
        meta.pubkey = other.address;
    }
    assert_refused!(ledger.send(&[slash], &[]), LedgerError::WrongOperator);
    let elsewhere = ledger.neighbour();
    let foreign = elsewhere.operator().build();
    let about = VerdictSignatures::new(&ledger.domain, foreign.address, 1, verdict.verdict().statement);
    assert_refused!(ledger.sign_verdict(&about, &[0]), LedgerError::WrongNetwork);
    ledger.assert_solvent();
}

/// The verdict's rent is somebody's, who signs nothing else.
fn paid_by(ledger: &Ledger, payer: &Keypair, verdict: &VerdictSignatures) {
    let signed = verdict.clone().attest(&ledger.attestors[0].key).unwrap();
    let instructions = signed.instructions(&ledger.network, payer.pubkey(), 0).unwrap();
    ledger.send(&instructions, &[payer]).unwrap();
}

fn account(ledger: &Ledger, verdict: &VerdictAddresses) -> Option<Verdict> {
    ledger.chain.read(pda::verdict(ledger.network.network, &verdict.digest)).ok()
}

#[test]
fn the_verdicts_rent_returns_to_its_payer_when_it_slashes() {
    let (ledger, operator) = scene();
    let (verdict, payer) = (verdict(&ledger, &operator), ledger.wallet());
    let before = ledger.chain.find(&payer.pubkey()).unwrap().lamports;
    paid_by(&ledger, &payer, &verdict);
    assert_eq!(account(&ledger, verdict.verdict()).unwrap().rent_payer, payer.pubkey());
    ledger.sign_verdict(&verdict, &[1, 2]).unwrap();
    assert_refused!(ledger.slash_by_verdict(verdict.verdict()), LedgerError::WrongRentPayer);
    let slash = build::slash_by_verdict(&ledger.network, ledger.payer.pubkey(), verdict.verdict(), payer.pubkey());
    ledger.send(&[slash], &[]).unwrap();
    assert!(account(&ledger, verdict.verdict()).is_none());
    assert_eq!(ledger.chain.find(&payer.pubkey()).unwrap().lamports, before);
    ledger.assert_solvent();
}

#[test]
fn a_verdict_that_came_to_nothing_closes_once_its_evidence_is_old() {
    let (ledger, operator) = scene();
    let (verdict, payer) = (verdict(&ledger, &operator), ledger.wallet());
    let before = ledger.chain.find(&payer.pubkey()).unwrap().lamports;
    paid_by(&ledger, &payer, &verdict);
    let close = |to| ledger.send(&[build::close_verdict(&ledger.network, &verdict.digest(), to)], &[]);
    ledger.chain.warp_to(ledger.evidence_end(1) - 1);
    assert_refused!(close(payer.pubkey()), LedgerError::TooEarly);
    ledger.chain.warp_by(1);
    assert_refused!(close(ledger.payer.pubkey()), LedgerError::WrongRentPayer);
    close(payer.pubkey()).unwrap();
    assert!(account(&ledger, verdict.verdict()).is_none());
    assert_eq!(ledger.chain.find(&payer.pubkey()).unwrap().lamports, before);
}
