//! Lamports: who has how many, and what every account holds as its rent.

use std::collections::BTreeMap;

use girder_sdk::ledger::{
    error::LedgerError,
    state::{
        AccountSpace, Attestor, AttestorSet, Books, Classes, Device, Epoch, Network, Operator, ParameterChange,
        Position, ReportTicket, Shard, SlashCase, Verdict,
    },
};

use super::{Account, Outcome, Refusal, Wallet, ensure};

/// Bytes of a token account.
const TOKEN_ACCOUNT: usize = 165;

/// An address of the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Lamports there.
    pub lamports: u64,
    /// Whether there is an account of the program, or only lamports.
    pub exists: bool,
}

/// All lamports that the model knows of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lamports {
    /// What wallets have.
    pub wallets: BTreeMap<Wallet, u64>,
    /// What the program's addresses hold.
    pub accounts: BTreeMap<Account, Held>,
}

impl Lamports {
    /// Every wallet with so many.
    pub fn new(each: u64) -> Self {
        Self { wallets: Wallet::all().map(|wallet| (wallet, each)).collect(), accounts: BTreeMap::new() }
    }

    /// Whether an account exists.
    pub fn exists(&self, account: Account) -> bool {
        self.accounts.get(&account).is_some_and(|held| held.exists)
    }

    /// Opens an account: its payer adds what it lacks for its rent.
    pub fn open(&mut self, account: Account, payer: Wallet) -> Outcome {
        ensure(!self.exists(account), LedgerError::AlreadyExists)?;
        let there = self.accounts.get(&account).map_or(0, |held| held.lamports);
        let rent = rent(account).saturating_sub(there);
        self.pay(payer, rent)?;
        self.accounts.insert(account, Held { lamports: there + rent, exists: true });
        Ok(())
    }

    /// Closes an account: all of its lamports go to a wallet.
    pub fn close(&mut self, account: Account, to: Wallet) {
        let held = self.accounts.remove(&account).unwrap_or_default();
        *self.wallets.entry(to).or_default() += held.lamports;
    }

    /// Makes an account of the first layout as long as today's: its payer adds what it lacks for its rent. What it had less than
    /// today's because it was shorter leaves the world.
    pub fn grow(&mut self, account: Account, payer: Wallet) -> Outcome {
        let there = self.accounts.get(&account).map_or(0, |held| held.lamports);
        let before = there + first_rent(account) - rent(account);
        let missing = rent(account).saturating_sub(before);
        self.pay(payer, missing)?;
        self.accounts.insert(account, Held { lamports: before + missing, exists: true });
        Ok(())
    }

    /// Sends lamports to an address of the program. The runtime takes no address that could not pay the rent of its bytes.
    pub fn give(&mut self, from: Wallet, to: Account, lamports: u64) -> Outcome {
        let there = self.accounts.get(&to).copied().unwrap_or_default();
        if !there.exists && there.lamports + lamports < rent_of(0) && lamports > 0 {
            return Err(Refusal::Elsewhere);
        }
        self.pay(from, lamports)?;
        if there.lamports + lamports > 0 {
            self.accounts.insert(to, Held { lamports: there.lamports + lamports, ..there });
        }
        Ok(())
    }

    fn pay(&mut self, from: Wallet, lamports: u64) -> Outcome {
        let left = self.wallets.get(&from).and_then(|has| has.checked_sub(lamports)).ok_or(Refusal::Elsewhere)?;
        self.wallets.insert(from, left);
        Ok(())
    }
}

/// What an account of its size holds at least.
pub fn rent(account: Account) -> u64 {
    rent_of(space(account))
}

/// What it held at least when it was of the first layout.
pub fn first_rent(account: Account) -> u64 {
    rent_of(first_space(account))
}

/// Bytes of an account of the first layout.
pub fn first_space(account: Account) -> usize {
    match account {
        Account::Network(_) => 688,
        Account::Books(_) => 696,
        Account::Classes(_) => 5_712,
        Account::Operator(_) => 2_000,
        Account::Position(..) => 368,
        Account::Device(_) => 272,
        _ => space(account),
    }
}

fn space(account: Account) -> usize {
    match account {
        Account::Network(_) => Network::SPACE,
        Account::Books(_) => Books::SPACE,
        Account::Classes(_) => Classes::SPACE,
        Account::RewardVault(_) | Account::StakeVault(_) => TOKEN_ACCOUNT,
        Account::Shard(_) => Shard::SPACE,
        Account::Set(_) => AttestorSet::SPACE,
        Account::Attestor(_) => Attestor::SPACE,
        Account::Operator(_) => Operator::SPACE,
        Account::Position(..) => Position::SPACE,
        Account::Device(_) => Device::SPACE,
        Account::Epoch(_) => Epoch::SPACE,
        Account::Case(_) => SlashCase::SPACE,
        Account::Ticket(_) => ReportTicket::SPACE,
        Account::Verdict(_) => Verdict::SPACE,
        Account::ParameterChange(_) => ParameterChange::SPACE,
    }
}

/// Two years of 3,480 lamports a byte, and 128 bytes for the account itself.
fn rent_of(bytes: usize) -> u64 {
    (bytes as u64 + 128) * 2 * 3_480
}
