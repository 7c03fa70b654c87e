//! What the upgradeable loader's accounts say, and the calls to it that a stewardship signs.

use anchor_lang::{
    prelude::*,
    solana_program::{
        bpf_loader_upgradeable::{self, UpgradeableLoaderState},
        instruction::Instruction,
        program::invoke_signed,
    },
};
use solana_sha256_hasher::hash;

use crate::{
    error::{StewardError, check, check_key},
    state::{STEWARDSHIP, Stewardship},
};

/// Checks that an account is a buffer in nobody's hand but the stewardship's, so that nobody can change it.
pub fn check_buffer(buffer: &AccountInfo, stewardship: &Pubkey) -> Result<()> {
    check(*buffer.owner == bpf_loader_upgradeable::ID, StewardError::NotABuffer)?;
    let data = buffer.try_borrow_data()?;
    match UpgradeableLoaderState::try_deserialize(&mut &data[..]) {
        Ok(UpgradeableLoaderState::Buffer { authority_address }) => {
            check_key(&authority_address.unwrap_or_default(), stewardship, StewardError::BufferNotHandedOver)
        }
        _ => Err(StewardError::NotABuffer.into()),
    }
}

/// Checks that a buffer holds exactly the bytes with this sha256, and returns how many there are. About one compute unit
/// for two bytes.
pub fn check_hash(buffer: &AccountInfo, expected: &[u8; 32]) -> Result<u64> {
    let data = buffer.try_borrow_data()?;
    let program = data.get(UpgradeableLoaderState::size_of_buffer_metadata()..).unwrap_or_default();
    check(!program.is_empty(), StewardError::NotABuffer)?;
    check(hash(program).to_bytes() == *expected, StewardError::HashMismatch)?;
    u64::try_from(program.len()).map_err(|_| StewardError::Overflow.into())
}

/// Whether the upgrade authority that a program's data account names is this one. A program that was closed has none.
pub fn is_authority(program_data: &AccountInfo, authority: &Pubkey) -> Result<bool> {
    if *program_data.owner != bpf_loader_upgradeable::ID {
        return Ok(false);
    }
    let data = program_data.try_borrow_data()?;
    let state = UpgradeableLoaderState::try_deserialize(&mut &data[..]);
    Ok(
        matches!(state, Ok(UpgradeableLoaderState::ProgramData { upgrade_authority_address: Some(key), .. }) if key == *authority),
    )
}

/// Calls the loader, signed by the stewardship.
pub fn call(stewardship: &Stewardship, instruction: &Instruction, accounts: &[AccountInfo]) -> Result<()> {
    let seeds = [STEWARDSHIP, stewardship.program.as_ref(), &[stewardship.bump]];
    Ok(invoke_signed(instruction, accounts, &[&seeds])?)
}
