//! From statements to instructions: what is signed, who signs, and how the signatures reach the program.
//!
//! A builder knows the statement and its digest and collects signatures over it, in this process or from anywhere; what it
//! builds holds everything that the program needs. Each of them takes `first_index`, the position in the transaction at
//! which its instructions will begin, because the program finds signatures by their instruction's index.

mod contribution;
mod double_statement;
mod equivocation;
mod licence;
mod registration;
mod verdict;

pub use contribution::{Proof, ProofBuilder, Route};
pub use double_statement::DoubleStatementProof;
pub use equivocation::EquivocationReport;
pub use licence::LicenceBuilder;
pub use registration::RegistrationBuilder;
use solana_address::Address;
pub use verdict::VerdictSignatures;

/// Why there is no proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The device did not sign.
    #[error("the device's signature is missing")]
    DeviceSignatureMissing,
    /// A signer that is not the device.
    #[error("the signer's key is not the device's")]
    WrongSigner,
    /// One attestor twice.
    #[error("attestor {attestor} signed already")]
    AttestedAlready {
        /// Whose second signature it is.
        attestor: Address,
    },
    /// More than a transaction takes.
    #[error("{count} signatures are more than a transaction may hold")]
    TooManySignatures {
        /// How many there are.
        count: usize,
    },
    /// Not two different statements for one slot.
    #[error("the two statements are equal or about different (epoch, sequence)")]
    NoEquivocation,
    /// Not two different statements on one subject.
    #[error("the two statements are equal or on different subjects")]
    NoDoubleStatement,
    /// The instructions would begin beyond the reach of an index.
    #[error("the signatures would be beyond instruction 255 of the transaction")]
    IndexOutOfRange,
}
