//! Moving tokens in and out of a network's vaults.

use anchor_lang::prelude::*;
use anchor_spl::{
    token::accessor,
    token_2022::spl_token_2022::extension::{BaseStateWithExtensions, ExtensionType, StateWithExtensions},
    token_2022::spl_token_2022::state::Mint as MintState,
    token_interface::{self, Burn, Mint, MintTo, TokenAccount, TokenInterface, TransferChecked},
};

use crate::{error::LedgerError, state::Network};

/// Extensions that neither move tokens nor stop them.
const ALLOWED_EXTENSIONS: [ExtensionType; 6] = [
    ExtensionType::MetadataPointer,
    ExtensionType::TokenMetadata,
    ExtensionType::GroupPointer,
    ExtensionType::TokenGroup,
    ExtensionType::GroupMemberPointer,
    ExtensionType::TokenGroupMember,
];

/// Refuses a mint whose tokens somebody could freeze, take, tax or stop.
pub fn check_mint(mint: &InterfaceAccount<Mint>) -> Result<()> {
    require!(mint.freeze_authority.is_none(), LedgerError::MintHasFreezeAuthority);
    let info = mint.to_account_info();
    let data = info.try_borrow_data()?;
    let state = StateWithExtensions::<MintState>::unpack(&data)?;
    for extension in state.get_extension_types()? {
        if !ALLOWED_EXTENSIONS.contains(&extension) {
            msg!("mint {} has the extension {:?}", mint.key(), extension);
            return err!(LedgerError::MintExtensionRefused);
        }
    }
    Ok(())
}

/// One of a network's vaults, with what is needed to move tokens in or out.
pub struct Vault<'a, 'info> {
    network: &'a AccountLoader<'info, Network>,
    vault: &'a InterfaceAccount<'info, TokenAccount>,
    mint: &'a InterfaceAccount<'info, Mint>,
    token_program: &'a Interface<'info, TokenInterface>,
}

impl<'a, 'info> Vault<'a, 'info> {
    /// A vault of the network, which is its authority, with its mint and the mint's program.
    pub fn new(
        network: &'a AccountLoader<'info, Network>,
        vault: &'a InterfaceAccount<'info, TokenAccount>,
        mint: &'a InterfaceAccount<'info, Mint>,
        token_program: &'a Interface<'info, TokenInterface>,
    ) -> Self {
        Self { network, vault, mint, token_program }
    }

    /// The vault's balance now, whatever was moved since the instruction began.
    pub fn balance(&self) -> Result<u64> {
        accessor::amount(&self.vault.to_account_info())
    }

    /// Takes `amount` from an account of `authority` and returns what arrived.
    pub fn take(
        &self,
        from: &InterfaceAccount<'info, TokenAccount>,
        authority: &Signer<'info>,
        amount: u64,
    ) -> Result<u64> {
        let before = self.balance()?;
        let accounts = TransferChecked {
            from: from.to_account_info(),
            mint: self.mint.to_account_info(),
            to: self.vault.to_account_info(),
            authority: authority.to_account_info(),
        };
        let context = CpiContext::new(self.token_program.key(), accounts);
        token_interface::transfer_checked(context, amount, self.mint.decimals)?;
        self.balance()?.checked_sub(before).ok_or_else(|| error!(LedgerError::Overflow))
    }

    /// Pays `amount` out; nothing moves if it is 0.
    pub fn pay(&self, to: &InterfaceAccount<'info, TokenAccount>, amount: u64) -> Result<()> {
        let accounts = TransferChecked {
            from: self.vault.to_account_info(),
            mint: self.mint.to_account_info(),
            to: to.to_account_info(),
            authority: self.network.to_account_info(),
        };
        self.signed(amount, |seeds| {
            let context = CpiContext::new_with_signer(self.token_program.key(), accounts, seeds);
            token_interface::transfer_checked(context, amount, self.mint.decimals)
        })
    }

    /// Mints `amount` into the vault; nothing happens if it is 0.
    pub fn mint(&self, amount: u64) -> Result<()> {
        let accounts = MintTo {
            mint: self.mint.to_account_info(),
            to: self.vault.to_account_info(),
            authority: self.network.to_account_info(),
        };
        self.signed(amount, |seeds| {
            token_interface::mint_to(CpiContext::new_with_signer(self.token_program.key(), accounts, seeds), amount)
        })
    }

    /// Burns `amount` from the vault, or sends it to the treasury if there is one; nothing happens if it is 0.
    pub fn dispose(&self, treasury: Option<&InterfaceAccount<'info, TokenAccount>>, amount: u64) -> Result<()> {
        if let Some(treasury) = treasury {
            return self.pay(treasury, amount);
        }
        let accounts = Burn {
            mint: self.mint.to_account_info(),
            from: self.vault.to_account_info(),
            authority: self.network.to_account_info(),
        };
        self.signed(amount, |seeds| {
            token_interface::burn(CpiContext::new_with_signer(self.token_program.key(), accounts, seeds), amount)
        })
    }

    fn signed(&self, amount: u64, cpi: impl FnOnce(&[&[&[u8]]]) -> Result<()>) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let network = self.network.load()?;
        cpi(&[&network.signer_seeds(&[network.bump])])
    }
}

/// The treasury that the network names: exactly that account if it names one, none if it names none.
pub fn check_treasury(network: &Network, treasury: Option<Pubkey>) -> Result<()> {
    let named = (network.treasury != Pubkey::default()).then_some(network.treasury);
    require!(named == treasury, LedgerError::WrongDestination);
    Ok(())
}
