//! Everything the program refuses, and what would be right instead.

use anchor_lang::prelude::*;

/// Defines the errors as Anchor's `error_code` does, but with their texts in a table: its `match` with a string made in
/// every arm was an eightieth of the program. The IDL is still written by Anchor's.
macro_rules! errors {
    ($(#[$attribute:meta])* pub enum $errors:ident { $($(#[doc = $doc:literal])* #[msg($message:literal)] $error:ident,)* }) => {
        $(#[$attribute])*
        #[cfg(feature = "idl-build")]
        #[error_code]
        #[derive(PartialEq, Eq)]
        pub enum $errors { $($(#[doc = $doc])* #[msg($message)] $error,)* }

        $(#[$attribute])*
        #[cfg(not(feature = "idl-build"))]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u32)]
        pub enum $errors { $($(#[doc = $doc])* $error,)* }

        #[cfg(not(feature = "idl-build"))]
        const TEXTS: &[(&str, &str)] = &[$((stringify!($error), $message)),*];
    };
}

errors! {
/// Why an instruction was refused. Where numbers decided, the log holds them as `Left` and `Right`.
pub enum LedgerError {
    // Accounts
    /// An account of another network.
    #[msg("the account belongs to another network than the one given")]
    WrongNetwork,
    /// An account of another operator.
    #[msg("the account belongs to another operator than the one given")]
    WrongOperator,
    /// An account of another offender.
    #[msg("the case is about another operator or attestor than the one given")]
    WrongOffender,
    /// The signer has no right to do this.
    #[msg("the signer is not the authority that this needs")]
    WrongAuthority,
    /// A mint that is not the network's.
    #[msg("the mint is not the one that the network names")]
    WrongMint,
    /// A vault that is not the network's.
    #[msg("the vault is not the one that the network names")]
    WrongVault,
    /// Tokens would go to somebody else's account.
    #[msg("the token account belongs to somebody else than whom this pays")]
    WrongDestination,
    /// Another token program.
    #[msg("the token program is not the one that owns the vault")]
    WrongTokenProgram,
    /// Rent would go to somebody else than who paid it.
    #[msg("rent goes back to the account that paid it")]
    WrongRentPayer,
    /// An account at another address than its seeds give.
    #[msg("the account's address is not the one that its seeds give")]
    WrongAddress,
    /// An account that exists.
    #[msg("the account exists already")]
    AlreadyExists,
    /// Fewer, more or other shards than the network has.
    #[msg("all shards of the network are needed, each once, in the order of their numbers")]
    WrongShards,
    /// A number that names no shard.
    #[msg("a network's shards are numbered from 0 to the count fixed at its creation, exclusively")]
    ShardOutOfRange,

    // Parameters
    /// Not 1 to 32 bytes.
    #[msg("a network's name has 1 to 32 bytes, padded with zeros")]
    BadName,
    /// A parameter outside its bounds.
    #[msg("the parameter named in the log is outside the bounds named beside it")]
    ParameterOutOfBounds,
    /// G > len
    #[msg("the grace must not exceed the epoch length: Left must be at most Right, in seconds")]
    GraceExceedsEpoch,
    /// len + G + A > U
    #[msg(
        "unbonding must outlast evidence: epoch length + grace + evidence age (Left) must be at most unbonding (Right), in seconds"
    )]
    EvidenceOutlivesUnbonding,
    /// D + G + P + M > 29 len
    #[msg(
        "delays must fit the rings: dispute + grace + appeal + longest pause (Left) must be at most 29 epochs (Right), in seconds"
    )]
    DelaysExceedRing,
    /// len + G + A + D > bond unbonding
    #[msg(
        "bonds must outlast evidence: epoch length + grace + evidence age + dispute (Left) must be at most bond unbonding (Right), in seconds"
    )]
    EvidenceOutlivesBonds,
    /// W + P > 29 len
    #[msg(
        "correlation must fit its ring: correlation window + appeal (Left) must be at most 29 epochs (Right), in seconds"
    )]
    CorrelationExceedsRing,
    /// k m L > collateral r / 2
    #[msg(
        "lying must not pay: epochs at risk x most reward x leverage (Left) must be at most half of collateral x slash rate (Right), both x 2 x 10^8"
    )]
    LyingWouldPay,
    /// 2 emission ceil(window / len) > breaker size
    #[msg(
        "the breaker must hold twice what its window emits: 2 x initial emission x epochs in the window, begun ones included (Left), must be at most its size (Right)"
    )]
    BreakerTooSmall,

    /// The base of a proposal is gone.
    #[msg("the proposal is stale: it was made for version Left of the parameters, and Right is in force")]
    StaleProposal,

    // Roles and pauses
    /// No such role.
    #[msg("a network's roles are the authority (0) and the guardian (1)")]
    NoSuchRole,
    /// No such subject.
    #[msg("what can be paused is intake (0), settlement (1) and claims (2)")]
    NoSuchPauseSubject,
    /// Paused.
    #[msg("the guardian paused this: the time is Left, the pause ends by itself at Right")]
    Paused,
    /// Out of range.
    #[msg("a pause takes from 1 second to the network's longest pause (Right): it is Left")]
    PauseTooLong,
    /// Nothing to end.
    #[msg("no pause of this is running")]
    NotPaused,

    // Mints
    /// The mint can freeze accounts.
    #[msg("the mint has a freeze authority, which could lock the vaults: give it up, or name that risk")]
    MintHasFreezeAuthority,
    /// The mint has an extension that is not on the allow-list.
    #[msg(
        "the mint has the extension named in the log; beside metadata and groups only those are allowed whose risk is named"
    )]
    MintExtensionRefused,
    /// A bit that is no risk.
    #[msg("the risks (Left) are bits of which all together are Right")]
    UnknownMintRisk,
    /// The network could not mint.
    #[msg(
        "the creator must hold the reward mint's authority, to hand it to the network, unless rewards are vault-funded"
    )]
    NoMintAuthority,
    /// Native SOL without a treasury.
    #[msg("native SOL can't be burned: name a treasury for slashed collateral")]
    TreasuryNeeded,
    /// Nothing to move.
    #[msg("the amount must be above 0")]
    ZeroAmount,

    // Attestors
    /// A set or an attestor in the wrong state.
    #[msg("the attestor set is sealed; changes need the next version")]
    SetSealed,
    /// A set that was never sealed.
    #[msg("the attestor set is a draft; it counts once it is sealed")]
    SetNotSealed,
    /// Another set's epoch.
    #[msg("the attestor set is not the one needed: in force in that epoch, or the newest sealed one, or its draft")]
    SetNotInForce,
    /// No place left.
    #[msg("an attestor set holds 32 keys at most")]
    SetFull,
    /// Already there.
    #[msg("the key is in the set already")]
    DuplicateAttestor,
    /// Not there.
    #[msg("the key is not in this attestor set, or was struck from it")]
    NotInSet,
    /// A weight of 0 or a sum beyond a u64.
    #[msg("weights must be above 0 and their sum must fit a u64")]
    BadWeight,
    /// A proof threshold at or below half.
    #[msg("the proof threshold must be above half of all weight (Left) and at most all of it (Right)")]
    BadProofThreshold,
    /// A verdict threshold below two thirds.
    #[msg("the verdict threshold must be at least two thirds of all weight (Left) and at most all of it (Right)")]
    BadVerdictThreshold,
    /// A transaction could not hold a quorum.
    #[msg(
        "the heaviest keys that fit one transaction (4, or 3 where a class allows secp256r1) must reach the proof threshold"
    )]
    QuorumTooWide,
    /// Not a later epoch.
    #[msg(
        "the change must start in an epoch that has not begun, and after the previous one: Left must be at least Right"
    )]
    EpochNotAhead,
    /// Too late an epoch.
    #[msg("a set begins at most 32 epochs ahead: Left must be at most Right, since bonds wait for it")]
    EpochTooFarAhead,
    /// Less than the network asks for.
    #[msg("the attestor's bond (Left) is below the network's minimum (Right)")]
    BondTooSmall,
    /// On its way out.
    #[msg("the attestor is leaving: its bond is unbonding")]
    AttestorLeaving,
    /// Still signing.
    #[msg("the attestor is in a set that is not over: strike its key there first")]
    AttestorInForce,
    /// Bond not asked back yet.
    #[msg("the bond is not unbonding: ask for it first")]
    BondNotUnbonding,
    /// Slashed before.
    #[msg("the attestor was slashed for a double statement: no set takes it in")]
    AttestorAtFault,

    // Classes
    /// No such class.
    #[msg("there is no class of that number")]
    NoSuchClass,
    /// No place left.
    #[msg("a network has 64 classes at most")]
    ClassesFull,
    /// Key kinds, limit or weight out of range.
    #[msg("a class needs a key kind, a limit above 0, and limit x weight of 2^52 at most that reaches its floor")]
    BadClass,
    /// Two changes of weight too close together.
    #[msg(
        "evidence is still taken about epochs before the last change of weight: the time is Left, this is allowed from Right on"
    )]
    ReweightTooSoon,
    /// Retired.
    #[msg("the class is retired in that epoch")]
    ClassRetired,
    /// Not this kind of key.
    #[msg("the class does not allow this kind of key")]
    KeyKindNotAllowed,

    // Operators and devices
    /// Not invited.
    #[msg("operators of this network are invited: its authority must sign, too")]
    NotInvited,
    /// Commission above the network's.
    #[msg("the commission (Left) exceeds the network's maximum (Right), in basis points")]
    CommissionTooHigh,
    /// Too large a rise.
    #[msg("the commission (Left) exceeds the rate in force and the network's step together (Right), in basis points")]
    CommissionStepTooLarge,
    /// Longer than allowed.
    #[msg("the maintenance (Left) is longer than the network's maximum (Right), in epochs")]
    MaintenanceTooLong,
    /// Under way.
    #[msg("a declared maintenance is running until before epoch Right: the next one that has not begun is Left")]
    MaintenanceRunning,
    /// Too close to the last.
    #[msg("the maintenance begins in epoch Left: after the last one it may from epoch Right on")]
    MaintenanceTooSoon,
    /// In jail.
    #[msg("the operator is jailed")]
    Jailed,
    /// Not in jail.
    #[msg("the operator is not jailed")]
    NotJailed,
    /// Not a device key.
    #[msg("the key is of no known kind, or its padding is not zero")]
    BadKey,
    /// Retired or faulted.
    #[msg("the device takes no statements any more: it is retired, or was found at fault before")]
    DeviceNotActive,
    /// Still active.
    #[msg("the device is active: retire it first")]
    DeviceActive,
    /// No place left.
    #[msg("a network has 32 licensed regions at most")]
    RegionsFull,
    /// No licence where one is needed.
    #[msg(
        "the device's region needs a licence by its licensor (Left: until when it has one) beyond the epoch's start (Right)"
    )]
    LicenceNeeded,
    /// Not signed by the licensor.
    #[msg("the licence is not signed by the licensor of the device's region")]
    WrongLicensor,
    /// Not a newer licence.
    #[msg("the licence was issued at Left: it must be after the device's last one and not ahead of the time (Right)")]
    LicenceNotNewer,
    /// Another class than the device's.
    #[msg("the statement's class is not the device's")]
    WrongClass,

    // Proofs
    /// Before the epoch, or after its grace.
    #[msg("the statement is not taken now: an epoch's proofs are taken from its start until its grace is over")]
    OutsideProofWindow,
    /// Too late: settled.
    #[msg("the epoch is settled")]
    EpochSettled,
    /// Before the device's first epoch.
    #[msg("the device earns from a later epoch on")]
    DeviceTooNew,
    /// Not a newer statement.
    #[msg("the sequence (Left) must be above the device's last one in that epoch (Right)")]
    OldSequence,
    /// More than a device may contribute.
    #[msg("the units (Left) exceed the class's limit per device and epoch (Right)")]
    TooManyUnits,
    /// No, or another, precompile instruction.
    #[msg("the instruction at the named index is not the precompile's")]
    NotPrecompile,
    /// Not exactly what was expected.
    #[msg("the precompile instruction's count, padding, length, offsets or indices are not exactly as expected")]
    MalformedSignatures,
    /// Another message.
    #[msg("what was signed is not this statement's digest")]
    WrongMessage,
    /// Not the device's key.
    #[msg("the first signature of its kind is not by the device's key")]
    WrongDeviceKey,
    /// One attestor twice.
    #[msg("an attestor signed twice")]
    AttestorSignedTwice,
    /// Not enough attestors.
    #[msg("the attestors' weight (Left) is below the threshold (Right)")]
    BelowThreshold,
    /// No verifier's signature.
    #[msg("the class takes credit only through its verifier program, whose authority must sign")]
    VerifierNeeded,

    // Epochs
    /// A slot of an earlier epoch is not empty.
    #[msg("the operator holds credit of an earlier epoch: settle that epoch and harvest it first")]
    HarvestFirst,
    /// A slot of an earlier epoch is not empty.
    #[msg("the shard's ring slot holds an earlier epoch: settle it first")]
    SettleFirst,
    /// Not the next one.
    #[msg("epochs settle in order: the next one is Right")]
    SettleInOrder,
    /// Not yet.
    #[msg("too early: the time is Left, this is allowed from Right on")]
    TooEarly,
    /// Not any more.
    #[msg("too late: the time is Left, this was allowed before Right")]
    TooLate,
    /// Not settled.
    #[msg("the epoch is not settled")]
    EpochNotSettled,
    /// Nothing there.
    #[msg("the operator has no credit in that epoch, or it was harvested")]
    NothingToHarvest,
    /// Nothing there.
    #[msg("nothing is owed")]
    NothingOwed,
    /// The breaker is full.
    #[msg(
        "the breaker on payouts is full, and what is owed stays owed: the time is Left, claims pay again from Right on"
    )]
    BreakerFull,
    /// Credit is left.
    #[msg("the epoch has credit that is not harvested; it closes a year after its end")]
    EpochNotHarvested,

    // Stake
    /// Below the minimum.
    #[msg("the deposit (Left) is below the network's minimum (Right)")]
    DepositTooSmall,
    /// Own stake below the minimum.
    #[msg("the operator's own active stake (Left) is below the network's minimum (Right)")]
    SelfStakeTooSmall,
    /// Own stake too small for the rest.
    #[msg("own active stake x leverage would be below active stake")]
    LeverageExceeded,
    /// The pool is full.
    #[msg("a pool holds 2^56 shares at most")]
    PoolFull,
    /// The price fell too far.
    #[msg("the pool's price fell below 1/256 or it was wiped out too often: it takes no more deposits")]
    PoolDraining,
    /// A case is open.
    #[msg("a slash case of the operator is open")]
    CaseOpen,
    /// Not enough shares.
    #[msg("the position has fewer active shares (Right) than asked for (Left)")]
    NotEnoughShares,
    /// No ticket left.
    #[msg("a position has 8 tickets at most: withdraw or cancel one first")]
    TicketsFull,
    /// No such ticket.
    #[msg("the position has no ticket of that number")]
    NoSuchTicket,
    /// Only the owner, while a case is open.
    #[msg("while a slash case is open only the owner may withdraw: what an overturned case returns stays behind")]
    OwnerMustWithdraw,
    /// From and to are one.
    #[msg("both positions are the same one")]
    SamePosition,
    /// A gift that the receiver did not agree to.
    #[msg("the receiving position's owner must sign, unless it is empty and the giver paid its rent")]
    RecipientMustSign,
    /// Too short or too long a lock.
    #[msg("a lock ends after now and 28 days ahead at most: Left must be from 1 to Right, in seconds from now")]
    LockOutOfRange,
    /// Locked for a vote.
    #[msg("the position's shares are locked for a vote: the time is Left, they leave or move from Right on")]
    SharesLocked,
    /// Not empty.
    #[msg("the position holds shares or unclaimed rewards")]
    PositionNotEmpty,
    /// The operator's own.
    #[msg("the operator's own position lives as long as the operator")]
    OwnPosition,

    // Slashing
    /// The same digest twice, or another slot.
    #[msg("the two statements are not different statements for one epoch and sequence")]
    NoEquivocation,
    /// The same digest twice, or another subject.
    #[msg("the two statements are not different statements about one subject")]
    NoDoubleStatement,
    /// Before the epoch.
    #[msg("the evidence is about an epoch that has not begun")]
    EvidenceAhead,
    /// Old once.
    #[msg("the evidence is about epoch Left: that about epochs before Right was old when the parameters changed")]
    EvidenceClosed,
    /// Enough credit.
    #[msg("the operator was below its floor in Left epochs that count: downtime takes Right")]
    NotDown,
    /// Not a fraction.
    #[msg("the fraction (Left) must be from 1 to 10^4 basis points")]
    BadFraction,
    /// Nobody is paid for it.
    #[msg("cases of this kind pay no bounty")]
    NoBounty,
    /// Another commitment.
    #[msg("the ticket is not about this case's two statements and this reporter with this salt")]
    WrongCommitment,
    /// Made too late.
    #[msg("the ticket was made in slot Left: it had to be before the case was opened, in slot Right")]
    TicketTooNew,
    /// Another was first.
    #[msg("the ticket was made in slot Left: one made in slot Right was revealed already")]
    OlderTicketRevealed,
    /// Decided.
    #[msg("the case is decided")]
    CaseDecided,
    /// Not decided.
    #[msg("the case is not decided")]
    CaseUndecided,
    /// Not closed.
    #[msg("the device's slash case is not closed: decide and close it first")]
    CaseNotClosed,

    // Safety
    // Ends
    /// The network has an end.
    #[msg("the network is retired from epoch Right on: this is about epoch Left")]
    NetworkRetired,
    /// Epochs are left.
    #[msg("epochs before Left are settled: the network is over when those before Right are")]
    NetworkNotOver,
    /// Somebody's accounts are left.
    #[msg("Left accounts of the network are open: close them first")]
    NetworkNotEmpty,
    /// Positions or devices are left.
    #[msg("Left positions of others and devices of the operator are open: close them first")]
    OperatorNotEmpty,
    /// Commission is left.
    #[msg("the operator's commission is not claimed: anybody may claim it for the payout wallet")]
    CommissionOwed,
    /// The set has epochs to come.
    #[msg("epochs before Left are settled: the set is in force until epoch Right")]
    SetNotOver,
    /// Pay is left.
    #[msg("a member's pay is not claimed: anybody may claim it for its payee")]
    PayOwed,

    /// A number does not fit.
    #[msg("a number does not fit its type")]
    Overflow,
    /// Less in a vault than is owed.
    #[msg("solvency: the vault (Left) would hold less than is owed from it (Right)")]
    Insolvent,
    /// More minted than allowed.
    #[msg("solvency: initial supply + minted (Left) would exceed the supply cap (Right)")]
    CapExceeded,
    /// A state type's invariant does not hold.
    #[msg("an account's invariant would break")]
    InvariantBroken,
    /// A handover nobody offered.
    #[msg("the handover was not offered to this signer")]
    NoHandover,
    /// A wallet nobody could use.
    #[msg("the address must not be zero")]
    ZeroAddress,

    // Layouts
    /// An account of a version before today's.
    #[msg("the account has an old layout: migrate it first")]
    OldLayout,
    /// Nothing to migrate.
    #[msg("the account has today's layout: there is nothing to migrate")]
    LayoutIsCurrent,
}
}

#[cfg(not(feature = "idl-build"))]
impl LedgerError {
    /// The error's name.
    pub fn name(self) -> &'static str {
        self.texts().0
    }

    fn texts(self) -> (&'static str, &'static str) {
        TEXTS.get(self as usize).copied().unwrap_or_default()
    }
}

#[cfg(not(feature = "idl-build"))]
impl std::fmt::Display for LedgerError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.texts().1)
    }
}

#[cfg(not(feature = "idl-build"))]
impl From<LedgerError> for u32 {
    fn from(error: LedgerError) -> Self {
        (error as Self).saturating_add(anchor_lang::error::ERROR_CODE_OFFSET)
    }
}

#[cfg(not(feature = "idl-build"))]
impl From<LedgerError> for Error {
    #[cold]
    fn from(error: LedgerError) -> Self {
        let (name, message) = error.texts();
        Self::from(AnchorError {
            error_name: name.to_owned(),
            error_code_number: error.into(),
            error_msg: message.to_owned(),
            error_origin: None,
            compared_values: None,
        })
    }
}

impl LedgerError {
    /// The error with the two numbers that decided.
    #[inline(never)]
    pub fn with_numbers(self, left: i128, right: i128) -> Error {
        Error::from(self).with_values((left, right))
    }
}

/// Refuses unless the condition holds. Not Anchor's `require!`, whose expansion in a hundred places is a tenth of the
/// program; the error's name says as much as a line number.
pub fn check(condition: bool, otherwise: LedgerError) -> Result<()> {
    if condition { Ok(()) } else { Err(otherwise.into()) }
}

/// Refuses unless the condition holds, with the two numbers that decided in the log.
pub fn check_numbers(
    condition: bool,
    otherwise: LedgerError,
    left: impl Into<i128>,
    right: impl Into<i128>,
) -> Result<()> {
    if condition { Ok(()) } else { Err(otherwise.with_numbers(left.into(), right.into())) }
}
