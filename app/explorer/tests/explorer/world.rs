//! A network with a life: contributions, a settled and harvested epoch, a claim, a slash, a failed transaction; on a recorded
//! ledger.

use girder_sdk::{Result, embedded::EmbeddedLedger, instructions, pda, proof::EquivocationReport, recorder::Recorder};
use girder_tests::world::{Plan, World, devices};
use solana_address::Address;
use solana_signature::Signature;
use solana_signer::Signer;

/// A name that a page must not take for HTML.
pub const NAME: &str = "<b>smoke & mirrors</b>";

/// What the life of a network left behind.
pub struct Life {
    pub world: World<Recorder>,
    pub device: Address,
    pub case: Address,
    pub counted: [Signature; 2],
    pub failed: Signature,
}

/// The network, before anything happened in it.
pub fn founded() -> World<Recorder> {
    let plan = Plan { name: NAME, change: |parameters| parameters.evidence_age = 1_200, ..Plan::default() };
    World::on(Recorder::new(EmbeddedLedger::new(7).unwrap()), &plan).unwrap()
}

/// Two devices prove, the epoch is settled, harvested and claimed; then one of them turns out to have said two things.
pub fn lived() -> Result<Life> {
    let world = founded();
    let (plain, hardware) = devices();
    let device = world.register(&plain)?;
    world.register(&hardware)?;
    let clock = world.ledger.ledger();
    clock.warp_to(world.start(1));
    let [first, second] = [world.prove(&plain, 1, 5, 1_000)?, world.prove(&plain, 1, 5, 2_000)?];
    let other = world.prove(&hardware, 1, 5, 7_000)?;
    let counted = [world.submit(&first, 0)?.signature, world.submit(&other, 0)?.signature];
    let again = world.submit(&second, 0);
    assert!(again.is_err(), "a sequence counts once");
    let failed = world.ledger.newest().map(|entry| entry.signature).unwrap_or_default();
    clock.warp_to(world.start(2) + 601);
    world.settle(0)?;
    world.settle(1)?;
    clock.warp_to(world.start(2) + 1_201);
    world.pay(&[instructions::harvest(&world.network, world.operator, 1)])?;
    let identity = world.identity.pubkey();
    world.pay(&[instructions::claim(&world.network, world.operator, identity, world.wallet)])?;
    let report = EquivocationReport::new(&first, &second)?;
    world.pay(&report.instructions(&world.network, world.payer.pubkey(), 0)?)?;
    let case = pda::equivocation_case(world.network.network, device);
    Ok(Life { world, device, case, counted, failed })
}
