use std::cell::Cell;

use girder_sdk::{
    Result, instructions as build,
    ledger::{NewClass, error::LedgerError},
    pda,
    transport::Receipt,
};
use solana_address::Address;
use solana_signer::Signer;

use crate::{Ledger, Setup, TestDevice, TestOperator, assert_refused, class};

/// What the rest of the network proves in each epoch.
const REST: u64 = 1_000;

/// An operator that is never down.
pub(crate) struct Rest {
    operator: TestOperator,
    device: TestDevice,
    /// The first epoch in which it did not work yet.
    next: Cell<u64>,
}

impl Setup {
    /// One class a floor: up to 10,000 units of weight 1, of which each device owes that many in an epoch.
    pub fn floors(self, floors: &[u64]) -> Self {
        let classes: Vec<_> = floors.iter().map(|&floor| NewClass { floor, ..class(10_000) }).collect();
        self.classes(&classes)
    }

    /// Downtime is this many missed epochs of that many.
    pub fn downtime(self, misses: u64, epochs: u64) -> Self {
        self.parameters(|p| (p.downtime_misses, p.downtime_epochs) = (misses, epochs))
    }

    /// Evidence is taken for 60 epochs, which takes a reward of 0.01 a credit for lying not to pay.
    pub fn long_evidence(self) -> Self {
        self.parameters(|p| {
            (p.evidence_age, p.unbonding, p.bond_unbonding) = (60_000, 70_000, 70_000);
            p.max_reward_per_million_credits = 10_000;
        })
    }
}

impl Ledger {
    pub(crate) fn with_rest(mut self) -> Self {
        let operator = self.operator().stake(1_000_000).build();
        let device = self.device(&operator);
        self.rest = Some(Rest { operator, device, next: Cell::new(0) });
        self
    }

    /// Lets the rest of a [`healthy`](Setup::healthy) network prove 1,000 units in the first second of each epoch that begins
    /// up to this time; does nothing in others. `enter_epoch`, `slash`, `live` and
    /// `settle_up_to` do it wherever they move the clock on, as long as no epoch's proof window was skipped otherwise.
    pub fn work_until(&self, time: i64) {
        let Some(rest) = &self.rest else { return };
        while self.start(rest.next.get()) <= time {
            let epoch = rest.next.get();
            if let Some(old) = epoch.checked_sub(32) {
                self.harvest(&rest.operator, old).unwrap();
            }
            self.chain.warp_to(self.now().max(self.start(epoch)));
            self.prove(&rest.device, epoch, REST).unwrap();
            rest.next.set(epoch + 1);
        }
    }

    /// Lets devices prove units in the epochs from `first` on, one number an epoch and none where it is 0; then settles them
    /// all.
    pub fn live(&self, first: u64, work: &[(&TestDevice, &[u64])]) {
        let end = first + work.iter().map(|(_, units)| units.len() as u64).max().unwrap();
        for epoch in first..end {
            self.enter_epoch(epoch);
            for (device, units) in work {
                match units.get((epoch - first) as usize) {
                    None | Some(0) => {}
                    Some(&units) => drop(self.prove(device, epoch, units).unwrap()),
                }
            }
        }
        self.settle_up_to(end - 1);
    }

    /// Opens a case against an operator for downtime up to an epoch, as the harness's payer.
    pub fn report_downtime(&self, operator: &TestOperator, last_epoch: u64) -> Result<Receipt> {
        let report = build::report_downtime(&self.network, self.payer.pubkey(), operator.address, last_epoch);
        self.send(&[report], &[])
    }

    /// How many epochs up to this one count as downtime, in a network that takes more for one.
    pub fn misses(&self, operator: &TestOperator, last_epoch: u64) -> u64 {
        let refused = self.report_downtime(operator, last_epoch);
        let values =
            refused.as_ref().err().and_then(|error| error.refusal()).and_then(|refusal| refusal.values.clone());
        assert_refused!(refused, LedgerError::NotDown);
        values.unwrap().0.parse().unwrap()
    }

    /// Where the case of a downtime up to an epoch is.
    pub fn downtime_case(&self, operator: &TestOperator, last_epoch: u64) -> Address {
        pda::downtime_case(self.network.network, operator.address, last_epoch)
    }
}
