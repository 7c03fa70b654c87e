//! `girder simulate`: that lying doesn't pay, and that docs/economics.md says so with the command's own words.
//!
//! `GIRDER_BLESS=1 cargo test -p girder-cli --test cli simulate` writes the page's tables and its picture anew.

use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::{directory, girder};

const BEGIN: &str = "<!-- girder simulate -->\n";
const END: &str = "<!-- end of girder simulate -->\n";

fn docs(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name)
}

#[test]
fn the_page_on_economics_shows_what_the_command_prints() {
    let dir = directory();
    let printed = girder(dir.path(), &["simulate", "--plot", "plot.svg"]).assert_done().stdout;
    let plot = fs::read_to_string(dir.path().join("plot.svg")).expect("there is a plot");
    let page = fs::read_to_string(docs("economics.md")).expect("there is a page");
    let (before, rest) = page.split_once(BEGIN).expect("the page has a place for the tables");
    let (_, after) = rest.split_once(END).expect("the place has an end");
    let right = format!("{before}{BEGIN}\n{printed}\n{END}{after}");
    if std::env::var_os("GIRDER_BLESS").is_some() {
        fs::write(docs("economics.md"), right).expect("the page can be written");
        fs::write(docs("economics.svg"), plot).expect("the plot can be written");
        return;
    }
    let how = "If that is wanted: GIRDER_BLESS=1 cargo test -p girder-cli --test cli simulate, and commit docs.";
    assert!(page == right, "docs/economics.md has other numbers than this:\n{printed}\n{how}");
    let drawn = fs::read_to_string(docs("economics.svg")).expect("there is a picture");
    assert!(drawn == plot, "docs/economics.svg is another picture. {how}");
}

#[test]
fn no_lie_that_comes_out_pays_within_what_the_program_bounds() {
    let simulation = girder(directory().path(), &["simulate", "--json"]).assert_done().json();
    let profit = |row: &Value| row["profit"].as_i64().expect("a number");
    for row in simulation["strategies"].as_array().expect("strategies") {
        let (name, end) = (row["strategy"].as_str().expect("text"), row["end"].as_str().expect("text"));
        let comes_out = !end.is_empty() && end != "never caught";
        assert_eq!(profit(row) < 0, comes_out, "{row}");
        assert!(profit(row) <= row["honest"].as_i64().expect("a number"), "honest work earns as much: {name}");
    }
    for sweep in simulation["sweeps"].as_array().expect("sweeps") {
        let parameter = sweep["parameter"].as_str().expect("text");
        for line in sweep["lines"].as_array().expect("lines") {
            for point in line["points"].as_array().expect("points") {
                let value = point["value"].as_u64().expect("a number");
                // No relation bounds verdicts from below: from k x m x L / collateral = 20% on none of these pays.
                let bounded = parameter != "verdict_cap" || value >= 2_000;
                assert!(profit(point) < 0 || !bounded, "{parameter}: {line} {point}");
            }
        }
        let bounded = ["slash_rate", "collateral", "leverage"].contains(&parameter);
        assert_eq!(sweep["boundary"].is_null(), !bounded);
    }
    assert_eq!(simulation["sweeps"].as_array().expect("sweeps").len(), 6);
}
