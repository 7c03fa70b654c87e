//! A vote that changes how a network votes, with the commands' own instructions on the real program.

use clap::Parser;
use girder_sdk::{
    governor::{pda, read},
    transport,
};

use super::Vote;
use crate::{cluster::Session, stake, tests::scene::Scene};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    vote: Vote,
}

/// Does what `girder vote` does with these words.
async fn vote(session: &Session, words: &str) -> anyhow::Result<()> {
    let line = Line::try_parse_from(["vote"].into_iter().chain(words.split_whitespace())).unwrap();
    let (us, payer) = (session.address()?, session.payer()?);
    let instructions = line.vote.step.instructions(session.ledger(), us, payer).await?;
    session.send(&instructions, &[]).await
}

#[tokio::test]
async fn a_vote_changes_how_votes_are_held_and_its_records_close() {
    let scene = Scene::new().await;
    scene.ledger.add_governor().unwrap();
    let (operator, owner, _) = scene.worker(1).await;
    let network = scene.network.network;
    let create = format!("create {network} --days 1 --quorum 1000 --threshold 1000000");
    vote(&owner, &create).await.unwrap_err();
    vote(&scene.session(&scene.founder), &create).await.unwrap();
    let description = scene.write("why.md", "Longer votes.");
    vote(&owner, &format!("draft {network} --description {}", description.display())).await.unwrap();

    let (us, governor) = (owner.address().unwrap(), pda::governor(network));
    let proposal = pda::proposal(network, us, 0);
    let words = format!("settings {network} --days 7 --quorum 2000 --threshold 5000000");
    let line = Line::try_parse_from(["vote"].into_iter().chain(words.split_whitespace())).unwrap();
    let settings = line.vote.step.instructions(owner.ledger(), governor, governor).await.unwrap();
    let proposed = transport::unsigned(&settings, governor, scene.ledger.blockhash()).unwrap();
    let proposed = transport::to_base64(&proposed).unwrap();
    vote(&owner, &format!("add {proposal} --transaction {proposed}")).await.unwrap();
    scene.ledger.warp_by(1);
    vote(&owner, &format!("open {proposal} --operator {operator}")).await.unwrap();
    vote(&owner, &format!("cast {proposal} yes --operator {operator}")).await.unwrap();
    stake::change::unstake(&owner, operator, None).await.unwrap_err();

    let close = format!("close-record {proposal} --operator {operator} --owner {us}");
    let anybody = scene.session(&scene.wallet(2));
    vote(&anybody, &close).await.unwrap_err();
    scene.ledger.warp_by(86_400);
    vote(&anybody, &format!("execute {proposal}")).await.unwrap();
    let governance = read::governance(owner.ledger(), network).await.unwrap();
    assert_eq!((governance.settings.voting_time, governance.settings.quorum_bps), (7 * 86_400, 2_000));
    vote(&anybody, &close).await.unwrap();
    vote(&anybody, &format!("close {proposal}")).await.unwrap();
    let open = vote(&anybody, &format!("close-governance {network}")).await.unwrap_err();
    assert!(open.to_string().contains("the network still exists"), "{open}");
}
