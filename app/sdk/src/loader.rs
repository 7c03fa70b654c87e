//! The upgradeable loader (v3): what it says about a program, and the instructions that deploy, upgrade and release one. The
//! buffers that they take programs from are in [`steward::buffer`](crate::steward::buffer).

use anchor_lang::{
    AccountDeserialize,
    solana_program::bpf_loader_upgradeable::{self, UpgradeableLoaderState},
};
use solana_account::Account;
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_sdk_ids::{bpf_loader_upgradeable::ID, system_program, sysvar};

use crate::{Result, SdkError, steward::pda, transport::Transport};

/// Bytes that a program may have.
pub const MAX_PROGRAM_BYTES: usize = 10 * 1_024 * 1_024 - UpgradeableLoaderState::size_of_programdata_metadata();

/// The fewest bytes by which a program is extended, unless fewer are left below the most (SIMD-0431).
pub const LEAST_EXTENSION: usize = 10_240;

/// What is at a program's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgramState {
    /// Nothing.
    Absent,
    /// An empty account of the loader: the address was taken, the program is not deployed yet.
    Reserved,
    /// A program.
    Deployed(DeployedProgram),
    /// A program that was closed: there can be none at this address any more.
    Closed,
}

/// A program of the upgradeable loader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeployedProgram {
    /// The slot of its last deployment, upgrade or extension: it runs from the next one on.
    pub slot: u64,
    /// May upgrade it; `None`: it is final.
    pub authority: Option<Address>,
    /// The program, and zeros up to what its account holds.
    pub code: Vec<u8>,
}

impl DeployedProgram {
    /// Whether it is this program.
    pub fn is(&self, program: &[u8]) -> bool {
        let rest = self.code.strip_prefix(program);
        rest.is_some_and(|rest| rest.iter().all(|&byte| byte == 0))
    }
}

/// What is at a program's address; refuses an account of another loader.
pub async fn program(transport: &dyn Transport, program: Address) -> Result<ProgramState> {
    let addresses = [program, pda::program_data(program)];
    let found = transport.accounts(&addresses).await?.try_into();
    let [account, data]: [Option<Account>; 2] =
        found.map_err(|_| SdkError::Transport("two accounts were asked for, others came".to_owned()))?;
    let Some(account) = account.filter(|account| account.owner != system_program::ID) else {
        return Ok(ProgramState::Absent);
    };
    match decode(&account) {
        Some(UpgradeableLoaderState::Uninitialized) => Ok(ProgramState::Reserved),
        Some(UpgradeableLoaderState::Program { .. }) => Ok(deployed(data)),
        _ => Err(SdkError::NotFound { what: "program of the upgradeable loader", address: program }),
    }
}

fn deployed(data: Option<Account>) -> ProgramState {
    let decoded = data.and_then(|data| Some((decode(&data)?, data)));
    let Some((UpgradeableLoaderState::ProgramData { slot, upgrade_authority_address: authority }, data)) = decoded
    else {
        return ProgramState::Closed;
    };
    let code = data.data.get(UpgradeableLoaderState::size_of_programdata_metadata()..).unwrap_or_default().to_vec();
    ProgramState::Deployed(DeployedProgram { slot, authority, code })
}

pub(crate) fn decode(account: &Account) -> Option<UpgradeableLoaderState> {
    if account.owner != ID {
        return None;
    }
    UpgradeableLoaderState::try_deserialize(&mut account.data.as_slice()).ok()
}

/// Takes a program's address. Signed by `payer` and by the program's key. `lamports`: the rent of [`program_space`]. Belongs
/// into one transaction with [`deploy`], or somebody else deploys there in between.
pub fn reserve(payer: Address, program: Address, lamports: u64) -> Instruction {
    solana_system_interface::instruction::create_account(&payer, &program, lamports, program_space() as u64, &ID)
}

/// Bytes of a program's own account.
pub fn program_space() -> usize {
    UpgradeableLoaderState::size_of_program()
}

/// A program to be deployed.
#[derive(Clone, Copy, Debug)]
pub struct Deployment {
    /// Pays the rent, and gets the buffer's; signs.
    pub payer: Address,
    /// The program.
    pub program: Address,
    /// Holds its code.
    pub buffer: Address,
    /// The buffer's authority, which becomes the upgrade authority; signs.
    pub authority: Address,
    /// Bytes that it may have after later upgrades.
    pub most_bytes: usize,
}

/// Deploys a program from a buffer to an address that is reserved. Signed by the payer and the authority.
pub fn deploy(new: &Deployment) -> Instruction {
    // The loader's instruction 2, with a 64-bit length.
    let data = [2u32.to_le_bytes().as_slice(), &(new.most_bytes as u64).to_le_bytes()].concat();
    let accounts = vec![
        AccountMeta::new(new.payer, true),
        AccountMeta::new(pda::program_data(new.program), false),
        AccountMeta::new(new.program, false),
        AccountMeta::new(new.buffer, false),
        AccountMeta::new_readonly(sysvar::rent::ID, false),
        AccountMeta::new_readonly(sysvar::clock::ID, false),
        AccountMeta::new_readonly(system_program::ID, false),
        AccountMeta::new_readonly(new.authority, true),
    ];
    Instruction { program_id: ID, accounts, data }
}

/// Upgrades a program to what a buffer of the same authority holds; the buffer's lamports go to `payer`. Signed by the
/// authority.
pub fn upgrade(program: Address, buffer: Address, authority: Address, payer: Address) -> Instruction {
    bpf_loader_upgradeable::upgrade(&program, &buffer, &authority, &payer)
}

/// Gives a program's upgrade authority to another key, or up for ever. Signed by the authority.
pub fn set_authority(program: Address, authority: Address, after: Option<Address>) -> Instruction {
    bpf_loader_upgradeable::set_upgrade_authority(&program, &authority, after.as_ref())
}
