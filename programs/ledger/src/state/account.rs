use std::cell::{Ref, RefMut};

use anchor_lang::{ZeroCopy, prelude::*};

use super::{
    Attestor, AttestorSet, Books, Classes, Device, Epoch, Operator, Position, ReportTicket, Shard, SlashCase, Verdict,
};
use crate::error::LedgerError;

/// Bytes that an account occupies.
pub trait AccountSpace {
    /// The discriminator and the layout.
    const SPACE: usize;
}

impl<T: ZeroCopy> AccountSpace for T {
    const SPACE: usize = T::DISCRIMINATOR.len() + size_of::<T>();
}

/// An account that belongs to a network, to an operator of one, or to an offender.
pub trait BelongsTo: ZeroCopy + Owner {
    /// What is wrong if it belongs to another one.
    const OTHERWISE: LedgerError;

    /// The address of what it belongs to.
    fn parent(&self) -> &Pubkey;
}

macro_rules! belongs_to {
    ($field:ident, $error:ident: $($account:ident),*) => {
        $(impl BelongsTo for $account {
            const OTHERWISE: LedgerError = LedgerError::$error;

            fn parent(&self) -> &Pubkey {
                &self.$field
            }
        })*
    };
}

belongs_to!(network, WrongNetwork: Attestor, AttestorSet, Books, Classes, Epoch, Operator, ReportTicket, Shard, Verdict);
belongs_to!(operator, WrongOperator: Device, Position);
belongs_to!(offender, WrongOffender: SlashCase);

/// Loading an account together with the check that it belongs where it should.
pub trait LoadOf<T> {
    /// Loads an account that belongs to `parent`; refuses any other.
    fn load_of(&self, parent: &Pubkey) -> Result<Ref<'_, T>>;

    /// Loads an account that belongs to `parent`, to change it; refuses any other.
    fn load_mut_of(&self, parent: &Pubkey) -> Result<RefMut<'_, T>>;
}

impl<T: BelongsTo> LoadOf<T> for AccountLoader<'_, T> {
    fn load_of(&self, parent: &Pubkey) -> Result<Ref<'_, T>> {
        let account = self.load()?;
        check_key(account.parent(), parent, T::OTHERWISE)?;
        Ok(account)
    }

    fn load_mut_of(&self, parent: &Pubkey) -> Result<RefMut<'_, T>> {
        let account = self.load_mut()?;
        check_key(account.parent(), parent, T::OTHERWISE)?;
        Ok(account)
    }
}

/// Refuses an address that is not the expected one, and logs both.
pub fn check_key(actual: &Pubkey, expected: &Pubkey, error: LedgerError) -> Result<()> {
    if actual != expected {
        return Err(Error::from(error).with_pubkeys((*actual, *expected)));
    }
    Ok(())
}
