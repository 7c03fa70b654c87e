use girder_sdk::instructions as build;
use solana_signer::Signer;

use super::Walk;
use crate::{Ledger, Setup};

/// Networks that end: what only then anybody may do, and what closes.
pub(super) fn walk(walk: &mut Walk) {
    drain(walk);
    end(walk, "SPL Token", Ledger::new().two_mints().treasury());
    end(walk, "Token-2022", Ledger::new().two_mints().token_2022());
}

fn drain(walk: &mut Walk) {
    let ledger = Ledger::new().two_mints().parameters(|p| p.min_bond = 100).build();
    let (network, payer) = (&ledger.network, ledger.payer.pubkey());
    let operator = ledger.operator().stake(1_000).build();
    let (address, identity) = (operator.address, operator.identity.pubkey());
    let device = ledger.device(&operator);
    let stranger = ledger.delegator(&operator).owner.pubkey();
    let end = ledger.earliest_end();
    let retire = build::retire_network(network, ledger.authority.pubkey(), end);
    walk.step(&ledger, "", vec![retire], &[&ledger.authority]);
    ledger.enter_epoch(end);
    let anybody = ledger.wallet();
    let (signer, signers) = (anybody.pubkey(), [&anybody]);
    let retire = build::retire_device(network, address, signer, device.address);
    walk.step(&ledger, "by anybody", vec![retire], &signers);
    let key = ledger.attestors[0].key.pubkey();
    let unbond = build::unbond_attestor(network, key, signer, None, None);
    walk.step(&ledger, "by anybody", vec![unbond], &signers);
    ledger.chain.warp_to(ledger.settle_time(end - 1));
    ledger.settle_up_to(end - 1);
    let unstake = build::unstake_for(network, address, identity, signer, 1_000);
    walk.step(&ledger, "by anybody", vec![unstake], &signers);
    ledger.chain.warp_by(ledger.parameters.unbonding + ledger.parameters.epoch_length);
    ledger.withdraw(&operator, 0, false).unwrap();
    ledger.close_device(&device).unwrap();
    let close = build::close_position(network, address, stranger, signer, payer);
    walk.step(&ledger, "by anybody", vec![close], &signers);
    let close = build::close_operator(network, identity, signer, payer);
    walk.step(&ledger, "by anybody", vec![close], &signers);
    walk.step(&ledger, "3 attestors", vec![build::close_attestor_set(network, 1, payer)], &[]);
    walk.step(&ledger, "", vec![build::close_shard(network, 1, payer)], &[]);
}

fn end(walk: &mut Walk, variant: &str, setup: Setup) {
    let ledger = setup.build();
    let (network, payer) = (&ledger.network, ledger.payer.pubkey());
    let operator = ledger.operator().build();
    let identity = operator.identity.pubkey();
    if variant == "SPL Token" {
        let close = build::close_operator(network, identity, identity, payer);
        walk.step(&ledger, "by its authority", vec![close], &[&operator.identity]);
    }
    ledger.fund(100).unwrap();
    ledger.reach_end();
    ledger.wind_up();
    walk.step(&ledger, variant, vec![build::close_network(network, payer, ledger.heirs_accounts())], &[]);
}
