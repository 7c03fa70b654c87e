//! Jail by offences of different kinds: what counts to what, and what is left when some are overturned.

use girder_sdk::ledger::error::LedgerError;
use girder_tests::{Ledger, TestDevice, TestOperator, assert_refused};
use solana_address::Address;

/// The second equivocation jails, and so does any downtime and any verdict; the device of class 1 owes a credit an epoch.
/// Epoch 0 is settled.
fn scene() -> (Ledger, TestOperator, [TestDevice; 3]) {
    let ledger = Ledger::new().floors(&[0, 1]).downtime(1, 1).healthy().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let devices = [(); 3].map(|()| ledger.device(&operator));
    ledger.register(&operator, TestDevice::ed25519(), 1).unwrap();
    ledger.settle_up_to(0);
    (ledger, operator, devices)
}

fn jail(ledger: &Ledger, operator: &TestOperator) -> (i64, i64) {
    let account = ledger.operator_account(operator);
    (account.jailed_from, account.jailed_until)
}

#[test]
fn other_kinds_do_not_count_to_the_equivocations_that_jail() {
    let (ledger, operator, [first, second, _]) = scene();
    ledger.report_downtime(&operator, 0).unwrap();
    let downtime = ledger.downtime_case(&operator, 0);
    ledger.chain.warp_by(1);
    let verdict = ledger.condemn(&operator, ledger.verdict_statement(1, 1, 100));
    let (from, until) = jail(&ledger, &operator);
    assert_eq!((from, until), (ledger.now() - 1, ledger.now() + ledger.parameters.jail_time));
    ledger.chain.warp_by(1);
    ledger.slash(&first, 1);
    assert_eq!(jail(&ledger, &operator), (from, until), "one equivocation");
    ledger.chain.warp_by(1);
    ledger.slash(&second, 1);
    assert_eq!(jail(&ledger, &operator), (from, ledger.now() + ledger.parameters.jail_time), "two of them");
    for case in [downtime, verdict] {
        ledger.overturn_case(case).unwrap();
    }
    assert_eq!(jail(&ledger, &operator).1, ledger.now() + ledger.parameters.jail_time);
    ledger.overturn(&first).unwrap();
    assert_eq!(jail(&ledger, &operator), (0, 0), "one equivocation, though there was a downtime and a verdict");
    ledger.assert_solvent();
}

/// When jail ends for what is left of: a downtime, an equivocation, a verdict and another equivocation.
fn expected(ledger: &Ledger, times: &[i64; 4], left: &[bool; 4]) -> i64 {
    let [downtime, first, verdict, second] = *left;
    let jails = [downtime, false, verdict, first && second];
    let last = times.iter().zip(jails).filter(|(_, jails)| *jails).map(|(time, _)| *time).max();
    last.map_or(0, |last| last + ledger.parameters.jail_time)
}

#[test]
fn what_is_left_jails_in_whichever_order_the_rest_is_overturned() {
    let all = (0..256).map(|code: usize| [code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6]);
    for order in all.filter(|order| (0..4).all(|number| order.contains(&number))) {
        let (ledger, operator, [first, second, other]) = scene();
        let mut times = [0; 4];
        let mut cases = [Address::default(); 4];
        for number in 0..4 {
            ledger.chain.warp_by(10);
            times[number] = ledger.now();
            cases[number] = match number {
                0 => {
                    ledger.report_downtime(&operator, 0).unwrap();
                    ledger.downtime_case(&operator, 0)
                }
                1 => {
                    ledger.slash(&first, 1);
                    ledger.case_address(&first)
                }
                2 => ledger.condemn(&operator, ledger.verdict_statement(1, 1, 100)),
                _ => {
                    ledger.slash(&second, 1);
                    ledger.case_address(&second)
                }
            };
        }
        let mut left = [true; 4];
        for number in order {
            assert_eq!(jail(&ledger, &operator).1, expected(&ledger, &times, &left), "{order:?}, left {left:?}");
            ledger.overturn_case(cases[number]).unwrap();
            left[number] = false;
        }
        assert_eq!(jail(&ledger, &operator), (0, 0));
        assert!(ledger.operator_account(&operator).offences.iter().all(|one| one.at == 0));
        ledger.prove(&other, 1, 1).unwrap();
        ledger.assert_solvent();
    }
}

#[test]
fn an_offence_that_was_displaced_and_then_overturned_does_not_come_back() {
    // Of nine offences the ninth displaces the first; both are overturned, in either order.
    for order in [[8, 0], [0, 8]] {
        let ledger = Ledger::new().device_collateral(10).parameters(|p| p.jail_after = 8).build();
        let operator = ledger.operator().stake(1_000).build();
        let devices = [(); 9].map(|()| ledger.device(&operator));
        ledger.enter_epoch(1);
        for device in &devices {
            ledger.slash(device, 1);
            ledger.chain.warp_by(1);
        }
        for number in order {
            ledger.overturn(&devices[number]).unwrap();
        }
        let offences = ledger.operator_account(&operator).offences;
        assert_eq!(offences.iter().filter(|one| one.at != 0).count(), 7, "{order:?}");
        assert_eq!(jail(&ledger, &operator), (0, 0), "seven offences do not jail; {order:?}");
        ledger.assert_solvent();
    }
}

/// Verdicts, then eight equivocations of which only all eight jail: those displace the verdicts. In order.
fn displaced(verdicts: usize) -> (Ledger, TestOperator, Vec<Address>, Vec<i64>) {
    let ledger = Ledger::new().device_collateral(10).parameters(|p| p.jail_after = 8).build();
    let operator = ledger.operator().stake(10_000).build();
    let devices = [(); 8].map(|()| ledger.device(&operator));
    ledger.enter_epoch(1);
    let (mut cases, mut times) = (Vec::new(), Vec::new());
    for number in 0..verdicts {
        ledger.chain.warp_by(1);
        cases.push(ledger.condemn(&operator, ledger.verdict_statement(1, number as u8, 100)));
        times.push(ledger.now());
    }
    for device in &devices {
        ledger.chain.warp_by(1);
        ledger.slash(device, 1);
        cases.push(ledger.case_address(device));
        times.push(ledger.now());
    }
    assert_eq!(jail(&ledger, &operator), (times[0], ledger.now() + ledger.parameters.jail_time));
    (ledger, operator, cases, times)
}

#[test]
fn jail_for_a_displaced_offence_lasts_whichever_two_others_are_overturned() {
    for (first, second) in (0..9).flat_map(|first| (0..9).map(move |second| (first, second))) {
        if first == second {
            continue;
        }
        let (ledger, operator, cases, times) = displaced(1);
        ledger.overturn_case(cases[first]).unwrap();
        let end = |number: usize| times[number] + ledger.parameters.jail_time;
        let all_equivocations = if first == 0 { end(8) } else { end(0) };
        assert_eq!(jail(&ledger, &operator).1, all_equivocations, "{first}");
        ledger.overturn_case(cases[second]).unwrap();
        let verdict_stands = first != 0 && second != 0;
        assert_eq!(jail(&ledger, &operator).1, if verdict_stands { end(0) } else { 0 }, "{first}, {second}");
        ledger.assert_solvent();
    }
}

#[test]
fn jail_for_two_displaced_offences_ends_with_the_last_of_them_and_not_before() {
    // The two verdicts and the two equivocations that displaced them.
    let chosen = [0, 1, 8, 9];
    let all = (0..256).map(|code: usize| [code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6]);
    for order in all.filter(|order| (0..4).all(|number| order.contains(&number))) {
        let (ledger, operator, cases, times) = displaced(2);
        let mut left = [true; 4];
        for number in order {
            ledger.overturn_case(cases[chosen[number]]).unwrap();
            left[number] = false;
            let (from, until) = jail(&ledger, &operator);
            let standing = [0, 1].into_iter().filter(|&verdict| left[verdict]).max();
            let least = standing.map_or(0, |verdict| times[verdict] + ledger.parameters.jail_time);
            if left[2] && left[3] {
                assert!(until >= least && from == times[0], "all eight equivocations jail, too: {order:?}");
            } else if standing.is_none() {
                assert_eq!((from, until), (0, 0), "{order:?}, left {left:?}");
            } else {
                // Where the newer one was overturned, the older one's jail may last as long as the newer one's.
                let most = times[1] + ledger.parameters.jail_time;
                assert!((least..=most).contains(&until), "{order:?}, left {left:?}: {until}");
            }
        }
        ledger.assert_solvent();
    }
}

#[test]
fn an_unrelated_overturned_case_frees_nobody_from_jail_that_is_not_left() {
    // The verdict's jail time runs still, ends in that second, or is over for long.
    for late in [-1, 0, 3_000] {
        let (ledger, operator, [device, other, _]) = scene();
        let verdict = ledger.condemn(&operator, ledger.verdict_statement(1, 1, 100));
        let jailed = jail(&ledger, &operator);
        ledger.execute_in_time(verdict);
        ledger.chain.warp_to(jailed.1 + late);
        ledger.slash(&device, ledger.current_epoch());
        assert_eq!(jail(&ledger, &operator), jailed, "one equivocation jails nobody");
        ledger.overturn(&device).unwrap();
        assert_eq!(jail(&ledger, &operator), jailed, "{late}");
        assert_refused!(ledger.prove(&other, ledger.current_epoch(), 1), LedgerError::Jailed);
        ledger.chain.warp_to(ledger.now().max(jailed.1));
        ledger.unjail(&operator).unwrap();
        assert_eq!(jail(&ledger, &operator), (0, 0));
        ledger.prove(&other, ledger.current_epoch(), 1).unwrap();
        ledger.assert_solvent();
    }
}

#[test]
fn nobody_leaves_jail_while_any_case_is_open_or_its_time_runs() {
    let (ledger, operator, [device, ..]) = scene();
    ledger.report_downtime(&operator, 0).unwrap();
    let (downtime, (_, until)) = (ledger.downtime_case(&operator, 0), jail(&ledger, &operator));
    assert_refused!(ledger.unjail(&operator), LedgerError::TooEarly);
    ledger.execute_in_time(downtime);
    ledger.chain.warp_to(until - 1);
    assert_refused!(ledger.unjail(&operator), LedgerError::TooEarly);
    ledger.chain.warp_by(1);
    ledger.slash(&device, ledger.current_epoch());
    assert_refused!(ledger.unjail(&operator), LedgerError::CaseOpen);
    ledger.execute_in_time(ledger.case_address(&device));
    ledger.unjail(&operator).unwrap();
    assert_eq!(jail(&ledger, &operator), (0, 0));
    let verdict = ledger.condemn(&operator, ledger.verdict_statement(ledger.current_epoch(), 1, 100));
    assert_eq!(jail(&ledger, &operator), (ledger.now(), ledger.now() + ledger.parameters.jail_time));
    ledger.overturn_case(verdict).unwrap();
    assert_eq!(jail(&ledger, &operator), (0, 0));
    ledger.assert_solvent();
}

#[test]
fn overturning_an_older_case_leaves_a_newer_jail_as_it_is() {
    let (ledger, operator, [device, ..]) = scene();
    ledger.slash(&device, 1);
    ledger.chain.warp_by(10);
    ledger.report_downtime(&operator, 0).unwrap();
    let before = jail(&ledger, &operator);
    ledger.overturn(&device).unwrap();
    assert_eq!(jail(&ledger, &operator), before);
    ledger.assert_solvent();
}
