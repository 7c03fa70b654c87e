//! What a transaction did, told to a person or a machine.

use std::fmt::Write;

use anyhow::Result;
use girder_sdk::{
    json,
    transport::{self, Receipt},
};
use serde_json::{Value, json};
use solana_transaction::versioned::VersionedTransaction;

/// A transaction that landed.
pub fn receipt(receipt: &Receipt, as_json: bool) -> String {
    let events: Vec<Value> = receipt.events.iter().map(json::event).collect();
    if as_json {
        let shown = json!({
            "signature": receipt.signature.to_string(),
            "fee": json::number(receipt.fee),
            "compute_units": json::number(receipt.compute_units),
            "events": events,
        });
        return format!("{shown:#}");
    }
    let mut text = format!("{}  (fee {} lamports)\n", receipt.signature, receipt.fee);
    events.iter().for_each(|event| line(&mut text, event));
    text
}

/// An event in a line: its name, then its fields.
fn line(text: &mut String, event: &Value) {
    let fields = event.as_object().into_iter().flatten();
    for (name, value) in fields {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let _ = if name == "event" { write!(text, "  {value}") } else { write!(text, "  {name} {value}") };
    }
    text.push('\n');
}

/// A transaction that others will sign.
pub fn unsigned(transaction: &VersionedTransaction, as_json: bool) -> Result<String> {
    let base64 = transport::to_base64(transaction)?;
    Ok(if as_json { format!("{:#}", json!({ "transaction": base64 })) } else { base64 })
}
