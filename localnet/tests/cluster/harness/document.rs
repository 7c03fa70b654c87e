//! The project's documents: their blocks of commands, and what the reader is told to expect of them.

use std::fs;

use super::build;

/// Stands for anything: within a line for any text, alone in a line for any lines.
const ANYTHING: &str = "…";

/// A document whose blocks are run.
pub struct Document {
    /// Where it is in the project.
    pub name: String,
    /// What it tells its reader to run, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A block of commands.
pub struct Block {
    /// The line of the document before its first command.
    pub line: usize,
    /// Where it runs.
    pub place: Place,
    /// The commands.
    pub commands: String,
    /// What it shows, if the document says so.
    pub output: Option<Vec<String>>,
}

/// Where a block's commands run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the reader's shell, one block after the other.
    Shell,
    /// In another one, to which they leave nothing but a program that runs on.
    ShellOfItsOwn,
}

/// What a fence announces.
enum Fence {
    Commands(Place),
    Output,
    /// Not run here.
    Text,
}

impl Document {
    /// Reads a document of the project.
    pub fn read(name: &str) -> Self {
        let text = fs::read_to_string(build::project().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        Self::parse(name, &text)
    }

    /// Finds the blocks. Every block must say what it is, or it could be one that nobody runs: `sh` is run, `sh
    /// in-a-shell-of-its-own` too and goes on, `output` is what the block before it shows; `text` is for people alone, and `sh npm` for the flow `clients`.
    pub fn parse(name: &str, text: &str) -> Self {
        let (mut blocks, mut lines) = (Vec::<Block>::new(), (1..).zip(text.lines()));
        let mut is_fresh = false;
        while let Some((line, content)) = lines.next() {
            assert!(!content.starts_with("    "), "{name}:{line}: an indented block says not whether it is run");
            let Some(info) = content.strip_prefix("```") else { continue };
            let inside: Vec<&str> =
                lines.by_ref().map(|(_, content)| content).take_while(|line| *line != "```").collect();
            match fence(info).unwrap_or_else(|| panic!("{name}:{line}: no block is called `{info}`")) {
                Fence::Text => is_fresh = false,
                Fence::Commands(place) => {
                    let commands = inside.into_iter().flat_map(|line| [line, "\n"]).collect();
                    blocks.push(Block { line, place, commands, output: None });
                    is_fresh = true;
                }
                Fence::Output => {
                    assert!(is_fresh, "{name}:{line}: no commands are before this output");
                    let block = blocks.last_mut().unwrap();
                    block.output = Some(inside.into_iter().map(str::to_owned).collect());
                    is_fresh = false;
                }
            }
        }
        Self { name: name.to_owned(), blocks }
    }
}

fn fence(info: &str) -> Option<Fence> {
    Some(match info {
        "sh" => Fence::Commands(Place::Shell),
        "sh in-a-shell-of-its-own" => Fence::Commands(Place::ShellOfItsOwn),
        "output" => Fence::Output,
        "text" | "sh npm" => Fence::Text,
        _ => return None,
    })
}

/// Whether this was shown where that is expected: line by line, with `…` for what differs from run to run.
pub fn is_shown(expected: &[impl AsRef<str>], shown: &[&str]) -> bool {
    let Some((first, rest)) = expected.split_first() else { return shown.is_empty() };
    if first.as_ref() == ANYTHING {
        return (0..=shown.len()).any(|skipped| is_shown(rest, &shown[skipped..]));
    }
    shown.split_first().is_some_and(|(line, left)| is_line(first.as_ref(), line) && is_shown(rest, left))
}

fn is_line(expected: &str, shown: &str) -> bool {
    let parts: Vec<&str> = expected.split(ANYTHING).collect();
    let [first, between @ .., last] = parts.as_slice() else { return expected == shown.trim_end() };
    let inside = shown.trim_end().strip_prefix(first).and_then(|rest| rest.strip_suffix(last));
    let left = between.iter().try_fold(inside.unwrap_or_default(), |rest, part| Some(rest.split_once(part)?.1));
    inside.is_some() && left.is_some()
}

/// Lines as a document would show them.
pub fn quoted(lines: &[impl AsRef<str>]) -> String {
    lines.iter().flat_map(|line| ["    ", line.as_ref(), "\n"]).collect()
}
