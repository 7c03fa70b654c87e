//! Stake votes.

use girder_sdk::{
    Result,
    governor::{
        accounts::{decode_account, decode_proposal},
        instructions::{self as build, Ballot},
        pda,
        program::state::{Governance, Proposal, Settings, VoteRecord},
    },
    transport::Receipt,
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{Holder, Ledger};

/// How votes are held where a test doesn't say otherwise: for a day, with a quorum of a tenth, by whoever has 100 base units.
pub const SETTINGS: Settings = Settings { voting_time: 86_400, quorum_bps: 1_000, proposal_threshold: 100 };

/// A proposal and what it is made of.
pub struct TestProposal {
    /// Its account.
    pub address: Address,
    /// Who proposed.
    pub proposer: Keypair,
    /// What it does, in this order.
    pub instructions: Vec<Instruction>,
}

impl Ledger {
    /// Adds the program of stake votes to the chain and lets the network's stake vote, as [`SETTINGS`] say. Returns the
    /// governor, which nobody has given any power yet.
    pub fn govern(&self) -> Address {
        self.chain.add_governor().unwrap();
        self.create_governance(SETTINGS).unwrap();
        self.governor()
    }

    /// Lets the network's stake vote, as its authority.
    pub fn create_governance(&self, settings: Settings) -> Result<Receipt> {
        let (network, authority) = (self.network.network, self.authority.pubkey());
        self.send(&[build::create_governance(network, self.payer.pubkey(), authority, settings)], &[&self.authority])
    }

    /// Signs what votes decided.
    pub fn governor(&self) -> Address {
        pda::governor(self.network.network)
    }

    /// How the network votes.
    pub fn governance(&self) -> Governance {
        decode_account(&self.chain.find(&pda::governance(self.network.network)).unwrap()).unwrap()
    }

    /// A draft of a holder with these instructions.
    pub fn draft(&self, by: &dyn Holder, instructions: &[Instruction]) -> TestProposal {
        let (network, proposer) = (self.network.network, by.owner());
        let nonce = self.next_sequence();
        let address = pda::proposal(network, proposer.pubkey(), nonce);
        let draft = build::draft_proposal(network, proposer.pubkey(), nonce, [7; 32]);
        self.send(&[draft], &[proposer]).unwrap();
        let draft = TestProposal { address, proposer: proposer.insecure_clone(), instructions: instructions.to_vec() };
        for instruction in instructions {
            self.add_instruction(&draft, instruction).unwrap();
        }
        draft
    }

    /// Adds an instruction to a draft, as its proposer; the draft in the test's hands stays as it is.
    pub fn add_instruction(&self, draft: &TestProposal, instruction: &Instruction) -> Result<Receipt> {
        let add = build::add_instruction(draft.address, draft.proposer.pubkey(), instruction);
        self.send(&[add], &[&draft.proposer])
    }

    /// Puts a draft to the vote, with the proposer's position in this pool.
    pub fn open_vote(&self, draft: &TestProposal, operator: Address) -> Result<Receipt> {
        let open = build::open_vote(self.network.network, draft.address, draft.proposer.pubkey(), operator);
        self.send(&[open], &[&draft.proposer])
    }

    /// A proposal of a holder whose vote begins a second from now.
    pub fn propose(&self, by: &dyn Holder, instructions: &[Instruction]) -> TestProposal {
        let proposal = self.draft(by, instructions);
        self.chain.warp_by(1);
        self.open_vote(&proposal, by.operator()).unwrap();
        proposal
    }

    /// Votes with a holder's position.
    pub fn vote(&self, proposal: &TestProposal, holder: &dyn Holder, approve: bool) -> Result<Receipt> {
        self.send(&[self.ballot(proposal, holder, approve)], &[holder.owner()])
    }

    /// The instruction that votes with a holder's position.
    pub fn ballot(&self, proposal: &TestProposal, holder: &dyn Holder, approve: bool) -> Instruction {
        let ballot = Ballot {
            proposal: proposal.address,
            start: self.proposal(proposal).start,
            operator: holder.operator(),
            owner: holder.owner().pubkey(),
            approve,
        };
        build::cast_vote(self.payer.pubkey(), &ballot)
    }

    /// Moves the clock to the first second after a vote.
    pub fn end_vote(&self, proposal: &TestProposal) {
        self.chain.warp_to(self.proposal(proposal).end);
    }

    /// Executes the next instruction of a proposal.
    pub fn execute_next(&self, proposal: &TestProposal) -> Result<Receipt> {
        self.execute_signed(proposal, &[])
    }

    /// Executes the next instruction of a proposal, signed by these too.
    pub fn execute_signed(&self, proposal: &TestProposal, signers: &[&Keypair]) -> Result<Receipt> {
        let next = self.proposal(proposal).executed as usize;
        // When all are executed, the last one again: to be refused.
        let next = &proposal.instructions[next.min(proposal.instructions.len() - 1)];
        self.send(&[build::execute_proposal(self.network.network, proposal.address, next)], signers)
    }

    /// Proposes, lets these holders approve and executes all of it.
    pub fn decide(&self, voters: &[&dyn Holder], instructions: &[Instruction]) -> TestProposal {
        let proposal = self.propose(voters[0], instructions);
        for voter in voters {
            self.vote(&proposal, *voter, true).unwrap();
        }
        self.end_vote(&proposal);
        for _ in instructions {
            self.execute_next(&proposal).unwrap();
        }
        proposal
    }

    /// Closes a proposal, as anybody or its proposer.
    pub fn close_proposal(&self, proposal: &TestProposal, signer: &Keypair) -> Result<Receipt> {
        let (network, proposer) = (self.network.network, proposal.proposer.pubkey());
        self.send(&[build::close_proposal(network, proposal.address, proposer, signer.pubkey())], &[signer])
    }

    /// Closes the record of a holder's vote, as anybody.
    pub fn close_vote(&self, proposal: &TestProposal, holder: &dyn Holder) -> Result<Receipt> {
        let record = self.vote_address(proposal, holder);
        self.send(&[build::close_vote(record, self.payer.pubkey())], &[])
    }

    /// The Proposal account.
    pub fn proposal(&self, proposal: &TestProposal) -> Proposal {
        decode_proposal(&self.chain.find(&proposal.address).unwrap()).unwrap().0
    }

    /// Whether there is a record that a holder's position voted, and what it says.
    pub fn vote_record(&self, proposal: &TestProposal, holder: &dyn Holder) -> Option<VoteRecord> {
        let account = self.chain.find(&self.vote_address(proposal, holder))?;
        Some(decode_account(&account).unwrap())
    }

    /// Where the record of a holder's vote is.
    pub fn vote_address(&self, proposal: &TestProposal, holder: &dyn Holder) -> Address {
        pda::vote_record(proposal.address, self.proposal(proposal).start, holder.position())
    }
}
