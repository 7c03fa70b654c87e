//! Events as JSON.

use ledger::{Statement, events::*};
use serde_json::{Map, Value, json};

use super::{
    accounts::fields,
    format::{
        Field, all, epoch, first, fixed_point, kinds, offence_kind, optional, optional_time, outcome_name, risks,
        role_name, slots, subject_name, time,
    },
};
use crate::events::LedgerEvent;

/// Any event of the program; its first field, `event`, names it.
pub fn event(event: &LedgerEvent) -> Value {
    let fields = match event {
        LedgerEvent::NetworkCreated(event) => event.json(),
        LedgerEvent::ShardCreated(event) => event.json(),
        LedgerEvent::NetworkRoleOffered(event) => event.json(),
        LedgerEvent::NetworkRoleAccepted(event) => event.json(),
        LedgerEvent::PauseSet(event) => event.json(),
        LedgerEvent::ParametersProposed(event) => event.json(),
        LedgerEvent::ParametersExecuted(event) => event.json(),
        LedgerEvent::ParameterChangeClosed(event) => event.json(),
        LedgerEvent::AccountMigrated(event) => event.json(),
        LedgerEvent::ShardClosed(event) => event.json(),
        LedgerEvent::NetworkRetired(event) => event.json(),
        LedgerEvent::NetworkClosed(event) => event.json(),
        LedgerEvent::ClassAdded(event) => event.json(),
        LedgerEvent::ClassReweighted(event) => event.json(),
        LedgerEvent::ClassRetired(event) => event.json(),
        LedgerEvent::LicensorSet(event) => event.json(),
        LedgerEvent::AttestorRegistered(event) => event.json(),
        LedgerEvent::BondPosted(event) => event.json(),
        LedgerEvent::AttestorLeaving(event) => event.json(),
        LedgerEvent::BondWithdrawn(event) => event.json(),
        LedgerEvent::AttestorSetCreated(event) => event.json(),
        LedgerEvent::AttestorAdded(event) => event.json(),
        LedgerEvent::AttestorSetSealed(event) => event.json(),
        LedgerEvent::AttestorStruck(event) => event.json(),
        LedgerEvent::AttestorPaid(event) => event.json(),
        LedgerEvent::AttestorSetClosed(event) => event.json(),
        LedgerEvent::OperatorRegistered(event) => event.json(),
        LedgerEvent::OperatorAuthorityOffered(event) => event.json(),
        LedgerEvent::OperatorAuthorityAccepted(event) => event.json(),
        LedgerEvent::OperatorManagerSet(event) => event.json(),
        LedgerEvent::PayoutWalletSet(event) => event.json(),
        LedgerEvent::CommissionPaid(event) => event.json(),
        LedgerEvent::OperatorUnjailed(event) => event.json(),
        LedgerEvent::OperatorClosed(event) => event.json(),
        LedgerEvent::Deposited(event) => event.json(),
        LedgerEvent::Unstaked(event) => event.json(),
        LedgerEvent::UnstakeCancelled(event) => event.json(),
        LedgerEvent::Withdrawn(event) => event.json(),
        LedgerEvent::DeviceRegistered(event) => event.json(),
        LedgerEvent::DeviceLicensed(event) => event.json(),
        LedgerEvent::DeviceRetired(event) => event.json(),
        LedgerEvent::DeviceClosed(event) => event.json(),
        LedgerEvent::ContributionCounted(event) => event.json(),
        LedgerEvent::Funded(event) => event.json(),
        LedgerEvent::EpochSettled(event) => event.json(),
        LedgerEvent::Harvested(event) => event.json(),
        LedgerEvent::Claimed(event) => event.json(),
        LedgerEvent::EpochClosed(event) => event.json(),
        LedgerEvent::CaseOpened(event) => event.json(),
        LedgerEvent::CaseDecided(event) => event.json(),
        LedgerEvent::CaseClosed(event) => event.json(),
        LedgerEvent::CommissionSet(event) => event.json(),
        LedgerEvent::MaintenanceDeclared(event) => event.json(),
        LedgerEvent::PositionOpened(event) => event.json(),
        LedgerEvent::PositionClosed(event) => event.json(),
        LedgerEvent::SharesTransferred(event) => event.json(),
        LedgerEvent::SharesLocked(event) => event.json(),
        LedgerEvent::ReportCommitted(event) => event.json(),
        LedgerEvent::ReportRevealed(event) => event.json(),
        LedgerEvent::ReportTicketClosed(event) => event.json(),
        LedgerEvent::VerdictSigned(event) => event.json(),
        LedgerEvent::VerdictClosed(event) => event.json(),
    };
    first("event", json!(event.name()), fields)
}

fields!(Statement { epoch, sequence, class, units, evidence_hash });

fields!(NetworkCreated {
    network,
    creator,
    reward_mint,
    collateral_mint,
    instance,
    initial_supply,
    mint_risks: |bits: &u64| risks(*bits),
    parameters
});
fields!(ShardCreated { network, number });
fields!(NetworkRoleOffered { network, role: |number: &u64| role_name(*number), before: optional, after: optional });
fields!(NetworkRoleAccepted {
    network,
    role: |number: &u64| role_name(*number),
    before: optional,
    after,
    parameters_version,
});
fields!(PauseSet {
    network,
    subject: |number: &u64| subject_name(*number),
    before: optional_time,
    after: time,
    again_from: time,
});
fields!(ParametersProposed { network, base_version, executable_from: time, parameters });
fields!(ParametersExecuted { network, parameters_version, first_evidence_epoch, before, after });
fields!(ParameterChangeClosed { network, base_version, parameters_version });
fields!(AccountMigrated { account, version, space });
fields!(ShardClosed { network, number });
fields!(NetworkRetired { network, before: epoch, after: epoch });
fields!(NetworkClosed { network, heir, rewards, collateral });
fields!(ClassAdded { network, class, weight, limit, floor, key_kinds: kinds, verifier: optional });
fields!(ClassReweighted { network, class, before, after, from_epoch });
fields!(ClassRetired { network, class, from_epoch });
fields!(LicensorSet { network, before: optional, after: optional, region, from_epoch });
fields!(AttestorRegistered { network, key, authority });
fields!(BondPosted { network, key, before, after });
fields!(AttestorLeaving { network, key, bond, unbonding_from: time });
fields!(BondWithdrawn { network, key, amount });
fields!(AttestorSetCreated { network, set_version });
fields!(AttestorAdded { network, set_version, key, weight, total_weight });
fields!(AttestorSetSealed { network, set_version, from_epoch, proof_threshold, verdict_threshold, total_weight });
fields!(AttestorStruck { network, set_version, key, live_weight_before, live_weight_after });
fields!(AttestorPaid { network, key, destination, amount, still_owed });
fields!(AttestorSetClosed { network, set_version });
fields!(OperatorRegistered { network, operator, identity, commission_bps, payout_wallet });
fields!(OperatorAuthorityOffered { operator, before: optional, after: optional });
fields!(OperatorAuthorityAccepted { operator, before, after });
fields!(OperatorManagerSet { operator, before: optional, after: optional });
fields!(PayoutWalletSet { operator, before, after });
fields!(CommissionPaid { operator, destination, amount, still_owed });
fields!(OperatorUnjailed { operator, jailed_until: optional_time });
fields!(OperatorClosed { network, operator, identity });
fields!(Deposited { operator, owner, amount, shares, stake_before, stake_after, shares_after, covered });
fields!(Unstaked { operator, owner, ticket, shares, unbonding, covered_before, covered_after });
fields!(UnstakeCancelled { operator, owner, ticket, shares, covered_before, covered_after });
fields!(Withdrawn { operator, owner, destination, ticket, shares, amount, stake_before, stake_after });
fields!(DeviceRegistered { network, operator, device, predecessor: optional, key, class, region, first_epoch });
fields!(DeviceLicensed { device, licensor, issued_at: time, before: optional_time, after: optional_time });
fields!(DeviceRetired { device, last_epoch });
fields!(DeviceClosed { device, operator });
fields!(ContributionCounted { operator, device, statement, counted_units, credit_before, credit_after });
fields!(Funded { network, from, before, after });
fields!(EpochSettled {
    network,
    epoch,
    credit,
    reserve_before,
    reserve_after,
    minted,
    deferred,
    attestors,
    tip,
    pot,
    reward_per_credit: fixed_point,
});
fields!(Harvested {
    operator,
    epoch,
    credit,
    void_credit,
    reward,
    returned,
    commission,
    shared,
    owed_before,
    owed_after,
});
fields!(Claimed { operator, owner, destination, amount, still_owed });
fields!(EpochClosed { network, epoch, reserve_before, reserve_after });
fields!(CaseOpened {
    slash_case,
    kind: |number: &u64| offence_kind(*number),
    offender,
    device: optional,
    reporter,
    epoch,
    taken,
    excess,
    before,
    after,
    void_credit: all,
    void_slots: |bits: &u64| slots(*bits),
    deadline: time,
    jailed_until: optional_time,
});
fields!(CaseDecided {
    slash_case,
    offender,
    outcome: |number: &u64| outcome_name(*number),
    returned,
    raised,
    bounty,
    disposed,
    before,
    after,
});
fields!(CaseClosed { slash_case, offender });
fields!(CommissionSet { operator, before_bps, after_bps, from_epoch });
fields!(MaintenanceDeclared { operator, from_epoch, until_epoch });
fields!(PositionOpened { operator, owner });
fields!(PositionClosed { operator, owner, paid });
fields!(SharesTransferred { operator, from, to, shares, covered_before, covered_after });
fields!(SharesLocked { operator, owner, before: optional_time, after: time });
fields!(ReportCommitted { network, ticket, slot });
fields!(ReportRevealed { slash_case, reporter, slot });
fields!(ReportTicketClosed { network, ticket });
fields!(VerdictSigned { verdict, operator, epoch, evidence_hash, fraction_bps, weight, threshold });
fields!(VerdictClosed { verdict, operator });
