//! A sound network passes the audit, and each total that is falsified is found.

use bytemuck::bytes_of;
use girder_sdk::{
    audit::{Snapshot, audit},
    instructions,
    ledger::state::{Books, Operator},
    proof::EquivocationReport,
    signer::DeviceSigner,
    transport::Transport,
};
use solana_signer::Signer;

use girder_tests::world::{World, devices};

/// The names of the checks that do not hold.
fn broken(snapshot: &Snapshot) -> Vec<String> {
    audit(snapshot).into_iter().filter(|check| !check.holds()).map(|check| check.name).collect()
}

fn assert_sound(world: &World) {
    assert_eq!(broken(&world.snapshot()), [""; 0]);
}

/// A network with credit in a settled epoch and in a running one, an attestor's pay, a ticket and an open slash case.
fn busy() -> World {
    let world = World::new().unwrap();
    let (plain, hardware) = devices();
    for device in [&plain as &dyn DeviceSigner, &hardware] {
        world.register(device).unwrap();
    }
    world.ledger.warp_to(world.start(1));
    world.submit(&world.prove(&plain, 1, 1, 333_333).unwrap(), 0).unwrap();
    world.ledger.warp_to(world.start(2) + 600);
    world.settle(0).unwrap();
    world.settle(1).unwrap();
    world.submit(&world.prove(&hardware, 2, 1, 200_000).unwrap(), 1).unwrap();
    let proofs = [1, 2].map(|units| world.prove(&plain, 2, 5, units).unwrap());
    let report = EquivocationReport::new(&proofs[0], &proofs[1]).unwrap();
    let report = report.instructions(&world.network, world.payer.pubkey(), 0).unwrap();
    world.ledger.execute(&report, &world.payer, &[]).unwrap();
    let unstake = instructions::unstake(&world.network, world.operator, world.identity.pubkey(), 1_000);
    world.ledger.execute(&[unstake], &world.payer, &[&world.identity]).unwrap();
    world
}

#[test]
fn a_network_is_sound_at_every_step() {
    let world = busy();
    assert_sound(&world);
    let (network, us) = (&world.network, world.payer.pubkey());
    let case = world.snapshot().cases[0].0;
    let overturn = instructions::overturn_slash(network, us, world.operator, case);
    world.ledger.execute(&[overturn], &world.payer, &[]).unwrap();
    assert_sound(&world);
    world.ledger.warp_to(world.start(2) + 1_200);
    let harvest = instructions::harvest(network, world.operator, 1);
    world.ledger.execute(&[harvest], &world.payer, &[]).unwrap();
    assert_sound(&world);
    let claim = instructions::claim(network, world.operator, world.identity.pubkey(), world.wallet);
    world.ledger.execute(&[claim], &world.payer, &[]).unwrap();
    assert_sound(&world);
}

#[tokio::test]
async fn both_ways_to_take_a_snapshot_agree() {
    let world = busy();
    let address = world.network.network;
    let transport: &dyn Transport = &world.ledger;
    let (taken, assembled) = (Snapshot::take(transport, address).await.unwrap(), world.snapshot());
    assert_eq!(audit(&taken), audit(&assembled));
}

#[test]
fn each_falsified_total_is_found() {
    let sound = busy().snapshot();
    let falsified = |change: &dyn Fn(&mut Snapshot)| {
        let mut snapshot = sound.clone();
        change(&mut snapshot);
        broken(&snapshot)
    };
    let books = |change: fn(&mut Books)| falsified(&|snapshot| change(&mut snapshot.books));
    assert!(books(|books| books.pots += 1).contains(&"pots = what is left in the epochs' pots".to_owned()));
    assert!(books(|books| books.staked -= 1).contains(&"staked = the operators' stake".to_owned()));
    assert!(books(|books| books.escrow += 1)[0].starts_with("escrow = "));
    assert!(books(|books| books.active_stake += 1)[0].starts_with("active stake = "));
    assert!(books(|books| books.bonds -= 1).contains(&"bonds = the attestors' bonds".to_owned()));
    assert!(books(|books| books.accounts -= 1)[0].starts_with("accounts = "));
    assert!(books(|books| books.owed = 0)[0].ends_with("<= owed"));
    assert!(books(|books| books.owed += 1_000)[0].contains("dust"));
    assert!(books(|books| books.reserve += 1)[0].ends_with("<= reward vault"));
    assert!(books(|books| books.minted = u64::MAX)[0].ends_with("<= supply cap"));

    let operator = |change: fn(&mut Operator)| falsified(&|snapshot| change(&mut snapshot.operators[0].1));
    assert!(operator(|operator| operator.shares += 1)[0].starts_with("shares = "));
    assert!(operator(|operator| operator.active_stake -= 1)[0].starts_with("active stake = "));
    assert!(operator(|operator| operator.positions += 1)[0].starts_with("positions = "));
    assert!(operator(|operator| operator.devices += 1)[0].starts_with("devices = "));
    assert!(operator(|operator| operator.excess += 1)[0].starts_with("escrow = "));
    assert!(operator(|operator| operator.open_cases = 0)[0].starts_with("open cases = "));
    assert!(operator(|operator| operator.ring[1].credit += 1)[0].starts_with("credit left = "));
    assert!(operator(|operator| operator.ring[2].credit += 1)[0].starts_with("credit of epoch 2 "));
    assert!(operator(|operator| operator.ring[2].void_credit = 0)[0].starts_with("void credit by open cases"));

    assert!(falsified(&|snapshot| snapshot.balances.reward_supply += 1)[0].starts_with("supply of the reward mint"));
    assert!(falsified(&|snapshot| snapshot.balances.stake_vault -= 1)[0].ends_with("<= stake vault"));
    assert!(falsified(&|snapshot| snapshot.positions[0].1.tickets[0].shares = 0)[0].starts_with("unbonding shares = "));
    assert!(falsified(&|snapshot| snapshot.attestor_sets[0].1.total_weight += 1)[0].starts_with("total weight = "));
    assert!(falsified(&|snapshot| snapshot.shards[1].1.next_epoch += 1)[0].starts_with("next epoch of the shard"));
}

#[test]
fn another_networks_accounts_are_not_counted() {
    let world = busy();
    let sound = world.snapshot();
    let mut stranger = sound.operators[0].1;
    stranger.network = world.payer.pubkey();
    let mut account = world.ledger.find(&world.operator).unwrap();
    account.data[8..].copy_from_slice(bytes_of(&stranger));
    world.ledger.set_account(world.identity.pubkey(), account).unwrap();
    assert_eq!(audit(&world.snapshot()), audit(&sound));
}
