//! Girder's stake votes: those who stake in a network decide what its authority does.
//!
//! Each network has one address here, the governor, that nobody holds a key of: it signs what votes decided. Made the
//! network's authority it changes parameters, classes and attestor sets; made the owner of a treasury it spends from it. The
//! ledger knows nothing of votes: to it the governor is an authority like a wallet or a multisig.
//!
//! A vote's weight is what the active shares of a position are worth in the second it is cast. They have to be there since
//! before the vote began, and are locked in the ledger until it ends: so no share counts twice, whoever it is moved to.
//!
//! Networks that vote in Realms (spl-governance) instead let the same stake count there: see [`VoterWeightRecord`].
//!
//! Below is the table of contents: one line an instruction, with who may call it; what each refuses is said in its own file.
//!
//! [`VoterWeightRecord`]: state::VoterWeightRecord

// A test that overflows fails, as it should.
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

use anchor_lang::prelude::*;

pub mod error;
pub mod events;
pub mod instructions;
pub mod limits;
pub mod seeds;
pub mod state;

pub use instructions::*;
use state::{ProposedInstruction, Settings};

declare_id!("CRvdiNkt8ZNBphCqPNRdwkGLRK1ZbAPXeBEGpM1DKwKR");

// Explorers show it beside the program. Only the program itself has it, not a program that calls it.
#[cfg(not(feature = "no-entrypoint"))]
solana_security_txt::security_txt! {
    name: "Girder governor",
    project_url: env!("CARGO_PKG_REPOSITORY"),
    contacts: "link:https://github.com/girder/girder/security/advisories/new",
    policy: "https://github.com/girder/girder/blob/main/SECURITY.md",
    preferred_languages: "en",
    source_code: env!("CARGO_PKG_REPOSITORY")
}

/// The instructions.
#[program]
pub mod governor {
    use super::*;

    /// Lets a network's stake vote. The network's authority.
    pub fn create_governance(ctx: Context<CreateGovernance>, settings: Settings) -> Result<()> {
        instructions::create_governance(ctx, settings)
    }

    /// Changes how votes are held. The governor: by a vote.
    pub fn set_governance(ctx: Context<SetGovernance>, settings: Settings) -> Result<()> {
        instructions::set_governance(ctx, settings)
    }

    /// Closes the governance of a network that is gone. Anybody.
    pub fn close_governance(ctx: Context<CloseGovernance>) -> Result<()> {
        instructions::close_governance(ctx)
    }

    /// Opens a draft. Anybody.
    pub fn draft_proposal(ctx: Context<DraftProposal>, nonce: u64, description_hash: [u8; 32]) -> Result<()> {
        instructions::draft_proposal(ctx, nonce, description_hash)
    }

    /// Adds an instruction to a draft. Its proposer.
    pub fn add_instruction(ctx: Context<AddInstruction>, instruction: ProposedInstruction) -> Result<()> {
        instructions::add_instruction(ctx, instruction)
    }

    /// Puts a draft to the vote. Its proposer, with enough stake.
    pub fn open_vote(ctx: Context<OpenVote>) -> Result<()> {
        instructions::open_vote(ctx)
    }

    /// Votes with a position. Its owner.
    pub fn cast_vote(ctx: Context<CastVote>, approve: bool) -> Result<()> {
        instructions::cast_vote(ctx, approve)
    }

    /// Runs the next instruction of a proposal that passed. Anybody.
    pub fn execute_proposal<'info>(ctx: Context<'info, ExecuteProposal<'info>>) -> Result<()> {
        instructions::execute_proposal(ctx)
    }

    /// Closes a proposal that is over. Anybody; a draft its proposer.
    pub fn close_proposal(ctx: Context<CloseProposal>) -> Result<()> {
        instructions::close_proposal(ctx)
    }

    /// Closes the record of a vote that is over. Anybody.
    pub fn close_vote(ctx: Context<CloseVote>) -> Result<()> {
        instructions::close_vote(ctx)
    }

    /// Lets a network's stake count in a realm. The realm's authority.
    pub fn register_realm(ctx: Context<RegisterRealm>, voting_time: i64) -> Result<()> {
        instructions::register_realm(ctx, voting_time)
    }

    /// Lets it count no more. The realm's authority.
    pub fn unregister_realm(ctx: Context<UnregisterRealm>) -> Result<()> {
        instructions::unregister_realm(ctx)
    }

    /// Opens the record of somebody's weight in a realm. Anybody, for anybody.
    pub fn create_voter_weight(ctx: Context<CreateVoterWeight>) -> Result<()> {
        instructions::create_voter_weight(ctx)
    }

    /// Writes somebody's weight in a realm, for this slot. Anybody, for anybody.
    pub fn update_voter_weight<'info>(ctx: Context<'info, UpdateVoterWeight<'info>>) -> Result<()> {
        instructions::update_voter_weight(ctx)
    }

    /// Closes the record of a weight. Whose weight it is, or who paid its rent.
    pub fn close_voter_weight(ctx: Context<CloseVoterWeight>) -> Result<()> {
        instructions::close_voter_weight(ctx)
    }
}
