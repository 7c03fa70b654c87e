//! Cases and parameters whose wait is over.

use ledger::state::{ParameterChange, outcome};
use solana_address::Address;

use super::{Scene, Step, Task};
use crate::{instructions, tokens};

pub(super) fn find(scene: &mut Scene) {
    parameters(scene);
    cases(scene);
}

/// Puts a proposal in force; one that can't be any more closes.
fn parameters(scene: &mut Scene) {
    let (snapshot, us) = (scene.snapshot, scene.cranker.address);
    let network = &snapshot.network;
    for (address, change) in &snapshot.proposals {
        let (version, payer) = (change.base_version, change.rent_payer);
        if version != network.parameters_version || network.is_retired(scene.now) {
            let close = instructions::close_parameter_change(scene.network, us, version, payer);
            let what = format!("close the proposal for parameters of version {version}");
            scene.close::<ParameterChange>(*address, what, close, payer);
            continue;
        }
        let issued = snapshot.books.issued();
        let follows = issued.is_ok_and(|issued| {
            network.parameters.check_successor(&change.parameters, network.is_one_mint(), issued).is_ok()
        });
        if follows && scene.now >= change.executable_from {
            let execute = instructions::execute_parameters(scene.network, us, version, payer);
            let what = format!("put the parameters proposed after version {version} in force");
            scene.add(Step::new(Task::Parameters, *address, what, execute));
        }
    }
}

/// Executes cases after their deadline. The bounty's token account is made if it is not there, so that nobody's case hangs on it.
fn cases(scene: &mut Scene) {
    let network = scene.network;
    for (address, case) in &scene.snapshot.cases {
        if case.outcome != outcome::OPEN || scene.now < case.deadline {
            continue;
        }
        let reporter = Some(case.bounty_recipient).filter(|reporter| *reporter != Address::default());
        let bounty = reporter.map(|reporter| network.collateral.account_of(reporter));
        let execute = instructions::execute_slash(network, case.offender, *address, bounty);
        let what = format!("execute the slash of {} from {}", case.taken, case.offender);
        let step = Step::new(Task::Slash, *address, what, execute);
        let us = scene.cranker.address;
        scene.add(match reporter {
            Some(reporter) => step.after(tokens::create_account(&network.collateral, us, reporter)),
            None => step,
        });
    }
}
