//! How lies come out: reports of two statements, verdicts, downtime.

use anyhow::{Context, Result};
use girder_interface::{offence::Offence, report};
use girder_sdk::{
    instructions::{self, Reveal},
    ledger::{DoubleStatement, VerdictStatement},
    pda,
    proof::{DoubleStatementProof, Proof, VerdictSignatures},
    signer::Attestation,
};
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::world::World;
use crate::demo::{
    cast::{Attestor, Watcher},
    setup::ATTESTOR_SET,
};

/// Weight that signs a verdict: two thirds of five, rounded up.
const VERDICT_SIGNERS: usize = 4;

/// A quorum finds the player at fault in an epoch, and takes as much as it may.
pub async fn verdict(world: &mut World, epoch: u64) -> Result<()> {
    let (stage, cast) = (&mut world.stage, &world.cast);
    let player = world.player;
    let statement = VerdictStatement { epoch, evidence_hash: [1; 32], fraction_bps: 10_000 };
    let signatures = VerdictSignatures::new(&stage.domain, player, ATTESTOR_SET, statement);
    let mut attestors = cast.attestors.iter().rev().take(VERDICT_SIGNERS);
    let signatures = attestors.try_fold(signatures, |signed, attestor| signed.attest(&attestor.key))?;
    let watcher = &cast.watcher.key;
    let mut verdict = signatures.instructions(&stage.network, watcher.pubkey(), 0)?;
    let us = watcher.pubkey();
    verdict.push(instructions::slash_by_verdict(&stage.network, us, signatures.verdict(), us));
    stage.send(&verdict, &[watcher]).await.context("the verdict was refused")
}

/// Somebody reports that the player was absent too often in the epochs up to `last`.
pub async fn downtime(world: &mut World, last: u64) -> Result<()> {
    let watcher: &Keypair = &world.cast.watcher.key;
    let report = instructions::report_downtime(&world.stage.network, watcher.pubkey(), world.player, last);
    world.stage.send(&[report], &[watcher]).await.context("the downtime was refused")
}

/// An attestor's signatures of two statements for one slot.
fn doubled(attestor: &Attestor, first: &Proof, second: &Proof) -> Result<DoubleStatementProof> {
    let signature = |proof: &Proof| Attestation::sign(&attestor.key, &proof.digest).map(|signed| signed.signature);
    Ok(DoubleStatementProof {
        key: attestor.key.pubkey(),
        set_version: ATTESTOR_SET,
        evidence: DoubleStatement::Contributions {
            device: first.device,
            operators: [first.operator, second.operator],
            statements: [first.statement, second.statement],
        },
        signatures: [signature(first)?, signature(second)?],
    })
}

/// A sybil commits to the evidence against an attestor, reports it a second later and shows its ticket.
pub async fn double_statement(world: &mut World, first: &Proof, second: &Proof, number: usize) -> Result<()> {
    let World { stage, cast, sybil, .. } = world;
    let Some(attestor) = cast.attestors.get(number) else { return Ok(()) };
    let evidence = doubled(attestor, first, second)?;
    let Watcher { key, salt, .. } = sybil;
    let (network, us) = (stage.network, key.pubkey());
    let account = pda::attestor(network.network, evidence.key);
    let subject = first.statement.contribution(&first.operator, &first.device).subject();
    let offence = Offence::DoubleStatement { attestor: &account.to_bytes(), subject: &subject };
    let hash = report::commitment(&offence.id(), &[first.digest, second.digest], &us.to_bytes(), salt);
    stage.send(&[instructions::commit_report(&network, us, hash)], &[key]).await?;

    stage.ledger.warp_by(1);
    stage.send(&evidence.instructions(&network, &stage.domain, us, 0)?, &[key]).await?;
    let slash_case = pda::slash_case(network.network, &offence);
    let reveal = Reveal { slash_case, hash, reporter: us, salt: *salt, rent_payer: us };
    stage.send(&[instructions::reveal_report(&network, &reveal)], &[key]).await
}
