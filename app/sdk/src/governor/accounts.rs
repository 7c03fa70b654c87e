//! Decoding of the governor program's accounts.

use anchor_lang::{AccountDeserialize, ZeroCopy};
use governor::state::{Proposal, ProposedInstruction, VoterWeightRecord};
use ledger::state::AccountSpace;
use solana_account::Account;

use crate::accounts::{DecodeError, decode, short_name};

/// Decodes an account of the governor program: a `Governance`, a `VoteRecord` or a `RegisteredRealm`.
pub fn decode_account<T: ZeroCopy>(account: &Account) -> Result<T, DecodeError> {
    check_owner(account)?;
    decode(&account.data)
}

/// Decodes a proposal and its instructions.
pub fn decode_proposal(account: &Account) -> Result<(Proposal, Vec<ProposedInstruction>), DecodeError> {
    check_owner(account)?;
    let wrong = || DecodeError::WrongLength {
        expected: short_name::<Proposal>(),
        right: Proposal::SPACE,
        length: account.data.len(),
    };
    let (fields, mut rest) = account.data.split_at_checked(Proposal::SPACE).ok_or_else(wrong)?;
    let proposal: Proposal = decode(fields)?;
    let mut instructions = Vec::new();
    while !rest.is_empty() {
        let (instruction, bytes) = ProposedInstruction::read(rest).map_err(|_| wrong())?;
        instructions.push(instruction);
        rest = rest.get(bytes as usize..).ok_or_else(wrong)?;
    }
    Ok((proposal, instructions))
}

/// Decodes what somebody's stake weighs in a realm.
pub fn decode_voter_weight(account: &Account) -> Result<VoterWeightRecord, DecodeError> {
    check_owner(account)?;
    let expected = short_name::<VoterWeightRecord>();
    VoterWeightRecord::try_deserialize(&mut &account.data[..]).map_err(|_| DecodeError::WrongType { expected })
}

fn check_owner(account: &Account) -> Result<(), DecodeError> {
    if account.owner != governor::ID {
        return Err(DecodeError::WrongOwner { owner: account.owner, expected: governor::ID });
    }
    Ok(())
}
