//! The accounts: their layout, and the methods that keep their rules. They are zero-copy like the ledger's, but for
//! [`VoterWeightRecord`], whose layout is spl-governance's. Amounts are base units of collateral, times Unix seconds; every
//! account remembers who paid its rent, to whom it returns when the account closes.

mod governance;
mod instruction;
mod proposal;
mod realm;
mod stake;
mod vote_record;
mod voter_weight;

pub use governance::*;
pub use instruction::*;
pub use proposal::*;
pub use realm::*;
pub use stake::*;
pub use vote_record::*;
pub use voter_weight::*;
