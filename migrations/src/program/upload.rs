use std::sync::Arc;

use anyhow::{Result, bail};
use girder_sdk::steward::buffer::{self, Buffer};
use solana_address::Address;

use crate::{
    plan::{Action, Upload},
    planner::Planner,
};

/// Writes a program into its buffer and hands that to `authority`, as far as both have not happened.
pub async fn plan(planner: &mut Planner<'_>, upload: &Arc<Upload>, authority: Address) -> Result<()> {
    let (address, payer) = (upload.buffer, planner.payer);
    let held = planner.transport.account(&address).await?.as_ref().and_then(Buffer::decode);
    let is_written = held.as_ref().is_some_and(|held| held.bytes == upload.code);
    match held.as_ref().and_then(|held| held.authority) {
        Some(holder) if holder == authority && is_written => return Ok(()),
        Some(holder) if holder != payer => bail!("its buffer {address} is in the hand of {holder}"),
        _ => {}
    }
    if !is_written {
        let held = held.map(|held| held.bytes).unwrap_or_default();
        let writes = buffer::missing(address, payer, &upload.code, &held).len();
        let what = format!("write {} bytes into the buffer {address}: {writes} transactions", upload.code.len());
        planner.push(what, Action::Write(upload.clone()));
    }
    if authority != payer {
        let hand_over = buffer::hand_over(address, payer, authority);
        planner.send(format!("hand the buffer to {authority}"), vec![hand_over])?;
    }
    Ok(())
}
