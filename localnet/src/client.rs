//! What a running node is told through its JSON-RPC, beyond what every Solana node understands.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use solana_pubkey::Pubkey;
use solana_rpc_client::rpc_client::RpcClient;
use solana_rpc_client_api::request::RpcRequest;

/// The clock's sysvar; its time is the last field: seconds since 1970, 8 bytes.
const CLOCK: Pubkey = Pubkey::from_str_const("SysvarC1ock11111111111111111111111111111111");
const CLOCK_TIME: std::ops::Range<usize> = 32..40;
/// The upgradeable loader, and the bytes of a program's own account.
const LOADER: Pubkey = Pubkey::from_str_const("BPFLoaderUpgradeab1e11111111111111111111111");
const PROGRAM_BYTES: usize = 36;
/// Bytes of a program in one request.
const CHUNK_BYTES: usize = 1 << 20;
const AIRDROP_TIMEOUT: Duration = Duration::from_secs(20);

/// Moves the node's clock on by whole seconds, and its slot by as many as pass until then. Returns the new time.
pub fn warp(client: &RpcClient, passed: Duration) -> Result<i64> {
    let seconds = i64::try_from(passed.as_secs()).context("too far in the future")?;
    ensure!(seconds > 0, "a clock moves on by a second at least, not by {passed:?}");
    let target = time(client)?.checked_add(seconds).and_then(|time| time.checked_mul(1_000));
    let target = target.context("too far in the future")?;
    call(client, "surfnet_timeTravel", json!([{ "absoluteTimestamp": target }]))?;
    time(client)
}

/// The node's time, seconds since 1970.
pub fn time(client: &RpcClient) -> Result<i64> {
    let clock = client.get_account_data(&CLOCK).context("the node's clock")?;
    let bytes =
        clock.get(CLOCK_TIME).and_then(|bytes| bytes.try_into().ok()).context("the node's clock is too short")?;
    Ok(i64::from_le_bytes(bytes))
}

/// Gives lamports to an account and waits until they are there.
pub fn airdrop(client: &RpcClient, to: &Pubkey, lamports: u64) -> Result<()> {
    let signature = client.request_airdrop(to, lamports).context("the node gives nothing")?;
    let deadline = Instant::now() + AIRDROP_TIMEOUT;
    while !client.confirm_transaction(&signature)? {
        ensure!(Instant::now() < deadline, "the node did not confirm {signature}");
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// Puts an upgradeable program at an address, as no transaction could. Its upgrade authority is the system program: nobody.
pub fn put_program(client: &RpcClient, address: &Pubkey, elf: &[u8]) -> Result<()> {
    for (number, chunk) in elf.chunks(CHUNK_BYTES).enumerate() {
        let at = number.saturating_mul(CHUNK_BYTES);
        call(client, "surfnet_writeProgram", json!([address.to_string(), hex::encode(chunk), at]))
            .with_context(|| format!("the program {address}"))?;
    }
    Ok(())
}

/// Keeps a program's address free for whoever deploys there first: an empty account of the loader, as a deployment begins with.
/// Only the address's own key could make one, and nobody has those of Girder's.
pub fn reserve(client: &RpcClient, address: &Pubkey) -> Result<()> {
    let data = [0; PROGRAM_BYTES];
    let lamports = client.get_minimum_balance_for_rent_exemption(data.len()).context("the node's rent")?;
    let account = json!({ "lamports": lamports, "data": hex::encode(data), "owner": LOADER.to_string() });
    call(client, "surfnet_setAccount", json!([address.to_string(), account]))
        .with_context(|| format!("the address {address}"))?;
    Ok(())
}

fn call(client: &RpcClient, method: &'static str, parameters: Value) -> Result<Value> {
    client
        .send(RpcRequest::Custom { method }, parameters)
        .with_context(|| format!("{method}: does `cargo localnet` run there?"))
}
