//! `girder upgrade`: changes of a program that wait 30 days in public, by the steward program.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use girder_sdk::{
    json, ledger,
    steward::{
        buffer, instructions, pda,
        program::state::{Succession, Upgrade},
        read,
    },
    transport::Transport,
};
use serde_json::{Value, json};
use solana_address::Address;
use solana_instruction::Instruction;

use crate::{
    output,
    signed::{Shown, Signed},
};

/// Options of `girder upgrade`.
#[derive(Debug, Args)]
pub struct Upgrading {
    #[command(subcommand)]
    step: Step,
}

/// What is done about a program's upgrades.
#[derive(Debug, Subcommand)]
enum Step {
    /// Show who the steward of a program is and what is proposed, as JSON
    Show(Shown<Of>),
    /// Put a program into stewardship; signed by its upgrade authority, which becomes the steward
    Create(Signed<Of>),
    /// Propose an upgrade to what a buffer holds; signed by the steward. Hand the buffer over first
    Propose(Signed<Propose>),
    /// Execute a proposed upgrade, from 30 days after its proposal on, for 14 days; by anybody
    Execute(Signed<Of>),
    /// Take a proposed upgrade back; signed by the steward, once it expired by anybody
    Cancel(Signed<Of>),
    /// Offer the stewardship to another key; signed by the steward
    Offer(Signed<Offer>),
    /// Take an offered stewardship over; signed by whom it was offered to
    Accept(Signed<Of>),
    /// Hand a buffer to the stewardship, which can't be undone; signed by the buffer's authority
    HandOver(Signed<Buffer>),
    /// Close a buffer that was handed over and is not proposed; signed by the steward, who gets its lamports
    CloseBuffer(Signed<Buffer>),
    /// Propose another upgrade authority, or none for ever; signed by the steward
    ProposeSuccession(Signed<ProposeSuccession>),
    /// Execute a proposed succession after its 30 days; signed by the successor, or without one by anybody
    ExecuteSuccession(Signed<Of>),
    /// Take a proposed succession back; signed by the steward, once it expired by anybody
    CancelSuccession(Signed<Of>),
    /// Close a stewardship that holds its program no more; by anybody
    Close(Signed<Of>),
}

/// The program that it is about.
#[derive(Debug, Args)]
struct Of {
    /// The program's address
    #[arg(default_value_t = ledger::ID)]
    program: Address,
}

/// Options of `girder upgrade propose`.
#[derive(Debug, Args)]
struct Propose {
    #[command(flatten)]
    of: Of,
    /// The buffer that holds the new program
    #[arg(long)]
    buffer: Address,
    /// The new program's file: the ledger refuses the proposal if the buffer holds anything else
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
}

/// Options of `girder upgrade offer`.
#[derive(Debug, Args)]
struct Offer {
    #[command(flatten)]
    of: Of,
    /// Who may take it over; the zero address withdraws the offer
    #[arg(long)]
    to: Address,
}

/// Options of `girder upgrade hand-over` and `close-buffer`.
#[derive(Debug, Args)]
struct Buffer {
    #[command(flatten)]
    of: Of,
    /// The buffer
    #[arg(long)]
    buffer: Address,
}

/// Options of `girder upgrade propose-succession`.
#[derive(Debug, Args)]
struct ProposeSuccession {
    #[command(flatten)]
    of: Of,
    /// The next upgrade authority; the zero address: nobody, for ever
    #[arg(long)]
    successor: Address,
}

/// Does a step about upgrades.
pub async fn upgrade(options: &Upgrading) -> Result<bool> {
    let sending = match &options.step {
        Step::Show(Shown { what, cluster }) => {
            output::print(&format!("{:#}", show(&cluster.open()?, what).await?))?;
            return Ok(true);
        }
        Step::Create(Signed { sending, .. })
        | Step::Propose(Signed { sending, .. })
        | Step::Execute(Signed { sending, .. })
        | Step::Cancel(Signed { sending, .. })
        | Step::Offer(Signed { sending, .. })
        | Step::Accept(Signed { sending, .. })
        | Step::HandOver(Signed { sending, .. })
        | Step::CloseBuffer(Signed { sending, .. })
        | Step::ProposeSuccession(Signed { sending, .. })
        | Step::ExecuteSuccession(Signed { sending, .. })
        | Step::CancelSuccession(Signed { sending, .. })
        | Step::Close(Signed { sending, .. }) => sending,
    };
    let session = sending.open()?;
    let instructions = options.step.instructions(session.ledger(), session.address()?, session.payer()?).await?;
    session.send(&instructions, &[]).await?;
    Ok(true)
}

impl Step {
    /// What the ledger is to do. `us`: who acts.
    async fn instructions(&self, ledger: &dyn Transport, us: Address, payer: Address) -> Result<Vec<Instruction>> {
        Ok(match self {
            Self::Show(_) => Vec::new(),
            Self::Create(Signed { what, .. }) => vec![instructions::create_stewardship(payer, us, what.program)],
            Self::Propose(Signed { what, .. }) => what.instructions(us, payer)?,
            Self::Execute(Signed { what: Of { program }, .. }) => execute(ledger, *program).await?,
            Self::Cancel(Signed { what: Of { program }, .. }) => {
                let upgrade = proposed_upgrade(ledger, *program).await?;
                vec![instructions::cancel_upgrade(*program, us, upgrade.buffer, upgrade.rent_payer)]
            }
            Self::Offer(Signed { what, .. }) => vec![instructions::offer_steward(what.of.program, us, what.to)],
            Self::Accept(Signed { what, .. }) => vec![instructions::accept_steward(what.program, us)],
            Self::HandOver(Signed { what: Buffer { of, buffer: address }, .. }) => {
                vec![buffer::hand_over(*address, us, pda::stewardship(of.program))]
            }
            Self::CloseBuffer(Signed { what: Buffer { of, buffer }, .. }) => {
                vec![instructions::close_buffer(of.program, us, *buffer, us)]
            }
            Self::ProposeSuccession(Signed { what: ProposeSuccession { of, successor }, .. }) => {
                vec![instructions::propose_succession(payer, us, of.program, *successor)]
            }
            Self::ExecuteSuccession(Signed { what: Of { program }, .. }) => {
                let succession = proposed_succession(ledger, *program).await?;
                let successor = Some(succession.successor).filter(|successor| *successor != Address::default());
                vec![instructions::execute_succession(*program, successor, succession.rent_payer)]
            }
            Self::CancelSuccession(Signed { what: Of { program }, .. }) => {
                let succession = proposed_succession(ledger, *program).await?;
                vec![instructions::cancel_succession(*program, us, succession.rent_payer)]
            }
            Self::Close(Signed { what: Of { program }, .. }) => {
                let stewardship = read::stewardship(ledger, *program).await?;
                vec![instructions::close_stewardship(*program, stewardship.rent_payer)]
            }
        })
    }
}

async fn execute(ledger: &dyn Transport, program: Address) -> Result<Vec<Instruction>> {
    let upgrade = proposed_upgrade(ledger, program).await?;
    let size = read::buffer_size(ledger, upgrade.buffer).await?;
    let execute = instructions::execute_upgrade(program, upgrade.buffer, upgrade.rent_payer);
    Ok(vec![buffer::compute_limit(size), execute])
}

impl Propose {
    fn instructions(&self, us: Address, payer: Address) -> Result<Vec<Instruction>> {
        let file = fs::read(&self.file).with_context(|| format!("`{}` can't be read", self.file.display()))?;
        let hash = buffer::hash(&file);
        let propose = instructions::propose_upgrade(payer, us, self.of.program, self.buffer, hash);
        Ok(vec![buffer::compute_limit(file.len()), propose])
    }
}

/// A program's stewardship with what is proposed, as JSON.
async fn show(ledger: &dyn Transport, of: &Of) -> Result<Value> {
    let mut shown = json::stewardship(&read::stewardship(ledger, of.program).await?);
    shown["address"] = json!(pda::stewardship(of.program).to_string());
    shown["upgrade"] = read::upgrade(ledger, of.program).await?.as_ref().map_or(Value::Null, json::upgrade);
    shown["succession"] = read::succession(ledger, of.program).await?.as_ref().map_or(Value::Null, json::succession);
    Ok(shown)
}

async fn proposed_upgrade(ledger: &dyn Transport, program: Address) -> Result<Upgrade> {
    let upgrade = read::upgrade(ledger, program).await?;
    upgrade.with_context(|| format!("no upgrade of {program} is proposed"))
}

async fn proposed_succession(ledger: &dyn Transport, program: Address) -> Result<Succession> {
    let succession = read::succession(ledger, program).await?;
    succession.with_context(|| format!("no succession of the steward of {program} is proposed"))
}
