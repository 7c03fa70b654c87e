//! The statement by which a device key joins an operator: nobody registers a key they do not hold.

use crate::{Address, Domain, Hash, hash, key::DeviceKey};

/// Says what is being signed and in which version of its layout.
pub const TAG: [u8; 16] = *b"girder:register1";

/// A device key's consent to belong to an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The Operator account that will own the device.
    pub operator: Address,
    /// The class of what the device contributes.
    pub class: u16,
    /// Where the device stands; the network says what the number means.
    pub region: u32,
    /// The device's key, which signs this.
    pub key: DeviceKey,
}

impl Registration {
    /// The 32 bytes that the device signs.
    pub fn digest(&self, domain: &Domain) -> Hash {
        hash(&[
            &TAG,
            &domain.program_id,
            &domain.network,
            &domain.instance,
            &self.operator,
            &self.class.to_le_bytes(),
            &self.region.to_le_bytes(),
            &[self.key.kind() as u8],
            &self.key.padded(),
        ])
    }
}
