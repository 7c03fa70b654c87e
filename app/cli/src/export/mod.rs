//! `girder export`: a network's accounts as a table, in a file that spreadsheets or data frames read.

mod csv_file;
mod parquet_file;
mod rows;
mod table;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};
use girder_sdk::audit::Snapshot;
use solana_address::Address;

use crate::{output, source::Source};
use table::Table;

/// Options of `girder export`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder export NETWORK --url devnet --what operators --out operators.csv
  girder export NETWORK --ledger ledger.json --what positions --format parquet --out positions.parquet

A row is an account. Amounts are base units of their mint, shares are shares of the operator's pool, rates are basis points.
Times are UTC: text in CSV, milliseconds since 1970 in Parquet. What an account lacks is empty.")]
pub struct Export {
    /// The network's address
    network: Address,
    #[command(flatten)]
    source: Source,
    /// Which accounts
    #[arg(long, value_enum)]
    what: What,
    /// The file's format
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// The file to write, replacing one that is there
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Accounts that can be exported.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum What {
    /// Operators, with the stake that covers credit
    Operators,
    /// Shares of operators' pools, with what they are worth and earned
    Positions,
    /// Devices, with their newest statement
    Devices,
    /// Settled epochs that are not closed
    Epochs,
    /// Slash cases that are not closed
    Cases,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Comma-separated values, a line of names first
    Csv,
    /// Apache Parquet, compressed with Snappy
    Parquet,
}

/// Writes the file, and says what is in it.
pub async fn export(options: &Export) -> Result<bool> {
    let ledger = options.source.open()?;
    let snapshot = Snapshot::take(ledger.as_ref(), options.network).await?;
    let table = rows::table(&snapshot, options.what)?;
    match options.format {
        Format::Csv => csv_file::write(&table, &options.out)?,
        Format::Parquet => parquet_file::write(&table, &options.out)?,
    }
    let Table { columns, rows } = &table;
    output::print(&format!("{rows} rows of {} columns in {}\n", columns.len(), options.out.display()))?;
    Ok(true)
}
