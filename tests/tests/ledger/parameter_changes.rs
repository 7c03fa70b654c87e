//! Changes of a network's parameters: who may, what may follow what, and what a change does to things that began before it.

use girder_sdk::{
    events::LedgerEvent,
    instructions as build,
    ledger::{
        error::LedgerError,
        state::{Parameters, emission_kind, pause_subject},
    },
    pda,
};
use girder_tests::{Ledger, assert_refused};
use solana_signer::Signer;

#[test]
fn proposed_parameters_come_into_force_when_somebody_executes_them() {
    let ledger = Ledger::new().build();
    let before = ledger.network_account().parameters;
    let lamports = ledger.chain.find(&ledger.payer.pubkey()).unwrap().lamports;
    let receipt = ledger.propose_parameters(|p| (p.settle_tip, p.jail_time) = (7, 6_000)).unwrap();
    let [LedgerEvent::ParametersProposed(proposed)] = receipt.events.as_slice() else { panic!("{:?}", receipt.events) };
    assert_eq!(ledger.network_account().parameters, before, "not yet");
    let proposal = ledger.parameter_change();
    assert_eq!((proposal.base_version, proposal.proposed_at), (0, ledger.now()));
    assert_eq!((proposed.executable_from, proposed.parameters), (proposal.executable_from, proposal.parameters));

    ledger.chain.warp_to(proposal.executable_from);
    let receipt_of_execution = ledger.execute_parameters().unwrap();
    let [LedgerEvent::ParametersExecuted(executed)] = receipt_of_execution.events.as_slice() else {
        panic!("{:?}", receipt_of_execution.events)
    };
    let after = Parameters { settle_tip: 7, jail_time: 6_000, ..before };
    assert_eq!((executed.before, executed.after, executed.parameters_version), (before, after, 1));
    assert_eq!(ledger.network_account().parameters, after);
    assert!(ledger.chain.find(&pda::parameter_change(ledger.network.network, 0)).is_none());
    let left = ledger.chain.find(&ledger.payer.pubkey()).unwrap().lamports;
    assert_eq!(lamports - left, receipt.fee + receipt_of_execution.fee, "the rent is back");
}

#[test]
fn only_the_authority_proposes_and_one_thing_at_a_time() {
    let ledger = Ledger::new().build();
    let guardian = ledger.guardian();
    for by in [&guardian, &ledger.wallet()] {
        assert_refused!(ledger.propose_parameters_as(by, |p| p.settle_tip = 1), LedgerError::WrongAuthority);
    }
    ledger.propose_parameters(|p| p.settle_tip = 1).unwrap();
    assert_refused!(ledger.propose_parameters(|p| p.settle_tip = 2), LedgerError::AlreadyExists);
    ledger.close_parameter_change(&ledger.authority, 0).unwrap();
    ledger.propose_parameters(|p| p.settle_tip = 2).unwrap();
    ledger.chain.warp_to(ledger.parameter_change().executable_from);
    ledger.execute_parameters().unwrap();
    assert_eq!(ledger.network_account().parameters.settle_tip, 2);
}

#[test]
fn a_proposal_is_withdrawn_by_the_authority_of_the_day_until_it_is_executed() {
    let ledger = Ledger::new().build();
    let (guardian, stranger) = (ledger.guardian(), ledger.wallet());
    ledger.propose_parameters(|p| p.settle_tip = 1).unwrap();
    for by in [&guardian, &stranger] {
        assert_refused!(ledger.close_parameter_change(by, 0), LedgerError::WrongAuthority);
    }
    ledger.chain.warp_to(ledger.parameter_change().executable_from + 1_000);
    let receipt = ledger.close_parameter_change(&ledger.authority, 0).unwrap();
    assert!(matches!(receipt.events[..], [LedgerEvent::ParameterChangeClosed(_)]));
    assert!(ledger.execute_parameters().is_err());
}

#[test]
fn anybody_closes_a_stale_proposal_and_its_rent_goes_to_who_paid() {
    let ledger = Ledger::new().build();
    let (sponsor, heir, stranger) = (ledger.wallet(), ledger.wallet(), ledger.wallet());
    let parameters = ledger.changed(|p| p.settle_tip = 1);
    let propose =
        build::propose_parameters(&ledger.network, sponsor.pubkey(), ledger.authority.pubkey(), 0, parameters);
    let lamports = ledger.chain.find(&sponsor.pubkey()).unwrap().lamports;
    ledger.send(&[propose], &[&sponsor, &ledger.authority]).unwrap();
    ledger.hand_over(&heir);
    let close = |rent_payer| build::close_parameter_change(&ledger.network, stranger.pubkey(), 0, rent_payer);
    assert_refused!(ledger.send(&[close(stranger.pubkey())], &[&stranger]), LedgerError::WrongRentPayer);
    ledger.send(&[close(sponsor.pubkey())], &[&stranger]).unwrap();
    assert_eq!(ledger.chain.find(&sponsor.pubkey()).unwrap().lamports, lamports);
}

#[test]
fn a_proposal_of_a_predecessor_blocks_nobody() {
    let ledger = Ledger::new().build();
    let heir = ledger.wallet();
    ledger.propose_parameters(|p| p.settle_tip = 1).unwrap();
    ledger.hand_over(&heir);
    assert_refused!(ledger.propose_parameters(|p| p.settle_tip = 2), LedgerError::WrongAuthority);
    ledger.propose_parameters_as(&heir, |p| p.settle_tip = 3).unwrap();
    ledger.chain.warp_to(ledger.parameter_change().executable_from);
    ledger.execute_parameters().unwrap();
    assert_eq!(ledger.network_account().parameters.settle_tip, 3);
}

#[test]
fn what_is_fixed_stays() {
    let ledger = Ledger::new().build();
    let wrong: [fn(&mut Parameters); 10] = [
        |p| p.genesis += 1,
        |p| p.genesis -= 1,
        |p| p.epoch_length += 1,
        |p| p.epoch_length -= 1,
        |p| p.shards += 1,
        |p| p.shards -= 1,
        |p| p.supply_cap += 1,
        |p| p.supply_cap = 1_000_000_000 - 1,
        |p| p.emission_kind = emission_kind::VAULT_FUNDED,
        |p| p.leverage_bps = 9_999,
    ];
    for change in wrong {
        assert_refused!(ledger.propose_parameters(change), LedgerError::ParameterOutOfBounds);
    }
    assert_refused!(ledger.propose_parameters(|p| p.unbonding = 2_899), LedgerError::EvidenceOutlivesUnbonding);
    ledger.propose_parameters(|p| p.supply_cap = 1_000_000_000).unwrap();
}

#[test]
fn vault_funded_rewards_stay_so_and_their_cap_is_of_no_matter() {
    let setup = Ledger::new().parameters(|p| (p.emission_kind, p.supply_cap) = (emission_kind::VAULT_FUNDED, 5));
    let ledger = setup.build();
    for kind in [emission_kind::FIXED, emission_kind::HALVING] {
        assert_refused!(ledger.propose_parameters(|p| p.emission_kind = kind), LedgerError::ParameterOutOfBounds);
    }
    ledger.change_parameters(|p| p.supply_cap = 0);
}

#[test]
fn a_cap_below_what_was_minted_meanwhile_is_refused_at_execution() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.prove(&device, 0, 10_000).unwrap();
    ledger.propose_parameters(|p| p.supply_cap = 1_000_000_000 + 9_999).unwrap();
    ledger.settle_up_to(0);
    assert_eq!(ledger.books().minted, 10_000);
    ledger.chain.warp_to(ledger.parameter_change().executable_from);
    assert_refused!(ledger.execute_parameters(), LedgerError::ParameterOutOfBounds);
    ledger.close_parameter_change(&ledger.authority, 0).unwrap();
    ledger.change_parameters(|p| p.supply_cap = 1_000_000_000 + 10_000);
}

#[test]
fn what_must_hold_across_a_change_takes_two_of_them() {
    let ledger = Ledger::new().build();
    // 1 reward and 10 collateral a credit, twice that at once: credit of before would be paid twice what covers it.
    let both = |p: &mut Parameters| {
        (p.max_reward_per_million_credits, p.collateral_per_million_credits) = (2_000_000, 20_000_000);
    };
    assert_refused!(ledger.propose_parameters(both), LedgerError::LyingWouldPay);
    ledger.change_parameters(|p| p.collateral_per_million_credits = 20_000_000);
    ledger.change_parameters(both);
    assert_refused!(ledger.propose_parameters(|p| *p = ledger.parameters), LedgerError::LyingWouldPay);
    // Longer evidence and longer unbonding: stake of before would leave before the evidence.
    let both = |p: &mut Parameters| (p.grace, p.unbonding) = (700, 3_500);
    assert_refused!(ledger.propose_parameters(both), LedgerError::EvidenceOutlivesUnbonding);
    ledger.change_parameters(|p| p.unbonding = 3_500);
    ledger.change_parameters(both);
}

#[test]
fn a_changed_initial_emission_begins_with_the_next_epoch_to_settle() {
    let halved = |p: &mut Parameters| (p.emission_kind, p.emission_period) = (emission_kind::HALVING, 1);
    let ledger = Ledger::new().parameters(halved).build();
    ledger.enter_epoch(0);
    ledger.settle_up_to(1);
    assert_eq!(ledger.books().emission, 250_000);
    ledger.change_parameters(|p| p.settle_tip = 1);
    assert_eq!(ledger.books().emission, 250_000, "it was not changed");
    ledger.change_parameters(|p| p.emission_kind = emission_kind::FIXED);
    assert_eq!(ledger.books().emission, 250_000, "nor was it now");
    ledger.change_parameters(|p| p.emission_initial = 70);
    assert_eq!(ledger.books().emission, 70);
    ledger.settle_up_to(2);
    assert_eq!(ledger.books().emission, 70);
}

#[test]
fn a_lower_leverage_ends_cover_at_once_without_anybody_touching_the_stake() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000).build();
    ledger.delegate(&operator, 3_000);
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    let credit = |epoch: u64| ledger.operator_account(&operator).credit_in(epoch);
    ledger.propose_parameters(|p| p.leverage_bps = 39_999).unwrap();
    ledger.chain.warp_to(ledger.parameter_change().executable_from);
    let epoch = ledger.current_epoch();
    ledger.prove(&device, epoch, 100).unwrap();
    ledger.execute_parameters().unwrap();
    ledger.prove(&device, epoch, 400).unwrap();
    assert_eq!((ledger.covered(&operator), credit(epoch)), (0, 100), "1,000 x 3.9999 < 4,000");
    ledger.deposit(&operator, 1).unwrap();
    ledger.prove(&device, epoch, 400).unwrap();
    assert_eq!(credit(epoch), 400, "1,001 x 3.9999 > 4,001");
}

#[test]
fn a_lower_highest_commission_is_what_operators_get_at_most() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).commission(2_000).build();
    let device = ledger.device(&operator);
    ledger.change_parameters(|p| p.max_commission_bps = 500);
    let epoch = ledger.current_epoch() + 1;
    ledger.chain.warp_to(ledger.start(epoch));
    ledger.prove(&device, epoch, 10_000).unwrap();
    ledger.settle_up_to(epoch);
    ledger.make_harvestable(epoch);
    ledger.harvest(&operator, epoch).unwrap();
    assert_eq!(ledger.operator_account(&operator).commission_owed, 500, "5% of 10,000");
    assert_refused!(ledger.set_commission(&operator, 501), LedgerError::CommissionTooHigh);
}

#[test]
fn an_open_case_keeps_the_deadline_that_it_was_opened_with() {
    let setup = Ledger::new().parameters(|p| {
        (p.epoch_length, p.appeal, p.correlation_window) = (100_000, 500_000, 0);
        (p.unbonding, p.bond_unbonding) = (200_000, 200_000);
    });
    let ledger = setup.build();
    let operator = ledger.operator().stake(1_000_000).build();
    let [first, second] = [ledger.device(&operator), ledger.device(&operator)];
    ledger.propose_parameters(|p| p.appeal = 1_000).unwrap();
    ledger.chain.warp_to(ledger.parameter_change().executable_from);
    let epoch = ledger.current_epoch();
    ledger.slash(&first, epoch);
    let deadline = ledger.now() + 500_000;
    ledger.execute_parameters().unwrap();
    ledger.slash(&second, epoch);
    assert_eq!(ledger.slash_case(&first).deadline, deadline);
    assert_eq!(ledger.slash_case(&second).deadline, ledger.now() + 1_000);
    ledger.chain.warp_by(1_000);
    ledger.execute(&second).unwrap();
    assert_refused!(ledger.execute(&first), LedgerError::TooEarly);
    ledger.chain.warp_to(deadline - 1);
    ledger.overturn(&first).unwrap();
}

#[test]
fn a_longer_evidence_age_brings_no_old_evidence_back() {
    let ledger = Ledger::new().parameters(|p| (p.unbonding, p.bond_unbonding) = (90_000, 90_000)).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let devices = [0, 1, 2].map(|_| ledger.device(&operator));
    let change = |p: &mut Parameters| (p.evidence_age, p.max_reward_per_million_credits) = (80_000, 10_000);
    ledger.change_parameters(|p| p.max_reward_per_million_credits = 10_000);
    ledger.propose_parameters(change).unwrap();
    ledger.chain.warp_to(ledger.parameter_change().executable_from);
    let is_old = |epoch: &u64| ledger.evidence_end(*epoch) <= ledger.now();
    let first = (0..).find(|epoch| !is_old(epoch)).unwrap();
    ledger.execute_parameters().unwrap();
    assert_eq!(ledger.network_account().first_evidence_epoch, first);
    let report = |device, epoch| {
        let (one, other) = ledger.equivocate(device, epoch);
        ledger.report(&one, &other)
    };
    assert_refused!(report(&devices[0], first - 1), LedgerError::EvidenceClosed);
    assert_refused!(report(&devices[0], 0), LedgerError::EvidenceClosed);
    report(&devices[1], first).unwrap();
}

#[test]
fn a_case_stays_as_long_as_evidence_about_its_offence_is_taken() {
    let ledger = Ledger::new().parameters(|p| (p.unbonding, p.bond_unbonding) = (90_000, 90_000)).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.change_parameters(|p| p.max_reward_per_million_credits = 10_000);
    ledger.propose_parameters(|p| p.evidence_age = 80_000).unwrap();
    ledger.chain.warp_to(ledger.parameter_change().executable_from);
    let epoch = ledger.current_epoch();
    ledger.slash(&device, epoch);
    let stored = ledger.slash_case(&device).evidence_end;
    ledger.execute_parameters().unwrap();
    ledger.execute_in_time(ledger.case_address(&device));
    ledger.chain.warp_to(stored);
    assert_refused!(ledger.close_slash_case(&device), LedgerError::TooEarly);
    ledger.chain.warp_to(ledger.settle_time(epoch) + 80_000 - 1);
    assert_refused!(ledger.close_slash_case(&device), LedgerError::TooEarly);
    ledger.chain.warp_by(1);
    ledger.close_slash_case(&device).unwrap();
}

#[test]
fn a_shorter_evidence_age_closes_no_case_before_it_was_due() {
    let ledger = Ledger::new().parameters(|p| p.appeal = 1).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.propose_parameters(|p| p.evidence_age = 0).unwrap();
    ledger.chain.warp_to(ledger.parameter_change().executable_from);
    ledger.slash(&device, ledger.current_epoch());
    let stored = ledger.slash_case(&device).evidence_end;
    ledger.execute_parameters().unwrap();
    ledger.execute_in_time(ledger.case_address(&device));
    ledger.chain.warp_to(stored - 1);
    assert_refused!(ledger.close_slash_case(&device), LedgerError::TooEarly);
    ledger.chain.warp_by(1);
    ledger.close_slash_case(&device).unwrap();
}

#[test]
fn a_ticket_keeps_the_unbonding_that_it_was_asked_under() {
    let ledger = Ledger::new().parameters(|p| p.evidence_age = 0).build();
    let operator = ledger.operator().stake(1_000_000).build();
    ledger.propose_parameters(|p| p.unbonding = 200_000).unwrap();
    ledger.chain.warp_to(ledger.parameter_change().executable_from);
    ledger.unstake(&operator, 10).unwrap();
    ledger.execute_parameters().unwrap();
    ledger.unstake(&operator, 20).unwrap();
    let asked = ledger.now();
    ledger.chain.warp_to(asked + 3_000);
    ledger.withdraw(&operator, 0, false).unwrap();
    ledger.chain.warp_to(asked + 199_999);
    assert_refused!(ledger.withdraw(&operator, 1, false), LedgerError::TooEarly);
    ledger.chain.warp_by(1);
    ledger.withdraw(&operator, 1, false).unwrap();
}

#[test]
fn a_pause_keeps_the_length_that_was_the_longest_when_it_was_set() {
    let ledger = Ledger::new().build();
    let guardian = ledger.guardian();
    ledger.propose_parameters(|p| p.max_pause = 10).unwrap();
    ledger.chain.warp_to(ledger.parameter_change().executable_from);
    ledger.pause(&guardian, pause_subject::CLAIMS, 3_000).unwrap();
    ledger.execute_parameters().unwrap();
    let again = ledger.now() + 6_000;
    ledger.chain.warp_to(again - 1);
    assert_refused!(ledger.pause(&guardian, pause_subject::CLAIMS, 1), LedgerError::TooEarly);
    ledger.chain.warp_by(1);
    assert_refused!(ledger.pause(&guardian, pause_subject::CLAIMS, 11), LedgerError::PauseTooLong);
    ledger.pause(&guardian, pause_subject::CLAIMS, 10).unwrap();
}
