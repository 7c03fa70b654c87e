use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::limits::MAX_EPOCHS_AHEAD;

use crate::{
    error::{LedgerError, check, check_numbers},
    events::{AttestorSetSealed, emit_plain},
    state::{AttestorSet, Classes, LoadOf, Network},
};

/// Makes a draft final and schedules it. By the network's authority.
#[event_accounts]
#[derive(Accounts)]
pub struct SealAttestorSet<'info> {
    /// The network's authority.
    pub authority: Signer<'info>,
    /// The network.
    #[account(mut)]
    pub network: AccountLoader<'info, Network>,
    /// Its class table, which says how many signatures fit beside a device's.
    pub classes: AccountLoader<'info, Classes>,
    /// The draft.
    #[account(mut)]
    pub attestor_set: AccountLoader<'info, AttestorSet>,
    /// The newest sealed set, which ends where this one begins: needed unless this is the first.
    #[account(mut)]
    pub predecessor: Option<AccountLoader<'info, AttestorSet>>,
}

/// Refuses a first epoch that has begun, is not after the predecessor's or lies more than 32 epochs ahead, thresholds out of range, and a set whose
/// heaviest keys that fit one transaction do not reach the proof threshold.
pub(crate) fn seal_attestor_set(
    ctx: Context<SealAttestorSet>,
    from_epoch: u64,
    proof_threshold: u64,
    verdict_threshold: u64,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut network = accounts.network.load_mut()?;
    network.check_authority(accounts.authority.key)?;
    let schedule = network.parameters.schedule();
    let next = schedule.next_epoch(Clock::get()?.unix_timestamp).ok_or(LedgerError::Overflow)?;
    check_numbers(from_epoch >= next, LedgerError::EpochNotAhead, from_epoch, next)?;
    let latest = next.saturating_add(MAX_EPOCHS_AHEAD);
    check_numbers(from_epoch <= latest, LedgerError::EpochTooFarAhead, from_epoch, latest)?;
    let mut set = accounts.attestor_set.load_mut_of(&accounts.network.key())?;
    let signers = accounts.classes.load_of(&accounts.network.key())?.attestors_per_statement();
    set.seal(from_epoch, proof_threshold, verdict_threshold, signers)?;

    if network.attestor_set_version == 0 {
        network.first_attested_epoch = from_epoch;
    } else {
        let mut predecessor =
            accounts.predecessor.as_ref().ok_or(LedgerError::SetNotInForce)?.load_mut_of(&accounts.network.key())?;
        check(predecessor.set_version == network.attestor_set_version, LedgerError::SetNotInForce)?;
        check(from_epoch > predecessor.from_epoch, LedgerError::EpochNotAhead)?;
        predecessor.until_epoch = from_epoch.checked_sub(1).ok_or(LedgerError::EpochNotAhead)?;
    }
    network.attestor_set_version = set.set_version;

    emit_plain(
        &accounts.event_authority,
        AttestorSetSealed {
            network: set.network,
            set_version: set.set_version,
            from_epoch,
            proof_threshold,
            verdict_threshold,
            total_weight: set.total_weight,
        },
    )?;
    Ok(())
}
