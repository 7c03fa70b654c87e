use ledger::{accounts, instruction as data, state::Parameters};
use solana_address::Address;
use solana_instruction::Instruction;

use super::{build, close};
use crate::{NetworkAddresses, Token, pda};

/// A network to be created.
#[derive(Clone, Copy, Debug)]
pub struct NewNetwork {
    /// Pays the rent; signs.
    pub payer: Address,
    /// Becomes the authority, and part of the network's address; signs.
    pub creator: Address,
    /// Padded by [`encode_name`](crate::network::encode_name).
    pub name: [u8; 32],
    /// What operators are paid in.
    pub reward: Token,
    /// What operators stake; may be the reward.
    pub collateral: Token,
    /// The wallet whose token accounts get what is slashed; without it, that is burned.
    pub treasury: Option<Address>,
    /// What it is set up with.
    pub parameters: Parameters,
    /// What its mints may do to holders: bits of [`mint_risk`](girder_interface::mint_risk); 0: nothing.
    pub mint_risks: u8,
}

impl NewNetwork {
    /// Where its accounts will be.
    pub fn addresses(&self) -> NetworkAddresses {
        NetworkAddresses::derive(
            pda::network(self.creator, &self.name),
            self.reward,
            self.collateral,
            self.treasury.map(|wallet| self.collateral.account_of(wallet)),
            u8::try_from(self.parameters.shards).unwrap_or(u8::MAX),
        )
    }
}

/// Creates a network. Signed by its payer and its creator.
pub fn create_network(new: &NewNetwork) -> Instruction {
    let network = new.addresses();
    build(
        accounts::CreateNetwork {
            payer: new.payer,
            creator: new.creator,
            network: network.network,
            books: network.books,
            classes: network.classes,
            reward_mint: new.reward.mint,
            collateral_mint: new.collateral.mint,
            reward_vault: network.reward_vault,
            stake_vault: network.stake_vault,
            treasury: new.treasury,
            slot_hashes: solana_sdk_ids::sysvar::slot_hashes::ID,
            reward_token_program: new.reward.program,
            collateral_token_program: new.collateral.program,
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::CreateNetwork { name: new.name, parameters: new.parameters, mint_risks: new.mint_risks },
    )
}

/// Creates a shard. Signed by its payer. All of a network's shards are needed before its first epoch settles.
pub fn create_shard(network: &NetworkAddresses, payer: Address, number: u8) -> Instruction {
    build(
        accounts::CreateShard {
            payer,
            network: network.network,
            books: network.books,
            shard: pda::shard(network.network, number),
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::CreateShard { number },
    )
}

/// Moves an account of the program from an old layout to today's. Signed by its payer.
pub fn migrate_account(account: Address, payer: Address) -> Instruction {
    build(
        accounts::MigrateAccount {
            payer,
            account,
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::MigrateAccount {},
    )
}

/// Announces the epoch from which on a network is retired; `u64::MAX` takes an announcement back. Signed by its authority.
pub fn retire_network(network: &NetworkAddresses, authority: Address, from_epoch: u64) -> Instruction {
    build(
        accounts::RetireNetwork {
            authority,
            network: network.network,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::RetireNetwork { from_epoch },
    )
}

/// Closes a shard of a network that is over; its rent goes to whoever paid it. Signed by nobody in particular.
pub fn close_shard(network: &NetworkAddresses, number: u8, rent_payer: Address) -> Instruction {
    build(close(network, pda::shard(network.network, number), rent_payer), data::CloseShard {})
}

/// Closes a network that is over and empty; its rent goes to whoever paid it. Signed by nobody in particular. `destinations`:
/// token accounts of the treasury's wallet, or of the authority where there is no treasury, for what is left of rewards and
/// of collateral.
pub fn close_network(network: &NetworkAddresses, rent_payer: Address, destinations: [Address; 2]) -> Instruction {
    let [reward_destination, collateral_destination] = destinations;
    build(
        accounts::CloseNetwork {
            network: network.network,
            books: network.books,
            classes: network.classes,
            rent_payer,
            reward_destination,
            reward_vault: network.reward_vault,
            reward_mint: network.reward.mint,
            reward_token_program: network.reward.program,
            collateral_destination,
            stake_vault: network.stake_vault,
            collateral_mint: network.collateral.mint,
            collateral_token_program: network.collateral.program,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::CloseNetwork {},
    )
}
