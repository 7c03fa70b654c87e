//! `girder owners`: who owns an operator, and what each earned. Co-owned hardware and delegation are the same thing:
//! positions in an operator's pool.

mod show;

use anyhow::{Result, ensure};
use clap::Args;
use girder_sdk::{
    accounts::AnyAccount,
    ledger::state,
    tokens,
    transport::{Transport, fetch, fetch_all},
};
use serde_json::Value;
use solana_address::Address;

use crate::{output, source::Source};

/// Options of `girder owners`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder demo --save ledger.json                       a ledger to look at
  girder owners --ledger ledger.json                   every operator's owners
  girder owners --ledger ledger.json OPERATOR          one operator's, by the address of its account
  girder owners --ledger ledger.json --json | jq '.[].owners[] | {owner, earned}'

`stake` is what an owner's shares would pay now. Shares that leave are in it: they earn nothing and stay slashable until
they are withdrawn. `earned` is all that was paid and may still be claimed, commission apart: that goes to the operator's
payout wallet. Amounts are whole tokens; in JSON base units, as text above 2^53.")]
pub struct Owners {
    /// The Operator account; without it, all operators are shown
    #[arg(value_name = "OPERATOR")]
    operator: Option<Address>,
    #[command(flatten)]
    source: Source,
    /// Print the owners as JSON
    #[arg(long)]
    json: bool,
}

/// An operator and who owns it.
struct Owned {
    address: Address,
    operator: state::Operator,
    /// Commission in force now, basis points.
    commission_bps: u64,
    collateral_decimals: u8,
    reward_decimals: u8,
    /// The operator's own position first, then by shares.
    owners: Vec<Owner>,
}

/// A position, accrued up to now.
struct Owner {
    position: state::Position,
    own: bool,
    /// What its shares are worth, base units of collateral.
    stake: u64,
    leaving: Vec<Leaving>,
}

/// A request to unstake.
struct Leaving {
    shares: u64,
    /// What they are worth now.
    stake: u64,
    /// From when on they may be withdrawn.
    matures: i64,
}

/// Prints an operator's owners, or all operators'.
pub async fn owners(options: &Owners) -> Result<bool> {
    let ledger = options.source.open()?;
    let addresses = match options.operator {
        Some(address) => vec![address],
        None => operators(ledger.as_ref()).await?,
    };
    ensure!(!addresses.is_empty(), "there is no operator on this ledger");
    let mut owned = Vec::with_capacity(addresses.len());
    for address in addresses {
        owned.push(Owned::read(ledger.as_ref(), address).await?);
    }
    output::print(&match options.json {
        true => format!("{:#}", owned.iter().map(Owned::json).collect::<Value>()),
        false => owned.iter().map(Owned::text).collect::<Vec<_>>().join("\n"),
    })?;
    Ok(true)
}

async fn operators(ledger: &dyn Transport) -> Result<Vec<Address>> {
    let accounts = ledger.program_accounts(&[]).await?;
    let is_operator = |account| matches!(AnyAccount::decode_account(account), Ok(AnyAccount::Operator(_)));
    Ok(accounts.iter().filter(|(_, account)| is_operator(account)).map(|(address, _)| *address).collect())
}

impl Owned {
    async fn read(ledger: &dyn Transport, address: Address) -> Result<Self> {
        let operator: state::Operator = fetch(ledger, address).await?;
        let network: state::Network = fetch(ledger, operator.network).await?;
        let now = ledger.clock().await?.unix_timestamp;
        let mut owners = Vec::new();
        for (_, mut position) in fetch_all::<state::Position>(ledger, address).await? {
            position.accrue(&operator)?;
            owners.push(Owner::of(position, &operator)?);
        }
        owners.sort_by_key(|owner| (!owner.own, std::cmp::Reverse(owner.position.shares), owner.position.owner));
        Ok(Self {
            address,
            commission_bps: operator
                .commission_at(network.parameters.schedule().epoch_at(now).unwrap_or(0))
                .min(network.parameters.max_commission_bps),
            collateral_decimals: tokens::mint(ledger, network.collateral_mint).await?.decimals,
            reward_decimals: tokens::mint(ledger, network.reward_mint).await?.decimals,
            operator,
            owners,
        })
    }
}

impl Owner {
    fn of(position: state::Position, operator: &state::Operator) -> Result<Self> {
        let mut leaving = Vec::new();
        for ticket in position.tickets.iter().filter(|ticket| ticket.shares > 0) {
            leaving.push(Leaving {
                shares: ticket.shares,
                stake: operator.stake_for(ticket.shares)?,
                matures: ticket.requested_at.saturating_add(ticket.unbonding),
            });
        }
        let stake = operator.stake_for(position.shares)?;
        Ok(Self { own: position.is_own(operator), stake, leaving, position })
    }

    /// All that it was paid and may still claim.
    fn earned(&self) -> u64 {
        self.position.paid.saturating_add(self.position.owed)
    }
}
