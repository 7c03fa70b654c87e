//! Wrong accounts and missing signatures, which must always be refused.

use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};

use super::Addresses;
use crate::ledger::{Account, Ledger};

/// What is wrong about a transaction; the number counts the accounts that could be wrong in that way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bend {
    /// A signer does not sign.
    Unsigned(u8),
    /// An account that is written may not be.
    ReadOnly(u8),
    /// Another network's account in place of this one's, beside others of this one.
    Neighbours(u8),
    /// An account of another type in place of one of the program's.
    OtherType(u8),
}

impl Bend {
    /// From two bytes.
    pub fn decode(kind: u8, number: u8) -> Self {
        [Self::Unsigned, Self::ReadOnly, Self::Neighbours, Self::OtherType][usize::from(kind % 4)](number)
    }

    /// Bends the last instruction, which is the ledger's own; `None` if it has nothing to bend in this way.
    pub fn apply(self, instructions: &mut [Instruction], addresses: &Addresses, ledger: &Ledger) -> Option<()> {
        let instruction = instructions.last_mut().filter(|last| last.program_id == girder_sdk::ledger::ID)?;
        let metas = &mut instruction.accounts;
        let once = |metas: &[AccountMeta], address: Address| metas.iter().filter(|m| m.pubkey == address).count() == 1;
        let fits: Vec<usize> = match self {
            Self::Unsigned(_) => {
                (0..metas.len()).filter(|&i| metas[i].is_signer && once(metas, metas[i].pubkey)).collect()
            }
            Self::ReadOnly(_) => {
                let plain = |meta: &AccountMeta| meta.is_writable && !meta.is_signer;
                (0..metas.len()).filter(|&i| plain(&metas[i]) && once(metas, metas[i].pubkey)).collect()
            }
            Self::Neighbours(_) => {
                let bound = |i: usize| {
                    let others = metas.iter().enumerate().filter(|(other, _)| *other != i);
                    others.map(|(_, meta)| meta.pubkey).any(|address| is_known(address, addresses, ledger))
                };
                (0..metas.len())
                    .filter(|&i| neighbours(metas[i].pubkey, addresses, ledger).is_some() && bound(i))
                    .collect()
            }
            Self::OtherType(_) => (0..metas.len()).filter(|&i| is_loaded(metas[i].pubkey, addresses, ledger)).collect(),
        };
        let (Self::Unsigned(number) | Self::ReadOnly(number) | Self::Neighbours(number) | Self::OtherType(number)) =
            self;
        let meta = metas.get_mut(*fits.get(usize::from(number) % fits.len().max(1))?)?;
        match self {
            Self::Unsigned(_) => meta.is_signer = false,
            Self::ReadOnly(_) => meta.is_writable = false,
            Self::Neighbours(_) => meta.pubkey = neighbours(meta.pubkey, addresses, ledger)?,
            Self::OtherType(_) => {
                let other =
                    if meta.pubkey == addresses.network.books { Account::Classes(0) } else { Account::Books(0) };
                meta.pubkey = addresses.of(other);
            }
        }
        Some(())
    }
}

/// The same account of a neighbour, if this is one of the network's and there is a neighbour.
fn neighbours(address: Address, addresses: &Addresses, ledger: &Ledger) -> Option<Address> {
    let number = *ledger.neighbours.keys().next()?;
    let kinds = [Account::Network, Account::Books, Account::Classes, Account::RewardVault, Account::StakeVault];
    let kind = kinds.into_iter().find(|kind| addresses.of(kind(0)) == address)?;
    Some(addresses.of(kind(number)))
}

/// Whether there is an account of the network at this address.
fn is_known(address: Address, addresses: &Addresses, ledger: &Ledger) -> bool {
    ledger.lamports.accounts.keys().any(|&account| addresses.of(account) == address)
}

/// Whether the program reads the account at this address as one of its own, whoever hands it in.
fn is_loaded(address: Address, addresses: &Addresses, ledger: &Ledger) -> bool {
    let unread = |account: &Account| {
        let vault = matches!(account, Account::RewardVault(_) | Account::StakeVault(_));
        vault || matches!(account, Account::Epoch(_) | Account::Case(_) | Account::Verdict(_))
    };
    let loaded = ledger.lamports.accounts.iter().filter(|(account, held)| held.exists && !unread(account));
    loaded.map(|(account, _)| *account).any(|account| addresses.of(account) == address)
}
