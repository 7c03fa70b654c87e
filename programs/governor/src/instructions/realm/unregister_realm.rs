use anchor_lang::prelude::*;

use crate::{
    error::{GovernorError, check_key},
    events::RealmUnregistered,
    state::{Realm, RegisteredRealm},
};

/// Lets a network's stake count in a realm no more. By the realm's authority; the rent goes to who paid it.
#[event_cpi]
#[derive(Accounts)]
pub struct UnregisterRealm<'info> {
    /// The realm's authority.
    pub realm_authority: Signer<'info>,
    /// CHECK: the realm; pinned by what is registered, and read as spl-governance writes it.
    pub realm: UncheckedAccount<'info>,
    /// What is registered.
    #[account(mut, close = rent_payer)]
    pub registered_realm: AccountLoader<'info, RegisteredRealm>,
    /// CHECK: gets its rent back; pinned by what is registered.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Refuses everybody but the realm's authority.
pub(crate) fn unregister_realm(ctx: Context<UnregisterRealm>) -> Result<()> {
    let accounts = &ctx.accounts;
    let unregistered = {
        let registered = accounts.registered_realm.load()?;
        check_key(accounts.realm.key, &registered.realm, GovernorError::NoRealm)?;
        check_key(accounts.rent_payer.key, &registered.rent_payer, GovernorError::WrongRentPayer)?;
        Realm::read(&accounts.realm.try_borrow_data()?)?.check_authority(accounts.realm_authority.key)?;
        let RegisteredRealm { realm, governing_token_mint, network, .. } = *registered;
        RealmUnregistered { realm, governing_token_mint, network }
    };

    emit_cpi!(unregistered);
    Ok(())
}
