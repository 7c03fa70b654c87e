use anchor_lang::{Discriminator, prelude::*};
use ledger::state::Network;

use crate::{
    error::{GovernorError, check, check_key},
    events::GovernanceClosed,
    state::Governance,
};

/// Closes the governance of a network that is gone. By anybody; the rent goes to who paid it.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseGovernance<'info> {
    /// The governance.
    #[account(mut, close = rent_payer)]
    pub governance: AccountLoader<'info, Governance>,
    /// CHECK: where the network was; pinned by the governance.
    pub network: UncheckedAccount<'info>,
    /// CHECK: gets its rent back; pinned by the governance.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Refuses while the network exists, and while a proposal is not closed. A network that was made again at the same address is
/// another one.
pub(crate) fn close_governance(ctx: Context<CloseGovernance>) -> Result<()> {
    let accounts = &ctx.accounts;
    {
        let governance = accounts.governance.load()?;
        check_key(accounts.network.key, &governance.network, GovernorError::WrongNetwork)?;
        check_key(accounts.rent_payer.key, &governance.rent_payer, GovernorError::WrongRentPayer)?;
        check(instance(&accounts.network)? != Some(governance.instance), GovernorError::NetworkExists)?;
        check(governance.proposals == 0, GovernorError::ProposalsNotClosed)?;
    }

    emit_cpi!(GovernanceClosed { network: accounts.network.key() });
    Ok(())
}

/// The instance of the network in this account, if it holds one.
fn instance(account: &AccountInfo) -> Result<Option<[u8; 32]>> {
    let data = account.try_borrow_data()?;
    let fields = data.strip_prefix(Network::DISCRIMINATOR).filter(|_| *account.owner == ledger::ID);
    let network = fields.and_then(|fields| bytemuck::try_from_bytes::<Network>(fields).ok());
    Ok(network.map(|network| network.instance))
}
