//! `girder crank`: takes the steps on a network that anybody may take.

use std::{collections::BTreeSet, time::Duration};

use anyhow::Result;
use clap::Args;
use girder_sdk::{
    due::{Crank, CrankReport, Earning, Outcome, Taken, Task},
    ledger::state::Network,
    transport,
};
use serde_json::{Value, json};
use solana_address::Address;
use tokio::time::sleep;

use crate::{cluster::Sending, every::every, output, report::amount};

/// Options of `girder crank`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder crank NETWORK --url devnet
  girder crank NETWORK --every 30s --only settle,harvest --json

Settling an epoch may pay a tip, to the payer's associated token account, which is made when the first tip comes. Rent goes back
to whoever paid it. Payments go to associated token accounts that are there; others wait. A step that somebody else took first
is no failure. Exit code: 1 if the ledger refused a step that is still due.")]
pub struct Cranking {
    /// The network's address
    network: Address,
    /// Do it again and again, with this time between: such as `30s` or `5m`. Without it once, until nothing is due
    #[arg(long, value_name = "TIME", value_parser = every)]
    every: Option<Duration>,
    /// Do these tasks only, separated by commas: migrate, parameters, slash, settle, harvest, claim, commission,
    /// attestor-pay, withdraw, close, wind-down
    #[arg(long, value_name = "TASKS", value_delimiter = ',')]
    only: Vec<Task>,
    #[command(flatten)]
    sending: Sending,
}

/// Takes what is due; true if nothing of it was refused. Where it is to go on, trouble with the ledger is told and tried
/// again.
pub async fn crank(options: &Cranking) -> Result<bool> {
    let all: BTreeSet<Task> = Task::ALL.into();
    let tasks = if options.only.is_empty() { all } else { options.only.iter().copied().collect() };
    let session = options.sending.open()?;
    let (ledger, signer, json) = (session.ledger(), session.signer()?, session.json());
    let network: Network = transport::fetch(ledger, options.network).await?;
    let crank = Crank { transport: ledger, network: options.network, signer, tasks };
    let mut tell = |taken: &Taken| output::print(&line(taken, json)).unwrap_or_default();
    let mut all = CrankReport::default();
    loop {
        let turn = crank.turn(&mut tell).await;
        let Some(every) = options.every else {
            let report = turn?;
            output::print(&totals(&report, network.reward_decimals, json))?;
            return Ok(report.failed == 0);
        };
        match turn {
            Ok(report) if report == CrankReport::default() => {}
            Ok(report) => {
                all.add(&report);
                output::print(&totals(&all, network.reward_decimals, json))?;
            }
            Err(error) => eprintln!("error: {error}; trying again"),
        }
        sleep(every).await;
    }
}

/// A step in a line.
fn line(taken: &Taken, json: bool) -> String {
    if json {
        return taken_json(taken).to_string();
    }
    let what = &taken.step.what;
    match &taken.outcome {
        Outcome::Done(signature) => format!("done     {what}  ({signature})"),
        Outcome::ByOthers => format!("others   {what}"),
        Outcome::NoAccount(account) => format!("waits    {what}: there is no token account {account}"),
        Outcome::Failed(reason) => format!("refused  {what}: {reason}"),
    }
}

fn taken_json(taken: &Taken) -> Value {
    let step = &taken.step;
    let (outcome, detail) = match &taken.outcome {
        Outcome::Done(signature) => ("done", Some(("signature", signature.to_string()))),
        Outcome::ByOthers => ("done by others", None),
        Outcome::NoAccount(account) => ("waits", Some(("missing_account", account.to_string()))),
        Outcome::Failed(reason) => ("refused", Some(("reason", reason.clone()))),
    };
    let rent_to = match step.earning {
        Earning::Rent { to, .. } => Some(to.to_string()),
        _ => None,
    };
    let mut line = json!({
        "task": step.task.name(),
        "account": step.subject.to_string(),
        "what": step.what,
        "rent_to": rent_to,
        "outcome": outcome,
    });
    if let Some((name, value)) = detail {
        line[name] = Value::String(value);
    }
    line
}

/// What it came to in a line.
fn totals(report: &CrankReport, decimals: u8, json: bool) -> String {
    let CrankReport { done, by_others, without_account, failed, transactions, tips, fees, rent } = *report;
    if json {
        return json!({
            "done": done,
            "done_by_others": by_others,
            "waiting": without_account,
            "refused": failed,
            "transactions": transactions,
            "tips": girder_sdk::json::number(tips),
            "fees_lamports": girder_sdk::json::number(fees),
            "rent_lamports": girder_sdk::json::number(rent),
        })
        .to_string();
    }
    let tips = amount::short(tips.into(), decimals);
    let [fees, rent] = [fees, rent].map(|lamports| amount::short(lamports.into(), 9));
    format!(
        "{done} steps in {transactions} transactions ({by_others} done by others, {without_account} waiting, {failed} refused): \
         {tips} tokens of tips, {rent} SOL of rent returned, {fees} SOL of fees"
    )
}
