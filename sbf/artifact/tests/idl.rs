//! The IDL does not depend on the order in which Anchor's IDL tests end.

use girder_artifact::idl::from_test_output;

const ADDRESS: &str = "--- IDL begin address ---\n\"Ledger111\"\n--- IDL end address ---\n";
const ERRORS: &str = r#"--- IDL begin errors ---
[{"code": 6000, "name": "Late", "msg": "too late"}]
--- IDL end errors ---
"#;
const LIMIT: &str = r#"--- IDL begin const ---
{"name": "LIMIT", "type": "u64", "value": "7"}
--- IDL end const ---
"#;
const PAID: &str = r#"--- IDL begin event ---
{
  "event": {"name": "ledger::events::Paid", "discriminator": [1]},
  "types": [{"name": "ledger::events::Paid", "type": {"kind": "struct", "fields": [
    {"name": "kind", "type": {"defined": {"name": "ledger::state::Kind"}}}
  ]}}, {"name": "ledger::state::Kind", "type": {"kind": "struct"}}]
}
--- IDL end event ---
"#;
const PROGRAM: &str = r#"--- IDL begin program ---
{
  "address": "",
  "metadata": {"name": "ledger", "version": "0.1.0", "spec": "0.1.0"},
  "instructions": [
    {"name": "settle", "discriminator": [3], "accounts": [], "args": []},
    {"name": "claim", "discriminator": [2], "accounts": [], "args": []}
  ],
  "accounts": [{"name": "ledger::state::Books", "discriminator": [4]}],
  "types": [
    {"name": "ledger::state::Books", "type": {"kind": "struct"}},
    {"name": "ledger::math::Kind", "type": {"kind": "struct"}}
  ]
}
--- IDL end program ---
"#;

fn names(values: &serde_json::Value) -> Vec<&str> {
    let values = values.as_array().unwrap();
    values.iter().map(|value| value["name"].as_str().unwrap()).collect()
}

#[test]
fn sections_are_put_together_in_any_order() {
    let sections = [ADDRESS, ERRORS, LIMIT, PAID, PROGRAM];
    let idl = from_test_output(&format!("running 5 tests\n.....\n{}", sections.concat())).unwrap();
    let reversed: String = sections.into_iter().rev().collect();
    assert_eq!(idl, from_test_output(&reversed).unwrap());

    let idl = serde_json::to_value(idl).unwrap();
    assert_eq!(idl["address"], "Ledger111");
    assert_eq!(names(&idl["instructions"]), ["claim", "settle"]);
    assert_eq!(names(&idl["accounts"]), ["Books"]);
    assert_eq!(names(&idl["events"]), ["Paid"]);
    assert_eq!(names(&idl["errors"]), ["Late"]);
    assert_eq!(names(&idl["constants"]), ["LIMIT"]);
}

#[test]
fn types_keep_their_paths_only_where_names_are_ambiguous() {
    let idl = from_test_output(&[ADDRESS, ERRORS, PAID, PROGRAM].concat()).unwrap();
    let idl = serde_json::to_value(idl).unwrap();
    let expected = ["Books", "Paid", "ledger::math::Kind", "ledger::state::Kind"];
    assert_eq!(names(&idl["types"]), expected);
    let field = &idl["types"][1]["type"]["fields"][0];
    assert_eq!(field["type"]["defined"]["name"], "ledger::state::Kind");
}

#[test]
fn a_missing_doubled_or_broken_section_is_refused_by_name() {
    let refusal = |output: String| format!("{:#}", from_test_output(&output).unwrap_err());
    assert!(refusal([ADDRESS, ERRORS].concat()).contains("no section program"));
    assert!(refusal([ADDRESS, ERRORS, ERRORS, PROGRAM].concat()).contains("2 sections errors"));
    assert!(refusal([ADDRESS, &PROGRAM[..80]].concat()).contains("section program has no end"));
}

#[test]
fn what_accounts_share_with_arguments_and_events_is_declared_for_each() {
    const CHANGED: &str = r#"--- IDL begin event ---
{
  "event": {"name": "ledger::events::Changed", "discriminator": [1]},
  "types": [
    {"name": "ledger::events::Changed", "serialization": "bytemuck", "repr": {"kind": "c"}, "type": {"kind": "struct",
      "fields": [{"name": "to", "type": {"defined": {"name": "ledger::state::Rules"}}}]}},
    {"name": "ledger::state::Rules", "repr": {"kind": "c"}, "type": {"kind": "struct"}}
  ]
}
--- IDL end event ---
"#;
    const STORED: &str = r#"--- IDL begin account ---
{
  "account": {"name": "ledger::state::Network", "discriminator": [5]},
  "types": [{"name": "ledger::state::Network", "serialization": "bytemuck", "repr": {"kind": "c"}, "type": {"kind": "struct",
    "fields": [{"name": "rules", "type": {"array": [{"defined": {"name": "ledger::state::Rules"}}, 2]}}]}}]
}
--- IDL end account ---
"#;
    let idl = from_test_output(&[ADDRESS, ERRORS, CHANGED, STORED, PROGRAM].concat()).unwrap();
    let idl = serde_json::to_value(idl).unwrap();
    let kind = |name| idl["types"].as_array().unwrap().iter().find(|kind| kind["name"] == name).unwrap();
    let part = |name| &kind(name)["type"]["fields"][0]["type"];
    assert!(kind("Changed").get("serialization").is_none(), "an event is borsh");
    assert_eq!(part("Changed")["defined"]["name"], "Rules");
    assert_eq!(part("Network")["array"][0]["defined"]["name"], "StoredRules");
    assert!(kind("Rules").get("serialization").is_none());
    assert_eq!(kind("StoredRules")["serialization"], "bytemuck");
}
