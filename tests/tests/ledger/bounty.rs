//! The bounty: who gets it, and how much.

use girder_sdk::{
    instructions as build,
    interface::Hash,
    ledger::{error::LedgerError, state::outcome},
    proof::{EquivocationReport, Proof},
};
use girder_tests::{Ledger, Setup, TestDevice, TestOperator, TestTicket, assert_refused};
use solana_account::Account;
use solana_address::Address;
use solana_signer::Signer;

/// A caught device costs 100,000 of a stake of 1,000,000, of which a reporter gets a tenth; in epoch 1.
struct Scene {
    ledger: Ledger,
    operator: TestOperator,
    device: TestDevice,
    evidence: (Proof, Proof),
}

impl Scene {
    fn new() -> Self {
        Self::on(Ledger::new())
    }

    fn on(setup: Setup) -> Self {
        let ledger = setup.device_collateral(100_000).build();
        let operator = ledger.operator().stake(1_000_000).build();
        let device = ledger.device(&operator);
        ledger.enter_epoch(1);
        let evidence = ledger.equivocate(&device, 1);
        Self { ledger, operator, device, evidence }
    }

    fn digests(&self) -> [Hash; 2] {
        [self.evidence.0.digest, self.evidence.1.digest]
    }

    /// The ticket of a reporter.
    fn ticket(&self, reporter: Address, salt: u8) -> TestTicket {
        TestTicket::about(&self.ledger, &self.device, &self.digests(), reporter, salt)
    }

    /// A ticket made now by a new reporter; a slot passes.
    fn committed(&self, salt: u8) -> TestTicket {
        let ticket = self.ticket(self.ledger.wallet().pubkey(), salt);
        self.ledger.commit(&ticket).unwrap();
        self.ledger.next_slot();
        ticket
    }

    /// Opens the case.
    fn report(&self) -> Address {
        self.ledger.report(&self.evidence.0, &self.evidence.1).unwrap();
        self.ledger.case_address(&self.device)
    }
}

#[test]
fn the_oldest_ticket_wins_in_whichever_order_they_are_revealed() {
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let scene = Scene::new();
        let tickets = [1, 2, 3].map(|salt| scene.committed(salt));
        let case = scene.report();
        let mut oldest = usize::MAX;
        for number in order {
            let revealed = scene.ledger.reveal(case, &tickets[number]);
            if number < oldest {
                revealed.unwrap();
                oldest = number;
            } else {
                assert_refused!(revealed, LedgerError::OlderTicketRevealed);
            }
            assert_eq!(scene.ledger.case_at(case).bounty_recipient, tickets[oldest].reporter);
        }
        scene.ledger.execute_in_time(case);
        assert_eq!(tickets.map(|one| scene.ledger.collateral_at(one.reporter)), [10_000, 0, 0], "{order:?}");
        scene.ledger.assert_solvent();
    }
}

#[test]
fn of_two_tickets_of_one_slot_the_one_revealed_first_stays() {
    let scene = Scene::new();
    let tickets = [1, 2].map(|salt| scene.ticket(scene.ledger.wallet().pubkey(), salt));
    tickets.iter().for_each(|ticket| drop(scene.ledger.commit(ticket).unwrap()));
    scene.ledger.next_slot();
    let case = scene.report();
    scene.ledger.reveal(case, &tickets[1]).unwrap();
    assert_refused!(scene.ledger.reveal(case, &tickets[0]), LedgerError::OlderTicketRevealed);
    scene.ledger.assert_solvent();
}

#[test]
fn a_ticket_of_the_cases_own_slot_or_a_later_one_is_too_new() {
    let scene = Scene::new();
    let (ledger, reporter) = (&scene.ledger, scene.ledger.wallet().pubkey());
    let (same, later) = (scene.ticket(reporter, 1), scene.ticket(reporter, 2));
    ledger.commit(&same).unwrap();
    let case = scene.report();
    assert_eq!(ledger.case_at(case).opened_slot, ledger.chain.now().slot);
    ledger.next_slot();
    ledger.commit(&later).unwrap();
    for ticket in [&same, &later] {
        assert_refused!(ledger.reveal(case, ticket), LedgerError::TicketTooNew);
    }
    ledger.assert_solvent();
}

#[test]
fn whoever_copies_a_report_gets_nothing_and_the_ticket_holder_all_the_same() {
    let scene = Scene::new();
    let ledger = &scene.ledger;
    let honest = scene.committed(1);
    // The copier saw the report on its way, and is quicker; its own ticket is of the same slot at best.
    let copier = ledger.wallet();
    let copied = scene.ticket(copier.pubkey(), 2);
    ledger.commit(&copied).unwrap();
    let report = EquivocationReport::new(&scene.evidence.1, &scene.evidence.0).unwrap();
    ledger.send(&report.instructions(&ledger.network, copier.pubkey(), 0).unwrap(), &[&copier]).unwrap();
    let case = ledger.case_address(&scene.device);
    assert_eq!(ledger.case_at(case).reporter, copier.pubkey());
    assert_refused!(ledger.reveal(case, &copied), LedgerError::TicketTooNew);
    let as_copier = TestTicket { reporter: copier.pubkey(), ..honest };
    assert_refused!(ledger.reveal(case, &as_copier), LedgerError::WrongCommitment);
    ledger.reveal(case, &honest).unwrap();
    ledger.execute_in_time(case);
    assert_eq!([copier.pubkey(), honest.reporter].map(|owner| ledger.collateral_at(owner)), [0, 10_000]);
    ledger.assert_solvent();
}

#[test]
fn whoever_commits_a_copied_hash_pays_the_rent_for_its_reporter() {
    let scene = Scene::new();
    let (ledger, copier) = (&scene.ledger, scene.ledger.wallet());
    let ticket = scene.ticket(ledger.wallet().pubkey(), 1);
    let before = ledger.chain.find(&copier.pubkey()).unwrap().lamports;
    let front_run = ledger.commit_as(&copier, &ticket);
    assert_refused!(ledger.commit(&ticket), LedgerError::AlreadyExists);
    ledger.next_slot();
    let case = scene.report();
    assert_refused!(ledger.close_ticket(&front_run), LedgerError::TooEarly);
    assert_refused!(ledger.reveal(case, &ticket), LedgerError::WrongRentPayer);
    ledger.reveal(case, &front_run).unwrap();
    assert_eq!(ledger.chain.find(&copier.pubkey()).unwrap().lamports, before, "the rent is back");
    ledger.execute_in_time(case);
    assert_eq!(ledger.collateral_at(ticket.reporter), 10_000);
    ledger.assert_solvent();
}

#[test]
fn only_the_committed_offence_digests_reporter_and_salt_open_a_ticket() {
    let scene = Scene::new();
    let ledger = &scene.ledger;
    let (ticket, other) = (scene.committed(1), ledger.wallet().pubkey());
    let third = ledger.equivocate(&scene.device, 1).0.digest;
    let [first, second] = scene.digests();
    let another = ledger.device(&scene.operator);
    let wrong = [
        TestTicket::about(ledger, &scene.device, &[first, third], other, 2),
        TestTicket::about(ledger, &scene.device, &[first, first], other, 3),
        TestTicket::about(ledger, &another, &[first, second], other, 4),
        TestTicket::about(ledger, &scene.device, &[first, second], Address::default(), 5),
    ];
    wrong.iter().for_each(|ticket| drop(ledger.commit(ticket).unwrap()));
    ledger.next_slot();
    let case = scene.report();
    let bent = [TestTicket { salt: [2; 32], ..ticket }, TestTicket { reporter: other, ..ticket }];
    for ticket in wrong.iter().chain(&bent) {
        assert_refused!(ledger.reveal(case, ticket), LedgerError::WrongCommitment);
    }
    let swapped = TestTicket::about(ledger, &scene.device, &[second, first], ticket.reporter, 1);
    assert_eq!(swapped.hash, ticket.hash, "in either order");
    ledger.reveal(case, &ticket).unwrap();
    assert!(ledger.reveal(case, &ticket).is_err(), "a ticket is shown once");
    ledger.assert_solvent();
}

#[test]
fn tickets_are_revealed_until_the_last_second_before_the_deadline() {
    let scene = Scene::new();
    let ledger = &scene.ledger;
    let [older, newer] = [scene.committed(1), scene.committed(2)];
    let case = scene.report();
    let deadline = ledger.case_at(case).deadline;
    ledger.chain.warp_to(deadline - 1);
    ledger.reveal(case, &newer).unwrap();
    ledger.chain.warp_by(1);
    assert_refused!(ledger.reveal(case, &older), LedgerError::TooLate);
    ledger.execute_case(case).unwrap();
    assert_refused!(ledger.reveal(case, &older), LedgerError::CaseDecided);
    assert_eq!(ledger.collateral_at(newer.reporter), 10_000);
    ledger.assert_solvent();
}

#[test]
fn it_is_its_rate_of_what_is_kept_and_at_most_half_of_what_the_operator_lost_itself() {
    for (rate, own, others, bounty) in [
        (1_000, 1_000_000, 0, 10_000),
        (5_000, 1_000_000, 0, 50_000),
        (10_000, 1_000_000, 0, 50_000),
        (10_000, 250_000, 750_000, 12_500),
        (1_250, 250_000, 750_000, 12_500),
        (1_249, 250_000, 750_000, 12_490),
        (10_000, 333_333, 666_667, 16_666),
        (3, 1_000_000, 0, 30),
        (0, 1_000_000, 0, 0),
    ] {
        let ledger = Ledger::new().device_collateral(100_000).parameters(|p| p.bounty_bps = rate).build();
        let operator = ledger.operator().stake(own).build();
        if others > 0 {
            ledger.delegate(&operator, others);
        }
        let device = ledger.device(&operator);
        ledger.enter_epoch(1);
        let evidence = ledger.equivocate(&device, 1);
        let scene = Scene { ledger, operator, device, evidence };
        let ticket = scene.committed(1);
        let case = scene.report();
        scene.ledger.reveal(case, &ticket).unwrap();
        let supply = scene.ledger.collateral_supply();
        scene.ledger.execute_in_time(case);
        let what = format!("{rate} with {own} of its own and {others} of others");
        assert_eq!(scene.ledger.collateral_at(ticket.reporter), bounty, "{what}");
        assert_eq!(scene.ledger.collateral_supply(), supply - (100_000 - bounty), "{what}");
        assert_eq!(scene.ledger.case_at(case).bounty, bounty);
        scene.ledger.assert_solvent();
    }
}

#[test]
fn it_is_paid_to_an_account_of_its_reporter_and_to_no_other() {
    let scene = Scene::new();
    let ledger = &scene.ledger;
    let ticket = scene.committed(1);
    let case = scene.report();
    ledger.reveal(case, &ticket).unwrap();
    ledger.chain.warp_to(ledger.case_at(case).deadline);
    let collateral = &ledger.network.collateral;
    let account = |owner| ledger.chain.create_token_account(&ledger.payer, collateral, owner).unwrap();
    let execute = |to| ledger.send(&[build::execute_slash(&ledger.network, scene.operator.address, case, to)], &[]);
    for wrong in [None, Some(account(ledger.payer.pubkey())), Some(ledger.network.stake_vault)] {
        assert_refused!(execute(wrong), LedgerError::WrongDestination);
    }
    // Any account of the reporter will do: this one is at an address of its own.
    let (associated, other) = (account(ticket.reporter), ledger.wallet().pubkey());
    ledger.chain.set_account(other, ledger.chain.find(&associated).unwrap()).unwrap();
    ledger.chain.set_account(associated, Account::default()).unwrap();
    execute(Some(other)).unwrap();
    assert_eq!(ledger.balance(other), 10_000);
    ledger.assert_solvent();
}

#[test]
fn without_a_ticket_everything_is_burned() {
    let scene = Scene::new();
    scene.committed(1);
    let case = scene.report();
    let supply = scene.ledger.collateral_supply();
    scene.ledger.execute_in_time(case);
    assert_eq!(scene.ledger.collateral_supply(), supply - 100_000);
    assert_eq!(scene.ledger.case_at(case).bounty, 0);
    scene.ledger.assert_solvent();
}

#[test]
fn what_it_leaves_goes_to_the_treasury_if_there_is_one() {
    let scene = Scene::on(Ledger::new().treasury());
    let ticket = scene.committed(1);
    let case = scene.report();
    scene.ledger.reveal(case, &ticket).unwrap();
    let supply = scene.ledger.collateral_supply();
    scene.ledger.execute_in_time(case);
    assert_eq!(scene.ledger.collateral_at(ticket.reporter), 10_000);
    assert_eq!(scene.ledger.balance(scene.ledger.network.treasury.unwrap()), 90_000);
    assert_eq!(scene.ledger.collateral_supply(), supply);
    scene.ledger.assert_solvent();
}

#[test]
fn an_overturned_case_pays_none() {
    let scene = Scene::new();
    let ledger = &scene.ledger;
    let [older, newer] = [scene.committed(1), scene.committed(2)];
    let case = scene.report();
    ledger.reveal(case, &newer).unwrap();
    let supply = ledger.collateral_supply();
    ledger.overturn_case(case).unwrap();
    assert_refused!(ledger.reveal(case, &older), LedgerError::CaseDecided);
    assert_eq!((ledger.case_at(case).bounty, ledger.case_at(case).outcome), (0, outcome::OVERTURNED));
    assert_eq!(ledger.operator_account(&scene.operator).stake, 1_000_000);
    assert_eq!(ledger.collateral_supply(), supply);
    assert_eq!(ledger.collateral_at(newer.reporter), 0);
    ledger.assert_solvent();
}

#[test]
fn a_ticket_of_another_network_is_none() {
    let scene = Scene::new();
    let elsewhere = scene.ledger.neighbour();
    let ticket = scene.ticket(scene.ledger.wallet().pubkey(), 1);
    elsewhere.commit(&ticket).unwrap();
    scene.ledger.next_slot();
    let case = scene.report();
    let there = girder_sdk::pda::report_ticket(elsewhere.network.network, &ticket.hash);
    let here = girder_sdk::pda::report_ticket(scene.ledger.network.network, &ticket.hash);
    let reveal = build::Reveal {
        slash_case: case,
        hash: ticket.hash,
        reporter: ticket.reporter,
        salt: ticket.salt,
        rent_payer: ticket.payer,
    };
    let foreign = build::reveal_report(&scene.ledger.network, &reveal);
    let foreign = girder_tests::with_account(foreign, here, there);
    assert_refused!(scene.ledger.send(&[foreign], &[]), LedgerError::WrongNetwork);
    let foreign = build::reveal_report(&elsewhere.network, &reveal);
    assert_refused!(scene.ledger.send(&[foreign], &[]), LedgerError::WrongNetwork);
    scene.ledger.assert_solvent();
}

#[test]
fn a_ticket_closes_once_any_case_about_it_is_decided() {
    let scene = Scene::new();
    let (ledger, payer) = (&scene.ledger, scene.ledger.wallet());
    let before = ledger.chain.find(&payer.pubkey()).unwrap().lamports;
    let ticket = ledger.commit_as(&payer, &scene.ticket(ledger.wallet().pubkey(), 1));
    let parameters = &ledger.parameters;
    let life = parameters.epoch_length + parameters.grace + parameters.evidence_age + parameters.appeal;
    ledger.chain.warp_by(life - 1);
    assert_refused!(ledger.close_ticket(&ticket), LedgerError::TooEarly);
    ledger.chain.warp_by(1);
    let thief = TestTicket { payer: ledger.payer.pubkey(), ..ticket };
    assert_refused!(ledger.close_ticket(&thief), LedgerError::WrongRentPayer);
    ledger.close_ticket(&ticket).unwrap();
    assert_eq!(ledger.chain.find(&payer.pubkey()).unwrap().lamports, before);
}
