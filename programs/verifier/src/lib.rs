//! The smallest verifier program: what a domain program does to vouch for contributions of its class.
//!
//! It takes exactly the accounts and data of the ledger's `submit_contribution`, checks the statement in its own way, and
//! passes them on, signing as the class's verifier. Here the check is that there is evidence at all. A real program would
//! judge it, for example by a challenge that was answered on chain.
//!
//! The tests run `tests/programs/verifier.so`, made by `sbf/compile ~/.cache/girder-sbf verifier tests/programs`.

use anchor_lang::solana_program::{
    account_info::AccountInfo,
    entrypoint::ProgramResult,
    instruction::{AccountMeta, Instruction},
    program::invoke_signed,
    program_error::ProgramError,
    pubkey::Pubkey,
};
use girder_interface::seeds;

/// Where the evidence hash is in the data: behind the discriminator, epoch, sequence, class and units.
const EVIDENCE: std::ops::Range<usize> = 34..66;

#[cfg(not(feature = "no-entrypoint"))]
anchor_lang::solana_program::entrypoint!(process);

/// Vouches for the statement in `data` and submits it. The first account is the network, the last the ledger program.
pub fn process(program: &Pubkey, accounts: &[AccountInfo], data: &[u8]) -> ProgramResult {
    let (network, ledger) = accounts.first().zip(accounts.last()).ok_or(ProgramError::NotEnoughAccountKeys)?;
    let evidence = data.get(EVIDENCE).ok_or(ProgramError::InvalidInstructionData)?;
    if evidence.iter().all(|&byte| byte == 0) {
        return Err(ProgramError::InvalidInstructionData);
    }

    let (authority, bump) = Pubkey::find_program_address(&[seeds::VERIFIER, network.key.as_ref()], program);
    let metas = accounts.iter().map(|account| AccountMeta {
        pubkey: *account.key,
        is_signer: account.is_signer || *account.key == authority,
        is_writable: account.is_writable,
    });
    let call = Instruction { program_id: *ledger.key, accounts: metas.collect(), data: data.to_vec() };
    invoke_signed(&call, accounts, &[&[seeds::VERIFIER, network.key.as_ref(), &[bump]]])
}
