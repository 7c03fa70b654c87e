use anyhow::{Result, bail, ensure};
use girder_sdk::{
    loader::DeployedProgram,
    steward::{
        self, buffer, instructions, pda,
        program::state::{Stewardship, Upgrade},
    },
};
use solana_address::Address;

use super::{Program, upload};
use crate::{plan::Action, planner::Planner};

impl Program<'_> {
    /// Upgrades it through its steward: proposed, then waited for in public, then executed.
    pub(super) async fn upgrade_by_steward(&self, planner: &mut Planner<'_>, deployed: &DeployedProgram) -> Result<()> {
        let (program, code) = (self.address, &self.upload.code);
        let (payer, now) = (planner.payer, planner.now);
        let stewardship = pda::stewardship(program);
        let hash = buffer::hash(code);
        let Some(upgrade) = steward::find::<Upgrade>(planner.transport, pda::upgrade(stewardship)).await? else {
            return self.propose(planner, stewardship).await;
        };
        let Upgrade { buffer, rent_payer, window, .. } = upgrade;
        if window.has_expired(now) {
            let cancel = instructions::cancel_upgrade(program, payer, buffer, rent_payer);
            return planner.send("cancel the proposed upgrade, which expired", vec![cancel]);
        }
        ensure!(
            upgrade.hash == hash,
            "an upgrade to another program is proposed, in the buffer {buffer}: its steward must cancel it first"
        );
        if now < window.executable_from {
            planner.wait(format!("its proposed upgrade waits in the buffer {buffer}"), Some(window.executable_from));
            return Ok(());
        }
        self.extend(planner, deployed)?;
        let execute = instructions::execute_upgrade(program, buffer, rent_payer);
        let instructions = vec![buffer::compute_limit(code.len()), execute];
        let what = format!("execute the upgrade of {program} to {} bytes", code.len());
        planner.push(what, Action::Load { instructions, program, code: Some(self.upload.clone()) });
        Ok(())
    }

    async fn propose(&self, planner: &mut Planner<'_>, stewardship: Address) -> Result<()> {
        let (program, code, buffer) = (self.address, &self.upload.code, self.upload.buffer);
        let Some(Stewardship { steward, .. }) = steward::find(planner.transport, stewardship).await? else {
            bail!("its upgrade authority is its stewardship, which does not exist: nobody can upgrade it");
        };
        planner.check_signer(steward, "propose its upgrade")?;
        upload::plan(planner, &self.upload, stewardship).await?;
        let propose = instructions::propose_upgrade(planner.payer, steward, program, buffer, buffer::hash(code));
        planner.send(
            format!("propose the upgrade to {} bytes, which then waits 30 days", code.len()),
            vec![buffer::compute_limit(code.len()), propose],
        )
    }
}
