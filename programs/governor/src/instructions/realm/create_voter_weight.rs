use anchor_lang::prelude::*;

use crate::{
    seeds,
    state::{RegisteredRealm, VoterWeightRecord},
};

/// Opens the record of somebody's weight in a realm: of no weight, and expired. By anybody, for anybody.
#[derive(Accounts)]
pub struct CreateVoterWeight<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// CHECK: whose weight it will be; any address.
    pub owner: UncheckedAccount<'info>,
    /// The realm's registration.
    pub registered_realm: AccountLoader<'info, RegisteredRealm>,
    /// The record; created here.
    #[account(
        init,
        payer = payer,
        space = VoterWeightRecord::SPACE,
        seeds = [
            seeds::VOTER_WEIGHT,
            registered_realm.load()?.realm.as_ref(),
            registered_realm.load()?.governing_token_mint.as_ref(),
            owner.key().as_ref(),
        ],
        bump
    )]
    pub voter_weight: Account<'info, VoterWeightRecord>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses an owner that has a record for this realm and mint.
pub(crate) fn create_voter_weight(ctx: Context<CreateVoterWeight>) -> Result<()> {
    let accounts = ctx.accounts;
    let RegisteredRealm { realm, governing_token_mint, .. } = *accounts.registered_realm.load()?;
    accounts.voter_weight.set_inner(VoterWeightRecord {
        realm,
        governing_token_mint,
        governing_token_owner: accounts.owner.key(),
        voter_weight: 0,
        voter_weight_expiry: Some(0),
        weight_action: None,
        weight_action_target: None,
        reserved: [0; 8],
        rent_payer: accounts.payer.key(),
    });
    Ok(())
}
