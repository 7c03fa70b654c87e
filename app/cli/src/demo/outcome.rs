//! From the journal and the accounts to the report.

use std::path::Path;

use anyhow::Result;
use girder_sdk::{
    audit::{Snapshot, audit},
    embedded::PROGRAM,
};
use sha2::{Digest, Sha256};

use super::{
    accounts::Accounts,
    cast::Cast,
    checks::Sources,
    journal::{Journal, sum},
    run::Sample,
    stage::Stage,
};
use crate::{
    hex,
    network_file::Behaviour,
    report::{
        amount::{duration, grouped},
        model::{EpochCell, EpochRow, Fact, Network, OperatorRow, Report},
    },
    work::dataset::{CHUNK_BYTES, Dataset},
};

/// What the operators kept.
pub struct Data<'a> {
    pub dir: &'a Path,
    pub dataset: &'a Dataset,
}

/// The report of a run.
pub async fn report(stage: &Stage, cast: &Cast, samples: &[Vec<Sample>], data: Data<'_>, name: &str) -> Result<Report> {
    let accounts = Accounts::read(stage, cast).await?;
    let epochs: Vec<EpochRow> =
        (0..).zip(samples).map(|(index, row)| epoch_row(&stage.journal, cast, index, row)).collect();
    let operators: Vec<OperatorRow> = cast
        .operators
        .iter()
        .zip(&accounts.operators)
        .enumerate()
        .map(|(position, (operator, own))| {
            let cells = || epochs.iter().filter_map(|row| row.cells.get(position));
            OperatorRow {
                name: operator.name.clone(),
                behaviour: behaviour(operator.behaviour),
                stake: own.stake,
                credits: sum(cells().map(|cell| cell.credits)),
                rewards: sum(cells().map(|cell| cell.rewards)),
                slashed: stage.journal.slashed(operator.address),
                paid: stage.journal.paid.get(&operator.address).copied().unwrap_or(0),
            }
        })
        .collect();
    let audit = audit(&Snapshot::take(&stage.ledger, stage.network.network).await?);
    let sources = Sources {
        cast,
        journal: &stage.journal,
        accounts: &accounts,
        audit: &audit,
        operators: &operators,
        epochs: &epochs,
    };
    let checks = sources.checks();
    Ok(Report {
        title: format!("{} files kept, proven and paid for", grouped(data.dataset.files() as u128)),
        summary: summary(cast, &data, samples.len()),
        network: network(stage, &data, name),
        operators,
        epochs,
        events: stage.journal.story.clone(),
        checks,
    })
}

fn epoch_row(journal: &Journal, cast: &Cast, index: u64, samples: &[Sample]) -> EpochRow {
    let cells = cast.operators.iter().zip(samples).map(|(operator, sample)| EpochCell {
        credits: journal.credits(operator.address, index),
        rewards: journal.reward(operator.address, index),
        stake: sample.stake,
        slashed: sample.taken,
    });
    let cells = cells.collect();
    match journal.settled.get(&index) {
        Some(settled) => EpochRow {
            index,
            pot: settled.pot,
            minted: settled.minted,
            reward_per_million: per_million(settled.reward_per_credit),
            cells,
        },
        None => EpochRow { index, pot: 0, minted: 0, reward_per_million: 0, cells },
    }
}

/// A rate in base units per credit, Q64.64, for a million credits.
fn per_million(rate: u128) -> u64 {
    let (whole, part) = (rate >> 64, rate & u128::from(u64::MAX));
    let whole = whole.saturating_mul(1_000_000).saturating_add((part * 1_000_000) >> 64);
    u64::try_from(whole).unwrap_or(u64::MAX)
}

fn behaviour(behaviour: Behaviour) -> String {
    match behaviour {
        Behaviour::Honest => "honest".to_owned(),
        Behaviour::Offline { from, until } if from == until => format!("offline in epoch {from}"),
        Behaviour::Offline { from, until } => format!("offline in epochs {from} to {until}"),
        Behaviour::Equivocates { in_epoch } => format!("signs twice in epoch {in_epoch}"),
    }
}

fn summary(cast: &Cast, data: &Data, epochs: usize) -> String {
    let (operators, attestors) = (cast.operators.len(), cast.attestors.len());
    let bytes = grouped(data.dataset.bytes().into());
    format!(
        "{operators} operators kept {bytes} bytes of real files for {epochs} epochs. {attestors} attestors asked each for \
         random chunks, which it read from its disk and showed with their Merkle paths; only then device and attestors \
         signed. The ledger program checked the signatures, counted the work, minted the rewards and paid them."
    )
}

fn network(stage: &Stage, data: &Data, name: &str) -> Network {
    let Data { dir, dataset } = data;
    let Journal { transactions, compute_units, .. } = stage.journal;
    let chunk = duration(u64::try_from(stage.parameters.epoch_length).unwrap_or(0));
    let facts = [
        (
            "data",
            format!(
                "{}: {} files, {} bytes, {} chunks of at most {CHUNK_BYTES} bytes",
                dir.display(),
                grouped(dataset.files() as u128),
                grouped(dataset.bytes().into()),
                grouped(dataset.chunks() as u128)
            ),
        ),
        ("network", stage.network.network.to_string()),
        ("instance", hex::encode(&stage.domain.instance)),
        ("token", stage.network.reward.mint.to_string()),
        ("program", girder_sdk::ledger::ID.to_string()),
        ("program's sha256", hex::encode(&Sha256::digest(PROGRAM))),
        ("epoch", chunk),
        ("transactions", grouped(transactions.into())),
        ("compute units", grouped(compute_units.into())),
    ];
    Network {
        name: name.to_owned(),
        reward: stage.token.clone(),
        stake: stage.token.clone(),
        epoch_seconds: u64::try_from(stage.parameters.epoch_length).unwrap_or(0),
        facts: facts.map(|(name, value)| Fact { name: name.to_owned(), value }).into(),
    }
}
