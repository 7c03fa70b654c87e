use girder_sdk::ledger::state::{Books, Epoch, Operator};

use crate::Ledger;

impl Ledger {
    /// Asserts what the ledger promises of its vaults, that Books equal the sums over accounts, and the supply cap; returns
    /// Books.
    pub fn assert_solvent(&self) -> Books {
        let books = self.books();
        let sum = |parts: &[u64]| parts.iter().map(|&part| u128::from(part)).sum::<u128>();
        let reward_vault = self.balance(self.network.reward_vault);
        let stake_vault = self.balance(self.network.stake_vault);
        assert!(sum(&[books.reserve, books.pots, books.owed]) <= reward_vault.into(), "{books:?}");
        assert!(sum(&[books.staked, books.escrow, books.bonds]) <= stake_vault.into(), "{books:?}");
        let issued = sum(&[books.initial_supply, books.minted]);
        assert!(books.minted == 0 || issued <= self.parameters.supply_cap.into(), "{books:?}");

        let epochs = self.accounts_of::<Epoch>();
        assert_eq!(sum(&epochs.iter().map(|epoch| epoch.pot_left).collect::<Vec<_>>()), books.pots.into());
        let operators = self.accounts_of::<Operator>();
        assert_eq!(sum(&operators.iter().map(|operator| operator.stake).collect::<Vec<_>>()), books.staked.into());
        books
    }

    /// All accounts of a type that name this network first.
    fn accounts_of<T: anchor_lang::ZeroCopy>(&self) -> Vec<T> {
        let prefix = [T::DISCRIMINATOR, self.network.network.as_ref()].concat();
        let found = self.chain.find_all(&prefix);
        found.iter().map(|(_, account)| girder_sdk::accounts::decode_account(account).unwrap()).collect()
    }
}
