use anchor_lang::prelude::*;
use girder_interface::limits::{BASIS_POINTS, MAX_DOWNTIME_EPOCHS, MAX_OFFENCES, MAX_SHARDS, bounds};

use crate::{
    error::{LedgerError, check_numbers},
    math::{
        breaker::Breaker,
        emission,
        parameters::{self, Rule, Terms, Violation},
        schedule::Schedule,
    },
};

/// Emission numbers of [`Parameters::emission_kind`].
pub mod emission_kind {
    /// The same amount every epoch.
    pub const FIXED: u64 = 0;
    /// Times ratio / 2^32 at each period's end.
    pub const GEOMETRIC: u64 = 1;
    /// Halved at each period's end.
    pub const HALVING: u64 = 2;
    /// Nothing is minted; the amount is what may leave the reserve in an epoch.
    pub const VAULT_FUNDED: u64 = 3;
}

/// Numbers of [`Parameters::invited_operators`].
pub mod invitation {
    /// Anybody registers as an operator.
    pub const OPEN: u64 = 0;
    /// Whom the network's authority signs for.
    pub const INVITED: u64 = 1;
}

/// What a network runs by. Times in seconds, rates in basis points, amounts in base units.
#[derive(AnchorSerialize, Clone, Copy, Debug, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Parameters {
    /// The first second of epoch 0 (Unix time): at or after the creation, at most a year later. Never changes.
    pub genesis: i64,
    /// Length of an epoch, 60 s at least. Never changes.
    pub epoch_length: i64,
    /// G: how long after an epoch its proofs are still taken.
    pub grace: i64,
    /// D: how long after the grace the rewards can't be harvested yet.
    pub dispute: i64,
    /// A: how long after the grace evidence about an epoch is taken.
    pub evidence_age: i64,
    /// P: how long the authority may overturn a slash case.
    pub appeal: i64,
    /// U: how long unstaked collateral stays slashable, 28 days at most.
    pub unbonding: i64,
    /// M: the longest pause.
    pub max_pause: i64,
    /// How long an attestor's bond stays after the attestor left: as it is when the bond is paid back.
    pub bond_unbonding: i64,
    /// How long jail lasts.
    pub jail_time: i64,
    /// Offences within this time count together.
    pub jail_window: i64,
    /// j: from this many offences in the window on, the operator is jailed. 1 to 8.
    pub jail_after: u64,
    /// Number of shards, 1 to 16. Never changes.
    pub shards: u64,

    /// One of [`emission_kind`].
    pub emission_kind: u64,
    /// Emission of the first epochs, also of those after it was changed; or the budget of each epoch where rewards are vault-funded.
    pub emission_initial: u64,
    /// Epochs in an emission period, above 0.
    pub emission_period: u64,
    /// Q0.32, for geometric emission: below 2^32. 0 otherwise.
    pub emission_ratio: u64,
    /// Initial supply and all that is ever minted stay within this. Can only fall.
    pub supply_cap: u64,
    /// m: most reward per 10^6 credits.
    pub max_reward_per_million_credits: u64,
    /// Part of what is available that an epoch may pay.
    pub direct_bps: u64,
    /// Part of an epoch's payment that goes to the attestors.
    pub attestor_bps: u64,
    /// Offered to whoever settles an epoch, at most 1% of its payment.
    pub settle_tip: u64,

    /// Stake that covers 10^6 credits of an epoch.
    pub collateral_per_million_credits: u64,
    /// Base units of collateral that one base unit of reward is worth, Q32.32: exactly 2^32 where both mints are one. A
    /// trust in the authority where they differ.
    pub reward_price: u64,
    /// L: active stake over own active stake, at most; 10^4 means no delegation.
    pub leverage_bps: u64,
    /// Smallest deposit.
    pub min_deposit: u64,
    /// Smallest own active stake of an operator that deposits or leaves jail.
    pub min_self_stake: u64,
    /// c: highest commission. An operator that set a higher one before it fell gets this.
    pub max_commission_bps: u64,
    /// Smallest bond of an attestor that joins a set.
    pub min_bond: u64,
    /// r: slash rate of equivocation.
    pub equivocation_slash_bps: u64,

    /// W: how long before a case other slashes count with it, in whole epochs that this touches.
    pub correlation_window: i64,
    /// Most that a commission rises by at once.
    pub commission_step_bps: u64,
    /// f: how strongly a case is raised by what else was slashed around it: by this much for each 100% of active stake.
    pub correlation_bps: u64,
    /// F: most that a case is raised to. Escrow holds that much until the case is executed. 10^4: cases are never raised.
    pub max_correlation_bps: u64,
    /// Part of what a case keeps that its reporter gets, at most half of what the offender itself lost.
    pub bounty_bps: u64,
    /// Part of the stake that downtime takes.
    pub downtime_slash_bps: u64,
    /// n: the epochs that downtime looks back on, 24 at most.
    pub downtime_epochs: u64,
    /// k: epochs below the floor that make a downtime, 1 to n.
    pub downtime_misses: u64,
    /// Most epochs of one declared maintenance; n epochs at least lie between two.
    pub max_maintenance_epochs: u64,
    /// Most that one verdict takes, before correlation.
    pub verdict_case_bps: u64,
    /// Most that verdicts take from one operator within the jail window together, before correlation.
    pub verdict_window_bps: u64,
    /// Part of an attestor's bond that a double statement takes.
    pub attestor_slash_bps: u64,

    /// What the breaker on payouts holds: claims pay what fits, in base units of the reward. `u64::MAX`: it never bites.
    pub breaker_size: u64,
    /// How long a full breaker takes to drain: an epoch at least, 28 days at most.
    pub breaker_window: i64,
    /// One of [`invitation`]: who may register as an operator.
    pub invited_operators: u64,
}

/// 64-bit numbers one after the other, as they are in memory: field by field is a thousand lines of compiled code.
impl AnchorDeserialize for Parameters {
    fn deserialize_reader<R: std::io::Read>(reader: &mut R) -> std::io::Result<Self> {
        let mut parameters: Self = bytemuck::Zeroable::zeroed();
        reader.read_exact(bytemuck::bytes_of_mut(&mut parameters))?;
        Ok(parameters)
    }
}

impl Parameters {
    /// The division of time.
    pub fn schedule(&self) -> Schedule {
        Schedule { genesis: self.genesis, length: self.epoch_length }
    }

    /// From when on an epoch may be settled: `E(e) + G`, inclusive. Its proofs are taken before that.
    pub fn settle_time(&self, epoch: u64) -> Result<i64> {
        later(self.schedule().end(epoch).ok_or(LedgerError::Overflow)?, self.grace)
    }

    /// From when on a settled epoch may be harvested: `E(e) + G + D`, inclusive.
    pub fn harvest_time(&self, epoch: u64) -> Result<i64> {
        later(self.settle_time(epoch)?, self.dispute)
    }

    /// Until when evidence about an epoch is taken: `E(e) + G + A`, exclusive.
    pub fn evidence_end(&self, epoch: u64) -> Result<i64> {
        later(self.settle_time(epoch)?, self.evidence_age)
    }

    /// The epochs that `[from, end)` touches, first and last; as if epoch 0 had always been before genesis.
    pub fn epochs_between(&self, from: i64, end: i64) -> (u64, u64) {
        let epoch_at = |time| self.schedule().epoch_at(time).unwrap_or(0);
        (epoch_at(from), epoch_at(end.saturating_sub(1)))
    }

    /// The first epoch about which evidence is still taken at `now`: `E(epoch) + G + A > now`.
    pub fn epoch_whose_evidence_ends_after(&self, now: i64) -> u64 {
        let age = self.grace.saturating_add(self.evidence_age);
        self.schedule().epoch_at(now.saturating_sub(age)).unwrap_or(0)
    }

    /// The first epoch that has not begun.
    pub fn next_epoch(&self, now: i64) -> Result<u64> {
        self.schedule().next_epoch(now).ok_or_else(|| LedgerError::Overflow.into())
    }

    /// The emission schedule.
    pub fn emission(&self) -> Result<emission::Schedule> {
        Ok(match self.emission_kind {
            emission_kind::FIXED => emission::Schedule::Fixed,
            emission_kind::GEOMETRIC => emission::Schedule::Geometric { ratio: self.emission_ratio },
            emission_kind::HALVING => emission::Schedule::Halving,
            emission_kind::VAULT_FUNDED => emission::Schedule::VaultFunded,
            _ => return Err(LedgerError::ParameterOutOfBounds.into()),
        })
    }

    /// Gives parameters that old layouts did not have values under which nothing changes: a breaker that never bites.
    pub fn complete(&mut self) {
        self.breaker_size = u64::MAX;
        self.breaker_window = self.epoch_length;
    }

    /// What limits payouts from the reward vault.
    pub fn breaker(&self) -> Breaker {
        Breaker { size: self.breaker_size, window: self.breaker_window }
    }

    /// Whether rewards come from the reserve alone.
    pub fn is_vault_funded(&self) -> bool {
        self.emission_kind == emission_kind::VAULT_FUNDED
    }

    /// Refuses a genesis that is past, or more than a year ahead, when a network is created.
    pub fn check_genesis(&self, now: i64) -> Result<()> {
        within("genesis", self.genesis, now, now.saturating_add(bounds::MAX_GENESIS_DELAY))
    }

    /// Refuses parameters outside their bounds or breaking a relation of DESIGN section 7, with the numbers in the log.
    /// `one_mint`: rewards and collateral are the same token.
    pub fn check(&self, one_mint: bool) -> Result<()> {
        self.check_bounds(one_mint)?;
        parameters::check(&self.terms()).map_err(refusal)
    }

    /// Refuses parameters that may not follow these: wrong in themselves; another genesis, epoch length or count of shards; a
    /// supply cap that rises, or below what is issued; rewards that were minted and would be vault-funded or the reverse, as
    /// the mint's authority was taken or left at the creation; and what would break a relation for credit, tickets and bonds
    /// of before. `issued`: initial supply + minted.
    pub fn check_successor(&self, next: &Self, one_mint: bool, issued: u64) -> Result<()> {
        next.check(one_mint)?;
        let (kinds, least_cap) = if self.is_vault_funded() {
            ((emission_kind::VAULT_FUNDED, emission_kind::VAULT_FUNDED), 0)
        } else {
            ((emission_kind::FIXED, emission_kind::HALVING), issued)
        };
        check_times(&[
            ("genesis", next.genesis, self.genesis, self.genesis),
            ("epoch_length", next.epoch_length, self.epoch_length, self.epoch_length),
        ])?;
        check_numbers_within(&[
            ("shards", next.shards, self.shards, self.shards),
            ("emission_kind", next.emission_kind, kinds.0, kinds.1),
            ("supply_cap", next.supply_cap, least_cap, self.supply_cap),
        ])?;
        parameters::check_change(&self.terms(), &next.terms()).map_err(refusal)
    }

    fn terms(&self) -> Terms {
        Terms {
            epoch_length: self.epoch_length,
            grace: self.grace,
            dispute: self.dispute,
            evidence_age: self.evidence_age,
            appeal: self.appeal,
            unbonding: self.unbonding,
            max_pause: self.max_pause,
            correlation_window: self.correlation_window,
            bond_unbonding: self.bond_unbonding,
            max_reward_per_million_credits: self.max_reward_per_million_credits,
            reward_price: self.reward_price,
            collateral_per_million_credits: self.collateral_per_million_credits,
            leverage_bps: self.leverage_bps,
            fraud_slash_bps: self.equivocation_slash_bps,
            largest_emission: self.emission_initial,
            breaker_size: self.breaker_size,
            breaker_window: self.breaker_window,
        }
    }

    fn check_bounds(&self, one_mint: bool) -> Result<()> {
        use bounds::*;
        let price = if one_mint { (1 << 32, 1 << 32) } else { (1, u64::MAX) };
        let ratio = if self.emission_kind == emission_kind::GEOMETRIC { (1, u64::from(u32::MAX)) } else { (0, 0) };
        let bps = BASIS_POINTS;

        check_times(&[
            ("epoch_length", self.epoch_length, MIN_EPOCH_LENGTH, MAX_UNBONDING),
            ("grace", self.grace, 0, MAX_UNBONDING),
            ("dispute", self.dispute, 0, MAX_UNBONDING),
            ("evidence_age", self.evidence_age, 0, MAX_UNBONDING),
            ("appeal", self.appeal, 1, MAX_UNBONDING),
            ("unbonding", self.unbonding, 0, MAX_UNBONDING),
            ("max_pause", self.max_pause, 0, MAX_UNBONDING),
            ("bond_unbonding", self.bond_unbonding, 0, MAX_BOND_UNBONDING),
            ("jail_time", self.jail_time, 0, MAX_JAIL),
            ("jail_window", self.jail_window, 0, MAX_JAIL),
            ("correlation_window", self.correlation_window, 0, MAX_UNBONDING),
            ("breaker_window", self.breaker_window, self.epoch_length, MAX_BREAKER_WINDOW),
        ])?;
        check_numbers_within(&[
            ("jail_after", self.jail_after, 1, MAX_OFFENCES as u64),
            ("shards", self.shards, 1, MAX_SHARDS),
            ("emission_kind", self.emission_kind, emission_kind::FIXED, emission_kind::VAULT_FUNDED),
            ("emission_period", self.emission_period, 1, u64::MAX),
            ("emission_ratio", self.emission_ratio, ratio.0, ratio.1),
            ("direct_bps", self.direct_bps, 0, bps),
            ("attestor_bps", self.attestor_bps, 0, MAX_ATTESTOR_SHARE),
            ("collateral_per_million_credits", self.collateral_per_million_credits, 1, u64::MAX),
            ("reward_price", self.reward_price, price.0, price.1),
            ("leverage_bps", self.leverage_bps, MIN_LEVERAGE, MAX_LEVERAGE),
            ("min_deposit", self.min_deposit, 1, u64::MAX),
            ("max_commission_bps", self.max_commission_bps, 0, MAX_COMMISSION),
            ("equivocation_slash_bps", self.equivocation_slash_bps, 1, bps),
            ("commission_step_bps", self.commission_step_bps, 0, MAX_COMMISSION),
            ("correlation_bps", self.correlation_bps, 0, MAX_CORRELATION_RATE),
            ("max_correlation_bps", self.max_correlation_bps, bps, MAX_CORRELATION),
            ("bounty_bps", self.bounty_bps, 0, bps),
            ("downtime_slash_bps", self.downtime_slash_bps, 0, MAX_DOWNTIME_SLASH),
            ("downtime_epochs", self.downtime_epochs, 1, MAX_DOWNTIME_EPOCHS),
            ("downtime_misses", self.downtime_misses, 1, self.downtime_epochs),
            ("max_maintenance_epochs", self.max_maintenance_epochs, 0, MAX_MAINTENANCE),
            ("verdict_case_bps", self.verdict_case_bps, 0, bps),
            ("verdict_window_bps", self.verdict_window_bps, 0, bps),
            ("attestor_slash_bps", self.attestor_slash_bps, 1, bps),
            ("breaker_size", self.breaker_size, 1, u64::MAX),
            ("invited_operators", self.invited_operators, invitation::OPEN, invitation::INVITED),
        ])
    }
}

/// The refusal of parameters that break a relation.
fn refusal(violation: Violation) -> Error {
    let error = match violation.rule {
        Rule::GraceWithinEpoch => LedgerError::GraceExceedsEpoch,
        Rule::EvidenceBeforeUnbonding => LedgerError::EvidenceOutlivesUnbonding,
        Rule::RingOutlastsDelays => LedgerError::DelaysExceedRing,
        Rule::RingOutlastsCorrelation => LedgerError::CorrelationExceedsRing,
        Rule::EvidenceBeforeBonds => LedgerError::EvidenceOutlivesBonds,
        Rule::LyingNeverPays => LedgerError::LyingWouldPay,
        Rule::BreakerHoldsEmission => LedgerError::BreakerTooSmall,
    };
    let number = |side| i128::try_from(side).unwrap_or(i128::MAX);
    error.with_numbers(number(violation.left), number(violation.right))
}

/// `time + delay`, in seconds.
pub fn later(time: i64, delay: i64) -> Result<i64> {
    time.checked_add(delay).ok_or_else(|| LedgerError::Overflow.into())
}

/// Refuses a time before `from`, which is inclusive.
pub fn check_not_before(now: i64, from: i64) -> Result<()> {
    check_numbers(now >= from, LedgerError::TooEarly, now, from)?;
    Ok(())
}

/// Refuses a time from `end` on, which is exclusive.
pub fn check_before(now: i64, end: i64) -> Result<()> {
    check_numbers(now < end, LedgerError::TooLate, now, end)?;
    Ok(())
}

/// `least <= value <= most`, both ends inclusive, of times named with their bounds.
fn check_times(times: &[(&str, i64, i64, i64)]) -> Result<()> {
    times.iter().try_for_each(|&(name, time, least, most)| within(name, time, least, most))
}

/// The same of other numbers.
fn check_numbers_within(numbers: &[(&str, u64, u64, u64)]) -> Result<()> {
    numbers.iter().try_for_each(|&(name, number, least, most)| within(name, number, least, most))
}

fn within<T: PartialOrd + std::fmt::Display>(name: &str, value: T, least: T, most: T) -> Result<()> {
    if value < least || value > most {
        msg!("{} is {}: it must be from {} to {}", name, value, least, most);
        return Err(LedgerError::ParameterOutOfBounds.into());
    }
    Ok(())
}
