use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::seeds;

use crate::{
    create::{Creator, count_opened},
    events::{ParametersProposed, emit_plain},
    state::{Books, LAYOUT_VERSION, LoadOf, Network, ParameterChange, Parameters, later},
};

/// Proposes other parameters for a network. By its authority; anybody may pay.
#[event_accounts]
#[derive(Accounts)]
pub struct ProposeParameters<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The network's authority.
    pub authority: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// CHECK: the proposal; created here, at the address of its seeds.
    #[account(mut)]
    pub parameter_change: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses parameters that may not follow those in force, a second proposal before the first is withdrawn or executed, and a
/// network that is retired. It may be executed after its timelock: see [`Parameters::timelock`].
pub(crate) fn propose_parameters(ctx: Context<ProposeParameters>, parameters: Parameters) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.load()?;
    let address = accounts.network.key();
    network.check_authority(accounts.authority.key)?;
    count_opened(&accounts.network, &accounts.books)?;
    let issued = accounts.books.load_of(&address)?.issued()?;
    network.parameters.check_successor(&parameters, network.is_one_mint(), issued)?;
    let now = Clock::get()?.unix_timestamp;
    let executable_from = later(now, network.parameters.timelock(&parameters)?)?;

    let base_version = network.parameters_version;
    let creator = Creator { payer: &accounts.payer, system_program: &accounts.system_program };
    let seeds = [seeds::PARAMETERS, address.as_ref(), &base_version.to_le_bytes()];
    let (mut change, bump) = creator.create::<ParameterChange>(&accounts.parameter_change, &seeds)?;
    change.network = address;
    change.rent_payer = accounts.payer.key();
    change.base_version = base_version;
    change.proposed_at = now;
    change.executable_from = executable_from;
    change.parameters = parameters;
    change.version = LAYOUT_VERSION;
    change.bump = bump;

    emit_plain(
        &accounts.event_authority,
        ParametersProposed { network: address, base_version, executable_from, parameters },
    )
}
