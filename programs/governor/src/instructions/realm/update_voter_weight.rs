use anchor_lang::prelude::*;

use crate::{
    error::{GovernorError, check},
    seeds,
    state::{RegisteredRealm, Stake, VoterWeightRecord},
};

/// Writes what somebody's stake weighs in a realm, for this slot. By anybody, with the owner's positions behind these
/// accounts, each after its operator.
#[derive(Accounts)]
pub struct UpdateVoterWeight<'info> {
    /// The realm's registration.
    pub registered_realm: AccountLoader<'info, RegisteredRealm>,
    /// The record.
    #[account(
        mut,
        seeds = [
            seeds::VOTER_WEIGHT,
            registered_realm.load()?.realm.as_ref(),
            registered_realm.load()?.governing_token_mint.as_ref(),
            voter_weight.governing_token_owner.as_ref(),
        ],
        bump
    )]
    pub voter_weight: Account<'info, VoterWeightRecord>,
}

/// Adds up what the active shares are worth, of positions whose newest shares came longer ago than the realm's votes last.
/// Refuses positions of others and in other networks, and any but in ascending order of their addresses: none counts twice.
pub(crate) fn update_voter_weight<'info>(ctx: Context<'info, UpdateVoterWeight<'info>>) -> Result<()> {
    let RegisteredRealm { network, voting_time, .. } = *ctx.accounts.registered_realm.load()?;
    let record = &mut ctx.accounts.voter_weight;
    let clock = Clock::get()?;
    let (pairs, rest) = ctx.remaining_accounts.as_chunks::<2>();
    check(rest.is_empty(), GovernorError::NoPairs)?;
    let (mut weight, mut last) = (0u64, Pubkey::default());
    for [operator, position] in pairs {
        check(*position.key > last, GovernorError::PositionsNotAscending)?;
        last = *position.key;
        let (operator, position) = (AccountLoader::try_from(operator)?, AccountLoader::try_from(position)?);
        let stake = Stake::read(&network, &operator, &position, &record.governing_token_owner)?;
        if stake.is_older_than(voting_time, clock.unix_timestamp) {
            weight = weight.checked_add(stake.weight).ok_or(GovernorError::Overflow)?;
        }
    }

    record.voter_weight = weight;
    record.voter_weight_expiry = Some(clock.slot);
    Ok(())
}
