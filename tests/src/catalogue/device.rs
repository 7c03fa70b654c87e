use girder_sdk::{
    instructions::{self as build, NewDevice},
    interface::licence::Licence,
    pda,
    proof::RegistrationBuilder,
    signer::{DeviceSigner, Ed25519Signer, Secp256r1Signer},
};
use solana_signer::Signer;
use zeroize::Zeroizing;

use super::Walk;
use crate::{Ledger, TestOperator};

/// The secp256r1 key of that number.
pub(super) fn secp256r1(number: u8) -> Box<dyn DeviceSigner> {
    Box::new(Secp256r1Signer::from_scalar(&Zeroizing::new([number; 32])).unwrap())
}

fn consent(ledger: &Ledger, operator: &TestOperator, signer: &dyn DeviceSigner) -> RegistrationBuilder {
    let new = NewDevice { operator: operator.address, key: signer.key(), class: 0, region: 0 };
    RegistrationBuilder::new(&ledger.domain, new).sign(signer).unwrap()
}

pub(super) fn walk(walk: &mut Walk) {
    let ledger = Ledger::new().two_mints().build();
    let (network, payer) = (&ledger.network, ledger.payer.pubkey());
    let operator = ledger.operator().build();
    let identity = operator.identity.pubkey();
    let ed25519 = Ed25519Signer::new(ledger.keypair());
    let secp256r1 = secp256r1(7);

    let keys: [(&str, &dyn DeviceSigner); 2] = [("ed25519", &ed25519), ("secp256r1", secp256r1.as_ref())];
    for (variant, signer) in keys {
        let register = consent(&ledger, &operator, signer).register(network, payer, identity, 0).unwrap();
        walk.step(&ledger, variant, register, &[&operator.identity]);
    }
    let device = pda::device(network.network, &ed25519.key());
    let next = Ed25519Signer::new(ledger.keypair());
    let rotate = consent(&ledger, &operator, &next).rotate(network, payer, identity, device, 0).unwrap();
    walk.step(&ledger, "", rotate, &[&operator.identity]);

    let device = pda::device(network.network, &next.key());
    let licensor = ledger.keypair();
    ledger.set_licensor(0, licensor.pubkey(), 0).unwrap();
    let licence = Licence { device: device.to_bytes(), region: 0, issued_at: ledger.now(), expires_at: i64::MAX };
    walk.step(&ledger, "", ledger.licensing(&licensor, licence), &[]);

    ledger.enter_epoch(0);
    let retire = build::retire_device(network, operator.address, identity, device);
    walk.step(&ledger, "", vec![retire], &[&operator.identity]);
    ledger.chain.warp_to(ledger.settle_time(0) + ledger.parameters.evidence_age);
    walk.step(&ledger, "", vec![build::close_device(network, operator.address, device, payer)], &[]);
}
