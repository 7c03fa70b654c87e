use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::seeds;

use crate::{
    create::Creator,
    error::{LedgerError, check, check_numbers},
    events::{EpochSettled, emit},
    math::settlement::{self, Inputs, Settlement},
    state::{AttestorSet, Books, Epoch, LAYOUT_VERSION, LoadOf, Network, Shard, check_not_before, pause_subject},
    tokens::Vault,
};

/// Settles the next epoch: adds up its credit, mints what it pays, and fixes the reward per credit. By anybody, who may
/// get a tip. The network's shards follow as remaining accounts, writable, all of them in the order of their numbers.
#[event_accounts]
#[derive(Accounts)]
pub struct SettleEpoch<'info> {
    /// Pays the Epoch account's rent, and gets the tip.
    #[account(mut)]
    pub settler: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The set in force in the epoch: needed from the first attested epoch on.
    #[account(mut)]
    pub attestor_set: Option<AccountLoader<'info, AttestorSet>>,
    /// CHECK: the epoch; created here, at the address of its seeds.
    #[account(mut)]
    pub settled_epoch: UncheckedAccount<'info>,
    /// CHECK: a token account of the settler; without it there is no tip.
    #[account(mut)]
    pub tip_destination: Option<UncheckedAccount<'info>>,
    /// CHECK: the network's reward vault, pinned by its address.
    #[account(mut)]
    pub reward_vault: UncheckedAccount<'info>,
    /// CHECK: the network's reward mint, pinned by its address.
    #[account(mut)]
    pub reward_mint: UncheckedAccount<'info>,
    /// CHECK: the mint's program: the one that owns the vault.
    pub token_program: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses any epoch but the next one, one in which the network is retired, and one whose grace is not over: it is from
/// `E(epoch) + G` on, that second included; and while settlement is paused.
pub(crate) fn settle_epoch<'info>(ctx: Context<'info, SettleEpoch<'info>>, epoch: u64) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let accounts = &ctx.accounts;
    let vault =
        Vault::reward(&accounts.network, &accounts.reward_vault, &accounts.reward_mint, &accounts.token_program)?;
    let parameters = accounts.network.load()?.parameters;
    let next = accounts.books.load_of(&accounts.network.key())?.next_epoch;
    check_numbers(epoch == next, LedgerError::SettleInOrder, epoch, next)?;
    accounts.network.load()?.check_epoch(epoch)?;
    check_not_before(now, parameters.settle_time(epoch)?)?;
    accounts.network.load()?.check_not_paused(pause_subject::SETTLEMENT, now)?;
    check_set(accounts, epoch)?;

    let credit = settle_shards(ctx.remaining_accounts, &accounts.network.key(), parameters.shards, epoch)?;
    let settled = compute(accounts, credit)?;
    let next_emission = {
        let emission = accounts.books.load_of(&accounts.network.key())?.emission;
        parameters.emission()?.next(emission, epoch, parameters.emission_period).ok_or(LedgerError::Overflow)?
    };

    vault.mint(settled.minted)?;
    if let Some(destination) = &accounts.tip_destination {
        vault.pay(destination, accounts.settler.key, settled.tip)?;
    }

    write_epoch(accounts, epoch, credit, now, &settled)?;
    if let Some(set) = &accounts.attestor_set {
        set.load_mut_of(&accounts.network.key())?.distribute(settled.attestors);
    }
    let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
    let reserve_before = books.reserve;
    books.settle(credit, &settled, next_emission)?;
    if !parameters.is_vault_funded() {
        books.check_cap(parameters.supply_cap)?;
    }
    books.check_reward_vault(vault.balance()?)?;

    emit(
        &accounts.event_authority,
        EpochSettled {
            network: books.network,
            epoch,
            credit,
            reserve_before,
            reserve_after: books.reserve,
            minted: settled.minted,
            deferred: settled.deferred,
            attestors: settled.attestors,
            tip: settled.tip,
            pot: settled.pot,
            reward_per_credit: settled.reward_per_credit,
        },
    )?;
    Ok(())
}

/// The attestors' pay can't be withheld by leaving the set out.
fn check_set(accounts: &SettleEpoch, epoch: u64) -> Result<()> {
    if epoch < accounts.network.load()?.first_attested_epoch {
        check(accounts.attestor_set.is_none(), LedgerError::SetNotInForce)?;
        return Ok(());
    }
    accounts
        .attestor_set
        .as_ref()
        .ok_or(LedgerError::SetNotInForce)?
        .load_of(&accounts.network.key())?
        .check_in_force(epoch)
}

fn settle_shards<'info>(
    accounts: &'info [AccountInfo<'info>],
    network: &Pubkey,
    shards: u64,
    epoch: u64,
) -> Result<u64> {
    check(accounts.len() as u64 == shards, LedgerError::WrongShards)?;
    let mut credit = 0u64;
    for (number, account) in accounts.iter().enumerate() {
        let loader = AccountLoader::<Shard>::try_from(account)?;
        let mut shard = loader.load_mut()?;
        check(shard.network == *network && usize::from(shard.number) == number, LedgerError::WrongShards)?;
        credit = credit.checked_add(shard.settle(epoch)?).ok_or(LedgerError::Overflow)?;
    }
    Ok(credit)
}

fn compute(accounts: &SettleEpoch, credit: u64) -> Result<Settlement> {
    let parameters = accounts.network.load()?.parameters;
    let books = accounts.books.load_of(&accounts.network.key())?;
    let (live_weight, total_weight) = match &accounts.attestor_set {
        Some(set) => {
            let set = set.load_of(&accounts.network.key())?;
            (set.live_weight(), set.total_weight)
        }
        None => (0, 0),
    };
    let mintable = parameters.supply_cap.saturating_sub(books.initial_supply).saturating_sub(books.minted);
    let inputs = Inputs {
        credit,
        reserve: books.reserve,
        emission: books.emission,
        deferred: books.deferred,
        mintable: (!parameters.is_vault_funded()).then_some(mintable),
        direct_bps: parameters.direct_bps,
        max_reward_per_million_credits: parameters.max_reward_per_million_credits,
        attestor_bps: parameters.attestor_bps,
        live_weight,
        total_weight,
        tip: if accounts.tip_destination.is_some() { parameters.settle_tip } else { 0 },
    };
    settlement::settle(&inputs).ok_or_else(|| LedgerError::Overflow.into())
}

fn write_epoch(accounts: &SettleEpoch, index: u64, credit: u64, now: i64, settled: &Settlement) -> Result<()> {
    let creator = Creator { payer: &accounts.settler, system_program: &accounts.system_program };
    let network = accounts.network.key();
    let seeds = [seeds::EPOCH, network.as_ref(), &index.to_le_bytes()];
    let (mut epoch, bump) = creator.create::<Epoch>(&accounts.settled_epoch, &seeds)?;
    epoch.network = accounts.network.key();
    epoch.rent_payer = accounts.settler.key();
    epoch.index = index;
    epoch.credit = credit;
    epoch.credit_left = credit;
    epoch.pot = settled.pot;
    epoch.pot_left = settled.pot;
    epoch.reward_per_credit = settled.reward_per_credit.into();
    epoch.settled_at = now;
    epoch.version = LAYOUT_VERSION;
    epoch.bump = bump;
    Ok(())
}
