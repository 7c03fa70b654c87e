//! What opening and ending a case have in common, whatever the offence.

use anchor_lang::prelude::*;
use girder_interface::{
    offence::{Offence as Subject, OffenceKind},
    report, seeds,
};

use crate::{
    create::Creator,
    error::LedgerError,
    events::{CaseOpened, emit_plain},
    math::slash,
    state::{Attestor, Books, LoadOf, Network, Offence, Operator, Parameters, SlashCase, check_key, later, outcome},
    tokens::balance,
};

/// The accounts with which every case is opened.
pub(super) struct CaseAccounts<'a, 'info> {
    /// Opens it and pays its rent.
    pub reporter: &'a Signer<'info>,
    pub network: &'a AccountLoader<'info, Network>,
    /// At the address of the offence's seeds.
    pub slash_case: &'a UncheckedAccount<'info>,
    /// For the solvency check.
    pub stake_vault: &'a AccountInfo<'info>,
    pub event_authority: &'a AccountInfo<'info>,
    pub system_program: &'a Program<'info, System>,
}

/// An offence and its evidence.
pub(super) struct Evidence<'a> {
    pub subject: Subject<'a>,
    pub device: Pubkey,
    /// Zero where nobody signed two statements.
    pub digests: [[u8; 32]; 2],
    pub epoch: u64,
}

/// What an offence costs an operator by itself.
pub(super) struct Charge {
    /// Base units of collateral, before correlation.
    pub base: u64,
    /// Credit voided in each unharvested epoch; `u64::MAX`: all of it.
    pub void_credit: u64,
    /// Of a verdict: its part of the stake, basis points.
    pub bps: u32,
}

/// Takes what an operator's offence costs, voids, remembers it and jails, and opens its case.
pub(super) fn open_case(
    accounts: &CaseAccounts,
    (operator_key, operator): (&Pubkey, &mut Operator),
    books: &mut Books,
    evidence: &Evidence,
    charge: &Charge,
) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let parameters = accounts.network.load()?.parameters;
    let kind = evidence.subject.kind();
    let stake_before = operator.stake;
    let active_stake_at_opening = books.active_stake;
    let mut taken = charge.base;
    if matches!(kind, OffenceKind::Equivocation | OffenceKind::Verdict) {
        books.count_slash(parameters.schedule().epoch_at(now).unwrap_or(0), charge.base)?;
        taken =
            slash::escrow(charge.base, operator.stake, parameters.max_correlation_bps).ok_or(LedgerError::Overflow)?;
    }
    books.seize(operator, taken)?;
    operator.open_cases = operator.open_cases.checked_add(1).ok_or(LedgerError::Overflow)?;
    let void_slots = if charge.void_credit > 0 { operator.void(charge.void_credit)? } else { 0 };
    let offence = Offence { at: now, bps: charge.bps, kind: kind as u32 };
    let displaced_offence = operator.count_offence(offence, &parameters)?;
    operator.renew_cover(books, &parameters)?;

    create_case(
        accounts,
        books,
        evidence,
        SlashCase {
            offender: *operator_key,
            base: charge.base,
            taken,
            shares_at_opening: operator.shares,
            own_shares_at_opening: operator.own_shares,
            active_stake_at_opening,
            slashed_at_opening: books.slashed_around(&parameters, now),
            void_credit: charge.void_credit,
            displaced_offence,
            void_slots,
            verdict_bps: charge.bps,
            ..bytemuck::Zeroable::zeroed()
        },
        (stake_before, operator.stake, operator.jailed_until),
    )
}

/// Creates the account of a case, whose amounts are in `case`, checks the vault and emits. `before`, `after`: the stake or
/// bond.
pub(super) fn create_case(
    accounts: &CaseAccounts,
    books: &Books,
    evidence: &Evidence,
    case: SlashCase,
    (before, after, jailed_until): (u64, u64, i64),
) -> Result<()> {
    let clock = Clock::get()?;
    let parameters = accounts.network.load()?.parameters;
    let network = accounts.network.key();
    let offence_id = evidence.subject.id();
    let creator = Creator { payer: accounts.reporter, system_program: accounts.system_program };
    let seeds = [seeds::SLASH, network.as_ref(), &offence_id];
    let (mut account, bump) = creator.create::<SlashCase>(accounts.slash_case, &seeds)?;
    *account = SlashCase {
        network,
        device: evidence.device,
        reporter: accounts.reporter.key(),
        rent_payer: accounts.reporter.key(),
        offence_id,
        digests: report::sorted(evidence.digests),
        epoch: evidence.epoch,
        opened_at: clock.unix_timestamp,
        opened_slot: clock.slot,
        ticket_slot: u64::MAX,
        deadline: later(clock.unix_timestamp, parameters.appeal)?,
        evidence_end: parameters.evidence_end(evidence.epoch)?,
        kind: evidence.subject.kind() as u8,
        outcome: outcome::OPEN,
        version: 1,
        bump,
        ..case
    };
    accounts.network.load()?.check_stake_vault(accounts.stake_vault)?;
    books.check_stake_vault(balance(accounts.stake_vault)?)?;

    emit_plain(
        accounts.event_authority,
        CaseOpened {
            slash_case: accounts.slash_case.key(),
            kind: account.kind.into(),
            offender: account.offender,
            device: account.device,
            reporter: account.reporter,
            epoch: account.epoch,
            base: account.base,
            taken: account.taken,
            before,
            after,
            void_credit: account.void_credit,
            void_slots: account.void_slots.into(),
            deadline: account.deadline,
            jailed_until,
        },
    )
}

/// How an escrow ended, base units of collateral.
pub(super) struct Released {
    /// Back to the pool or bond.
    pub returned: u64,
    /// The pool or bond before.
    pub before: u64,
    /// The pool or bond after.
    pub after: u64,
}

/// Ends a case's escrow, of which `back` belongs to the offender again: of a pool to those who stayed. Overturned, the
/// offence is forgiven.
pub(super) fn release<'info>(
    offender: &'info UncheckedAccount<'info>,
    network: &Pubkey,
    parameters: &Parameters,
    books: &mut Books,
    case: &mut SlashCase,
    (back, decided): (u64, u8),
) -> Result<Released> {
    check_key(offender.key, &case.offender, LedgerError::WrongOffender)?;
    let overturned = decided == outcome::OVERTURNED;
    case.outcome = decided;
    if case.is_attestors() {
        let loader = AccountLoader::<Attestor>::try_from(offender)?;
        let mut attestor = loader.load_mut_of(network)?;
        let before = attestor.bond;
        books.release_bond(&mut attestor.bond, case.taken, back)?;
        attestor.close_case(overturned)?;
        case.returned = back;
        return Ok(Released { returned: back, before, after: attestor.bond });
    }
    let loader = AccountLoader::<Operator>::try_from(offender)?;
    let mut operator = loader.load_mut_of(network)?;
    let before = operator.stake;
    let returned =
        slash::returned(back, case.shares_at_opening, operator.stake, operator.shares).ok_or(LedgerError::Overflow)?;
    books.release(&mut operator, case.taken, returned)?;
    if overturned {
        operator.lift_void(case.void_slots, case.void_credit)?;
        operator.forgive(parameters, case, Clock::get()?.unix_timestamp)?;
    }
    operator.close_case()?;
    operator.renew_cover(books, parameters)?;
    case.returned = returned;
    Ok(Released { returned, before, after: operator.stake })
}
