use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::offence::Offence;

use super::case::{CaseAccounts, Charge, Evidence, open_case};
use crate::{
    create::close,
    error::{LedgerError, check_numbers},
    math::slash,
    state::{AttestorSet, Books, LoadOf, Network, Operator, Verdict, check_key},
};

/// Opens a slash case by a verdict that a quorum signed, and closes the verdict. By anybody.
#[event_accounts]
#[derive(Accounts)]
pub struct SlashByVerdict<'info> {
    /// Pays the case's rent.
    #[account(mut)]
    pub reporter: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The set in force in the verdict's epoch.
    pub attestor_set: AccountLoader<'info, AttestorSet>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// CHECK: the verdict; loaded as one, and closed.
    #[account(mut)]
    pub verdict: UncheckedAccount<'info>,
    /// CHECK: gets the verdict's rent back; pinned by the verdict.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// CHECK: the case; created here, at the address of its seeds.
    #[account(mut)]
    pub slash_case: UncheckedAccount<'info>,
    /// CHECK: the network's stake vault, pinned by its address; for the solvency check.
    pub stake_vault: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a verdict whose signers that were not struck since weigh less than the verdict threshold, evidence from
/// `E(epoch) + G + A` on, and a second verdict on the same evidence. Takes the fraction, capped per case and per jail window,
/// voids everything that is not harvested, and jails. Without a bounty: attestors don't earn by condemning.
pub(crate) fn slash_by_verdict(ctx: Context<SlashByVerdict>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let parameters = accounts.network.load()?.parameters;
    let verdict: Verdict = *accounts.verdict.load_of(&accounts.network.key())?;
    check_key(&accounts.operator.key(), &verdict.operator, LedgerError::WrongOperator)?;
    check_key(accounts.rent_payer.key, &verdict.rent_payer, LedgerError::WrongRentPayer)?;
    accounts.network.load()?.check_evidence(verdict.epoch, now)?;
    let set = accounts.attestor_set.load_of(&accounts.network.key())?;
    set.check_in_force(verdict.epoch)?;
    let (weight, threshold) = (verdict.weight(&set), set.verdict_threshold);
    check_numbers(weight >= threshold, LedgerError::BelowThreshold, weight, threshold)?;

    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    let room = parameters.verdict_case_bps.min(operator.verdict_room(&parameters, now));
    let fraction = verdict.fraction_bps.min(room);
    let taken = slash::part(operator.liable_stake()?, fraction).ok_or(LedgerError::Overflow)?;
    let verdict_bps = u32::try_from(fraction).map_err(|_| LedgerError::Overflow)?;
    operator.count_verdict(verdict_bps, &parameters, now)?;
    let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
    books.close_account()?;
    let subject = Offence::Verdict { operator: &verdict.operator.to_bytes(), evidence_hash: &verdict.evidence_hash };
    open_case(
        &CaseAccounts {
            reporter: &accounts.reporter,
            network: &accounts.network,
            slash_case: &accounts.slash_case,
            stake_vault: &accounts.stake_vault,
            event_authority: &accounts.event_authority,
            system_program: &accounts.system_program,
        },
        (&verdict.operator, &mut operator),
        &mut books,
        &Evidence { subject, device: Pubkey::default(), digests: Default::default(), epoch: verdict.epoch },
        &Charge { taken, void_credit: u64::MAX, verdict_bps },
    )?;
    close(&accounts.verdict, &accounts.rent_payer)
}
