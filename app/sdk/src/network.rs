//! The addresses that most instructions of a network need.

use ledger::state::Network;
use solana_address::Address;

use crate::{Result, SdkError, pda};

/// A mint and the program that it belongs to: SPL Token or Token-2022.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The mint.
    pub mint: Address,
    /// Its program.
    pub program: Address,
}

impl Token {
    /// A mint of the original token program.
    pub fn spl(mint: Address) -> Self {
        Self { mint, program: spl_token_interface::ID }
    }

    /// A mint of Token-2022.
    pub fn spl_2022(mint: Address) -> Self {
        Self { mint, program: spl_token_2022_interface::ID }
    }

    /// The associated token account of a wallet.
    pub fn account_of(&self, wallet: Address) -> Address {
        spl_associated_token_account_interface::address::get_associated_token_address_with_program_id(
            &wallet,
            &self.mint,
            &self.program,
        )
    }
}

/// Where a network's own accounts are: the context of the instruction builders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkAddresses {
    /// The Network account.
    pub network: Address,
    /// Its totals.
    pub books: Address,
    /// Its class table.
    pub classes: Address,
    /// What operators are paid in.
    pub reward: Token,
    /// What operators stake.
    pub collateral: Token,
    /// Holds rewards.
    pub reward_vault: Address,
    /// Holds collateral.
    pub stake_vault: Address,
    /// The treasury's associated token account, which gets slashed collateral, if the network has a treasury.
    pub treasury: Option<Address>,
    /// How many shards there are.
    pub shards: u8,
}

impl NetworkAddresses {
    /// The addresses of a network at this address, existing or not.
    pub fn derive(network: Address, reward: Token, collateral: Token, treasury: Option<Address>, shards: u8) -> Self {
        Self {
            network,
            books: pda::books(network),
            classes: pda::classes(network),
            reward,
            collateral,
            reward_vault: pda::reward_vault(network),
            stake_vault: pda::stake_vault(network),
            treasury,
            shards,
        }
    }

    /// The addresses that a decoded Network account names. The token programs own its mints; the account does not name
    /// them. [`transport::network`](crate::transport::network) looks all of it up.
    pub fn from_account(
        network: Address,
        account: &Network,
        reward_program: Address,
        collateral_program: Address,
    ) -> Self {
        let collateral = Token { mint: account.collateral_mint, program: collateral_program };
        Self {
            network,
            books: pda::books(network),
            classes: pda::classes(network),
            reward: Token { mint: account.reward_mint, program: reward_program },
            collateral,
            reward_vault: account.reward_vault,
            stake_vault: account.stake_vault,
            treasury: (account.treasury != Address::default()).then(|| collateral.account_of(account.treasury)),
            shards: u8::try_from(account.parameters.shards).unwrap_or(u8::MAX),
        }
    }

    /// All shards, in the order of their numbers.
    pub fn shard_addresses(&self) -> impl Iterator<Item = Address> {
        let network = self.network;
        (0..self.shards).map(move |number| pda::shard(network, number))
    }
}

/// A network's name in the form that its address needs: 1 to 32 bytes of UTF-8, padded with zeros.
pub fn encode_name(name: &str) -> Result<[u8; 32]> {
    let bytes = name.as_bytes();
    let mut padded = [0; 32];
    match padded.get_mut(..bytes.len()) {
        Some(start) if !bytes.is_empty() && !bytes.contains(&0) => start.copy_from_slice(bytes),
        _ => return Err(SdkError::BadName { length: bytes.len() }),
    }
    Ok(padded)
}

/// The text of a padded name.
pub fn decode_name(padded: &[u8; 32]) -> String {
    let end = padded.iter().position(|&byte| byte == 0).unwrap_or(padded.len());
    String::from_utf8_lossy(padded.get(..end).unwrap_or_default()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_padding() {
        for name in ["a", "wetter-netz", "ÄÖÜ ☂", &"x".repeat(32)] {
            assert_eq!(decode_name(&encode_name(name).unwrap()), name);
        }
    }

    #[test]
    fn names_that_do_not_fit_are_refused() {
        for name in ["", &"x".repeat(33), "a\0b"] {
            assert!(matches!(encode_name(name), Err(SdkError::BadName { .. })), "{name:?}");
        }
    }
}
