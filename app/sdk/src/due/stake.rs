//! Stake and bonds whose unbonding time is over.

use ledger::state::{AccountSpace, Attestor, later};

use super::{Earning, Scene, Step, Task};
use crate::instructions::{self, Withdrawal};

pub(super) fn find(scene: &mut Scene) {
    tickets(scene);
    bonds(scene);
}

/// While a case is open the owner alone withdraws.
fn tickets(scene: &mut Scene) {
    let (snapshot, network) = (scene.snapshot, scene.network);
    for (address, position) in &snapshot.positions {
        let Some(operator) = snapshot.operator(&position.operator) else { continue };
        let worthless = position.generation != operator.generation;
        if operator.open_cases > 0 || worthless {
            continue;
        }
        for (number, ticket) in (0..).zip(&position.tickets) {
            if ticket.shares == 0 || !scene.is_past(later(ticket.requested_at, ticket.unbonding)) {
                continue;
            }
            let into = network.collateral.account_of(position.owner);
            let withdrawal = Withdrawal {
                operator: position.operator,
                owner: position.owner,
                destination: into,
                ticket: number,
                signed_by_owner: false,
            };
            let what = format!("pay ticket {number} of {} out", position.owner);
            let instruction = instructions::withdraw(network, &withdrawal);
            scene.add(Step::new(Task::Withdraw, *address, what, instruction).paying_into(into));
        }
    }
}

fn bonds(scene: &mut Scene) {
    let (snapshot, network) = (scene.snapshot, scene.network);
    let delay = snapshot.network.parameters.bond_unbonding;
    for (address, attestor) in &snapshot.attestors {
        let matured = attestor.is_leaving() && scene.is_past(later(attestor.unbonding_from, delay));
        if !matured || attestor.open_cases > 0 {
            continue;
        }
        let into = network.collateral.account_of(attestor.authority);
        let what = format!("pay the bond of attestor {} back", attestor.key);
        let instruction = instructions::withdraw_bond(network, attestor.key, into, attestor.rent_payer);
        let earning = Earning::Rent { to: attestor.rent_payer, bytes: Attestor::SPACE };
        scene.add(Step::new(Task::Withdraw, *address, what, instruction).paying_into(into).earning(earning));
    }
}
