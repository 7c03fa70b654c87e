//! The IDL, from what Anchor's IDL tests print. Anchor's own builder may make rustup install a toolchain.

use anchor_lang_idl_spec::{Idl, IdlAccount, IdlEvent, IdlSerialization, IdlTypeDef};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What an event's test prints: the event and the types it consists of.
#[derive(Deserialize)]
struct Event {
    event: IdlEvent,
    types: Vec<IdlTypeDef>,
}

/// What is printed of an account that no instruction names by its type.
#[derive(Deserialize)]
struct Account {
    account: IdlAccount,
    types: Vec<IdlTypeDef>,
}

/// Puts the IDL together from the output of `cargo test __anchor_private_print_idl`. The order of tests doesn't matter.
pub fn from_test_output(output: &str) -> Result<Idl> {
    let mut idl: Idl = one(output, "program")?;
    idl.address = one(output, "address")?;
    idl.errors = one(output, "errors")?;
    idl.constants = all(output, "const")?;
    let mut types: BTreeMap<String, IdlTypeDef> = BTreeMap::new();
    for Event { event, types: parts } in all(output, "event")? {
        idl.events.push(event);
        types.extend(parts.into_iter().map(|part| (part.name.clone(), part)));
    }
    for Account { account, types: parts } in all(output, "account")? {
        idl.accounts.push(account);
        types.extend(parts.into_iter().map(|part| (part.name.clone(), part)));
    }
    types.extend(idl.types.into_iter().map(|part| (part.name.clone(), part)));
    idl.types = types.into_values().collect();

    let mut idl: Idl = with_short_names(&idl)?;
    declare_events_as_borsh(&mut idl);
    declare_shared_types_twice(&mut idl)?;
    idl.instructions.sort_by(|a, b| a.name.cmp(&b.name));
    idl.accounts.sort_by(|a, b| a.name.cmp(&b.name));
    idl.events.sort_by(|a, b| a.name.cmp(&b.name));
    idl.types.sort_by(|a, b| a.name.cmp(&b.name));
    idl.constants.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(idl)
}

/// The content of every section of that name.
fn all<T: DeserializeOwned>(output: &str, section: &str) -> Result<Vec<T>> {
    let (begin, end) = (format!("--- IDL begin {section} ---\n"), format!("--- IDL end {section} ---\n"));
    output
        .split(&begin)
        .skip(1)
        .map(|rest| {
            let (json, _) = rest.split_once(&end).with_context(|| format!("section {section} has no end"))?;
            serde_json::from_str(json).with_context(|| format!("section {section}"))
        })
        .collect()
}

fn one<T: DeserializeOwned>(output: &str, section: &str) -> Result<T> {
    let mut found = all(output, section)?;
    match (found.pop(), found.len()) {
        (Some(only), 0) => Ok(only),
        (None, _) => bail!("no section {section}: did the IDL tests run?"),
        (Some(_), more) => bail!("{} sections {section}, one expected", more + 1),
    }
}

/// Events are plain memory to the program, which is how borsh writes their fields too, as they have no padding. Readers of an
/// IDL take events for borsh.
fn declare_events_as_borsh(idl: &mut Idl) {
    let events: BTreeSet<&str> = idl.events.iter().map(|event| event.name.as_str()).collect();
    for event in idl.types.iter_mut().filter(|kind| events.contains(kind.name.as_str())) {
        event.serialization = IdlSerialization::Borsh;
        event.repr = None;
    }
}

/// An IDL gives a type one serialization. What is both a part of accounts, which are plain memory, and of arguments or events,
/// which are borsh, is declared once more for the accounts, as `StoredNAME`: so each half of a reader gets what it needs.
fn declare_shared_types_twice(idl: &mut Idl) -> Result<()> {
    let borsh: BTreeSet<String> = idl
        .types
        .iter()
        .filter(|kind| kind.serialization == IdlSerialization::Borsh)
        .map(|kind| kind.name.clone())
        .collect();
    let mut shared = BTreeSet::new();
    for kind in idl.types.iter_mut().filter(|kind| kind.serialization == IdlSerialization::Bytemuck) {
        let mut value = serde_json::to_value(&kind.ty)?;
        for_each_defined(&mut value, &mut |name| {
            if borsh.contains(name) {
                shared.insert(name.clone());
                *name = stored(name);
            }
        });
        kind.ty = serde_json::from_value(value)?;
    }
    let twice: Vec<IdlTypeDef> = idl.types.iter().filter(|kind| shared.contains(&kind.name)).cloned().collect();
    idl.types.extend(twice.into_iter().map(|kind| IdlTypeDef {
        name: stored(&kind.name),
        serialization: IdlSerialization::Bytemuck,
        ..kind
    }));
    Ok(())
}

fn stored(name: &str) -> String {
    format!("Stored{name}")
}

fn for_each_defined(value: &mut Value, visit: &mut impl FnMut(&mut String)) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| for_each_defined(value, visit)),
        Value::Object(fields) => {
            if let Some(Value::String(name)) = fields.get_mut("defined").and_then(|defined| defined.get_mut("name")) {
                visit(name);
            }
            fields.values_mut().for_each(|value| for_each_defined(value, visit));
        }
        _ => {}
    }
}

/// Types are printed with their module paths, `ledger::state::Network`; the IDL says `Network` where that is enough.
fn with_short_names(idl: &Idl) -> Result<Idl> {
    let mut value = serde_json::to_value(idl)?;
    let mut paths = BTreeSet::new();
    for_each_path(&mut value, &mut |path| {
        paths.insert(path.clone());
    });
    let mut namesakes: BTreeMap<&str, usize> = BTreeMap::new();
    for path in &paths {
        *namesakes.entry(last_segment(path)).or_default() += 1;
    }
    for_each_path(&mut value, &mut |path| {
        if namesakes[last_segment(path)] == 1 {
            *path = last_segment(path).into();
        }
    });
    Ok(serde_json::from_value(value)?)
}

fn for_each_path(value: &mut Value, visit: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) if is_path(text) => visit(text),
        Value::Array(values) => values.iter_mut().for_each(|value| for_each_path(value, visit)),
        Value::Object(fields) => fields.values_mut().for_each(|value| for_each_path(value, visit)),
        _ => {}
    }
}

fn is_path(text: &str) -> bool {
    let is_identifier = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    text.contains("::") && text.split("::").all(is_identifier)
}

fn last_segment(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
