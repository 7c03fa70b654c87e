//! `girder`: run and inspect reward ledgers of decentralised physical infrastructure networks.

mod airdrop;
mod attest;
mod attested;
mod attestor;
mod audit;
mod class;
mod cluster;
mod completions;
mod crank;
mod demo;
mod deploy;
mod device;
#[cfg(test)]
mod documents;
mod every;
mod export;
mod hex;
mod inspect;
mod keys;
mod ledger_file;
mod network;
mod network_file;
mod operator;
mod output;
mod owners;
mod proof;
mod prove;
mod realm;
mod report;
mod signed;
mod simulate;
mod slash;
mod source;
mod stake;
mod statement;
mod token;
mod top;
mod upgrade;
mod verdict;
mod verdict_file;
mod vote;
mod work;

use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};

/// Girder: a reward ledger for decentralised physical infrastructure, on Solana.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play a network's life from its creation to paid and slashed operators, with real work on real files
    Demo(demo::Demo),
    /// Deploy the programs to a cluster, create and change networks on it: as a file says
    Deploy(deploy::Deploy),
    /// Show any account of a ledger as JSON
    Inspect(inspect::Inspect),
    /// Show who owns an operator, and what each owner earned
    Owners(owners::Owners),
    /// Check every total of a ledger against its accounts and vaults
    Audit(audit::Audit),
    /// Take the steps on a network that anybody may take: settle, harvest, pay, execute, close
    Crank(crank::Cranking),
    /// Decide by stake what a network's authority does: draft, vote, execute
    Vote(vote::Vote),
    /// Let stake count in a realm of SPL Governance
    Realm(realm::Realm),
    /// Upgrade a program slowly and in public
    Upgrade(upgrade::Upgrading),
    /// Show networks; fund, pause, hand over, change, retire and close one
    Network(network::NetworkOptions),
    /// Add a network's classes, change their weight, retire them; name who licenses devices
    Class(class::ClassOptions),
    /// Be an attestor, and seal sets of them
    Attestor(attestor::AttestorOptions),
    /// Get SOL on a test cluster
    Airdrop(airdrop::Airdrop),
    /// Run an operator: register it, name its keys, set its commission, declare maintenance; list and show operators
    Operator(operator::Operator),
    /// Register an operator's devices, license them, move them to new keys, retire them; list devices
    Device(device::Device),
    /// Stake with an operator, leave, and be paid; list and show positions
    Stake(stake::Stake),
    /// Show and send a network's tokens
    Token(token::TokenOptions),
    /// Watch a network live in the terminal
    Top(top::Top),
    /// Write a network's operators, positions, devices, epochs or cases to a CSV or Parquet file
    Export(export::Export),
    /// Play honest and dishonest strategies on the real program, and show what each earns
    Simulate(simulate::Simulate),
    /// Make and show keys of devices and attestors
    Keys(keys::Keys),
    /// Sign a device's statement offline, ready for attestors, or check one
    Prove(prove::Prove),
    /// Sign a device's statement or a verdict as an attestor, offline
    Attest(attest::Attest),
    /// Submit a device's statement with its attestors' signatures
    Proof(proof::Proof),
    /// Report who signed two statements or was down too often; list, overturn, execute and close cases
    Slash(slash::Slash),
    /// Draft what attestors find about an operator, sign it, and open its case
    Verdict(verdict::VerdictOptions),
    /// Print the script that makes a shell complete commands and options
    Completions(completions::Completions),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(&Cli::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {}", causes(&error));
            ExitCode::FAILURE
        }
    }
}

/// An error and its causes in one line. Some errors say their cause themselves: it is not said twice.
fn causes(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |said, cause| match said.as_str() {
        "" => cause,
        said if said.ends_with(&cause) => said.to_owned(),
        said => format!("{said}: {cause}"),
    })
}

/// Runs a command; false if it ran, but what it looked at is wrong.
async fn run(cli: &Cli) -> Result<bool> {
    match &cli.command {
        Command::Demo(options) => demo::demo(options).await,
        Command::Deploy(options) => deploy::deploy(options).await,
        Command::Inspect(options) => inspect::inspect(options).await,
        Command::Owners(options) => owners::owners(options).await,
        Command::Audit(options) => audit::audit(options).await,
        Command::Crank(options) => crank::crank(options).await,
        Command::Vote(options) => vote::vote(options).await,
        Command::Realm(options) => realm::realm(options).await,
        Command::Upgrade(options) => upgrade::upgrade(options).await,
        Command::Network(options) => network::network(options).await,
        Command::Class(options) => class::class(options).await,
        Command::Attestor(options) => attestor::attestor(options).await,
        Command::Airdrop(options) => airdrop::airdrop(options).await,
        Command::Operator(options) => operator::operator(options).await,
        Command::Device(options) => device::device(options).await,
        Command::Stake(options) => stake::stake(options).await,
        Command::Token(options) => token::token(options).await,
        Command::Top(options) => top::top(options).await,
        Command::Export(options) => export::export(options).await,
        Command::Simulate(options) => simulate::simulate(options).await,
        Command::Keys(options) => keys::keys(options),
        Command::Prove(options) => prove::prove(options).await,
        Command::Attest(options) => attest::attest(options),
        Command::Proof(options) => proof::proof(options).await,
        Command::Slash(options) => slash::slash(options).await,
        Command::Verdict(options) => verdict::verdict(options).await,
        Command::Completions(options) => completions::completions(options, Cli::command()),
    }
}

#[cfg(test)]
mod tests;
