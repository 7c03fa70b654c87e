//! The four emission schedules over many epochs, compared with a big-integer model after every step.

use girder_sdk::ledger::{NewClass, state::emission_kind};
use girder_tests::{Ledger, Setup, TestDevice, TestOperator, class};
use model::{Model, Payment};
use num_bigint::BigUint;
use solana_keypair::Keypair;
use solana_signer::Signer;

mod model;

const EPOCHS: u64 = 45;
const INITIAL_SUPPLY: u64 = 50_000_000_000;

/// A network with all parts of a payment, under rates that divide nothing evenly.
fn network(kind: u64, ratio: u64) -> Setup {
    let setup = Ledger::new().two_mints().initial_supply(INITIAL_SUPPLY);
    let setup = setup.classes(&[NewClass { weight: 3, ..class(1 << 40) }]);
    setup.parameters(|p| {
        p.emission_kind = kind;
        p.emission_ratio = ratio;
        p.emission_initial = 1_000_003;
        p.emission_period = 7;
        p.supply_cap = INITIAL_SUPPLY + 1_000_000_000;
        p.max_reward_per_million_credits = 777_777;
        p.direct_bps = 9_001;
        p.attestor_bps = 713;
        p.settle_tip = 1_009;
    })
}

/// Units of an epoch: idle at times, a single one, few, or more than any emission is worth.
fn units(epoch: u64) -> u64 {
    match epoch % 9 {
        0 | 3 | 4 => 0,
        1 => 1,
        2 => 1_000_000_000,
        5 => 12_345 * epoch,
        6 => 600_000 + epoch * epoch,
        _ => 33 + epoch,
    }
}

/// Runs a network and its model side by side.
struct Run {
    ledger: Ledger,
    model: Model,
    operator: TestOperator,
    device: TestDevice,
    settler: Keypair,
    tips: BigUint,
}

impl Run {
    fn new(setup: Setup) -> Self {
        let ledger = setup.build();
        let operator = ledger.operator().stake(1 << 55).build();
        let device = ledger.device(&operator);
        let model = Model::new(ledger.parameters, ledger.reward_supply());
        let settler = ledger.wallet();
        Self { ledger, model, operator, device, settler, tips: BigUint::default() }
    }

    fn fund(&mut self, amount: u64) {
        self.ledger.fund(amount).unwrap();
        self.model.fund(amount);
        self.compare();
    }

    /// Proves, settles, harvests and closes one epoch, comparing after every step.
    fn epoch(&mut self, epoch: u64, units: u64) -> Payment {
        let ledger = &self.ledger;
        ledger.chain.warp_to(ledger.now().max(ledger.start(epoch)));
        if units > 0 {
            ledger.prove(&self.device, epoch, units).unwrap();
        }
        ledger.chain.warp_to(ledger.harvest_time(epoch));
        let tip = ledger.reward_account(self.settler.pubkey());
        ledger.settle_as(&self.settler, epoch, Some(tip)).unwrap();

        let credit = 3 * units;
        let payment = self.model.settle(epoch, credit);
        self.tips += &payment.tip;
        let record = ledger.epoch(epoch);
        assert_eq!((record.credit, record.credit_left), (credit, credit), "epoch {epoch}");
        assert_eq!(BigUint::from(record.pot), payment.pot, "pot of epoch {epoch}");
        assert_eq!(BigUint::from(record.reward_per_credit.bits()), payment.rate, "rate of epoch {epoch}");
        assert_eq!(BigUint::from(ledger.balance(tip)), self.tips, "tip of epoch {epoch}");
        assert_eq!(BigUint::from(ledger.books().emission), self.model.emission(epoch + 1));
        self.compare();

        let ledger = &self.ledger;
        if units > 0 {
            ledger.harvest(&self.operator, epoch).unwrap();
        }
        ledger.close_epoch(epoch, self.settler.pubkey()).unwrap();
        self.model.harvest_and_close(credit, &payment);
        self.compare();
        payment
    }

    fn compare(&self) {
        let (books, model) = (self.ledger.assert_solvent(), &self.model);
        let actual = [books.reserve, books.minted, books.pots, books.owed].map(BigUint::from);
        assert_eq!(actual.each_ref(), [&model.reserve, &model.minted, &model.pots, &model.owed]);
        // Of what the cap never lets be minted the program keeps no count.
        let deferred = (&model.deferred).min(&model.mintable()).clone();
        assert_eq!(BigUint::from(books.deferred).min(model.mintable()), deferred);
        let supply = BigUint::from(self.ledger.reward_supply());
        assert_eq!(supply, BigUint::from(INITIAL_SUPPLY) + &model.minted, "what was minted exists");
    }

    /// All epochs, with money coming in between.
    fn all(mut self) -> Self {
        for epoch in 0..EPOCHS {
            match epoch {
                4 => self.fund(1),
                11 => self.fund(2_500_000),
                20 => self.fund(999),
                30 => self.fund(700_000),
                _ => (),
            }
            self.epoch(epoch, units(epoch));
        }
        self
    }
}

#[test]
fn a_fixed_emission_follows_the_model() {
    let run = Run::new(network(emission_kind::FIXED, 0)).all();
    assert_eq!(run.ledger.books().emission, 1_000_003);
    assert!(run.ledger.books().minted > 10_000_000);
}

#[test]
fn a_geometric_emission_follows_the_model() {
    let run = Run::new(network(emission_kind::GEOMETRIC, 3_333_333_333)).all();
    // Six periods ended: 1,000,003 x 0.776^6, rounded down each time.
    assert_eq!(run.ledger.books().emission, 218_530);
}

#[test]
fn a_halving_emission_follows_the_model() {
    let run = Run::new(network(emission_kind::HALVING, 0)).all();
    assert_eq!(run.ledger.books().emission, 1_000_003 >> 6);
}

#[test]
fn a_halving_emission_ends_at_nothing() {
    let run = Run::new(network(emission_kind::HALVING, 0).parameters(|p| p.emission_period = 1)).all();
    assert_eq!(run.ledger.books().emission, 0);
    assert!(run.ledger.books().minted <= 2 * 1_000_003);
}

#[test]
fn vault_funded_rewards_follow_the_model_and_mint_nothing() {
    let run = Run::new(network(emission_kind::VAULT_FUNDED, 0)).all();
    assert_eq!((run.ledger.books().minted, run.ledger.books().deferred), (0, 0));
    assert_eq!(run.ledger.reward_supply(), INITIAL_SUPPLY);
    assert!(run.ledger.books().owed > 1_000_000);
}

#[test]
fn every_schedule_follows_the_model_into_the_supply_cap() {
    for (kind, ratio) in
        [(emission_kind::FIXED, 0), (emission_kind::GEOMETRIC, 4_000_000_000), (emission_kind::HALVING, 0)]
    {
        let capped = network(kind, ratio).parameters(|p| {
            p.supply_cap = INITIAL_SUPPLY + 1_900_000;
            p.direct_bps = 10_000;
        });
        let run = Run::new(capped).all();
        assert_eq!(run.ledger.books().minted, 1_900_000, "the cap is used up, exactly");
        assert_eq!(run.model.mintable(), BigUint::default());
    }
}

#[test]
fn idle_epochs_leave_no_jackpot() {
    let mut run = Run::new(network(emission_kind::FIXED, 0).parameters(|p| {
        p.max_reward_per_million_credits = 2_000_000;
        p.leverage_bps = 10_000;
    }));
    for epoch in 0..40 {
        run.epoch(epoch, 0);
    }
    assert_eq!(run.ledger.books().deferred, 40 * 1_000_003, "the emission waits");
    assert_eq!(run.ledger.reward_supply(), INITIAL_SUPPLY, "and is not minted");
    // Three credits at 2 each, rather than 40 million.
    let payment = run.epoch(40, 1);
    assert_eq!(payment.attestors + payment.tip + payment.pot, BigUint::from(6u8));
}

#[test]
fn a_vault_funded_epoch_spends_its_budget_at_most() {
    let budget = |p: &mut girder_sdk::ledger::state::Parameters| {
        p.emission_initial = 1_000;
        p.direct_bps = 10_000;
    };
    let mut run = Run::new(network(emission_kind::VAULT_FUNDED, 0).parameters(budget));
    let total = |payment: Payment| payment.attestors + payment.tip + payment.pot;
    assert_eq!(total(run.epoch(0, 0)), BigUint::default());
    assert_eq!(total(run.epoch(1, 1_000_000)), BigUint::default(), "nothing is there");
    run.fund(2_500);
    for (epoch, paid) in [(2, 1_000u32), (3, 1_000)] {
        assert_eq!(total(run.epoch(epoch, 1_000_000)), paid.into());
    }
    assert!(total(run.epoch(4, 1_000_000)) < BigUint::from(503u32), "the rest and what rounding returned");
}

#[test]
fn a_vault_funded_epoch_pays_its_part_of_the_whole_reserve_within_the_budget() {
    let budget = |p: &mut girder_sdk::ledger::state::Parameters| {
        p.emission_initial = 1_000;
        p.direct_bps = 5_000;
    };
    let mut run = Run::new(network(emission_kind::VAULT_FUNDED, 0).parameters(budget));
    run.fund(2_500);
    for (epoch, paid) in [(0, 1_000u32), (1, 750)] {
        let payment = run.epoch(epoch, 1_000_000);
        assert_eq!(payment.attestors + payment.tip + payment.pot, paid.into());
    }
}

#[test]
fn settlement_never_fails_for_the_cap() {
    let capped = network(emission_kind::FIXED, 0).parameters(|p| {
        p.emission_initial = 1_000;
        p.supply_cap = INITIAL_SUPPLY + 1_500;
        p.direct_bps = 10_000;
        p.max_reward_per_million_credits = 1_000_000;
    });
    let mut run = Run::new(capped);
    let total = |payment: Payment| payment.attestors + payment.tip + payment.pot;
    // What may not be minted is not paid; what comes in later is.
    for (epoch, minted) in [(0, 1_000), (1, 1_500), (2, 1_500), (3, 1_500)] {
        run.epoch(epoch, 1_000);
        assert_eq!(run.ledger.books().minted, minted, "epoch {epoch}");
    }
    run.fund(2_000);
    assert!(total(run.epoch(4, 1_000)) >= BigUint::from(2_000u32));
    assert_eq!(run.ledger.books().minted, 1_500);
}

#[test]
fn burning_tokens_reopens_nothing_under_the_cap() {
    let capped = network(emission_kind::FIXED, 0).parameters(|p| p.supply_cap = INITIAL_SUPPLY + 500_000);
    let run = Run::new(capped.parameters(|p| p.direct_bps = 10_000));
    let (ledger, device) = (&run.ledger, &run.device);
    ledger.enter_epoch(1);
    ledger.prove(device, 1, 10_000_000).unwrap();
    ledger.settle_up_to(1);
    assert_eq!(ledger.books().minted, 500_000);

    let (token, owner) = (ledger.network.reward, ledger.authority.pubkey());
    let stock = ledger.stock(&token);
    let burn =
        spl_token_2022_interface::instruction::burn(&token.program, &stock, &token.mint, &owner, &[], INITIAL_SUPPLY);
    ledger.send(&[burn.unwrap()], &[&ledger.authority]).unwrap();
    assert_eq!(ledger.reward_supply(), 500_000);
    ledger.enter_epoch(3);
    ledger.prove(device, 3, 10_000_000).unwrap();
    ledger.settle_up_to(3);
    assert_eq!((ledger.books().minted, ledger.epoch(3).pot), (500_000, 0));
    assert_eq!(ledger.reward_supply(), 500_000);
    ledger.assert_solvent();
}
