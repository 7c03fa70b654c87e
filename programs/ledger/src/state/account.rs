use std::{
    cell::{Ref, RefMut},
    mem::offset_of,
    ops::Range,
};

use anchor_lang::{ZeroCopy, error::ErrorCode, prelude::*};
use bytemuck::{try_from_bytes, try_from_bytes_mut};

use super::{
    Attestor, AttestorSet, Books, Classes, Device, Epoch, Layout, Operator, ParameterChange, Position, ReportTicket,
    Shard, SlashCase, Verdict, Versioned,
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
pub trait BelongsTo: Versioned {
    /// What is checked when one is loaded.
    const KIND: Kind;
}

/// What is checked when an account is loaded: a value, so that one function serves all types.
pub struct Kind {
    layout: Layout,
    parent_at: usize,
    otherwise: LedgerError,
}

macro_rules! belongs_to {
    ($field:ident, $error:ident: $($account:ident),*) => {
        $(impl BelongsTo for $account {
            const KIND: Kind = Kind {
                layout: Self::LAYOUT,
                parent_at: Self::DISCRIMINATOR.len() + offset_of!(Self, $field),
                otherwise: LedgerError::$error,
            };
        })*
    };
}

belongs_to!(network, WrongNetwork: Attestor, AttestorSet, Books, Classes, Epoch, Operator, ParameterChange, ReportTicket, Shard, Verdict);
belongs_to!(operator, WrongOperator: Device, Position);
belongs_to!(offender, WrongOffender: SlashCase);

impl Kind {
    /// Refuses another type, another version of its layout, and an account that does not belong to `parent`.
    #[inline(always)]
    fn check(&self, data: &[u8], parent: &Pubkey) -> Result<()> {
        // Eight bytes each, as Anchor's are: compared as one number.
        if data.first_chunk::<8>() != self.layout.discriminator.first_chunk() {
            return Err(ErrorCode::AccountDiscriminatorMismatch.into());
        }
        let actual = data.get(self.parent_at..).and_then(|data| try_from_bytes(data.get(..size_of::<Pubkey>())?).ok());
        check_key(actual.ok_or(ErrorCode::AccountDidNotDeserialize)?, parent, self.otherwise)?;
        self.layout.check_version(data)
    }

    #[inline(never)]
    fn borrow<'a>(&self, account: &'a AccountInfo, parent: &Pubkey) -> Result<Ref<'a, &'a mut [u8]>> {
        let data = account.try_borrow_data()?;
        self.check(&data, parent)?;
        Ok(data)
    }

    #[inline(never)]
    fn borrow_mut<'a, 'info>(
        &self,
        account: &'a AccountInfo<'info>,
        parent: &Pubkey,
    ) -> Result<RefMut<'a, &'info mut [u8]>> {
        if !account.is_writable {
            return Err(ErrorCode::AccountNotMutable.into());
        }
        let data = account.try_borrow_mut_data()?;
        self.check(&data, parent)?;
        Ok(data)
    }
}

/// Loading an account together with the check that it belongs where it should.
pub trait LoadOf<T> {
    /// Loads an account that belongs to `parent`; refuses any other.
    fn load_of(&self, parent: &Pubkey) -> Result<Ref<'_, T>>;

    /// Loads an account that belongs to `parent`, to change it; refuses any other.
    fn load_mut_of(&self, parent: &Pubkey) -> Result<RefMut<'_, T>>;
}

impl<T: BelongsTo> LoadOf<T> for AccountLoader<'_, T> {
    fn load_of(&self, parent: &Pubkey) -> Result<Ref<'_, T>> {
        load(self.as_ref(), parent)
    }

    fn load_mut_of(&self, parent: &Pubkey) -> Result<RefMut<'_, T>> {
        load_mut(self.as_ref(), parent)
    }
}

/// Of an account that is not known to be the program's until it is loaded. One that closes is handed in like that: Anchor
/// writes to a loader's account when the instruction is over.
impl<T: BelongsTo> LoadOf<T> for UncheckedAccount<'_> {
    fn load_of(&self, parent: &Pubkey) -> Result<Ref<'_, T>> {
        check_owner(self)?;
        load(self, parent)
    }

    fn load_mut_of(&self, parent: &Pubkey) -> Result<RefMut<'_, T>> {
        check_owner(self)?;
        load_mut(self, parent)
    }
}

fn check_owner(account: &AccountInfo) -> Result<()> {
    if *account.owner != crate::ID {
        return Err(ErrorCode::AccountOwnedByWrongProgram.into());
    }
    Ok(())
}

fn load<'a, T: BelongsTo>(account: &'a AccountInfo, parent: &Pubkey) -> Result<Ref<'a, T>> {
    let data = T::KIND.borrow(account, parent)?;
    Ref::filter_map(data, |data| try_from_bytes(data.get(layout::<T>())?).ok())
        .map_err(|_| ErrorCode::AccountDidNotDeserialize.into())
}

fn load_mut<'a, T: BelongsTo>(account: &'a AccountInfo, parent: &Pubkey) -> Result<RefMut<'a, T>> {
    let data = T::KIND.borrow_mut(account, parent)?;
    RefMut::filter_map(data, |data| try_from_bytes_mut(data.get_mut(layout::<T>())?).ok())
        .map_err(|_| ErrorCode::AccountDidNotDeserialize.into())
}

/// Where the fields lie in an account's data.
const fn layout<T: ZeroCopy>() -> Range<usize> {
    T::DISCRIMINATOR.len()..T::SPACE
}

/// Refuses an address that is not the expected one, and logs both.
pub fn check_key(actual: &Pubkey, expected: &Pubkey, error: LedgerError) -> Result<()> {
    if actual != expected {
        return Err(Error::from(error).with_pubkeys((*actual, *expected)));
    }
    Ok(())
}
