//! Devices told to people and machines.

use anyhow::Result;
use girder_sdk::{
    accounts::AnyAccount,
    json::{self, utc},
    ledger::state::{Device, device_state},
    transport::{self, Transport},
};
use serde_json::{Value, json};
use solana_address::Address;

use crate::{output, report::table::listed};

const HEAD: [&str; 8] = ["device", "operator", "class", "region", "state", "newest", "units", "licensed until"];
const NUMBERS: [&str; 4] = ["class", "region", "newest", "units"];

/// Prints a network's devices, or an operator's.
pub async fn list(ledger: &dyn Transport, network: Address, operator: Option<Address>, as_json: bool) -> Result<()> {
    let mut devices: Vec<(Address, Device)> = transport::fetch_all(ledger, network).await?;
    devices.retain(|(_, device)| operator.is_none_or(|operator| operator == device.operator));
    if as_json {
        return output::print(&format!("{:#}", devices.iter().map(as_value).collect::<Value>()));
    }
    output::print(&table(&devices))
}

/// Devices as a table. `newest`: the epoch of a device's newest statement, and `units` what that said.
pub fn table(devices: &[(Address, Device)]) -> String {
    if devices.is_empty() {
        return "There is no device.\n".to_owned();
    }
    listed(&HEAD, &NUMBERS, &devices.iter().map(row).collect::<Vec<_>>())
}

/// Active, retired, or faulted: its key signed two statements for one slot.
pub fn state(device: &Device) -> &'static str {
    match device.state {
        device_state::ACTIVE => "active",
        device_state::RETIRED => "retired",
        _ => "faulted",
    }
}

fn row((address, device): &(Address, Device)) -> Vec<String> {
    let newest = device.slots.iter().filter(|slot| slot.sequence > 0).max_by_key(|slot| slot.epoch);
    let text = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    vec![
        address.to_string(),
        device.operator.to_string(),
        device.class.to_string(),
        device.region.to_string(),
        state(device).to_owned(),
        text(newest.map(|slot| slot.epoch)),
        text(newest.map(|slot| slot.units)),
        if device.licensed_until == 0 { "-".to_owned() } else { utc(device.licensed_until) },
    ]
}

/// A device as JSON, with its address.
pub fn as_value((address, device): &(Address, Device)) -> Value {
    let mut shown = json::account(&AnyAccount::Device(Box::new(*device)));
    shown["address"] = json!(address.to_string());
    shown
}
