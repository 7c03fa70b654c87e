//! Accounts of the first layout: what they have not, and what it costs that they get it.

use girder_sdk::ledger::{error::LedgerError::LayoutIsCurrent, state};

use super::{Account, Control, Ledger, Outcome, Refusal, Wallet, ensure};

impl Ledger {
    /// Whether an account can be one of the first layout: any of the network's own, but its vaults.
    pub fn can_be_old(&self, account: Account) -> bool {
        let is_apart = match account {
            Account::RewardVault(_) | Account::StakeVault(_) => true,
            Account::Network(number) | Account::Books(number) | Account::Classes(number) => number > 0,
            _ => false,
        };
        self.lamports.exists(account) && !is_apart
    }

    /// Moves an account to today's layout. `old`: it has the first one, in which nothing that came later has ever happened.
    pub fn migrate_account(&mut self, payer: Wallet, account: Account, old: bool) -> Outcome {
        let is_vault = matches!(account, Account::RewardVault(_) | Account::StakeVault(_));
        if is_vault || !self.lamports.exists(account) {
            return Err(Refusal::Elsewhere);
        }
        ensure(old, LayoutIsCurrent)?;
        self.lamports.grow(account, payer)?;
        self.begin_anew(account);
        Ok(())
    }

    /// What is new in an account begins.
    fn begin_anew(&mut self, account: Account) {
        match account {
            Account::Network(_) => {
                self.parameters.breaker_size = u64::MAX;
                self.parameters.breaker_window = self.parameters.epoch_length;
                self.parameters.invited_operators = 0;
                self.control = Control::default();
                self.retired_from = u64::MAX;
            }
            Account::Books(_) => {
                let open = self.open_accounts();
                self.books.breaker_level = 0;
                self.books.breaker_since = 0;
                self.books.paused.clear();
                self.books.uncounted = state::Books::UNCOUNTED - open;
            }
            Account::Classes(_) => self.regions.clear(),
            Account::Operator(identity) => {
                let [positions, devices] = self.of_operator(identity);
                if let Some(operator) = self.operators.get_mut(&identity) {
                    operator.displaced_jails = 0;
                    operator.displaced_jail_until = 0;
                    operator.uncounted = [positions, devices].map(|open| state::Operator::UNCOUNTED - open);
                }
            }
            Account::Position(operator, owner) => {
                self.positions.entry((operator, owner)).and_modify(|position| position.locked_until = 0);
            }
            Account::Device(key) => {
                self.devices.entry(key).and_modify(|device| device.licence = None);
            }
            _ => {}
        }
    }
}
