//! Everything the program refuses, and what would be right instead.

use anchor_lang::prelude::*;

/// Why an instruction was refused. Where numbers decided, the log holds them as `Left` and `Right`.
#[error_code]
#[derive(PartialEq, Eq)]
pub enum GovernorError {
    // Accounts
    /// An account of another network.
    #[msg("the account belongs to another network than the one that votes")]
    WrongNetwork,
    /// A position in another pool.
    #[msg("the position is in the pool of another operator than the one given")]
    WrongOperator,
    /// The signer has no right to do this.
    #[msg("the signer is not the one that this needs")]
    WrongAuthority,
    /// Rent would go to somebody else than who paid it.
    #[msg("rent goes back to the account that paid it")]
    WrongRentPayer,

    // Governance
    /// Too short or too long a vote.
    #[msg("a vote lasts at least a day and at most 14 days: Left must be from 86400 to Right, in seconds")]
    VotingTimeOutOfBounds,
    /// Too low or too high a quorum.
    #[msg("the quorum must be from 1000 to 5000 basis points of the active stake (Left), so Right at most")]
    QuorumOutOfBounds,
    /// A threshold of 0.
    #[msg("the stake that proposing takes must be above 0")]
    ThresholdOutOfBounds,
    /// The network is there.
    #[msg("the network still exists: its governance stays")]
    NetworkExists,
    /// Proposals are there.
    #[msg("proposals of the network are not closed: close them first")]
    ProposalsNotClosed,

    // Proposals
    /// Its vote was opened.
    #[msg("the proposal is no draft any more")]
    NoDraft,
    /// Its vote was not opened.
    #[msg("the proposal is a draft: its vote was not opened")]
    Draft,
    /// No place left.
    #[msg("the proposal would have Left bytes: it holds Right at most")]
    ProposalFull,
    /// Less than proposing takes.
    #[msg("the proposer's position is worth Left: opening a vote takes Right, in base units of collateral")]
    StakeTooSmall,
    /// Before the vote, or after it.
    #[msg("votes are taken from the vote's start until before its end: the time is Left, the end Right")]
    OutsideVote,
    /// Came too late.
    #[msg(
        "the position's newest shares came at Left: they count in votes that began after that, this one began at Right"
    )]
    SharesTooNew,
    /// Worth nothing.
    #[msg("the position's active shares are worth nothing")]
    NoWeight,
    /// Not yet.
    #[msg("too early: the time is Left, this is allowed from Right on")]
    TooEarly,
    /// Not any more.
    #[msg("too late: the time is Left, this was allowed before Right")]
    TooLate,
    /// More no than yes, or too few.
    #[msg("the proposal did not pass: yes (Left) must exceed no and reach the quorum (Right)")]
    NotPassed,
    /// All done.
    #[msg("all of the proposal's instructions were executed")]
    NothingToExecute,
    /// An account that the instruction names.
    #[msg("an account that the proposed instruction names, or its program, is not among those handed in")]
    AccountMissing,
    /// Still of use.
    #[msg("the proposal is not over: it is a draft, its vote goes on, or it passed and can be executed")]
    NotOver,
    /// Not an instruction.
    #[msg("the proposal's next instruction can't be read")]
    BadInstruction,

    // Realms
    /// Not a realm.
    #[msg("the account is no realm of an spl-governance program")]
    NoRealm,
    /// Not a mint of the realm.
    #[msg("the mint is neither the realm's community mint nor its council mint")]
    WrongMint,
    /// Too short or too long.
    #[msg("the realm's voting time must be above 0 and at most 90 days: Left must be from 1 to Right, in seconds")]
    RealmVotingTimeOutOfBounds,
    /// Not in pairs.
    #[msg("positions are handed in as pairs: an operator and its position")]
    NoPairs,
    /// Twice the same, or not in order.
    #[msg("positions are handed in once each, in ascending order of their addresses")]
    PositionsNotAscending,

    // Safety
    /// A number does not fit.
    #[msg("a number does not fit its type")]
    Overflow,
}

/// Refuses unless the condition holds.
pub fn check(condition: bool, otherwise: GovernorError) -> Result<()> {
    if condition { Ok(()) } else { Err(otherwise.into()) }
}

/// Refuses unless the condition holds, with the two numbers that decided in the log.
pub fn check_numbers(
    condition: bool,
    otherwise: GovernorError,
    left: impl Into<i128>,
    right: impl Into<i128>,
) -> Result<()> {
    if condition { Ok(()) } else { Err(Error::from(otherwise).with_values((left.into(), right.into()))) }
}

/// Refuses an address that is not the expected one, and logs both.
pub fn check_key(actual: &Pubkey, expected: &Pubkey, otherwise: GovernorError) -> Result<()> {
    if actual == expected { Ok(()) } else { Err(Error::from(otherwise).with_pubkeys((*actual, *expected))) }
}
