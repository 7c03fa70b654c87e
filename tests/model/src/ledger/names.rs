//! Who and what there is, by small numbers: addresses and keys are the chain's business.

use girder_interface::offence::OffenceKind;

use super::{Condemnation, Statement};

/// A wallet: any of them may be an operator, an owner, an authority, a payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wallet(pub u8);

impl Wallet {
    /// Creates the network and is its authority.
    pub const AUTHORITY: Self = Self(0);
    /// Gets slashed collateral where the network has a treasury.
    pub const TREASURY: Self = Self(1);
    /// How many there are.
    pub const COUNT: u8 = 12;

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..Self::COUNT).map(Self)
    }
}

/// A key that devices may have. The last few are of the kind secp256r1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceKey(pub u8);

impl DeviceKey {
    /// How many there are.
    pub const COUNT: u8 = 12;
    /// The first one of the kind secp256r1.
    pub const FIRST_SECP256R1: u8 = 9;
    /// The one that is the first attestor's key at the same time.
    pub const ATTESTORS: Self = Self(8);

    /// Whether it is of the kind secp256r1.
    pub fn is_secp256r1(self) -> bool {
        self.0 >= Self::FIRST_SECP256R1
    }
}

/// A key that attestors may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttestorKey(pub u8);

impl AttestorKey {
    /// How many there are.
    pub const COUNT: u8 = 6;
}

/// What a device or an attestor signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signed {
    /// What a device of an operator contributed.
    Contribution(Wallet, DeviceKey, Statement),
    /// What an operator is found guilty of.
    Verdict(Condemnation),
}

/// What somebody may sign one statement about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A device's epoch and sequence.
    Contribution(DeviceKey, u64, u64),
    /// An operator and evidence.
    Verdict(Wallet, u8),
}

impl Signed {
    /// What it is about.
    pub fn subject(&self) -> Subject {
        match self {
            Self::Contribution(_, device, statement) => {
                Subject::Contribution(*device, statement.epoch, statement.sequence)
            }
            Self::Verdict(said) => Subject::Verdict(said.operator, said.evidence),
        }
    }

    /// The epoch that it is about.
    pub fn epoch(&self) -> u64 {
        match self {
            Self::Contribution(_, _, statement) => statement.epoch,
            Self::Verdict(said) => said.epoch,
        }
    }
}

/// What somebody did wrong, and about what: one offence is one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Offence {
    /// A device signed two statements.
    Equivocation(DeviceKey),
    /// An attestor signed two statements on one subject.
    DoubleStatement(AttestorKey, Subject),
    /// An operator was below its floor, up to this epoch.
    Downtime(Wallet, u64),
    /// A quorum found an operator at fault by this evidence.
    Verdict(Wallet, u8),
}

impl Offence {
    /// The number of its kind in the program.
    pub fn kind(self) -> OffenceKind {
        match self {
            Self::Equivocation(_) => OffenceKind::Equivocation,
            Self::DoubleStatement(..) => OffenceKind::DoubleStatement,
            Self::Downtime(..) => OffenceKind::Downtime,
            Self::Verdict(..) => OffenceKind::Verdict,
        }
    }
}

/// Whose collateral a case takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Offender {
    /// An operator's pool.
    Operator(Wallet),
    /// An attestor's bond.
    Attestor(AttestorKey),
}

/// What a reporter commits to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Commitment {
    /// The offence.
    pub offence: Offence,
    /// Both statements, the smaller one first: their order does not matter.
    pub statements: [Signed; 2],
    /// Who reports; nobody can.
    pub reporter: Option<Wallet>,
    /// Every byte of the salt.
    pub salt: u8,
}

impl Commitment {
    /// A commitment to two statements in any order.
    pub fn new(offence: Offence, mut statements: [Signed; 2], reporter: Option<Wallet>, salt: u8) -> Self {
        statements.sort();
        Self { offence, statements, reporter, salt }
    }
}

/// An account of the program, or one of its vaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// The network of that number; 0 is the one in which things happen.
    Network(u8),
    /// Its totals.
    Books(u8),
    /// Its classes.
    Classes(u8),
    /// Its token account for rewards.
    RewardVault(u8),
    /// Its token account for collateral.
    StakeVault(u8),
    /// A shard.
    Shard(u8),
    /// An attestor set of that version.
    Set(u64),
    /// An attestor.
    Attestor(AttestorKey),
    /// The operator of that identity.
    Operator(Wallet),
    /// The position of the second in the pool of the first.
    Position(Wallet, Wallet),
    /// A device.
    Device(DeviceKey),
    /// A settled epoch.
    Epoch(u64),
    /// A slash case.
    Case(Offence),
    /// A reporter's ticket.
    Ticket(Commitment),
    /// A verdict that is being signed.
    Verdict(Condemnation),
    /// The parameters proposed while their version was this.
    ParameterChange(u64),
}

/// Which of the network's tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mint {
    /// What operators are paid in.
    Reward,
    /// What operators stake. It may be the same one.
    Collateral,
}

/// A wallet's token account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Purse {
    /// Whose it is.
    pub owner: Wallet,
    /// What it holds.
    pub mint: Mint,
}
