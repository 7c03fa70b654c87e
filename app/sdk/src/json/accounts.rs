//! Accounts as JSON.

use girder_interface::Hash;
use ledger::state::{
    Attestor, AttestorSet, Books, Class, Classes, Device, DeviceSlot, Epoch, LicensedRegion, Member, Network, Offence,
    Operator, OperatorSlot, ParameterChange, Parameters, Pause, Position, ReportTicket, Shard, ShardSlot, SlashCase,
    SlashedEpoch, Ticket, Verdict, invitation,
};
use serde_json::{Map, Value, json};

use super::format::{
    self, Field, all, emission, epoch, first, flag, kind, kinds, offence_kind, optional, optional_time, outcome_name,
    slots, state_name, text, time,
};
use crate::accounts::AnyAccount;

/// Any account of the program; its first field, `type`, names its type.
pub fn account(account: &AnyAccount) -> Value {
    let fields = match account {
        AnyAccount::Network(account) => account.json(),
        AnyAccount::Books(account) => account.json(),
        AnyAccount::Classes(account) => account.json(),
        AnyAccount::AttestorSet(account) => account.json(),
        AnyAccount::Attestor(account) => account.json(),
        AnyAccount::Operator(account) => account.json(),
        AnyAccount::Position(account) => account.json(),
        AnyAccount::Device(account) => account.json(),
        AnyAccount::Shard(account) => account.json(),
        AnyAccount::Epoch(account) => account.json(),
        AnyAccount::SlashCase(account) => account.json(),
        AnyAccount::ReportTicket(account) => account.json(),
        AnyAccount::Verdict(account) => account.json(),
        AnyAccount::ParameterChange(account) => account.json(),
    };
    first("type", json!(account.type_name()), fields)
}

/// Writes every field of a struct, in the form of its type or by the function beside it. A new field does not compile until
/// it is listed, here or as hidden.
macro_rules! fields {
    ($type:ident { $($field:ident $(: $format:expr)?),* $(,)? } $(hidden $($hidden:ident),*)?) => {
        impl Field for $type {
            fn json(&self) -> Value {
                let Self { $($field,)* $($($hidden: _,)*)? } = self;
                let mut fields = Map::new();
                $(fields.insert(stringify!($field).to_owned(), fields!(@value $field $($format)?));)*
                Value::Object(fields)
            }
        }
    };
    (@value $field:ident) => { Field::json($field) };
    (@value $field:ident $format:expr) => { $format($field) };
}
pub(super) use fields;

fields!(Network {
    creator,
    authority,
    reward_mint,
    collateral_mint,
    reward_vault,
    stake_vault,
    treasury: optional,
    rent_payer,
    instance,
    name: text,
    parameters,
    attestor_set_version,
    first_attested_epoch: epoch,
    pending_authority: optional,
    guardian: optional,
    pending_guardian: optional,
    pauses: |pauses: &[Pause]| pauses.iter().enumerate().map(|(number, pause)| {
        first("subject", format::subject_name(number as u64), pause.json())
    }).collect(),
    parameters_version,
    first_evidence_epoch,
    retired_from: epoch,
    reward_decimals,
    collateral_decimals,
    mint_risks: |bits: &u8| format::risks(u64::from(*bits)),
    version,
    bump,
} hidden reserved);

fields!(Pause { until: optional_time, again_from: optional_time });

fields!(Parameters {
    genesis: time,
    epoch_length,
    grace,
    dispute,
    evidence_age,
    appeal,
    unbonding,
    max_pause,
    bond_unbonding,
    jail_time,
    jail_window,
    jail_after,
    shards,
    emission_kind: emission,
    emission_initial,
    emission_period,
    emission_ratio,
    supply_cap,
    max_reward_per_million_credits,
    direct_bps,
    attestor_bps,
    settle_tip,
    collateral_per_million_credits,
    reward_price,
    leverage_bps,
    min_deposit,
    min_self_stake,
    max_commission_bps,
    min_bond,
    equivocation_slash_bps,
    correlation_window,
    commission_step_bps,
    correlation_bps,
    max_correlation_bps,
    bounty_bps,
    downtime_slash_bps,
    downtime_epochs,
    downtime_misses,
    max_maintenance_epochs,
    verdict_case_bps,
    verdict_window_bps,
    attestor_slash_bps,
    breaker_size,
    breaker_window,
    invited_operators: |number: &u64| flag(&u64::from(*number == invitation::INVITED)),
});

fields!(Books {
    network,
    rent_payer,
    reserve,
    pots,
    owed,
    staked,
    active_stake,
    escrow,
    bonds,
    minted,
    initial_supply,
    next_epoch,
    emission,
    deferred,
    average_credit,
    accounts,
    slashed: |slashed: &[SlashedEpoch]| list(slashed.iter().filter(|slot| slot.amount > 0)),
    breaker_level,
    breaker_since: optional_time,
    paused: |bits: &u64| slots(*bits),
    quiet: |bits: &u32| slots((*bits).into()),
    version,
    bump,
} hidden reserved);

fields!(SlashedEpoch { epoch, amount });

fields!(Classes {
    network,
    rent_payer,
    classes: |classes: &[Class]| numbered(classes, |class| class.limit > 0),
    regions: |regions: &[LicensedRegion]| list(regions.iter().take((*region_count).into())),
    count,
    region_count,
    version,
    bump,
} hidden reserved);

fields!(LicensedRegion {
    licensor: optional,
    next_licensor: optional,
    next_from,
    region,
} hidden reserved);

fields!(Class {
    weight,
    next_weight,
    next_from,
    limit,
    floor,
    retired_from: epoch,
    verifier: optional,
    key_kinds: kinds,
} hidden reserved);

fields!(AttestorSet {
    network,
    rent_payer,
    set_version,
    from_epoch,
    until_epoch: epoch,
    proof_threshold,
    verdict_threshold,
    total_weight,
    pay_per_weight,
    members: |members: &[Member]| numbered(members, |member| member.weight > 0),
    count,
    sealed: flag,
    version,
    bump,
} hidden reserved);

fields!(Member { key, payee, weight, owed, checkpoint, struck: flag });

fields!(Attestor {
    network,
    key,
    authority,
    rent_payer,
    bond,
    unbonding_from: optional_time,
    set_version,
    slashed_statements,
    open_cases,
    version,
    bump,
} hidden reserved);

fields!(Operator {
    network,
    identity,
    authority,
    pending_authority: optional,
    manager: optional,
    payout_wallet,
    rent_payer,
    stake,
    shares,
    unbonding_shares,
    own_shares,
    own_unbonding_shares,
    active_stake,
    reward_per_share,
    generation_ends: |ends: &[_]| list(ends.iter().take(usize::try_from(*generation).unwrap_or(usize::MAX))),
    generation,
    commission_bps,
    next_commission_bps,
    next_commission_epoch,
    commission_owed,
    jailed_until: optional_time,
    jailed_from: optional_time,
    offences: |offences: &[Offence]| list(offences.iter().filter(|offence| offence.at != 0)),
    forgiven_until: optional_time,
    verdict_since: optional_time,
    verdict_bps,
    open_cases,
    cases_from: optional_time,
    excess,
    excess_returnable,
    maintenance_from,
    maintenance_until,
    maintenance_after,
    downtime_counted,
    floors_until,
    floors: |floors: &[u64]| floors.iter().map(Field::json).collect(),
    excused: |bits: &u32| slots((*bits).into()),
    positions,
    devices,
    ring: |ring: &[OperatorSlot]| list(ring.iter().filter(|slot| slot.credit > 0)),
    displaced_jails,
    displaced_jail_until: optional_time,
    version,
    bump,
} hidden reserved);

fields!(OperatorSlot { epoch, credit, void_credit, void_all, harvested: flag });

fields!(Offence { at: time, kind: |number: &u64| offence_kind(*number) });

fields!(Position {
    operator,
    owner,
    rent_payer,
    shares,
    unbonding_shares,
    generation,
    checkpoint,
    owed,
    paid,
    since: optional_time,
    tickets: |tickets: &[Ticket]| numbered(tickets, |ticket| ticket.shares > 0),
    locked_until: optional_time,
    version,
    bump,
} hidden reserved);

fields!(Ticket { shares, requested_at: time, unbonding });

fields!(Device {
    network,
    operator,
    predecessor: optional,
    rent_payer,
    first_epoch,
    last_epoch: epoch,
    floor,
    slots: |slots: &[DeviceSlot]| list(slots.iter().filter(|slot| slot.sequence > 0)),
    licensor: optional,
    licensed_until: optional_time,
    licence_issued_at: optional_time,
    region,
    class,
    key_kind: kind,
    key: |key| format::device_key(*key_kind, key),
    state: state_name,
    version,
    bump,
} hidden reserved);

fields!(DeviceSlot { epoch, sequence, units, credit });

fields!(Shard {
    network,
    rent_payer,
    next_epoch,
    ring: |ring: &[ShardSlot]| list(ring.iter().filter(|slot| slot.credit > 0)),
    number,
    version,
    bump,
} hidden reserved);

fields!(ShardSlot { epoch, credit });

fields!(Epoch {
    network,
    rent_payer,
    index,
    credit,
    credit_left,
    pot,
    pot_left,
    reward_per_credit,
    settled_at: time,
    version,
    bump,
} hidden reserved);

fields!(SlashCase {
    network,
    offender,
    device: optional,
    reporter,
    rent_payer,
    bounty_recipient: optional,
    offence_id,
    digests: |digests: &[Hash]| list(digests.iter().filter(|digest| **digest != [0; 32])),
    epoch,
    taken,
    returned,
    bounty,
    shares_at_opening,
    own_shares_at_opening,
    active_stake_at_opening,
    slashed_at_opening,
    void_credit: all,
    opened_at: time,
    opened_slot,
    ticket_slot: format::epoch,
    deadline: time,
    evidence_end: time,
    displaced_offence: |offence: &Offence| if offence.at == 0 { Value::Null } else { offence.json() },
    void_slots: |bits: &u32| slots((*bits).into()),
    verdict_bps,
    kind: |number: &u8| offence_kind((*number).into()),
    outcome: |number: &u8| outcome_name((*number).into()),
    version,
    bump,
} hidden reserved);

fields!(ReportTicket { network, rent_payer, hash, slot, created_at: time, version, bump } hidden reserved);

fields!(Verdict {
    network,
    rent_payer,
    operator,
    evidence_hash,
    epoch,
    fraction_bps,
    signers: |bits: &u32| slots((*bits).into()),
    version,
    bump,
} hidden reserved);

fields!(ParameterChange {
    network,
    rent_payer,
    base_version,
    proposed_at: time,
    executable_from: time,
    parameters,
    version,
    bump,
} hidden reserved);

fn list<'a, T: Field + 'a>(items: impl Iterator<Item = &'a T>) -> Value {
    items.map(Field::json).collect()
}

/// The items that are there, each with the number it is called by.
fn numbered<T: Field>(items: &[T], is_there: impl Fn(&T) -> bool) -> Value {
    let there = items.iter().enumerate().filter(|(_, item)| is_there(item));
    there.map(|(number, item)| first("number", json!(number), item.json())).collect()
}
