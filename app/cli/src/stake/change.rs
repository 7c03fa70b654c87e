//! What changes a position.

use anyhow::{Result, ensure};
use girder_sdk::{
    amount,
    instructions::{self, ShareTransfer, Withdrawal},
    ledger::state::Position,
    pda, tokens,
    transport::{self, Transport},
};
use solana_address::Address;

use super::Pool;
use crate::cluster::Session;

/// Seconds.
const DAY: i64 = 86_400;

/// Deposits, into a position that is opened where there is none.
pub async fn deposit(session: &Session, operator: Address, amount: &str) -> Result<()> {
    let (pool, owner) = (Pool::read(session.ledger(), operator).await?, session.address()?);
    let amount = amount::parse(amount, pool.network.collateral_decimals)?;
    let mut steps = Vec::new();
    if position(session.ledger(), operator, owner).await?.is_none() {
        steps.push(instructions::open_position(&pool.addresses, session.payer()?, operator, owner));
    }
    let source = pool.addresses.collateral.account_of(owner);
    steps.push(instructions::deposit(&pool.addresses, operator, owner, source, amount));
    session.send(&steps, &[]).await
}

/// Marks shares for leaving: these, or all that are active.
pub async fn unstake(session: &Session, operator: Address, shares: Option<u64>) -> Result<()> {
    let (pool, owner) = (Pool::read(session.ledger(), operator).await?, session.address()?);
    let shares = match shares {
        Some(shares) => shares,
        None => {
            let position: Position = transport::fetch(session.ledger(), pda::position(operator, owner)).await?;
            position.active_shares()
        }
    };
    session.send(&[instructions::unstake(&pool.addresses, operator, owner, shares)], &[]).await
}

/// Takes a ticket's mark away.
pub async fn cancel(session: &Session, operator: Address, ticket: u8) -> Result<()> {
    let pool = Pool::read(session.ledger(), operator).await?;
    session.send(&[instructions::cancel_unstake(&pool.addresses, operator, session.address()?, ticket)], &[]).await
}

/// Pays a matured ticket to its owner's associated token account.
pub async fn withdraw(session: &Session, operator: Address, ticket: u8, owner: Option<Address>) -> Result<()> {
    let (pool, actor) = (Pool::read(session.ledger(), operator).await?, session.address()?);
    let owner = owner.unwrap_or(actor);
    let token = pool.addresses.collateral;
    let destination = token.account_of(owner);
    let withdrawal = Withdrawal { operator, owner, destination, ticket, signed_by_owner: owner == actor };
    let steps =
        [tokens::create_account(&token, session.payer()?, owner), instructions::withdraw(&pool.addresses, &withdrawal)];
    session.send(&steps, &[]).await
}

/// Pays a position's rewards to its owner's associated token account.
pub async fn claim(session: &Session, operator: Address, owner: Option<Address>) -> Result<()> {
    let pool = Pool::read(session.ledger(), operator).await?;
    let owner = owner.map_or_else(|| session.address(), Ok)?;
    let token = pool.addresses.reward;
    let steps = [
        tokens::create_account(&token, session.payer()?, owner),
        instructions::claim(&pool.addresses, operator, owner, token.account_of(owner)),
    ];
    session.send(&steps, &[]).await
}

/// Gives shares to another owner, whose position is opened where there is none.
pub async fn transfer(session: &Session, operator: Address, to: Address, shares: u64) -> Result<()> {
    let (pool, from) = (Pool::read(session.ledger(), operator).await?, session.address()?);
    let receiver = position(session.ledger(), operator, to).await?;
    let mut steps = Vec::new();
    if receiver.is_none() {
        steps.push(instructions::open_position(&pool.addresses, session.payer()?, operator, to));
    }
    let signed_by_recipient = receiver.is_some_and(|position| position.shares > 0);
    let transfer = ShareTransfer { operator, from, to, shares, signed_by_recipient };
    steps.push(instructions::transfer_shares(&pool.addresses, &transfer));
    session.send(&steps, &[]).await
}

/// Locks the actor's own position for days from now.
pub async fn lock(session: &Session, operator: Address, days: i64) -> Result<()> {
    let until = session.ledger().clock().await?.unix_timestamp.saturating_add(days.saturating_mul(DAY));
    session.send(&[instructions::lock_shares(operator, session.address()?, until)], &[]).await
}

/// Closes the actor's own empty position.
pub async fn close(session: &Session, operator: Address) -> Result<()> {
    let (pool, owner) = (Pool::read(session.ledger(), operator).await?, session.address()?);
    let position: Position = transport::fetch(session.ledger(), pda::position(operator, owner)).await?;
    ensure!(owner != pool.operator.identity, "an operator's own position closes with the operator");
    let close = instructions::close_position(&pool.addresses, pool.address, owner, owner, position.rent_payer);
    session.send(&[close], &[]).await
}

async fn position(ledger: &dyn Transport, operator: Address, owner: Address) -> Result<Option<Position>> {
    let address = pda::position(operator, owner);
    Ok(match ledger.account(&address).await? {
        Some(_) => Some(transport::fetch(ledger, address).await?),
        None => None,
    })
}
