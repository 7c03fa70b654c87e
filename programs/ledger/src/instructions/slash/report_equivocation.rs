use anchor_lang::prelude::*;
use girder_interface::{
    offence::{self, OffenceKind},
    seeds,
};

use crate::{
    create::Creator,
    error::{LedgerError, check},
    events::{CaseOpened, emit},
    instructions::Statement,
    math::slash,
    precompile::Signatures,
    state::{Books, Classes, Device, LoadOf, Network, Operator, SlashCase, check_before, device_state, later},
    tokens::balance,
};

/// Opens a slash case against a device that signed two different statements for one epoch and sequence. By anybody who
/// holds both signatures.
#[event_cpi]
#[derive(Accounts)]
pub struct ReportEquivocation<'info> {
    /// Reports, and pays the case's rent.
    #[account(mut)]
    pub reporter: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// Its class table.
    pub classes: AccountLoader<'info, Classes>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// The device.
    #[account(mut)]
    pub device: AccountLoader<'info, Device>,
    /// CHECK: the case; created here, at the address of its seeds.
    #[account(mut)]
    pub slash_case: UncheckedAccount<'info>,
    /// CHECK: the network's stake vault, pinned by its address; for the solvency check.
    pub stake_vault: UncheckedAccount<'info>,
    /// CHECK: read by its address; holds the two signatures.
    #[account(address = solana_sdk_ids::sysvar::instructions::ID)]
    pub instructions: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// The two statements, and the index of the precompile instruction with the device's signatures of both, in this order.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug)]
pub struct Equivocation {
    /// One statement.
    pub first: Statement,
    /// The other: same epoch and sequence, anything else different.
    pub second: Statement,
    /// Index of the precompile instruction of the key's kind.
    pub signature_index: u8,
}

/// Refuses statements that are not different or not for one slot, signatures not by the device's key, evidence before the
/// epoch began and from `E(epoch) + G + A` on, and a device whose key is dead already. Takes the collateral that covers one
/// device, voids what one device could have earned in each epoch not yet harvested, and from the network's limit of offences
/// on jails. Both count at the highest weight that evidence may be about: nobody gains by being reported for a cheaper epoch.
pub(crate) fn report_equivocation(ctx: Context<ReportEquivocation>, equivocation: Equivocation) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let parameters = accounts.network.load()?.parameters;
    accounts.network.load()?.check_stake_vault(&accounts.stake_vault)?;
    let epoch = equivocation.first.epoch;
    let evidence_end = parameters.evidence_end(epoch)?;
    let current = parameters.schedule().epoch_at(now);
    check(current.is_some_and(|current| epoch <= current), LedgerError::NoEquivocation)?;
    check_before(now, evidence_end)?;
    let mut device = accounts.device.load_mut_of(&accounts.operator.key())?;
    check(device.state != device_state::FAULTED, LedgerError::DeviceNotActive)?;
    check_equivocation(accounts, &device, &equivocation)?;

    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    let classes = accounts.classes.load_of(&accounts.network.key())?;
    let class = classes.get(device.class)?;
    let weight = class.highest_weight(&parameters, now)?;
    let void_credit = class.limit.checked_mul(weight).ok_or(LedgerError::Overflow)?;
    let rate = parameters.collateral_per_million_credits;
    let device_collateral = slash::device_collateral(class.limit, weight, rate).ok_or(LedgerError::Overflow)?;
    let active_stake = operator.active_stake()?;
    let taken = slash::equivocation(operator.stake, active_stake, device_collateral, parameters.equivocation_slash_bps)
        .ok_or(LedgerError::Overflow)?;

    let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
    let stake_before = operator.stake;
    books.seize(&mut operator, taken)?;
    operator.open_cases = operator.open_cases.checked_add(1).ok_or(LedgerError::Overflow)?;
    let void_slots = operator.void(void_credit)?;
    let displaced_offence = operator.count_offence(&parameters, now)?;
    operator.renew_cover(&parameters)?;
    device.end(device_state::FAULTED, current);
    let deadline = later(now, parameters.appeal)?;
    let creator = Creator { payer: &accounts.reporter, system_program: &accounts.system_program };
    let network = accounts.network.key();
    let offence_id = offence::id(OffenceKind::Equivocation, &accounts.device.key().to_bytes());
    let seeds = [seeds::SLASH, network.as_ref(), &offence_id];
    let (mut case, bump) = creator.create::<SlashCase>(&accounts.slash_case, &seeds)?;
    *case = SlashCase {
        network: accounts.network.key(),
        operator: accounts.operator.key(),
        device: accounts.device.key(),
        reporter: accounts.reporter.key(),
        rent_payer: accounts.reporter.key(),
        offence_id,
        epoch,
        taken,
        returned: 0,
        shares_at_opening: operator.shares,
        void_credit,
        opened_at: now,
        deadline,
        evidence_end,
        displaced_offence,
        void_slots,
        outcome: 0,
        version: 1,
        bump,
        reserved: 0,
    };
    books.check_stake_vault(balance(&accounts.stake_vault)?)?;

    emit(
        &accounts.event_authority,
        CaseOpened {
            slash_case: accounts.slash_case.key(),
            operator: accounts.operator.key(),
            device: accounts.device.key(),
            reporter: accounts.reporter.key(),
            epoch,
            taken,
            stake_before,
            stake_after: operator.stake,
            void_credit,
            void_slots,
            deadline,
            jailed_until: operator.jailed_until,
        },
    )?;
    Ok(())
}

fn check_equivocation(accounts: &ReportEquivocation, device: &Device, equivocation: &Equivocation) -> Result<()> {
    let Equivocation { first, second, signature_index } = equivocation;
    let one_slot = first.epoch == second.epoch && first.sequence == second.sequence;
    check(one_slot && first != second, LedgerError::NoEquivocation)?;

    let domain = accounts.network.load()?.domain(&accounts.network.key());
    let key = device.device_key()?;
    let signatures = Signatures::load(&accounts.instructions, *signature_index, key.kind(), Some(1), 2)?;
    check(signatures.count() == 2, LedgerError::MalformedSignatures)?;
    for (index, statement) in [first, second].into_iter().enumerate() {
        let signature = signatures.get(index)?;
        let digest = statement.contribution(&accounts.operator.key(), &accounts.device.key()).digest(&domain);
        check(signature.message == digest, LedgerError::WrongMessage)?;
        check(signature.key == key.as_bytes(), LedgerError::WrongDeviceKey)?;
    }
    Ok(())
}
