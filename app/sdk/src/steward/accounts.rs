use anchor_lang::{AccountDeserialize, Discriminator, Space};
use solana_account::Account;

use crate::accounts::{DecodeError, short_name};

/// Decodes an account of the steward program.
pub fn decode<T: AccountDeserialize + Discriminator + Space>(account: &Account) -> Result<T, DecodeError> {
    let (expected, right) = (short_name::<T>(), T::DISCRIMINATOR.len() + T::INIT_SPACE);
    if account.owner != steward::ID {
        return Err(DecodeError::WrongProgram { owner: account.owner, program: steward::ID });
    }
    if !account.data.starts_with(T::DISCRIMINATOR) {
        return Err(DecodeError::WrongType { expected });
    }
    let length = account.data.len();
    let wrong_length = DecodeError::WrongLength { expected, right, length };
    if length != right {
        return Err(wrong_length);
    }
    T::try_deserialize(&mut account.data.as_slice()).map_err(|_| wrong_length)
}
