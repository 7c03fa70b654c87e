use ledger::{accounts, instruction as data};
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};

use super::build;
use crate::{NetworkAddresses, pda};

/// Adds `amount` of the token account `source` to a network's reserve. Signed by `owner`, the owner of `source`.
pub fn fund(network: &NetworkAddresses, owner: Address, source: Address, amount: u64) -> Instruction {
    build(
        accounts::Fund {
            owner,
            network: network.network,
            books: network.books,
            source,
            reward_vault: network.reward_vault,
            reward_mint: network.reward.mint,
            token_program: network.reward.program,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::Fund { amount },
    )
}

/// Settles the next epoch. Signed by `settler`, who pays the Epoch account's rent. `attestor_set`: the version of the set in
/// force in that epoch, needed from the first attested epoch on and refused before. `tip_destination`: a token account of
/// the settler; without it there is no tip.
pub fn settle_epoch(
    network: &NetworkAddresses,
    epoch: u64,
    settler: Address,
    attestor_set: Option<u64>,
    tip_destination: Option<Address>,
) -> Instruction {
    let mut instruction = build(
        accounts::SettleEpoch {
            settler,
            network: network.network,
            books: network.books,
            attestor_set: attestor_set.map(|version| pda::attestor_set(network.network, version)),
            settled_epoch: pda::epoch(network.network, epoch),
            tip_destination,
            reward_vault: network.reward_vault,
            reward_mint: network.reward.mint,
            token_program: network.reward.program,
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::SettleEpoch { epoch },
    );
    instruction.accounts.extend(network.shard_addresses().map(|shard| AccountMeta::new(shard, false)));
    instruction
}

/// Moves an operator's reward out of an epoch's pot. Signed by nobody in particular.
pub fn harvest(network: &NetworkAddresses, operator: Address, epoch: u64) -> Instruction {
    build(
        accounts::Harvest {
            network: network.network,
            books: network.books,
            operator,
            settled_epoch: pda::epoch(network.network, epoch),
            reward_vault: network.reward_vault,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::Harvest { epoch },
    )
}

/// Pays a position's rewards to `destination`, a token account of its owner. Signed by nobody in particular.
pub fn claim(network: &NetworkAddresses, operator: Address, owner: Address, destination: Address) -> Instruction {
    build(
        accounts::Claim {
            network: network.network,
            books: network.books,
            operator,
            position: pda::position(operator, owner),
            destination,
            reward_vault: network.reward_vault,
            reward_mint: network.reward.mint,
            token_program: network.reward.program,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::Claim {},
    )
}

/// Closes a settled epoch; its rent goes to whoever paid it. Signed by nobody in particular.
pub fn close_epoch(network: &NetworkAddresses, epoch: u64, rent_payer: Address) -> Instruction {
    build(
        accounts::CloseEpoch {
            network: network.network,
            books: network.books,
            settled_epoch: pda::epoch(network.network, epoch),
            rent_payer,
            reward_vault: network.reward_vault,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::CloseEpoch {},
    )
}
