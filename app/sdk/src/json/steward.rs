//! The steward program's accounts and events as JSON.

use serde_json::{Map, Value, json};
use steward::{
    events::*,
    state::{Stewardship, Succession, Upgrade, Window},
};

use super::{
    accounts::fields,
    format::{Field, first, optional, time},
};
use crate::steward::events::StewardEvent;

/// A program's stewardship.
pub fn stewardship(stewardship: &Stewardship) -> Value {
    first("type", json!("Stewardship"), stewardship.json())
}

/// A proposed upgrade.
pub fn upgrade(upgrade: &Upgrade) -> Value {
    first("type", json!("Upgrade"), upgrade.json())
}

/// A proposed succession.
pub fn succession(succession: &Succession) -> Value {
    first("type", json!("Succession"), succession.json())
}

/// Any event of the steward program; its first field, `event`, names it.
pub fn steward_event(event: &StewardEvent) -> Value {
    let fields = match event {
        StewardEvent::StewardshipCreated(event) => event.json(),
        StewardEvent::StewardOffered(event) => event.json(),
        StewardEvent::StewardAccepted(event) => event.json(),
        StewardEvent::UpgradeProposed(event) => event.json(),
        StewardEvent::UpgradeExecuted(event) => event.json(),
        StewardEvent::UpgradeCancelled(event) => event.json(),
        StewardEvent::BufferClosed(event) => event.json(),
        StewardEvent::SuccessionProposed(event) => event.json(),
        StewardEvent::SuccessionExecuted(event) => event.json(),
        StewardEvent::SuccessionCancelled(event) => event.json(),
        StewardEvent::StewardshipClosed(event) => event.json(),
    };
    first("event", json!(event.name()), fields)
}

fields!(Window { proposed_at: time, executable_from: time, expires_at: time });

fields!(Stewardship { program, steward, pending_steward: optional, rent_payer, version, bump });
fields!(Upgrade { stewardship, buffer, rent_payer, hash, window, version, bump });
fields!(Succession { stewardship, successor: optional, rent_payer, window, version, bump });

fields!(StewardshipCreated { stewardship, program, steward });
fields!(StewardOffered { stewardship, before: optional, after: optional });
fields!(StewardAccepted { stewardship, before, after });
fields!(UpgradeProposed { stewardship, program, buffer, hash, bytes, executable_from: time, expires_at: time });
fields!(UpgradeExecuted { stewardship, program, hash, bytes });
fields!(UpgradeCancelled { stewardship, buffer, hash, by });
fields!(BufferClosed { stewardship, buffer, destination });
fields!(SuccessionProposed { stewardship, program, successor: optional, executable_from: time, expires_at: time });
fields!(SuccessionExecuted { stewardship, program, successor: optional });
fields!(SuccessionCancelled { stewardship, successor: optional, by });
fields!(StewardshipClosed { stewardship, program });
