//! The main job, with nothing but the SDK's calls, against the compiled program.

use girder_sdk::{
    embedded::EmbeddedLedger,
    events::LedgerEvent,
    instructions,
    interface::key::KeyKind,
    ledger::{
        error::LedgerError,
        state::{Books, Shard},
    },
    pda,
    proof::EquivocationReport,
    signer::DeviceSigner,
    transport,
};
use solana_signer::Signer;

use girder_tests::world::{Plan, STAKE, World, devices};

fn a_life(token_2022: bool) {
    let world = World::on(EmbeddedLedger::new(7).unwrap(), &Plan { token_2022, ..Plan::default() }).unwrap();
    let (ledger, network) = (&world.ledger, &world.network);
    let (plain, hardware) = devices();
    assert_eq!(hardware.key().kind(), KeyKind::Secp256r1);
    world.register(&plain).unwrap();
    world.register(&hardware).unwrap();

    ledger.warp_to(world.start(1));
    let receipt = world.submit(&world.prove(&plain, 1, 1, 400_000).unwrap(), 0).unwrap();
    assert!(
        matches!(receipt.events.as_slice(), [LedgerEvent::ContributionCounted(event)] if event.credit_after == 400_000)
    );
    world.submit(&world.prove(&hardware, 1, 1, 200_000).unwrap(), 1).unwrap();

    ledger.warp_to(world.start(2) + 600);
    world.settle(0).unwrap();
    world.settle(1).unwrap();
    ledger.warp_to(world.start(2) + 1_200);
    let crank = [
        instructions::harvest(network, world.operator, 1),
        instructions::claim(network, world.operator, world.identity.pubkey(), world.wallet),
        instructions::claim_commission(network, world.operator, world.wallet),
        instructions::close_epoch(network, 1, world.payer.pubkey()),
    ];
    ledger.execute(&crank, &world.payer, &[]).unwrap();

    // 600,000 credits earn 600,000 base units; 5% are the attestors', whose set distributes them.
    let paid = ledger.token_balance(world.wallet).unwrap();
    assert!((569_998..=570_000).contains(&paid), "{paid}");
    let books: Books = ledger.read(network.books).unwrap();
    assert_eq!(books.minted, 600_000);
    assert_eq!(books.staked, STAKE);
}

#[test]
fn an_operator_is_paid_for_what_its_devices_prove() {
    a_life(false);
}

#[test]
fn an_operator_is_paid_in_a_token_of_token_2022() {
    a_life(true);
}

#[test]
fn a_refusal_says_which_rule_and_which_numbers() {
    let world = World::new().unwrap();
    let (device, _) = devices();
    world.register(&device).unwrap();
    world.ledger.warp_to(world.start(1));
    world.submit(&world.prove(&device, 1, 5, 1).unwrap(), 0).unwrap();

    let error = world.submit(&world.prove(&device, 1, 5, 2).unwrap(), 0).unwrap_err();
    let refusal = error.refusal().unwrap();
    assert_eq!(refusal.ledger_error(), Some(LedgerError::OldSequence));
    assert_eq!(refusal.instruction, 1);
    assert_eq!(refusal.values, Some(("5".to_owned(), "5".to_owned())));
}

#[test]
fn a_refused_parameter_is_named() {
    let ledger = EmbeddedLedger::new(7).unwrap();
    let plan = Plan { change: |parameters| parameters.appeal = 0, ..Plan::default() };
    let refused = World::on(ledger, &plan).err().unwrap();
    let refusal = refused.refusal().unwrap();
    assert_eq!(refusal.ledger_error(), Some(LedgerError::ParameterOutOfBounds));
    assert_eq!(refusal.note.as_deref(), Some("appeal is 0: it must be from 1 to 2419200"));
}

#[test]
fn a_refusal_of_the_token_program_is_its_own() {
    let world = World::new().unwrap();
    let identity = world.identity.pubkey();
    let deposit = instructions::deposit(&world.network, world.operator, identity, world.wallet, 1);
    let error = world.ledger.execute(&[deposit], &world.payer, &[&world.identity]).unwrap_err();
    let refusal = error.refusal().unwrap();
    assert_eq!((refusal.program, refusal.ledger_error()), (world.network.collateral.program, None));
    assert_eq!(refusal.message, "insufficient funds");
}

#[test]
fn a_false_signature_is_the_precompiles_to_refuse() {
    let world = World::new().unwrap();
    for device in [&devices().0 as &dyn DeviceSigner, &devices().1] {
        let mut proof = world.prove(device, 0, 1, 1).unwrap();
        proof.device_signature[7] ^= 1;
        let error = world.submit(&proof, 0).unwrap_err();
        assert_eq!(
            error.refusal().map(|refusal| refusal.message.as_str()),
            Some("a signature is not valid"),
            "{error}"
        );
    }
}

#[test]
fn a_key_that_signs_twice_is_slashed() {
    let world = World::new().unwrap();
    let (ledger, network) = (&world.ledger, &world.network);
    let (plain, hardware) = devices();
    for device in [&plain as &dyn DeviceSigner, &hardware] {
        world.register(device).unwrap();
        let address = pda::device(network.network, &device.key());
        ledger.warp_to(world.start(1));
        let proofs = [1, 2].map(|units| world.prove(device, 1, 5, units).unwrap());
        let report = EquivocationReport::new(&proofs[0], &proofs[1]).unwrap();
        let us = world.payer.pubkey();
        ledger.execute(&report.instructions(network, us, 0).unwrap(), &world.payer, &[]).unwrap();
        let case = pda::equivocation_case(network.network, address);
        let overturn = instructions::overturn_slash(network, us, world.operator, case);
        ledger.execute(&[overturn], &world.payer, &[]).unwrap();
    }
    assert_eq!(ledger.read::<Books>(network.books).unwrap().staked, STAKE);
}

#[test]
fn the_same_seed_gives_the_same_ledger() {
    let content = || World::new().unwrap().ledger.find_all(&[]);
    assert_eq!(content(), content());
}

#[tokio::test]
async fn the_transport_reads_what_the_ledger_wrote() {
    let plan = Plan { token_2022: true, ..Plan::default() };
    let world = World::on(EmbeddedLedger::new(7).unwrap(), &plan).unwrap();
    let (addresses, network) = transport::network(&world.ledger, world.network.network).await.unwrap();
    assert_eq!(addresses, world.network);
    assert_eq!(network.domain(&addresses.network), world.domain);
    let shards = transport::fetch_all::<Shard>(&world.ledger, addresses.network).await;
    assert_eq!(shards.unwrap().len(), 2);
}
