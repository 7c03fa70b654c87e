//! What every instruction costs in compute units and transaction bytes, against the committed table `tests/CU.md`.
//!
//! `GIRDER_BLESS=1 cargo test -p girder-tests --test compute_units` writes the table anew.

use std::sync::OnceLock;

use girder_tests::{
    catalogue::{self, Step, Visitor},
    program,
    sdk::transport::Receipt,
    table::{Row, Table},
};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/CU.md");

/// How a wanted change gets into the table.
const HOW_TO_BLESS: &str =
    "If that is wanted: GIRDER_BLESS=1 cargo test -p girder-tests --test compute_units, and commit tests/CU.md.";

/// What the project promises of its two hottest instructions.
const MOST_UNITS: u64 = 15_000;

struct Meter(Table);

impl Visitor for Meter {
    fn after(&mut self, step: &Step, receipt: &Receipt) {
        let (title, units) = (step.title(), ledger_units(receipt));
        self.0.rows.push(Row { title, units, bytes: receipt.bytes as u64 });
    }
}

/// What the ledger's own top-level instruction took: precompiles and whatever else is in the transaction don't count.
fn ledger_units(receipt: &Receipt) -> u64 {
    let consumed = format!("Program {} consumed ", program::ID);
    // The programs that it calls, itself included, report before it does.
    let last_report = receipt.logs.iter().rev().find_map(|line| line.strip_prefix(&consumed));
    last_report.expect("the ledger ran").split(' ').next().unwrap().parse().unwrap()
}

fn measured() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut meter = Meter(Table::default());
        catalogue::walk(&mut meter);
        meter.0
    })
}

#[test]
fn no_instruction_costs_5_percent_more_than_the_table_says() {
    if std::env::var_os("GIRDER_BLESS").is_some() {
        let page = std::fs::read_to_string(PATH).unwrap();
        std::fs::write(PATH, measured().put_into(&page).expect("the page has a table")).unwrap();
    }
    let committed = Table::parse(&std::fs::read_to_string(PATH).unwrap());
    let complaints = committed.compare(measured());
    assert!(complaints.is_empty(), "{}\n{}", complaints.join("\n"), HOW_TO_BLESS);
}

#[test]
fn every_instruction_is_in_the_table() {
    for instruction in catalogue::instructions() {
        assert!(
            measured().rows.iter().any(|row| row.title.split(' ').next() == Some(&instruction.name)),
            "{} is not measured: add it to girder_tests::catalogue",
            instruction.name
        );
    }
}

#[test]
fn a_proof_of_a_device_and_its_attestors_costs_15_000_units_at_most() {
    assert_bounded("submit_contribution (");
}

#[test]
fn a_claim_with_its_token_transfer_costs_15_000_units_at_most() {
    assert_bounded("claim (");
}

#[test]
fn a_delegators_claim_costs_15_000_units_at_most() {
    for program in ["SPL Token", "Token-2022"] {
        let title = format!("claim ({program}, a delegator's)");
        let row = measured().rows.iter().find(|row| row.title == title).expect(&title);
        assert!(row.units <= MOST_UNITS, "{title}: {} compute units, at most {MOST_UNITS}", row.units);
    }
}

fn assert_bounded(prefix: &str) {
    let rows: Vec<_> = measured().rows.iter().filter(|row| row.title.starts_with(prefix)).collect();
    assert!(rows.len() >= 2, "{prefix}: measured in several variants");
    for row in rows {
        assert!(row.units <= MOST_UNITS, "{}: {} compute units, at most {MOST_UNITS}", row.title, row.units);
    }
}
