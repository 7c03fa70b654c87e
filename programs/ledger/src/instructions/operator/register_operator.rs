use anchor_lang::prelude::*;
use girder_interface::seeds;

use crate::{
    error::LedgerError,
    events::OperatorRegistered,
    require_numbers,
    state::{AccountSpace, Network, Operator, Position},
};

/// Opens an operator and its own position. By the identity, which becomes the first authority; anybody may pay the rent.
#[event_cpi]
#[derive(Accounts)]
pub struct RegisterOperator<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Becomes the operator's fixed identity and first authority.
    pub identity: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The operator.
    #[account(
        init,
        payer = payer,
        space = Operator::SPACE,
        seeds = [seeds::OPERATOR, network.key().as_ref(), identity.key().as_ref()],
        bump,
    )]
    pub operator: AccountLoader<'info, Operator>,
    /// The operator's own position.
    #[account(
        init,
        payer = payer,
        space = Position::SPACE,
        seeds = [seeds::POSITION, operator.key().as_ref(), identity.key().as_ref()],
        bump,
    )]
    pub position: AccountLoader<'info, Position>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// Refuses an identity that is registered, a commission above the network's maximum, and no payout wallet.
pub(crate) fn register_operator(
    ctx: Context<RegisterOperator>,
    commission_bps: u64,
    payout_wallet: Pubkey,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let most = accounts.network.load()?.parameters.max_commission_bps;
    require_numbers!(commission_bps <= most, LedgerError::CommissionTooHigh, commission_bps, most);
    require_keys_neq!(payout_wallet, Pubkey::default(), LedgerError::ZeroAddress);

    let identity = accounts.identity.key();
    let mut operator = accounts.operator.load_init()?;
    operator.network = accounts.network.key();
    operator.identity = identity;
    operator.authority = identity;
    operator.payout_wallet = payout_wallet;
    operator.rent_payer = accounts.payer.key();
    operator.commission_bps = commission_bps;
    operator.next_commission_bps = commission_bps;
    operator.version = 1;
    operator.bump = ctx.bumps.operator;
    let mut position = accounts.position.load_init()?;
    position.operator = accounts.operator.key();
    position.owner = identity;
    position.rent_payer = accounts.payer.key();
    position.version = 1;
    position.bump = ctx.bumps.position;

    emit_cpi!(OperatorRegistered {
        network: operator.network,
        operator: position.operator,
        identity,
        commission_bps,
        payout_wallet,
    });
    Ok(())
}
