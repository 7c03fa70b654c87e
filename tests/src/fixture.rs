use std::str::FromStr;

use serde::Deserialize;
use solana_account::Account;
use solana_address::Address;

use girder_sdk::{instructions as build, pda, signer::Ed25519Signer, transport::Receipt};
use solana_signer::Signer;

use crate::{Ledger, TestDelegator, TestDevice, TestOperator, setup::seeded_keypair};

/// A network whose accounts have the first layout, as `tests/fixtures/README.md` describes it.
pub struct FirstLayout {
    /// The chain, the network and those who run it.
    pub ledger: Ledger,
    /// Harvests and is delegated to.
    pub operator: TestOperator,
    /// Has shares of it, a fifth of them leaving.
    pub delegator: TestDelegator,
    /// Its device.
    pub device: TestDevice,
    /// Has an open case.
    pub liar: TestOperator,
    /// The device that the case is about.
    pub liars_device: TestDevice,
}

#[derive(Deserialize)]
struct Chain {
    slot: u64,
    unix_timestamp: i64,
    accounts: Vec<Stored>,
}

#[derive(Deserialize)]
struct Stored {
    address: String,
    owner: String,
    lamports: u64,
    data: String,
}

impl FirstLayout {
    /// Puts its accounts before today's program.
    pub fn restore() -> Self {
        let stored: Chain = serde_json::from_str(include_str!("../fixtures/layout-1.json")).unwrap();
        let (mut ledger, _) = Ledger::new().spl_token().device_collateral(100_000).prepare();
        for Stored { address, owner, lamports, data } in stored.accounts {
            let address = Address::from_str(&address).unwrap();
            let owner = Address::from_str(&owner).unwrap();
            let account = Account { lamports, data: bytes(&data), owner, executable: false, rent_epoch: u64::MAX };
            ledger.chain.set_account(address, account).unwrap();
        }
        ledger.chain.warp_to(stored.unix_timestamp);
        assert!(ledger.chain.now().slot >= stored.slot, "time goes on");
        let network = ledger.network.network;
        // The instance comes after nine addresses; where it was before, it still is.
        ledger.domain.instance = ledger.chain.find(&network).unwrap().data[8 + 8 * 32..][..32].try_into().unwrap();
        for _ in 0..100 {
            ledger.next_sequence();
        }
        let key = |number| seeded_keypair("wallet", network, number);
        let operator = |identity, payout| {
            let (identity, payout) = (key(identity), key(payout));
            let address = pda::operator(network, identity.pubkey());
            TestOperator { identity, payout, address }
        };
        let device = |number, operator: &TestOperator| {
            let signer = Box::new(Ed25519Signer::new(key(number)));
            let address = pda::device(network, &girder_sdk::signer::DeviceSigner::key(signer.as_ref()));
            TestDevice { signer, address, operator: operator.address, class: 0 }
        };
        let (first, liar) = (operator(0, 1), operator(4, 5));
        let delegator = TestDelegator { owner: key(2), operator: first.address };
        let (firsts_device, liars_device) = (device(3, &first), device(6, &liar));
        Self { ledger, operator: first, delegator, device: firsts_device, liar, liars_device }
    }

    /// All accounts of the program.
    pub fn accounts(&self) -> Vec<Address> {
        self.ledger.chain.find_all(&[]).into_iter().map(|(address, _)| address).collect()
    }

    /// Migrates all accounts, in any order.
    pub fn migrate(&self) {
        for address in self.accounts() {
            self.ledger.migrate(address).unwrap();
        }
    }
}

impl Ledger {
    /// Migrates an account, as the harness's payer.
    pub fn migrate(&self, account: Address) -> girder_sdk::Result<Receipt> {
        self.send(&[build::migrate_account(account, self.payer.pubkey())], &[])
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    digits.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}
