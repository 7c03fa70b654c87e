//! A network's end: what stops, and what closes when nothing is left of it.

use girder_sdk::ledger::error::LedgerError::*;

use super::{Account, Ledger, Outcome, Purse, Refusal, Wallet, ensure, time, tokens::Holder};

impl Ledger {
    /// Whether the network's last epoch is over.
    pub fn is_retired(&self) -> bool {
        time::epoch_at(&self.parameters, self.now).is_some_and(|current| current >= self.retired_from)
    }

    /// Refuses what comes in once the network is retired.
    pub(super) fn check_open(&self) -> Outcome {
        ensure(!self.is_retired(), NetworkRetired)
    }

    /// Refuses an epoch that the network does not have.
    pub(super) fn check_epoch(&self, epoch: u64) -> Outcome {
        ensure(epoch < self.retired_from, NetworkRetired)
    }

    /// Refuses commitments when evidence about every epoch is old.
    pub(super) fn check_evidence_ahead(&self) -> Outcome {
        let last = self.retired_from - 1;
        ensure(i128::from(self.now) < time::evidence_ends(&self.parameters, last), NetworkRetired)
    }

    /// Refuses while an epoch is not settled.
    fn check_over(&self) -> Outcome {
        ensure(self.books.next_epoch >= self.retired_from, NetworkNotOver)
    }

    /// Accounts that are open, but for those that end with the network and those of an operator.
    pub fn open_accounts(&self) -> u64 {
        let of_network = [self.shards.len(), self.sets.len(), self.attestors.len(), self.operators.len()];
        let of_work = [self.epochs.len(), self.cases.len(), self.tickets.len(), self.verdicts.len()];
        let all = of_network.iter().chain(&of_work).copied().chain([self.proposals.len()]);
        all.map(|count| count as u64).sum()
    }

    /// Positions and devices of an operator, its own position included.
    pub fn of_operator(&self, identity: Wallet) -> [u32; 2] {
        let positions = self.positions.keys().filter(|(of, _)| *of == identity).count();
        let devices = self.devices.values().filter(|device| device.operator == identity).count();
        [positions, devices].map(|count| count as u32)
    }

    /// Announces the end.
    pub fn retire_network(&mut self, by: Wallet, from_epoch: u64) -> Outcome {
        self.check_authority(by)?;
        self.check_open()?;
        let earliest = time::next_epoch(&self.parameters, self.now + self.parameters.unbonding).max(1);
        ensure(from_epoch >= earliest, EpochNotAhead)?;
        self.retired_from = from_epoch;
        Ok(())
    }

    /// Closes a shard.
    pub fn close_shard(&mut self, number: u8, rent_payer: Wallet) -> Outcome {
        let paid_by = self.shard(number)?.rent_payer;
        self.check_over()?;
        ensure(rent_payer == paid_by, WrongRentPayer)?;
        self.shards.remove(&number);
        self.lamports.close(Account::Shard(number), rent_payer);
        Ok(())
    }

    /// Closes an attestor set.
    pub fn close_attestor_set(&mut self, version: u64, rent_payer: Wallet) -> Outcome {
        let set = self.set(version)?;
        if set.sealed {
            let last = set.until_epoch.min(self.retired_from - 1);
            ensure(self.books.next_epoch > last, SetNotOver)?;
            for index in 0..set.members.len() {
                ensure(set.owed(index)? == 0, PayOwed)?;
            }
            time::not_before(self.now, time::evidence_ends(&self.parameters, last))?;
        } else {
            ensure(self.is_retired(), SetNotSealed)?;
        }
        ensure(rent_payer == set.rent_payer, WrongRentPayer)?;
        self.sets.remove(&version);
        self.lamports.close(Account::Set(version), rent_payer);
        Ok(())
    }

    /// Closes an operator with its own position.
    pub fn close_operator(&mut self, by: Wallet, identity: Wallet, rent_payer: Wallet) -> Outcome {
        let operator = self.operator(identity)?.clone();
        ensure(by == operator.authority || self.is_retired(), WrongAuthority)?;
        ensure(rent_payer == operator.rent_payer, WrongRentPayer)?;
        let own = self.position(identity, identity)?;
        // Shares of a generation that was wiped out are none.
        let holds = own.generation == operator.generation && own.shares > 0;
        ensure(!holds && own.claimable(&operator)? == 0, PositionNotEmpty)?;
        ensure(self.is_retired() || self.now >= operator.jailed_until, Jailed)?;
        ensure(operator.uncounted == [0; 2] && self.of_operator(identity) == [1, 0], OperatorNotEmpty)?;
        ensure(operator.commission_owed == 0, CommissionOwed)?;
        ensure(self.open_cases(super::Offender::Operator(identity)) == 0, CaseOpen)?;
        ensure(operator.unharvested().next().is_none(), HarvestFirst)?;
        for slot in operator.ring.iter().filter(|slot| slot.credit > 0) {
            time::not_before(self.now, time::evidence_ends(&self.parameters, slot.epoch))?;
        }
        self.positions.remove(&(identity, identity));
        self.operators.remove(&identity);
        self.lamports.close(Account::Position(identity, identity), rent_payer);
        self.lamports.close(Account::Operator(identity), rent_payer);
        Ok(())
    }

    /// Closes the network. What is left goes to the treasury, or to the authority: rewards first, then collateral.
    pub fn close_network(&mut self, rent_payer: Wallet, to: [Purse; 2]) -> Outcome {
        ensure(rent_payer == self.payer, WrongRentPayer)?;
        self.check_over()?;
        ensure(self.books.uncounted + self.open_accounts() == 0, NetworkNotEmpty)?;
        let heir = self.treasury.unwrap_or(self.authority);
        for (vault, to) in [Holder::RewardVault, Holder::StakeVault].into_iter().zip(to) {
            ensure(to.owner == heir, WrongDestination)?;
            self.pay(vault, to, self.tokens.balance(vault))?;
        }
        for account in [Account::RewardVault, Account::StakeVault, Account::Classes, Account::Books, Account::Network] {
            self.lamports.close(account(0), rent_payer);
        }
        self.closed = true;
        Ok(())
    }

    /// Refuses whatever needs a network that was closed.
    pub(super) fn check_not_closed(&self) -> Outcome {
        if self.closed { Err(Refusal::Elsewhere) } else { Ok(()) }
    }
}
