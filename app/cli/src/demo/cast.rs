//! Who plays: attestors and operators, each with its own keys, and a third party that watches.

use anyhow::{Context, Result};
use girder_sdk::{
    instructions::{self, NewDevice},
    pda,
    proof::RegistrationBuilder,
    signer::DeviceSigner,
    tokens,
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::{keys::Secrets, setup, stage::Stage};
use crate::{
    network_file::{Behaviour, NetworkFile, OperatorPlan},
    work::share::Share,
};

/// What the watcher has for the rent of cases: it gets it back when they close.
const WATCHER_LAMPORTS: u64 = 1_000_000_000;

/// Everybody.
pub struct Cast {
    pub attestors: Vec<Attestor>,
    pub operators: Vec<Operator>,
    /// Belongs to nobody, and reports what it sees.
    pub watcher: Keypair,
}

/// Challenges operators and signs what it saw.
pub struct Attestor {
    pub name: String,
    pub key: Keypair,
    /// Its secret: nobody can foresee what it will ask for.
    pub draws: [u8; 32],
    /// Where it is paid.
    pub tokens: Address,
}

/// Keeps a share of the data and is paid for it.
pub struct Operator {
    pub name: String,
    pub behaviour: Behaviour,
    pub identity: Keypair,
    /// Its Operator account.
    pub address: Address,
    /// Where it is paid.
    pub tokens: Address,
    /// Signs what it contributes; its key never signs transactions.
    pub device: Box<dyn DeviceSigner>,
    /// Its Device account.
    pub device_address: Address,
    pub class: u16,
    /// Most units that the class takes from a device in an epoch.
    pub limit: u64,
    pub share: Share,
}

impl Cast {
    /// Attestors and operators join the network. `shares`: what each operator keeps.
    pub async fn join(stage: &mut Stage, file: &NetworkFile, shares: Vec<Share>, secrets: Secrets) -> Result<Self> {
        let attestors = setup::seat_attestors(stage, file, secrets).await?;
        let mut operators = Vec::with_capacity(shares.len());
        for (plan, share) in file.operators.iter().zip(shares) {
            let joined = Operator::join(stage, file, plan, share, secrets).await;
            operators.push(joined.with_context(|| format!("operator `{}` could not join", plan.name))?);
        }
        let watcher = secrets.keypair("watcher", "");
        stage.ledger.airdrop(watcher.pubkey(), WATCHER_LAMPORTS)?;
        Ok(Self { attestors, operators, watcher })
    }
}

impl Operator {
    /// Registers, stakes and registers its device, which signs that it agrees.
    async fn join(
        stage: &mut Stage,
        file: &NetworkFile,
        plan: &OperatorPlan,
        share: Share,
        secrets: Secrets,
    ) -> Result<Self> {
        let network = stage.network;
        let (relay, founder) = (stage.relay.pubkey(), stage.founder.insecure_clone());
        let identity = secrets.keypair("operator", &plan.name);
        let us = identity.pubkey();
        let address = pda::operator(network.network, us);
        let stake = file.base(&plan.stake)?;
        let tokens = network.collateral.account_of(us);
        let decimals = file.token.decimals;
        let register = [
            tokens::create_account(&network.collateral, relay, us),
            tokens::transfer(&network.collateral, decimals, founder.pubkey(), stage.founder_tokens, tokens, stake)?,
            instructions::register_operator(&network, relay, us, plan.commission_bps, us),
            instructions::deposit(&network, address, us, tokens, stake),
        ];
        stage.send(&register, &[&founder, &identity]).await?;

        let device = secrets.device(plan.device, &plan.name)?;
        let (class, class_plan) = file.class(&plan.class)?;
        let new = NewDevice { operator: address, key: device.key(), class, region: 0 };
        let consent = RegistrationBuilder::new(&stage.domain, new).sign(device.as_ref())?;
        stage.send(&consent.register(&network, relay, us, 0)?, &[&identity]).await?;

        Ok(Self {
            name: plan.name.clone(),
            behaviour: plan.behaviour,
            identity,
            address,
            tokens,
            device_address: pda::device(network.network, &device.key()),
            device,
            class,
            limit: class_plan.limit,
            share,
        })
    }
}
