use anyhow::{Result, ensure};
use girder_sdk::{
    instructions,
    ledger::state::{Network, network_role},
};
use solana_address::Address;

use super::Planned;
use crate::{cluster_file::KeyText, planner::Planner};

/// A role, who has it, and to whom it is offered.
struct Role {
    number: u8,
    name: &'static str,
    holder: Address,
    pending: Address,
}

impl Planned<'_> {
    /// Hands the guardian's role over, and then the authority itself.
    pub(super) fn plan_roles(&self, planner: &mut Planner<'_>) -> Result<()> {
        let (guardian, pending_guardian, pending_authority) =
            self.account.as_ref().map_or_else(Default::default, |account| {
                (account.guardian, account.pending_guardian, account.pending_authority)
            });
        let guard =
            Role { number: network_role::GUARDIAN, name: "guardian", holder: guardian, pending: pending_guardian };
        let run = Role {
            number: network_role::AUTHORITY,
            name: "authority",
            holder: self.authority(),
            pending: pending_authority,
        };
        self.hand_over(planner, self.entry.guardian.as_ref(), &guard)?;
        self.hand_over(planner, self.entry.authority.as_ref(), &run)
    }

    /// Refuses a network that is run by somebody of whom the file does not know.
    pub(super) fn check_authority(&self, planner: &mut Planner<'_>, account: &Network) -> Result<()> {
        let (authority, founder) = (account.authority, self.founder);
        let named = self.entry.authority.as_ref().map(|text| planner.named(text)).transpose()?;
        let is_known = authority == founder || named.is_some_and(|named| named.address == authority);
        ensure!(is_known, "{authority} runs it, not its founder {founder}: name it as the authority");
        Ok(())
    }

    /// Offers a role to whom the file names, who takes it over at once if it can sign here.
    fn hand_over(&self, planner: &mut Planner<'_>, to: Option<&KeyText>, role: &Role) -> Result<()> {
        let Some(to) = to.map(|text| planner.named(text)).transpose()?.map(|key| key.address) else {
            return Ok(());
        };
        let Role { number, name, holder, pending } = *role;
        if holder == to {
            return Ok(());
        }
        let (network, authority, can_accept) = (self.addresses.network, self.authority(), planner.can_sign(to));
        let offer = (pending != to).then(|| instructions::offer_network_role(network, authority, number, to));
        let accept = can_accept.then(|| instructions::accept_network_role(network, number, to));
        let steps: Vec<_> = offer.into_iter().chain(accept).collect();
        if !steps.is_empty() {
            let verb = if can_accept { "hand" } else { "offer" };
            planner.send(format!("{verb} the role of the {name} to {to}"), steps)?;
        }
        if !can_accept {
            planner.wait(format!("{to} has to accept the role of the {name}"), None);
        }
        Ok(())
    }
}
