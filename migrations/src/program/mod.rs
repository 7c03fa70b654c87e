//! Programs: deployed, upgraded by their authority or by their steward, and given away.

mod custody;
mod identity;
mod stewardship;
mod upload;

use std::sync::Arc;

use anyhow::{Result, bail, ensure};
use girder_sdk::{
    loader::{self, DeployedProgram, Deployment, LEAST_EXTENSION, MAX_PROGRAM_BYTES, ProgramState},
    steward::{buffer, pda},
};
use solana_address::Address;

use crate::{
    cluster_file::ProgramEntry,
    plan::{Action, Upload},
    planner::Planner,
};

/// A program that is planned.
struct Program<'a> {
    entry: &'a ProgramEntry,
    address: Address,
    /// Its upgrade authority, if it is in nobody else's hand.
    authority: Address,
    upload: Arc<Upload>,
    /// What is there.
    state: ProgramState,
}

/// Plans a program: what it is, and who may upgrade it.
pub async fn plan(planner: &mut Planner<'_>, entry: &ProgramEntry) -> Result<()> {
    let authority = planner.key(entry.authority.as_ref())?;
    // A steward may sign for an upgrade before its role is looked at.
    entry.steward.as_ref().map(|text| planner.named(text)).transpose()?;
    let address = entry.name.address();
    let code = planner.file.artifact(entry)?;
    let upload = Arc::new(Upload { buffer: buffer::address(planner.payer, &code)?, code });
    let state = loader::program(planner.transport, address).await?;
    let program = Program { entry, address, authority, upload, state };
    program.check_identity(planner)?;
    match &program.state {
        ProgramState::Closed => bail!("the program {address} was closed: nothing can be deployed there any more"),
        ProgramState::Absent => program.deploy(planner, true).await?,
        ProgramState::Reserved => program.deploy(planner, false).await?,
        ProgramState::Deployed(deployed) if deployed.is(&program.upload.code) => {}
        ProgramState::Deployed(deployed) => program.upgrade(planner, deployed).await?,
    }
    program.plan_custody(planner).await
}

impl Program<'_> {
    /// Deploys it for the first time. `is_absent`: its address has to be taken, which its key signs.
    async fn deploy(&self, planner: &mut Planner<'_>, is_absent: bool) -> Result<()> {
        let Self { entry, address, authority, upload, .. } = self;
        let (payer, bytes) = (planner.payer, upload.code.len());
        let most_bytes = entry.most_bytes.unwrap_or(bytes);
        ensure!(
            (bytes..=MAX_PROGRAM_BYTES).contains(&most_bytes),
            "most_bytes is {most_bytes}: the program has {bytes}, and the loader takes {MAX_PROGRAM_BYTES} at most"
        );
        let mut instructions = Vec::new();
        if is_absent {
            let lamports = planner.transport.minimum_balance(loader::program_space()).await?;
            instructions.push(loader::reserve(payer, *address, lamports));
        }
        upload::plan(planner, upload, *authority).await?;
        let (program, buffer, authority) = (*address, upload.buffer, *authority);
        instructions.push(loader::deploy(&Deployment { payer, program, buffer, authority, most_bytes }));
        let what = format!("deploy {bytes} bytes at {address}");
        planner.check_signers(&instructions, &what)?;
        planner.push(what, Action::Load { instructions, program, code: Some(upload.clone()) });
        Ok(())
    }

    /// Replaces it by what the file says, through whoever may.
    async fn upgrade(&self, planner: &mut Planner<'_>, deployed: &DeployedProgram) -> Result<()> {
        let Self { address, authority, upload, .. } = self;
        let stewardship = pda::stewardship(*address);
        match deployed.authority {
            None => bail!("it is final and another program than the file's: nobody can change it"),
            Some(holder) if holder == stewardship => return self.upgrade_by_steward(planner, deployed).await,
            Some(holder) if holder != *authority => {
                bail!("it is another program than the file's, and {holder} may upgrade it, not {authority}")
            }
            Some(_) => {}
        }
        planner.check_signer(*authority, "upgrade it")?;
        upload::plan(planner, upload, *authority).await?;
        self.extend(planner, deployed)?;
        let upgrade = loader::upgrade(*address, upload.buffer, *authority, planner.payer);
        let what = format!("upgrade {address} to {} bytes", upload.code.len());
        let load = Action::Load { instructions: vec![upgrade], program: *address, code: Some(upload.clone()) };
        planner.push(what, load);
        Ok(())
    }

    /// Makes room for it where there is too little.
    fn extend(&self, planner: &mut Planner<'_>, deployed: &DeployedProgram) -> Result<()> {
        let (room, bytes) = (deployed.code.len(), self.upload.code.len());
        let Some(missing) = bytes.checked_sub(room).filter(|&missing| missing > 0) else {
            return Ok(());
        };
        let most = MAX_PROGRAM_BYTES.saturating_sub(room);
        let more = u32::try_from(missing.max(LEAST_EXTENSION).min(most))?;
        let extend = buffer::extend_program(self.address, planner.payer, more);
        let load = Action::Load { instructions: vec![extend], program: self.address, code: None };
        planner.push(format!("extend {} by {more} bytes", self.address), load);
        Ok(())
    }
}
