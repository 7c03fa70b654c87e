use girder_sdk::{
    Result,
    instructions::{self as build, Reveal},
    interface::{Hash, offence::Offence, report},
    transport::Receipt,
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{Ledger, TestDevice};

/// A reporter's commitment, with what opens it.
#[derive(Clone, Copy, Debug)]
pub struct TestTicket {
    /// What is committed.
    pub hash: Hash,
    /// Who gets the bounty.
    pub reporter: Address,
    /// The salt in the hash.
    pub salt: [u8; 32],
    /// Who pays its rent.
    pub payer: Address,
}

impl TestTicket {
    /// Of evidence about any offence; the harness's payer is to pay the rent.
    pub fn new(ledger: &Ledger, offence: &Offence, digests: &[Hash; 2], reporter: Address, salt: u8) -> Self {
        let salt = [salt; 32];
        let hash = report::commitment(&offence.id(), digests, &reporter.to_bytes(), &salt);
        Self { hash, reporter, salt, payer: ledger.payer.pubkey() }
    }

    /// Of evidence about a device.
    pub fn about(ledger: &Ledger, device: &TestDevice, digests: &[Hash; 2], reporter: Address, salt: u8) -> Self {
        let device = device.address.to_bytes();
        Self::new(ledger, &Offence::Equivocation { device: &device }, digests, reporter, salt)
    }
}

impl Ledger {
    /// Moves the clock on by a second, and so the slot too.
    pub fn next_slot(&self) {
        self.chain.warp_by(1);
    }

    /// Commits to evidence, paid by the harness.
    pub fn commit(&self, ticket: &TestTicket) -> Result<Receipt> {
        self.send(&[build::commit_report(&self.network, ticket.payer, ticket.hash)], &[])
    }

    /// Commits to evidence as anybody, who pays the rent; returns the ticket with that payer.
    pub fn commit_as(&self, payer: &Keypair, ticket: &TestTicket) -> TestTicket {
        let ticket = TestTicket { payer: payer.pubkey(), ..*ticket };
        self.send(&[build::commit_report(&self.network, ticket.payer, ticket.hash)], &[payer]).unwrap();
        ticket
    }

    /// Shows that a ticket is about a case.
    pub fn reveal(&self, slash_case: Address, ticket: &TestTicket) -> Result<Receipt> {
        let TestTicket { hash, reporter, salt, payer } = *ticket;
        let reveal = Reveal { slash_case, hash, reporter, salt, rent_payer: payer };
        self.send(&[build::reveal_report(&self.network, &reveal)], &[])
    }

    /// Closes a ticket that was never revealed.
    pub fn close_ticket(&self, ticket: &TestTicket) -> Result<Receipt> {
        self.send(&[build::close_report_ticket(&self.network, &ticket.hash, ticket.payer)], &[])
    }
}
