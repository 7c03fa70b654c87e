use girder_sdk::{Result, instructions as build, ledger::state::SlashCase, proof::Proof, transport::Receipt};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{Ledger, Setup, TestDevice, TestOperator, class};

/// Base units of collateral per credit in [`parameters`](crate::parameters).
const COLLATERAL_PER_CREDIT: u64 = 10;

impl Setup {
    /// One class whose limit makes a device worth this collateral, a multiple of 10: what a caught device costs.
    pub fn device_collateral(self, amount: u64) -> Self {
        self.classes(&[class(amount / COLLATERAL_PER_CREDIT)])
    }
}

impl Ledger {
    /// Opens a case against a device, for two statements about an epoch, moving the clock on if that has not begun; returns
    /// them.
    pub fn slash(&self, device: &TestDevice, epoch: u64) -> (Proof, Proof) {
        if self.now() < self.start(epoch) {
            self.enter_epoch(epoch);
        }
        let (first, second) = self.equivocate(device, epoch);
        self.report(&first, &second).unwrap();
        (first, second)
    }

    /// Opens a case against a device and executes it at its deadline.
    pub fn slash_for_good(&self, device: &TestDevice, epoch: u64) {
        self.slash(device, epoch);
        self.chain.warp_to(self.slash_case(device).deadline);
        self.execute(device).unwrap();
    }

    /// A slash case.
    pub fn case_at(&self, case: Address) -> SlashCase {
        self.chain.read(case).unwrap()
    }

    /// Overturns a case of any kind, as the authority.
    pub fn overturn_case(&self, case: Address) -> Result<Receipt> {
        let offender = self.case_at(case).offender;
        let overturn = build::overturn_slash(&self.network, self.authority.pubkey(), offender, case);
        self.send(&[overturn], &[&self.authority])
    }

    /// Executes a case of any kind; a bounty goes to its recipient's associated account, created if there is none.
    pub fn execute_case(&self, case: Address) -> Result<Receipt> {
        let SlashCase { offender, bounty_recipient, .. } = self.case_at(case);
        let account = |owner| self.chain.create_token_account(&self.payer, &self.network.collateral, owner);
        let paid = (bounty_recipient != Address::default()).then(|| account(bounty_recipient)).transpose()?;
        self.send(&[build::execute_slash(&self.network, offender, case, paid)], &[])
    }

    /// Executes a case of any kind at its deadline, or now if that is over.
    pub fn execute_in_time(&self, case: Address) {
        self.chain.warp_to(self.now().max(self.case_at(case).deadline));
        self.execute_case(case).unwrap();
    }

    /// From when on evidence about an epoch is not taken any more.
    pub fn evidence_end(&self, epoch: u64) -> i64 {
        self.settle_time(epoch) + self.parameters.evidence_age
    }

    /// The epoch of the clock, which must not be before genesis.
    pub fn current_epoch(&self) -> u64 {
        u64::try_from((self.now() - self.parameters.genesis) / self.parameters.epoch_length).unwrap()
    }

    /// Closes the case against a device; the harness's payer paid its rent.
    pub fn close_slash_case(&self, device: &TestDevice) -> Result<Receipt> {
        self.send(&[build::close_slash_case(&self.network, self.case_address(device), self.payer.pubkey())], &[])
    }

    /// Lets an operator out of jail, as its authority.
    pub fn unjail(&self, operator: &TestOperator) -> Result<Receipt> {
        self.unjail_as(operator, &operator.identity)
    }

    /// Lets an operator out of jail, as anybody.
    pub fn unjail_as(&self, operator: &TestOperator, signer: &Keypair) -> Result<Receipt> {
        self.send(&[build::unjail(&self.network, operator.address, signer.pubkey())], &[signer])
    }

    /// Base units of collateral in existence.
    pub fn collateral_supply(&self) -> u64 {
        self.chain.mint_state(self.network.collateral.mint).unwrap().supply
    }

    /// Collateral in a wallet's associated account, base units.
    pub fn collateral_at(&self, wallet: Address) -> u64 {
        self.balance(self.network.collateral.account_of(wallet))
    }
}
