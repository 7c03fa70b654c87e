use anchor_lang::prelude::*;
use anchor_spl::{
    token::spl_token::native_mint,
    token_2022::spl_token_2022::{instruction::AuthorityType, native_mint as native_mint_2022},
    token_interface::{self, InitializeAccount3, SetAuthority, TokenInterface},
};
use event_accounts::event_accounts;
use girder_interface::{mint_risk, seeds};

use crate::{
    create::Creator,
    error::{LedgerError, check, check_numbers},
    events::{NetworkCreated, emit_plain},
    state::{Books, Classes, LAYOUT_VERSION, Network, Parameters},
    tokens::check_mint,
};

/// Creates a network with its Books, class table and vaults. The reward mint's authority passes to the network, unless
/// rewards are vault-funded.
#[event_accounts]
#[derive(Accounts)]
pub struct CreateNetwork<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Becomes the authority, and part of the network's address.
    pub creator: Signer<'info>,
    /// CHECK: the network; created here, at the address of its seeds.
    #[account(mut)]
    pub network: UncheckedAccount<'info>,
    /// CHECK: its totals; created here, at the address of its seeds.
    #[account(mut)]
    pub books: UncheckedAccount<'info>,
    /// CHECK: its class table, empty; created here, at the address of its seeds.
    #[account(mut)]
    pub classes: UncheckedAccount<'info>,
    /// CHECK: what operators are paid in; read as a mint of its token program.
    #[account(mut)]
    pub reward_mint: UncheckedAccount<'info>,
    /// CHECK: what operators stake, maybe the reward mint; read as a mint of its token program.
    pub collateral_mint: UncheckedAccount<'info>,
    /// CHECK: will hold rewards; created here, at the address of its seeds.
    #[account(mut)]
    pub reward_vault: UncheckedAccount<'info>,
    /// CHECK: will hold collateral; created here, at the address of its seeds.
    #[account(mut)]
    pub stake_vault: UncheckedAccount<'info>,
    /// CHECK: the wallet whose token accounts get slashed collateral, which is burned without it.
    pub treasury: Option<UncheckedAccount<'info>>,
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

/// Refuses parameters outside their bounds or relations, mints with a freeze authority or a dangerous extension unless
/// `mint_risks` names it (bits of [`mint_risk`], for both mints), a reward mint that the creator can't hand over, and native
/// collateral without a treasury.
pub(crate) fn create_network(
    ctx: Context<CreateNetwork>,
    name: [u8; 32],
    parameters: Parameters,
    mint_risks: u8,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let one_mint = accounts.reward_mint.key == accounts.collateral_mint.key;
    check_name(&name)?;
    parameters.check_genesis(Clock::get()?.unix_timestamp)?;
    parameters.check(one_mint)?;
    check_numbers(mint_risks <= mint_risk::ALL, LedgerError::UnknownMintRisk, mint_risks, mint_risk::ALL)?;
    let (reward, reward_space) = check_mint(&accounts.reward_mint, accounts.reward_token_program.key, mint_risks)?;
    let (collateral, collateral_space) =
        check_mint(&accounts.collateral_mint, accounts.collateral_token_program.key, mint_risks)?;
    let native = [native_mint::ID, native_mint_2022::ID].contains(accounts.collateral_mint.key);
    let treasury = accounts.treasury.as_ref().map(|wallet| wallet.key()).unwrap_or_default();
    check(!native || treasury != Pubkey::default(), LedgerError::TreasuryNeeded)?;
    if !parameters.is_vault_funded() {
        let (supply, cap) = (reward.supply, parameters.supply_cap);
        check_numbers(supply <= cap, LedgerError::CapExceeded, supply, cap)?;
        take_mint_authority(accounts, reward.mint_authority.into())?;
    }
    let instance = newest_slot_hash(&accounts.slot_hashes)?;

    let creator = Creator { payer: &accounts.payer, system_program: &accounts.system_program };
    let address = accounts.network.key();
    let seeds = [seeds::NETWORK, accounts.creator.key.as_ref(), &name];
    let (mut network, bump) = creator.create::<Network>(&accounts.network, &seeds)?;
    *network = Network {
        creator: accounts.creator.key(),
        authority: accounts.creator.key(),
        reward_mint: accounts.reward_mint.key(),
        collateral_mint: accounts.collateral_mint.key(),
        reward_vault: accounts.reward_vault.key(),
        stake_vault: accounts.stake_vault.key(),
        treasury,
        rent_payer: accounts.payer.key(),
        instance,
        name,
        parameters,
        attestor_set_version: 0,
        first_attested_epoch: u64::MAX,
        pending_authority: Pubkey::default(),
        guardian: Pubkey::default(),
        pending_guardian: Pubkey::default(),
        pauses: Default::default(),
        parameters_version: 0,
        first_evidence_epoch: 0,
        retired_from: u64::MAX,
        reward_decimals: reward.decimals,
        collateral_decimals: collateral.decimals,
        version: LAYOUT_VERSION,
        bump,
        mint_risks,
        reserved: [0; 3],
    };
    let (mut books, bump) = creator.create::<Books>(&accounts.books, &[seeds::BOOKS, address.as_ref()])?;
    books.network = address;
    books.rent_payer = accounts.payer.key();
    books.initial_supply = reward.supply;
    books.emission = parameters.emission_initial;
    books.version = LAYOUT_VERSION;
    books.bump = bump;
    let (mut classes, bump) = creator.create::<Classes>(&accounts.classes, &[seeds::CLASSES, address.as_ref()])?;
    classes.network = address;
    classes.rent_payer = accounts.payer.key();
    classes.version = LAYOUT_VERSION;
    classes.bump = bump;
    drop((network, books, classes));
    create_vaults(accounts, &creator, [reward_space, collateral_space])?;

    emit_plain(
        &accounts.event_authority,
        NetworkCreated {
            network: address,
            creator: accounts.creator.key(),
            reward_mint: accounts.reward_mint.key(),
            collateral_mint: accounts.collateral_mint.key(),
            instance,
            initial_supply: reward.supply,
            mint_risks: mint_risks.into(),
            parameters,
        },
    )?;
    Ok(())
}

fn check_name(name: &[u8; 32]) -> Result<()> {
    let length = name.iter().position(|&byte| byte == 0).unwrap_or(name.len());
    let padding = name.iter().skip(length);
    check(length > 0 && padding.copied().all(|byte| byte == 0), LedgerError::BadName)?;
    Ok(())
}

fn take_mint_authority(accounts: &CreateNetwork, holder: Option<Pubkey>) -> Result<()> {
    let network = accounts.network.key();
    if holder == Some(network) {
        return Ok(());
    }
    check(holder == Some(accounts.creator.key()), LedgerError::NoMintAuthority)?;
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

/// `spaces`: bytes of a token account of the reward and of the collateral mint.
fn create_vaults<'info>(
    accounts: &CreateNetwork<'info>,
    creator: &Creator<'_, 'info>,
    spaces: [usize; 2],
) -> Result<()> {
    let address = accounts.network.key();
    let sides = [
        (&accounts.reward_vault, &accounts.reward_mint, &accounts.reward_token_program, seeds::REWARD_VAULT),
        (&accounts.stake_vault, &accounts.collateral_mint, &accounts.collateral_token_program, seeds::STAKE_VAULT),
    ];
    for ((vault, mint, token_program, seed), space) in sides.into_iter().zip(spaces) {
        creator.allocate(vault, &[seed, address.as_ref()], space, token_program.key)?;
        let cpi = InitializeAccount3 {
            account: vault.to_account_info(),
            mint: mint.to_account_info(),
            authority: accounts.network.to_account_info(),
        };
        token_interface::initialize_account3(CpiContext::new(token_program.key(), cpi))?;
    }
    Ok(())
}
