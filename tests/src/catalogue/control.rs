use girder_sdk::{
    instructions as build,
    ledger::state::{network_role, pause_subject},
};
use solana_signer::Signer;

use super::Walk;
use crate::Ledger;

pub(super) fn walk(walk: &mut Walk) {
    roles(walk);
    pauses(walk);
    parameters(walk);
}

fn roles(walk: &mut Walk) {
    let ledger = Ledger::new().build();
    let (network, authority, heir) = (ledger.network.network, ledger.authority.pubkey(), ledger.wallet());
    for (variant, role) in [("of the guardian", network_role::GUARDIAN), ("of the authority", network_role::AUTHORITY)]
    {
        let offer = build::offer_network_role(network, authority, role, heir.pubkey());
        walk.step(&ledger, variant, vec![offer], &[&ledger.authority]);
        walk.step(&ledger, variant, vec![build::accept_network_role(network, role, heir.pubkey())], &[&heir]);
    }
}

fn pauses(walk: &mut Walk) {
    let ledger = Ledger::new().build();
    let guardian = ledger.guardian();
    ledger.enter_epoch(2);
    let pause = |subject, seconds| vec![build::pause(&ledger.network, guardian.pubkey(), subject, seconds)];
    walk.step(&ledger, "claims", pause(pause_subject::CLAIMS, 3_000), &[&guardian]);
    walk.step(&ledger, "intake in 5 epochs", pause(pause_subject::INTAKE, 3_000), &[&guardian]);
    ledger.chain.warp_by(500);
    walk.step(&ledger, "ended", pause(pause_subject::INTAKE, 0), &[&guardian]);
}

fn parameters(walk: &mut Walk) {
    let ledger = Ledger::new().build();
    let (network, payer, authority) = (&ledger.network, ledger.payer.pubkey(), ledger.authority.pubkey());
    let propose = |version| {
        let parameters = ledger.changed(|p| p.max_pause += 1);
        vec![build::propose_parameters(network, payer, authority, version, parameters)]
    };
    walk.step(&ledger, "", propose(0), &[&ledger.authority]);
    ledger.chain.warp_to(ledger.parameter_change().executable_from);
    walk.step(&ledger, "", vec![build::execute_parameters(network, payer, 0, payer)], &[]);
    ledger.send(&propose(1), &[&ledger.authority]).unwrap();
    let close = || vec![build::close_parameter_change(network, authority, 1, payer)];
    walk.step(&ledger, "by the authority", close(), &[&ledger.authority]);
    ledger.send(&propose(1), &[&ledger.authority]).unwrap();
    ledger.hand_over(&ledger.wallet());
    walk.step(&ledger, "stale", vec![build::close_parameter_change(network, payer, 1, payer)], &[]);
}
