//! Random pools of several owners: nobody gains by another's loss, what is overturned never happened, and nothing is paid
//! that did not come in.

use girder_sdk::{Result, ledger::error::LedgerError, transport::Receipt};
use girder_tests::{Holder, Ledger, TestDelegator, TestDevice, TestOperator};
use proptest::prelude::*;

/// What an owner does; owners are counted modulo their number, 0 is the operator.
#[derive(Clone, Debug)]
enum Step {
    Deposit(usize, u64),
    Unstake(usize, u8),
    Cancel(usize, u8),
    Withdraw(usize, u8),
    Transfer(usize, usize, u8),
    Claim(usize),
    Earn(u64),
    Slash(usize),
    Overturn(usize),
    Execute(usize),
    Wait(i64),
}

const DEVICES: usize = 4;

fn step() -> impl Strategy<Value = Step> {
    let (who, ticket) = (0usize..4, 0u8..4);
    prop_oneof![
        3 => (who.clone(), 1u64..50_000).prop_map(|(who, amount)| Step::Deposit(who, amount)),
        3 => (who.clone(), any::<u8>()).prop_map(|(who, part)| Step::Unstake(who, part)),
        1 => (who.clone(), ticket.clone()).prop_map(|(who, ticket)| Step::Cancel(who, ticket)),
        2 => (who.clone(), ticket).prop_map(|(who, ticket)| Step::Withdraw(who, ticket)),
        2 => (who.clone(), who.clone(), any::<u8>()).prop_map(|(from, to, part)| Step::Transfer(from, to, part)),
        1 => who.prop_map(Step::Claim),
        2 => (1u64..5_000).prop_map(Step::Earn),
        2 => (0..DEVICES).prop_map(Step::Slash),
        1 => (0..DEVICES).prop_map(Step::Overturn),
        1 => (0..DEVICES).prop_map(Step::Execute),
        2 => (1i64..4_000).prop_map(Step::Wait),
    ]
}

/// A pool with its owners, and what must add up.
struct World {
    ledger: Ledger,
    operator: TestOperator,
    delegators: Vec<TestDelegator>,
    /// The last one works, the others are caught one day.
    devices: Vec<TestDevice>,
    /// Most units of a device in an epoch.
    limit: u64,
    supply: u64,
    /// Collateral that owners were given.
    given: u64,
    /// Rewards that became owed to owners.
    distributed: u64,
}

impl World {
    fn new(stakes: &[u64], limit: u64) -> Self {
        let setup = Ledger::new().two_mints().device_collateral(limit * 10);
        let setup = setup.parameters(|p| {
            (p.jail_after, p.max_commission_bps, p.leverage_bps) = (8, 0, 1_000_000);
            // A 32nd of a base unit of collateral, so that lying doesn't pay in spite of that leverage.
            p.reward_price = 1 << 27;
        });
        let ledger = setup.build();
        let supply = ledger.collateral_supply();
        let operator = ledger.operator().stake(stakes[0]).build();
        let delegators = stakes[1..].iter().map(|&stake| ledger.delegate(&operator, stake)).collect();
        let devices = (0..=DEVICES).map(|_| ledger.device(&operator)).collect();
        ledger.enter_epoch(0);
        let given = stakes.iter().sum();
        Self { ledger, operator, delegators, devices, limit, supply, given, distributed: 0 }
    }

    fn owners(&self) -> Vec<&dyn Holder> {
        let mut owners: Vec<&dyn Holder> = vec![&self.operator];
        owners.extend(self.delegators.iter().map(|delegator| delegator as &dyn Holder));
        owners
    }

    fn owner(&self, who: usize) -> &dyn Holder {
        let owners = self.owners();
        owners[who % owners.len()]
    }

    fn part_of(&self, holder: &dyn Holder, part: u8) -> u64 {
        let active = self.ledger.position(holder).active_shares();
        (u128::from(active) * u128::from(part) / 255) as u64
    }

    /// Whether a step was done. A refusal must be for a reason of its own: never because something would not add up.
    fn done(&self, result: Result<Receipt>) -> bool {
        let Err(error) = result else { return true };
        let reason = error.refusal().and_then(|refusal| refusal.ledger_error());
        let reason = reason.unwrap_or_else(|| panic!("no refusal of the ledger: {error:?}"));
        let broken = [LedgerError::Insolvent, LedgerError::InvariantBroken, LedgerError::Overflow];
        assert!(!broken.contains(&reason), "{error:?}");
        false
    }

    /// What an owner has, base units of collateral.
    fn wealth(&self, holder: &dyn Holder) -> u64 {
        self.ledger.worth(holder) + self.ledger.collateral_of(holder)
    }

    fn all<T>(&self, of: impl Fn(&dyn Holder) -> T) -> Vec<T> {
        self.owners().into_iter().map(of).collect()
    }

    fn take(&mut self, step: &Step) {
        let (wealth, given) = (self.all(|owner| self.wealth(owner)), self.given);
        self.act(step);
        self.check();
        let Some(actor) = step.actor().map(|who| who % wealth.len()) else { return };
        for (owner, (after, before)) in self.all(|owner| self.wealth(owner)).into_iter().zip(wealth).enumerate() {
            if owner == actor {
                assert!(after <= before + self.given - given, "{step:?} made its own {before} {after}");
            } else {
                assert!(after >= before, "{step:?} made another's {before} {after}");
            }
        }
    }

    fn act(&mut self, step: &Step) {
        let ledger = &self.ledger;
        match *step {
            Step::Deposit(who, amount) => {
                self.done(ledger.deposit(self.owner(who), amount));
                self.given += amount;
            }
            Step::Unstake(who, part) => {
                let owner = self.owner(who);
                self.done(ledger.unstake(owner, self.part_of(owner, part)));
            }
            Step::Cancel(who, ticket) => {
                self.done(ledger.cancel_unstake(self.owner(who), ticket));
            }
            Step::Withdraw(who, ticket) => {
                self.done(ledger.withdraw(self.owner(who), ticket, true));
            }
            Step::Transfer(from, to, part) => {
                let earned = self.all(|owner| ledger.earned(owner));
                let (from, to) = (self.owner(from), self.owner(to));
                if from.position() != to.position() {
                    self.done(ledger.transfer_shares(from, to, self.part_of(from, part)));
                }
                assert_eq!(self.all(|owner| ledger.earned(owner)), earned, "no reward moves with a share");
            }
            Step::Claim(who) => {
                self.done(ledger.claim(self.owner(who)));
            }
            Step::Earn(units) => self.earn(units),
            Step::Slash(device) => {
                let (first, second) = ledger.equivocate(&self.devices[device], ledger.current_epoch());
                self.done(ledger.report(&first, &second));
            }
            Step::Overturn(device) if self.has_case(device) => {
                self.done(ledger.overturn(&self.devices[device]));
            }
            Step::Execute(device) if self.has_case(device) => {
                self.done(ledger.execute(&self.devices[device]));
            }
            Step::Wait(seconds) => ledger.chain.warp_by(seconds),
            Step::Overturn(_) | Step::Execute(_) => {}
        }
    }

    fn earn(&mut self, units: u64) {
        let ledger = &self.ledger;
        let epoch = ledger.current_epoch() + 1;
        ledger.enter_epoch(epoch);
        ledger.prove(&self.devices[DEVICES], epoch, units.min(self.limit)).unwrap();
        ledger.make_harvestable(epoch);
        let before = ledger.books().owed;
        self.done(ledger.harvest(&self.operator, epoch));
        self.distributed += ledger.books().owed - before;
    }

    fn has_case(&self, device: usize) -> bool {
        self.ledger.chain.find(&self.ledger.case_address(&self.devices[device])).is_some()
    }

    /// What came in is in the pool, in escrow, with its owners or burned; and no more was earned than was distributed.
    fn check(&self) {
        let books = self.ledger.assert_solvent();
        let sum = |parts: Vec<u64>| parts.into_iter().sum::<u64>();
        let burned = self.supply - self.ledger.collateral_supply();
        let held = sum(self.all(|owner| self.ledger.collateral_of(owner)));
        assert_eq!(self.given, books.staked + books.escrow + held + burned, "{books:?}");
        assert!(sum(self.all(|owner| self.ledger.worth(owner))) <= books.staked);
        let earned = sum(self.all(|owner| self.ledger.earned(owner)));
        assert!(earned <= self.distributed, "{earned} earned of {}", self.distributed);
    }

    /// Everybody leaves with what is theirs: nothing stays in the pool, and of rewards only the dust of rounding.
    fn end(mut self, steps: usize) {
        self.ledger.chain.warp_by(self.ledger.parameters.appeal);
        for device in 0..DEVICES {
            self.take(&Step::Execute(device));
        }
        // Twice, as somebody may have used all tickets.
        for _ in 0..2 {
            for who in 0..self.owners().len() {
                self.take(&Step::Unstake(who, u8::MAX));
                self.take(&Step::Claim(who));
            }
            self.ledger.chain.warp_by(self.ledger.parameters.unbonding);
            for who in 0..self.owners().len() {
                (0..8).for_each(|ticket| self.take(&Step::Withdraw(who, ticket)));
            }
        }
        let books = self.ledger.books();
        assert_eq!((books.staked, books.escrow, books.active_stake), (0, 0, 0), "{books:?}");
        assert!(books.owed as usize <= 2 * steps + 10, "{} owed after {steps} steps", books.owed);
    }
}

impl Step {
    /// Who takes a step that concerns nobody else's wealth.
    fn actor(&self) -> Option<usize> {
        match *self {
            Step::Deposit(who, _) | Step::Unstake(who, _) | Step::Cancel(who, _) => Some(who),
            Step::Withdraw(who, _) | Step::Claim(who) => Some(who),
            _ => None,
        }
    }
}

/// First stakes; the operator's own is the largest, so that the leverage allows all of them.
fn stakes() -> impl Strategy<Value = Vec<u64>> {
    let any = prop_oneof![prop::collection::vec(1u64..100_000, 2..5), prop::collection::vec(1u64..12, 2..5)];
    any.prop_map(|mut stakes| {
        stakes.sort_unstable_by(|a, b| b.cmp(a));
        stakes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_gains_by_what_others_do_and_nothing_is_paid_that_did_not_come_in(
        stakes in stakes(), limit in 1u64..2_000, steps in prop::collection::vec(step(), 10..40),
    ) {
        let mut world = World::new(&stakes, limit);
        for step in &steps {
            world.take(step);
        }
        world.end(steps.len());
    }

    #[test]
    fn overturned_cases_never_happened_if_nobody_left(
        stakes in stakes(), limit in 1u64..20_000, leaving in prop::collection::vec(any::<u8>(), 5),
        before in any::<bool>(), open in 1usize..4, first in 0usize..3,
    ) {
        let mut world = World::new(&stakes, limit);
        if before {
            // So that the price is not 1.
            world.ledger.slash_for_good(&world.devices[3], world.ledger.current_epoch());
        }
        for (who, part) in leaving.into_iter().enumerate() {
            world.take(&Step::Unstake(who, part));
        }
        let values = world.all(|owner| world.ledger.worth(owner));
        let account = world.ledger.operator_account(&world.operator);
        (0..open).for_each(|device| world.take(&Step::Slash(device)));
        (0..open).for_each(|number| world.take(&Step::Overturn((first + number) % open)));
        prop_assert_eq!(world.all(|owner| world.ledger.worth(owner)), values);
        let after = world.ledger.operator_account(&world.operator);
        prop_assert_eq!((after.stake, after.active_stake, after.open_cases), (account.stake, account.active_stake, 0));
    }

    #[test]
    fn whoever_leaves_meanwhile_an_overturned_case_restores_those_who_stayed(
        stakes in stakes(), limit in 1u64..20_000, part in any::<u8>(), leaver in 0usize..4,
    ) {
        let mut world = World::new(&stakes, limit);
        let leaver = leaver % stakes.len();
        world.take(&Step::Unstake(leaver, part));
        world.ledger.chain.warp_by(world.ledger.parameters.unbonding);
        let values = world.all(|owner| world.wealth(owner));
        world.take(&Step::Slash(0));
        world.take(&Step::Withdraw(leaver, 0));
        world.take(&Step::Overturn(0));
        for (who, (after, before)) in world.all(|owner| world.wealth(owner)).into_iter().zip(values).enumerate() {
            prop_assert!(after <= before + 1, "{} had {} and has {}", who, before, after);
            prop_assert!(who == leaver || after + 1 >= before, "{} had {} and has {}", who, before, after);
        }
    }
}
