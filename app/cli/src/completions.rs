//! `girder completions`: what makes a shell complete `girder`'s commands and options.

use anyhow::Result;
use clap::{Args, Command};
use clap_complete::{Shell, generate};

use crate::output;

/// Options of `girder completions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder completions bash > ~/.local/share/bash-completion/completions/girder
  girder completions zsh > ~/.zfunc/_girder
  girder completions fish > ~/.config/fish/completions/girder.fish")]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script of a shell.
pub fn completions(options: &Completions, mut command: Command) -> Result<bool> {
    let mut script = Vec::new();
    generate(options.shell, &mut command, "girder", &mut script);
    output::print(&String::from_utf8(script)?)?;
    Ok(true)
}
