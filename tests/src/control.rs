//! What a network's authority and guardian do.

use girder_sdk::{
    Result, instructions as build,
    ledger::state::{ParameterChange, Parameters, network_role},
    pda,
    transport::Receipt,
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::Ledger;

impl Ledger {
    /// Offers a role, as the network's first authority.
    pub fn offer_role(&self, role: u8, to: Address) -> Result<Receipt> {
        self.offer_role_as(&self.authority, role, to)
    }

    /// Offers a role, as anybody.
    pub fn offer_role_as(&self, by: &Keypair, role: u8, to: Address) -> Result<Receipt> {
        self.send(&[build::offer_network_role(self.network.network, by.pubkey(), role, to)], &[by])
    }

    /// Accepts a role.
    pub fn accept_role(&self, role: u8, by: &Keypair) -> Result<Receipt> {
        self.send(&[build::accept_network_role(self.network.network, role, by.pubkey())], &[by])
    }

    /// Hands the network over from its first authority.
    pub fn hand_over(&self, to: &Keypair) {
        self.offer_role(network_role::AUTHORITY, to.pubkey()).unwrap();
        self.accept_role(network_role::AUTHORITY, to).unwrap();
    }

    /// A new guardian, named by the network's first authority.
    pub fn guardian(&self) -> Keypair {
        let guardian = self.wallet();
        self.offer_role(network_role::GUARDIAN, guardian.pubkey()).unwrap();
        self.accept_role(network_role::GUARDIAN, &guardian).unwrap();
        guardian
    }

    /// Pauses a subject, as its guardian; 0 seconds end that.
    pub fn pause(&self, guardian: &Keypair, subject: u8, seconds: i64) -> Result<Receipt> {
        self.send(&[build::pause(&self.network, guardian.pubkey(), subject, seconds)], &[guardian])
    }

    /// The parameters in force, changed.
    pub fn changed(&self, change: impl FnOnce(&mut Parameters)) -> Parameters {
        let mut parameters = self.network_account().parameters;
        change(&mut parameters);
        parameters
    }

    /// Proposes the parameters in force with a change, as the network's first authority.
    pub fn propose_parameters(&self, change: impl FnOnce(&mut Parameters)) -> Result<Receipt> {
        self.propose_parameters_as(&self.authority, change)
    }

    /// Proposes the parameters in force with a change, as anybody.
    pub fn propose_parameters_as(&self, by: &Keypair, change: impl FnOnce(&mut Parameters)) -> Result<Receipt> {
        let (version, parameters) = (self.parameters_version(), self.changed(change));
        let propose = build::propose_parameters(&self.network, self.payer.pubkey(), by.pubkey(), version, parameters);
        self.send(&[propose], &[by])
    }

    /// The proposal for the parameters in force.
    pub fn parameter_change(&self) -> ParameterChange {
        self.chain.read(pda::parameter_change(self.network.network, self.parameters_version())).unwrap()
    }

    /// Executes the proposal for the parameters in force, as anybody.
    pub fn execute_parameters(&self) -> Result<Receipt> {
        self.execute_parameters_for(self.parameters_version())
    }

    /// Executes the proposal for a version of the parameters, as anybody.
    pub fn execute_parameters_for(&self, base_version: u64) -> Result<Receipt> {
        let payer = self.payer.pubkey();
        self.send(&[build::execute_parameters(&self.network, payer, base_version, payer)], &[])
    }

    /// Closes the proposal for a version of the parameters.
    pub fn close_parameter_change(&self, by: &Keypair, base_version: u64) -> Result<Receipt> {
        let close = build::close_parameter_change(&self.network, by.pubkey(), base_version, self.payer.pubkey());
        self.send(&[close], &[by])
    }

    /// Puts changed parameters in force, as far as they are allowed to follow: proposes them, waits and executes.
    pub fn change_parameters(&self, change: impl FnOnce(&mut Parameters)) {
        self.propose_parameters(change).unwrap();
        self.chain.warp_to(self.parameter_change().executable_from);
        self.execute_parameters().unwrap();
    }

    /// Counts changes of the parameters and handovers.
    pub fn parameters_version(&self) -> u64 {
        self.network_account().parameters_version
    }
}
