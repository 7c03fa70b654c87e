use girder_sdk::{
    instructions::{self as build, Reveal},
    ledger::{DoubleStatement, Statement},
    pda,
    proof::{EquivocationReport, VerdictSignatures},
};
use solana_address::Address;
use solana_signer::Signer;

use super::Walk;
use crate::{Ledger, TestTicket};

/// Reporters' tickets, downtime, verdicts and attestors' double statements.
pub(super) fn walk(walk: &mut Walk) {
    tickets(walk);
    downtime(walk);
    verdicts(walk);
    attestors(walk);
}

/// A bounty that is paid out of a case which correlation raises.
fn tickets(walk: &mut Walk) {
    let setup = Ledger::new().two_mints().device_collateral(100_000).treasury();
    let ledger = setup.parameters(|p| (p.correlation_bps, p.max_correlation_bps) = (30_000, 30_000)).build();
    let (network, payer) = (&ledger.network, ledger.payer.pubkey());
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    let (first, second) = ledger.equivocate(&device, 0);
    let reporter = ledger.keypair().pubkey();
    let ticket = |salt| TestTicket::about(&ledger, &device, &[first.digest, second.digest], reporter, salt);
    let (shown, forgotten) = (ticket(1), ticket(2));
    walk.step(&ledger, "", vec![build::commit_report(network, payer, shown.hash)], &[]);
    ledger.commit(&forgotten).unwrap();
    ledger.next_slot();
    let report = EquivocationReport::new(&first, &second).unwrap();
    ledger.send(&report.instructions(network, payer, 0).unwrap(), &[]).unwrap();

    let slash_case = ledger.case_address(&device);
    let TestTicket { hash, reporter, salt, payer: rent_payer } = shown;
    let reveal = Reveal { slash_case, hash, reporter, salt, rent_payer };
    walk.step(&ledger, "", vec![build::reveal_report(network, &reveal)], &[]);
    ledger.chain.warp_to(ledger.case_at(slash_case).deadline);
    let paid = ledger.chain.create_token_account(&ledger.payer, &network.collateral, reporter).unwrap();
    let execute = build::execute_slash(network, operator.address, slash_case, Some(paid));
    walk.step(&ledger, "bounty, correlation and treasury", vec![execute], &[]);
    ledger.chain.warp_by(ledger.parameters.epoch_length + ledger.parameters.grace + ledger.parameters.evidence_age);
    walk.step(&ledger, "", vec![build::close_report_ticket(network, &forgotten.hash, payer)], &[]);
}

fn downtime(walk: &mut Walk) {
    let ledger = Ledger::new().two_mints().floors(&[1]).downtime(24, 24).long_evidence().build();
    let operator = ledger.operator().stake(1_000_000).build();
    ledger.device(&operator);
    // Somebody works, else those epochs would be quiet.
    let worker = ledger.device(&ledger.operator().stake(1_000_000).build());
    ledger.live(0, &[(&worker, &[1; 24])]);
    let report = build::report_downtime(&ledger.network, ledger.payer.pubkey(), operator.address, 23);
    walk.step(&ledger, "24 of 24 epochs", vec![report], &[]);
    let case = ledger.downtime_case(&operator, 23);
    let overturn = build::overturn_slash(&ledger.network, ledger.authority.pubkey(), operator.address, case);
    walk.step(&ledger, "downtime", vec![overturn], &[&ledger.authority]);
}

/// Signed by the last members of the largest set: they are looked up one after the other.
fn verdicts(walk: &mut Walk) {
    let weights: Vec<u64> = [1; 29].into_iter().chain([100; 3]).collect();
    let ledger = Ledger::new().two_mints().attestors(&weights).thresholds(165, 220).build();
    let (network, payer) = (&ledger.network, ledger.payer.pubkey());
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    let proof = (29..32).fold(ledger.signed(&device, ledger.statement(&device, 1, 100)), |proof, number| {
        proof.attest(&ledger.attestors[number].key).unwrap()
    });
    ledger.submit(&proof.build().unwrap()).unwrap();
    let verdict = ledger.verdict(&operator, ledger.verdict_statement(1, 1, 1_000));
    let sign = |numbers: std::ops::Range<usize>| {
        let attest = |signed: VerdictSignatures, number: usize| signed.attest(&ledger.attestors[number].key).unwrap();
        numbers.fold(verdict.clone(), attest).instructions(network, payer, 0).unwrap()
    };
    walk.step(&ledger, "new, 6 of 32 attestors", sign(26..32), &[]);
    walk.step(&ledger, "one more of 32 attestors", sign(25..26), &[]);
    let slash = build::slash_by_verdict(network, payer, verdict.verdict(), payer);
    walk.step(&ledger, "", vec![slash], &[]);
    let case = ledger.verdict_case(&operator, &verdict.verdict().statement);
    let overturn = build::overturn_slash(network, ledger.authority.pubkey(), operator.address, case);
    walk.step(&ledger, "a verdict", vec![overturn], &[&ledger.authority]);

    ledger.send(&sign(0..1), &[]).unwrap();
    ledger.chain.warp_to(ledger.evidence_end(1));
    walk.step(&ledger, "", vec![build::close_verdict(network, &verdict.digest(), payer)], &[]);
}

fn attestors(walk: &mut Walk) {
    let ledger = Ledger::new().two_mints().parameters(|p| p.min_bond = 1_000).build();
    let (network, payer, authority) = (&ledger.network, ledger.payer.pubkey(), ledger.authority.pubkey());
    let [contributor, judge, _] = &ledger.attestors[..] else { unreachable!("there are three attestors") };
    ledger.enter_epoch(0);
    let (device, operator) = (Address::new_from_array([5; 32]), Address::new_from_array([6; 32]));
    let statements = [1, 2].map(|units| Statement { epoch: 0, sequence: 1, class: 0, units, evidence_hash: [7; 32] });
    let contributions = DoubleStatement::Contributions { device, operators: [operator; 2], statements };
    let proofs = [
        ("contributions", ledger.double_statement(contributor, contributions)),
        ("verdicts", ledger.two_verdicts(judge, 0, 1)),
    ];
    for (variant, proof) in &proofs {
        let report = proof.instructions(network, &ledger.domain, payer, 0).unwrap();
        walk.step(&ledger, variant, report, &[]);
    }
    let [overturned, executed] = [0, 1].map(|number| ledger.double_statement_case(&proofs[number].1));
    let [first, second] = [contributor, judge].map(|one| pda::attestor(network.network, one.key.pubkey()));
    let overturn = build::overturn_slash(network, authority, first, overturned);
    walk.step(&ledger, "an attestor", vec![overturn], &[&ledger.authority]);
    ledger.chain.warp_to(ledger.case_at(executed).deadline);
    walk.step(&ledger, "an attestor", vec![build::execute_slash(network, second, executed, None)], &[]);
    strike_by_anybody(walk);
}

fn strike_by_anybody(walk: &mut Walk) {
    let ledger = Ledger::new().two_mints().build();
    let (network, guilty, anybody) = (&ledger.network, &ledger.attestors[2], ledger.wallet());
    let members: Vec<_> = ledger.attestors.iter().map(|one| (one.key.pubkey(), 1)).collect();
    let seal = build::Seal { from_epoch: 2, proof_threshold: 2, verdict_threshold: 2 };
    ledger.seal_set(2, &members, seal).unwrap();
    ledger.enter_epoch(0);
    let proof = ledger.two_verdicts(guilty, 0, 1);
    ledger.report_double_statement(&proof).unwrap();
    let strike = build::strike_attestor(network, 2, anybody.pubkey(), guilty.key.pubkey(), true);
    walk.step(&ledger, "by anybody", vec![strike], &[&anybody]);
}
