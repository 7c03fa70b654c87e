use ledger::{accounts, instruction as data};
use solana_address::Address;
use solana_instruction::Instruction;

use super::{build, close};
use crate::{NetworkAddresses, pda};

/// Opens an attestor's account. Signed by its payer, its authority (who will own bond and pay) and its key.
pub fn register_attestor(network: &NetworkAddresses, payer: Address, authority: Address, key: Address) -> Instruction {
    build(
        accounts::RegisterAttestor {
            payer,
            authority,
            key,
            network: network.network,
            books: network.books,
            attestor: pda::attestor(network.network, key),
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::RegisterAttestor {},
    )
}

/// Adds to an attestor's bond from the token account `source`. Signed by `owner`, the owner of `source`.
pub fn post_bond(
    network: &NetworkAddresses,
    key: Address,
    owner: Address,
    source: Address,
    amount: u64,
) -> Instruction {
    build(
        accounts::PostBond {
            owner,
            network: network.network,
            books: network.books,
            attestor: pda::attestor(network.network, key),
            source,
            stake_vault: network.stake_vault,
            collateral_mint: network.collateral.mint,
            token_program: network.collateral.program,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::PostBond { amount },
    )
}

/// Asks for an attestor's bond back. Signed by `signer`: the attestor's authority, or once the network is retired anybody. `sealed`: the version of the newest sealed set,
/// needed once there is one; `draft`: the version of the draft, needed if the attestor was added to it.
pub fn unbond_attestor(
    network: &NetworkAddresses,
    key: Address,
    signer: Address,
    sealed: Option<u64>,
    draft: Option<u64>,
) -> Instruction {
    let set = |version| pda::attestor_set(network.network, version);
    build(
        accounts::UnbondAttestor {
            signer,
            network: network.network,
            attestor: pda::attestor(network.network, key),
            sealed_set: sealed.map(set),
            draft_set: draft.map(set),
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::UnbondAttestor {},
    )
}

/// Pays an attestor's bond back to `destination`, a token account of its authority, and its account's rent to whoever paid
/// it. Signed by nobody in particular.
pub fn withdraw_bond(
    network: &NetworkAddresses,
    key: Address,
    destination: Address,
    rent_payer: Address,
) -> Instruction {
    build(
        accounts::WithdrawBond {
            network: network.network,
            books: network.books,
            attestor: pda::attestor(network.network, key),
            rent_payer,
            destination,
            stake_vault: network.stake_vault,
            collateral_mint: network.collateral.mint,
            token_program: network.collateral.program,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::WithdrawBond {},
    )
}

/// Opens the draft of the next attestor set. Signed by its payer and the network's authority. `version`: one above the
/// newest sealed set's, 1 for the first.
pub fn create_attestor_set(
    network: &NetworkAddresses,
    version: u64,
    payer: Address,
    authority: Address,
) -> Instruction {
    build(
        accounts::CreateAttestorSet {
            payer,
            authority,
            network: network.network,
            books: network.books,
            attestor_set: pda::attestor_set(network.network, version),
            system_program: solana_sdk_ids::system_program::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::CreateAttestorSet {},
    )
}

/// Adds an attestor to the draft. Signed by the network's authority.
pub fn add_attestor(
    network: &NetworkAddresses,
    version: u64,
    authority: Address,
    key: Address,
    weight: u64,
) -> Instruction {
    build(
        accounts::AddAttestor {
            authority,
            network: network.network,
            attestor_set: pda::attestor_set(network.network, version),
            attestor: pda::attestor(network.network, key),
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::AddAttestor { weight },
    )
}

/// What makes a draft final.
#[derive(Clone, Copy, Debug)]
pub struct Seal {
    /// First epoch in force: one that has not begun.
    pub from_epoch: u64,
    /// Weight that proofs need: above half of all.
    pub proof_threshold: u64,
    /// Weight that roots and verdicts need: at least two thirds of all.
    pub verdict_threshold: u64,
}

/// Makes the draft of that version final. Signed by the network's authority.
pub fn seal_attestor_set(network: &NetworkAddresses, version: u64, authority: Address, seal: Seal) -> Instruction {
    let Seal { from_epoch, proof_threshold, verdict_threshold } = seal;
    let predecessor = version.checked_sub(1).filter(|&version| version > 0);
    build(
        accounts::SealAttestorSet {
            authority,
            network: network.network,
            classes: network.classes,
            attestor_set: pda::attestor_set(network.network, version),
            predecessor: predecessor.map(|version| pda::attestor_set(network.network, version)),
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::SealAttestorSet { from_epoch, proof_threshold, verdict_threshold },
    )
}

/// Strikes a key from a set at once. Signed by the network's authority or the key's payee; by anybody if `at_fault`: the
/// attestor was slashed for a double statement.
pub fn strike_attestor(
    network: &NetworkAddresses,
    version: u64,
    signer: Address,
    key: Address,
    at_fault: bool,
) -> Instruction {
    build(
        accounts::StrikeAttestor {
            signer,
            network: network.network,
            attestor_set: pda::attestor_set(network.network, version),
            attestor: at_fault.then(|| pda::attestor(network.network, key)),
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::StrikeAttestor { key },
    )
}

/// Pays what a member of a set earned to `destination`, a token account of its payee. Signed by nobody in particular.
pub fn claim_attestor_pay(network: &NetworkAddresses, version: u64, key: Address, destination: Address) -> Instruction {
    build(
        accounts::ClaimAttestorPay {
            network: network.network,
            books: network.books,
            attestor_set: pda::attestor_set(network.network, version),
            destination,
            reward_vault: network.reward_vault,
            reward_mint: network.reward.mint,
            token_program: network.reward.program,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::ClaimAttestorPay { key },
    )
}

/// Closes an attestor set that is over; its rent goes to whoever paid it. Signed by nobody in particular.
pub fn close_attestor_set(network: &NetworkAddresses, version: u64, rent_payer: Address) -> Instruction {
    build(close(network, pda::attestor_set(network.network, version), rent_payer), data::CloseAttestorSet {})
}
