//! The founder's part: a mint, a network, its shards, classes and attestors.

use anyhow::{Context, Result};
use girder_sdk::{
    Token,
    embedded::EmbeddedLedger,
    instructions::{self, NewNetwork, Seal},
    ledger::{NewClass, state::Network},
    network::encode_name,
    tokens::{self, NewMint},
    transport::{self, Transport},
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::{cast::Attestor, journal::Journal, keys::Secrets, stage::Stage};
use crate::{
    network_file::{ClassPlan, NetworkFile},
    report,
};

/// Lamports in a SOL, and how many SOL the relay starts with: far more than the run's fees and rent.
const SOL: u64 = 1_000_000_000;
const RELAY_SOL: u64 = 1_000;

/// The attestor set's version: the demo seals one, in force from the first epoch on.
pub const ATTESTOR_SET: u64 = 1;

/// Starts the embedded ledger and creates the mint and the network that the file describes.
pub async fn create_network(file: &NetworkFile, secrets: Secrets, seed: u64) -> Result<Stage> {
    let ledger = EmbeddedLedger::new(seed)?;
    let (founder, relay) = (secrets.keypair("founder", ""), secrets.keypair("relay", ""));
    ledger.airdrop(relay.pubkey(), RELAY_SOL.saturating_mul(SOL))?;
    let token = create_token(&ledger, file, &relay, &founder, &secrets.keypair("mint", "")).await?;

    let parameters = file.parameters(ledger.now().unix_timestamp)?;
    let new = NewNetwork {
        payer: relay.pubkey(),
        creator: founder.pubkey(),
        name: encode_name(&file.network.name)?,
        reward: token,
        collateral: token,
        treasury: None,
        parameters,
        mint_risks: file.network.token.mint_risks()?,
    };
    let create = ledger.send(&[instructions::create_network(&new)], &relay, &[&founder]).await;
    let receipt = create.context("the ledger refused the network")?;
    let network = new.addresses();
    let account: Network = transport::fetch(&ledger, network.network).await?;

    let mut journal = Journal::default();
    journal.record(&receipt);
    let mut stage = Stage {
        domain: account.domain(&network.network),
        founder_tokens: token.account_of(founder.pubkey()),
        relay_tokens: token.account_of(relay.pubkey()),
        ledger,
        network,
        parameters,
        token: report::model::Token {
            symbol: file.network.token.symbol.clone(),
            decimals: file.network.token.decimals,
        },
        founder,
        relay,
        journal,
    };
    create_shards_and_classes(&mut stage, file).await?;
    Ok(stage)
}

/// Creates the mint and hands its initial supply to the founder. The network takes the right to mint over.
async fn create_token(
    ledger: &EmbeddedLedger,
    file: &NetworkFile,
    relay: &Keypair,
    founder: &Keypair,
    mint: &Keypair,
) -> Result<Token> {
    let new = NewMint::plain(Token::spl(mint.pubkey()), founder.pubkey(), file.network.token.decimals);
    let token = new.token;
    let rent = ledger.minimum_balance(new.space()?).await?;
    ledger.send(&new.instructions(relay.pubkey(), rent)?, relay, &[mint]).await?;
    let supply = file.network.base(&file.network.token.initial_supply)?;
    let accounts = [founder, relay].map(|owner| tokens::create_account(&token, relay.pubkey(), owner.pubkey()));
    ledger.send(&accounts, relay, &[]).await?;
    let mint_supply = tokens::mint_to(&token, founder.pubkey(), token.account_of(founder.pubkey()), supply)?;
    ledger.send(&[mint_supply], relay, &[founder]).await?;
    Ok(token)
}

async fn create_shards_and_classes(stage: &mut Stage, file: &NetworkFile) -> Result<()> {
    let (relay, founder) = (stage.relay.pubkey(), stage.founder.insecure_clone());
    for number in 0..file.network.shards {
        let create = instructions::create_shard(&stage.network, relay, number);
        stage.send(&[create], &[]).await?;
    }
    for plan in &file.network.classes {
        let ClassPlan { name, weight, limit, floor, .. } = plan;
        let (key_kinds, verifier) = (plan.key_kinds(), Address::default());
        let class = NewClass { weight: *weight, limit: *limit, floor: *floor, key_kinds, verifier };
        let add = instructions::add_class(&stage.network, founder.pubkey(), class, None);
        stage.send(&[add], &[&founder]).await.with_context(|| format!("the ledger refused class `{name}`"))?;
    }
    Ok(())
}

/// Attestors bond, and the founder seals their set: more than half of the weight must sign a proof.
pub async fn seat_attestors(stage: &mut Stage, file: &NetworkFile, secrets: Secrets) -> Result<Vec<Attestor>> {
    let (network, relay, founder) = (stage.network, stage.relay.pubkey(), stage.founder.insecure_clone());
    let create = instructions::create_attestor_set(&network, ATTESTOR_SET, relay, founder.pubkey());
    stage.send(&[create], &[&founder]).await?;

    let mut attestors = Vec::with_capacity(file.attestors.len());
    let mut weight = 0u64;
    for plan in &file.attestors {
        let key = secrets.keypair("attestor", &plan.name);
        let us = key.pubkey();
        let join = [
            tokens::create_account(&network.collateral, relay, us),
            instructions::register_attestor(&network, relay, us, us),
            instructions::post_bond(
                &network,
                us,
                founder.pubkey(),
                stage.founder_tokens,
                file.network.base(&plan.bond)?,
            ),
            instructions::add_attestor(&network, ATTESTOR_SET, founder.pubkey(), us, plan.weight),
        ];
        let joined = stage.send(&join, &[&key, &founder]).await;
        joined.with_context(|| format!("the ledger refused attestor `{}`", plan.name))?;
        weight = weight.saturating_add(plan.weight);
        let draws = secrets.bytes("draws", &plan.name);
        attestors.push(Attestor { key, draws, tokens: network.reward.account_of(us) });
    }

    let (half, third) = (weight / 2, weight / 3);
    let seal = Seal {
        from_epoch: 0,
        proof_threshold: half.saturating_add(1),
        verdict_threshold: weight.saturating_sub(third),
    };
    let seal = instructions::seal_attestor_set(&network, ATTESTOR_SET, founder.pubkey(), seal);
    stage.send(&[seal], &[&founder]).await.context("the ledger refused the attestor set")?;
    Ok(attestors)
}
