use ledger::{SignatureIndices, Statement, accounts, instruction as data};
use solana_address::Address;
use solana_instruction::Instruction;

use super::build;
use crate::{NetworkAddresses, pda};

/// A signed statement to be counted.
#[derive(Clone, Copy, Debug)]
pub struct Submission {
    /// The operator.
    pub operator: Address,
    /// The device.
    pub device: Address,
    /// The number of the shard that counts it: any, so that proofs run in parallel.
    pub shard: u8,
    /// The version of the attestor set in force in the statement's epoch; not needed where the class has a verifier.
    pub attestor_set: Option<u64>,
    /// The authority of the class's verifier program, which signs; needed where the class has one.
    pub verifier: Option<Address>,
    /// What was signed.
    pub statement: Statement,
    /// Where in the transaction the signatures are.
    pub indices: SignatureIndices,
}

/// Counts a signed contribution. Signed by nobody in particular, except a class's verifier.
/// [`Proof::instructions`](crate::proof::Proof::instructions) makes it with the signatures beside it.
pub fn submit_contribution(network: &NetworkAddresses, submission: &Submission) -> Instruction {
    let Submission { operator, device, shard, attestor_set, verifier, statement, indices } = *submission;
    build(
        accounts::SubmitContribution {
            network: network.network,
            classes: network.classes,
            attestor_set: attestor_set.map(|version| pda::attestor_set(network.network, version)),
            operator,
            device,
            shard: pda::shard(network.network, shard),
            verifier,
            instructions: solana_sdk_ids::sysvar::instructions::ID,
            event_authority: pda::event_authority(),
            program: ledger::ID,
        },
        data::SubmitContribution { statement, indices },
    )
}
