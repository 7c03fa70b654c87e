//! Stake.

use girder_interface::limits::{MAX_TICKETS, bounds::MAX_LOCK};

use super::Chooser;
use crate::{
    ledger::{Mint, ShareTransfer, Wallet, tokens::Holder},
    step::Step,
};

impl Chooser<'_> {
    pub(super) fn deposit(&mut self) -> Step {
        let operator = self.operator();
        let owner = self.owner_in(operator, |_| true);
        let by = self.mostly(owner);
        let from = self.purse(by, Mint::Collateral);
        let amount = match self.bytes.byte() {
            0..200 => (u64::from(self.bytes.byte()) + 1) * 1_000,
            200..230 => u64::from(self.bytes.byte()),
            _ => self.part(self.ledger.tokens.balance(Holder::Purse(from))),
        };
        Step::Deposit { by, from, operator, owner, amount }
    }

    pub(super) fn unstake(&mut self) -> Step {
        let ledger = self.ledger;
        let operator = self.operator();
        let owner = self.owner_in(operator, |owner| ledger.positions[&(operator, owner)].active() > 0);
        let active = ledger.positions.get(&(operator, owner)).map_or(0, |position| position.active());
        let shares = if self.bytes.rarely(2) { active / 8 } else { self.part(active) };
        Step::Unstake { by: self.mostly(owner), operator, owner, shares }
    }

    pub(super) fn cancel_unstake(&mut self) -> Step {
        let (operator, owner, ticket) = self.ticket();
        Step::CancelUnstake { by: self.mostly(owner), operator, owner, ticket }
    }

    pub(super) fn withdraw(&mut self) -> Step {
        let (operator, owner, ticket) = self.ticket();
        let to = self.purse(owner, Mint::Collateral);
        let signer = if self.bytes.rarely(3) { Some(self.mostly(owner)) } else { None };
        Step::Withdraw { signer, operator, owner, ticket, to }
    }

    pub(super) fn open_position(&mut self) -> Step {
        let operator = self.operator();
        let ledger = self.ledger;
        let others: Vec<_> = Wallet::all().filter(|owner| ledger.position(operator, *owner).is_err()).collect();
        let owner = self.one_of(&others, Self::anybody);
        let owner = if self.odd() { None } else { Some(owner) };
        Step::OpenPosition { payer: self.anybody(), operator, owner }
    }

    pub(super) fn close_position(&mut self) -> Step {
        let ledger = self.ledger;
        let empty = |&(operator, owner): &(Wallet, Wallet)| {
            let position = &ledger.positions[&(operator, owner)];
            operator != owner && position.shares == 0 && position.owed == 0
        };
        let pairs: Vec<_> = ledger.positions.keys().copied().filter(empty).collect();
        let (operator, owner) = self.one_of(&pairs, |chooser| {
            let operator = chooser.operator();
            (operator, chooser.owner_in(operator, |_| true))
        });
        let payer = ledger.positions.get(&(operator, owner)).map_or(Wallet(0), |position| position.rent_payer);
        let by = if self.bytes.rarely(2) { payer } else { owner };
        Step::ClosePosition { by: self.mostly(by), operator, owner, rent_payer: self.mostly(payer) }
    }

    pub(super) fn transfer_shares(&mut self) -> Step {
        let ledger = self.ledger;
        let shared = |operator| ledger.positions.keys().filter(|(of, _)| *of == operator).count() > 1;
        let operator = self.operator_with(shared);
        let from = self.owner_in(operator, |owner| ledger.positions[&(operator, owner)].active() > 0);
        let to = self.owner_in(operator, |owner| owner != from);
        let active = ledger.positions.get(&(operator, from)).map_or(0, |position| position.active());
        let shares = if self.bytes.rarely(2) { active / 8 } else { self.part(active) };
        let recipient = if self.bytes.rarely(3) { None } else { Some(self.mostly(to)) };
        Step::TransferShares(ShareTransfer { by: self.mostly(from), recipient, operator, from, to, shares })
    }

    /// Mostly for at most an epoch, so that what it refuses comes to be allowed again.
    pub(super) fn lock_shares(&mut self) -> Step {
        let operator = self.operator();
        let owner = self.owner_in(operator, |_| true);
        let ahead = match self.bytes.byte() {
            0..200 => self.ledger.parameters.epoch_length / (1 + i64::from(self.bytes.byte() % 8)),
            200..220 => 0,
            220..235 => MAX_LOCK,
            235..250 => MAX_LOCK + 1,
            _ => self.bytes.number() as i64,
        };
        Step::LockShares { by: self.mostly(owner), operator, owner, until: self.ledger.now.wrapping_add(ahead) }
    }

    /// A ticket, mostly one that there is.
    fn ticket(&mut self) -> (Wallet, Wallet, u8) {
        let mut tickets = Vec::new();
        for ((operator, owner), position) in &self.ledger.positions {
            let marked = (0..MAX_TICKETS).filter(|&number| position.tickets[number].shares > 0);
            tickets.extend(marked.map(|number| (*operator, *owner, number as u8)));
        }
        self.one_of(&tickets, |chooser| {
            let operator = chooser.operator();
            (operator, chooser.owner_in(operator, |_| true), chooser.bytes.byte() % 10)
        })
    }

    /// The owner of a position in a pool that fits, or of any.
    pub(super) fn owner_in(&mut self, operator: Wallet, fits: impl Fn(Wallet) -> bool) -> Wallet {
        let pairs = self.ledger.positions.keys().filter(|(of, owner)| *of == operator && fits(*owner));
        let owners: Vec<_> = pairs.map(|(_, owner)| *owner).collect();
        self.one_of(&owners, Self::anybody)
    }
}
