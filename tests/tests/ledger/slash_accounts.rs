//! The accounts of slashing: made where lamports lie already, closed when they are of no use any more.

use girder_sdk::{instructions as build, ledger::error::LedgerError, pda};
use girder_tests::{Ledger, TestOperator, TestTicket, assert_refused};
use solana_address::Address;
use solana_signer::Signer;

/// An operator that is down in epoch 0, which is settled.
fn scene() -> (Ledger, TestOperator) {
    let ledger = Ledger::new().floors(&[1]).downtime(1, 1).healthy().build();
    let operator = ledger.operator().stake(1_000_000).build();
    ledger.device(&operator);
    ledger.settle_up_to(0);
    (ledger, operator)
}

#[test]
fn lamports_sent_to_where_an_account_will_be_are_no_obstacle() {
    for lamports in [1, 1_000_000_000] {
        let (ledger, operator) = scene();
        let device = ledger.device(&operator);
        let proof = ledger.two_verdicts(&ledger.attestors[0], 1, 1);
        let (first, second) = ledger.equivocate(&device, 1);
        let reporter = ledger.wallet().pubkey();
        let ticket = TestTicket::about(&ledger, &device, &[first.digest, second.digest], reporter, 1);
        let verdict = ledger.verdict(&operator, ledger.verdict_statement(1, 2, 100));
        let verdict_case = ledger.verdict_case(&operator, &verdict.verdict().statement);
        for address in [
            pda::report_ticket(ledger.network.network, &ticket.hash),
            pda::verdict(ledger.network.network, &verdict.digest()),
            verdict_case,
            ledger.downtime_case(&operator, 0),
            ledger.case_address(&device),
            ledger.double_statement_case(&proof),
        ] {
            ledger.chain.airdrop(address, lamports).unwrap();
        }
        ledger.commit(&ticket).unwrap();
        ledger.next_slot();
        ledger.report(&first, &second).unwrap();
        ledger.reveal(ledger.case_address(&device), &ticket).unwrap();
        ledger.report_downtime(&operator, 0).unwrap();
        ledger.sign_verdict(&verdict, &[0, 1]).unwrap();
        ledger.sign_verdict(&verdict, &[2]).unwrap();
        ledger.slash_by_verdict(verdict.verdict()).unwrap();
        ledger.report_double_statement(&proof).unwrap();
        for case in [ledger.case_address(&device), ledger.downtime_case(&operator, 0), verdict_case] {
            ledger.execute_in_time(case);
        }
        ledger.assert_solvent();
    }
}

#[test]
fn a_verdict_signed_again_after_its_case_is_closed_for_its_rent() {
    let (ledger, operator) = scene();
    let statement = ledger.verdict_statement(1, 1, 100);
    ledger.condemn(&operator, statement);
    let verdict = ledger.verdict(&operator, statement);
    ledger.sign_verdict(&verdict, &[0, 1, 2]).unwrap();
    assert_refused!(ledger.slash_by_verdict(verdict.verdict()), LedgerError::AlreadyExists);
    ledger.chain.warp_to(ledger.evidence_end(1));
    let payer = ledger.payer.pubkey();
    ledger.send(&[build::close_verdict(&ledger.network, &verdict.digest(), payer)], &[]).unwrap();
    ledger.assert_solvent();
}

#[test]
fn cases_of_every_kind_close_once_decided_and_their_evidence_is_old() {
    let (ledger, operator) = scene();
    ledger.report_downtime(&operator, 0).unwrap();
    let verdict = ledger.condemn(&operator, ledger.verdict_statement(1, 1, 100));
    let cases = [(ledger.downtime_case(&operator, 0), 0), (verdict, 1)];
    cases.iter().for_each(|(case, _)| drop(ledger.overturn_case(*case).unwrap()));
    for (case, epoch) in cases {
        let close = |to: Address| ledger.send(&[build::close_slash_case(&ledger.network, case, to)], &[]);
        ledger.chain.warp_to(ledger.evidence_end(epoch) - 1);
        assert_refused!(close(ledger.payer.pubkey()), LedgerError::TooEarly);
        ledger.chain.warp_by(1);
        assert_refused!(close(operator.identity.pubkey()), LedgerError::WrongRentPayer);
        close(ledger.payer.pubkey()).unwrap();
    }
    assert_refused!(ledger.report_downtime(&operator, 0), LedgerError::TooLate);
    ledger.assert_solvent();
}

#[test]
fn collateral_of_token_2022_is_paid_burned_and_kept_alike() {
    for treasury in [false, true] {
        let setup = Ledger::new().two_mints().token_2022().device_collateral(1_000);
        let setup = if treasury { setup.treasury() } else { setup };
        let ledger = setup.parameters(|p| (p.correlation_bps, p.max_correlation_bps) = (10_000, 20_000)).build();
        let operator = ledger.operator().stake(10_000).build();
        let device = ledger.device(&operator);
        ledger.enter_epoch(1);
        let (first, second) = ledger.equivocate(&device, 1);
        let reporter = ledger.wallet().pubkey();
        let ticket = TestTicket::about(&ledger, &device, &[first.digest, second.digest], reporter, 1);
        ledger.commit(&ticket).unwrap();
        ledger.next_slot();
        ledger.report(&first, &second).unwrap();
        let case = ledger.case_address(&device);
        ledger.reveal(case, &ticket).unwrap();
        let supply = ledger.collateral_supply();
        ledger.execute_in_time(case);
        assert_eq!((ledger.collateral_at(reporter), ledger.case_at(case).returned), (110, 900), "1,100 of 2,000 kept");
        assert_eq!(supply - ledger.collateral_supply(), if treasury { 0 } else { 990 });
        assert_eq!(ledger.operator_account(&operator).stake, 8_900);
        ledger.assert_solvent();
    }
}
