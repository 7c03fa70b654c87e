use std::cell::Ref;

use anchor_lang::prelude::*;

use super::CloseAccount;
use crate::{
    events::{ShardClosed, emit_plain},
    state::{LoadOf, Shard},
};

/// Closes a shard of a network that is over. By anybody; the rent goes to whoever paid it. Refuses while an epoch is not
/// settled, which takes all shards.
pub(crate) fn close_shard(ctx: Context<CloseAccount>) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.key();
    let (number, rent_payer) = {
        let shard: Ref<Shard> = accounts.account.load_of(&network)?;
        (shard.number, shard.rent_payer)
    };
    accounts.network.load()?.check_over(accounts.books.load_of(&network)?.next_epoch)?;

    emit_plain(&accounts.event_authority, ShardClosed { network, number: number.into() })?;
    accounts.close(&rent_payer)
}
