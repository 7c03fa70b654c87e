//! Girder's steward program: it holds the upgrade authority of other programs, so that whoever upgrades them must first show
//! the new program in public for [`state::WAIT`], longer than anybody needs to take their stake out.
//!
//! A program of its own, because a gate must not be inside what it lets through: an upgrade of the ledger could take a gate
//! inside the ledger away. For the same reason it is meant to be deployed final, without an upgrade authority.
//!
//! Modules point one way: `instructions -> state -> loader`. Below is the table of contents: one line an instruction, with who
//! may call it; what each refuses is said in its own file.

use anchor_lang::prelude::*;

pub mod error;
pub mod events;
pub mod instructions;
mod loader;
pub mod state;

pub use instructions::*;

declare_id!("5DowTCgAy2t3rDfwzADqCgVQuwiYaPcfx3r4tmTkotGK");

// Explorers show it beside the program. Only the program itself has it, not a program that calls it.
#[cfg(not(feature = "no-entrypoint"))]
solana_security_txt::security_txt! {
    name: "Girder steward",
    project_url: env!("CARGO_PKG_REPOSITORY"),
    contacts: "link:https://github.com/girder/girder/security/advisories/new",
    policy: "https://github.com/girder/girder/blob/main/SECURITY.md",
    preferred_languages: "en",
    source_code: env!("CARGO_PKG_REPOSITORY")
}

/// The instructions.
#[program]
pub mod steward {
    use super::*;

    /// Takes a program's upgrade authority into stewardship. The program's upgrade authority, which becomes the steward.
    pub fn create_stewardship(ctx: Context<CreateStewardship>) -> Result<()> {
        instructions::create_stewardship(ctx)
    }

    /// Offers a stewardship to a key. The steward.
    pub fn offer_steward(ctx: Context<OfferSteward>, to: Pubkey) -> Result<()> {
        instructions::offer_steward(ctx, to)
    }

    /// Takes an offered stewardship over. The key it was offered to.
    pub fn accept_steward(ctx: Context<AcceptSteward>) -> Result<()> {
        instructions::accept_steward(ctx)
    }

    /// Proposes an upgrade to what a buffer holds. The steward.
    pub fn propose_upgrade(ctx: Context<ProposeUpgrade>, hash: [u8; 32]) -> Result<()> {
        instructions::propose_upgrade(ctx, hash)
    }

    /// Upgrades the program when the wait is over. Anybody.
    pub fn execute_upgrade(ctx: Context<ExecuteUpgrade>) -> Result<()> {
        instructions::execute_upgrade(ctx)
    }

    /// Takes a proposed upgrade back and closes its buffer. The steward; anybody once it expired.
    pub fn cancel_upgrade(ctx: Context<CancelUpgrade>) -> Result<()> {
        instructions::cancel_upgrade(ctx)
    }

    /// Closes a buffer that was handed over but is not proposed. The steward.
    pub fn close_buffer(ctx: Context<CloseBuffer>) -> Result<()> {
        instructions::close_buffer(ctx)
    }

    /// Proposes to hand the program's upgrade authority to another key, or to give it up. The steward.
    pub fn propose_succession(ctx: Context<ProposeSuccession>, successor: Pubkey) -> Result<()> {
        instructions::propose_succession(ctx, successor)
    }

    /// Hands the upgrade authority over, or gives it up, when the wait is over. Anybody, with the successor's signature.
    pub fn execute_succession(ctx: Context<ExecuteSuccession>) -> Result<()> {
        instructions::execute_succession(ctx)
    }

    /// Takes a proposed succession back. The steward; anybody once it expired.
    pub fn cancel_succession(ctx: Context<CancelSuccession>) -> Result<()> {
        instructions::cancel_succession(ctx)
    }

    /// Closes a stewardship whose program has another upgrade authority or none. Anybody.
    pub fn close_stewardship(ctx: Context<CloseStewardship>) -> Result<()> {
        instructions::close_stewardship(ctx)
    }
}
