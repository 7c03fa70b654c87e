use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::{limits::BASIS_POINTS, seeds};

use crate::{
    error::{LedgerError, check},
    events::{Harvested, emit_plain},
    math::{accumulator, mul_div_floor},
    state::{Books, Epoch, LoadOf, Network, Operator, OperatorSlot, check_not_before},
    tokens::balance,
};

/// Moves an operator's reward for an epoch out of the pot, to its commission and its positions. By anybody; no tokens move.
#[event_accounts]
#[derive(Accounts)]
#[instruction(epoch: u64)]
pub struct Harvest<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// CHECK: the epoch, or where it was before it closed: then the credit earns nothing.
    #[account(mut, seeds = [seeds::EPOCH, network.key().as_ref(), &epoch.to_le_bytes()], bump)]
    pub settled_epoch: UncheckedAccount<'info>,
    /// CHECK: the network's reward vault, pinned by its address; for the solvency check.
    pub reward_vault: UncheckedAccount<'info>,
}

/// How a reward is split, base units of the reward mint.
struct Split {
    reward: u64,
    voided: u64,
    commission: u64,
    shared: u64,
}

/// Refuses an epoch that is not settled, before `E(epoch) + G + D` (allowed from that second on), an operator without
/// credit in it, and credit that an open slash case voids.
pub(crate) fn harvest<'info>(ctx: Context<'info, Harvest<'info>>, epoch: u64) -> Result<()> {
    let accounts = &*ctx.accounts;
    let parameters = accounts.network.load()?.parameters;
    accounts.network.load()?.check_reward_vault(&accounts.reward_vault)?;
    let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
    check(epoch < books.next_epoch, LedgerError::EpochNotSettled)?;
    check_not_before(Clock::get()?.unix_timestamp, parameters.harvest_time(epoch)?)?;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    let slot = operator.harvest_slot(epoch)?;
    let owed_before = books.owed;

    let mut split = Split { reward: 0, voided: 0, commission: 0, shared: 0 };
    let closed = *accounts.settled_epoch.owner == solana_sdk_ids::system_program::ID;
    if !closed {
        let loader = AccountLoader::<Epoch>::try_from(&accounts.settled_epoch)?;
        let mut record = loader.load_mut()?;
        let commission_bps = operator.commission_at(epoch).min(parameters.max_commission_bps);
        split = compute(&slot, &record, commission_bps)?;
        operator.commission_owed =
            operator.commission_owed.checked_add(split.commission).ok_or(LedgerError::Overflow)?;
        if !operator.distribute(split.shared) {
            split.voided = split.voided.checked_add(split.shared).ok_or(LedgerError::Overflow)?;
            split.shared = 0;
        }
        books.harvest(&mut record, slot.credit, split.reward, split.voided)?;
    }
    books.check_reward_vault(balance(&accounts.reward_vault)?)?;

    emit_plain(
        &accounts.event_authority,
        Harvested {
            operator: accounts.operator.key(),
            epoch,
            credit: slot.credit,
            void_credit: slot.voided(),
            reward: split.reward,
            returned: split.voided,
            commission: split.commission,
            shared: split.shared,
            owed_before,
            owed_after: books.owed,
        },
    )?;
    Ok(())
}

/// Every part is rounded down, the voided one is the rest of its whole.
fn compute(slot: &OperatorSlot, epoch: &Epoch, commission_bps: u64) -> Result<Split> {
    let rate = epoch.reward_per_credit.bits();
    let reward = accumulator::value(slot.credit, rate).ok_or(LedgerError::Overflow)?;
    let kept = accumulator::value(slot.credit.saturating_sub(slot.voided()), rate).ok_or(LedgerError::Overflow)?;
    let commission = mul_div_floor(kept, commission_bps, BASIS_POINTS).ok_or(LedgerError::Overflow)?;
    Ok(Split {
        reward,
        voided: reward.checked_sub(kept).ok_or(LedgerError::Overflow)?,
        commission,
        shared: kept.checked_sub(commission).ok_or(LedgerError::Overflow)?,
    })
}
