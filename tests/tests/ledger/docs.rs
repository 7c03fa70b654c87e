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

/// The documents that people read on the web: those of the root, of `docs`, and every README.
fn pages() -> Vec<PathBuf> {
    let folders = ["", "docs", "sbf", "fuzz", "tests/fixtures"].map(|folder| root().join(folder));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

/// Where the links of a page lead that stay in the project: a path, and a heading's anchor if there is one.
fn links(text: &str) -> Vec<(&str, Option<&str>)> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let inside = targets.filter(|target| !target.contains("://"));
    inside.map(|target| target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)))).collect()
}

/// The anchors of a page's headings, as GitHub makes them.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches(['#', ' ']));
    let anchor = |heading: &str| {
        let kept = heading.to_lowercase().replace(' ', "-");
        kept.chars().filter(|letter| letter.is_alphanumeric() || ['-', '_'].contains(letter)).collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let mut checked = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for (path, anchor) in links(&text) {
            let target = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            assert!(target.exists(), "{} links to {path}, which is not there", page.display());
            if let Some(anchor) = anchor {
                let there = anchors(&fs::read_to_string(&target).unwrap());
                assert!(there.iter().any(|found| found == anchor), "{} has no heading #{anchor}", target.display());
            }
            checked += 1;
        }
    }
    assert!(checked > 20, "only {checked} links were found");
}
