use girder_sdk::instructions::{self as build, Seal};
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::Walk;
use crate::{Ledger, TestAttestor};

pub(super) fn walk(walk: &mut Walk) {
    let ledger = Ledger::new().two_mints().parameters(|p| (p.min_bond, p.attestor_bps) = (100, 1_000)).build();
    let (network, payer, authority) = (&ledger.network, ledger.payer.pubkey(), ledger.authority.pubkey());

    let (key, owner) = (ledger.keypair(), ledger.keypair());
    let register = build::register_attestor(network, payer, owner.pubkey(), key.pubkey());
    walk.step(&ledger, "", vec![register], &[&owner, &key]);
    let source = ledger.give(&network.collateral, owner.pubkey(), 100);
    let post = build::post_bond(network, key.pubkey(), owner.pubkey(), source, 100);
    walk.step(&ledger, "", vec![post], &[&owner]);

    let create = build::create_attestor_set(network, 2, payer, authority);
    walk.step(&ledger, "", vec![create], &[&ledger.authority]);
    let add = |key: &Keypair, weight| vec![build::add_attestor(network, 2, authority, key.pubkey(), weight)];
    walk.step(&ledger, "first of a set", add(&key, 100), &[&ledger.authority]);
    for number in 1..32 {
        let other = TestAttestor { key: ledger.keypair(), owner: ledger.keypair(), weight: 1 };
        ledger.register_attestor(&other);
        if number == 31 {
            walk.step(&ledger, "32nd of a set", add(&other.key, other.weight), &[&ledger.authority]);
        } else {
            ledger.send(&add(&other.key, other.weight), &[&ledger.authority]).unwrap();
        }
    }
    let seal = Seal { from_epoch: 10, proof_threshold: 66, verdict_threshold: 100 };
    let seal = build::seal_attestor_set(network, 2, authority, seal);
    walk.step(&ledger, "32 attestors", vec![seal], &[&ledger.authority]);

    let strike = build::strike_attestor(network, 2, owner.pubkey(), key.pubkey(), false);
    walk.step(&ledger, "by the payee", vec![strike], &[&owner]);
    let strike = build::strike_attestor(network, 1, authority, ledger.attestors[1].key.pubkey(), false);
    walk.step(&ledger, "by the authority", vec![strike], &[&ledger.authority]);
    let unbond = build::unbond_attestor(network, key.pubkey(), owner.pubkey(), Some(2), None);
    walk.step(&ledger, "", vec![unbond], &[&owner]);
    ledger.chain.warp_to(ledger.start(10) + ledger.parameters.bond_unbonding);
    let destination = network.collateral.account_of(owner.pubkey());
    let withdraw = build::withdraw_bond(network, key.pubkey(), destination, payer);
    walk.step(&ledger, "", vec![withdraw], &[]);

    pay(walk);
}

fn pay(walk: &mut Walk) {
    let ledger = Ledger::new().two_mints().parameters(|p| p.attestor_bps = 1_000).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.prove(&device, 0, 10_000).unwrap();
    ledger.settle_up_to(0);
    let attestor = &ledger.attestors[2];
    let destination = ledger.give(&ledger.network.reward, attestor.owner.pubkey(), 1);
    let claim = build::claim_attestor_pay(&ledger.network, 1, attestor.key.pubkey(), destination);
    walk.step(&ledger, "", vec![claim], &[]);
}
