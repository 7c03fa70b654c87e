//! The model: plain structs, and for each instruction what it does to them.
//!
//! A step is taken on a copy, which replaces the original if nothing refused: so a refusal changes nothing, and the checks
//! may stand where the program has them without a thought for what was changed before. What is a sum is not kept but added
//! up: a pool's shares over its positions, the ledger's stake over the pools. So the program's totals are compared with
//! sums, not with other totals.

use std::collections::{BTreeMap, BTreeSet};

use girder_interface::limits::RING;
use girder_sdk::ledger::state::Parameters;

mod apply;
mod attestor;
mod attestor_set;
mod breaker;
mod case;
mod class;
mod commission;
mod condemnation;
mod control;
mod decision;
mod device;
mod duty;
mod end;
mod equivocation;
mod licence;
mod migration;
mod names;
mod network;
pub mod numbers;
mod operator;
mod proof;
mod refusal;
pub mod rent;
mod report;
mod reward;
mod settlement;
mod stake;
mod standing;
pub mod time;
pub mod tokens;

pub use attestor::Attestor;
pub use attestor_set::{AttestorSet, Member};
pub use case::{Case, Charge, Decision, SlashedEpoch};
pub use class::{Class, ClassTerms};
pub use condemnation::{Condemnation, Verdict, VerdictSignatures};
pub use control::{Control, Proposal, timelock};
pub use device::{Consent, Device, DeviceSlot, DeviceState, NewDevice};
pub use duty::Duties;
pub use equivocation::{DoubleStatement, Equivocation};
pub use licence::{Held, Licence, LicensedRegion};
pub use names::{Account, AttestorKey, Commitment, DeviceKey, Mint, Offence, Offender, Purse, Signed, Subject, Wallet};
pub use network::{Neighbour, NewNetwork, check_parameters};
pub use operator::{Operator, Pool, Slot};
pub use proof::{Shard, ShardSlot, Statement, Submission, place};
pub use refusal::{Outcome, Refusal, ensure};
use rent::Lamports;
pub use report::{Reveal, Ticket};
pub use settlement::Epoch;
pub use stake::{Position, ShareTransfer, StakeTicket};
pub use standing::Remembered;
use tokens::{Holder, Tokens};

/// The totals that are no sums over accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// Reward tokens not promised.
    pub reserve: u64,
    /// What positions, payout wallets and attestors may claim, with the dust of rounding.
    pub owed: u64,
    /// Reward tokens minted ever.
    pub minted: u64,
    /// Supply of the reward mint when the network was created.
    pub initial_supply: u64,
    /// The next epoch to settle.
    pub next_epoch: u64,
    /// What it emits.
    pub emission: u64,
    /// Emission that was not minted.
    pub deferred: u64,
    /// Running average of the settled epochs' credit.
    pub average_credit: u64,
    /// What the breaker holds: payments that have not drained, in base units with 64 binary places.
    pub breaker_level: u128,
    /// When it held that.
    pub breaker_since: i64,
    /// Epochs to settle whose intake is paused for a while.
    pub paused: BTreeSet<u64>,
    /// The newest settled epochs that were quiet.
    pub quiet: BTreeSet<u64>,
    /// What was slashed in the newest epochs: epoch e is at e mod 32.
    pub slashed: [SlashedEpoch; RING],
    /// What the program counts beyond the accounts that are open, because there were some that nobody counted; 0: nothing.
    pub uncounted: u64,
}

/// Everything there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// The time.
    pub now: i64,
    /// The slot.
    pub slot: u64,
    /// Who runs the network.
    pub authority: Wallet,
    /// Who paid its rent.
    pub payer: Wallet,
    /// Who gets slashed collateral, if anybody.
    pub treasury: Option<Wallet>,
    /// What it was set up with.
    pub parameters: Parameters,
    /// Roles, pauses and what is proposed for.
    pub control: Control,
    /// Proposed parameters by the version that they would replace.
    pub proposals: BTreeMap<u64, Proposal>,
    /// The newest sealed set; 0: none.
    pub set_version: u64,
    /// The first epoch with a set.
    pub first_attested_epoch: u64,
    /// The epoch from which on the network is retired; `u64::MAX`: none.
    pub retired_from: u64,
    /// Whether the network was closed: then there is nothing left of it, and nothing that can be done with it.
    pub closed: bool,
    /// The network that holds the reward mint's authority, if any does.
    pub minter: Option<u8>,
    /// Its totals.
    pub books: Books,
    /// Its classes.
    pub classes: Vec<Class>,
    /// The regions in which devices need a licence.
    pub regions: Vec<LicensedRegion>,
    /// Its shards.
    pub shards: BTreeMap<u8, Shard>,
    /// Attestor sets by version.
    pub sets: BTreeMap<u64, AttestorSet>,
    /// Attestors.
    pub attestors: BTreeMap<AttestorKey, Attestor>,
    /// Operators by identity.
    pub operators: BTreeMap<Wallet, Operator>,
    /// Positions by pool and owner.
    pub positions: BTreeMap<(Wallet, Wallet), Position>,
    /// Devices.
    pub devices: BTreeMap<DeviceKey, Device>,
    /// Settled epochs.
    pub epochs: BTreeMap<u64, Epoch>,
    /// Slash cases.
    pub cases: BTreeMap<Offence, Case>,
    /// Reporters' tickets.
    pub tickets: BTreeMap<Commitment, Ticket>,
    /// Verdicts that are being signed.
    pub verdicts: BTreeMap<Condemnation, Verdict>,
    /// Other networks.
    pub neighbours: BTreeMap<u8, Neighbour>,
    /// All tokens.
    pub tokens: Tokens,
    /// All lamports.
    pub lamports: Lamports,
}

impl Ledger {
    /// A ledger in which nothing has happened yet but that `new` was created.
    pub fn found(
        [now, slot]: [i64; 2],
        payer: Wallet,
        new: NewNetwork,
        tokens: Tokens,
        lamports: Lamports,
    ) -> Outcome<Self> {
        let mut ledger = Self {
            now,
            slot: slot as u64,
            authority: Wallet::AUTHORITY,
            payer,
            treasury: new.treasury,
            parameters: new.parameters,
            control: Control::default(),
            proposals: BTreeMap::new(),
            set_version: 0,
            first_attested_epoch: u64::MAX,
            retired_from: u64::MAX,
            closed: false,
            minter: None,
            books: Books::default(),
            classes: Vec::new(),
            regions: Vec::new(),
            shards: BTreeMap::new(),
            sets: BTreeMap::new(),
            attestors: BTreeMap::new(),
            operators: BTreeMap::new(),
            positions: BTreeMap::new(),
            devices: BTreeMap::new(),
            epochs: BTreeMap::new(),
            cases: BTreeMap::new(),
            tickets: BTreeMap::new(),
            verdicts: BTreeMap::new(),
            neighbours: BTreeMap::new(),
            tokens,
            lamports,
        };
        ledger.create_network(payer, new)?;
        let founded = ledger.neighbours.remove(&new.number).expect("created");
        ledger.books.initial_supply = founded.initial_supply;
        ledger.books.emission = new.parameters.emission_initial;
        Ok(ledger)
    }

    /// Pots of all settled epochs.
    pub fn pots(&self) -> u64 {
        self.epochs.values().map(|epoch| epoch.pot_left).sum()
    }

    /// Stake of all pools.
    pub fn staked(&self) -> u64 {
        self.operators.values().map(|operator| operator.stake).sum()
    }

    /// What open cases took, and what correlation may raise them by.
    pub fn escrow(&self) -> u64 {
        let taken: u64 = self.cases.values().filter(|case| case.is_open()).map(|case| case.taken).sum();
        taken + self.operators.values().map(|operator| operator.excess).sum::<u64>()
    }

    /// All bonds.
    pub fn bonds(&self) -> u64 {
        self.attestors.values().map(|attestor| attestor.bond).sum()
    }

    /// Takes tokens of a purse that `by` owns; the token program refuses anybody else's.
    fn collect(&mut self, by: Wallet, from: Purse, to: Holder, amount: u64) -> Outcome {
        if from.owner != by {
            return Err(Refusal::Elsewhere);
        }
        self.tokens.transfer(Holder::Purse(from), to, amount)
    }

    /// Pays out of a vault; nothing moves if the amount is 0.
    fn pay(&mut self, from: Holder, to: Purse, amount: u64) -> Outcome {
        if amount == 0 { Ok(()) } else { self.tokens.transfer(from, Holder::Purse(to), amount) }
    }

    /// Pays owed rewards to their owner.
    fn pay_rewards(&mut self, amount: u64, owner: Wallet, to: Purse) -> Outcome {
        use girder_sdk::ledger::error::LedgerError::WrongDestination;
        self.books.owed -= amount;
        ensure(to.owner == owner, WrongDestination)?;
        self.pay(Holder::RewardVault, to, amount)
    }

    /// Pays collateral to its owner.
    fn pay_collateral(&mut self, amount: u64, owner: Wallet, to: Purse) -> Outcome {
        use girder_sdk::ledger::error::LedgerError::WrongDestination;
        ensure(to.owner == owner, WrongDestination)?;
        self.pay(Holder::StakeVault, to, amount)
    }
}
