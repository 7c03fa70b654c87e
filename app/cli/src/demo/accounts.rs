//! What the accounts say at the end: the ledger's own, the token accounts and the mint. Nothing here comes from the journal.

use anyhow::Result;
use girder_sdk::{
    ledger::state::{self, Books},
    pda, tokens,
    transport::{Transport, fetch},
};
use solana_signer::Signer;

use super::{
    cast::{Attestor, Cast, Operator},
    stage::Stage,
};

/// A network's accounts, in base units.
pub struct Accounts {
    pub books: Books,
    pub supply: u64,
    pub reward_vault: u64,
    pub stake_vault: u64,
    /// In the order of the cast.
    pub operators: Vec<OperatorAccounts>,
    pub attestors: Vec<AttestorAccounts>,
    /// What the relay got for settling.
    pub tips: u64,
    /// What the watcher got for its reports.
    pub bounties: u64,
    /// What the founder has left.
    pub founder: u64,
}

/// An operator's.
pub struct OperatorAccounts {
    pub stake: u64,
    /// Rewards and commission that its owners may still claim.
    pub owed: u64,
    /// In its owners' token accounts. All they had before went into its stake.
    pub balance: u64,
}

/// An attestor's.
pub struct AttestorAccounts {
    pub bond: u64,
    /// In its token account.
    pub balance: u64,
}

impl Accounts {
    /// Reads them.
    pub async fn read(stage: &Stage, cast: &Cast) -> Result<Self> {
        let (ledger, network) = (&stage.ledger, &stage.network);
        let mut operators = Vec::with_capacity(cast.operators.len());
        for operator in &cast.operators {
            operators.push(OperatorAccounts::read(ledger, operator).await?);
        }
        let mut attestors = Vec::with_capacity(cast.attestors.len());
        for Attestor { key, tokens: account, .. } in &cast.attestors {
            let attestor: state::Attestor = fetch(ledger, pda::attestor(network.network, key.pubkey())).await?;
            attestors.push(AttestorAccounts { bond: attestor.bond, balance: tokens::balance(ledger, *account).await? });
        }
        Ok(Self {
            books: fetch(ledger, network.books).await?,
            supply: tokens::mint(ledger, network.reward.mint).await?.supply,
            reward_vault: tokens::balance(ledger, network.reward_vault).await?,
            stake_vault: tokens::balance(ledger, network.stake_vault).await?,
            operators,
            attestors,
            tips: tokens::balance(ledger, stage.relay_tokens).await?,
            bounties: tokens::balance(ledger, cast.watcher.tokens).await?,
            founder: tokens::balance(ledger, stage.founder_tokens).await?,
        })
    }
}

impl OperatorAccounts {
    async fn read(ledger: &dyn Transport, operator: &Operator) -> Result<Self> {
        let pool: state::Operator = fetch(ledger, operator.address).await?;
        let mut read = Self { stake: pool.stake, owed: pool.commission_owed, balance: 0 };
        for (_, owner, account) in operator.owners() {
            let mut position: state::Position = fetch(ledger, pda::position(operator.address, owner)).await?;
            position.accrue(&pool)?;
            read.owed = read.owed.saturating_add(position.owed);
            read.balance = read.balance.saturating_add(tokens::balance(ledger, account).await?);
        }
        Ok(read)
    }
}
