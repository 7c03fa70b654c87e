//! The upgradeable loader: what its accounts say, and the calls to it that a stewardship signs. Its own crate serializes in a
//! general way that would be a fifth of this program.

use anchor_lang::{
    prelude::*,
    solana_program::{instruction::Instruction, program::invoke_signed},
};
use solana_sdk_ids::{
    bpf_loader_upgradeable::ID,
    sysvar::{clock, rent},
};
use solana_sha256_hasher::hash;

use crate::{
    error::{StewardError, check, check_key},
    state::{STEWARDSHIP, Stewardship},
};

/// Bytes before the program in a buffer: which state (u32), whether there is an authority, the authority.
const BUFFER_HEAD: usize = 37;

/// Bytes before the program in its data account: which state (u32), slot (u64), whether there is an authority, the authority.
pub const PROGRAM_DATA_HEAD: usize = 45;

/// The states of the loader's accounts that hold a program.
const BUFFER: [u8; 4] = 1u32.to_le_bytes();
const PROGRAM_DATA: [u8; 4] = 3u32.to_le_bytes();

/// The loader's instructions.
const UPGRADE: [u8; 4] = 3u32.to_le_bytes();
const SET_AUTHORITY: [u8; 4] = 4u32.to_le_bytes();
const CLOSE: [u8; 4] = 5u32.to_le_bytes();

/// Checks that an account is a buffer in nobody's hand but the stewardship's, so that nobody can change it.
pub fn check_buffer(buffer: &AccountInfo, stewardship: &Pubkey) -> Result<()> {
    let data = buffer.try_borrow_data()?;
    check(*buffer.owner == ID && data.starts_with(&BUFFER), StewardError::NotABuffer)?;
    let authority = authority(data.get(4..BUFFER_HEAD)).unwrap_or_default();
    check_key(&authority, stewardship, StewardError::BufferNotHandedOver)
}

/// Checks that a buffer holds exactly the bytes with this sha256, and returns how many there are. About one compute unit
/// for two bytes.
pub fn check_hash(buffer: &AccountInfo, expected: &[u8; 32]) -> Result<u64> {
    let data = buffer.try_borrow_data()?;
    let program = data.get(BUFFER_HEAD..).unwrap_or_default();
    check(!program.is_empty(), StewardError::NotABuffer)?;
    check(hash(program).to_bytes() == *expected, StewardError::HashMismatch)?;
    u64::try_from(program.len()).map_err(|_| StewardError::Overflow.into())
}

/// The upgrade authority that a program's data account names. None of a program that is final or was closed.
pub fn upgrade_authority(program_data: &AccountInfo) -> Result<Option<Pubkey>> {
    let data = program_data.try_borrow_data()?;
    let is_one = *program_data.owner == ID && data.starts_with(&PROGRAM_DATA);
    Ok(authority(data.get(12..PROGRAM_DATA_HEAD).filter(|_| is_one)))
}

/// An optional address: a byte that says whether there is one, and the address.
fn authority(field: Option<&[u8]>) -> Option<Pubkey> {
    let (is_some, address) = field?.split_first()?;
    Pubkey::try_from(address).ok().filter(|_| *is_some == 1)
}

/// Replaces a program by what a buffer holds; what the buffer holds beyond its program's rent goes to `destination`.
pub fn upgrade(
    program: &Pubkey,
    program_data: &Pubkey,
    buffer: &Pubkey,
    destination: &Pubkey,
    stewardship: &Pubkey,
) -> Instruction {
    let accounts = vec![
        AccountMeta::new(*program_data, false),
        AccountMeta::new(*program, false),
        AccountMeta::new(*buffer, false),
        AccountMeta::new(*destination, false),
        AccountMeta::new_readonly(rent::ID, false),
        AccountMeta::new_readonly(clock::ID, false),
        AccountMeta::new_readonly(*stewardship, true),
    ];
    Instruction { program_id: ID, accounts, data: UPGRADE.to_vec() }
}

/// Sets a program's upgrade authority, or gives it up.
pub fn set_authority(program_data: &Pubkey, authority: &Pubkey, after: Option<&Pubkey>) -> Instruction {
    let mut accounts = vec![AccountMeta::new(*program_data, false), AccountMeta::new_readonly(*authority, true)];
    accounts.extend(after.map(|key| AccountMeta::new_readonly(*key, false)));
    Instruction { program_id: ID, accounts, data: SET_AUTHORITY.to_vec() }
}

/// Closes a buffer of the stewardship.
pub fn close<'info>(
    stewardship: &Account<'info, Stewardship>,
    buffer: &UncheckedAccount<'info>,
    destination: &UncheckedAccount<'info>,
) -> Result<()> {
    let accounts = vec![
        AccountMeta::new(buffer.key(), false),
        AccountMeta::new(destination.key(), false),
        AccountMeta::new_readonly(stewardship.key(), true),
    ];
    let close = Instruction { program_id: ID, accounts, data: CLOSE.to_vec() };
    let infos = [buffer.to_account_info(), destination.to_account_info(), stewardship.to_account_info()];
    call(stewardship, &close, &infos)
}

/// Calls the loader, signed by the stewardship.
pub fn call(stewardship: &Stewardship, instruction: &Instruction, accounts: &[AccountInfo]) -> Result<()> {
    let seeds = [STEWARDSHIP, stewardship.program.as_ref(), &[stewardship.bump]];
    Ok(invoke_signed(instruction, accounts, &[&seeds])?)
}
