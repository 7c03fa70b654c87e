//! Brings a cluster to what a file says: the programs are deployed or upgraded, networks are created and changed, accounts of old
//! layouts are moved to today's.
//!
//! - [`ClusterFile`] is the file, [`network_file`] what it has in common with the demo's.
//! - [`plan`] reads the cluster and says which steps would change something, and what others or time have to do first.
//! - [`apply`] takes these steps. All that it remembers is on the cluster: interrupted anywhere, it goes on from there, and when
//!   there is nothing left to do it does nothing.
//!
//! Nothing here is a transaction of its own making: every instruction comes from `girder-sdk`, every key from a file.

mod accounts;
mod apply;
pub mod cluster_file;
mod network;
pub mod network_file;
mod plan;
mod planner;
mod program;

pub use apply::{Progress, apply};
pub use cluster_file::ClusterFile;
pub use plan::{Plan, Step, Waiting};
pub use planner::plan;
