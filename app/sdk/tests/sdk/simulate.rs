//! Transactions that are only tried, and transactions that lookup tables make room in.

use girder_sdk::{
    Result, SdkError, instructions,
    ledger::error::LedgerError,
    lookup, pda,
    transport::{self, Receipt, Transport},
};
use solana_message::VersionedMessage;
use solana_signer::Signer;

use girder_tests::world::{World, devices};

/// Epochs that no plain transaction closes at once.
const EPOCHS: u64 = 24;

fn names(receipt: &Receipt) -> Vec<&'static str> {
    receipt.events.iter().map(|event| event.name()).collect()
}

#[tokio::test]
async fn a_simulation_says_what_would_happen_and_changes_nothing() -> Result<()> {
    let world = World::new()?;
    let (device, _) = devices();
    world.register(&device)?;
    world.ledger.warp_to(world.start(1) + 600);
    let settle = instructions::settle_epoch(&world.network, 0, world.payer.pubkey(), None, None);
    let blank = transport::unsigned(&[settle], world.payer.pubkey(), Default::default())?;

    let before = world.ledger.find_all(&[]);
    let tried = world.ledger.simulate(&blank).await?;
    assert_eq!(world.ledger.find_all(&[]), before);
    let done = world.settle(0)?;
    assert_eq!(names(&tried), ["EpochSettled"]);
    assert_eq!(names(&tried), names(&done));
    assert_eq!((tried.compute_units, tried.fee, tried.bytes), (done.compute_units, done.fee, done.bytes));
    assert_eq!(tried.inner, done.inner);

    let refused = world.ledger.simulate(&blank).await.unwrap_err();
    let refusal = refused.refusal().unwrap();
    assert_eq!(refusal.ledger_error(), world.settle(0).unwrap_err().refusal().unwrap().ledger_error());
    Ok(())
}

#[test]
fn a_step_that_somebody_took_before_is_success() -> Result<()> {
    let world = World::new()?;
    world.ledger.warp_to(world.start(1) + 600);
    let done = [LedgerError::SettleInOrder];
    assert!(transport::unless_done(world.settle(0), &done)?.is_some());
    assert!(transport::unless_done(world.settle(0), &done)?.is_none());
    let other = transport::unless_done(world.settle(0), &[LedgerError::Paused]);
    assert!(matches!(other, Err(SdkError::Refused(_))));
    Ok(())
}

#[tokio::test]
async fn a_table_makes_room_for_what_no_plain_transaction_holds() -> Result<()> {
    let world = World::new()?;
    let (ledger, payer) = (&world.ledger, &world.payer);
    ledger.warp_to(world.start(EPOCHS + 4));
    for epoch in 0..EPOCHS {
        world.settle(epoch)?;
    }
    let settled = |epoch| instructions::close_epoch(&world.network, epoch, payer.pubkey());
    let all: Vec<_> = (0..EPOCHS).map(settled).collect();
    let metas = all.iter().flat_map(|instruction| &instruction.accounts);
    let mut addresses: Vec<_> = metas.filter(|meta| !meta.is_signer).map(|meta| meta.pubkey).collect();
    addresses.sort_unstable();
    addresses.dedup();

    let address = lookup::create(ledger, payer, &addresses).await?;
    ledger.warp_by(1);
    let table = lookup::fetch(ledger, address).await?;
    assert_eq!(table.addresses, addresses);
    let message = lookup::message(&all, payer.pubkey(), &[table], ledger.blockhash())?;
    assert!(matches!(message, VersionedMessage::V0(_)));
    assert!(transport::unsigned(&all, payer.pubkey(), ledger.blockhash()).is_err());
    let receipt = ledger.submit(transport::sign_message(message, payer, &[])?).await?;
    assert_eq!(names(&receipt), ["EpochClosed"; EPOCHS as usize]);
    assert!((0..EPOCHS).all(|epoch| ledger.find(&pda::epoch(world.network.network, epoch)).is_none()));

    ledger.execute(&[lookup::deactivate(payer.pubkey(), address)], payer, &[])?;
    let close = lookup::close(payer.pubkey(), address, payer.pubkey());
    assert!(ledger.execute(std::slice::from_ref(&close), payer, &[]).is_err());
    ledger.warp_by(600);
    ledger.execute(&[close], payer, &[])?;
    assert!(ledger.find(&address).is_none());
    Ok(())
}
