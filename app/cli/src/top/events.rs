//! What happened on a network lately.

use std::collections::VecDeque;

use anyhow::Result;
use girder_sdk::{
    events::LedgerEvent,
    history::{History, Range},
    json::{self, utc},
    ledger::state::Network,
};
use solana_address::Address;
use solana_signature::Signature;

use crate::report::amount;

/// Transactions that are looked up at once, and events that are kept.
const MOST: usize = 20;
/// Whom an event is about: the first of these fields that it has.
const SUBJECTS: [&str; 5] = ["operator", "slash_case", "device", "key", "network"];

/// An event.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// When it happened, UTC.
    pub time: String,
    /// Its name in words.
    pub name: String,
    /// The account or key that it is about.
    pub about: String,
    /// What moved by it, whole tokens; empty if nothing did.
    pub amount: String,
}

/// The latest events of a network, the newest first.
#[derive(Debug, Default)]
pub struct Recent {
    rows: VecDeque<EventRow>,
    newest: Option<Signature>,
}

impl Recent {
    /// Looks for what is new.
    pub async fn follow(&mut self, history: &dyn History, address: Address, network: &Network) -> Result<()> {
        let range = Range { before: None, until: self.newest };
        let entries = history.signatures(&address, range).await?;
        for entry in entries.iter().take(MOST).rev() {
            let Some(record) = history.transaction(&entry.signature).await? else { continue };
            let time = record.time.map(utc).unwrap_or_default();
            for event in &record.events {
                self.rows.push_front(row(event, time.clone(), network));
            }
            self.newest = Some(entry.signature);
        }
        self.rows.truncate(MOST);
        Ok(())
    }

    /// The newest first.
    pub fn rows(&self) -> Vec<EventRow> {
        self.rows.iter().cloned().collect()
    }
}

fn row(event: &LedgerEvent, time: String, network: &Network) -> EventRow {
    let shown = json::event(event);
    let about = SUBJECTS.iter().find_map(|field| shown[*field].as_str()).unwrap_or_default();
    let amount = match (rewards(event), collateral(event)) {
        (Some(base), _) => amount::short(base.into(), network.reward_decimals),
        (None, Some(base)) => amount::short(base.into(), network.collateral_decimals),
        (None, None) => String::new(),
    };
    EventRow { time, name: in_words(event.name()), about: about.to_owned(), amount }
}

/// Rewards that an event moved, base units.
fn rewards(event: &LedgerEvent) -> Option<u64> {
    match event {
        LedgerEvent::Funded(event) => Some(event.after.saturating_sub(event.before)),
        LedgerEvent::EpochSettled(event) => Some(event.pot),
        LedgerEvent::Harvested(event) => Some(event.reward),
        LedgerEvent::Claimed(event) => Some(event.amount),
        LedgerEvent::CommissionPaid(event) => Some(event.amount),
        LedgerEvent::AttestorPaid(event) => Some(event.amount),
        _ => None,
    }
}

/// Collateral that an event moved, base units.
fn collateral(event: &LedgerEvent) -> Option<u64> {
    match event {
        LedgerEvent::Deposited(event) => Some(event.amount),
        LedgerEvent::Withdrawn(event) => Some(event.amount),
        LedgerEvent::BondPosted(event) => Some(event.after.saturating_sub(event.before)),
        LedgerEvent::BondWithdrawn(event) => Some(event.amount),
        LedgerEvent::CaseOpened(event) => Some(event.taken),
        LedgerEvent::CaseDecided(event) => Some(event.disposed),
        _ => None,
    }
}

/// `CaseOpened` as `case opened`.
fn in_words(name: &str) -> String {
    let mut words = String::with_capacity(name.len().saturating_add(4));
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
