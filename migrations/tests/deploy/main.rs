//! A cluster is planned and brought to what a file says, on the compiled programs and the real loader.

mod accounts;
mod files;
mod identity;
mod interrupted;
mod networks;
mod parameters;
mod programs;
mod roles;
mod scene;
mod upgrades;
