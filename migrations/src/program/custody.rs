use anyhow::{Result, bail, ensure};
use girder_sdk::{
    loader::{self, ProgramState},
    steward::{self, instructions, pda, program::state::Stewardship},
};
use solana_address::Address;

use super::Program;
use crate::{
    cluster_file::{Custody, Key, ProgramName},
    planner::Planner,
};

impl Program<'_> {
    /// Gives it into the hand that the file says.
    pub(super) async fn plan_custody(&self, planner: &mut Planner<'_>) -> Result<()> {
        let (program, authority) = (self.address, self.authority);
        let stewardship = pda::stewardship(program);
        let holder = match &self.state {
            ProgramState::Deployed(deployed) => deployed.authority,
            _ => Some(authority),
        };
        match (self.entry.custody, holder) {
            (Custody::Final, None) => Ok(()),
            (Custody::Authority, Some(holder)) if holder == authority => Ok(()),
            (Custody::Steward, Some(holder)) if holder == stewardship => self.plan_steward(planner).await,
            (Custody::Steward, Some(holder)) if holder == authority => {
                self.check_steward_program(planner).await?;
                let create = instructions::create_stewardship(planner.payer, authority, program);
                planner.send(format!("put {program} into stewardship; {authority} is the steward"), vec![create])?;
                self.plan_steward(planner).await
            }
            (Custody::Final, Some(holder)) if holder == authority => {
                let release = loader::set_authority(program, authority, None);
                planner.send(format!("give up the upgrade authority of {program} for ever"), vec![release])
            }
            (wanted, None) => bail!("it is final, the file says custody = {wanted:?}"),
            (wanted, Some(holder)) => {
                bail!("{holder} may upgrade it, not {authority}, so custody = {wanted:?} can't be brought about")
            }
        }
    }

    /// A stewardship by a program that can be changed at once would be none.
    async fn check_steward_program(&self, planner: &Planner<'_>) -> Result<()> {
        let program = ProgramName::Steward;
        let in_file = planner.file.programs.iter().any(|entry| entry.name == program);
        let there = loader::program(planner.transport, program.address()).await?;
        let is_deployed = matches!(there, ProgramState::Deployed(_));
        ensure!(in_file || is_deployed, "the steward program is not deployed: add it to the file");
        Ok(())
    }

    /// Offers the stewardship to whom the file says.
    async fn plan_steward(&self, planner: &mut Planner<'_>) -> Result<()> {
        let Some(text) = &self.entry.steward else {
            return Ok(());
        };
        let (program, Key { address: to, .. }) = (self.address, planner.named(text)?);
        let there: Option<Stewardship> = steward::find(planner.transport, pda::stewardship(program)).await?;
        let (steward, pending) =
            there.map_or((self.authority, Address::default()), |there| (there.steward, there.pending_steward));
        if steward == to {
            return Ok(());
        }
        let accept = planner.can_sign(to).then(|| instructions::accept_steward(program, to));
        let offer = (pending != to).then(|| instructions::offer_steward(program, steward, to));
        let instructions: Vec<_> = offer.into_iter().chain(accept).collect();
        if !instructions.is_empty() {
            planner.send(format!("hand the stewardship to {to}"), instructions)?;
        }
        if !planner.can_sign(to) {
            planner.wait(format!("{to} has to accept the stewardship"), None);
        }
        Ok(())
    }
}
