//! Moving tokens in and out of a network's vaults.
//!
//! Vaults and mints are pinned by the addresses in the network, and what else could be wrong with a token account the
//! token program itself refuses; so accounts are read here only where a decision needs it.

use anchor_lang::prelude::*;
use anchor_spl::{
    token_2022::spl_token_2022::{
        extension::{BaseStateWithExtensions, ExtensionType, StateWithExtensions},
        instruction::AuthorityType,
        state::{Account as TokenState, Mint as MintState},
    },
    token_interface::{self, Burn, CloseAccount, MintTo, SetAuthority, TransferChecked},
};

use girder_interface::mint_risk;

use crate::{
    error::{LedgerError, check},
    state::{Network, check_key},
};

/// Extensions that neither move tokens nor stop them.
const ALLOWED_EXTENSIONS: [ExtensionType; 6] = [
    ExtensionType::MetadataPointer,
    ExtensionType::TokenMetadata,
    ExtensionType::GroupPointer,
    ExtensionType::TokenGroup,
    ExtensionType::GroupMemberPointer,
    ExtensionType::TokenGroupMember,
];

/// The risk that an extension is, if a network may take it. Never taken are: a transfer hook, which asks for accounts that
/// nobody hands in; what can't be transferred, or is frozen or hidden from the start, as it can't be staked or paid out; and a
/// mint that can be closed, whose address may then be another mint with whatever extensions.
fn risk_of(extension: ExtensionType) -> u8 {
    match extension {
        ExtensionType::TransferFeeConfig => mint_risk::TRANSFER_FEE,
        ExtensionType::PermanentDelegate => mint_risk::PERMANENT_DELEGATE,
        ExtensionType::Pausable => mint_risk::PAUSABLE,
        _ => 0,
    }
}

/// Refuses a mint whose tokens somebody could freeze, take, tax or stop, unless that is among the risks that the network
/// takes; returns its state, and the bytes of a token account of it.
pub fn check_mint(mint: &AccountInfo, token_program: &Pubkey, risks: u8) -> Result<(MintState, usize)> {
    check_key(mint.owner, token_program, LedgerError::WrongTokenProgram)?;
    let data = mint.try_borrow_data()?;
    let state = StateWithExtensions::<MintState>::unpack(&data)?;
    let freezes = state.base.freeze_authority.is_some();
    check(!freezes || risks & mint_risk::FREEZE_AUTHORITY != 0, LedgerError::MintHasFreezeAuthority)?;
    let extensions = state.get_extension_types()?;
    for extension in &extensions {
        if !ALLOWED_EXTENSIONS.contains(extension) && risks & risk_of(*extension) == 0 {
            msg!("mint {} has the extension {:?}", mint.key, extension);
            return Err(LedgerError::MintExtensionRefused.into());
        }
    }
    let needed = ExtensionType::get_required_init_account_extensions(&extensions);
    Ok((state.base, ExtensionType::try_calculate_account_len::<TokenState>(&needed)?))
}

/// The owner of a token account; the token program that moves tokens checks the rest.
pub fn token_owner(account: &AccountInfo) -> Result<Pubkey> {
    Ok(Pubkey::new_from_array(read(account, 32)?))
}

/// The balance of a vault in base units.
pub fn balance(vault: &AccountInfo) -> Result<u64> {
    Ok(u64::from_le_bytes(read(vault, 64)?))
}

fn read<const N: usize>(account: &AccountInfo, offset: usize) -> Result<[u8; N]> {
    let data = account.try_borrow_data()?;
    let bytes = data.get(offset..offset.saturating_add(N)).and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| ProgramError::InvalidAccountData.into())
}

/// One of a network's vaults, with what is needed to move tokens in or out.
pub struct Vault<'a, 'info> {
    network: &'a AccountLoader<'info, Network>,
    vault: &'a AccountInfo<'info>,
    mint: &'a AccountInfo<'info>,
    decimals: u8,
    token_program: Pubkey,
}

impl<'a, 'info> Vault<'a, 'info> {
    /// The network's reward vault; refuses another vault, mint or token program.
    pub fn reward(
        network: &'a AccountLoader<'info, Network>,
        vault: &'a AccountInfo<'info>,
        mint: &'a AccountInfo<'info>,
        token_program: &AccountInfo<'info>,
    ) -> Result<Self> {
        let state = network.load()?;
        check_key(mint.key, &state.reward_mint, LedgerError::WrongMint)?;
        state.check_reward_vault(vault)?;
        Self { network, vault, mint, decimals: state.reward_decimals, token_program: *token_program.key }.checked()
    }

    /// The network's stake vault; refuses another vault, mint or token program.
    pub fn stake(
        network: &'a AccountLoader<'info, Network>,
        vault: &'a AccountInfo<'info>,
        mint: &'a AccountInfo<'info>,
        token_program: &AccountInfo<'info>,
    ) -> Result<Self> {
        let state = network.load()?;
        check_key(mint.key, &state.collateral_mint, LedgerError::WrongMint)?;
        state.check_stake_vault(vault)?;
        Self { network, vault, mint, decimals: state.collateral_decimals, token_program: *token_program.key }.checked()
    }

    /// The network signs for its vaults only before the program that owns them.
    fn checked(self) -> Result<Self> {
        check_key(&self.token_program, self.vault.owner, LedgerError::WrongTokenProgram)?;
        Ok(self)
    }

    /// The vault's balance now, in base units.
    pub fn balance(&self) -> Result<u64> {
        balance(self.vault)
    }

    /// Takes `amount` from an account of `authority` and returns what arrived.
    pub fn take(&self, from: &AccountInfo<'info>, authority: &Signer<'info>, amount: u64) -> Result<u64> {
        let before = self.balance()?;
        let accounts = self.transfer(from, self.vault, authority);
        token_interface::transfer_checked(CpiContext::new(self.token_program, accounts), amount, self.decimals)?;
        self.balance()?.checked_sub(before).ok_or_else(|| LedgerError::Overflow.into())
    }

    /// Pays `amount` to a token account of `owner`; refuses anybody else's. Nothing moves if the amount is 0.
    pub fn pay(&self, to: &AccountInfo<'info>, owner: &Pubkey, amount: u64) -> Result<()> {
        check_key(&token_owner(to)?, owner, LedgerError::WrongDestination)?;
        self.send(to, amount)
    }

    /// Mints `amount` into the vault; nothing happens if it is 0.
    pub fn mint(&self, amount: u64) -> Result<()> {
        self.signed(amount, |seeds| {
            let accounts =
                MintTo { mint: self.mint.clone(), to: self.vault.clone(), authority: self.network.to_account_info() };
            token_interface::mint_to(CpiContext::new_with_signer(self.token_program, accounts, seeds), amount)
        })
    }

    /// Burns `amount` from the vault, or pays it to a token account of the treasury if the network names one; refuses any
    /// other, and none where there is one. Nothing moves if the amount is 0.
    pub fn dispose(&self, to: Option<&UncheckedAccount<'info>>, amount: u64) -> Result<()> {
        let treasury = self.network.load()?.treasury;
        if treasury != Pubkey::default() {
            return self.pay(to.ok_or(LedgerError::WrongDestination)?, &treasury, amount);
        }
        check(to.is_none(), LedgerError::WrongDestination)?;
        self.signed(amount, |seeds| {
            let accounts =
                Burn { mint: self.mint.clone(), from: self.vault.clone(), authority: self.network.to_account_info() };
            token_interface::burn(CpiContext::new_with_signer(self.token_program, accounts, seeds), amount)
        })
    }

    /// Pays all that the vault holds to a token account of `owner`, closes the vault, with its rent for `rent_payer`, and
    /// returns what it held.
    pub fn close(&self, to: &AccountInfo<'info>, owner: &Pubkey, rent_payer: &AccountInfo<'info>) -> Result<u64> {
        let amount = self.balance()?;
        self.pay(to, owner, amount)?;
        self.sign(|seeds| {
            let accounts = CloseAccount {
                account: self.vault.clone(),
                destination: rent_payer.clone(),
                authority: self.network.to_account_info(),
            };
            token_interface::close_account(CpiContext::new_with_signer(self.token_program, accounts, seeds))
        })?;
        Ok(amount)
    }

    /// Leaves the mint without an authority, for ever, if the network is it.
    pub fn give_up_mint_authority(&self) -> Result<()> {
        let is_set = u32::from_le_bytes(read(self.mint, 0)?) != 0;
        if !is_set || Pubkey::new_from_array(read(self.mint, 4)?) != self.network.key() {
            return Ok(());
        }
        self.sign(|seeds| {
            let accounts =
                SetAuthority { current_authority: self.network.to_account_info(), account_or_mint: self.mint.clone() };
            let context = CpiContext::new_with_signer(self.token_program, accounts, seeds);
            token_interface::set_authority(context, AuthorityType::MintTokens, None)
        })
    }

    fn send(&self, to: &AccountInfo<'info>, amount: u64) -> Result<()> {
        self.signed(amount, |seeds| {
            let accounts = self.transfer(self.vault, to, &self.network.to_account_info());
            let context = CpiContext::new_with_signer(self.token_program, accounts, seeds);
            token_interface::transfer_checked(context, amount, self.decimals)
        })
    }

    fn transfer(
        &self,
        from: &AccountInfo<'info>,
        to: &AccountInfo<'info>,
        authority: &AccountInfo<'info>,
    ) -> TransferChecked<'info> {
        TransferChecked { from: from.clone(), mint: self.mint.clone(), to: to.clone(), authority: authority.clone() }
    }

    fn signed(&self, amount: u64, cpi: impl FnOnce(&[&[&[u8]]]) -> Result<()>) -> Result<()> {
        if amount == 0 { Ok(()) } else { self.sign(cpi) }
    }

    fn sign(&self, cpi: impl FnOnce(&[&[&[u8]]]) -> Result<()>) -> Result<()> {
        let network = self.network.load()?;
        cpi(&[&network.signer_seeds(&[network.bump])])
    }
}
