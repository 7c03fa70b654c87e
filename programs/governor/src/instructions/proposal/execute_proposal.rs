use anchor_lang::{
    prelude::*,
    solana_program::{instruction::Instruction, program::invoke_signed},
};

use crate::{events::InstructionExecuted, seeds, state::Proposal};

/// Runs the next instruction of a proposal that passed. By anybody, with the instruction's program and accounts behind these.
/// The governor signs it; whoever else must, signs the transaction.
#[event_cpi]
#[derive(Accounts)]
pub struct ExecuteProposal<'info> {
    /// The proposal.
    #[account(mut)]
    pub proposal: AccountLoader<'info, Proposal>,
    /// CHECK: the network's governor, pinned by its address.
    #[account(seeds = [seeds::GOVERNOR, proposal.load()?.network.as_ref()], bump)]
    pub governor: UncheckedAccount<'info>,
}

/// Refuses a proposal that did not pass, before its vote's end, and 14 days later; all of it then stays undone that was not
/// done. Each instruction runs once, in order: one that fails leaves all as it was, and may be tried again.
pub(crate) fn execute_proposal<'info>(ctx: Context<'info, ExecuteProposal<'info>>) -> Result<()> {
    let accounts = &ctx.accounts;
    let (network, (instruction, bytes)) = {
        let proposal = accounts.proposal.load()?;
        proposal.check_executable(Clock::get()?.unix_timestamp)?;
        let account: &AccountInfo = accounts.proposal.as_ref();
        let next = proposal.next_instruction(&account.try_borrow_data()?)?;
        (proposal.network, next)
    };
    instruction.check_accounts(ctx.remaining_accounts)?;
    // Before the call, which may come back here.
    let index = accounts.proposal.load_mut()?.count_execution(bytes)?;

    let called = Instruction::from(instruction);
    let signer: &[&[u8]] = &[seeds::GOVERNOR, network.as_ref(), &[ctx.bumps.governor]];
    invoke_signed(&called, ctx.remaining_accounts, &[signer])?;

    emit_cpi!(InstructionExecuted { proposal: accounts.proposal.key(), index, program: called.program_id });
    Ok(())
}
