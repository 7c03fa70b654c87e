//! The sums of the run, each from two sources: what the program's events added up to, and what accounts and mint hold.

use girder_sdk::audit;

use super::{
    accounts::{Accounts, OperatorAccounts},
    cast::Cast,
    journal::{Journal, gone, seized, sum},
};
use crate::report::{
    check::{Check, Unit::*},
    model::{EpochRow, OperatorRow},
};

/// What the checks compare.
pub struct Sources<'a> {
    pub cast: &'a Cast,
    pub journal: &'a Journal,
    pub accounts: &'a Accounts,
    /// What the SDK's audit of all accounts says.
    pub audit: &'a [audit::Check],
    pub operators: &'a [OperatorRow],
    pub epochs: &'a [EpochRow],
}

impl Sources<'_> {
    /// All checks.
    pub fn checks(&self) -> Vec<Check> {
        vec![
            self.credits(),
            self.paid(),
            self.pots(),
            self.earned(),
            self.minted(),
            self.solvent(),
            self.staked(),
            self.slashed(),
            self.cases(),
            self.supply(),
            self.audit(),
        ]
    }

    fn credits(&self) -> Check {
        let settled = self.journal.settled.values().map(|epoch| (format!("epoch {}", epoch.epoch), epoch.credit));
        Check::equal(
            "Credits counted for operators are the credits that epochs settled",
            Credits,
            self.rows(|row| row.credits),
            settled,
        )
    }

    fn paid(&self) -> Check {
        let balances = self.pools(|accounts| accounts.balance);
        Check::equal("What was paid is in the owners' token accounts", Reward, self.rows(|row| row.paid), balances)
    }

    fn pots(&self) -> Check {
        let pots = self.epochs.iter().map(|row| (format!("pot of epoch {}", row.index), row.pot));
        let voided = sum(self.journal.harvested.iter().map(|event| event.returned));
        let shared = [
            ("voided by slash cases", voided),
            ("left by rounding", self.journal.left_over),
            ("not yet harvested", self.accounts.books.pots),
        ];
        let rewards = self.rows(|row| row.rewards);
        let shared = shared.map(|(name, amount)| (name.to_owned(), amount));
        Check::equal(
            "The pots are what operators earned and what returned",
            Reward,
            pots,
            rewards.into_iter().chain(shared),
        )
    }

    fn earned(&self) -> Check {
        let claimable = [
            ("in token accounts", sum(self.accounts.operators.iter().map(|operator| operator.balance))),
            ("still to be claimed", sum(self.accounts.operators.iter().map(|operator| operator.owed))),
        ];
        Check::at_most("Nobody has more than it earned", Reward, claimable, self.rows(|row| row.rewards))
    }

    fn minted(&self) -> Check {
        let Accounts { books, reward_vault, tips, operators, attestors, .. } = self.accounts;
        let holders = [
            ("operators' token accounts", sum(operators.iter().map(|operator| operator.balance))),
            ("attestors' token accounts", sum(attestors.iter().map(|attestor| attestor.balance))),
            ("tips for settling", *tips),
            ("reward vault", *reward_vault),
        ];
        Check::equal("Every token minted is where it belongs", Reward, [("minted", books.minted)], holders)
    }

    fn solvent(&self) -> Check {
        let Accounts { books, reward_vault, .. } = self.accounts;
        let promised = [("reserve", books.reserve), ("pots", books.pots), ("owed", books.owed)];
        Check::at_most(
            "The reward vault covers all that is promised",
            Reward,
            promised,
            [("reward vault", *reward_vault)],
        )
    }

    fn staked(&self) -> Check {
        let Accounts { books, stake_vault, attestors, .. } = self.accounts;
        let others =
            [("escrow", books.escrow), ("attestors' bonds", sum(attestors.iter().map(|attestor| attestor.bond)))];
        let others = others.map(|(name, amount)| (name.to_owned(), amount));
        let stakes = self.pools(|accounts| accounts.stake).into_iter().chain(others);
        Check::equal("Stakes and bonds are in the stake vault", Stake, stakes, [("stake vault", *stake_vault)])
    }

    fn slashed(&self) -> Check {
        let Accounts { books, supply, bounties, .. } = self.accounts;
        let gone = books.initial_supply.saturating_add(books.minted).saturating_sub(*supply);
        Check::equal(
            "What was slashed is gone from the supply or a bounty",
            Stake,
            self.rows(|row| row.slashed),
            [("burned", gone), ("bounties", *bounties)],
        )
    }

    fn cases(&self) -> Check {
        let Journal { cases, decided, .. } = self.journal;
        let went = [
            ("returned", sum(decided.iter().map(|event| event.returned))),
            ("gone for good", sum(decided.iter().map(|event| gone(event)))),
            ("escrow", self.accounts.books.escrow),
        ];
        Check::equal(
            "What cases took returned, is gone or in escrow",
            Stake,
            [("taken when they were opened", sum(cases.iter().map(|event| seized(event))))],
            went,
        )
    }

    fn supply(&self) -> Check {
        let Accounts { supply, reward_vault, stake_vault, operators, attestors, tips, bounties, founder, .. } =
            self.accounts;
        let holders = [
            ("founder", *founder),
            ("operators", sum(operators.iter().map(|operator| operator.balance))),
            ("attestors", sum(attestors.iter().map(|attestor| attestor.balance))),
            ("tips for settling", *tips),
            ("bounties", *bounties),
            ("reward vault", *reward_vault),
            ("stake vault", *stake_vault),
        ];
        Check::equal("The supply is what all token accounts hold", Reward, [("supply", *supply)], holders)
    }

    fn audit(&self) -> Check {
        let broken: Vec<String> = self.audit.iter().filter(|check| !check.holds()).map(ToString::to_string).collect();
        let name = match &*broken {
            [] => "The audit of all accounts finds every sum right".to_owned(),
            broken => format!("The audit of all accounts finds: {}", broken.join("; ")),
        };
        let made = self.audit.len() as u64;
        let held = made.saturating_sub(broken.len() as u64);
        Check::equal(name, Sums, [("sums that hold", held)], [("sums over accounts, books and vaults", made)])
    }

    fn rows(&self, pick: fn(&OperatorRow) -> u64) -> Vec<(String, u64)> {
        self.operators.iter().map(|row| (row.name.clone(), pick(row))).collect()
    }

    fn pools(&self, pick: fn(&OperatorAccounts) -> u64) -> Vec<(String, u64)> {
        let operators = self.cast.operators.iter().zip(&self.accounts.operators);
        operators.map(|(operator, accounts)| (operator.name.clone(), pick(accounts))).collect()
    }
}
