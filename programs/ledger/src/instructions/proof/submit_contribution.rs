use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::{contribution::Contribution, key::KeyKind, seeds};

use crate::{
    error::{LedgerError, check, check_numbers},
    events::{ContributionCounted, emit},
    math::coverage,
    precompile::Signatures,
    state::{AttestorSet, Class, Classes, Device, LoadOf, Network, Operator, Shard, check_before, pause_subject},
};

/// What a device and its attestors signed, without the accounts that the digest also names.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The epoch of the work.
    pub epoch: u64,
    /// Above the device's last one in that epoch; the signing time in milliseconds.
    pub sequence: u64,
    /// The device's class.
    pub class: u16,
    /// Total units in that epoch so far.
    pub units: u64,
    /// sha256 of the evidence.
    pub evidence_hash: [u8; 32],
}

impl Statement {
    /// The statement about this device of this operator.
    pub fn contribution(&self, operator: &Pubkey, device: &Pubkey) -> Contribution {
        Contribution {
            operator: operator.to_bytes(),
            device: device.to_bytes(),
            epoch: self.epoch,
            sequence: self.sequence,
            class: self.class,
            units: self.units,
            evidence_hash: self.evidence_hash,
        }
    }
}

/// Where in the transaction the signatures are.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignatureIndices {
    /// Index of the Ed25519 instruction. An Ed25519 device signs first in it, attestors follow.
    pub ed25519: u8,
    /// Index of the secp256r1 instruction, for a device of that kind.
    pub secp256r1: u8,
}

/// Counts a device's contribution. By anybody who holds the signatures; writes nothing network-wide.
#[event_accounts]
#[derive(Accounts)]
pub struct SubmitContribution<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its class table.
    pub classes: AccountLoader<'info, Classes>,
    /// The set in force in the statement's epoch: needed unless the class has a verifier.
    pub attestor_set: Option<AccountLoader<'info, AttestorSet>>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// The device.
    #[account(mut)]
    pub device: AccountLoader<'info, Device>,
    /// Any of the network's shards.
    #[account(mut)]
    pub shard: AccountLoader<'info, Shard>,
    /// The authority of the class's verifier program: needed where the class has one.
    pub verifier: Option<Signer<'info>>,
    /// CHECK: read by its address; holds the signatures.
    #[account(address = solana_sdk_ids::sysvar::instructions::ID)]
    pub instructions: UncheckedAccount<'info>,
}

/// Checks in this order, and the first failure decides: the statement against clock, pause, operator, device and class; the device's
/// licence where its region needs one; the signatures; the ring slots. Then it counts the units that are new and covered by stake.
pub(crate) fn submit_contribution(
    ctx: Context<SubmitContribution>,
    statement: Statement,
    indices: SignatureIndices,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.load()?;
    let classes = accounts.classes.load_of(&accounts.network.key())?;
    let class = classes.get(statement.class)?;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    let mut device = accounts.device.load_mut_of(&accounts.operator.key())?;
    let mut shard = accounts.shard.load_mut_of(&accounts.network.key())?;

    check_statement(&statement, &network, class, &operator, &device, &shard)?;
    network.check_epoch(statement.epoch)?;
    if let Some(region) = classes.region(device.region) {
        let start = network.parameters.schedule().start(statement.epoch).ok_or(LedgerError::OutsideProofWindow)?;
        region.check_licence(&device, statement.epoch, start)?;
    }
    check_signatures(accounts, &network, class, &device, &statement, indices)?;
    let weight = class.weight_at(statement.epoch);
    let rate = network.parameters.collateral_per_million_credits;
    let limit = coverage::credit_limit(operator.covered(&network.parameters), rate).ok_or(LedgerError::Overflow)?;
    let operator_slot = operator.slot_mut(statement.epoch)?;
    let shard_slot = shard.slot_mut(statement.epoch)?;
    let device_slot = device.slot_mut(statement.epoch)?;

    let new_units = statement.units.saturating_sub(device_slot.units);
    let shard_limit = coverage::shard_limit(network.parameters.shards).ok_or(LedgerError::Overflow)?;
    let room = limit.saturating_sub(operator_slot.credit).min(shard_limit.saturating_sub(shard_slot.credit));
    let counted = coverage::count(new_units, weight, room).ok_or(LedgerError::Overflow)?;

    let credit_before = operator_slot.credit;
    operator_slot.credit = operator_slot.credit.checked_add(counted.credit).ok_or(LedgerError::Overflow)?;
    shard_slot.credit = shard_slot.credit.checked_add(counted.credit).ok_or(LedgerError::Overflow)?;
    device_slot.sequence = statement.sequence;
    device_slot.units = device_slot.units.checked_add(counted.units).ok_or(LedgerError::Overflow)?;
    device_slot.credit = device_slot.credit.checked_add(counted.credit).ok_or(LedgerError::Overflow)?;

    emit(
        &accounts.event_authority,
        ContributionCounted {
            operator: accounts.operator.key(),
            device: accounts.device.key(),
            statement,
            counted_units: counted.units,
            credit_before,
            credit_after: operator_slot.credit,
        },
    )?;
    Ok(())
}

fn check_statement(
    statement: &Statement,
    network: &Network,
    class: &Class,
    operator: &Operator,
    device: &Device,
    shard: &Shard,
) -> Result<()> {
    let Statement { epoch, sequence, units, .. } = *statement;
    let now = Clock::get()?.unix_timestamp;
    let parameters = &network.parameters;
    let start = parameters.schedule().start(epoch).ok_or(LedgerError::OutsideProofWindow)?;
    check(now >= start, LedgerError::OutsideProofWindow)?;
    check_before(now, parameters.settle_time(epoch)?).map_err(|_| LedgerError::OutsideProofWindow)?;
    check(epoch >= shard.next_epoch, LedgerError::EpochSettled)?;
    network.check_not_paused(pause_subject::INTAKE, now)?;
    operator.check_not_jailed()?;
    device.check_active()?;
    check(epoch >= device.first_epoch, LedgerError::DeviceTooNew)?;
    check(statement.class == device.class, LedgerError::WrongClass)?;
    check(epoch < class.retired_from, LedgerError::ClassRetired)?;
    let last = device.slots.iter().find(|slot| slot.epoch == epoch).map_or(0, |slot| slot.sequence);
    check_numbers(sequence > last, LedgerError::OldSequence, sequence, last)?;
    check_numbers(units <= class.limit, LedgerError::TooManyUnits, units, class.limit)?;
    Ok(())
}

fn check_signatures(
    accounts: &SubmitContribution,
    network: &Network,
    class: &Class,
    device: &Device,
    statement: &Statement,
    indices: SignatureIndices,
) -> Result<()> {
    let contribution = statement.contribution(&accounts.operator.key(), &accounts.device.key());
    let digest = contribution.digest(&network.domain(&accounts.network.key()));
    let key = device.device_key()?;
    let instructions = &accounts.instructions;
    let attested = class.verifier == Pubkey::default();

    let (first_attestor, ed25519) = match key.kind() {
        KeyKind::Ed25519 => (1, Some(Signatures::load(instructions, indices.ed25519, KeyKind::Ed25519, None, 1)?)),
        KeyKind::Secp256r1 => {
            let device_signature = Signatures::load(instructions, indices.secp256r1, KeyKind::Secp256r1, None, 1)?;
            check_device_signature(&device_signature, key.as_bytes(), &digest)?;
            check(device_signature.count() == 1, LedgerError::MalformedSignatures)?;
            let load = || Signatures::load(instructions, indices.ed25519, KeyKind::Ed25519, None, 1);
            (0, attested.then(load).transpose()?)
        }
    };
    if let (KeyKind::Ed25519, Some(signatures)) = (key.kind(), &ed25519) {
        check_device_signature(signatures, key.as_bytes(), &digest)?;
        check(attested || signatures.count() == 1, LedgerError::MalformedSignatures)?;
    }
    if !attested {
        return check_verifier(accounts, class);
    }
    let set = accounts.attestor_set.as_ref().ok_or(LedgerError::SetNotInForce)?.load_of(&accounts.network.key())?;
    set.check_in_force(statement.epoch)?;
    let signatures = ed25519.ok_or(LedgerError::NotPrecompile)?;
    let (_, weight) = set.signers(&signatures, first_attestor, key.as_bytes(), &digest)?;
    check_numbers(weight >= set.proof_threshold, LedgerError::BelowThreshold, weight, set.proof_threshold)
}

fn check_device_signature(signatures: &Signatures, key: &[u8], digest: &[u8; 32]) -> Result<()> {
    let signature = signatures.get(0)?;
    check(signature.message == digest, LedgerError::WrongMessage)?;
    check(signature.key == key, LedgerError::WrongDeviceKey)?;
    Ok(())
}

fn check_verifier(accounts: &SubmitContribution, class: &Class) -> Result<()> {
    let (authority, _) =
        Pubkey::find_program_address(&[seeds::VERIFIER, accounts.network.key().as_ref()], &class.verifier);
    let signer = accounts.verifier.as_ref().map(|verifier| verifier.key());
    check(signer == Some(authority), LedgerError::VerifierNeeded)?;
    Ok(())
}
