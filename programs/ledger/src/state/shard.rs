use anchor_lang::prelude::*;
use girder_interface::limits::RING;

use crate::error::{LedgerError, check};

/// A shard's credit in one epoch. Empty if the credit is 0.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ShardSlot {
    /// The epoch.
    pub epoch: u64,
    /// Credits counted in it.
    pub credit: u64,
}

/// A part of the network's credit total: a proof writes one shard of its sender's choice, so that proofs run in parallel.
///
/// Seeds: `shard`, network, number.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Shard {
    /// The network.
    pub network: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// The next epoch to settle: proofs for epochs before it are refused.
    pub next_epoch: u64,
    /// Epoch e is at e mod 32.
    pub ring: [ShardSlot; RING],
    /// Which of the network's shards this is.
    pub number: u8,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 5],
}

impl Shard {
    /// The slot for an epoch, which is empty or holds that epoch.
    pub fn slot_mut(&mut self, epoch: u64) -> Result<&mut ShardSlot> {
        let slot = self.ring.get_mut(ring_index(epoch)).ok_or(LedgerError::Overflow)?;
        check(slot.credit == 0 || slot.epoch == epoch, LedgerError::SettleFirst)?;
        slot.epoch = epoch;
        Ok(slot)
    }

    /// Takes the credit of an epoch out of its slot and closes the epoch for proofs. Where settlement lags, the slot may
    /// hold a later epoch already: then this one had no credit.
    pub fn settle(&mut self, epoch: u64) -> Result<u64> {
        let slot = self.ring.get_mut(ring_index(epoch)).filter(|slot| slot.epoch == epoch);
        let credit = slot.map_or(0, |slot| std::mem::take(&mut slot.credit));
        self.next_epoch = epoch.checked_add(1).ok_or(LedgerError::Overflow)?;
        Ok(credit)
    }
}

/// Where an epoch is in a ring of 32.
pub fn ring_index(epoch: u64) -> usize {
    (epoch & (RING as u64).wrapping_sub(1)) as usize
}

/// The bit of an epoch in 32 bits that follow a ring.
pub fn ring_bit(epoch: u64) -> u32 {
    1u32.rotate_left(ring_index(epoch) as u32)
}
