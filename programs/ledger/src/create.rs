//! Creating and closing the program's accounts.

use std::cell::RefMut;

use anchor_lang::{ZeroCopy, prelude::*, system_program};

use crate::{
    error::{LedgerError, check},
    state::{AccountSpace, Books, LoadOf, Network, check_key},
};

/// Who pays for a new account, and the program that creates it.
pub struct Creator<'a, 'info> {
    /// Pays the rent.
    pub payer: &'a Signer<'info>,
    /// The System program.
    pub system_program: &'a Program<'info, System>,
}

/// Counts an account of a network that opens; refuses one in a network that is retired.
#[inline(never)]
pub fn count_opened(network: &AccountLoader<Network>, books: &AccountLoader<Books>) -> Result<()> {
    check_open(network)?;
    books.load_mut_of(&network.key())?.open_account()
}

/// Refuses what comes in once the network is retired.
#[inline(never)]
pub fn check_open(network: &AccountLoader<Network>) -> Result<()> {
    network.load()?.check_open(Clock::get()?.unix_timestamp)
}

/// Closes one of the program's accounts: its lamports go to whoever paid its rent, its address is nobody's again. Last in an
/// instruction: a call that is handed only one of the two accounts would find lamports missing.
pub fn close(account: &AccountInfo, rent_payer: &AccountInfo) -> Result<()> {
    let total = rent_payer.lamports().checked_add(account.lamports()).ok_or(LedgerError::Overflow)?;
    **account.try_borrow_mut_lamports()? = 0;
    **rent_payer.try_borrow_mut_lamports()? = total;
    account.assign(&system_program::ID);
    Ok(account.resize(0)?)
}

impl<'info> Creator<'_, 'info> {
    /// Creates the program's account of type `T` at the address of these seeds, and returns it with its bump, zeroed but
    /// for the discriminator.
    pub fn create<'a, T: ZeroCopy + Owner>(
        &self,
        account: &'a UncheckedAccount<'info>,
        seeds: &[&[u8]],
    ) -> Result<(RefMut<'a, T>, u8)> {
        let bump = self.allocate(account, seeds, T::SPACE, &crate::ID)?;
        let mut data = account.try_borrow_mut_data()?;
        if let Some(discriminator) = data.get_mut(..T::DISCRIMINATOR.len()) {
            discriminator.copy_from_slice(T::DISCRIMINATOR);
        }
        let layout =
            RefMut::filter_map(data, |data| bytemuck::try_from_bytes_mut(data.get_mut(T::DISCRIMINATOR.len()..)?).ok());
        Ok((layout.map_err(|_| LedgerError::Overflow)?, bump))
    }

    /// Allocates an account at the address of these seeds for `owner`, whatever lamports lie there already, and returns
    /// its bump. Refuses another address, and an account that exists.
    pub fn allocate(&self, account: &AccountInfo<'info>, seeds: &[&[u8]], space: usize, owner: &Pubkey) -> Result<u8> {
        let (address, bump) = Pubkey::find_program_address(seeds, &crate::ID);
        check_key(account.key, &address, LedgerError::WrongAddress)?;
        check(account.data_is_empty() && *account.owner == system_program::ID, LedgerError::AlreadyExists)?;
        let bump_seed = [bump];
        let mut signer: Vec<&[u8]> = seeds.to_vec();
        signer.push(&bump_seed);
        let signer: &[&[&[u8]]] = &[&signer];

        let rent = Rent::get()?.minimum_balance(space);
        if account.lamports() == 0 {
            let accounts = system_program::CreateAccount { from: self.payer.to_account_info(), to: account.clone() };
            let context = CpiContext::new_with_signer(self.system_program.key(), accounts, signer);
            system_program::create_account(context, rent, space as u64, owner)?;
            return Ok(bump);
        }
        self.top_up(account, rent)?;
        let accounts = system_program::Allocate { account_to_allocate: account.clone() };
        let context = CpiContext::new_with_signer(self.system_program.key(), accounts, signer);
        system_program::allocate(context, space as u64)?;
        let accounts = system_program::Assign { account_to_assign: account.clone() };
        system_program::assign(CpiContext::new_with_signer(self.system_program.key(), accounts, signer), owner)?;
        Ok(bump)
    }
    /// Makes an account longer or shorter, and pays the rent that it lacks then.
    pub fn resize(&self, account: &AccountInfo<'info>, space: usize) -> Result<()> {
        self.top_up(account, Rent::get()?.minimum_balance(space))?;
        Ok(account.resize(space)?)
    }

    fn top_up(&self, account: &AccountInfo<'info>, rent: u64) -> Result<()> {
        let missing = rent.saturating_sub(account.lamports());
        if missing == 0 {
            return Ok(());
        }
        let accounts = system_program::Transfer { from: self.payer.to_account_info(), to: account.clone() };
        system_program::transfer(CpiContext::new(self.system_program.key(), accounts), missing)
    }
}
