//! What the documents say of the command line: each command and option that they show is there.

use std::{fs, path::Path};

use clap::{Command, CommandFactory};

use crate::Cli;

const PAGES: [&str; 10] = [
    "README.md",
    "SECURITY.md",
    "docs/economics.md",
    "docs/invariants.md",
    "docs/quickstart-founder.md",
    "docs/quickstart-operator.md",
    "docs/trust.md",
    "docs/upgrades.md",
    "docs/votes.md",
    "docs/wallets.md",
];

/// The words after each `girder` in a page's code, up to the end of its command. Code is the lines of blocks, and what is
/// between backticks.
fn calls(page: &str) -> Vec<Vec<String>> {
    let page = page.replace("girder -- ", "girder ");
    let mut is_fenced = false;
    let (blocks, prose): (Vec<&str>, Vec<&str>) = page.lines().partition(|line| {
        let is_fence = line.starts_with("```");
        is_fenced ^= is_fence;
        is_fenced || is_fence || line.starts_with("    ")
    });
    let prose = prose.join(" ");
    let code = blocks.into_iter().chain(prose.split('`').skip(1).step_by(2));
    code.flat_map(|code| code.split("girder ").skip(1).map(words).collect::<Vec<_>>()).collect()
}

/// The words of a command.
fn words(code: &str) -> Vec<String> {
    let command = code.split(['|', '>', '<', '#', '&', ';', ')']).next().unwrap_or_default();
    command.split_whitespace().map(str::to_owned).collect()
}

/// Why a call is none, if it is none.
fn trouble(root: &Command, call: &[String]) -> Option<String> {
    let (mut command, mut rest) = (root, call);
    while let Some((found, left)) =
        rest.split_first().and_then(|(word, left)| Some((command.find_subcommand(word)?, left)))
    {
        (command, rest) = (found, left);
    }
    if let Some(word) = rest.first().filter(|word| command.has_subcommands() && !word.starts_with('-')) {
        return Some(format!("no command is called {word}"));
    }
    let is_known =
        |option: &&str| *option == "help" || command.get_arguments().any(|known| known.get_long() == Some(option));
    let unknown = rest.iter().filter_map(|word| word.strip_prefix("--")).find(|option| !is_known(option));
    unknown.map(|option| format!("there is no --{option}"))
}

#[test]
fn every_command_and_option_that_the_documents_show_is_there() {
    let (root, mut calls_found) = (Cli::command(), 0);
    for page in PAGES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(page);
        let text = fs::read_to_string(path).unwrap();
        for call in calls(&text) {
            let why = trouble(&root, &call);
            assert!(why.is_none(), "{page}: girder {}: {}", call.join(" "), why.unwrap_or_default());
            calls_found += 1;
        }
    }
    assert!(calls_found > 50, "only {calls_found} calls were found");
}

#[test]
fn a_command_or_an_option_that_is_not_there_is_noticed() {
    let root = Cli::command();
    let noticed =
        |code: &str| calls(&format!("`{code}`")).iter().filter_map(|call| trouble(&root, call)).collect::<Vec<_>>();
    assert_eq!(noticed("A=$(girder network find mine) && girder stake delegate OPERATOR 5 --json | jq"), [""; 0]);
    assert_eq!(noticed("cargo run --bin girder -- netwerk list"), ["no command is called netwerk"]);
    assert_eq!(noticed("girder network lost; girder keys"), ["no command is called lost"]);
    assert_eq!(noticed("girder network list --yaml"), ["there is no --yaml"]);
}
