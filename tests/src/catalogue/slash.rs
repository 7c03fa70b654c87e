use girder_sdk::{instructions as build, pda, proof::EquivocationReport};
use solana_signer::Signer;

use super::{Walk, device::secp256r1};
use crate::{Ledger, TestDevice};

pub(super) fn walk(walk: &mut Walk) {
    burned(walk);
    to_the_treasury(walk);
}

fn report(walk: &mut Walk, ledger: &Ledger, variant: &str, device: &TestDevice) {
    let (first, second) = ledger.equivocate(device, 0);
    let report = EquivocationReport::new(&first, &second).unwrap();
    walk.step(ledger, variant, report.instructions(&ledger.network, ledger.payer.pubkey(), 0).unwrap(), &[]);
}

fn burned(walk: &mut Walk) {
    let ledger = Ledger::new().two_mints().parameters(|p| p.jail_after = 1).build();
    let (network, authority) = (&ledger.network, ledger.authority.pubkey());
    let operator = ledger.operator().stake(1_000_000).build();
    let ed25519 = ledger.device(&operator);
    let secp256r1 = ledger.register(&operator, secp256r1(7), 0).unwrap();
    ledger.enter_epoch(0);
    report(walk, &ledger, "ed25519 device", &ed25519);
    report(walk, &ledger, "secp256r1 device", &secp256r1);

    let overturn = build::overturn_slash(
        network,
        authority,
        operator.address,
        pda::equivocation_case(ledger.network.network, secp256r1.address),
    );
    walk.step(&ledger, "", vec![overturn], &[&ledger.authority]);
    ledger.chain.warp_by(ledger.parameters.appeal);
    let execute = build::execute_slash(
        network,
        operator.address,
        pda::equivocation_case(ledger.network.network, ed25519.address),
        None,
    );
    walk.step(&ledger, "burned", vec![execute], &[]);
    ledger.chain.warp_by(ledger.parameters.jail_time);
    let unjail = build::unjail(network, operator.address, operator.identity.pubkey());
    walk.step(&ledger, "", vec![unjail], &[&operator.identity]);
    let case = pda::equivocation_case(ledger.network.network, ed25519.address);
    let close = build::close_slash_case(network, case, ledger.payer.pubkey());
    walk.step(&ledger, "", vec![close], &[]);
}

fn to_the_treasury(walk: &mut Walk) {
    let ledger = Ledger::new().two_mints().treasury().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    let (first, second) = ledger.equivocate(&device, 0);
    ledger.report(&first, &second).unwrap();
    ledger.chain.warp_by(ledger.parameters.appeal);
    let execute = build::execute_slash(
        &ledger.network,
        operator.address,
        pda::equivocation_case(ledger.network.network, device.address),
        None,
    );
    walk.step(&ledger, "to the treasury", vec![execute], &[]);
}
