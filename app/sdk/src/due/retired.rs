//! The end of a retired network: what is left in it leaves, and it closes.

use ledger::state::{AccountSpace, Network, Operator, Position, Shard, device_state};

use super::{Earning, Scene, Step, Task, rewards};
use crate::{instructions, pda, tokens};

pub(super) fn find(scene: &mut Scene) {
    if !scene.snapshot.network.is_retired(scene.now) {
        return;
    }
    devices(scene);
    stake(scene);
    attestors(scene);
    positions(scene);
    operators(scene);
    network(scene);
}

fn devices(scene: &mut Scene) {
    for (address, device) in &scene.snapshot.devices {
        if device.state == device_state::ACTIVE {
            let us = scene.cranker.address;
            let retire = instructions::retire_device(scene.network, device.operator, us, *address);
            scene.add(Step::new(Task::WindDown, *address, format!("retire device {address}"), retire));
        }
    }
}

/// Stake stays until the last rewards of its pool are harvested.
fn stake(scene: &mut Scene) {
    let snapshot = scene.snapshot;
    if snapshot.network.check_over(snapshot.books.next_epoch).is_err() {
        return;
    }
    for (address, position) in &snapshot.positions {
        let Some(operator) = snapshot.operator(&position.operator) else { continue };
        let mut position = *position;
        let ready = operator.check_harvested_before(u64::MAX).is_ok() && position.accrue(operator).is_ok();
        let has_room = position.tickets.iter().any(|ticket| ticket.shares == 0);
        let shares = position.active_shares();
        if ready && has_room && shares > 0 {
            let us = scene.cranker.address;
            let unstake = instructions::unstake_for(scene.network, position.operator, position.owner, us, shares);
            let what = format!("unstake {shares} shares of {}", position.owner);
            scene.add(Step::new(Task::WindDown, *address, what, unstake));
        }
    }
}

fn attestors(scene: &mut Scene) {
    for (address, attestor) in &scene.snapshot.attestors {
        if !attestor.is_leaving() {
            let us = scene.cranker.address;
            let unbond = instructions::unbond_attestor(scene.network, attestor.key, us, None, None);
            let what = format!("unbond attestor {}", attestor.key);
            scene.add(Step::new(Task::WindDown, *address, what, unbond));
        }
    }
}

/// Empty positions close for good only here: before, somebody may be about to use one.
fn positions(scene: &mut Scene) {
    let snapshot = scene.snapshot;
    for (address, position) in &snapshot.positions {
        let Some(operator) = snapshot.operator(&position.operator) else { continue };
        let empty = operator.shares == 0 && rewards::is_empty(scene, &position.operator, position);
        if empty && !position.is_own(operator) {
            let (us, payer) = (scene.cranker.address, position.rent_payer);
            let close = instructions::close_position(scene.network, position.operator, position.owner, us, payer);
            scene.close::<Position>(*address, format!("close the position of {}", position.owner), close, payer);
        }
    }
}

fn operators(scene: &mut Scene) {
    let snapshot = scene.snapshot;
    for (address, operator) in &snapshot.operators {
        let own = pda::position(*address, operator.identity);
        let own = snapshot.positions.iter().find(|(position, _)| *position == own);
        let empty = own.is_some_and(|(_, position)| rewards::is_empty(scene, address, position));
        if empty && operator.check_over(&snapshot.network.parameters, scene.now).is_ok() {
            let (us, payer) = (scene.cranker.address, operator.rent_payer);
            let close = instructions::close_operator(scene.network, operator.identity, us, payer);
            scene.close::<Operator>(*address, format!("close operator {address}"), close, payer);
        }
    }
}

/// Shards close once all is settled, the network once nothing else is open.
fn network(scene: &mut Scene) {
    let (snapshot, addresses) = (scene.snapshot, scene.network);
    if snapshot.network.check_over(snapshot.books.next_epoch).is_err() {
        return;
    }
    for (address, shard) in &snapshot.shards {
        let close = instructions::close_shard(addresses, shard.number, shard.rent_payer);
        scene.close::<Shard>(*address, format!("close shard {}", shard.number), close, shard.rent_payer);
    }
    if snapshot.books.check_empty().is_err() {
        return;
    }
    let (us, heir, payer) = (scene.cranker.address, snapshot.network.heir(), snapshot.network.rent_payer);
    let destinations = [addresses.reward.account_of(heir), addresses.collateral.account_of(heir)];
    let close = instructions::close_network(addresses, payer, destinations);
    let step = Step::new(Task::Close, snapshot.address, "close the network".to_owned(), close);
    let [rewards, collateral] =
        [addresses.reward, addresses.collateral].map(|token| tokens::create_account(&token, us, heir));
    let earning = Earning::Rent { to: payer, bytes: Network::SPACE };
    scene.add(step.after(rewards).after(collateral).earning(earning));
}
