//! `girder export`, `girder top` and `girder completions`: a saved ledger, as files and as a frame of the screen.

use std::{fs::File, path::Path};

use parquet::{
    file::reader::{FileReader, SerializedFileReader},
    record::Field,
};
use tempfile::TempDir;

use crate::{directory, girder, with_data};

/// A directory with the ledger of a demo, and the address of its network.
fn saved() -> (TempDir, String) {
    let dir = with_data();
    girder(dir.path(), &["demo", "--data", "data", "--epochs", "4", "--save", "ledger.json"]).assert_done();
    let audit = girder(dir.path(), &["audit", "--ledger", "ledger.json", "--json"]).assert_done().json();
    let network = audit[0]["network"].as_str().expect("a network").to_owned();
    (dir, network)
}

fn export(dir: &Path, network: &str, what: &str, format: &str) -> String {
    let file = format!("{what}.{format}");
    let options = ["--ledger", "ledger.json", "--what", what, "--format", format, "--out", &file];
    girder(dir, &[&["export", network], options.as_slice()].concat()).assert_done();
    file
}

/// The rows of a CSV file, its names first.
fn csv_rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).expect("it is there");
    reader.records().map(|row| row.expect("it is CSV").iter().map(str::to_owned).collect()).collect()
}

/// The same of a Parquet file, in the form of the CSV file.
fn parquet_rows(path: &Path) -> Vec<Vec<String>> {
    let reader = SerializedFileReader::new(File::open(path).expect("it is there")).expect("it is Parquet");
    let fields = reader.metadata().file_metadata().schema().get_fields();
    let names = fields.iter().map(|field| field.name().to_owned()).collect();
    let rows = reader.get_row_iter(None).expect("it has rows").map(|row| {
        let row = row.expect("a row");
        row.get_column_iter().map(|(_, field)| cell(field)).collect()
    });
    std::iter::once(names).chain(rows).collect()
}

fn cell(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::ULong(number) => number.to_string(),
        Field::TimestampMillis(time) => girder_sdk::json::utc(time / 1_000),
        other => panic!("{other:?} is of no kind that is exported"),
    }
}

#[test]
fn both_formats_hold_the_same_cells_and_every_account() {
    let (dir, network) = saved();
    for what in ["operators", "positions", "devices", "epochs", "cases"] {
        let [csv, parquet] = ["csv", "parquet"].map(|format| export(dir.path(), &network, what, format));
        let rows = csv_rows(&dir.path().join(csv));
        assert_eq!(rows, parquet_rows(&dir.path().join(parquet)), "{what}");
        assert!(rows[0].contains(&"address".to_owned()), "{what}");
        assert_eq!(rows.len() > 1, ["operators", "positions", "devices"].contains(&what), "{what}: {}", rows.len());
    }
}

#[test]
fn what_is_exported_is_what_the_books_say() {
    let (dir, network) = saved();
    let rows = csv_rows(&dir.path().join(export(dir.path(), &network, "operators", "csv")));
    let column = rows[0].iter().position(|name| name == "stake").expect("a column");
    let stake: u64 = rows[1..].iter().map(|row| row[column].parse::<u64>().expect("a number")).sum();
    let checks = girder(dir.path(), &["audit", "--ledger", "ledger.json", "--json"]).assert_done().json();
    let checks = checks[0]["checks"].as_array().expect("checks").clone();
    let staked = checks.iter().find(|check| check["name"].as_str().is_some_and(|name| name.contains("staked")));
    assert_eq!(staked.expect("a check of the stake")["left"], stake.to_string());
}

#[test]
fn an_export_that_can_not_be_written_is_refused() {
    let (dir, network) = saved();
    let options = ["export", &network, "--ledger", "ledger.json", "--what", "devices", "--out", "nowhere/devices.csv"];
    girder(dir.path(), &options).assert_refused("`nowhere/devices.csv` can't be written");
}

#[test]
fn a_frame_shows_the_network_and_all_rows_of_its_table() {
    let (dir, network) = saved();
    let frame = |tab: &str| {
        let options = ["top", &network, "--ledger", "ledger.json", "--once", "--tab", tab];
        girder(dir.path(), &options).assert_done().stdout
    };
    for tab in ["operators", "devices"] {
        let shown = frame(tab);
        assert!(shown.contains(&network) && shown.contains("next to settle: 4"), "{shown}");
        let rows = csv_rows(&dir.path().join(export(dir.path(), &network, tab, "csv")));
        for row in &rows[1..] {
            assert!(shown.contains(&row[0]), "{} is missing in\n{shown}", row[0]);
        }
    }
    assert!(frame("cases").contains("deadline"));
}

#[test]
fn a_script_for_each_shell_knows_the_commands() {
    let dir = directory();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = girder(dir.path(), &["completions", shell]).assert_done().stdout;
        assert!(script.contains("completions") && script.contains("export"), "{shell}");
    }
}
