use anchor_lang::prelude::*;
use anchor_spl::{
    token::spl_token::native_mint,
    token_2022::spl_token_2022::instruction::AuthorityType,
    token_interface::{self, Mint, SetAuthority, TokenAccount, TokenInterface},
};
use girder_interface::seeds;

use crate::{
    error::LedgerError,
    events::NetworkCreated,
    require_numbers,
    state::{AccountSpace, Books, Classes, Network, Parameters},
    tokens::check_mint,
};

/// Creates a network with its Books, class table and vaults. The reward mint's authority passes to the network, unless
/// rewards are vault-funded.
#[event_cpi]
#[derive(Accounts)]
#[instruction(name: [u8; 32])]
pub struct CreateNetwork<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Becomes the authority, and part of the network's address.
    pub creator: Signer<'info>,
    /// The network.
    #[account(
        init,
        payer = payer,
        space = Network::SPACE,
        seeds = [seeds::NETWORK, creator.key().as_ref(), &name],
        bump,
    )]
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(init, payer = payer, space = Books::SPACE, seeds = [seeds::BOOKS, network.key().as_ref()], bump)]
    pub books: AccountLoader<'info, Books>,
    /// Its class table, empty.
    #[account(init, payer = payer, space = Classes::SPACE, seeds = [seeds::CLASSES, network.key().as_ref()], bump)]
    pub classes: AccountLoader<'info, Classes>,
    /// What operators are paid in.
    #[account(mut)]
    pub reward_mint: Box<InterfaceAccount<'info, Mint>>,
    /// What operators stake; may be the reward mint.
    pub collateral_mint: Box<InterfaceAccount<'info, Mint>>,
    /// Will hold rewards.
    #[account(
        init,
        payer = payer,
        seeds = [seeds::REWARD_VAULT, network.key().as_ref()],
        bump,
        token::mint = reward_mint,
        token::authority = network,
        token::token_program = reward_token_program,
    )]
    pub reward_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Will hold collateral.
    #[account(
        init,
        payer = payer,
        seeds = [seeds::STAKE_VAULT, network.key().as_ref()],
        bump,
        token::mint = collateral_mint,
        token::authority = network,
        token::token_program = collateral_token_program,
    )]
    pub stake_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Gets slashed collateral; without it, that is burned.
    #[account(constraint = treasury.mint == collateral_mint.key() @ LedgerError::BadTreasury)]
    pub treasury: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    /// CHECK: read by its address; the newest entry becomes the network's instance.
    #[account(address = solana_sdk_ids::sysvar::slot_hashes::ID)]
    pub slot_hashes: UncheckedAccount<'info>,
    /// The reward mint's program.
    pub reward_token_program: Interface<'info, TokenInterface>,
    /// The collateral mint's program.
    pub collateral_token_program: Interface<'info, TokenInterface>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// Refuses parameters outside their bounds or relations, mints with a freeze authority or a dangerous extension, a reward
/// mint that the creator can't hand over, and native collateral without a treasury.
pub(crate) fn create_network(ctx: Context<CreateNetwork>, name: [u8; 32], parameters: Parameters) -> Result<()> {
    let accounts = &ctx.accounts;
    let one_mint = accounts.reward_mint.key() == accounts.collateral_mint.key();
    check_name(&name)?;
    parameters.check(one_mint, Clock::get()?.unix_timestamp)?;
    check_mint(&accounts.reward_mint)?;
    check_mint(&accounts.collateral_mint)?;
    let native = accounts.collateral_mint.key() == native_mint::ID;
    require!(!native || accounts.treasury.is_some(), LedgerError::TreasuryNeeded);
    let initial_supply = accounts.reward_mint.supply;
    if !parameters.is_vault_funded() {
        require_numbers!(
            initial_supply <= parameters.supply_cap,
            LedgerError::CapExceeded,
            initial_supply,
            parameters.supply_cap
        );
        take_mint_authority(accounts)?;
    }
    let instance = newest_slot_hash(&accounts.slot_hashes)?;

    write_network(&ctx, name, parameters, instance)?;
    let mut books = accounts.books.load_init()?;
    books.network = accounts.network.key();
    books.rent_payer = accounts.payer.key();
    books.initial_supply = initial_supply;
    books.emission = parameters.emission_initial;
    books.version = 1;
    books.bump = ctx.bumps.books;
    let mut classes = accounts.classes.load_init()?;
    classes.network = accounts.network.key();
    classes.rent_payer = accounts.payer.key();
    classes.version = 1;
    classes.bump = ctx.bumps.classes;

    emit_cpi!(NetworkCreated {
        network: accounts.network.key(),
        creator: accounts.creator.key(),
        reward_mint: accounts.reward_mint.key(),
        collateral_mint: accounts.collateral_mint.key(),
        instance,
        initial_supply,
        parameters,
    });
    Ok(())
}

fn check_name(name: &[u8; 32]) -> Result<()> {
    let length = name.iter().position(|&byte| byte == 0).unwrap_or(name.len());
    let padding = name.iter().skip(length);
    require!(length > 0 && padding.copied().all(|byte| byte == 0), LedgerError::BadName);
    Ok(())
}

fn take_mint_authority(accounts: &CreateNetwork) -> Result<()> {
    let network = accounts.network.key();
    let holder = accounts.reward_mint.mint_authority;
    if holder.contains(&network) {
        return Ok(());
    }
    require!(holder.contains(&accounts.creator.key()), LedgerError::NoMintAuthority);
    let cpi = SetAuthority {
        current_authority: accounts.creator.to_account_info(),
        account_or_mint: accounts.reward_mint.to_account_info(),
    };
    let context = CpiContext::new(accounts.reward_token_program.key(), cpi);
    token_interface::set_authority(context, AuthorityType::MintTokens, Some(network))
}

/// The sysvar holds a count (u64), then entries of a slot (u64) and its hash, newest first.
fn newest_slot_hash(slot_hashes: &AccountInfo) -> Result<[u8; 32]> {
    let data = slot_hashes.try_borrow_data()?;
    let hash = data.get(16..48).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    hash.ok_or_else(|| ProgramError::UnsupportedSysvar.into())
}

fn write_network(
    ctx: &Context<CreateNetwork>,
    name: [u8; 32],
    parameters: Parameters,
    instance: [u8; 32],
) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut network = accounts.network.load_init()?;
    *network = Network {
        creator: accounts.creator.key(),
        authority: accounts.creator.key(),
        reward_mint: accounts.reward_mint.key(),
        collateral_mint: accounts.collateral_mint.key(),
        reward_vault: accounts.reward_vault.key(),
        stake_vault: accounts.stake_vault.key(),
        treasury: accounts.treasury.as_ref().map(|treasury| treasury.key()).unwrap_or_default(),
        rent_payer: accounts.payer.key(),
        instance,
        name,
        parameters,
        attestor_set_version: 0,
        first_attested_epoch: u64::MAX,
        version: 1,
        bump: ctx.bumps.network,
        reserved: [0; 6],
    };
    Ok(())
}
