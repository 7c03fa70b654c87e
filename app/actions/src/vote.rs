//! Votes on a network's proposals.

use girder_sdk::{
    SdkError,
    accounts::decode_account,
    governor::{
        accounts::decode_proposal,
        instructions::{Ballot, cast_vote},
        pda::vote_record,
        program::state::{Proposal, Stage},
    },
    ledger::state::{Operator, Position},
    pda,
    transport::{self, Transport},
};
use solana_address::Address;

use crate::{
    error::ActionError,
    input::{self, Inputs},
    operation::Plan,
    pool::Scene,
};

/// Votes cast at most in one transaction: more don't fit a packet.
const MOST_BALLOTS: usize = 4;

/// A proposal as it is now.
pub struct Motion<'a> {
    /// Its network.
    pub scene: Scene<'a>,
    /// Where it is.
    pub address: Address,
    /// Its account.
    pub proposal: Box<Proposal>,
}

impl<'a> Motion<'a> {
    /// Reads a proposal and its network. Refuses a proposal of another network.
    pub async fn read(transport: &'a dyn Transport, network: Address, address: Address) -> Result<Self, ActionError> {
        let scene = Scene::read(transport, network).await?;
        let account = transport.account(&address).await?;
        let account = account.ok_or(SdkError::NotFound { what: "proposal", address })?;
        let decoded = decode_proposal(&account).map_err(|source| SdkError::Decode { address, source });
        let (proposal, _) = decoded?;
        if proposal.network != network {
            return Err(ActionError::bad(format!(
                "the proposal {address} is of another network: {}",
                proposal.network
            )));
        }
        Ok(Self { scene, address, proposal: Box::new(proposal) })
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        self.proposal.stage(self.scene.now)
    }

    /// Votes with a wallet's positions: the one with the `operator` that is named, or all that can vote and have not, as many
    /// as fit.
    pub async fn vote(&self, wallet: Address, inputs: &Inputs) -> Result<Plan, ActionError> {
        let approve = match inputs.find("choice")? {
            Some("yes") => true,
            Some("no") => false,
            Some(other) => return Err(ActionError::bad(format!("`{other}` is no choice: `yes` or `no`"))),
            None => return Err(ActionError::bad("give `choice`: `yes` or `no`")),
        };
        let operators = match inputs.find("operator")? {
            Some(text) => vec![input::address("an operator", text)?],
            None => self.electorate(wallet).await?,
        };
        let ballots = operators.iter().take(MOST_BALLOTS).map(|operator| {
            let (operator, start) = (*operator, self.proposal.start);
            cast_vote(wallet, &Ballot { proposal: self.address, start, operator, owner: wallet, approve })
        });
        let instructions: Vec<_> = ballots.collect();
        let (choice, count) = (if approve { "yes" } else { "no" }, instructions.len());
        let rest = match operators.len().saturating_sub(count) {
            0 => String::new(),
            rest => format!("; vote again with the other {rest}"),
        };
        Ok(Plan { instructions, message: format!("Vote {choice} with {count} of your positions{rest}") })
    }

    /// The operators in whose pools a wallet has stake that can vote and has not.
    async fn electorate(&self, wallet: Address) -> Result<Vec<Address>, ActionError> {
        let transport = self.scene.transport;
        let pools = transport::fetch_all::<Operator>(transport, self.scene.addresses.network).await?;
        let positions: Vec<_> = pools.iter().map(|(operator, _)| pda::position(*operator, wallet)).collect();
        let records: Vec<_> =
            positions.iter().map(|position| vote_record(self.address, self.proposal.start, *position)).collect();
        let (held, voted) = (transport.accounts(&positions).await?, transport.accounts(&records).await?);
        let candidates = pools.iter().zip(held).zip(voted).filter_map(|(((operator, pool), held), voted)| {
            let position: Position = decode_account(&held?).ok()?;
            let counts = position.generation == pool.generation
                && position.active_shares() > 0
                && position.since < self.proposal.start;
            (counts && voted.is_none()).then_some(*operator)
        });
        let found: Vec<_> = candidates.collect();
        if found.is_empty() {
            return Err(ActionError::bad(format!(
                "the wallet {wallet} has no stake that can vote here: stake from before the vote's first second that has \
                 not voted"
            )));
        }
        Ok(found)
    }
}
