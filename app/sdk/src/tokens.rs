//! Mints and token accounts of SPL Token and Token-2022: what the ledger's users need of them.

use anchor_lang::prelude::ProgramError;
use solana_account::Account;
use solana_address::Address;
use solana_instruction::Instruction;
use spl_associated_token_account_interface::instruction::create_associated_token_account_idempotent;
use spl_token_2022_interface::{
    extension::{
        BaseStateWithExtensions, ExtensionType, StateWithExtensions,
        transfer_fee::{TransferFeeConfig, instruction::harvest_withheld_tokens_to_mint},
    },
    instruction as token_instruction,
    state::{Account as TokenAccount, Mint},
};

use solana_system_interface::instruction as system;

use crate::{NetworkAddresses, Result, SdkError, Token, signer::hex, transport::Transport};

/// A mint to be created.
#[derive(Clone, Debug)]
pub struct NewMint {
    /// Its address and its program.
    pub token: Token,
    /// May mint.
    pub authority: Address,
    /// May freeze; the ledger refuses mints that have one.
    pub freeze_authority: Option<Address>,
    /// A whole token is 10 to this power base units.
    pub decimals: u8,
    /// Extensions of Token-2022, each with the instruction that sets it up.
    pub extensions: Vec<(ExtensionType, Instruction)>,
}

impl NewMint {
    /// A mint without anything that the ledger refuses.
    pub fn plain(token: Token, authority: Address, decimals: u8) -> Self {
        Self { token, authority, freeze_authority: None, decimals, extensions: Vec::new() }
    }

    /// Bytes of its account.
    pub fn space(&self) -> Result<usize> {
        let extensions: Vec<_> = self.extensions.iter().map(|(extension, _)| *extension).collect();
        ExtensionType::try_calculate_account_len::<Mint>(&extensions).map_err(|_| self.bad())
    }

    /// Creates it. Signed by `payer` and the mint's key. `lamports`: the minimum balance of [`space`](Self::space) bytes.
    pub fn instructions(&self, payer: Address, lamports: u64) -> Result<Vec<Instruction>> {
        let Token { mint, program } = self.token;
        let space = self.space()? as u64;
        let create = system::create_account(&payer, &mint, lamports, space, &program);
        let initialize = token_instruction::initialize_mint2(
            &program,
            &mint,
            &self.authority,
            self.freeze_authority.as_ref(),
            self.decimals,
        );
        let extensions = self.extensions.iter().map(|(_, instruction)| instruction.clone());
        Ok([create].into_iter().chain(extensions).chain([initialize.map_err(|_| self.bad())?]).collect())
    }

    /// Creates it at the address of [`founded_mint`]. Signed by `payer` and by the founder, who is its authority. `lamports`: what
    /// is missing there to the minimum balance of [`space`](Self::space) bytes.
    pub fn found(&self, payer: Address, name: &[u8; 32], lamports: u64) -> Result<Vec<Instruction>> {
        let Token { mint, program } = self.token;
        let (space, seed) = (self.space()? as u64, founded_seed(name));
        let allocate = system::allocate_with_seed(&mint, &self.authority, &seed, space, &program);
        let mut instructions = self.instructions(payer, lamports)?;
        instructions.splice(..1, [system::transfer(&payer, &mint, lamports), allocate]);
        Ok(instructions)
    }

    fn bad(&self) -> SdkError {
        SdkError::BadToken { what: "mint", address: self.token.mint }
    }
}

/// Where the mint of a network is that its founder created along with it, without a key of its own. `name`: the network's.
pub fn founded_mint(founder: Address, name: &[u8; 32]) -> Result<Address> {
    Address::create_with_seed(&founder, &founded_seed(name), &spl_token_interface::ID)
        .map_err(|error| SdkError::Transport(error.to_string()))
}

/// A seed has 32 bytes at most: half of the name's hash, in hexadecimal digits.
fn founded_seed(name: &[u8; 32]) -> String {
    let hash = solana_sha256_hasher::hash(name).to_bytes();
    hex(hash.first_chunk::<16>().map_or(&[], |half| half.as_slice()))
}

/// Creates a wallet's associated token account, unless it exists. Signed by `payer`.
pub fn create_account(token: &Token, payer: Address, wallet: Address) -> Instruction {
    create_associated_token_account_idempotent(&payer, &wallet, &token.mint, &token.program)
}

/// Mints to a token account. Signed by the mint's authority.
pub fn mint_to(token: &Token, authority: Address, account: Address, amount: u64) -> Result<Instruction> {
    checked(token, token_instruction::mint_to(&token.program, &token.mint, &account, &authority, &[], amount))
}

/// Moves tokens between accounts. Signed by the owner of `from`.
pub fn transfer(
    token: &Token,
    decimals: u8,
    owner: Address,
    from: Address,
    to: Address,
    amount: u64,
) -> Result<Instruction> {
    checked(
        token,
        token_instruction::transfer_checked(&token.program, &from, &token.mint, &to, &owner, &[], amount, decimals),
    )
}

/// Moves the fees of transfers that Token-2022 withheld in these accounts to their mint. By anybody. A network's vaults close
/// only when there are none in them: put this before `close_network` in one transaction, or somebody's transfer comes between.
/// Refuses a mint of SPL Token, which knows no fees.
pub fn harvest_withheld_fees(token: &Token, accounts: &[Address]) -> Result<Instruction> {
    let accounts: Vec<&Address> = accounts.iter().collect();
    checked(token, harvest_withheld_tokens_to_mint(&token.program, &token.mint, &accounts))
}

/// [`harvest_withheld_fees`] for a network's vaults of mints that take fees of transfers; nothing for others. To be put before
/// `close_network` in its transaction.
pub async fn harvest_withheld_fees_of_vaults(
    transport: &dyn Transport,
    network: &NetworkAddresses,
) -> Result<Vec<Instruction>> {
    let vaults = [(&network.reward, network.reward_vault), (&network.collateral, network.stake_vault)];
    let mut harvests = Vec::new();
    for (token, vault) in vaults {
        let address = token.mint;
        let mint = transport.account(&address).await?.ok_or(SdkError::NotFound { what: "mint", address })?;
        if takes_fees(&mint) {
            harvests.push(harvest_withheld_fees(token, &[vault])?);
        }
    }
    Ok(harvests)
}

/// Whether a mint takes fees of transfers.
fn takes_fees(mint: &Account) -> bool {
    let state = StateWithExtensions::<Mint>::unpack(&mint.data);
    state.is_ok_and(|state| state.get_extension::<TransferFeeConfig>().is_ok())
}

/// What a token account's data says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Its mint.
    pub mint: Address,
    /// Whose it is.
    pub owner: Address,
    /// Base units in it.
    pub amount: u64,
}

/// Decodes a token account of either program.
pub fn decode_holding(address: Address, account: &Account) -> Result<Holding> {
    let bad = || SdkError::BadToken { what: "token account", address };
    check_program(account).ok_or_else(bad)?;
    let state = StateWithExtensions::<TokenAccount>::unpack(&account.data).map_err(|_| bad())?.base;
    Ok(Holding { mint: state.mint, owner: state.owner, amount: state.amount })
}

/// What a mint's data says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MintState {
    /// Base units in existence.
    pub supply: u64,
    /// A whole token is 10 to this power base units.
    pub decimals: u8,
    /// May mint, if anybody.
    pub authority: Option<Address>,
}

/// Decodes a mint of either program.
pub fn decode_mint(address: Address, account: &Account) -> Result<MintState> {
    let bad = || SdkError::BadToken { what: "mint", address };
    check_program(account).ok_or_else(bad)?;
    let state = StateWithExtensions::<Mint>::unpack(&account.data).map_err(|_| bad())?.base;
    Ok(MintState { supply: state.supply, decimals: state.decimals, authority: state.mint_authority.into() })
}

/// A token account's balance, base units; 0 if there is no such account.
pub async fn balance(transport: &dyn Transport, account: Address) -> Result<u64> {
    match transport.account(&account).await? {
        Some(found) => Ok(decode_holding(account, &found)?.amount),
        None => Ok(0),
    }
}

/// Reads a mint.
pub async fn mint(transport: &dyn Transport, address: Address) -> Result<MintState> {
    let account = transport.account(&address).await?;
    decode_mint(address, &account.ok_or(SdkError::NotFound { what: "mint", address })?)
}

fn check_program(account: &Account) -> Option<()> {
    [spl_token_interface::ID, spl_token_2022_interface::ID].contains(&account.owner).then_some(())
}

fn checked(token: &Token, instruction: Result<Instruction, ProgramError>) -> Result<Instruction> {
    instruction.map_err(|_| SdkError::BadToken { what: "mint", address: token.mint })
}
