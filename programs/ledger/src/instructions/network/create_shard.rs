use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::seeds;

use crate::{
    create::Creator,
    error::{LedgerError, check},
    events::{ShardCreated, emit_plain},
    state::{Books, LAYOUT_VERSION, LoadOf, Network, Shard},
};

/// Creates one of a network's shards. Anybody may; all of them are needed before the first epoch can settle.
#[event_accounts]
#[derive(Accounts)]
pub struct CreateShard<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// CHECK: the shard; created here, at the address of its seeds.
    #[account(mut)]
    pub shard: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a number at or above the network's count of shards, and a network all of whose epochs are settled.
pub(crate) fn create_shard(ctx: Context<CreateShard>, number: u8) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
    let shards = accounts.network.load()?.parameters.shards;
    check(u64::from(number) < shards, LedgerError::ShardOutOfRange)?;
    accounts.network.load()?.check_epoch(books.next_epoch)?;

    let creator = Creator { payer: &accounts.payer, system_program: &accounts.system_program };
    let network = accounts.network.key();
    let seeds = [seeds::SHARD, network.as_ref(), &[number]];
    let (mut shard, bump) = creator.create::<Shard>(&accounts.shard, &seeds)?;
    shard.network = accounts.network.key();
    shard.rent_payer = accounts.payer.key();
    shard.next_epoch = books.next_epoch;
    shard.number = number;
    shard.version = LAYOUT_VERSION;
    shard.bump = bump;
    books.open_account()?;

    emit_plain(&accounts.event_authority, ShardCreated { network: accounts.network.key(), number: number.into() })?;
    Ok(())
}
