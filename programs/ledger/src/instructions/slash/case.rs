//! What opening and ending a case have in common, whatever the offence.

use anchor_lang::prelude::*;
use girder_interface::{
    offence::{Offence as Subject, OffenceKind},
    report, seeds,
};

use crate::{
    create::Creator,
    error::LedgerError,
    events::{CaseDecided, CaseOpened, emit_plain},
    math::slash,
    state::{
        Attestor, Books, LAYOUT_VERSION, LoadOf, Network, Offence, Operator, Parameters, SlashCase, check_key, later,
        outcome,
    },
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
    /// Base units of collateral, before correlation; at most the operator's liable stake.
    pub taken: u64,
    /// Credit voided in each unharvested epoch; `u64::MAX`: all of it.
    pub void_credit: u64,
    /// Of a verdict: its part of the stake, basis points.
    pub verdict_bps: u32,
}

/// What opening a case changed.
pub(super) struct Change {
    /// The pool or bond before.
    pub before: u64,
    /// The pool or bond after.
    pub after: u64,
    /// What went into escrow for correlation.
    pub excess: u64,
    /// When the operator's jail ends; 0: not jailed.
    pub jailed_until: i64,
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
    let active_stake_at_opening = books.active_stake.saturating_add(books.escrow);
    operator.open_case(now)?;
    books.seize(operator, charge.taken)?;
    let mut excess = 0;
    if matches!(kind, OffenceKind::Equivocation | OffenceKind::Verdict) {
        books.count_slash(parameters.schedule().epoch_at(now).unwrap_or(0), charge.taken)?;
        let most =
            slash::escrow(charge.taken, u64::MAX, parameters.max_correlation_bps).ok_or(LedgerError::Overflow)?;
        excess = books.seize_excess(operator, most.saturating_sub(charge.taken))?;
    }
    let void_slots = if charge.void_credit > 0 { operator.void(charge.void_credit)? } else { 0 };
    let displaced_offence = operator.count_offence(Offence { at: now, kind: kind as u64 }, &parameters)?;
    operator.renew_active_stake(books)?;

    create_case(
        accounts,
        books,
        evidence,
        SlashCase {
            offender: *operator_key,
            taken: charge.taken,
            shares_at_opening: operator.shares,
            own_shares_at_opening: operator.own_shares,
            active_stake_at_opening,
            slashed_at_opening: books.slashed_around(&parameters, now, later(now, parameters.appeal)?),
            void_credit: charge.void_credit,
            displaced_offence,
            void_slots,
            verdict_bps: charge.verdict_bps,
            ..bytemuck::Zeroable::zeroed()
        },
        Change { before: stake_before, after: operator.stake, excess, jailed_until: operator.jailed_until },
    )
}

/// Creates the account of a case, whose amounts are in `case`, checks the vault and emits.
pub(super) fn create_case(
    accounts: &CaseAccounts,
    books: &mut Books,
    evidence: &Evidence,
    case: SlashCase,
    change: Change,
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
        version: LAYOUT_VERSION,
        bump,
        ..case
    };
    books.open_account()?;
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
            taken: account.taken,
            excess: change.excess,
            before: change.before,
            after: change.after,
            void_credit: account.void_credit,
            void_slots: account.void_slots.into(),
            deadline: account.deadline,
            jailed_until: change.jailed_until,
        },
    )
}

/// How a case ended, base units of collateral.
#[derive(Default)]
pub(super) struct Outcome {
    /// Back to the pool or bond.
    pub returned: u64,
    /// What correlation raised the case by.
    pub raised: u64,
    /// To the reporter.
    pub bounty: u64,
    /// Burned, or to the treasury.
    pub disposed: u64,
    /// The pool or bond before.
    pub before: u64,
    /// The pool or bond after.
    pub after: u64,
}

impl CaseDecided {
    pub(super) fn new(slash_case: Pubkey, offender: Pubkey, decided: u8, outcome: &Outcome) -> Self {
        let Outcome { returned, raised, bounty, disposed, before, after } = *outcome;
        Self { slash_case, offender, outcome: decided.into(), returned, raised, bounty, disposed, before, after }
    }
}

/// Decides a case. Overturned, all that it took is its offender's again (of a pool: those who stayed), and the offence is
/// forgiven. Executed, it stays taken, raised by what was slashed around it. With an operator's last case what is left of the
/// excess returns.
pub(super) fn decide<'info>(
    offender: &'info UncheckedAccount<'info>,
    network: &AccountLoader<Network>,
    books: &mut Books,
    case: &mut SlashCase,
    decided: u8,
) -> Result<Outcome> {
    check_key(offender.key, &case.offender, LedgerError::WrongOffender)?;
    let parameters = network.load()?.parameters;
    case.outcome = decided;
    let outcome = if case.is_attestors() {
        let loader = AccountLoader::<Attestor>::try_from(offender)?;
        decide_attestors(&mut *loader.load_mut_of(&network.key())?, &parameters, books, case)?
    } else {
        let loader = AccountLoader::<Operator>::try_from(offender)?;
        decide_operators(&mut *loader.load_mut_of(&network.key())?, &parameters, books, case)?
    };
    case.returned = outcome.returned;
    case.bounty = outcome.bounty;
    Ok(outcome)
}

fn decide_attestors(
    attestor: &mut Attestor,
    parameters: &Parameters,
    books: &mut Books,
    case: &SlashCase,
) -> Result<Outcome> {
    let overturned = case.outcome == outcome::OVERTURNED;
    let before = attestor.bond;
    let returned = if overturned { case.taken } else { 0 };
    let bounty = if overturned { 0 } else { case.bounty(parameters, case.taken)? };
    books.release_bond(&mut attestor.bond, case.taken, returned)?;
    attestor.close_case(overturned)?;
    let gone = case.taken.checked_sub(returned).ok_or(LedgerError::Overflow)?;
    let disposed = gone.checked_sub(bounty).ok_or(LedgerError::Overflow)?;
    Ok(Outcome { returned, raised: 0, bounty, disposed, before, after: attestor.bond })
}

fn decide_operators(
    operator: &mut Operator,
    parameters: &Parameters,
    books: &mut Books,
    case: &SlashCase,
) -> Result<Outcome> {
    let now = Clock::get()?.unix_timestamp;
    let mut ended = Outcome { before: operator.stake, ..Outcome::default() };
    let mut escrow = case.taken;
    if case.outcome == outcome::OVERTURNED {
        ended.returned = slash::returned(case.taken, case.shares_at_opening, operator.stake, operator.shares)
            .ok_or(LedgerError::Overflow)?;
        if case.correlates() {
            books.forgive_slash(parameters.schedule().epoch_at(case.opened_at).unwrap_or(0), case.taken)?;
        }
        operator.lift_void(case.void_slots, case.void_credit)?;
        operator.forgive(parameters, case, now)?;
    } else {
        ended.raised = books.raise(operator, case.raise(parameters, books, now)?)?;
        escrow = escrow.checked_add(ended.raised).ok_or(LedgerError::Overflow)?;
        ended.bounty = case.bounty(parameters, escrow)?;
    }
    books.release(operator, escrow, ended.returned)?;
    if operator.open_cases == 1 {
        let (excess, returned) = operator.end_excess()?;
        books.release(operator, excess, returned)?;
        escrow = escrow.checked_add(excess).ok_or(LedgerError::Overflow)?;
        ended.returned = ended.returned.checked_add(returned).ok_or(LedgerError::Overflow)?;
    }
    operator.close_case(parameters, now)?;
    operator.renew_active_stake(books)?;
    let gone = escrow.checked_sub(ended.returned).ok_or(LedgerError::Overflow)?;
    ended.disposed = gone.checked_sub(ended.bounty).ok_or(LedgerError::Overflow)?;
    ended.after = operator.stake;
    Ok(ended)
}
