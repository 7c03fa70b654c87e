use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::seeds;

use crate::{
    create::{Creator, count_opened},
    error::{LedgerError, check, check_numbers},
    events::{OperatorRegistered, emit_plain},
    instructions::create_position,
    state::{Books, LAYOUT_VERSION, Network, Operator, invitation},
};

/// Opens an operator and its own position. By the identity, which becomes the first authority, and where operators are
/// invited the network's authority; anybody may pay the rent.
#[event_accounts]
#[derive(Accounts)]
pub struct RegisterOperator<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Becomes the operator's fixed identity and first authority.
    pub identity: Signer<'info>,
    /// The network's authority: needed where operators are invited.
    pub authority: Option<Signer<'info>>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// CHECK: the operator; created here, at the address of its seeds.
    #[account(mut)]
    pub operator: UncheckedAccount<'info>,
    /// CHECK: the operator's own position; created here, at the address of its seeds.
    #[account(mut)]
    pub position: UncheckedAccount<'info>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// Refuses a network that is retired, an identity that is registered or, where operators are invited, for which the network's
/// authority does not sign; a commission above the network's maximum, and no payout wallet.
pub(crate) fn register_operator(
    ctx: Context<RegisterOperator>,
    commission_bps: u64,
    payout_wallet: Pubkey,
) -> Result<()> {
    let accounts = &ctx.accounts;
    count_opened(&accounts.network, &accounts.books)?;
    let parameters = accounts.network.load()?.parameters;
    if parameters.invited_operators == invitation::INVITED {
        let authority = accounts.authority.as_ref().ok_or(LedgerError::NotInvited)?;
        accounts.network.load()?.check_authority(authority.key)?;
    }
    let most = parameters.max_commission_bps;
    check_numbers(commission_bps <= most, LedgerError::CommissionTooHigh, commission_bps, most)?;
    check(payout_wallet != Pubkey::default(), LedgerError::ZeroAddress)?;

    let identity = accounts.identity.key();
    let creator = Creator { payer: &accounts.payer, system_program: &accounts.system_program };
    let network = accounts.network.key();
    let seeds = [seeds::OPERATOR, network.as_ref(), identity.as_ref()];
    let (mut operator, bump) = creator.create::<Operator>(&accounts.operator, &seeds)?;
    operator.network = accounts.network.key();
    operator.identity = identity;
    operator.authority = identity;
    operator.payout_wallet = payout_wallet;
    operator.rent_payer = accounts.payer.key();
    operator.commission_bps = commission_bps;
    operator.next_commission_bps = commission_bps;
    operator.version = LAYOUT_VERSION;
    operator.bump = bump;
    create_position(&creator, &accounts.position, &accounts.operator.key(), identity, &mut operator)?;

    emit_plain(
        &accounts.event_authority,
        OperatorRegistered {
            network: operator.network,
            operator: accounts.operator.key(),
            identity,
            commission_bps,
            payout_wallet,
        },
    )?;
    Ok(())
}
