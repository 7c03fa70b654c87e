use girder_sdk::{
    Result,
    instructions::{self as build, NewDevice},
    pda,
    proof::RegistrationBuilder,
    signer::DeviceSigner,
    transport::Receipt,
};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{Ledger, TestDevice, TestOperator};

impl Ledger {
    /// A device to be registered, in region 0.
    pub fn new_device(&self, operator: &TestOperator, signer: &dyn DeviceSigner, class: u16) -> NewDevice {
        NewDevice { operator: operator.address, key: signer.key(), class, region: 0 }
    }

    /// Registers a device key of class 0, signed for by anybody.
    pub fn register_as(&self, by: &Keypair, operator: &TestOperator, signer: &dyn DeviceSigner) -> Result<Receipt> {
        let consent = RegistrationBuilder::new(&self.domain, self.new_device(operator, signer, 0)).sign(signer)?;
        self.send(&consent.register(&self.network, self.payer.pubkey(), by.pubkey(), 0)?, &[by])
    }

    /// Moves a device to a new key.
    pub fn rotate(
        &self,
        operator: &TestOperator,
        device: &TestDevice,
        signer: Box<dyn DeviceSigner>,
    ) -> Result<TestDevice> {
        self.rotate_as(&operator.identity, operator, device, signer.as_ref())?;
        let address = pda::device(self.network.network, &signer.key());
        Ok(TestDevice { signer, address, operator: operator.address, class: device.class })
    }

    /// Moves a device to a new key, signed for by anybody.
    pub fn rotate_as(
        &self,
        by: &Keypair,
        operator: &TestOperator,
        device: &TestDevice,
        signer: &dyn DeviceSigner,
    ) -> Result<Receipt> {
        let new = self.new_device(operator, signer, device.class);
        let consent = RegistrationBuilder::new(&self.domain, new).sign(signer)?;
        let instructions = consent.rotate(&self.network, self.payer.pubkey(), by.pubkey(), device.address, 0)?;
        self.send(&instructions, &[by])
    }

    /// Retires a device.
    pub fn retire(&self, operator: &TestOperator, device: &TestDevice) -> Result<Receipt> {
        self.retire_as(&operator.identity, device)
    }

    /// Retires a device, signed for by anybody.
    pub fn retire_as(&self, by: &Keypair, device: &TestDevice) -> Result<Receipt> {
        self.send(&[build::retire_device(&self.network, device.operator, by.pubkey(), device.address)], &[by])
    }

    /// Closes a device; the harness's payer paid its rent.
    pub fn close_device(&self, device: &TestDevice) -> Result<Receipt> {
        self.send(&[build::close_device(&self.network, device.operator, device.address, self.payer.pubkey())], &[])
    }
}
