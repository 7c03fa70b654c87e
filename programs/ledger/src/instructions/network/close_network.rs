use std::cell::Ref;

use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    create::close,
    error::LedgerError,
    events::{NetworkClosed, emit_plain},
    state::{Books, Classes, LoadOf, Network, check_key},
    tokens::Vault,
};

/// Closes a network with its Books, class table and vaults. By anybody.
#[event_accounts]
#[derive(Accounts)]
pub struct CloseNetwork<'info> {
    /// The network.
    #[account(mut)]
    pub network: AccountLoader<'info, Network>,
    /// CHECK: its totals; loaded as one, and closed.
    #[account(mut)]
    pub books: UncheckedAccount<'info>,
    /// CHECK: its class table; loaded as one, and closed.
    #[account(mut)]
    pub classes: UncheckedAccount<'info>,
    /// CHECK: gets the rent back; pinned by the network.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// CHECK: a token account of the treasury's wallet, or of the authority where there is no treasury.
    #[account(mut)]
    pub reward_destination: UncheckedAccount<'info>,
    /// CHECK: the network's reward vault, pinned by its address.
    #[account(mut)]
    pub reward_vault: UncheckedAccount<'info>,
    /// CHECK: the network's reward mint, pinned by its address.
    #[account(mut)]
    pub reward_mint: UncheckedAccount<'info>,
    /// CHECK: the reward mint's program: the one that owns the vault.
    pub reward_token_program: UncheckedAccount<'info>,
    /// CHECK: a token account of the same owner.
    #[account(mut)]
    pub collateral_destination: UncheckedAccount<'info>,
    /// CHECK: the network's stake vault, pinned by its address.
    #[account(mut)]
    pub stake_vault: UncheckedAccount<'info>,
    /// CHECK: the network's collateral mint, pinned by its address.
    pub collateral_mint: UncheckedAccount<'info>,
    /// CHECK: the collateral mint's program: the one that owns the vault.
    pub collateral_token_program: UncheckedAccount<'info>,
}

/// Refuses while an epoch is not settled or an account of the network is open. What the vaults still hold is owed to nobody:
/// the reserve, dust of rounding, donations. It goes to the treasury, or to the authority where there is none. The reward
/// mint's authority is given up, if the network has it. All rent goes to whoever paid for the network.
pub(crate) fn close_network(ctx: Context<CloseNetwork>) -> Result<()> {
    let accounts = &ctx.accounts;
    let reward = Vault::reward(
        &accounts.network,
        &accounts.reward_vault,
        &accounts.reward_mint,
        &accounts.reward_token_program,
    )?;
    let stake = Vault::stake(
        &accounts.network,
        &accounts.stake_vault,
        &accounts.collateral_mint,
        &accounts.collateral_token_program,
    )?;
    let address = accounts.network.key();
    let heir = {
        let network = accounts.network.load()?;
        check_key(accounts.rent_payer.key, &network.rent_payer, LedgerError::WrongRentPayer)?;
        let books: Ref<Books> = accounts.books.load_of(&address)?;
        network.check_over(books.next_epoch)?;
        books.check_empty()?;
        let _: Ref<Classes> = accounts.classes.load_of(&address)?;
        network.heir()
    };

    reward.give_up_mint_authority()?;
    let rewards = reward.close(&accounts.reward_destination, &heir, &accounts.rent_payer)?;
    let collateral = stake.close(&accounts.collateral_destination, &heir, &accounts.rent_payer)?;

    emit_plain(&accounts.event_authority, NetworkClosed { network: address, heir, rewards, collateral })?;
    for account in [&accounts.classes, &accounts.books, accounts.network.as_ref()] {
        close(account, &accounts.rent_payer)?;
    }
    Ok(())
}
