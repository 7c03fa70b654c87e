//! Bounds how often the node is asked, whatever the number of requests.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use girder_sdk::{
    Result, SdkError,
    transport::{Receipt, Transport},
};
use solana_account::Account;
use solana_address::Address;
use solana_clock::Clock;
use solana_hash::Hash;
use solana_transaction::versioned::VersionedTransaction;
use tokio::time::{Instant, sleep_until};

/// Calls that may follow each other at once after a pause.
const BURST: u32 = 20;

/// How long a call waits for its turn at most.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// A transport that is asked so many times a second at most. Calls wait for their turn; those that would wait for too long
/// fail at once.
pub struct Throttled<T> {
    inner: T,
    period: Duration,
    next: Mutex<Instant>,
}

impl<T: Transport> Throttled<T> {
    /// Asks `inner` at most `rate` times a second, after a pause 20 times at once.
    pub fn new(inner: T, rate: u32) -> Self {
        Self { inner, period: Duration::from_secs(1) / rate.max(1), next: Mutex::new(Instant::now()) }
    }

    async fn turn(&self) -> Result<&T> {
        let turn = self.reserve(Instant::now()).ok_or_else(|| SdkError::Transport("too many calls".to_owned()))?;
        sleep_until(turn).await;
        Ok(&self.inner)
    }
}

impl<T> Throttled<T> {
    /// When the next call may be made; `None` if that is too long from now.
    fn reserve(&self, now: Instant) -> Option<Instant> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let earliest = now.checked_sub(self.period.saturating_mul(BURST)).unwrap_or(now);
        let turn = (*next).max(earliest);
        if turn.saturating_duration_since(now) > LONGEST_WAIT {
            return None;
        }
        *next = turn.checked_add(self.period)?;
        Some(turn)
    }
}

#[async_trait]
impl<T: Transport> Transport for Throttled<T> {
    async fn account(&self, address: &Address) -> Result<Option<Account>> {
        self.turn().await?.account(address).await
    }

    async fn accounts(&self, addresses: &[Address]) -> Result<Vec<Option<Account>>> {
        self.turn().await?.accounts(addresses).await
    }

    async fn program_accounts(&self, prefix: &[u8]) -> Result<Vec<(Address, Account)>> {
        self.turn().await?.program_accounts(prefix).await
    }

    async fn latest_blockhash(&self) -> Result<Hash> {
        self.turn().await?.latest_blockhash().await
    }

    async fn clock(&self) -> Result<Clock> {
        self.turn().await?.clock().await
    }

    async fn minimum_balance(&self, bytes: usize) -> Result<u64> {
        self.turn().await?.minimum_balance(bytes).await
    }

    async fn submit(&self, transaction: VersionedTransaction) -> Result<Receipt> {
        self.turn().await?.submit(transaction).await
    }

    async fn simulate(&self, transaction: &VersionedTransaction) -> Result<Receipt> {
        self.turn().await?.simulate(transaction).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_come_at_once_up_to_a_burst_then_in_turn_and_never_wait_for_long() {
        let now = Instant::now() + Duration::from_secs(60);
        let throttled = Throttled { inner: (), period: Duration::from_secs(1), next: Mutex::new(Instant::now()) };
        for _ in 0..=BURST {
            assert!(throttled.reserve(now).unwrap() <= now);
        }
        for second in 1..=10 {
            assert_eq!(throttled.reserve(now), Some(now + Duration::from_secs(second)));
        }
        assert_eq!(throttled.reserve(now), None);
        let later = now + Duration::from_secs(5);
        assert_eq!(throttled.reserve(later), Some(later + Duration::from_secs(6)));
    }
}
