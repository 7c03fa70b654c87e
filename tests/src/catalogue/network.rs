use girder_sdk::instructions as build;
use solana_signer::Signer;

use super::Walk;
use crate::{FirstLayout, Holder, Ledger, class};

pub(super) fn walk(walk: &mut Walk) {
    for (variant, setup) in
        [("SPL Token", Ledger::new().two_mints()), ("Token-2022", Ledger::new().two_mints().token_2022())]
    {
        let (ledger, new) = setup.prepare();
        walk.step(&ledger, variant, vec![build::create_network(&new)], &[&ledger.authority]);
        if variant == "SPL Token" {
            let create = build::create_shard(&ledger.network, ledger.payer.pubkey(), 0);
            walk.step(&ledger, "", vec![create], &[]);
        }
    }

    let ledger = Ledger::new().two_mints().build();
    let authority = ledger.authority.pubkey();
    let ed25519 = girder_sdk::ledger::NewClass { key_kinds: 1, ..class(100) };
    let add = |class, set| vec![build::add_class(&ledger.network, authority, class, set)];
    walk.step(&ledger, "ed25519", add(ed25519, None), &[&ledger.authority]);
    walk.step(&ledger, "secp256r1, beside a set", add(class(100), Some(1)), &[&ledger.authority]);
    let reweight = build::reweight_class(&ledger.network, authority, 1, 7, 5);
    walk.step(&ledger, "", vec![reweight], &[&ledger.authority]);
    let retire = build::retire_class(&ledger.network, authority, 1, 6);
    walk.step(&ledger, "", vec![retire], &[&ledger.authority]);
    let licensor = ledger.keypair().pubkey();
    let set = |region| vec![build::set_licensor(&ledger.network, authority, region, licensor, 6)];
    for region in 1..32 {
        ledger.send(&set(region), &[&ledger.authority]).unwrap();
    }
    walk.step(&ledger, "32nd region", set(32), &[&ledger.authority]);

    let old = FirstLayout::restore();
    let network = old.ledger.network;
    for (variant, account) in [
        ("a network", network.network),
        ("books", network.books),
        ("a class table", network.classes),
        ("an operator", old.operator.address),
        ("a position", old.operator.position()),
        ("a device", old.device.address),
        ("a case, as long as before", old.ledger.case_address(&old.liars_device)),
    ] {
        let migrate = build::migrate_account(account, old.ledger.payer.pubkey());
        walk.step(&old.ledger, variant, vec![migrate], &[]);
    }
}
