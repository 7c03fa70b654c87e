//! Calls the ledger from another program, knowing nothing but its IDL: a patron.
//!
//! A patron is an address of this program, one for each operator, that owns a position in the operator's pool. Whoever wants
//! to support the operator sends collateral to the patron's token account; then anybody may have it staked, as long as the
//! operator's commission stays within what this program accepts. So it shows the three things that a program wants of
//! another: to call it, to sign for an address of its own, and to read its accounts.
//!
//! The tests run `tests/programs/cpi.so`, made by `sbf/compile ~/.cache/girder-sbf cpi tests/programs`.

use anchor_lang::prelude::*;

declare_id!("J8veD1UkHG7ij2AfCvcMfMx4UtGGUFrhedH1EyuMZAjP");
declare_program!(ledger);

use ledger::{
    accounts::{Network, Operator},
    program::Ledger,
};

/// The highest commission, basis points, of an operator that a patron stakes with.
pub const HIGHEST_COMMISSION_BPS: u64 = 1_000;

/// First seed of a patron's address; the second is the operator.
pub const PATRON: &[u8] = b"patron";

/// A patron's two instructions.
#[program]
pub mod cpi {
    use super::*;

    /// Opens the patron's position with an operator. Anybody; `payer` pays the position's rent.
    pub fn open(ctx: Context<Open>) -> Result<()> {
        let accounts = &ctx.accounts;
        let open = ledger::cpi::accounts::OpenPosition {
            payer: accounts.payer.to_account_info(),
            owner: accounts.patron.to_account_info(),
            network: accounts.network.to_account_info(),
            operator: accounts.operator.to_account_info(),
            position: accounts.position.to_account_info(),
            system_program: accounts.system_program.to_account_info(),
            event_authority: accounts.event_authority.to_account_info(),
            program: accounts.ledger.to_account_info(),
        };
        ledger::cpi::open_position(CpiContext::new(accounts.ledger.key(), open))
    }

    /// Stakes `amount`, base units of collateral, of the patron's tokens. Anybody. Refused while the operator's commission
    /// is above [`HIGHEST_COMMISSION_BPS`]; the ledger refuses the rest, for example an amount that the patron hasn't got.
    pub fn stake(ctx: Context<Stake>, amount: u64) -> Result<()> {
        let accounts = &ctx.accounts;
        let commission_bps = accounts.operator.load()?.commission_bps;
        require_gte!(HIGHEST_COMMISSION_BPS, commission_bps, PatronError::CommissionTooHigh);

        let deposit = ledger::cpi::accounts::Deposit {
            owner: accounts.patron.to_account_info(),
            network: accounts.network.to_account_info(),
            books: accounts.books.to_account_info(),
            operator: accounts.operator.to_account_info(),
            position: accounts.position.to_account_info(),
            source: accounts.source.to_account_info(),
            stake_vault: accounts.stake_vault.to_account_info(),
            collateral_mint: accounts.collateral_mint.to_account_info(),
            token_program: accounts.token_program.to_account_info(),
            event_authority: accounts.event_authority.to_account_info(),
            program: accounts.ledger.to_account_info(),
        };
        let operator = accounts.operator.key();
        let seeds: &[&[u8]] = &[PATRON, operator.as_ref(), &[ctx.bumps.patron]];
        ledger::cpi::deposit(CpiContext::new_with_signer(accounts.ledger.key(), deposit, &[seeds]), amount)
    }
}

/// Accounts of `open`.
#[derive(Accounts)]
pub struct Open<'info> {
    /// Pays the position's rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// CHECK: owns the position; its address is of this program.
    #[account(seeds = [PATRON, operator.key().as_ref()], bump)]
    pub patron: UncheckedAccount<'info>,
    /// The operator's network.
    pub network: AccountLoader<'info, Network>,
    /// Whom the patron supports.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// CHECK: created by the ledger, which knows its address.
    #[account(mut)]
    pub position: UncheckedAccount<'info>,
    /// Creates accounts.
    pub system_program: Program<'info, System>,
    /// CHECK: signs the ledger's events; checked by the ledger.
    pub event_authority: UncheckedAccount<'info>,
    /// The ledger.
    pub ledger: Program<'info, Ledger>,
}

/// Accounts of `stake`.
#[derive(Accounts)]
pub struct Stake<'info> {
    /// CHECK: owns the position and the tokens; its address is of this program.
    #[account(seeds = [PATRON, operator.key().as_ref()], bump)]
    pub patron: UncheckedAccount<'info>,
    /// The operator's network.
    pub network: AccountLoader<'info, Network>,
    /// CHECK: the network's totals; checked by the ledger.
    #[account(mut)]
    pub books: UncheckedAccount<'info>,
    /// Whom the patron supports.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// CHECK: the patron's position; checked by the ledger.
    #[account(mut)]
    pub position: UncheckedAccount<'info>,
    /// CHECK: the patron's token account; checked by the ledger and the token program.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// CHECK: where the stake goes; checked by the ledger.
    #[account(mut)]
    pub stake_vault: UncheckedAccount<'info>,
    /// CHECK: what is staked; checked by the ledger.
    pub collateral_mint: UncheckedAccount<'info>,
    /// CHECK: the mint's program; checked by the ledger.
    pub token_program: UncheckedAccount<'info>,
    /// CHECK: signs the ledger's events; checked by the ledger.
    pub event_authority: UncheckedAccount<'info>,
    /// The ledger.
    pub ledger: Program<'info, Ledger>,
}

/// What this program refuses by itself.
#[error_code]
pub enum PatronError {
    /// The operator's commission is above what a patron accepts.
    #[msg("the operator's commission is above what a patron accepts")]
    CommissionTooHigh,
}
