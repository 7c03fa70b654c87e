//! How a network votes, and on what, read over any transport.

use anchor_lang::ZeroCopy;
use governor::state::{Governance, Proposal, ProposedInstruction, RegisteredRealm, VoteRecord, VoterWeightRecord};
use solana_address::Address;

use super::{
    accounts::{decode_account, decode_proposal, decode_voter_weight},
    instructions::RealmMint,
    pda,
};
use crate::{Result, SdkError, transport::Transport};

/// How a network votes.
pub async fn governance(transport: &dyn Transport, network: Address) -> Result<Governance> {
    fetch(transport, "Governance", pda::governance(network)).await
}

/// A proposal and its instructions.
pub async fn proposal(transport: &dyn Transport, address: Address) -> Result<(Proposal, Vec<ProposedInstruction>)> {
    let account = transport.account(&address).await?.ok_or(SdkError::NotFound { what: "Proposal", address })?;
    decode_proposal(&account).map_err(|source| SdkError::Decode { address, source })
}

/// That a position voted.
pub async fn vote_record(transport: &dyn Transport, address: Address) -> Result<VoteRecord> {
    fetch(transport, "VoteRecord", address).await
}

/// Which network's stake counts in a realm.
pub async fn registered_realm(transport: &dyn Transport, of: RealmMint) -> Result<RegisteredRealm> {
    fetch(transport, "RegisteredRealm", pda::registered_realm(of.realm, of.governing_token_mint)).await
}

/// What an owner's stake weighs in a realm.
pub async fn voter_weight(transport: &dyn Transport, of: RealmMint, owner: Address) -> Result<VoterWeightRecord> {
    let address = pda::voter_weight(of.realm, of.governing_token_mint, owner);
    let account =
        transport.account(&address).await?.ok_or(SdkError::NotFound { what: "VoterWeightRecord", address })?;
    decode_voter_weight(&account).map_err(|source| SdkError::Decode { address, source })
}

async fn fetch<T: ZeroCopy>(transport: &dyn Transport, what: &'static str, address: Address) -> Result<T> {
    let account = transport.account(&address).await?.ok_or(SdkError::NotFound { what, address })?;
    decode_account(&account).map_err(|source| SdkError::Decode { address, source })
}
