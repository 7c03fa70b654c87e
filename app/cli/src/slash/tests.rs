//! Reports and their cases, with the commands' own steps on the real program.

use girder_sdk::{
    ledger::state::{Operator, ReportTicket, SlashCase, outcome},
    pda,
};
use solana_address::Address;
use solana_signer::Signer;

use super::{
    change,
    evidence::{Evidence, Signed},
    report, show,
    ticket::Ticket,
};
use crate::{operator, tests::scene::Scene};

/// A device's two statements for one slot, and its operator.
async fn lie(scene: &Scene) -> (Evidence, Address) {
    let (operator, session, key) = scene.worker(1).await;
    scene.ledger.warp_to(scene.start_of(0));
    let [first, second] =
        [("first.json", 500), ("second.json", 900)].map(|(name, units)| scene.statement(name, operator, &key, units).0);
    Evidence::equivocation(session.ledger(), &first, &first).await.err().expect("one statement is no evidence");
    (Evidence::equivocation(session.ledger(), &first, &second).await.unwrap(), operator)
}

#[tokio::test]
async fn who_committed_first_gets_the_bounty_even_if_somebody_else_opened_the_case() {
    let scene = Scene::new().await;
    let (evidence, offender) = lie(&scene).await;
    let (watcher, thief) = (scene.wallet(2), scene.wallet(3));
    let (session, file) = (scene.session(&watcher), scene.path("ticket.json"));
    report::commit(&session, &evidence, &file).await.unwrap();
    let again = report::commit(&session, &evidence, &file).await.unwrap_err();
    assert!(again.to_string().contains("never overwritten"), "{again}");

    scene.ledger.warp_by(1);
    let copied = evidence.report(thief.pubkey()).unwrap();
    scene.ledger.execute(&copied, &thief, &[]).unwrap();
    let before = scene.balance(&watcher);
    report::report(&session, &evidence, &Ticket::load(&file).unwrap()).await.unwrap();
    let case: SlashCase = scene.ledger.read(evidence.slash_case).unwrap();
    assert_eq!((case.reporter, case.bounty_recipient, case.offender), (thief.pubkey(), watcher.pubkey(), offender));
    let account: Operator = scene.ledger.read(offender).unwrap();
    assert_eq!(operator::show::standing(&account, scene.ledger.now().unix_timestamp), "a case is open");

    change::execute(&session, evidence.slash_case).await.unwrap_err();
    scene.ledger.warp_to(case.deadline);
    change::execute(&session, evidence.slash_case).await.unwrap();
    assert!(scene.balance(&watcher) > before, "the bounty");
    let executed: SlashCase = scene.ledger.read(evidence.slash_case).unwrap();
    assert_eq!((executed.outcome, show::outcome(&executed)), (outcome::EXECUTED, "executed"));
    for json in [false, true] {
        show::list(session.ledger(), scene.network.network, json).await.unwrap();
    }
}

#[tokio::test]
async fn a_ticket_is_for_its_evidence_alone_and_closes_once_it_is_of_no_use() {
    let scene = Scene::new().await;
    let (evidence, _) = lie(&scene).await;
    let session = scene.session(&scene.wallet(2));
    let ticket = Ticket::new(&session).unwrap();
    let missing = report::report(&session, &evidence, &ticket).await.unwrap_err();
    assert!(missing.to_string().contains("there is no report ticket"), "{missing}");

    let file = scene.path("ticket.json");
    report::commit(&session, &evidence, &file).await.unwrap();
    let hash = Ticket::load(&file).unwrap().hash(&evidence);
    let address = pda::report_ticket(scene.network.network, &hash);
    change::close_ticket(&session, address).await.unwrap_err();
    let held: ReportTicket = scene.ledger.read(address).unwrap();
    scene.ledger.warp_to(held.expires_at(&scene.parameters).unwrap());
    change::close_ticket(&session, address).await.unwrap();
    assert!(scene.ledger.find(&address).is_none());
}

#[tokio::test]
async fn an_attestor_that_signed_two_statements_on_one_subject_is_slashed() {
    let scene = Scene::new().await;
    let (operator, session, key) = scene.worker(1).await;
    scene.ledger.warp_to(scene.start_of(0));
    let [(first, one), (second, other)] =
        [("first.json", 500), ("second.json", 900)].map(|(name, units)| scene.statement(name, operator, &key, units));
    let [honest, liar] = [&scene.attestors[0], &scene.attestors[1]];
    let one_signed = scene.attestation("first_attestation.json", liar, &one.digest);
    let other_signed = scene.attestation("second_attestation.json", liar, &other.digest);
    let signed_by_another = scene.attestation("honest_attestation.json", honest, &other.digest);
    let evidence = async |attestation| {
        let first = Signed { statement: &first, attestation: &one_signed };
        Evidence::double_statement(session.ledger(), first, Signed { statement: &second, attestation }).await
    };
    let refused = evidence(signed_by_another.as_path()).await.err().unwrap();
    assert!(refused.to_string().contains("two attestors signed them"), "{refused}");

    let evidence = evidence(other_signed.as_path()).await.unwrap();
    let file = scene.path("ticket.json");
    report::commit(&session, &evidence, &file).await.unwrap();
    scene.ledger.warp_by(1);
    report::report(&session, &evidence, &Ticket::load(&file).unwrap()).await.unwrap();
    let case: SlashCase = scene.ledger.read(evidence.slash_case).unwrap();
    assert_eq!(case.offender, pda::attestor(scene.network.network, liar.pubkey()));
    assert_eq!(case.taken, 2_500_000_000, "half of its bond");
    assert_eq!(case.bounty_recipient, session.address().unwrap());
}

#[tokio::test]
async fn an_operator_that_was_down_too_often_is_slashed_and_one_that_worked_is_not() {
    let scene = Scene::new().await;
    let (busy, session, key) = scene.worker(1).await;
    let (idle, _, _) = scene.worker(2).await;
    for epoch in 0..12 {
        scene.ledger.warp_to(scene.start_of(epoch).max(scene.ledger.now().unix_timestamp));
        scene.submit(busy, &key, epoch, 400_000);
        scene.settle();
    }
    report::downtime(&session, busy, None).await.unwrap_err();
    report::downtime(&session, idle, Some(12)).await.unwrap_err();
    report::downtime(&session, idle, None).await.unwrap();
    let address = pda::downtime_case(scene.network.network, idle, 11);
    let case: SlashCase = scene.ledger.read(address).unwrap();
    assert_eq!((case.offender, case.taken), (idle, 100_000_000), "half a per cent of 20,000 tokens");

    change::overturn(&session, address).await.unwrap_err();
    change::overturn(&scene.session(&scene.founder), address).await.unwrap();
    let case: SlashCase = scene.ledger.read(address).unwrap();
    assert_eq!(show::outcome(&case), "overturned");
}
