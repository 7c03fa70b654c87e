//! DESIGN section 7 in big integers, written from its text: what an epoch emits and pays, and what an operator gets of it.

use girder_sdk::ledger::state::{Parameters, emission_kind};
use num_bigint::BigUint;

/// The rewards of a network with one operator, all of whose attestors are paid.
pub struct Model {
    parameters: Parameters,
    initial_supply: BigUint,
    pub reserve: BigUint,
    pub pots: BigUint,
    pub owed: BigUint,
    pub minted: BigUint,
    pub deferred: BigUint,
}

/// What an epoch pays.
pub struct Payment {
    pub attestors: BigUint,
    pub tip: BigUint,
    pub pot: BigUint,
    /// Base units per credit x 2^64.
    pub rate: BigUint,
}

impl Model {
    pub fn new(parameters: Parameters, initial_supply: u64) -> Self {
        let zero = BigUint::default;
        Self {
            parameters,
            initial_supply: initial_supply.into(),
            reserve: zero(),
            pots: zero(),
            owed: zero(),
            minted: zero(),
            deferred: zero(),
        }
    }

    /// `emission(e)`, from its beginning: one step for each period that ended before the epoch.
    pub fn emission(&self, epoch: u64) -> BigUint {
        let mut x = BigUint::from(self.parameters.emission_initial);
        for _ in 0..epoch / self.parameters.emission_period {
            x = match self.parameters.emission_kind {
                emission_kind::GEOMETRIC => x * self.parameters.emission_ratio / (BigUint::from(1u8) << 32),
                emission_kind::HALVING => x / 2u8,
                _ => x,
            };
        }
        x
    }

    /// Supply that may ever be minted and was not.
    pub fn mintable(&self) -> BigUint {
        BigUint::from(self.parameters.supply_cap) - &self.initial_supply - &self.minted
    }

    pub fn fund(&mut self, amount: u64) {
        self.reserve += amount;
    }

    pub fn settle(&mut self, epoch: u64, credit: u64) -> Payment {
        let p = self.parameters;
        let emission = self.emission(epoch);
        let vault_funded = p.emission_kind == emission_kind::VAULT_FUNDED;
        let room = if vault_funded { BigUint::default() } else { (&emission + &self.deferred).min(self.mintable()) };
        let available = &self.reserve + &room;
        let worth = BigUint::from(credit) * p.max_reward_per_million_credits / 1_000_000u32;
        let mut direct = (available * p.direct_bps / 10_000u32).min(worth);
        if vault_funded {
            direct = direct.min(emission.clone());
        }

        let from_reserve = (&direct).min(&self.reserve).clone();
        let minted = &direct - &from_reserve;
        self.reserve -= from_reserve;
        self.minted += &minted;
        if !vault_funded {
            self.deferred = &self.deferred + emission - minted;
        }

        let attestors = &direct * p.attestor_bps / 10_000u32;
        let tip = BigUint::from(p.settle_tip).min(&direct / 100u8);
        let pot = direct - &attestors - &tip;
        let rate = if credit == 0 { BigUint::default() } else { (&pot << 64) / credit };
        self.pots += &pot;
        self.owed += &attestors;
        Payment { attestors, tip, pot, rate }
    }

    /// Harvests all credit of an epoch and closes it.
    pub fn harvest_and_close(&mut self, credit: u64, payment: &Payment) {
        let reward = (&payment.rate * credit) >> 64;
        self.pots -= &payment.pot;
        self.reserve += &payment.pot - &reward;
        self.owed += reward;
    }
}
