use anchor_lang::prelude::*;
use girder_interface::seeds;

use crate::{
    error::LedgerError,
    events::ShardCreated,
    state::{AccountSpace, Books, Network, Shard},
};

/// Creates one of a network's shards. Anybody may; all of them are needed before the first epoch can settle.
#[event_cpi]
#[derive(Accounts)]
#[instruction(number: u8)]
pub struct CreateShard<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(has_one = network @ LedgerError::WrongNetwork)]
    pub books: AccountLoader<'info, Books>,
    /// The shard.
    #[account(
        init,
        payer = payer,
        space = Shard::SPACE,
        seeds = [seeds::SHARD, network.key().as_ref(), &[number]],
        bump,
    )]
    pub shard: AccountLoader<'info, Shard>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a number at or above the network's count of shards.
pub(crate) fn create_shard(ctx: Context<CreateShard>, number: u8) -> Result<()> {
    let accounts = &ctx.accounts;
    let shards = accounts.network.load()?.parameters.shards;
    require!(u64::from(number) < shards, LedgerError::ShardOutOfRange);

    let mut shard = accounts.shard.load_init()?;
    shard.network = accounts.network.key();
    shard.rent_payer = accounts.payer.key();
    shard.next_epoch = accounts.books.load()?.next_epoch;
    shard.number = number;
    shard.version = 1;
    shard.bump = ctx.bumps.shard;

    emit_cpi!(ShardCreated { network: accounts.network.key(), number });
    Ok(())
}
