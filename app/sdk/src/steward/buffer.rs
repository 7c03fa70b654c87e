//! A buffer of the upgradeable loader that holds a new program: created, written, handed to a stewardship.

use anchor_lang::solana_program::bpf_loader_upgradeable::{self, UpgradeableLoaderState};
use girder_interface::Hash;
use solana_account::Account;
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_system_interface::instruction as system;

use crate::{Result, SdkError, loader, signer::hex};

/// Bytes of a program that one transaction writes into a buffer.
pub const CHUNK: usize = 900;

/// sha256 of a program, as an upgrade names it: of its file, so `sha256sum` gives the same.
pub fn hash(program: &[u8]) -> Hash {
    solana_sha256_hasher::hash(program).to_bytes()
}

/// Bytes of a buffer for a program of this many bytes: no byte more, or the hash would be another one.
pub fn space(program_bytes: usize) -> usize {
    UpgradeableLoaderState::size_of_buffer(program_bytes)
}

/// Creates a buffer; `lamports`: the rent of [`space`]. Signed by `payer` and `buffer`. Both belong into one transaction, or
/// somebody else makes the buffer theirs in between.
pub fn create(
    payer: Address,
    buffer: Address,
    authority: Address,
    lamports: u64,
    program_bytes: usize,
) -> [Instruction; 2] {
    let space = space(program_bytes) as u64;
    let loader = solana_sdk_ids::bpf_loader_upgradeable::ID;
    let create = system::create_account(&payer, &buffer, lamports, space, &loader);
    [create, initialize(buffer, authority)]
}

fn initialize(buffer: Address, authority: Address) -> Instruction {
    Instruction {
        program_id: solana_sdk_ids::bpf_loader_upgradeable::ID,
        accounts: vec![AccountMeta::new(buffer, false), AccountMeta::new_readonly(authority, false)],
        data: 0u32.to_le_bytes().to_vec(),
    }
}

/// What a buffer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buffer {
    /// May write it and hand it on.
    pub authority: Option<Address>,
    /// What was written, and zeros.
    pub bytes: Vec<u8>,
}

impl Buffer {
    /// Decodes an account; `None` if it is no buffer of the loader.
    pub fn decode(account: &Account) -> Option<Self> {
        let UpgradeableLoaderState::Buffer { authority_address: authority } = loader::decode(account)? else {
            return None;
        };
        Some(Self { authority, bytes: account.data.get(space(0)..)?.to_vec() })
    }
}

/// The buffer into which `payer` writes a program: the same payer and program always give the same, so that whoever goes on
/// after an interruption finds it again.
pub fn address(payer: Address, program: &[u8]) -> Result<Address> {
    let loader = solana_sdk_ids::bpf_loader_upgradeable::ID;
    Address::create_with_seed(&payer, &seed(program), &loader).map_err(|error| SdkError::Transport(error.to_string()))
}

/// Creates the buffer of [`address`], whose authority is `payer`, who signs. `lamports`: what is missing there to the rent of
/// [`space`]: somebody may have sent some, which would stop the usual creation.
pub fn create_at(payer: Address, buffer: Address, lamports: u64, program: &[u8]) -> [Instruction; 3] {
    let (space, loader) = (space(program.len()) as u64, solana_sdk_ids::bpf_loader_upgradeable::ID);
    let allocate = system::allocate_with_seed(&buffer, &payer, &seed(program), space, &loader);
    [system::transfer(&payer, &buffer, lamports), allocate, initialize(buffer, payer)]
}

/// A seed has 32 bytes at most: half of the hash, in hexadecimal digits.
fn seed(program: &[u8]) -> String {
    hex(hash(program).first_chunk::<16>().map_or(&[], |half| half.as_slice()))
}

/// The writes whose bytes a buffer does not hold yet, in their order.
pub fn missing(buffer: Address, authority: Address, program: &[u8], held: &[u8]) -> Vec<Instruction> {
    let chunks = program.chunks(CHUNK).zip(held.chunks(CHUNK).chain(std::iter::repeat(&[][..])));
    let writes = write(buffer, authority, program).into_iter().zip(chunks);
    writes.filter(|(_, (wanted, held))| wanted != held).map(|(write, _)| write).collect()
}

/// Writes a program into a buffer: an instruction for each transaction, in any order. Signed by `authority`.
pub fn write(buffer: Address, authority: Address, program: &[u8]) -> Vec<Instruction> {
    let chunks = program.chunks(CHUNK).enumerate();
    let write = |(index, bytes): (usize, &[u8])| {
        bpf_loader_upgradeable::write(&buffer, &authority, (index * CHUNK) as u32, bytes.to_vec())
    };
    chunks.map(write).collect()
}

/// Hands a buffer to another authority. Where that is a stewardship it can't be undone: from then on only the steward program
/// moves it. Signed by `authority`.
pub fn hand_over(buffer: Address, authority: Address, to: Address) -> Instruction {
    bpf_loader_upgradeable::set_buffer_authority(&buffer, &authority, &to)
}

/// Makes room for a larger program. Anybody may, at least one slot before the upgrade; `payer` signs and pays the rent.
pub fn extend_program(program: Address, payer: Address, additional_bytes: u32) -> Instruction {
    bpf_loader_upgradeable::extend_program(&program, Some(&payer), additional_bytes)
}

/// Asks for the compute units that proposing or executing an upgrade to a program of this many bytes takes, which is more than
/// a transaction gets unasked: half a unit for every byte that is hashed. First in the transaction.
pub fn compute_limit(program_bytes: usize) -> Instruction {
    let units = (program_bytes / 2 + 60_000).min(1_400_000) as u32;
    let data = [&[2], units.to_le_bytes().as_slice()].concat();
    Instruction { program_id: solana_sdk_ids::compute_budget::ID, accounts: Vec::new(), data }
}
