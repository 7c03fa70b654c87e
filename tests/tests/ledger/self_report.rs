//! Being reported first gains nothing: a cheat must not choose, by signing twice for another epoch, what its lie costs.

use girder_sdk::{instructions as build, proof::EquivocationReport};
use girder_tests::{
    Ledger, class,
    program::{NewClass, Statement},
};
use solana_signer::Signer;

/// A device earns at weight 10 in epoch 1, and the weight falls to 1 from epoch 2 on. What a report about an epoch takes
/// and voids then, if it is made in the first second of this epoch; `None` if it is refused.
fn cost(now: u64, epoch: u64) -> Option<(u64, u64)> {
    let ledger = Ledger::new().classes(&[NewClass { weight: 10, ..class(1_000) }]).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 1_000).unwrap();
    let reweight = build::reweight_class(&ledger.network, ledger.authority.pubkey(), 0, 1, 2);
    ledger.send(&[reweight], &[&ledger.authority]).unwrap();
    ledger.enter_epoch(now);
    let first = Statement { epoch, ..ledger.statement(&device, 1, 1) };
    let [first, second] = [1, 2].map(|units| ledger.signed(&device, Statement { units, ..first }).build().unwrap());
    let report = EquivocationReport::new(&first, &second).unwrap();
    let report = report.instructions(&ledger.network, ledger.payer.pubkey(), 0).unwrap();
    ledger.send(&report, &[]).ok()?;
    Some((ledger.slash_case(&device).taken, ledger.operator_account(&operator).ring[1].void_credit))
}

#[test]
fn a_report_about_an_epoch_that_has_not_begun_is_no_way_to_pay_less() {
    let honest = cost(1, 1).unwrap();
    assert_eq!(honest, (100_000, 10_000));
    for future in [2, 3, 1_000_000] {
        assert!(cost(1, future).is_none_or(|cost| cost == honest), "epoch {future}");
    }
}

#[test]
fn a_report_about_an_epoch_of_lower_weight_takes_what_the_heavier_one_needs() {
    let (honest, _) = cost(2, 1).unwrap();
    let (cheaper, _) = cost(2, 2).unwrap();
    assert_eq!(cheaper, honest);
}

#[test]
fn reporting_a_later_offence_first_saves_no_earlier_rewards() {
    let ledger = Ledger::new().classes(&[class(10)]).build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 10).unwrap();
    ledger.enter_epoch(2);
    ledger.slash(&device, 2);
    assert_eq!(ledger.operator_account(&operator).ring[1].void_credit, 10);
}
