//! What the documents name is there.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every Rust source file of the workspace.
fn sources() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = ["app", "interface", "programs", "tests"].map(|name| root().join(name)).into();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}

/// The `file.rs` and `file.rs: function` between backticks.
fn named(text: &str) -> Vec<(&str, Option<&str>)> {
    let quoted = text.split('`').skip(1).step_by(2);
    let parts = quoted.map(|quoted| quoted.split_once(": ").map_or((quoted, None), |(file, name)| (file, Some(name))));
    parts.filter(|(file, _)| file.ends_with(".rs")).collect()
}

/// Refuses a page that names fewer than `least` files and functions, or one that is not there.
fn check_names(page: &str, least: usize) {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let (named, sources) = (named(&text), sources());
    assert!(named.len() >= least, "{page} names {} functions only", named.len());
    for (file, function) in named {
        let mut found = sources.iter().filter(|path| path.ends_with(file)).peekable();
        assert!(found.peek().is_some(), "there is no file {file}");
        if let Some(function) = function {
            let definition = format!("fn {function}(");
            let generic = format!("fn {function}<");
            let defines = |path: &PathBuf| {
                let source = fs::read_to_string(path).unwrap();
                source.contains(&definition) || source.contains(&generic)
            };
            assert!(found.any(defines), "{file} has no function {function}");
        }
    }
}

/// Refuses a page with fewer than `least` rows in tables whose last column has this title, or a row there without a test.
fn check_rows(page: &str, last_column: &str, least: usize) {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    let rows: Vec<_> = rows.filter(|line| !line.ends_with(&format!("| {last_column} |"))).collect();
    assert!(rows.len() >= least, "{page} has {} rows only", rows.len());
    for row in rows {
        let last = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let named = named(last);
        assert!(!named.is_empty() && named.iter().all(|(_, test)| test.is_some()), "no test is named: {row}");
    }
}

#[test]
fn every_file_and_function_that_the_invariants_name_is_there() {
    check_names("docs/invariants.md", 50);
}

#[test]
fn every_invariant_names_the_test_that_would_catch_its_breach() {
    check_rows("docs/invariants.md", "caught by", 30);
}

#[test]
fn every_test_that_the_page_about_trust_names_is_there() {
    check_names("docs/trust.md", 40);
}

#[test]
fn every_line_about_trust_names_its_test() {
    check_rows("docs/trust.md", "shown by", 40);
}
