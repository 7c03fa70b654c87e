//! Decoding of the program's accounts.

use anchor_lang::{Discriminator, ZeroCopy};
use ledger::state;
use solana_account::Account;
use solana_address::Address;

/// Why bytes are not the account that was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Another program's account.
    #[error("the account belongs to {owner}, not to the program {expected}")]
    WrongOwner {
        /// The program it belongs to.
        owner: Address,
        /// The program it should belong to.
        expected: Address,
    },
    /// An account of another program.
    #[error("the account belongs to {owner}, not to the program {program}")]
    WrongProgram {
        /// The program it belongs to.
        owner: Address,
        /// The program that was expected.
        program: Address,
    },
    /// Another type, or none of the program's.
    #[error("the account is not of type {expected}: it begins with other bytes")]
    WrongType {
        /// The type that was expected.
        expected: &'static str,
    },
    /// Shorter or longer than its type.
    #[error("an account of type {expected} has {right} bytes, not {length}")]
    WrongLength {
        /// The type that was expected.
        expected: &'static str,
        /// Bytes that the type has.
        right: usize,
        /// Bytes there are.
        length: usize,
    },
}

/// Decodes an account's data: its first eight bytes must say that it is a `T`, and its length must be right.
pub fn decode<T: ZeroCopy>(data: &[u8]) -> Result<T, DecodeError> {
    let expected = short_name::<T>();
    let Some(body) = data.strip_prefix(T::DISCRIMINATOR) else {
        return Err(DecodeError::WrongType { expected });
    };
    bytemuck::try_pod_read_unaligned(body).map_err(|_| DecodeError::WrongLength {
        expected,
        right: T::DISCRIMINATOR.len() + size_of::<T>(),
        length: data.len(),
    })
}

/// Decodes an account of the ledger program.
pub fn decode_account<T: ZeroCopy>(account: &Account) -> Result<T, DecodeError> {
    check_owner(account)?;
    decode(&account.data)
}

fn check_owner(account: &Account) -> Result<(), DecodeError> {
    if account.owner != ledger::ID {
        return Err(DecodeError::WrongOwner { owner: account.owner, expected: ledger::ID });
    }
    Ok(())
}

/// A type's name without its path.
pub(crate) fn short_name<T>() -> &'static str {
    let name = std::any::type_name::<T>();
    name.rsplit("::").next().unwrap_or(name)
}

macro_rules! any_account {
    ($($name:ident),* $(,)?) => {
        /// Any account of the program.
        #[derive(Clone, Debug)]
        pub enum AnyAccount {
            $(
                #[doc = concat!("A ", stringify!($name), " account.")]
                $name(Box<state::$name>),
            )*
        }

        impl AnyAccount {
            /// Decodes an account's data by its first eight bytes.
            pub fn decode(data: &[u8]) -> Result<Self, DecodeError> {
                $(
                    if data.starts_with(state::$name::DISCRIMINATOR) {
                        return decode(data).map(|account| Self::$name(Box::new(account)));
                    }
                )*
                Err(DecodeError::WrongType { expected: "any of the ledger" })
            }

            /// The name of its type.
            pub fn type_name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => stringify!($name),)*
                }
            }
        }
    };
}

any_account!(
    Network,
    Books,
    Classes,
    AttestorSet,
    Attestor,
    Operator,
    Position,
    Device,
    Shard,
    Epoch,
    SlashCase,
    ReportTicket,
    Verdict,
    ParameterChange,
);

impl AnyAccount {
    /// Decodes an account of the ledger program.
    pub fn decode_account(account: &Account) -> Result<Self, DecodeError> {
        check_owner(account)?;
        Self::decode(&account.data)
    }
}
