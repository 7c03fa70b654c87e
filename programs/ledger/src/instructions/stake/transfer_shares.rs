use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::{LedgerError, check},
    events::{SharesTransferred, emit_plain},
    state::{Books, LoadOf, Network, Operator, Position},
};

/// Moves active shares from one owner's position to another's in the same pool: splits, merges and gives. By the giver.
#[event_accounts]
#[derive(Accounts)]
pub struct TransferShares<'info> {
    /// Owns the position that gives.
    pub owner: Signer<'info>,
    /// Owns the position that receives: needed unless that is empty and the giver paid for it.
    pub recipient: Option<Signer<'info>>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// The position that gives.
    #[account(mut)]
    pub from: AccountLoader<'info, Position>,
    /// The position that receives.
    #[account(mut)]
    pub to: AccountLoader<'info, Position>,
}

/// Refuses a giver that is locked, more than the active shares, an operator's own position that would fall below the minimum
/// self-stake, and a receiver that does not sign, unless its position is empty and the giver paid its rent: else what it held would count as
/// held since now, too, or a gift of one share would keep another's rent in. Rewards up to now stay with the giver.
pub(crate) fn transfer_shares(ctx: Context<TransferShares>, shares: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    check(accounts.from.key() != accounts.to.key(), LedgerError::SamePosition)?;
    let parameters = accounts.network.load()?.parameters;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    let mut from = accounts.from.load_mut_of(&accounts.operator.key())?;
    let mut to = accounts.to.load_mut_of(&accounts.operator.key())?;
    from.check_owner(accounts.owner.key)?;
    from.accrue(&operator)?;
    to.accrue(&operator)?;
    let consented = accounts.recipient.as_ref().is_some_and(|recipient| recipient.key() == to.owner);
    let opened_for_it = to.shares == 0 && to.rent_payer == from.owner;
    check(consented || opened_for_it, LedgerError::RecipientMustSign)?;

    let covered_before = operator.covered(&parameters);
    from.give(&mut to, &mut operator, shares, Clock::get()?.unix_timestamp)?;
    operator.renew_active_stake(&mut *accounts.books.load_mut_of(&accounts.network.key())?)?;
    if from.is_own(&operator) {
        operator.check_self_stake(&parameters)?;
    }

    emit_plain(
        &accounts.event_authority,
        SharesTransferred {
            operator: accounts.operator.key(),
            from: from.owner,
            to: to.owner,
            shares,
            covered_before,
            covered_after: operator.covered(&parameters),
        },
    )
}
