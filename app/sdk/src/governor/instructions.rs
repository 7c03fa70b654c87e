//! Builders of the governor program's instructions.

use anchor_lang::{InstructionData, ToAccountMetas};
use governor::{
    accounts, instruction as data,
    state::{ProposedInstruction, Settings},
};
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_sdk_ids::system_program;

use super::pda;

/// Lets a network's stake vote. Signed by the network's authority and by `payer`, who pays the rent.
pub fn create_governance(network: Address, payer: Address, authority: Address, settings: Settings) -> Instruction {
    build(
        accounts::CreateGovernance {
            payer,
            authority,
            network,
            governance: pda::governance(network),
            system_program: system_program::ID,
            event_authority: pda::event_authority(),
            program: governor::ID,
        },
        data::CreateGovernance { settings },
    )
}

/// Changes how a network votes. Signed by its governor: to be proposed.
pub fn set_governance(network: Address, settings: Settings) -> Instruction {
    build(
        accounts::SetGovernance {
            governor: pda::governor(network),
            governance: pda::governance(network),
            event_authority: pda::event_authority(),
            program: governor::ID,
        },
        data::SetGovernance { settings },
    )
}

/// Closes the governance of a network that is gone; its rent goes to `rent_payer`, who paid it.
pub fn close_governance(network: Address, rent_payer: Address) -> Instruction {
    build(
        accounts::CloseGovernance {
            governance: pda::governance(network),
            network,
            rent_payer,
            event_authority: pda::event_authority(),
            program: governor::ID,
        },
        data::CloseGovernance {},
    )
}

/// Opens a draft. Signed by its proposer, who pays the rent. `description_hash`: the SHA-256 of the text that says what it
/// is for.
pub fn draft_proposal(network: Address, proposer: Address, nonce: u64, description_hash: [u8; 32]) -> Instruction {
    build(
        accounts::DraftProposal {
            proposer,
            governance: pda::governance(network),
            proposal: pda::proposal(network, proposer, nonce),
            system_program: system_program::ID,
            event_authority: pda::event_authority(),
            program: governor::ID,
        },
        data::DraftProposal { nonce, description_hash },
    )
}

/// Adds an instruction to a draft. Signed by its proposer, who pays the rent of its bytes.
pub fn add_instruction(proposal: Address, proposer: Address, instruction: &Instruction) -> Instruction {
    build(
        accounts::AddInstruction {
            proposer,
            proposal,
            system_program: system_program::ID,
            event_authority: pda::event_authority(),
            program: governor::ID,
        },
        data::AddInstruction { instruction: ProposedInstruction::from(instruction) },
    )
}

/// Puts a draft to the vote. Signed by its proposer, who has a position in the pool of `operator`.
pub fn open_vote(network: Address, proposal: Address, proposer: Address, operator: Address) -> Instruction {
    build(
        accounts::OpenVote {
            proposer,
            governance: pda::governance(network),
            proposal,
            books: crate::pda::books(network),
            operator,
            position: crate::pda::position(operator, proposer),
            event_authority: pda::event_authority(),
            program: governor::ID,
        },
        data::OpenVote {},
    )
}

/// A vote to be cast.
#[derive(Clone, Copy, Debug)]
pub struct Ballot {
    /// The proposal.
    pub proposal: Address,
    /// When its vote began, as its account says.
    pub start: i64,
    /// The operator in whose pool the voter has a position.
    pub operator: Address,
    /// The voter.
    pub owner: Address,
    /// Yes or no.
    pub approve: bool,
}

/// Votes with a position, which is locked until the vote ends. Signed by its owner and by `payer`, who pays the record's
/// rent.
pub fn cast_vote(payer: Address, ballot: &Ballot) -> Instruction {
    let Ballot { proposal, start, operator, owner, approve } = *ballot;
    let position = crate::pda::position(operator, owner);
    build(
        accounts::CastVote {
            payer,
            owner,
            proposal,
            operator,
            position,
            vote_record: pda::vote_record(proposal, start, position),
            ledger_event_authority: crate::pda::event_authority(),
            ledger_program: ledger::ID,
            system_program: system_program::ID,
            event_authority: pda::event_authority(),
            program: governor::ID,
        },
        data::CastVote { approve },
    )
}

/// Runs the next instruction of a proposal that passed: the one given. Signed by whom that needs beside the governor. Read it
/// before you sign or pay: one that names your key as a signer acts for you.
pub fn execute_proposal(network: Address, proposal: Address, next: &Instruction) -> Instruction {
    let governor = pda::governor(network);
    let accounts = accounts::ExecuteProposal {
        proposal,
        governor,
        event_authority: pda::event_authority(),
        program: governor::ID,
    };
    let mut execute = build(accounts, data::ExecuteProposal {});
    execute.accounts.push(AccountMeta::new_readonly(next.program_id, false));
    let metas = next.accounts.iter().cloned();
    // The program signs for it.
    execute
        .accounts
        .extend(metas.map(|meta| AccountMeta { is_signer: meta.is_signer && meta.pubkey != governor, ..meta }));
    execute
}

/// Closes a proposal that is over; its rent goes to its proposer. Signed by `signer`: for a draft, its proposer.
pub fn close_proposal(network: Address, proposal: Address, proposer: Address, signer: Address) -> Instruction {
    build(
        accounts::CloseProposal {
            signer,
            governance: pda::governance(network),
            proposal,
            proposer,
            event_authority: pda::event_authority(),
            program: governor::ID,
        },
        data::CloseProposal {},
    )
}

/// Closes the record of a vote that is over; its rent goes to `rent_payer`, who paid it.
pub fn close_vote(vote_record: Address, rent_payer: Address) -> Instruction {
    build(
        accounts::CloseVote { vote_record, rent_payer, event_authority: pda::event_authority(), program: governor::ID },
        data::CloseVote {},
    )
}

/// A realm of spl-governance and one of its mints, in whose place stake counts.
#[derive(Clone, Copy, Debug)]
pub struct RealmMint {
    /// The realm.
    pub realm: Address,
    /// Its community or council mint.
    pub governing_token_mint: Address,
}

/// Lets a network's stake count in a realm whose votes last `voting_time` seconds at most. Signed by the realm's authority and
/// by `payer`, who pays the rent.
pub fn register_realm(
    network: Address,
    payer: Address,
    of: RealmMint,
    realm_authority: Address,
    voting_time: i64,
) -> Instruction {
    let RealmMint { realm, governing_token_mint } = of;
    build(
        accounts::RegisterRealm {
            payer,
            realm_authority,
            realm,
            governing_token_mint,
            network,
            registered_realm: pda::registered_realm(realm, governing_token_mint),
            system_program: system_program::ID,
            event_authority: pda::event_authority(),
            program: governor::ID,
        },
        data::RegisterRealm { voting_time },
    )
}

/// Lets a network's stake count in a realm no more; the rent goes to `rent_payer`, who paid it. Signed by the realm's
/// authority.
pub fn unregister_realm(of: RealmMint, realm_authority: Address, rent_payer: Address) -> Instruction {
    let RealmMint { realm, governing_token_mint } = of;
    build(
        accounts::UnregisterRealm {
            realm_authority,
            realm,
            registered_realm: pda::registered_realm(realm, governing_token_mint),
            rent_payer,
            event_authority: pda::event_authority(),
            program: governor::ID,
        },
        data::UnregisterRealm {},
    )
}

/// Opens the record of an owner's weight in a realm. Signed by `payer`, who pays the rent.
pub fn create_voter_weight(payer: Address, of: RealmMint, owner: Address) -> Instruction {
    let RealmMint { realm, governing_token_mint } = of;
    build(
        accounts::CreateVoterWeight {
            payer,
            owner,
            registered_realm: pda::registered_realm(realm, governing_token_mint),
            voter_weight: pda::voter_weight(realm, governing_token_mint, owner),
            system_program: system_program::ID,
        },
        data::CreateVoterWeight {},
    )
}

/// Writes an owner's weight in a realm, for the slot in which this is executed: of its positions in the pools of these
/// operators.
pub fn update_voter_weight(of: RealmMint, owner: Address, operators: &[Address]) -> Instruction {
    let RealmMint { realm, governing_token_mint } = of;
    let accounts = accounts::UpdateVoterWeight {
        registered_realm: pda::registered_realm(realm, governing_token_mint),
        voter_weight: pda::voter_weight(realm, governing_token_mint, owner),
    };
    let mut update = build(accounts, data::UpdateVoterWeight {});
    let mut pairs: Vec<_> =
        operators.iter().map(|&operator| (crate::pda::position(operator, owner), operator)).collect();
    pairs.sort();
    let metas = pairs.into_iter().flat_map(|(position, operator)| [operator, position]);
    update.accounts.extend(metas.map(|account| AccountMeta::new_readonly(account, false)));
    update
}

/// Closes the record of an owner's weight in a realm; the rent goes to `rent_payer`, who paid it. Signed by `signer`: the owner
/// or the rent's payer.
pub fn close_voter_weight(of: RealmMint, owner: Address, signer: Address, rent_payer: Address) -> Instruction {
    let RealmMint { realm, governing_token_mint } = of;
    build(
        accounts::CloseVoterWeight {
            signer,
            voter_weight: pda::voter_weight(realm, governing_token_mint, owner),
            rent_payer,
        },
        data::CloseVoterWeight {},
    )
}

fn build(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: governor::ID, accounts: accounts.to_account_metas(None), data: data.data() }
}
