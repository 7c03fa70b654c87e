//! How a network votes, and on what, read over any transport.

use governor::state::{Governance, Proposal, ProposedInstruction};
use solana_address::Address;

use super::{
    accounts::{decode_account, decode_proposal},
    pda,
};
use crate::{Result, SdkError, transport::Transport};

/// How a network votes.
pub async fn governance(transport: &dyn Transport, network: Address) -> Result<Governance> {
    let address = pda::governance(network);
    let account = transport.account(&address).await?.ok_or(SdkError::NotFound { what: "Governance", address })?;
    decode_account(&account).map_err(|source| SdkError::Decode { address, source })
}

/// A proposal and its instructions.
pub async fn proposal(transport: &dyn Transport, address: Address) -> Result<(Proposal, Vec<ProposedInstruction>)> {
    let account = transport.account(&address).await?.ok_or(SdkError::NotFound { what: "Proposal", address })?;
    decode_proposal(&account).map_err(|source| SdkError::Decode { address, source })
}
