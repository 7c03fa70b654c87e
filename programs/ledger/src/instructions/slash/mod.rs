//! Slashing: reports, verdicts, and the cases they open.

mod case;
mod close_report_ticket;
mod close_slash_case;
mod close_verdict;
mod commit_report;
mod execute_slash;
mod overturn_slash;
mod report_double_statement;
mod report_downtime;
mod report_equivocation;
mod reveal_report;
mod sign_verdict;
mod slash_by_verdict;

pub(crate) use close_report_ticket::*;
pub(crate) use close_slash_case::*;
pub(crate) use close_verdict::*;
pub use commit_report::*;
pub use execute_slash::*;
pub use overturn_slash::*;
pub use report_double_statement::*;
pub use report_downtime::*;
pub use report_equivocation::*;
pub use reveal_report::*;
pub use sign_verdict::*;
pub use slash_by_verdict::*;
