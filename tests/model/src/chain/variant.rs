//! Networks of several kinds to begin with.

use girder_sdk::{
    embedded::START,
    ledger::state::{Parameters, emission_kind},
};
use std::sync::Arc;

use super::{
    Chain, Keys, LAMPORTS,
    beginning::{self, Beginning},
    endowment,
};
use crate::{
    ledger::{Ledger, NewNetwork, Wallet, rent::Lamports, tokens::Tokens},
    step::Step,
};

/// How a network is set up.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Collateral has a mint of its own.
    pub two_mints: bool,
    /// Rewards are of Token-2022.
    pub reward_2022: bool,
    /// Collateral is of Token-2022.
    pub collateral_2022: bool,
    /// Slashed collateral goes to a treasury.
    pub treasury: bool,
    /// What the network is set up with.
    pub parameters: Parameters,
    /// What was done already.
    pub beginning: Beginning,
}

/// Networks that differ.
const KINDS: usize = 6;

/// The variant that ends.
const ENDING: usize = 2 * KINDS;

/// How many variants there are: each kind once young and once with a history, and a network that ends.
pub const VARIANTS: usize = ENDING + 1;

impl Variant {
    /// The variant of that number.
    pub fn new(number: usize) -> Self {
        let plain = Self {
            two_mints: false,
            reward_2022: false,
            collateral_2022: false,
            treasury: false,
            parameters: parameters(),
            beginning: match number {
                0..KINDS => Beginning::Settled,
                KINDS..ENDING => Beginning::Busy,
                _ => Beginning::Retired,
            },
        };
        let change = |change: fn(&mut Parameters)| {
            let mut parameters = parameters();
            change(&mut parameters);
            parameters
        };
        match number % KINDS {
            0 => plain,
            1 => Self { two_mints: true, reward_2022: true, treasury: true, parameters: change(geometric), ..plain },
            2 => Self { two_mints: true, collateral_2022: true, parameters: change(vault_funded), ..plain },
            3 => Self { treasury: true, reward_2022: true, parameters: change(halving), ..plain },
            4 if number == 4 => Self { two_mints: true, beginning: Beginning::Empty, ..plain },
            4 => Self { two_mints: true, parameters: change(correlated), ..plain },
            _ => Self { parameters: change(harsh), ..plain },
        }
    }

    /// The network of this variant on a chain, and in the model.
    pub fn build(&self) -> (Chain, Ledger) {
        let balances = endowment(!self.two_mints);
        let mut tokens = Tokens::new(!self.two_mints);
        for &(holder, amount) in &balances {
            tokens.issue(holder, amount).expect("the endowment fits");
        }
        let new = NewNetwork {
            number: 0,
            bad_name: false,
            treasury: self.treasury.then_some(Wallet::TREASURY),
            parameters: self.parameters,
        };
        let payer = Wallet(11);
        let chain = Chain::prepare(self, Arc::new(Keys::new()), &balances);
        let lamports = Lamports::new(LAMPORTS);
        let ledger = Ledger::found([START, chain.slot()], payer, new, tokens, lamports).expect("right parameters");
        chain.found(&ledger, payer, &new);
        (chain, ledger)
    }

    /// The steps that begin every sequence of this variant.
    pub fn beginning(&self) -> Vec<Step> {
        beginning::steps(self.beginning, &self.parameters)
    }
}

/// Epochs of 1,000 s, 1 reward and 10 collateral per credit, and every window another length.
fn parameters() -> Parameters {
    Parameters {
        genesis: START + 1_000,
        epoch_length: 1_000,
        grace: 400,
        dispute: 500,
        evidence_age: 1_400,
        appeal: 1_700,
        unbonding: 2_900,
        max_pause: 3_000,
        bond_unbonding: 3_600,
        jail_time: 2_300,
        jail_window: 5_100,
        jail_after: 2,
        shards: 2,
        emission_kind: emission_kind::FIXED,
        emission_initial: 30_000,
        emission_period: 2,
        emission_ratio: 0,
        supply_cap: 13_000_000_000,
        max_reward_per_million_credits: 1_000_000,
        direct_bps: 9_000,
        attestor_bps: 700,
        settle_tip: 50,
        collateral_per_million_credits: 10_000_000,
        reward_price: 1 << 32,
        leverage_bps: 40_000,
        min_deposit: 10,
        min_self_stake: 1_000,
        max_commission_bps: 2_000,
        min_bond: 100,
        equivocation_slash_bps: 10_000,
        correlation_window: 2_500,
        commission_step_bps: 300,
        correlation_bps: 20_000,
        max_correlation_bps: 15_000,
        bounty_bps: 1_000,
        downtime_slash_bps: 100,
        downtime_epochs: 4,
        downtime_misses: 2,
        max_maintenance_epochs: 3,
        verdict_case_bps: 3_000,
        verdict_window_bps: 5_000,
        attestor_slash_bps: 4_000,
        breaker_size: u64::MAX,
        breaker_window: 1_000,
        invited_operators: 0,
    }
}

fn geometric(p: &mut Parameters) {
    p.emission_kind = emission_kind::GEOMETRIC;
    p.emission_ratio = 3 << 30;
    p.reward_price = 1 << 31;
    p.leverage_bps = 20_000;
    p.jail_after = 1;
    p.max_correlation_bps = 100_000;
    p.correlation_bps = 100_000;
    p.correlation_window = 0;
    p.bounty_bps = 10_000;
    p.collateral_per_million_credits = 25_000_000;
    p.verdict_case_bps = 6_000;
    p.verdict_window_bps = 7_000;
}

fn vault_funded(p: &mut Parameters) {
    p.emission_kind = emission_kind::VAULT_FUNDED;
    p.emission_initial = 7_000;
    p.breaker_size = 28_000;
    p.breaker_window = 1_300;
    p.shards = 1;
    p.invited_operators = 1;
    p.min_self_stake = 0;
    p.downtime_epochs = 1;
    p.downtime_misses = 1;
    p.verdict_case_bps = 10_000;
    p.verdict_window_bps = 10_000;
}

fn halving(p: &mut Parameters) {
    p.emission_kind = emission_kind::HALVING;
    p.emission_period = 1;
    p.supply_cap = 12_000_040_000;
    p.min_bond = 0;
    p.grace = 1_000;
    p.unbonding = 3_400;
    p.bond_unbonding = 4_000;
}

/// A case or two exhaust a pool, and raise each other beyond it. The breaker bites.
fn correlated(p: &mut Parameters) {
    p.emission_initial = 400;
    p.breaker_size = 800;
    p.collateral_per_million_credits = 40_000_000;
    p.max_correlation_bps = 30_000;
    p.correlation_bps = 30_000;
    p.bounty_bps = 5_000;
    p.verdict_case_bps = 4_000;
    p.verdict_window_bps = 5_000;
}

/// Rewards come from the reserve, mostly: the breaker bites.
fn harsh(p: &mut Parameters) {
    p.leverage_bps = 1_000_000;
    p.max_commission_bps = 0;
    p.grace = 0;
    p.dispute = 0;
    p.shards = 3;
    p.max_correlation_bps = 10_000;
    p.commission_step_bps = 0;
    p.max_maintenance_epochs = 24;
    p.downtime_epochs = 24;
    p.max_reward_per_million_credits = 100_000;
    p.collateral_per_million_credits = 50_000_000;
    p.emission_initial = 250;
    p.breaker_size = 500;
}
