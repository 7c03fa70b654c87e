//! The credential by which a licensor lets a device earn in its region.

use crate::{Address, Domain, Hash, hash};

/// Says what is being signed and in which version of its layout.
pub const TAG: [u8; 16] = *b"girder:licence:1";

/// A licensor's word that a device may work in a region. A newer one replaces it: with an earlier end it revokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Licence {
    /// The Device account: another key needs a licence of its own.
    pub device: Address,
    /// The region that the licensor is responsible for; the device must stand in it.
    pub region: u32,
    /// When it was issued (Unix seconds); above that of the device's last one.
    pub issued_at: i64,
    /// It is good for epochs that begin before this (Unix seconds).
    pub expires_at: i64,
}

impl Licence {
    /// The 32 bytes that the licensor signs.
    pub fn digest(&self, domain: &Domain) -> Hash {
        hash(&[
            &TAG,
            &domain.program_id,
            &domain.network,
            &domain.instance,
            &self.device,
            &self.region.to_le_bytes(),
            &self.issued_at.to_le_bytes(),
            &self.expires_at.to_le_bytes(),
        ])
    }
}
