use girder_sdk::{
    Result, instructions as build, interface::licence::Licence, proof::LicenceBuilder, transport::Receipt,
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{Ledger, TestDevice};

impl Ledger {
    /// Names a region's licensor from an epoch on, as the network's authority.
    pub fn set_licensor(&self, region: u32, licensor: Address, from_epoch: u64) -> Result<Receipt> {
        let authority = self.authority.pubkey();
        let set = build::set_licensor(&self.network, authority, region, licensor, from_epoch);
        self.send(&[set], &[&self.authority])
    }

    /// A device's licence for region 0.
    pub fn licence(&self, device: &TestDevice, issued_at: i64, expires_at: i64) -> Licence {
        Licence { device: device.address.to_bytes(), region: 0, issued_at, expires_at }
    }

    /// The instructions that hand a licence in, signed by a licensor; first in their transaction.
    pub fn licensing(&self, licensor: &Keypair, licence: Licence) -> Vec<Instruction> {
        LicenceBuilder::new(&self.domain, licence).sign(licensor, &self.network, 0).unwrap()
    }

    /// Licenses a device in region 0 now, for epochs that begin before a time.
    pub fn license(&self, licensor: &Keypair, device: &TestDevice, expires_at: i64) -> Result<Receipt> {
        self.send(&self.licensing(licensor, self.licence(device, self.now(), expires_at)), &[])
    }
}
