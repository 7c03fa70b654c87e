use girder_sdk::instructions as build;
use solana_signer::Signer;

use super::Walk;
use crate::{Ledger, TestOperator};

pub(super) fn walk(walk: &mut Walk) {
    for (variant, shards) in [("1 shard", 1), ("2 shards", 2), ("16 shards", 16)] {
        let ledger = Ledger::new().two_mints().parameters(|p| p.shards = shards).build();
        work(&ledger);
        let settle = build::settle_epoch(&ledger.network, 0, ledger.payer.pubkey(), Some(1), None);
        walk.step(&ledger, variant, vec![settle], &[]);
    }
    settle_everything(walk);
    let with_breaker = || Ledger::new().two_mints().parameters(|p| p.breaker_size = 1 << 50);
    pay(walk, "SPL Token", &with_breaker().build());
    pay(walk, "Token-2022", &with_breaker().token_2022().build());
}

/// An operator with a proven epoch 0, which may be settled now.
fn work(ledger: &Ledger) -> TestOperator {
    let operator = ledger.operator().stake(1_000_000).commission(1_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.prove(&device, 0, 10_000).unwrap();
    ledger.chain.warp_to(ledger.settle_time(0));
    operator
}

/// Settling with all that may be asked of it: attestors' pay, a tip and 16 shards.
fn settle_everything(walk: &mut Walk) {
    let change = |p: &mut girder_sdk::ledger::state::Parameters| {
        (p.shards, p.attestor_bps, p.settle_tip) = (16, 1_000, 50);
    };
    let ledger = Ledger::new().two_mints().parameters(change).build();
    work(&ledger);
    let settler = ledger.payer.pubkey();
    let tip = ledger.chain.create_token_account(&ledger.payer, &ledger.network.reward, settler).unwrap();
    let settle = build::settle_epoch(&ledger.network, 0, settler, Some(1), Some(tip));
    walk.step(&ledger, "16 shards, attestors' pay and tip", vec![settle], &[]);
}

fn pay(walk: &mut Walk, variant: &str, ledger: &Ledger) {
    let operator = work(ledger);
    let (network, authority) = (&ledger.network, ledger.authority.pubkey());
    let fund = build::fund(network, authority, ledger.stock(&network.reward), 1_000);
    walk.step(ledger, variant, vec![fund], &[&ledger.authority]);
    ledger.settle(0).unwrap();
    ledger.chain.warp_to(ledger.harvest_time(0));
    let harvest = vec![build::harvest(network, operator.address, 0)];
    if variant == "SPL Token" {
        walk.step(ledger, "", harvest, &[]);
        walk.step(ledger, "", vec![build::close_epoch(network, 0, ledger.payer.pubkey())], &[]);
    } else {
        ledger.send(&harvest, &[]).unwrap();
    }
    let owner = operator.identity.pubkey();
    let destination = ledger.chain.create_token_account(&ledger.payer, &network.reward, owner).unwrap();
    walk.step(ledger, variant, vec![build::claim(network, operator.address, owner, destination)], &[]);
    let payout = operator.payout.pubkey();
    let destination = ledger.chain.create_token_account(&ledger.payer, &network.reward, payout).unwrap();
    walk.step(ledger, variant, vec![build::claim_commission(network, operator.address, destination)], &[]);
}
