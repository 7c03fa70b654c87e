//! What open and executed cases void: by equivocation and by verdict, together and in any order.

use girder_sdk::ledger::{error::LedgerError, state::OperatorSlot};
use girder_tests::{Ledger, TestDevice, TestOperator, assert_refused};
use solana_address::Address;

/// What each device may earn, and so what its case voids in each epoch.
const LIMIT: u64 = 100;

/// Three devices of one operator that earned 80, 60 and 10 in epoch 1, and 20 each in epoch 2.
fn scene() -> (Ledger, TestOperator, [TestDevice; 3]) {
    let ledger = Ledger::new().two_mints().device_collateral(LIMIT * 10).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let devices = [(); 3].map(|()| ledger.device(&operator));
    for (epoch, units) in [(1, [80, 60, 10]), (2, [20; 3])] {
        ledger.enter_epoch(epoch);
        for (device, units) in devices.iter().zip(units) {
            ledger.prove(device, epoch, units).unwrap();
        }
    }
    (ledger, operator, devices)
}

/// A case each against the first two devices, and two verdicts, all a second apart.
fn four_cases(ledger: &Ledger, operator: &TestOperator, devices: &[TestDevice; 3]) -> [Address; 4] {
    ledger.slash(&devices[0], 2);
    ledger.next_slot();
    let first = ledger.condemn(operator, ledger.verdict_statement(2, 1, 100));
    ledger.next_slot();
    ledger.slash(&devices[1], 2);
    ledger.next_slot();
    let second = ledger.condemn(operator, ledger.verdict_statement(2, 2, 100));
    [ledger.case_address(&devices[0]), first, ledger.case_address(&devices[1]), second]
}

fn slot(ledger: &Ledger, operator: &TestOperator, epoch: usize) -> OperatorSlot {
    ledger.operator_account(operator).ring[epoch]
}

/// All orders of four things.
fn orders() -> impl Iterator<Item = [usize; 4]> {
    let all = (0..256).map(|code: usize| [code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6]);
    all.filter(|order| (0..4).all(|number| order.contains(&number)))
}

#[test]
fn voids_add_up_and_are_lifted_in_any_order() {
    assert_eq!(orders().count(), 24);
    for order in orders() {
        let (ledger, operator, devices) = scene();
        let before = ledger.operator_account(&operator).ring;
        let cases = four_cases(&ledger, &operator, &devices);
        let mut open = [true; 4];
        for number in order {
            let [first, verdict, second, other] = open.map(u64::from);
            for epoch in [1, 2] {
                let slot = slot(&ledger, &operator, epoch);
                assert_eq!(slot.void_credit, LIMIT * (first + second), "{order:?}");
                assert_eq!(u64::from(slot.void_all), verdict + other, "{order:?}");
            }
            ledger.overturn_case(cases[number]).unwrap();
            open[number] = false;
        }
        assert_eq!(ledger.operator_account(&operator).ring, before, "{order:?}");
        ledger.make_harvestable(2);
        for epoch in [1, 2] {
            ledger.harvest(&operator, epoch).unwrap();
        }
        assert_eq!(ledger.assert_solvent().reserve, 0);
    }
}

#[test]
fn what_executed_cases_void_stays_void_whatever_is_overturned() {
    // (which of the four are overturned, what of 150 and 60 goes to the reserve)
    for (overturned, void) in [
        (vec![1, 3], [150, 60]),
        (vec![0, 1, 3], [100, 60]),
        (vec![0, 2, 3], [150, 60]),
        (vec![0, 2, 1], [150, 60]),
        (vec![1, 2, 3], [100, 60]),
        (vec![], [150, 60]),
    ] {
        let (ledger, operator, devices) = scene();
        let cases = four_cases(&ledger, &operator, &devices);
        overturned.iter().for_each(|&number| drop(ledger.overturn_case(cases[number]).unwrap()));
        for number in (0..4).rev().filter(|number| !overturned.contains(number)) {
            ledger.execute_in_time(cases[number]);
        }
        ledger.make_harvestable(2);
        let mut reserve = ledger.books().reserve;
        for (epoch, void) in [1, 2].into_iter().zip(void) {
            ledger.harvest(&operator, epoch).unwrap();
            let returned = ledger.assert_solvent().reserve - reserve;
            assert!((void - 1..=void).contains(&returned), "epoch {epoch} without {overturned:?}: {returned}");
            reserve += returned;
        }
    }
}

#[test]
fn harvest_waits_for_every_case_where_something_is_void_and_for_none_elsewhere() {
    let (ledger, operator, devices) = scene();
    ledger.slash(&devices[0], 2);
    let first = ledger.case_address(&devices[0]);
    // Earned after the case was opened: no part of it.
    ledger.enter_epoch(3);
    ledger.prove(&devices[2], 3, 50).unwrap();
    ledger.settle_up_to(3);
    ledger.chain.warp_to(ledger.case_at(first).deadline);
    ledger.execute_case(first).unwrap();
    ledger.slash(&devices[1], ledger.current_epoch());
    let second = ledger.case_address(&devices[1]);
    assert_eq!(ledger.case_at(second).void_slots, 0b1110);
    ledger.overturn_case(second).unwrap();
    ledger.slash(&devices[2], ledger.current_epoch());
    let third = ledger.case_address(&devices[2]);
    ledger.make_harvestable(3);
    for epoch in [1, 2, 3] {
        assert_refused!(ledger.harvest(&operator, epoch), LedgerError::CaseOpen);
    }
    ledger.overturn_case(third).unwrap();
    assert_eq!([1, 2, 3].map(|epoch| slot(&ledger, &operator, epoch).void_credit), [LIMIT, LIMIT, 0]);
    for epoch in [1, 2, 3] {
        ledger.harvest(&operator, epoch).unwrap();
    }
    ledger.claim(&operator).unwrap();
    assert!((98..=100).contains(&ledger.rewards_of(&operator)), "50 of epoch 1 and 50 of epoch 3");
    ledger.assert_solvent();
}

#[test]
fn what_was_not_void_is_harvested_while_a_case_is_open() {
    let ledger = Ledger::new().two_mints().device_collateral(1_000).parameters(|p| p.appeal = 10_000).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let (cheat, honest) = (ledger.device(&operator), ledger.device(&operator));
    ledger.enter_epoch(1);
    ledger.slash(&cheat, 1);
    ledger.prove(&honest, 1, 50).unwrap();
    ledger.make_harvestable(1);
    ledger.harvest(&operator, 1).unwrap();
    assert_eq!(ledger.operator_account(&operator).open_cases, 1);
    assert_eq!(ledger.assert_solvent().reserve, 0);
}

#[test]
fn what_was_harvested_before_a_case_is_void_in_none() {
    let (ledger, operator, devices) = scene();
    ledger.make_harvestable(1);
    ledger.harvest(&operator, 1).unwrap();
    let epoch = ledger.current_epoch();
    let verdict = ledger.condemn(&operator, ledger.verdict_statement(epoch, 1, 100));
    ledger.slash(&devices[0], epoch);
    for case in [verdict, ledger.case_address(&devices[0])] {
        assert_eq!(ledger.case_at(case).void_slots, 0b100);
    }
    assert_eq!((slot(&ledger, &operator, 1).void_credit, slot(&ledger, &operator, 1).void_all), (0, 0));
    ledger.claim(&operator).unwrap();
    assert!((149..=150).contains(&ledger.rewards_of(&operator)));
    ledger.assert_solvent();
}

#[test]
fn a_case_that_voids_an_epoch_of_ring_slot_0_is_overturned_like_any_other() {
    for (epoch, verdict) in [(0, true), (0, false), (1, true), (1, false), (32, true), (32, false)] {
        let ledger = Ledger::new().build();
        let operator = ledger.operator().stake(1_000_000).build();
        let device = ledger.device(&operator);
        if epoch > 1 {
            ledger.settle_up_to(epoch - 2);
        }
        ledger.enter_epoch(epoch);
        ledger.prove(&device, epoch, 10).unwrap();
        let case = match verdict {
            true => ledger.condemn(&operator, ledger.verdict_statement(epoch, 1, 100)),
            false => {
                ledger.slash(&device, epoch);
                ledger.case_address(&device)
            }
        };
        let what = format!("epoch {epoch}, verdict {verdict}");
        ledger.overturn_case(case).expect(&what);
        let slot = slot(&ledger, &operator, (epoch % 32) as usize);
        assert_eq!((slot.void_credit, slot.void_all), (0, 0), "{what}");
        ledger.assert_solvent();
    }
}
