//! What a program's stewardship holds, read over any transport.

use solana_address::Address;
use steward::state::{Stewardship, Succession, Upgrade};

use super::{accounts::find, buffer, pda};
use crate::{Result, SdkError, transport::Transport};

/// The stewardship of a program.
pub async fn stewardship(transport: &dyn Transport, program: Address) -> Result<Stewardship> {
    let address = pda::stewardship(program);
    find(transport, address).await?.ok_or(SdkError::NotFound { what: "Stewardship", address })
}

/// The upgrade that is proposed for a program, if one is.
pub async fn upgrade(transport: &dyn Transport, program: Address) -> Result<Option<Upgrade>> {
    find(transport, pda::upgrade(pda::stewardship(program))).await
}

/// The succession that is proposed for a program, if one is.
pub async fn succession(transport: &dyn Transport, program: Address) -> Result<Option<Succession>> {
    find(transport, pda::succession(pda::stewardship(program))).await
}

/// Bytes of the program that a buffer holds.
pub async fn buffer_size(transport: &dyn Transport, address: Address) -> Result<usize> {
    let account = transport.account(&address).await?.ok_or(SdkError::NotFound { what: "buffer", address })?;
    Ok(account.data.len().saturating_sub(buffer::space(0)))
}
