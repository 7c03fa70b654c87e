//! Operators: who they are and who manages them.

use girder_interface::limits::{BASIS_POINTS, MAX_GENERATIONS, MAX_OFFENCES, RING};
use girder_sdk::ledger::error::LedgerError::*;

use super::{
    Account, Duties, Ledger, Offender, Outcome, Position, Purse, Refusal, Remembered, Wallet, ensure, numbers, time,
};

/// An operator's credit in one epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    /// The epoch.
    pub epoch: u64,
    /// Credits counted in it.
    pub credit: u64,
    /// Credits that open or executed cases void.
    pub void_credit: u64,
    /// Cases that void all of it.
    pub void_all: u32,
    /// Whether its reward left the pot.
    pub harvested: bool,
}

impl Slot {
    /// Whether it holds credit that nobody harvested.
    pub fn is_due(&self) -> bool {
        self.credit > 0 && !self.harvested
    }

    /// The credit that earns nothing.
    pub fn voided(&self) -> u64 {
        if self.void_all > 0 { self.credit } else { self.credit.min(self.void_credit) }
    }
}

/// An operator. Its shares are those of its positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// Manages it.
    pub authority: Wallet,
    /// Whom the authority was offered to.
    pub pending_authority: Option<Wallet>,
    /// May manage devices.
    pub manager: Option<Wallet>,
    /// Gets the commission.
    pub payout_wallet: Wallet,
    /// Who paid the rent.
    pub rent_payer: Wallet,
    /// Collateral in its pool.
    pub stake: u64,
    /// Reward of one share since the beginning, with 64 binary places.
    pub reward_per_share: u128,
    /// The same at the end of each generation that ended.
    pub generation_ends: [u128; MAX_GENERATIONS],
    /// How often the pool was wiped out.
    pub generation: u64,
    /// Commission before `next_commission_epoch`.
    pub commission_bps: u64,
    /// Commission from then on.
    pub next_commission_bps: u64,
    /// When that begins.
    pub next_commission_epoch: u64,
    /// Commission that was not paid.
    pub commission_owed: u64,
    /// When jail ends; 0: not jailed.
    pub jailed_until: i64,
    /// When it began; 0: not jailed.
    pub jailed_from: i64,
    /// Offences of this jail that were forgotten for others and would have sufficed for it.
    pub displaced_jails: u64,
    /// When the jail of the last of them ends; 0: there is none.
    pub displaced_jail_until: i64,
    /// The newest offences.
    pub offences: [Remembered; MAX_OFFENCES],
    /// Offences up to then that others displaced are not remembered again.
    pub forgiven_until: i64,
    /// When the window began in which verdicts count.
    pub verdict_since: i64,
    /// What they took in it, basis points.
    pub verdict_bps: u64,
    /// When the first of its open cases was opened; 0: none is open.
    pub cases_from: i64,
    /// Collateral in escrow that correlation may raise its open cases by.
    pub excess: u64,
    /// What of it those who stayed may have back.
    pub excess_returnable: u64,
    /// Declared maintenance and what is expected of its devices.
    pub duties: Duties,
    /// What the program counts beyond its positions and its devices, because there were some that nobody counted; 0: nothing.
    pub uncounted: [u32; 2],
    /// Epoch e is at e mod 32.
    pub ring: [Slot; RING],
}

impl Operator {
    /// Commission for an epoch.
    pub fn commission_at(&self, epoch: u64) -> u64 {
        if epoch < self.next_commission_epoch { self.commission_bps } else { self.next_commission_bps }
    }

    /// The slots that hold credit nobody harvested.
    pub fn unharvested(&self) -> impl Iterator<Item = &Slot> {
        self.ring.iter().filter(|slot| slot.is_due())
    }
}

/// What the shares of an operator's positions come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pool {
    /// All shares.
    pub shares: u64,
    /// Those that are leaving.
    pub unbonding: u64,
    /// The operator's own.
    pub own: u64,
    /// The operator's own that are leaving.
    pub own_unbonding: u64,
    /// Collateral.
    pub stake: u64,
}

impl Pool {
    /// Shares that earn and cover.
    pub fn active(&self) -> u64 {
        self.shares - self.unbonding
    }

    /// The operator's own shares that earn and cover.
    pub fn own_active(&self) -> u64 {
        self.own - self.own_unbonding
    }

    /// What shares are worth, rounded down.
    pub fn worth(&self, shares: u64) -> u64 {
        if self.shares == 0 { 0 } else { numbers::floor(self.stake, shares, self.shares) as u64 }
    }

    /// Collateral of the active shares.
    pub fn active_stake(&self) -> u64 {
        self.worth(self.active())
    }

    /// Whether own active shares x L reach all active shares.
    pub fn is_carried(&self, leverage_bps: u64) -> bool {
        u128::from(self.own_active()) * u128::from(leverage_bps) >= u128::from(self.active()) * u128::from(BASIS_POINTS)
    }

    /// Collateral that covers credit.
    pub fn covered(&self, leverage_bps: u64) -> u64 {
        if self.is_carried(leverage_bps) { self.active_stake() } else { 0 }
    }
}

impl Ledger {
    /// What an offence of an operator is measured by: its pool, with what of those still in it correlation may raise cases by.
    pub fn liable_pool(&self, identity: Wallet) -> Pool {
        let pool = self.pool(identity);
        Pool { stake: pool.stake + self.operators[&identity].excess_returnable, ..pool }
    }

    /// The operator of that identity.
    pub fn operator(&self, identity: Wallet) -> Outcome<&Operator> {
        self.operators.get(&identity).ok_or(Refusal::Elsewhere)
    }

    pub(super) fn operator_mut(&mut self, identity: Wallet) -> Outcome<&mut Operator> {
        self.operators.get_mut(&identity).ok_or(Refusal::Elsewhere)
    }

    /// The positions in an operator's pool that were not wiped out.
    pub fn pool_positions(&self, identity: Wallet) -> impl Iterator<Item = (Wallet, &Position)> {
        let generation = self.operators[&identity].generation;
        let of_pool = self.positions.range((identity, Wallet(0))..=(identity, Wallet(u8::MAX)));
        of_pool
            .map(|((_, owner), position)| (*owner, position))
            .filter(move |(_, position)| position.generation == generation)
    }

    /// An operator's pool.
    pub fn pool(&self, identity: Wallet) -> Pool {
        let mut pool = Pool { stake: self.operators[&identity].stake, ..Pool::default() };
        for (owner, position) in self.pool_positions(identity) {
            pool.shares += position.shares;
            pool.unbonding += position.unbonding();
            if owner == identity {
                pool.own = position.shares;
                pool.own_unbonding = position.unbonding();
            }
        }
        pool
    }

    /// Active stake of all pools.
    pub fn active_stake(&self) -> u64 {
        self.operators.keys().map(|&identity| self.pool(identity).active_stake()).sum()
    }

    /// How many cases against somebody are not decided.
    pub fn open_cases(&self, offender: Offender) -> u64 {
        self.cases.values().filter(|case| case.offender == offender && case.is_open()).count() as u64
    }

    /// Opens an operator and its own position. `authority`: who signs as the network's.
    pub fn register_operator(
        &mut self,
        payer: Wallet,
        identity: Wallet,
        authority: Option<Wallet>,
        commission_bps: u64,
        payout: Option<Wallet>,
    ) -> Outcome {
        self.check_open()?;
        if self.parameters.invited_operators == 1 {
            self.check_authority(authority.ok_or(Refusal::Ledger(NotInvited))?)?;
        }
        ensure(commission_bps <= self.parameters.max_commission_bps, CommissionTooHigh)?;
        let payout_wallet = payout.ok_or(ZeroAddress)?;
        self.lamports.open(Account::Operator(identity), payer)?;
        self.lamports.open(Account::Position(identity, identity), payer)?;
        let operator = Operator {
            authority: identity,
            pending_authority: None,
            manager: None,
            payout_wallet,
            rent_payer: payer,
            stake: 0,
            reward_per_share: 0,
            generation_ends: [0; MAX_GENERATIONS],
            generation: 0,
            commission_bps,
            next_commission_bps: commission_bps,
            next_commission_epoch: 0,
            commission_owed: 0,
            jailed_until: 0,
            jailed_from: 0,
            displaced_jails: 0,
            displaced_jail_until: 0,
            uncounted: [0; 2],
            offences: [Remembered::default(); MAX_OFFENCES],
            forgiven_until: 0,
            verdict_since: 0,
            verdict_bps: 0,
            cases_from: 0,
            excess: 0,
            excess_returnable: 0,
            duties: Duties::default(),
            ring: [Slot::default(); RING],
        };
        self.positions.insert((identity, identity), Position::new(payer, &operator));
        self.operators.insert(identity, operator);
        Ok(())
    }

    /// Offers an operator's authority.
    pub fn offer_operator_authority(&mut self, by: Wallet, identity: Wallet, to: Option<Wallet>) -> Outcome {
        self.managed(by, identity)?.pending_authority = to;
        Ok(())
    }

    /// Takes an operator over.
    pub fn accept_operator_authority(&mut self, by: Wallet, identity: Wallet) -> Outcome {
        let operator = self.operator_mut(identity)?;
        ensure(operator.pending_authority == Some(by), NoHandover)?;
        operator.authority = by;
        operator.pending_authority = None;
        Ok(())
    }

    /// Names who manages devices.
    pub fn set_operator_manager(&mut self, by: Wallet, identity: Wallet, manager: Option<Wallet>) -> Outcome {
        self.managed(by, identity)?.manager = manager;
        Ok(())
    }

    /// Names who gets the commission.
    pub fn set_payout_wallet(&mut self, by: Wallet, identity: Wallet, payout: Option<Wallet>) -> Outcome {
        self.operator(identity)?;
        let payout_wallet = payout.ok_or(ZeroAddress)?;
        self.managed(by, identity)?.payout_wallet = payout_wallet;
        Ok(())
    }

    /// Pays commission out.
    pub fn claim_commission(&mut self, identity: Wallet, to: Purse) -> Outcome {
        let amount = self.let_through(self.operator(identity)?.commission_owed)?;
        let operator = self.operator_mut(identity)?;
        operator.commission_owed -= amount;
        let payout_wallet = operator.payout_wallet;
        self.pay_rewards(amount, payout_wallet, to)
    }

    /// Lets an operator out of jail.
    pub fn unjail(&mut self, by: Wallet, identity: Wallet) -> Outcome {
        let now = self.now;
        let jailed_until = self.managed(by, identity)?.jailed_until;
        ensure(jailed_until != 0, NotJailed)?;
        time::not_before(now, i128::from(jailed_until))?;
        ensure(self.open_cases(Offender::Operator(identity)) == 0, CaseOpen)?;
        self.check_self_stake(identity)?;
        self.leave_jail(identity);
        Ok(())
    }

    /// Refuses own active stake below the network's minimum.
    pub(super) fn check_self_stake(&self, identity: Wallet) -> Outcome {
        let pool = self.pool(identity);
        ensure(pool.worth(pool.own_active()) >= self.parameters.min_self_stake, SelfStakeTooSmall)
    }

    /// Refuses own active stake that is too small for the active stake of all.
    pub(super) fn check_leverage(&self, identity: Wallet) -> Outcome {
        let pool = self.pool(identity);
        ensure(pool.active_stake() == 0 || pool.is_carried(self.parameters.leverage_bps), LeverageExceeded)
    }

    /// The operator, for its authority alone.
    pub(super) fn managed(&mut self, by: Wallet, identity: Wallet) -> Outcome<&mut Operator> {
        let operator = self.operator_mut(identity)?;
        ensure(operator.authority == by, WrongAuthority)?;
        Ok(operator)
    }
}
