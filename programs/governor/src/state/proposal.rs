use anchor_lang::prelude::*;
use ledger::state::AccountSpace;

use super::ProposedInstruction;
use crate::{
    error::{GovernorError, check, check_numbers},
    limits::{DRAFT_TIME, EXECUTION_TIME},
};

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Its vote was not opened.
    Draft,
    /// Votes are taken.
    Voting,
    /// More no than yes, or too few yes.
    Rejected,
    /// Its next instruction can be executed.
    Passed,
    /// All of its instructions were executed.
    Executed,
    /// It passed, and was not executed in time.
    Expired,
}

/// What is voted on: instructions that the governor signs if the vote passes. They follow the account's fields, one after the
/// other, as [`ProposedInstruction`] is serialized.
///
/// Seeds: `proposal`, network, proposer, nonce.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Proposal {
    /// The network.
    pub network: Pubkey,
    /// Whose it is, and who paid this account's rent.
    pub proposer: Pubkey,
    /// Names it among the proposer's.
    pub nonce: u64,
    /// SHA-256 of the text that says what it is for.
    pub description_hash: [u8; 32],
    /// When it was drafted.
    pub drafted_at: i64,
    /// The vote's first second; 0: a draft.
    pub start: i64,
    /// The first second after the vote.
    pub end: i64,
    /// What must vote yes, of the active stake when the vote began.
    pub quorum: u64,
    /// What voted yes.
    pub yes: u64,
    /// What voted no.
    pub no: u64,
    /// How many instructions it has.
    pub instructions: u64,
    /// How many of them were executed.
    pub executed: u64,
    /// How many bytes those take.
    pub executed_bytes: u64,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 6],
}

impl Proposal {
    /// Refuses anybody but the proposer.
    pub fn check_proposer(&self, signer: &Pubkey) -> Result<()> {
        check(signer == &self.proposer, GovernorError::WrongAuthority)
    }

    /// Refuses a proposal whose vote was opened.
    pub fn check_draft(&self) -> Result<()> {
        check(self.start == 0, GovernorError::NoDraft)
    }

    /// Begins the vote.
    pub fn open(&mut self, now: i64, voting_time: i64, quorum: u64) -> Result<()> {
        self.check_draft()?;
        self.start = now;
        self.end = now.checked_add(voting_time).ok_or(GovernorError::Overflow)?;
        self.quorum = quorum;
        Ok(())
    }

    /// Refuses when no votes are taken: they are from the start, inclusive, until the end, exclusive.
    pub fn check_voting(&self, now: i64) -> Result<()> {
        check(self.start != 0, GovernorError::Draft)?;
        check_numbers((self.start..self.end).contains(&now), GovernorError::OutsideVote, now, self.end)
    }

    /// Counts a vote.
    pub fn count(&mut self, approve: bool, weight: u64) -> Result<()> {
        let side = if approve { &mut self.yes } else { &mut self.no };
        *side = side.checked_add(weight).ok_or(GovernorError::Overflow)?;
        Ok(())
    }

    /// Whether more voted yes than no, and enough. Final when the vote is over.
    pub fn passes(&self) -> bool {
        self.yes > self.no && self.yes >= self.quorum
    }

    /// Where it stands.
    pub fn stage(&self, now: i64) -> Stage {
        if self.start == 0 {
            Stage::Draft
        } else if now < self.end {
            Stage::Voting
        } else if !self.passes() {
            Stage::Rejected
        } else if self.executed == self.instructions {
            Stage::Executed
        } else if now < self.expiry() {
            Stage::Passed
        } else {
            Stage::Expired
        }
    }

    /// From when on it can't be executed any more.
    pub fn expiry(&self) -> i64 {
        self.end.saturating_add(EXECUTION_TIME)
    }

    /// Refuses a proposal whose next instruction can't be executed now.
    pub fn check_executable(&self, now: i64) -> Result<()> {
        match self.stage(now) {
            Stage::Draft => Err(GovernorError::Draft.into()),
            Stage::Voting => check_numbers(false, GovernorError::TooEarly, now, self.end),
            Stage::Rejected => check_numbers(false, GovernorError::NotPassed, self.yes, self.quorum),
            Stage::Passed => Ok(()),
            Stage::Executed => Err(GovernorError::NothingToExecute.into()),
            Stage::Expired => check_numbers(false, GovernorError::TooLate, now, self.expiry()),
        }
    }

    /// The next instruction in an account's data, and how many bytes it takes.
    pub fn next_instruction(&self, data: &[u8]) -> Result<(ProposedInstruction, u64)> {
        let begin = (Self::SPACE as u64).checked_add(self.executed_bytes).ok_or(GovernorError::Overflow)?;
        ProposedInstruction::read(data.get(begin as usize..).ok_or(GovernorError::BadInstruction)?)
    }

    /// Counts an instruction as executed and returns its place.
    pub fn count_execution(&mut self, bytes: u64) -> Result<u64> {
        let index = self.executed;
        self.executed = index.checked_add(1).ok_or(GovernorError::Overflow)?;
        self.executed_bytes = self.executed_bytes.checked_add(bytes).ok_or(GovernorError::Overflow)?;
        Ok(index)
    }

    /// Refuses to close a proposal that is of use: a draft, unless its proposer closes it or it is old, one that is voted on,
    /// and one that can be executed.
    pub fn check_over(&self, signer: &Pubkey, now: i64) -> Result<()> {
        let over = match self.stage(now) {
            Stage::Draft => *signer == self.proposer || now >= self.drafted_at.saturating_add(DRAFT_TIME),
            Stage::Voting | Stage::Passed => false,
            Stage::Rejected | Stage::Executed | Stage::Expired => true,
        };
        check(over, GovernorError::NotOver)
    }
}
