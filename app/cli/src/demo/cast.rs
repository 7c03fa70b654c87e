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
    network_file::{Behaviour, DelegatorPlan, KeyName, NetworkFile, OperatorPlan},
    work::share::Share,
};

/// What the watcher has for the rent of cases: it gets it back when they close.
const WATCHER_LAMPORTS: u64 = 1_000_000_000;

/// Everybody.
pub struct Cast {
    pub attestors: Vec<Attestor>,
    pub operators: Vec<Operator>,
    /// What each operator keeps.
    pub shares: Vec<Share>,
    /// Belongs to nobody.
    pub watcher: Watcher,
}

/// Reports what it sees.
pub struct Watcher {
    pub key: Keypair,
    /// Where its bounties go.
    pub tokens: Address,
    /// Hides what its tickets are about.
    pub salt: [u8; 32],
}

/// Challenges operators and signs what it saw.
pub struct Attestor {
    pub key: Keypair,
    /// Its secret: nobody can foresee what it will ask for.
    pub draws: [u8; 32],
    /// Where it is paid.
    pub tokens: Address,
}

/// Is paid for what its device contributes.
pub struct Operator {
    pub name: String,
    pub behaviour: Behaviour,
    pub identity: Keypair,
    /// Its Operator account.
    pub address: Address,
    /// Where it is paid.
    pub tokens: Address,
    pub device: Device,
    /// Who else owns a part of it.
    pub delegators: Vec<Delegator>,
}

/// Signs what its operator contributes; its key never signs transactions.
pub struct Device {
    pub signer: Box<dyn DeviceSigner>,
    /// Its Device account.
    pub address: Address,
    pub class: u16,
    /// Most units that the class takes from a device in an epoch.
    pub limit: u64,
}

/// Owns a part of an operator.
pub struct Delegator {
    pub name: String,
    pub key: Keypair,
    /// Where it is paid.
    pub tokens: Address,
}

impl Cast {
    /// Attestors and operators join the network. `shares`: what each operator keeps.
    pub async fn join(stage: &mut Stage, file: &NetworkFile, shares: Vec<Share>, secrets: Secrets) -> Result<Self> {
        let attestors = setup::seat_attestors(stage, file, secrets).await?;
        let mut operators = Vec::with_capacity(shares.len());
        for plan in &file.operators {
            let joined = Operator::join(stage, file, plan, secrets).await;
            operators.push(joined.with_context(|| format!("operator `{}` could not join", plan.name))?);
        }
        let watcher = Watcher::join(stage, secrets, "").await?;
        Ok(Self { attestors, operators, shares, watcher })
    }
}

impl Watcher {
    /// Comes with an account for its bounties.
    pub async fn join(stage: &mut Stage, secrets: Secrets, name: &str) -> Result<Self> {
        let (key, relay, token) = (secrets.keypair("watcher", name), stage.relay.pubkey(), stage.network.collateral);
        stage.ledger.airdrop(key.pubkey(), WATCHER_LAMPORTS)?;
        stage.send(&[tokens::create_account(&token, relay, key.pubkey())], &[]).await?;
        let tokens = token.account_of(key.pubkey());
        Ok(Self { key, tokens, salt: secrets.bytes("salt", name) })
    }
}

impl Operator {
    /// Registers, stakes and registers its device; its delegators stake, too.
    async fn join(stage: &mut Stage, file: &NetworkFile, plan: &OperatorPlan, secrets: Secrets) -> Result<Self> {
        let network = stage.network;
        let (relay, founder) = (stage.relay.pubkey(), stage.founder.insecure_clone());
        let identity = secrets.keypair("operator", &plan.name);
        let us = identity.pubkey();
        let address = pda::operator(network.network, us);
        let stake = file.network.base(&plan.stake)?;
        let tokens = network.collateral.account_of(us);
        let decimals = file.network.token.decimals;
        let register = [
            tokens::create_account(&network.collateral, relay, us),
            tokens::transfer(&network.collateral, decimals, founder.pubkey(), stage.founder_tokens, tokens, stake)?,
            instructions::invite_operator(&network, relay, us, founder.pubkey(), plan.commission_bps, us),
            instructions::deposit(&network, address, us, tokens, stake),
        ];
        stage.send(&register, &[&founder, &identity]).await?;

        let owner = (address, &identity);
        let device = Device::register(stage, file, owner, (&plan.class, plan.device), secrets, &plan.name).await?;
        let mut delegators = Vec::with_capacity(plan.delegators.len());
        for plan in &plan.delegators {
            let joined = Delegator::join(stage, file, address, plan, secrets).await;
            delegators.push(joined.with_context(|| format!("delegator `{}` could not join", plan.name))?);
        }
        Ok(Self { name: plan.name.clone(), behaviour: plan.behaviour, identity, address, tokens, device, delegators })
    }

    /// Whoever owns a part of it, itself first: name, owner, token account.
    pub fn owners(&self) -> impl Iterator<Item = (&str, Address, Address)> {
        let delegators = self.delegators.iter().map(|found| (&*found.name, found.key.pubkey(), found.tokens));
        std::iter::once((&*self.name, self.identity.pubkey(), self.tokens)).chain(delegators)
    }
}

impl Device {
    /// Registers a device of an operator, which signs that it agrees. `secret`: what its key is made from.
    pub async fn register(
        stage: &mut Stage,
        file: &NetworkFile,
        (operator, identity): (Address, &Keypair),
        (class, kind): (&str, KeyName),
        secrets: Secrets,
        secret: &str,
    ) -> Result<Self> {
        let signer = secrets.device(kind, secret)?;
        let (class, plan) = file.network.class(class)?;
        let new = NewDevice { operator, key: signer.key(), class, region: 0 };
        let consent = RegistrationBuilder::new(&stage.domain, new).sign(signer.as_ref())?;
        let register = consent.register(&stage.network, stage.relay.pubkey(), identity.pubkey(), 0)?;
        stage.send(&register, &[identity]).await?;
        let address = pda::device(stage.network.network, &signer.key());
        Ok(Self { signer, address, class, limit: plan.limit })
    }
}

impl Delegator {
    /// Opens a position in an operator's pool and stakes.
    pub async fn join(
        stage: &mut Stage,
        file: &NetworkFile,
        operator: Address,
        plan: &DelegatorPlan,
        secrets: Secrets,
    ) -> Result<Self> {
        let network = stage.network;
        let (relay, founder) = (stage.relay.pubkey(), stage.founder.insecure_clone());
        let key = secrets.keypair("delegator", &plan.name);
        let us = key.pubkey();
        let (tokens, stake) = (network.collateral.account_of(us), file.network.base(&plan.stake)?);
        let decimals = file.network.token.decimals;
        let stake = [
            tokens::create_account(&network.collateral, relay, us),
            tokens::transfer(&network.collateral, decimals, founder.pubkey(), stage.founder_tokens, tokens, stake)?,
            instructions::open_position(&network, relay, operator, us),
            instructions::deposit(&network, operator, us, tokens, stake),
        ];
        stage.send(&stake, &[&founder, &key]).await?;
        Ok(Self { name: plan.name.clone(), key, tokens })
    }
}
