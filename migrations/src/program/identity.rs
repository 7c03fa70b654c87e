use anyhow::{Result, bail, ensure};
use girder_sdk::loader::ProgramState;

use super::Program;
use crate::planner::Planner;

impl Program<'_> {
    /// The program, the key of its address and this build must be for one address: the program refuses to run elsewhere, and
    /// clients don't look for it elsewhere.
    pub(super) fn check_identity(&self, planner: &mut Planner<'_>) -> Result<()> {
        let (name, address) = (self.entry.name, self.address);
        let compiled_for = name.compiled_for();
        ensure!(
            compiled_for == Some(address) || self.entry.artifact.is_some(),
            "its program was compiled for {}, but this build of Girder is for {address}: run sbf/build, then build `girder` again",
            compiled_for.map_or("an unknown address".to_owned(), |address| address.to_string())
        );
        let is_absent = self.state == ProgramState::Absent;
        let Some(text) = &self.entry.keypair else {
            ensure!(
                !is_absent,
                "it is not deployed, and its address {address} can only be taken with its key: name the keypair's file"
            );
            return Ok(());
        };
        let key = match planner.named(text) {
            Err(error) if is_absent => return Err(error),
            // Where the program is, nobody needs its key any more, and the file may be gone.
            Err(_) => return Ok(()),
            Ok(key) => key,
        };
        if key.address != address {
            let (name, file) = (name.name(), planner.file.path(text));
            bail!(
                "its keypair is of {}, but this build of Girder is for {address}. To have programs and clients for {0}, in the \
                 sources' directory: sbf/build --program-keypair {name}={}, then `cargo run --bin girder -- deploy` with the same \
                 options",
                key.address,
                file.display()
            );
        }
        Ok(())
    }
}
