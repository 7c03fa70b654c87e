use anchor_lang::prelude::*;
use ledger::state::{Operator, Position};

use crate::error::{GovernorError, check, check_key, check_numbers};

/// What a position has in a network's votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stake {
    /// Its active shares: those that neither leave nor were wiped out.
    pub shares: u64,
    /// What they are worth now, rounded down: base units of collateral.
    pub weight: u64,
    /// When its newest shares came.
    pub since: i64,
}

impl Stake {
    /// Reads the stake of an owner's position in the pool of an operator of the network. Refuses positions of others, in
    /// other pools and in other networks.
    pub fn read(
        network: &Pubkey,
        operator: &AccountLoader<Operator>,
        position: &AccountLoader<Position>,
        owner: &Pubkey,
    ) -> Result<Self> {
        let pool = operator.load()?;
        let held = position.load()?;
        check_key(&pool.network, network, GovernorError::WrongNetwork)?;
        check_key(&held.operator, &operator.key(), GovernorError::WrongOperator)?;
        check_key(&held.owner, owner, GovernorError::WrongAuthority)?;
        // Shares of a pool that was wiped out are worth nothing, even if nobody has touched the position since.
        let shares = if held.generation == pool.generation { held.active_shares() } else { 0 };
        let weight = pool.stake_for(shares).map_err(|_| GovernorError::Overflow)?;
        Ok(Self { shares, weight, since: held.since })
    }

    /// Refuses stake that is worth nothing, or some of which came when the vote had begun.
    pub fn check_votes(&self, start: i64) -> Result<()> {
        check_numbers(self.since < start, GovernorError::SharesTooNew, self.since, start)?;
        check(self.weight > 0, GovernorError::NoWeight)
    }

    /// Whether all of it was held for longer than this time, in seconds.
    pub fn is_older_than(&self, time: i64, now: i64) -> bool {
        self.since.saturating_add(time) < now
    }
}
