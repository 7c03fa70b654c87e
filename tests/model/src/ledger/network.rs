//! Networks, and what their parameters must satisfy.

use girder_interface::limits::{BASIS_POINTS, MAX_OFFENCES, MAX_SHARDS, RING, RING_USABLE, bounds::*};
use girder_sdk::ledger::{
    error::LedgerError::*,
    state::{Parameters, emission_kind},
};

use super::{Account, Ledger, Mint, Outcome, Shard, ShardSlot, Wallet, ensure};

/// A network beside the one in which things happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Who paid its rent.
    pub payer: Wallet,
    /// What it was created with.
    pub new: NewNetwork,
    /// Supply of the reward mint when it was created.
    pub initial_supply: u64,
}

/// A network to be created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewNetwork {
    /// Part of its name; 0 has been taken.
    pub number: u8,
    /// Whether its name is one that is refused.
    pub bad_name: bool,
    /// Who gets slashed collateral, if anybody.
    pub treasury: Option<Wallet>,
    /// What it is set up with.
    pub parameters: Parameters,
}

impl Ledger {
    /// Creates another network of the same creator, with the same mints.
    pub fn create_network(&mut self, payer: Wallet, new: NewNetwork) -> Outcome {
        ensure(!new.bad_name, BadName)?;
        check_parameters(&new.parameters, self.tokens.is_one_mint(), self.now)?;
        let initial_supply = self.tokens.supply(Mint::Reward);
        if new.parameters.emission_kind != emission_kind::VAULT_FUNDED {
            ensure(initial_supply <= new.parameters.supply_cap, CapExceeded)?;
            // The mint's authority passes to the first network that mints; one of the same address holds it already.
            let holder = self.minter.is_none_or(|minter| minter == new.number);
            ensure(holder, NoMintAuthority)?;
            self.minter = Some(new.number);
        }
        let number = new.number;
        for account in [Account::Network, Account::Books, Account::Classes, Account::RewardVault, Account::StakeVault] {
            self.lamports.open(account(number), payer)?;
        }
        self.neighbours.insert(number, Neighbour { payer, new, initial_supply });
        Ok(())
    }

    /// Opens a shard.
    pub fn create_shard(&mut self, payer: Wallet, number: u8) -> Outcome {
        ensure(u64::from(number) < self.parameters.shards, ShardOutOfRange)?;
        self.check_epoch(self.books.next_epoch)?;
        self.lamports.open(Account::Shard(number), payer)?;
        let next_epoch = self.books.next_epoch;
        self.shards.insert(number, Shard { rent_payer: payer, next_epoch, ring: [ShardSlot::default(); RING] });
        Ok(())
    }

    /// Refuses anybody but the network's authority.
    pub(super) fn check_authority(&self, by: Wallet) -> Outcome {
        ensure(by == self.authority, WrongAuthority)
    }
}

/// What a network may be created with.
pub fn check_parameters(p: &Parameters, one_mint: bool, now: i64) -> Outcome {
    ensure((now..=now + MAX_GENESIS_DELAY).contains(&p.genesis), ParameterOutOfBounds)?;
    check_limits(p, one_mint)?;
    check_relations(p)
}

/// The bounds of single parameters.
pub(super) fn check_limits(p: &Parameters, one_mint: bool) -> Outcome {
    ensure(within_bounds(p, one_mint), ParameterOutOfBounds)
}

/// The design's relations between them.
pub(super) fn check_relations(p: &Parameters) -> Outcome {
    let sum = |times: &[i64]| times.iter().map(|&time| i128::from(time)).sum::<i128>();
    let evidence = sum(&[p.epoch_length, p.grace, p.evidence_age]);
    ensure(p.grace <= p.epoch_length, GraceExceedsEpoch)?;
    ensure(evidence <= i128::from(p.unbonding), EvidenceOutlivesUnbonding)?;
    let ring = i128::from(RING_USABLE) * i128::from(p.epoch_length);
    ensure(sum(&[p.dispute, p.grace, p.appeal, p.max_pause]) <= ring, DelaysExceedRing)?;
    ensure(sum(&[p.correlation_window, p.appeal]) <= ring, CorrelationExceedsRing)?;
    ensure(evidence + i128::from(p.dispute) <= i128::from(p.bond_unbonding), EvidenceOutlivesBonds)?;
    ensure(lying_never_pays(p), LyingWouldPay)?;
    ensure(p.breaker_size == u64::MAX || breaker_holds_emission(p), BreakerTooSmall)
}

fn within_bounds(p: &Parameters, one_mint: bool) -> bool {
    let bps = BASIS_POINTS;
    let times = [
        (p.epoch_length, MIN_EPOCH_LENGTH, MAX_UNBONDING),
        (p.grace, 0, MAX_UNBONDING),
        (p.dispute, 0, MAX_UNBONDING),
        (p.evidence_age, 0, MAX_UNBONDING),
        (p.appeal, 1, MAX_UNBONDING),
        (p.unbonding, 0, MAX_UNBONDING),
        (p.max_pause, 0, MAX_UNBONDING),
        (p.bond_unbonding, 0, MAX_BOND_UNBONDING),
        (p.jail_time, 0, MAX_JAIL),
        (p.jail_window, 0, MAX_JAIL),
        (p.correlation_window, 0, MAX_UNBONDING),
        (p.breaker_window, p.epoch_length, MAX_BREAKER_WINDOW),
    ];
    let one = 1 << 32;
    let ratio = if p.emission_kind == emission_kind::GEOMETRIC { (1, one - 1) } else { (0, 0) };
    let price = if one_mint { (one, one) } else { (1, u64::MAX) };
    let numbers = [
        (p.jail_after, 1, MAX_OFFENCES as u64),
        (p.shards, 1, MAX_SHARDS),
        (p.emission_kind, 0, 3),
        (p.emission_period, 1, u64::MAX),
        (p.emission_ratio, ratio.0, ratio.1),
        (p.direct_bps, 0, bps),
        (p.attestor_bps, 0, MAX_ATTESTOR_SHARE),
        (p.collateral_per_million_credits, 1, u64::MAX),
        (p.reward_price, price.0, price.1),
        (p.leverage_bps, MIN_LEVERAGE, MAX_LEVERAGE),
        (p.min_deposit, 1, u64::MAX),
        (p.max_commission_bps, 0, MAX_COMMISSION),
        (p.equivocation_slash_bps, 1, bps),
        (p.commission_step_bps, 0, MAX_COMMISSION),
        (p.correlation_bps, 0, 1_000_000),
        (p.max_correlation_bps, bps, 100_000),
        (p.bounty_bps, 0, bps),
        (p.downtime_slash_bps, 0, 1_000),
        (p.downtime_epochs, 1, 24),
        (p.downtime_misses, 1, p.downtime_epochs),
        (p.max_maintenance_epochs, 0, 24),
        (p.verdict_case_bps, 0, bps),
        (p.verdict_window_bps, 0, bps),
        (p.attestor_slash_bps, 1, bps),
        (p.breaker_size, 1, u64::MAX),
        (p.invited_operators, 0, 1),
    ];
    times.iter().all(|(value, least, most)| (least..=most).contains(&value))
        && numbers.iter().all(|(value, least, most)| (least..=most).contains(&value))
}

/// `2 x emission x ceil(window / len) <= breaker size`.
fn breaker_holds_emission(p: &Parameters) -> bool {
    let epochs = (p.breaker_window as u64).div_ceil(p.epoch_length as u64);
    2 * u128::from(p.emission_initial) * u128::from(epochs) <= u128::from(p.breaker_size)
}

/// `k x m x L <= collateral x r / 2`, all of it times 2 x 10^8. A left side beyond 128 bits is too large.
fn lying_never_pays(p: &Parameters) -> bool {
    let epochs = ((p.evidence_age - p.dispute).div_euclid(p.epoch_length) + 1).max(1) as u128;
    let reward = (u128::from(p.max_reward_per_million_credits) * u128::from(p.reward_price)).div_ceil(1 << 32);
    let one = u128::from(BASIS_POINTS);
    let leverage = one * u128::from(p.leverage_bps);
    let penalty = u128::from(p.collateral_per_million_credits) * u128::from(p.equivocation_slash_bps) * one;
    let profit = reward.checked_mul(2 * epochs).and_then(|profit| profit.checked_mul(leverage));
    profit.is_some_and(|profit| profit <= penalty)
}
