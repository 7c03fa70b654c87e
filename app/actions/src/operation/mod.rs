//! What a wallet can do in an operator's pool.

mod claim;
mod deposit;
mod leave;

use serde::Deserialize;
use solana_address::Address;
use solana_instruction::Instruction;

use crate::{error::ActionError, input::Inputs, pool::Pool};

/// Epochs harvested at most beside what a wallet asked for: more don't fit a packet.
const MOST_HARVESTS: usize = 8;

/// What a wallet can do in an operator's pool; named as in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// Deposit in the own pool. By the operator's identity.
    Stake,
    /// Deposit in the pool of another.
    Delegate,
    /// Ask for stake back.
    Unstake,
    /// Leave in what was asked back.
    CancelUnstake,
    /// Take what was asked back, after the unbonding time.
    Withdraw,
    /// Take rewards.
    Claim,
}

/// What a wallet is asked to sign.
#[derive(Debug)]
pub struct Plan {
    /// In one transaction, which the wallet pays.
    pub instructions: Vec<Instruction>,
    /// What it does.
    pub message: String,
}

impl Operation {
    /// Its name in an address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stake => "stake",
            Self::Delegate => "delegate",
            Self::Unstake => "unstake",
            Self::CancelUnstake => "cancel-unstake",
            Self::Withdraw => "withdraw",
            Self::Claim => "claim",
        }
    }

    /// What a wallet signs for it.
    pub async fn plan(self, pool: &Pool<'_>, wallet: Address, inputs: &Inputs) -> Result<Plan, ActionError> {
        match self {
            Self::Stake => deposit::stake(pool, wallet, inputs).await,
            Self::Delegate => deposit::delegate(pool, wallet, inputs).await,
            Self::Unstake => leave::unstake(pool, wallet, inputs).await,
            Self::CancelUnstake => leave::cancel_unstake(pool, wallet, inputs).await,
            Self::Withdraw => leave::withdraw(pool, wallet, inputs).await,
            Self::Claim => claim::claim(pool, wallet).await,
        }
    }
}
