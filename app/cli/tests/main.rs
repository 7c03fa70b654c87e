//! The binary as its users run it.

mod demo;
mod export;
mod keys;
mod ledger;
mod prove;
mod simulate;

use std::{path::Path, process::Command};

use serde_json::Value;
use tempfile::TempDir;

/// What a run of the binary left.
struct Outcome {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Outcome {
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}{}", self.stdout, self.stderr))
    }

    fn assert_done(self) -> Self {
        assert_eq!(self.code, Some(0), "{}{}", self.stdout, self.stderr);
        self
    }

    /// It failed with code 1, said why in one line and printed nothing else.
    fn assert_refused(&self, why: &str) {
        assert_eq!(self.code, Some(1), "{}{}", self.stdout, self.stderr);
        assert!(self.stderr.starts_with("error: ") && self.stderr.contains(why), "{}", self.stderr);
        assert_eq!(self.stdout, "");
    }
}

/// Runs `girder` in a directory of its own.
fn girder(dir: &Path, arguments: &[&str]) -> Outcome {
    let output = Command::new(env!("CARGO_BIN_EXE_girder")).args(arguments).current_dir(dir).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("its output is text");
    Outcome { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn directory() -> TempDir {
    TempDir::new().expect("there is room for a directory")
}

/// A directory with a few files, 200 kB in all.
fn with_data() -> TempDir {
    let dir = directory();
    let data = dir.path().join("data");
    std::fs::create_dir_all(data.join("deeper")).expect("it can be made");
    for number in 0u8..10 {
        let content: Vec<u8> = (0..20_000u32).map(|at| (at % 251) as u8 ^ number).collect();
        let name = if number % 2 == 0 { format!("{number}") } else { format!("deeper/{number}") };
        std::fs::write(data.join(name), content).expect("it can be written");
    }
    dir
}
