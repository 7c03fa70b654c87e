//! The governor program's accounts and events as JSON.

use governor::{
    events::*,
    state::{Governance, Proposal, ProposedAccount, ProposedInstruction, Settings, Stage, VoteRecord},
};
use serde_json::{Map, Value, json};

use super::{
    accounts::fields,
    format::{Field, first, flag, optional_time, time},
};
use crate::{governor::events::GovernorEvent, signer::hex};

/// A network's governance.
pub fn governance(governance: &Governance) -> Value {
    first("type", json!("Governance"), governance.json())
}

/// A proposal, where it stands at `now` (Unix seconds), and the instructions that it votes on.
pub fn proposal(proposal: &Proposal, instructions: &[ProposedInstruction], now: i64) -> Value {
    let stage = match proposal.stage(now) {
        Stage::Draft => "draft",
        Stage::Voting => "voting",
        Stage::Rejected => "rejected",
        Stage::Passed => "passed",
        Stage::Executed => "executed",
        Stage::Expired => "expired",
    };
    let mut fields = first("type", json!("Proposal"), proposal.json());
    fields["stage"] = json!(stage);
    fields["proposed"] = instructions.iter().map(Field::json).collect();
    fields
}

/// The record of a vote.
pub fn vote_record(record: &VoteRecord) -> Value {
    first("type", json!("VoteRecord"), record.json())
}

/// Any event of the governor program; its first field, `event`, names it.
pub fn governor_event(event: &GovernorEvent) -> Value {
    let fields = match event {
        GovernorEvent::GovernanceCreated(event) => event.json(),
        GovernorEvent::GovernanceSet(event) => event.json(),
        GovernorEvent::GovernanceClosed(event) => event.json(),
        GovernorEvent::ProposalDrafted(event) => event.json(),
        GovernorEvent::InstructionAdded(event) => event.json(),
        GovernorEvent::VoteOpened(event) => event.json(),
        GovernorEvent::VoteCast(event) => event.json(),
        GovernorEvent::InstructionExecuted(event) => event.json(),
        GovernorEvent::ProposalClosed(event) => event.json(),
        GovernorEvent::VoteClosed(event) => event.json(),
        GovernorEvent::RealmRegistered(event) => event.json(),
        GovernorEvent::RealmUnregistered(event) => event.json(),
    };
    first("event", json!(event.name()), fields)
}

fields!(Settings { voting_time, quorum_bps, proposal_threshold });

fields!(Governance { network, instance, rent_payer, settings, proposals, version, bump } hidden reserved);

fields!(Proposal {
    network,
    proposer,
    nonce,
    description_hash,
    drafted_at: time,
    start: optional_time,
    end: optional_time,
    quorum,
    yes,
    no,
    instructions,
    executed,
    executed_bytes,
    version,
    bump,
} hidden reserved);

fields!(VoteRecord {
    proposal,
    position,
    owner,
    rent_payer,
    end: time,
    shares,
    weight,
    approve: flag,
    version,
    bump,
} hidden reserved);

fields!(ProposedInstruction {
    program,
    accounts: |accounts: &[ProposedAccount]| accounts.iter().map(Field::json).collect(),
    data: |data: &[u8]| json!(hex(data)),
});

fields!(ProposedAccount { address, is_signer, is_writable });

fields!(GovernanceCreated { network, settings });
fields!(GovernanceSet { network, before, after });
fields!(GovernanceClosed { network });
fields!(ProposalDrafted { proposal, network, proposer, nonce, description_hash });
fields!(InstructionAdded { proposal, index, program });
fields!(VoteOpened { proposal, instructions, active_stake, quorum, start: time, end: time });
fields!(VoteCast { proposal, position, owner, approve, shares, weight, yes, no });
fields!(InstructionExecuted { proposal, index, program });
fields!(ProposalClosed { proposal, yes, no, instructions, executed });
fields!(VoteClosed { proposal, position });
fields!(RealmRegistered { realm, governing_token_mint, network, voting_time });
fields!(RealmUnregistered { realm, governing_token_mint, network });
