use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::seeds;

use crate::{
    create::{Creator, check_open},
    error::{LedgerError, check},
    events::{PositionOpened, emit_plain},
    state::{LAYOUT_VERSION, LoadOf, Network, Operator, Position},
};

/// Opens an empty position of an owner in an operator's pool. By anybody, for anybody.
#[event_accounts]
#[derive(Accounts)]
pub struct OpenPosition<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// CHECK: will own it; any address but zero.
    pub owner: UncheckedAccount<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// CHECK: the position; created here, at the address of its seeds.
    #[account(mut)]
    pub position: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses an owner that has a position in this pool, and a network that is retired.
pub(crate) fn open_position(ctx: Context<OpenPosition>) -> Result<()> {
    let accounts = &ctx.accounts;
    check(accounts.owner.key() != Pubkey::default(), LedgerError::ZeroAddress)?;
    check_open(&accounts.network)?;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    let creator = Creator { payer: &accounts.payer, system_program: &accounts.system_program };
    create_position(&creator, &accounts.position, &accounts.operator.key(), accounts.owner.key(), &mut operator)?;

    emit_plain(
        &accounts.event_authority,
        PositionOpened { operator: accounts.operator.key(), owner: accounts.owner.key() },
    )
}

/// Creates the account of a position that holds nothing.
pub(crate) fn create_position<'info>(
    creator: &Creator<'_, 'info>,
    account: &UncheckedAccount<'info>,
    operator_key: &Pubkey,
    owner: Pubkey,
    operator: &mut Operator,
) -> Result<()> {
    let seeds = [seeds::POSITION, operator_key.as_ref(), owner.as_ref()];
    let (mut position, bump) = creator.create::<Position>(account, &seeds)?;
    position.operator = *operator_key;
    position.owner = owner;
    position.rent_payer = creator.payer.key();
    position.generation = operator.generation;
    position.checkpoint = operator.reward_per_share;
    position.version = LAYOUT_VERSION;
    position.bump = bump;
    operator.open_position()
}
