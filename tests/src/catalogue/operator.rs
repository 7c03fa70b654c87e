use girder_sdk::{
    instructions::{self as build, Withdrawal},
    pda,
};
use solana_signer::Signer;

use super::Walk;
use crate::Ledger;

pub(super) fn walk(walk: &mut Walk) {
    let ledger = Ledger::new().two_mints().build();
    let (identity, manager, successor) = (ledger.wallet(), ledger.wallet(), ledger.wallet());
    let owner = identity.pubkey();
    let address = pda::operator(ledger.network.network, owner);
    let register = build::register_operator(&ledger.network, ledger.payer.pubkey(), owner, 1_000, manager.pubkey());
    walk.step(&ledger, "", vec![register], &[&identity]);
    invite(walk);
    let manage = build::set_operator_manager(address, owner, manager.pubkey());
    walk.step(&ledger, "", vec![manage], &[&identity]);
    walk.step(&ledger, "", vec![build::set_payout_wallet(address, owner, manager.pubkey())], &[&identity]);
    let offer = build::offer_operator_authority(address, owner, successor.pubkey());
    walk.step(&ledger, "", vec![offer], &[&identity]);
    walk.step(&ledger, "", vec![build::accept_operator_authority(address, successor.pubkey())], &[&successor]);

    let source = ledger.give(&ledger.network.collateral, owner, 2_000_000);
    let deposit = || vec![build::deposit(&ledger.network, address, owner, source, 1_000_000)];
    walk.step(&ledger, "into an empty pool", deposit(), &[&identity]);
    walk.step(&ledger, "", deposit(), &[&identity]);
    let unstake = |shares| vec![build::unstake(&ledger.network, address, owner, shares)];
    walk.step(&ledger, "", unstake(500_000), &[&identity]);
    walk.step(&ledger, "", vec![build::cancel_unstake(&ledger.network, address, owner, 0)], &[&identity]);

    for _ in 0..7 {
        ledger.send(&unstake(10), &[&identity]).unwrap();
    }
    walk.step(&ledger, "8th ticket", unstake(10), &[&identity]);
    ledger.chain.warp_by(ledger.parameters.unbonding);
    for (variant, ticket, signed_by_owner) in [("by anybody", 7, false), ("by the owner", 0, true)] {
        let withdrawal = Withdrawal { operator: address, owner, destination: source, ticket, signed_by_owner };
        let signers = if signed_by_owner { vec![&identity] } else { Vec::new() };
        walk.step(&ledger, variant, vec![build::withdraw(&ledger.network, &withdrawal)], &signers);
    }
}

fn invite(walk: &mut Walk) {
    let ledger = Ledger::new().two_mints().parameters(|p| p.invited_operators = 1).build();
    let (identity, payer, authority) = (ledger.wallet(), ledger.payer.pubkey(), ledger.authority.pubkey());
    let us = identity.pubkey();
    let register = build::invite_operator(&ledger.network, payer, us, authority, 1_000, us);
    walk.step(&ledger, "invited", vec![register], &[&identity, &ledger.authority]);
}
