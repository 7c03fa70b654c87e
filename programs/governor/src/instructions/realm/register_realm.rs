use anchor_lang::prelude::*;
use ledger::state::{AccountSpace, Network};

use crate::{
    events::RealmRegistered,
    seeds,
    state::{Realm, RegisteredRealm},
};

/// Lets a network's stake count in a realm, in place of one of its mints. By the realm's authority, which also makes this
/// program the mint's voter-weight plug-in there.
#[event_cpi]
#[derive(Accounts)]
pub struct RegisterRealm<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The realm's authority.
    pub realm_authority: Signer<'info>,
    /// CHECK: the realm: an account of whatever program the realm is of; read as spl-governance writes it.
    pub realm: UncheckedAccount<'info>,
    /// CHECK: the realm's community or council mint.
    pub governing_token_mint: UncheckedAccount<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// What is registered; created here.
    #[account(
        init,
        payer = payer,
        space = RegisteredRealm::SPACE,
        seeds = [seeds::REALM, realm.key().as_ref(), governing_token_mint.key().as_ref()],
        bump
    )]
    pub registered_realm: AccountLoader<'info, RegisteredRealm>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// `voting_time`: how long a vote of the realm lasts at most, its time to cool off included, in seconds. Refuses a time of 0
/// or above 90 days, an account that is no realm, a mint that is none of its own, and one for which a network is registered.
pub(crate) fn register_realm(ctx: Context<RegisterRealm>, voting_time: i64) -> Result<()> {
    let accounts = &ctx.accounts;
    RegisteredRealm::check_voting_time(voting_time)?;
    let realm = Realm::read(&accounts.realm.try_borrow_data()?)?;
    realm.check_authority(accounts.realm_authority.key)?;
    realm.check_mint(accounts.governing_token_mint.key)?;

    let network = accounts.network.key();
    let (realm, governing_token_mint) = (accounts.realm.key(), accounts.governing_token_mint.key());
    *accounts.registered_realm.load_init()? = RegisteredRealm {
        realm,
        governing_token_mint,
        network,
        rent_payer: accounts.payer.key(),
        voting_time,
        version: 1,
        bump: ctx.bumps.registered_realm,
        reserved: [0; 6],
    };

    emit_cpi!(RealmRegistered { realm, governing_token_mint, network, voting_time });
    Ok(())
}
