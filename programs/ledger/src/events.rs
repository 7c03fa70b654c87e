//! What happened, as inner instructions, which no truncated log can hide. Amounts are in base units, times in Unix
//! seconds.

use anchor_lang::{
    Event,
    event::EVENT_IX_TAG_LE,
    prelude::*,
    solana_program::{instruction::Instruction, program::invoke_signed},
};

use crate::{
    instructions::{NewKey, Statement},
    state::Parameters,
};

/// Emits an event as Anchor's `emit_cpi!` does, byte for byte; out of line, because the macro's expansion in every
/// instruction made up a tenth of the program.
pub(crate) fn emit(event_authority: &AccountInfo, event: impl Event) -> Result<()> {
    send(event_authority, event.data())
}

/// Emits an event whose layout in memory is its serialization: 64-bit numbers and byte arrays, no padding. Saves the code
/// that serializes field by field.
pub(crate) fn emit_plain<E: Event + bytemuck::Pod>(event_authority: &AccountInfo, event: E) -> Result<()> {
    send(event_authority, [E::DISCRIMINATOR, bytemuck::bytes_of(&event)].concat())
}

/// Calls the program itself with an event's data.
fn send(event_authority: &AccountInfo, event: Vec<u8>) -> Result<()> {
    let (authority, bump) = crate::EVENT_AUTHORITY_AND_BUMP;
    let instruction = Instruction {
        program_id: crate::ID,
        accounts: vec![AccountMeta::new_readonly(authority, true)],
        data: [EVENT_IX_TAG_LE, &event].concat(),
    };
    Ok(invoke_signed(&instruction, std::slice::from_ref(event_authority), &[&[b"__event_authority", &[bump]]])?)
}

/// A network was created.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct NetworkCreated {
    /// The network.
    pub network: Pubkey,
    /// Its creator and first authority.
    pub creator: Pubkey,
    /// What operators are paid in.
    pub reward_mint: Pubkey,
    /// What operators stake.
    pub collateral_mint: Pubkey,
    /// Part of every digest.
    pub instance: [u8; 32],
    /// Supply of the reward mint.
    pub initial_supply: u64,
    /// What it was set up with.
    pub parameters: Parameters,
}

/// A shard was created.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct ShardCreated {
    /// The network.
    pub network: Pubkey,
    /// Which shard.
    pub number: u64,
}

/// A class was added.
#[event]
#[derive(Debug)]
pub struct ClassAdded {
    /// The network.
    pub network: Pubkey,
    /// Its number.
    pub class: u16,
    /// Credits per unit.
    pub weight: u64,
    /// Most units per device and epoch.
    pub limit: u64,
    /// Bits of the allowed key kinds.
    pub key_kinds: u8,
    /// Its verifier program, or zero.
    pub verifier: Pubkey,
}

/// A class's weight will change.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct ClassReweighted {
    /// The network.
    pub network: Pubkey,
    /// The class.
    pub class: u64,
    /// Credits per unit until then.
    pub before: u64,
    /// Credits per unit from then on.
    pub after: u64,
    /// The first epoch of the new weight.
    pub from_epoch: u64,
}

/// A class will be retired.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct ClassRetired {
    /// The network.
    pub network: Pubkey,
    /// The class.
    pub class: u64,
    /// The first epoch without it.
    pub from_epoch: u64,
}

/// An attestor was registered.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorRegistered {
    /// The network.
    pub network: Pubkey,
    /// The key that signs.
    pub key: Pubkey,
    /// Owner of bond and pay.
    pub authority: Pubkey,
}

/// A bond grew.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct BondPosted {
    /// The network.
    pub network: Pubkey,
    /// The attestor's key.
    pub key: Pubkey,
    /// Bond before.
    pub before: u64,
    /// Bond after.
    pub after: u64,
}

/// An attestor is leaving.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorLeaving {
    /// The network.
    pub network: Pubkey,
    /// The attestor's key.
    pub key: Pubkey,
    /// Its bond.
    pub bond: u64,
    /// From when the unbonding counts.
    pub unbonding_from: i64,
}

/// A bond was paid back, and the attestor's account closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct BondWithdrawn {
    /// The network.
    pub network: Pubkey,
    /// The attestor's key.
    pub key: Pubkey,
    /// Base units of collateral.
    pub amount: u64,
}

/// The draft of an attestor set was opened.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorSetCreated {
    /// The network.
    pub network: Pubkey,
    /// Its version.
    pub set_version: u64,
}

/// An attestor was added to a draft.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorAdded {
    /// The network.
    pub network: Pubkey,
    /// The set's version.
    pub set_version: u64,
    /// The attestor's key.
    pub key: Pubkey,
    /// Its weight.
    pub weight: u64,
    /// All weight after.
    pub total_weight: u64,
}

/// An attestor set became final.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorSetSealed {
    /// The network.
    pub network: Pubkey,
    /// Its version.
    pub set_version: u64,
    /// First epoch in force.
    pub from_epoch: u64,
    /// Weight that proofs need.
    pub proof_threshold: u64,
    /// Weight that roots and verdicts need.
    pub verdict_threshold: u64,
    /// All weight.
    pub total_weight: u64,
}

/// A key was struck from a set.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorStruck {
    /// The network.
    pub network: Pubkey,
    /// The set's version.
    pub set_version: u64,
    /// The key.
    pub key: Pubkey,
    /// Weight that could sign before.
    pub live_weight_before: u64,
    /// Weight that can sign now.
    pub live_weight_after: u64,
}

/// An attestor was paid.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorPaid {
    /// The network.
    pub network: Pubkey,
    /// The attestor's key.
    pub key: Pubkey,
    /// The token account.
    pub destination: Pubkey,
    /// Base units of the reward mint.
    pub amount: u64,
}

/// An operator was registered.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct OperatorRegistered {
    /// The network.
    pub network: Pubkey,
    /// The operator.
    pub operator: Pubkey,
    /// Its identity.
    pub identity: Pubkey,
    /// Its commission, basis points.
    pub commission_bps: u64,
    /// Who gets the commission.
    pub payout_wallet: Pubkey,
}

/// An operator's authority was offered.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct OperatorAuthorityOffered {
    /// The operator.
    pub operator: Pubkey,
    /// Whom it was offered to before.
    pub before: Pubkey,
    /// Whom it is offered to.
    pub after: Pubkey,
}

/// An operator's authority changed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct OperatorAuthorityAccepted {
    /// The operator.
    pub operator: Pubkey,
    /// The authority before.
    pub before: Pubkey,
    /// The authority now.
    pub after: Pubkey,
}

/// An operator's manager changed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct OperatorManagerSet {
    /// The operator.
    pub operator: Pubkey,
    /// The manager before.
    pub before: Pubkey,
    /// The manager now.
    pub after: Pubkey,
}

/// An operator's payout wallet changed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct PayoutWalletSet {
    /// The operator.
    pub operator: Pubkey,
    /// The wallet before.
    pub before: Pubkey,
    /// The wallet now.
    pub after: Pubkey,
}

/// A commission was paid.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct CommissionPaid {
    /// The operator.
    pub operator: Pubkey,
    /// The token account.
    pub destination: Pubkey,
    /// Base units of the reward mint.
    pub amount: u64,
}

/// An operator left jail.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct OperatorUnjailed {
    /// The operator.
    pub operator: Pubkey,
    /// When its jail time ended.
    pub jailed_until: i64,
}

/// Collateral was deposited.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Deposited {
    /// The operator.
    pub operator: Pubkey,
    /// The position's owner.
    pub owner: Pubkey,
    /// Base units that arrived.
    pub amount: u64,
    /// Shares bought.
    pub shares: u64,
    /// The pool before.
    pub stake_before: u64,
    /// The pool after.
    pub stake_after: u64,
    /// All shares after.
    pub shares_after: u64,
    /// Stake that covers credit now.
    pub covered: u64,
}

/// Shares were marked for leaving.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Unstaked {
    /// The operator.
    pub operator: Pubkey,
    /// The position's owner.
    pub owner: Pubkey,
    /// The ticket's number.
    pub ticket: u64,
    /// Shares marked.
    pub shares: u64,
    /// Seconds until they can be withdrawn.
    pub unbonding: i64,
    /// Stake that covered credit.
    pub covered_before: u64,
    /// Stake that covers credit now.
    pub covered_after: u64,
}

/// A mark was taken away.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct UnstakeCancelled {
    /// The operator.
    pub operator: Pubkey,
    /// The position's owner.
    pub owner: Pubkey,
    /// The ticket's number.
    pub ticket: u64,
    /// Shares that are active again.
    pub shares: u64,
    /// Stake that covered credit.
    pub covered_before: u64,
    /// Stake that covers credit now.
    pub covered_after: u64,
}

/// A matured ticket was paid out.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Withdrawn {
    /// The operator.
    pub operator: Pubkey,
    /// The position's owner.
    pub owner: Pubkey,
    /// The token account.
    pub destination: Pubkey,
    /// The ticket's number.
    pub ticket: u64,
    /// Shares that are gone.
    pub shares: u64,
    /// Base units paid.
    pub amount: u64,
    /// The pool before.
    pub stake_before: u64,
    /// The pool after.
    pub stake_after: u64,
}

/// A device was registered, or another one rotated to it.
#[event]
#[derive(Debug)]
pub struct DeviceRegistered {
    /// The network.
    pub network: Pubkey,
    /// Its operator.
    pub operator: Pubkey,
    /// The device.
    pub device: Pubkey,
    /// The device it continues, or zero.
    pub predecessor: Pubkey,
    /// Its key.
    pub key: NewKey,
    /// Its class.
    pub class: u16,
    /// Where it stands.
    pub region: u32,
    /// It earns from here on.
    pub first_epoch: u64,
}

/// A device was retired.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct DeviceRetired {
    /// The device.
    pub device: Pubkey,
    /// The epoch in which it retired.
    pub last_epoch: u64,
}

/// A device's account was closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct DeviceClosed {
    /// The device.
    pub device: Pubkey,
    /// Its operator.
    pub operator: Pubkey,
}

/// A contribution was counted.
#[event]
#[derive(Debug)]
pub struct ContributionCounted {
    /// The operator.
    pub operator: Pubkey,
    /// The device.
    pub device: Pubkey,
    /// What was signed.
    pub statement: Statement,
    /// Units that are new and covered.
    pub counted_units: u64,
    /// The operator's credit in that epoch before.
    pub credit_before: u64,
    /// The operator's credit in that epoch now.
    pub credit_after: u64,
}

/// Rewards were given to a network.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Funded {
    /// The network.
    pub network: Pubkey,
    /// Who gave them.
    pub from: Pubkey,
    /// The reserve before.
    pub before: u64,
    /// The reserve after.
    pub after: u64,
}

/// An epoch was settled.
#[event]
#[derive(Debug)]
pub struct EpochSettled {
    /// The network.
    pub network: Pubkey,
    /// The epoch.
    pub epoch: u64,
    /// Credits of all operators.
    pub credit: u64,
    /// The reserve before.
    pub reserve_before: u64,
    /// The reserve after.
    pub reserve_after: u64,
    /// Newly minted.
    pub minted: u64,
    /// Emission that waits.
    pub deferred: u64,
    /// Owed to the attestors.
    pub attestors: u64,
    /// Paid to the settler.
    pub tip: u64,
    /// For the operators.
    pub pot: u64,
    /// Q64.64.
    pub reward_per_credit: u128,
}

/// An operator's reward was harvested.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Harvested {
    /// The operator.
    pub operator: Pubkey,
    /// The epoch.
    pub epoch: u64,
    /// Its credit.
    pub credit: u64,
    /// What of it was void.
    pub void_credit: u64,
    /// What left the pot.
    pub reward: u64,
    /// What of it returned to the reserve.
    pub returned: u64,
    /// What of it is commission.
    pub commission: u64,
    /// What of it the positions share.
    pub shared: u64,
    /// The network's debt before.
    pub owed_before: u64,
    /// The network's debt after.
    pub owed_after: u64,
}

/// A position's rewards were paid.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Claimed {
    /// The operator.
    pub operator: Pubkey,
    /// The position's owner.
    pub owner: Pubkey,
    /// The token account.
    pub destination: Pubkey,
    /// Base units of the reward mint.
    pub amount: u64,
}

/// An epoch's account was closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct EpochClosed {
    /// The network.
    pub network: Pubkey,
    /// The epoch.
    pub epoch: u64,
    /// The reserve before.
    pub reserve_before: u64,
    /// The reserve after.
    pub reserve_after: u64,
}

/// A slash case was opened.
#[event]
#[derive(Debug)]
pub struct CaseOpened {
    /// The case.
    pub slash_case: Pubkey,
    /// Whose stake it takes.
    pub operator: Pubkey,
    /// The device at fault.
    pub device: Pubkey,
    /// Who reported it.
    pub reporter: Pubkey,
    /// The epoch of the statements.
    pub epoch: u64,
    /// Base units in escrow.
    pub taken: u64,
    /// The pool before.
    pub stake_before: u64,
    /// The pool after.
    pub stake_after: u64,
    /// Credit voided in each slot.
    pub void_credit: u64,
    /// The slots of the ring that are voided, a bit each.
    pub void_slots: u32,
    /// It may be overturned before, executed from then on.
    pub deadline: i64,
    /// When the operator's jail ends; 0: not jailed.
    pub jailed_until: i64,
}

/// A slash case was decided.
#[event]
#[derive(Debug)]
pub struct CaseDecided {
    /// The case.
    pub slash_case: Pubkey,
    /// Whose stake it took.
    pub operator: Pubkey,
    /// 1 overturned, 2 executed.
    pub outcome: u8,
    /// Back to the pool.
    pub returned: u64,
    /// Burned, or to the treasury.
    pub disposed: u64,
    /// The pool before.
    pub stake_before: u64,
    /// The pool after.
    pub stake_after: u64,
}

/// A slash case's account was closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct CaseClosed {
    /// The case.
    pub slash_case: Pubkey,
    /// Whose stake it took.
    pub operator: Pubkey,
}
