//! Token balances and supplies.

use std::collections::BTreeMap;

use super::{Mint, Outcome, Purse, Refusal, Wallet};

/// A token account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A wallet's.
    Purse(Purse),
    /// The network's vault of rewards.
    RewardVault,
    /// The network's vault of collateral.
    StakeVault,
}

/// All tokens of the network's mints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    one_mint: bool,
    balances: BTreeMap<Holder, u64>,
    supplies: BTreeMap<Mint, u64>,
}

impl Tokens {
    /// No tokens yet, of one mint or of two.
    pub fn new(one_mint: bool) -> Self {
        Self { one_mint, balances: BTreeMap::new(), supplies: BTreeMap::new() }
    }

    /// Whether rewards and collateral are the same token.
    pub fn is_one_mint(&self) -> bool {
        self.one_mint
    }

    /// What there is of a mint.
    pub fn supply(&self, mint: Mint) -> u64 {
        self.supplies.get(&self.real(mint)).copied().unwrap_or(0)
    }

    /// What a token account holds.
    pub fn balance(&self, holder: Holder) -> u64 {
        self.balances.get(&self.account(holder)).copied().unwrap_or(0)
    }

    /// Every mint there is.
    pub fn mints(&self) -> impl Iterator<Item = Mint> {
        [Mint::Reward, Mint::Collateral].into_iter().filter(|mint| self.real(*mint) == *mint)
    }

    /// Every token account there is, all wallets having one of each mint.
    pub fn holders(&self) -> Vec<Holder> {
        let purses = self.mints().flat_map(|mint| Wallet::all().map(move |owner| Holder::Purse(Purse { owner, mint })));
        purses.chain([Holder::RewardVault, Holder::StakeVault]).collect()
    }

    /// Mints new tokens.
    pub fn issue(&mut self, to: Holder, amount: u64) -> Outcome {
        let mint = self.mint_of(to);
        let supply = self.supply(mint).checked_add(amount).ok_or(Refusal::Elsewhere)?;
        self.supplies.insert(mint, supply);
        *self.balances.entry(self.account(to)).or_default() += amount;
        Ok(())
    }

    /// Burns tokens.
    pub fn burn(&mut self, from: Holder, amount: u64) -> Outcome {
        self.take(from, amount)?;
        let mint = self.mint_of(from);
        self.supplies.insert(mint, self.supply(mint) - amount);
        Ok(())
    }

    /// Moves tokens; the token program refuses accounts of another mint and more than there is.
    pub fn transfer(&mut self, from: Holder, to: Holder, amount: u64) -> Outcome {
        if self.mint_of(from) != self.mint_of(to) {
            return Err(Refusal::Elsewhere);
        }
        self.take(from, amount)?;
        *self.balances.entry(self.account(to)).or_default() += amount;
        Ok(())
    }

    /// The mint of a token account.
    pub fn mint_of(&self, holder: Holder) -> Mint {
        self.real(match holder {
            Holder::Purse(purse) => purse.mint,
            Holder::RewardVault => Mint::Reward,
            Holder::StakeVault => Mint::Collateral,
        })
    }

    fn take(&mut self, from: Holder, amount: u64) -> Outcome {
        let left = self.balance(from).checked_sub(amount).ok_or(Refusal::Elsewhere)?;
        self.balances.insert(self.account(from), left);
        Ok(())
    }

    fn real(&self, mint: Mint) -> Mint {
        if self.one_mint { Mint::Reward } else { mint }
    }

    fn account(&self, holder: Holder) -> Holder {
        match holder {
            Holder::Purse(Purse { owner, mint }) => Holder::Purse(Purse { owner, mint: self.real(mint) }),
            vault => vault,
        }
    }
}
