use anchor_lang::ZeroCopy;
use girder_sdk::{
    accounts::decode_account,
    ledger::state::{
        Attestor, AttestorSet, Books, Device, Epoch, Operator, ParameterChange, Position, ReportTicket, Shard,
        SlashCase, Verdict, outcome,
    },
};
use solana_address::Address;

use crate::Ledger;

impl Ledger {
    /// Asserts what the ledger promises of its vaults, that totals equal the sums over accounts, and the supply cap; returns
    /// Books.
    pub fn assert_solvent(&self) -> Books {
        let books = self.books();
        let reward_vault = self.balance(self.network.reward_vault);
        let stake_vault = self.balance(self.network.stake_vault);
        assert!(sum([books.reserve, books.pots, books.owed]) <= reward_vault.into(), "{books:?}");
        assert!(sum([books.staked, books.escrow, books.bonds]) <= stake_vault.into(), "{books:?}");
        let issued = sum([books.initial_supply, books.minted]);
        assert!(books.minted == 0 || issued <= self.parameters.supply_cap.into(), "{books:?}");

        let network = self.network.network;
        self.assert_counted(&books);
        let epochs = self.accounts_of::<Epoch>(network);
        assert_eq!(sum(epochs.iter().map(|(_, epoch)| epoch.pot_left)), books.pots.into());
        let cases = self.accounts_of::<SlashCase>(network);
        let open = cases.iter().filter(|(_, case)| case.outcome == outcome::OPEN);
        let excess = sum(self.accounts_of::<Operator>(network).iter().map(|(_, operator)| operator.excess));
        assert_eq!(sum(open.map(|(_, case)| case.taken)) + excess, books.escrow.into());
        let attestors = self.accounts_of::<Attestor>(network);
        assert_eq!(sum(attestors.iter().map(|(_, attestor)| attestor.bond)), books.bonds.into());
        let operators = self.accounts_of::<Operator>(network);
        assert_eq!(sum(operators.iter().map(|(_, operator)| operator.stake)), books.staked.into());
        assert_eq!(sum(operators.iter().map(|(_, operator)| operator.active_stake)), books.active_stake.into());
        let owed = operators.iter().map(|(address, operator)| self.assert_pool(*address, operator)).sum::<u128>();
        assert!(owed <= books.owed.into(), "positions and commissions are owed {owed}: {books:?}");
        books
    }

    /// Asserts that the network counts its open accounts.
    fn assert_counted(&self, books: &Books) {
        let network = self.network.network;
        let of_network = self.accounts_of::<Shard>(network).len()
            + self.accounts_of::<AttestorSet>(network).len()
            + self.accounts_of::<Attestor>(network).len()
            + self.accounts_of::<Operator>(network).len();
        let of_work = self.accounts_of::<Epoch>(network).len()
            + self.accounts_of::<SlashCase>(network).len()
            + self.accounts_of::<ReportTicket>(network).len()
            + self.accounts_of::<Verdict>(network).len()
            + self.accounts_of::<ParameterChange>(network).len();
        if books.accounts < Books::UNCOUNTED {
            assert_eq!(books.accounts, (of_network + of_work) as u64);
        }
    }

    /// Asserts that a pool is the sum of its positions; returns what they and the commission are owed.
    fn assert_pool(&self, address: Address, operator: &Operator) -> u128 {
        let mut positions: Vec<_> = self.accounts_of::<Position>(address).into_iter().map(|(_, found)| found).collect();
        positions.iter_mut().for_each(|position| position.accrue(operator).unwrap());
        let devices = self.accounts_of::<Device>(operator.network);
        let devices = devices.iter().filter(|(_, device)| device.operator == address).count();
        if operator.positions < Operator::UNCOUNTED {
            assert_eq!((operator.positions as usize, operator.devices as usize), (positions.len(), devices));
        }
        let total = |part: fn(&Position) -> u64| sum(positions.iter().map(part));
        assert_eq!(total(|position| position.shares), operator.shares.into());
        assert_eq!(total(|position| position.unbonding_shares), operator.unbonding_shares.into());
        assert_eq!(total(|position| position.tickets.iter().map(|t| t.shares).sum()), operator.unbonding_shares.into());
        let own = positions.iter().find(|position| position.is_own(operator)).unwrap();
        assert_eq!((own.shares, own.unbonding_shares), (operator.own_shares, operator.own_unbonding_shares));
        assert_eq!(operator.active_stake, operator.stake_for(operator.active_shares()).unwrap());
        total(|position| position.owed) + u128::from(operator.commission_owed)
    }

    /// All accounts of a type that name this parent first, with their addresses.
    pub fn accounts_of<T: ZeroCopy>(&self, parent: Address) -> Vec<(Address, T)> {
        let found = self.chain.find_all(&[T::DISCRIMINATOR, parent.as_ref()].concat());
        found.iter().map(|(address, account)| (*address, decode_account(account).unwrap())).collect()
    }
}

fn sum(parts: impl IntoIterator<Item = u64>) -> u128 {
    parts.into_iter().map(u128::from).sum()
}
