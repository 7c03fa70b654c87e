//! Settling: what an epoch pays, from where, and to whom.

use girder_interface::limits::{BASIS_POINTS, CREDITS_PER_RATE, EPOCH_LIFETIME, MAX_TIP_BPS, RING};
use girder_sdk::ledger::{
    error::LedgerError::*,
    state::{Parameters, emission_kind, pause_subject},
};

use super::{Account, Ledger, Outcome, Purse, Refusal, Wallet, ensure, numbers, place, time, tokens::Holder};

/// A settled epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// Who paid the rent.
    pub rent_payer: Wallet,
    /// Credits of all operators.
    pub credit: u64,
    /// Those that were not harvested.
    pub credit_left: u64,
    /// What it pays to operators.
    pub pot: u64,
    /// What of it was not harvested.
    pub pot_left: u64,
    /// Reward of one credit, with 64 binary places.
    pub reward_per_credit: u128,
    /// When it was settled.
    pub settled_at: i64,
}

/// What an epoch pays.
struct Payment {
    from_reserve: u64,
    minted: u64,
    deferred: u64,
    attestors: u64,
    tip: u64,
    pot: u64,
}

impl Ledger {
    /// Settles an epoch. `shards`: those that are handed in.
    pub fn settle_epoch(
        &mut self,
        settler: Wallet,
        epoch: u64,
        set: Option<u64>,
        tip: Option<Purse>,
        shards: &[u8],
    ) -> Outcome {
        self.set_if_given(set)?;
        ensure(epoch == self.books.next_epoch, SettleInOrder)?;
        self.check_epoch(epoch)?;
        time::not_before(self.now, time::proofs_end(&self.parameters, epoch))?;
        self.check_not_paused(pause_subject::SETTLEMENT)?;
        if epoch < self.first_attested_epoch {
            ensure(set.is_none(), SetNotInForce)?;
        } else {
            self.set(set.ok_or(Refusal::Ledger(SetNotInForce))?)?.check_in_force(epoch)?;
        }
        let credit = self.take_shards(epoch, shards)?;
        let payment = self.payment(credit, set, tip.is_some());

        self.tokens.issue(Holder::RewardVault, payment.minted)?;
        if let Some(purse) = tip {
            ensure(purse.owner == settler, WrongDestination)?;
            self.pay(Holder::RewardVault, purse, payment.tip)?;
        }
        self.lamports.open(Account::Epoch(epoch), settler)?;
        let reward_per_credit = if credit == 0 { 0 } else { numbers::each(payment.pot, credit) };
        let record = Epoch {
            rent_payer: settler,
            credit,
            credit_left: credit,
            pot: payment.pot,
            pot_left: payment.pot,
            reward_per_credit,
            settled_at: self.now,
        };
        self.epochs.insert(epoch, record);
        if let Some(version) = set {
            self.set_mut(version)?.distribute(payment.attestors);
        }
        self.observe(credit);
        let books = &mut self.books;
        books.reserve -= payment.from_reserve;
        books.minted += payment.minted;
        books.owed += payment.attestors;
        books.deferred = payment.deferred;
        books.emission = next_emission(&self.parameters, books.emission, epoch);
        books.next_epoch += 1;
        Ok(())
    }

    /// Notes whether the epoch that settles is quiet: paused for a while, without credit, or below half of the average before it.
    fn observe(&mut self, credit: u64) {
        let books = &mut self.books;
        let average = u128::from(books.average_credit);
        let paused = books.paused.remove(&books.next_epoch);
        if paused || credit == 0 || 2 * u128::from(credit) < average {
            books.quiet.insert(books.next_epoch);
        }
        books.quiet.retain(|&epoch| epoch + 2 * RING as u64 > books.next_epoch);
        let weighed = (7 * average + u128::from(credit)) / 8;
        books.average_credit = if books.next_epoch == 0 { credit } else { weighed as u64 };
    }

    /// Empties the shards' slots and closes the epoch for proofs.
    fn take_shards(&mut self, epoch: u64, shards: &[u8]) -> Outcome<u64> {
        ensure(shards.len() as u64 == self.parameters.shards, WrongShards)?;
        let mut credit = 0;
        for (index, number) in shards.iter().enumerate() {
            let shard = self.shards.get_mut(number).ok_or(Refusal::Elsewhere)?;
            ensure(usize::from(*number) == index, WrongShards)?;
            let slot = &mut shard.ring[place(epoch)];
            if slot.epoch == epoch {
                credit += std::mem::take(&mut slot.credit);
            }
            shard.next_epoch = epoch + 1;
        }
        Ok(credit)
    }

    fn payment(&self, credit: u64, set: Option<u64>, tipped: bool) -> Payment {
        let (parameters, books) = (&self.parameters, &self.books);
        let vault_funded = parameters.emission_kind == emission_kind::VAULT_FUNDED;
        let mintable = i128::from(parameters.supply_cap) - i128::from(books.initial_supply) - i128::from(books.minted);
        let emitted = u128::from(books.emission) + u128::from(books.deferred);
        let room = if vault_funded { 0 } else { emitted.min(mintable.max(0) as u128) };
        let available = u128::from(books.reserve) + room;
        let share = available * u128::from(parameters.direct_bps) / u128::from(BASIS_POINTS);
        let worth = numbers::floor(credit, parameters.max_reward_per_million_credits, CREDITS_PER_RATE);
        let budget = if vault_funded { books.emission } else { u64::MAX };
        let direct = share.min(worth).min(u128::from(budget)) as u64;

        let from_reserve = direct.min(books.reserve);
        let minted = direct - from_reserve;
        let weights = set.map_or((0, 0), |version| {
            let set = &self.sets[&version];
            (set.live_weight(), set.total_weight())
        });
        let part = numbers::floor(direct, parameters.attestor_bps, BASIS_POINTS) as u64;
        let attestors = if weights.1 == 0 { 0 } else { numbers::floor(part, weights.0, weights.1) as u64 };
        let most_tip = numbers::floor(direct, MAX_TIP_BPS, BASIS_POINTS) as u64;
        let tip = if tipped { parameters.settle_tip.min(most_tip) } else { 0 };
        let deferred = room as u64 - minted;
        Payment { from_reserve, minted, deferred, attestors, tip, pot: direct - attestors - tip }
    }

    /// Adds rewards to the reserve.
    pub fn fund(&mut self, by: Wallet, from: Purse, amount: u64) -> Outcome {
        ensure(amount > 0, ZeroAmount)?;
        self.collect(by, from, Holder::RewardVault, amount)?;
        self.books.reserve += amount;
        Ok(())
    }

    /// Closes an epoch: what is left returns to the reserve.
    pub fn close_epoch(&mut self, epoch: u64, rent_payer: Wallet) -> Outcome {
        let record = self.epochs.get(&epoch).cloned().ok_or(Refusal::Elsewhere)?;
        ensure(rent_payer == record.rent_payer, WrongRentPayer)?;
        let expired = i128::from(self.now) >= time::end(&self.parameters, epoch) + i128::from(EPOCH_LIFETIME);
        ensure(expired || record.credit_left == 0, EpochNotHarvested)?;
        self.books.reserve += record.pot_left;
        self.epochs.remove(&epoch);
        self.lamports.close(Account::Epoch(epoch), rent_payer);
        Ok(())
    }
}

/// The emission of the epoch after this one.
fn next_emission(parameters: &Parameters, emission: u64, epoch: u64) -> u64 {
    let period_ends = (epoch + 1).is_multiple_of(parameters.emission_period);
    match parameters.emission_kind {
        emission_kind::GEOMETRIC if period_ends => numbers::floor(emission, parameters.emission_ratio, 1 << 32) as u64,
        emission_kind::HALVING if period_ends => emission / 2,
        _ => emission,
    }
}
