//! Random small networks: after every step nothing is owed that is not there, and no token comes from nowhere.

use girder_sdk::{
    Result,
    ledger::{error::LedgerError, state::emission_kind},
    transport::Receipt,
};
use girder_tests::{Ledger, TestDevice, TestOperator};
use proptest::prelude::*;
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

/// How a network is set up.
#[derive(Clone, Debug)]
struct Rules {
    kind: u64,
    emission: u64,
    period: u64,
    mintable: u64,
    most_reward: u64,
    direct_bps: u64,
    attestor_bps: u64,
    tip: u64,
    weights: Vec<u64>,
    /// Stake and commission of each operator.
    operators: Vec<(u64, u64)>,
}

/// What somebody does; operators are counted modulo their number.
#[derive(Clone, Debug)]
enum Step {
    Prove(usize, u64),
    Fund(u64),
    Donate(u64),
    Deposit(usize, u64),
    Unstake(usize, u8),
    Withdraw(usize, u8),
    Cancel(usize, u8),
    Claim(usize),
    Equivocate(usize, usize),
    Overturn(usize, usize),
    NextEpoch,
}

fn rules() -> impl Strategy<Value = Rules> {
    let rates = (1u64..=5_000_000, 0u64..=10_000, 0u64..=5_000, 0u64..2_000);
    let people = (prop::collection::vec(1u64..9, 1..4), prop::collection::vec((1u64..300_000, 0u64..=2_000), 1..4));
    let emission = (0u64..4, 0u64..30_000, 1u64..4, prop_oneof![0u64..20_000, Just(1 << 50)]);
    (emission, rates, people).prop_map(|((kind, emission, period, mintable), rates, (weights, operators))| {
        let (most_reward, direct_bps, attestor_bps, tip) = rates;
        Rules { kind, emission, period, mintable, most_reward, direct_bps, attestor_bps, tip, weights, operators }
    })
}

fn step() -> impl Strategy<Value = Step> {
    let operator = 0usize..3;
    prop_oneof![
        5 => (operator.clone(), 0u64..=10_000).prop_map(|(who, units)| Step::Prove(who, units)),
        1 => (0u64..100_000).prop_map(Step::Fund),
        1 => (1u64..100_000).prop_map(Step::Donate),
        1 => (operator.clone(), 0u64..100_000).prop_map(|(who, amount)| Step::Deposit(who, amount)),
        1 => (operator.clone(), any::<u8>()).prop_map(|(who, part)| Step::Unstake(who, part)),
        1 => (operator.clone(), 0u8..3).prop_map(|(who, ticket)| Step::Withdraw(who, ticket)),
        1 => (operator.clone(), 0u8..3).prop_map(|(who, ticket)| Step::Cancel(who, ticket)),
        2 => operator.clone().prop_map(Step::Claim),
        1 => (operator.clone(), 0usize..2).prop_map(|(who, device)| Step::Equivocate(who, device)),
        1 => (operator, 0usize..2).prop_map(|(who, device)| Step::Overturn(who, device)),
        4 => Just(Step::NextEpoch),
    ]
}

/// A network on its way, and what must add up.
struct World {
    ledger: Ledger,
    operators: Vec<(TestOperator, Vec<TestDevice>)>,
    settler: Keypair,
    epoch: u64,
    funded: u64,
    donated: u64,
    /// Steps that rounded something that is owed, each by less than one base unit.
    roundings: u64,
}

impl World {
    fn new(rules: &Rules) -> Self {
        let initial = 1_000_000_000;
        let setup = Ledger::new().two_mints().initial_supply(initial).attestors(&rules.weights).parameters(|p| {
            p.emission_kind = rules.kind;
            p.emission_ratio = if rules.kind == emission_kind::GEOMETRIC { 3 << 30 } else { 0 };
            p.emission_initial = rules.emission;
            p.emission_period = rules.period;
            p.supply_cap = initial + rules.mintable;
            p.max_reward_per_million_credits = rules.most_reward;
            p.direct_bps = rules.direct_bps;
            p.attestor_bps = rules.attestor_bps;
            p.settle_tip = rules.tip;
            p.leverage_bps = 10_000;
        });
        let ledger = setup.build();
        let register = |&(stake, commission): &(u64, u64)| {
            let operator = ledger.operator().stake(stake).commission(commission).build();
            let devices = vec![ledger.device(&operator), ledger.device(&operator)];
            (operator, devices)
        };
        let operators = rules.operators.iter().map(register).collect();
        let settler = ledger.wallet();
        ledger.enter_epoch(1);
        Self { ledger, operators, settler, epoch: 1, funded: 0, donated: 0, roundings: 0 }
    }

    /// Whether a step was done. A refusal must be for a reason of its own: never because something would not add up.
    fn done(&self, result: Result<Receipt>) -> bool {
        let Err(error) = result else { return true };
        let reason = error.refusal().and_then(|refusal| refusal.ledger_error());
        let reason = reason.unwrap_or_else(|| panic!("no refusal of the ledger: {error:?}"));
        let broken = [LedgerError::Insolvent, LedgerError::CapExceeded, LedgerError::InvariantBroken];
        assert!(!broken.contains(&reason) && reason != LedgerError::Overflow, "{error:?}");
        false
    }

    fn take(&mut self, step: &Step) {
        let ledger = &self.ledger;
        let of = |who: &usize| &self.operators[who % self.operators.len()];
        match step {
            Step::Prove(who, units) => {
                let devices = &of(who).1;
                let device = &devices[*units as usize % devices.len()];
                self.done(ledger.prove(device, self.epoch, *units));
            }
            Step::Fund(amount) => {
                if self.done(ledger.fund(*amount)) {
                    self.funded += amount;
                }
            }
            Step::Donate(amount) => {
                super::donate(ledger, ledger.network.reward_vault, *amount);
                super::donate(ledger, ledger.network.stake_vault, *amount);
                self.donated += amount;
            }
            Step::Deposit(who, amount) => {
                self.done(ledger.deposit(&of(who).0, *amount));
            }
            Step::Unstake(who, part) => {
                let operator = &of(who).0;
                let active = ledger.operator_account(operator).active_shares();
                self.done(ledger.unstake(operator, active * u64::from(*part) / 255));
            }
            Step::Withdraw(who, ticket) => {
                self.done(ledger.withdraw(&of(who).0, *ticket, true));
            }
            Step::Cancel(who, ticket) => {
                self.done(ledger.cancel_unstake(&of(who).0, *ticket));
            }
            Step::Claim(who) => {
                let operator = &of(who).0;
                let claimed = self.done(ledger.claim(operator));
                self.done(ledger.claim_commission(operator));
                self.roundings += u64::from(claimed);
            }
            Step::Equivocate(who, device) => {
                let (first, second) = ledger.equivocate(&of(who).1[*device], self.epoch);
                self.done(ledger.report(&first, &second));
            }
            Step::Overturn(who, device) => {
                let device = &of(who).1[*device];
                if ledger.chain.find(&super::case_of(ledger, device)).is_some() {
                    self.done(ledger.overturn(device));
                }
            }
            Step::NextEpoch => self.next_epoch(),
        }
        self.check();
    }

    /// Enters the next epoch, having settled and harvested what is due by then.
    fn next_epoch(&mut self) {
        self.epoch += 1;
        self.ledger.enter_epoch(self.epoch);
        let tip = self.ledger.reward_account(self.settler.pubkey());
        while self.ledger.settle_time(self.ledger.books().next_epoch) <= self.ledger.now() {
            let next = self.ledger.books().next_epoch;
            self.ledger.settle_as(&self.settler, next, Some(tip)).unwrap();
            self.roundings += 1;
            self.check();
        }
        self.harvest(self.epoch.saturating_sub(2));
    }

    fn harvest(&mut self, epoch: u64) {
        for (operator, _) in &self.operators {
            if self.done(self.ledger.harvest(operator, epoch)) {
                self.roundings += 1;
            }
        }
        self.check();
    }

    /// Everything that came in is somewhere, and what is owed is there.
    fn check(&self) {
        let ledger = &self.ledger;
        let books = ledger.assert_solvent();
        let held = books.reserve + books.pots + books.owed;
        assert_eq!(books.minted + self.funded, held + self.paid(), "{books:?}");
        assert_eq!(ledger.balance(ledger.network.reward_vault), held + self.donated);
        let staked = books.staked + books.escrow + books.bonds;
        assert_eq!(ledger.balance(ledger.network.stake_vault), staked + self.donated);
    }

    /// What operators, payout wallets, attestors and the settler got.
    fn paid(&self) -> u64 {
        let operators = self.operators.iter().flat_map(|(o, _)| [o.identity.pubkey(), o.payout.pubkey()]);
        let attestors = self.ledger.attestors.iter().map(|attestor| attestor.owner.pubkey());
        let balance = |wallet: Address| self.ledger.balance(self.ledger.network.reward.account_of(wallet));
        operators.chain(attestors).chain([self.settler.pubkey()]).map(balance).sum()
    }

    /// Everybody takes what is theirs: what stays owed is the dust of rounding, and no stake is left behind.
    fn end(mut self) {
        for _ in 0..5 {
            self.next_epoch();
        }
        for (_, devices) in &self.operators {
            for device in devices {
                if self.ledger.chain.find(&super::case_of(&self.ledger, device)).is_some() {
                    self.done(self.ledger.execute(device));
                }
            }
        }
        for epoch in 1..=self.epoch - 2 {
            self.harvest(epoch);
        }
        for who in 0..self.operators.len() {
            self.take(&Step::Claim(who));
            for ticket in 0..8 {
                self.take(&Step::Cancel(who, ticket));
            }
            self.take(&Step::Unstake(who, 255));
        }
        for attestor in &self.ledger.attestors {
            self.roundings += u64::from(self.done(self.ledger.claim_attestor_pay(attestor, 1)));
        }
        self.ledger.chain.warp_by(self.ledger.parameters.unbonding);
        for (operator, _) in &self.operators {
            for ticket in 0..8 {
                self.done(self.ledger.withdraw(operator, ticket, false));
            }
        }
        self.check();
        let books = self.ledger.books();
        assert_eq!((books.staked, books.escrow), (0, 0), "{books:?}");
        assert!(books.owed <= self.roundings, "{} owed after {} roundings", books.owed, self.roundings);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_networks_pay_what_came_in_and_owe_what_is_there(
        rules in rules(), steps in prop::collection::vec(step(), 10..40),
    ) {
        let mut world = World::new(&rules);
        for step in &steps {
            world.take(step);
        }
        world.end();
    }
}
