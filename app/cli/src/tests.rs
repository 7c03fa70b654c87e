//! What holds for all commands.

mod reach;
pub mod scene;

use clap::CommandFactory;

use super::*;

#[test]
fn commands_and_options_are_well_formed() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_and_every_option_says_what_it_is() {
    fn silent(command: &clap::Command, path: &str, found: &mut Vec<String>) {
        if command.get_about().is_none() {
            found.push(path.to_owned());
        }
        let options = command.get_arguments().filter(|option| option.get_help().is_none());
        found.extend(options.map(|option| format!("{path} {option}")));
        for next in command.get_subcommands() {
            silent(next, &format!("{path} {}", next.get_name()), found);
        }
    }
    let mut found = Vec::new();
    silent(&Cli::command(), "girder", &mut found);
    assert_eq!(found, Vec::<String>::new());
}
