//! What a command says, on stdout.

use std::io::{ErrorKind, Write, stdout};

use anyhow::{Context, Result};

/// Prints a text that ends with a newline, or gets one. Who stops reading early (`| head`) has seen enough: no error.
pub fn print(text: &str) -> Result<()> {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let mut stdout = stdout().lock();
    match write!(stdout, "{text}{end}").and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        printed => printed.context("stdout can't be written"),
    }
}
