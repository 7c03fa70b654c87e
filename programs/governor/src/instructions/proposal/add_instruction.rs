use anchor_lang::{prelude::*, system_program};

use crate::{
    error::{GovernorError, check_numbers},
    events::InstructionAdded,
    limits::MAX_PROPOSAL,
    state::{Proposal, ProposedInstruction},
};

/// Adds an instruction to a draft, behind those it has. By its proposer, who pays the rent of its bytes.
#[event_cpi]
#[derive(Accounts)]
pub struct AddInstruction<'info> {
    /// The proposer.
    #[account(mut)]
    pub proposer: Signer<'info>,
    /// The draft.
    #[account(mut)]
    pub proposal: AccountLoader<'info, Proposal>,
    /// Moves the rent.
    pub system_program: Program<'info, System>,
}

/// Refuses a proposal whose vote was opened, and one that would exceed 10,240 bytes.
pub(crate) fn add_instruction(ctx: Context<AddInstruction>, instruction: ProposedInstruction) -> Result<()> {
    let accounts = &ctx.accounts;
    let bytes = instruction.to_bytes()?;
    let index = {
        let mut proposal = accounts.proposal.load_mut()?;
        proposal.check_proposer(accounts.proposer.key)?;
        proposal.check_draft()?;
        let index = proposal.instructions;
        proposal.instructions = index.checked_add(1).ok_or(GovernorError::Overflow)?;
        index
    };
    append(accounts, &bytes)?;

    emit_cpi!(InstructionAdded { proposal: accounts.proposal.key(), index, program: instruction.program });
    Ok(())
}

/// Makes room at the account's end, with its rent, and writes there.
fn append(accounts: &AddInstruction, bytes: &[u8]) -> Result<()> {
    let account: &AccountInfo = accounts.proposal.as_ref();
    let before = account.data_len();
    let after = before.checked_add(bytes.len()).ok_or(GovernorError::Overflow)?;
    check_numbers(after <= MAX_PROPOSAL, GovernorError::ProposalFull, after as u64, MAX_PROPOSAL as u64)?;

    let missing = Rent::get()?.minimum_balance(after).saturating_sub(account.lamports());
    let transfer = system_program::Transfer { from: accounts.proposer.to_account_info(), to: account.clone() };
    system_program::transfer(CpiContext::new(accounts.system_program.key(), transfer), missing)?;
    account.resize(after)?;
    let mut data = account.try_borrow_mut_data()?;
    data.get_mut(before..).ok_or(GovernorError::Overflow)?.copy_from_slice(bytes);
    Ok(())
}
