use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::offence::Offence;

use super::case::{CaseAccounts, Charge, Evidence, open_case};
use crate::{
    error::{LedgerError, check},
    instructions::Statement,
    math::slash,
    precompile::Signatures,
    state::{Books, Class, Classes, Device, LoadOf, Network, Operator, Parameters, device_state},
};

/// Opens a slash case against a device that signed two different statements for one epoch and sequence. By anybody who
/// holds both signatures.
#[event_accounts]
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
    let epoch = equivocation.first.epoch;
    accounts.network.load()?.check_evidence(epoch, now)?;
    let mut device = accounts.device.load_mut_of(&accounts.operator.key())?;
    check(device.state != device_state::FAULTED, LedgerError::DeviceNotActive)?;
    let digests = check_equivocation(accounts, &device, &equivocation)?;

    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    let classes = accounts.classes.load_of(&accounts.network.key())?;
    let charge = compute(&operator, classes.get(device.class)?, &parameters, now)?;

    let next = parameters.next_epoch(now)?;
    if device.state == device_state::ACTIVE {
        operator.lower_floor(device.floor, device.first_epoch, next)?;
    }
    device.end(device_state::FAULTED, next.checked_sub(1));
    let device_key = accounts.device.key();
    let subject = Offence::Equivocation { device: &device_key.to_bytes() };
    open_case(
        &CaseAccounts {
            reporter: &accounts.reporter,
            network: &accounts.network,
            slash_case: &accounts.slash_case,
            stake_vault: &accounts.stake_vault,
            event_authority: &accounts.event_authority,
            system_program: &accounts.system_program,
        },
        (&accounts.operator.key(), &mut operator),
        &mut *accounts.books.load_mut_of(&accounts.network.key())?,
        &Evidence { subject, device: device_key, digests, epoch },
        &charge,
    )
}

/// What covers one device, as a part of the active stake, of the whole pool.
fn compute(operator: &Operator, class: &Class, parameters: &Parameters, now: i64) -> Result<Charge> {
    let weight = class.highest_weight(parameters, now)?;
    let void_credit = class.limit.checked_mul(weight).ok_or(LedgerError::Overflow)?;
    let rate = parameters.collateral_per_million_credits;
    let collateral = slash::device_collateral(class.limit, weight, rate).ok_or(LedgerError::Overflow)?;
    let (stake, active_stake) = (operator.liable_stake()?, operator.liable_active_stake()?);
    let taken = slash::equivocation(stake, active_stake, collateral, parameters.equivocation_slash_bps);
    Ok(Charge { taken: taken.ok_or(LedgerError::Overflow)?, void_credit, verdict_bps: 0 })
}

/// Returns the digests of both statements.
fn check_equivocation(
    accounts: &ReportEquivocation,
    device: &Device,
    equivocation: &Equivocation,
) -> Result<[[u8; 32]; 2]> {
    let Equivocation { first, second, signature_index } = equivocation;
    let one_slot = first.epoch == second.epoch && first.sequence == second.sequence;
    check(one_slot && first != second, LedgerError::NoEquivocation)?;

    let domain = accounts.network.load()?.domain(&accounts.network.key());
    let key = device.device_key()?;
    let digest = |statement: &Statement| {
        statement.contribution(&accounts.operator.key(), &accounts.device.key()).digest(&domain)
    };
    let digests = [digest(first), digest(second)];
    let signatures = Signatures::load(&accounts.instructions, *signature_index, key.kind(), Some(1), 2)?;
    signatures.check_pair(key.as_bytes(), &digests, LedgerError::WrongDeviceKey)?;
    Ok(digests)
}
