//! A reporter's ticket in a file: what it needs to show that it held the evidence first.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use girder_interface::{Hash, report};
use girder_sdk::{instructions::Reveal, ledger::state::ReportTicket, pda, transport};
use rand::{TryRngCore, rngs::OsRng};
use serde::{Deserialize, Serialize};
use solana_address::Address;

use super::evidence::Evidence;
use crate::{cluster::Session, hex, keys};

/// A commitment to evidence.
#[derive(Clone, Copy)]
pub struct Ticket {
    /// Who gets the bounty.
    pub reporter: Address,
    salt: [u8; 32],
}

/// As it is in a file. Who reads the salt early learns nothing of the evidence, but may find out who committed to what.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TicketFile {
    reporter: String,
    salt: String,
}

impl Ticket {
    /// A ticket for whoever acts.
    pub fn new(session: &Session) -> Result<Self> {
        let mut salt = [0; 32];
        OsRng.try_fill_bytes(&mut salt).context("the system gives no randomness")?;
        Ok(Self { reporter: session.address()?, salt })
    }

    /// Reads a ticket that [`save`](Self::save) wrote.
    pub fn load(path: &Path) -> Result<Self> {
        let name = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("`{name}` can't be read"))?;
        let file: TicketFile = serde_json::from_str(&text).with_context(|| format!("`{name}` is no report ticket"))?;
        let salt = hex::decode(&file.salt).with_context(|| format!("`{name}` is no report ticket: its salt"))?;
        let reporter = file.reporter.parse();
        Ok(Self { reporter: reporter.with_context(|| format!("`{name}` is no report ticket: its reporter"))?, salt })
    }

    /// Writes it to a file that does not exist yet, readable for its owner alone.
    pub fn save(&self, path: &Path) -> Result<()> {
        let file = TicketFile { reporter: self.reporter.to_string(), salt: hex::encode(&self.salt) };
        keys::write_new(path, serde_json::to_string_pretty(&file)?.as_bytes())
    }

    /// What is committed to.
    pub fn hash(&self, evidence: &Evidence) -> Hash {
        report::commitment(&evidence.offence_id, &evidence.digests, &self.reporter.to_bytes(), &self.salt)
    }

    /// What shows it beside the evidence. Refuses a ticket that is not on the ledger.
    pub async fn reveal(&self, session: &Session, evidence: &Evidence) -> Result<Reveal> {
        let hash = self.hash(evidence);
        let address = pda::report_ticket(evidence.network.network, &hash);
        ensure!(
            session.ledger().account(&address).await?.is_some(),
            "there is no report ticket {address}: this one was made for other evidence, or is closed"
        );
        let ticket: ReportTicket = transport::fetch(session.ledger(), address).await?;
        let (reporter, salt, slash_case) = (self.reporter, self.salt, evidence.slash_case);
        Ok(Reveal { slash_case, hash, reporter, salt, rent_payer: ticket.rent_payer })
    }
}
