use bytemuck::Zeroable;
use girder_interface::{key::KeyKind, offence::OffenceKind};
use ledger::{
    events::Claimed,
    state::{
        Device, Network, Offence, Operator, OperatorSlot, ParameterChange, Pause, Position, Q64x64, SlashCase, Ticket,
        device_state,
    },
};
use serde_json::json;
use solana_address::Address;

use super::{account, event, format};
use crate::{accounts::AnyAccount, events::LedgerEvent};

#[test]
fn times_are_in_utc() {
    assert_eq!(format::utc(0), "1970-01-01T00:00:00Z");
    assert_eq!(format::utc(-1), "1969-12-31T23:59:59Z");
    assert_eq!(format::utc(951_782_400), "2000-02-29T00:00:00Z");
    assert_eq!(format::utc(1_767_225_600), "2026-01-01T00:00:00Z");
    assert_eq!(format::utc(4_107_542_399), "2100-02-28T23:59:59Z");
    assert_eq!(format::utc(4_107_542_400), "2100-03-01T00:00:00Z");
}

#[test]
fn fixed_point_numbers_are_decimals() {
    assert_eq!(format::fixed_point(&0), json!("0"));
    assert_eq!(format::fixed_point(&(5 << 64)), json!("5"));
    assert_eq!(format::fixed_point(&(3 << 63)), json!("1.5"));
    assert_ne!(format::fixed_point(&1), format::fixed_point(&2));
    let greatest = format::fixed_point(&u128::MAX);
    assert_eq!(greatest, json!("18446744073709551615.99999999999999999994"));
}

#[test]
fn what_is_empty_is_left_out() {
    let mut operator = Operator { stake: (1 << 53) + 1, ..Operator::zeroed() };
    operator.reward_per_share = Q64x64::from(1 << 62);
    operator.ring[5] = OperatorSlot { epoch: 37, credit: 9, void_credit: 0, ..OperatorSlot::default() };
    let json = account(&AnyAccount::Operator(Box::new(operator)));
    assert_eq!(json["type"], "Operator");
    assert_eq!(json["stake"], "9007199254740993");
    assert_eq!(json["reward_per_share"], "0.25");
    assert_eq!(json["manager"], json!(null));
    assert_eq!(json["jailed_until"], json!(null));
    assert_eq!(
        json["ring"],
        json!([{ "epoch": 37, "credit": 9, "void_credit": 0, "void_all": 0, "harvested": false }])
    );
    assert_eq!(json["offences"], json!([]));
    assert_eq!(json["generation_ends"], json!([]));
    assert!(json.get("reserved").is_none());
}

#[test]
fn tickets_keep_the_numbers_they_are_called_by() {
    let mut position = Position::zeroed();
    position.tickets[3] = Ticket { shares: 8, requested_at: 60, unbonding: 1 };
    let json = account(&AnyAccount::Position(Box::new(position)));
    let requested_at = json!({ "unix": 60, "utc": "1970-01-01T00:01:00Z" });
    assert_eq!(json["tickets"], json!([{ "number": 3, "shares": 8, "requested_at": requested_at, "unbonding": 1 }]));
}

#[test]
fn a_device_shows_its_key_in_the_form_of_its_kind() {
    let mut device = Device { state: device_state::FAULTED, ..Device::zeroed() };
    device.key[0] = 2;
    let ed25519 = account(&AnyAccount::Device(Box::new(device)));
    assert_eq!(ed25519["key"], "8opHzTAnfzRpPEx21XtnrVTX28YQuCpAjcn1PczScKh");
    assert_eq!(ed25519["state"], "faulted");
    device.key_kind = KeyKind::Secp256r1 as u8;
    let secp256r1 = account(&AnyAccount::Device(Box::new(device)));
    assert_eq!(secp256r1["key_kind"], "secp256r1");
    assert_eq!(secp256r1["key"], format!("02{}", "00".repeat(32)));
}

#[test]
fn a_network_says_what_is_paused_in_words() {
    let mut network = Network::zeroed();
    network.pauses[1] = Pause { until: 60, again_from: 120 };
    let json = account(&AnyAccount::Network(Box::new(network)));
    let time = |unix| json!({ "unix": unix, "utc": format::utc(unix) });
    assert_eq!(json["pauses"][0], json!({ "subject": "intake", "until": null, "again_from": null }));
    assert_eq!(json["pauses"][1], json!({ "subject": "settlement", "until": time(60), "again_from": time(120) }));
    assert_eq!((&json["guardian"], &json["pending_authority"]), (&json!(null), &json!(null)));
}

#[test]
fn a_proposal_says_what_would_be_in_force_and_when() {
    let mut change = ParameterChange { executable_from: 60, base_version: 3, ..ParameterChange::zeroed() };
    change.parameters.unbonding = 7;
    let json = account(&AnyAccount::ParameterChange(Box::new(change)));
    assert_eq!((&json["type"], &json["base_version"]), (&json!("ParameterChange"), &json!(3)));
    assert_eq!(json["executable_from"]["utc"], "1970-01-01T00:01:00Z");
    assert_eq!(json["parameters"]["unbonding"], 7);
}

#[test]
fn fields_are_in_the_order_of_the_type() {
    let claimed = Claimed {
        operator: Address::default(),
        owner: Address::default(),
        destination: Address::default(),
        amount: u64::MAX,
        still_owed: 0,
    };
    let json = event(&LedgerEvent::Claimed(claimed.into()));
    let names: Vec<_> = json.as_object().unwrap().keys().collect();
    assert_eq!(names, ["event", "operator", "owner", "destination", "amount", "still_owed"]);
    assert_eq!(json["amount"], "18446744073709551615");
}

#[test]
fn a_case_says_what_it_is_about_in_words() {
    let displaced_offence = Offence { at: 60, kind: OffenceKind::Verdict as u64 };
    let case = SlashCase {
        kind: OffenceKind::Downtime as u8,
        void_credit: u64::MAX,
        ticket_slot: u64::MAX,
        digests: [[0; 32], [7; 32]],
        displaced_offence,
        ..SlashCase::zeroed()
    };
    let json = account(&AnyAccount::SlashCase(Box::new(case)));
    assert_eq!((&json["kind"], &json["outcome"]), (&json!("downtime"), &json!("open")));
    assert_eq!((&json["void_credit"], &json["ticket_slot"]), (&json!("all"), &json!(null)));
    assert_eq!(json["digests"], json!(["07".repeat(32)]));
    assert_eq!((&json["device"], &json["bounty_recipient"]), (&json!(null), &json!(null)));
    let at = json!({ "unix": 60, "utc": "1970-01-01T00:01:00Z" });
    assert_eq!(json["displaced_offence"], json!({ "at": at, "kind": "verdict" }));
}
