//! `girder vote`: what those who stake in a network decide, from the draft of a proposal to its execution.

mod show;
#[cfg(test)]
mod tests;
mod text;

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::{Args, Subcommand, ValueEnum};
use girder_sdk::{
    governor::{
        instructions::{self, Ballot},
        pda,
        program::state::Settings,
        read,
    },
    transport::{self, Transport},
};
use solana_address::Address;
use solana_instruction::Instruction;

use crate::{
    output,
    signed::{Shown, Signed},
};

/// Options of `girder vote`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder vote create NETWORK --days 3 --quorum 2000 --threshold 1000000000
  girder vote draft NETWORK --description why.md
  girder network retire NETWORK --from-epoch 900 --unsigned --from GOVERNOR | girder vote add PROPOSAL --transaction -
  girder vote open PROPOSAL --operator OPERATOR
  girder vote cast PROPOSAL yes --operator OPERATOR
  girder vote execute PROPOSAL                          once for each instruction, after the vote

`girder vote governance NETWORK` names the governor. A network obeys it once it has the authority's role: `girder network
offer-role NETWORK authority --to GOVERNOR`, and a proposal that accepts it.")]
pub struct Vote {
    #[command(subcommand)]
    step: Step,
}

/// What is done about votes.
#[derive(Debug, Subcommand)]
enum Step {
    /// Show how a network votes, and who its governor is, as JSON
    Governance(Shown<OfNetwork>),
    /// Show a proposal, its instructions and where it stands, as JSON
    Show(Shown<Named>),
    /// Let a network's stake vote; signed by the network's authority
    Create(Signed<OfSettings>),
    /// Open a draft of a proposal; signed by its proposer, who pays its rent
    Draft(Signed<Draft>),
    /// Add the instructions of a transaction to a draft; signed by its proposer
    Add(Signed<Add>),
    /// Put a draft to the vote; signed by its proposer, who has stake
    Open(Signed<Open>),
    /// Vote with a position, which is locked until the vote ends; signed by its owner
    Cast(Signed<Cast>),
    /// Run the next instruction of a proposal that passed; by anybody
    Execute(Signed<Named>),
    /// Close a proposal that is over, by anybody, or a draft, by its proposer; its rent goes to the proposer
    Close(Signed<Named>),
    /// Close the record of a vote that is over; its rent goes to who paid it. By anybody
    CloseRecord(Signed<CloseRecord>),
    /// Change how a network votes; signed by its governor, so print it with --unsigned and add it to a proposal
    Settings(Signed<OfSettings>),
    /// Close the governance of a network that is closed; its rent goes to who paid it. By anybody
    CloseGovernance(Signed<OfNetwork>),
}

/// Options of `girder vote create` and `settings`.
#[derive(Debug, Args)]
struct OfSettings {
    /// The network's address
    network: Address,
    /// How long votes last, in days: 1 to 14
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(1..=14))]
    days: i64,
    /// Which part of the active stake must vote yes, basis points: 1000 to 5000
    #[arg(long, value_name = "BPS", value_parser = clap::value_parser!(u64).range(1_000..=5_000))]
    quorum: u64,
    /// What the proposer's position must be worth, base units of collateral; a hundredth of the active stake is always enough
    #[arg(long, value_name = "AMOUNT")]
    threshold: u64,
}

/// Options of `girder vote draft`.
#[derive(Debug, Args)]
struct Draft {
    /// The network's address
    network: Address,
    /// A number that names it among your proposals
    #[arg(long, default_value_t = 0)]
    nonce: u64,
    /// The text that says what it is for: a file, of which the ledger keeps the SHA-256
    #[arg(long, value_name = "FILE")]
    description: PathBuf,
}

/// Options of `girder vote add`.
#[derive(Debug, Args)]
#[command(
    after_help = "The transaction is one that the network's governor would sign, in base64. `girder vote governance NETWORK`
names the governor; `--unsigned --from GOVERNOR` on any command prints such a transaction."
)]
struct Add {
    /// The proposal's address
    proposal: Address,
    /// A transaction in base64, whose instructions are added; `-` reads it from stdin
    #[arg(long, value_name = "BASE64")]
    transaction: String,
}

/// Options of `girder vote open`.
#[derive(Debug, Args)]
struct Open {
    /// The proposal's address
    proposal: Address,
    /// The operator in whose pool you have a position
    #[arg(long)]
    operator: Address,
}

/// Options of `girder vote cast`.
#[derive(Debug, Args)]
struct Cast {
    /// The proposal's address
    proposal: Address,
    /// Your vote, which is final
    choice: Choice,
    /// The operator in whose pool you have a position
    #[arg(long)]
    operator: Address,
}

/// A vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Choice {
    /// For it
    Yes,
    /// Against it
    No,
}

/// Options of `girder vote close-record`.
#[derive(Debug, Args)]
struct CloseRecord {
    /// The proposal's address
    proposal: Address,
    /// The operator in whose pool the voter has its position
    #[arg(long)]
    operator: Address,
    /// Whose vote it was, if it was not yours
    #[arg(long, value_name = "ADDRESS")]
    owner: Option<Address>,
}

/// A network by its address.
#[derive(Debug, Args)]
struct OfNetwork {
    /// The network's address
    network: Address,
}

/// A proposal by its address.
#[derive(Debug, Args)]
struct Named {
    /// The proposal's address
    proposal: Address,
}

/// Does a step about votes.
pub async fn vote(options: &Vote) -> Result<bool> {
    let sending = match &options.step {
        Step::Governance(Shown { what, cluster }) => {
            output::print(&format!("{:#}", show::governance(&cluster.open()?, what.network).await?))?;
            return Ok(true);
        }
        Step::Show(Shown { what, cluster }) => {
            output::print(&format!("{:#}", show::proposal(&cluster.open()?, what.proposal).await?))?;
            return Ok(true);
        }
        Step::Create(Signed { sending, .. })
        | Step::Draft(Signed { sending, .. })
        | Step::Add(Signed { sending, .. })
        | Step::Open(Signed { sending, .. })
        | Step::Cast(Signed { sending, .. })
        | Step::Execute(Signed { sending, .. })
        | Step::Close(Signed { sending, .. })
        | Step::CloseRecord(Signed { sending, .. })
        | Step::Settings(Signed { sending, .. })
        | Step::CloseGovernance(Signed { sending, .. }) => sending,
    };
    let session = sending.open()?;
    let us = session.address()?;
    let payer = session.payer()?;
    session.send(&options.step.instructions(session.ledger(), us, payer).await?, &[]).await?;
    if let Some(proposal) = options.step.proposal(us) {
        eprintln!("proposal {proposal}");
    }
    Ok(true)
}

impl Step {
    /// What the ledger is to do. `us`: who acts.
    async fn instructions(&self, ledger: &dyn Transport, us: Address, payer: Address) -> Result<Vec<Instruction>> {
        match self {
            Self::Governance(_) | Self::Show(_) => Ok(Vec::new()),
            Self::Create(Signed { what, .. }) => {
                Ok(vec![instructions::create_governance(what.network, payer, us, what.settings())])
            }
            Self::Settings(Signed { what, .. }) => {
                Ok(vec![instructions::set_governance(what.network, what.settings())])
            }
            Self::CloseGovernance(Signed { what: OfNetwork { network }, .. }) => {
                let governance = read::governance(ledger, *network).await?;
                Ok(vec![instructions::close_governance(*network, governance.rent_payer)])
            }
            Self::CloseRecord(Signed { what, .. }) => {
                let (record, rent_payer) = what.record(ledger, us).await?;
                Ok(vec![instructions::close_vote(record, rent_payer)])
            }
            Self::Draft(Signed { what, .. }) => {
                let hash = text::hash_of(&what.description)?;
                Ok(vec![instructions::draft_proposal(what.network, us, what.nonce, hash)])
            }
            Self::Add(Signed { what, .. }) => {
                let transaction = transport::from_base64(&text::argument(&what.transaction)?)?;
                let proposed = transport::instructions(&transaction)?;
                ensure!(!proposed.is_empty(), "the transaction has no instructions");
                Ok(proposed.iter().map(|next| instructions::add_instruction(what.proposal, us, next)).collect())
            }
            Self::Open(Signed { what, .. }) => {
                let (proposal, _) = read::proposal(ledger, what.proposal).await?;
                Ok(vec![instructions::open_vote(proposal.network, what.proposal, us, what.operator)])
            }
            Self::Cast(Signed { what, .. }) => what.instructions(ledger, us, payer).await,
            Self::Execute(Signed { what: Named { proposal: address }, .. }) => {
                let (proposal, proposed) = read::proposal(ledger, *address).await?;
                let next = usize::try_from(proposal.executed).ok().and_then(|executed| proposed.get(executed));
                let next = next.with_context(|| format!("every instruction of {address} was executed"))?;
                let next = Instruction::from(next.clone());
                Ok(vec![instructions::execute_proposal(proposal.network, *address, &next)])
            }
            Self::Close(Signed { what: Named { proposal: address }, .. }) => {
                let (proposal, _) = read::proposal(ledger, *address).await?;
                Ok(vec![instructions::close_proposal(proposal.network, *address, proposal.proposer, us)])
            }
        }
    }

    /// The proposal that a draft opens: what the next steps name.
    fn proposal(&self, us: Address) -> Option<Address> {
        match self {
            Self::Draft(Signed { what, .. }) => Some(pda::proposal(what.network, us, what.nonce)),
            _ => None,
        }
    }
}

impl Cast {
    async fn instructions(&self, ledger: &dyn Transport, us: Address, payer: Address) -> Result<Vec<Instruction>> {
        let (proposal, _) = read::proposal(ledger, self.proposal).await?;
        ensure!(proposal.start != 0, "the vote on {} is not open: it is a draft", self.proposal);
        let ballot = Ballot {
            proposal: self.proposal,
            start: proposal.start,
            operator: self.operator,
            owner: us,
            approve: self.choice == Choice::Yes,
        };
        Ok(vec![instructions::cast_vote(payer, &ballot)])
    }
}

impl CloseRecord {
    /// The record, and who paid its rent.
    async fn record(&self, ledger: &dyn Transport, us: Address) -> Result<(Address, Address)> {
        let (proposal, _) = read::proposal(ledger, self.proposal).await?;
        let position = girder_sdk::pda::position(self.operator, self.owner.unwrap_or(us));
        let address = pda::vote_record(self.proposal, proposal.start, position);
        Ok((address, read::vote_record(ledger, address).await?.rent_payer))
    }
}

impl OfSettings {
    fn settings(&self) -> Settings {
        Settings {
            voting_time: self.days.saturating_mul(86_400),
            quorum_bps: self.quorum,
            proposal_threshold: self.threshold,
        }
    }
}
