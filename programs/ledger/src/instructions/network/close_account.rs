use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    create::close,
    error::LedgerError,
    state::{Books, LoadOf, Network, check_key},
};

/// What closes one of the accounts that a network counts. By anybody; the rent goes to whoever paid it.
#[event_accounts]
#[derive(Accounts)]
pub struct CloseAccount<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// CHECK: the account; loaded as what the instruction closes.
    #[account(mut)]
    pub account: UncheckedAccount<'info>,
    /// CHECK: gets its rent back; pinned by the account.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

impl CloseAccount<'_> {
    /// Closes the account, whose rent was paid by `rent_payer`, and counts that.
    pub(crate) fn close(&self, rent_payer: &Pubkey) -> Result<()> {
        check_key(self.rent_payer.key, rent_payer, LedgerError::WrongRentPayer)?;
        self.books.load_mut_of(&self.network.key())?.close_account()?;
        close(&self.account, &self.rent_payer)
    }
}
