//! `girder token`: a network's tokens in wallets.

mod change;
#[cfg(test)]
mod tests;

use anyhow::Result;
use clap::{Args, Subcommand};
use girder_sdk::{Token, amount, tokens, transport, transport::Transport};
use solana_address::Address;

use crate::{
    cluster::{Cluster, Sending},
    output,
};

/// Options of `girder token`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder token balance NETWORK WALLET                whole tokens that can be staked
  girder token balance NETWORK WALLET --reward       whole tokens that rewards are paid in, if these are others
  girder token send NETWORK 2500 WALLET              from who acts to a wallet, whose token account is made if it has none

Tokens are in the wallets' associated token accounts, where every wallet's software looks for them.")]
pub struct TokenOptions {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Print how many tokens a wallet has
    Balance(Balance),
    /// Send tokens to a wallet
    Send(Send),
}

#[derive(Debug, Args)]
struct Balance {
    /// The network's address
    network: Address,
    /// Whose tokens
    wallet: Address,
    /// The token that rewards are paid in, in place of the one that is staked
    #[arg(long)]
    reward: bool,
    #[command(flatten)]
    cluster: Cluster,
}

#[derive(Debug, Args)]
struct Send {
    /// The network's address
    network: Address,
    /// How much, whole tokens: such as 12 or 0.25
    amount: String,
    /// To whom
    wallet: Address,
    /// The token that rewards are paid in, in place of the one that is staked
    #[arg(long)]
    reward: bool,
    #[command(flatten)]
    sending: Sending,
}

/// Does a step of `girder token`.
pub async fn token(options: &TokenOptions) -> Result<bool> {
    match &options.step {
        Step::Balance(Balance { network, wallet, reward, cluster }) => {
            let ledger = cluster.open()?;
            let kind = Kind::read(&ledger, *network, *reward).await?;
            output::print(&kind.balance(&ledger, *wallet).await?)?;
        }
        Step::Send(step) => {
            let session = step.sending.open()?;
            let kind = Kind::read(session.ledger(), step.network, step.reward).await?;
            change::send(&session, &kind, &step.amount, step.wallet).await?;
        }
    }
    Ok(true)
}

/// One of a network's two tokens, which may be the same.
struct Kind {
    token: Token,
    decimals: u8,
}

impl Kind {
    async fn read(ledger: &dyn Transport, network: Address, is_reward: bool) -> Result<Self> {
        let (addresses, account) = transport::network(ledger, network).await?;
        Ok(match is_reward {
            true => Self { token: addresses.reward, decimals: account.reward_decimals },
            false => Self { token: addresses.collateral, decimals: account.collateral_decimals },
        })
    }

    /// Whole tokens of a wallet.
    async fn balance(&self, ledger: &dyn Transport, wallet: Address) -> Result<String> {
        Ok(amount::show(tokens::balance(ledger, self.token.account_of(wallet)).await?, self.decimals))
    }
}
