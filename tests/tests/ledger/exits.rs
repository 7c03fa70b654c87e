//! Whatever authority and guardian do, with all instructions they have and in any order, a matured withdrawal leaves.

use girder_sdk::{
    Result,
    instructions::{self as build, Seal},
    ledger::state::{Parameters, network_role},
    transport::Receipt,
};
use girder_tests::{Holder, Ledger, TestAttestor, TestDelegator, TestDevice, TestOperator, class};
use proptest::prelude::*;
use solana_keypair::Keypair;
use solana_signer::Signer;

/// What authority and guardian do, and what somebody else does to make it harder.
#[derive(Clone, Debug)]
enum Step {
    Pause(u8, i64),
    Propose(usize, u8, u64),
    Execute,
    Withdraw,
    HandOver(usize),
    Appoint(usize),
    AddClass(u64),
    Reweight(u64, u64),
    Retire(u64),
    NewSet(u64),
    Strike(usize),
    Overturn(usize),
    /// A device of the operator lies.
    Slash(usize),
    /// The operator's case is executed.
    Decide(usize),
    /// One of the two asks for some of its stake.
    Unstake(usize, u64),
    Wait(i64),
}

const DEVICES: usize = 3;

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0u8..3, 0i64..=3_000).prop_map(|(subject, seconds)| Step::Pause(subject, seconds)),
        4 => (any::<usize>(), any::<u8>(), any::<u64>()).prop_map(|(place, how, to)| Step::Propose(place, how, to)),
        3 => Just(Step::Execute),
        1 => Just(Step::Withdraw),
        2 => (0usize..3).prop_map(Step::HandOver),
        1 => (0usize..3).prop_map(Step::Appoint),
        1 => (1u64..1_000).prop_map(Step::AddClass),
        1 => (1u64..1_000, 0u64..40).prop_map(|(weight, ahead)| Step::Reweight(weight, ahead)),
        1 => (0u64..40).prop_map(Step::Retire),
        1 => (0u64..40).prop_map(Step::NewSet),
        1 => (0usize..3).prop_map(Step::Strike),
        1 => (0..DEVICES).prop_map(Step::Overturn),
        1 => (0..DEVICES).prop_map(Step::Slash),
        1 => (0..DEVICES).prop_map(Step::Decide),
        4 => (0usize..2, 1u64..1 << 16).prop_map(|(who, shares)| Step::Unstake(who, shares)),
        4 => (1i64..4_000).prop_map(Step::Wait),
        2 => (80_000i64..100_000).prop_map(Step::Wait),
    ]
}

struct World {
    ledger: Ledger,
    /// Who may become authority and guardian.
    people: [Keypair; 3],
    authority: usize,
    guardian: usize,
    operator: TestOperator,
    delegator: TestDelegator,
    devices: Vec<TestDevice>,
}

impl World {
    fn new() -> Self {
        let ledger = Ledger::new().two_mints().parameters(|p| p.jail_after = 8).build();
        let people = [ledger.wallet(), ledger.wallet(), ledger.wallet()];
        ledger.offer_role(network_role::GUARDIAN, people[0].pubkey()).unwrap();
        ledger.accept_role(network_role::GUARDIAN, &people[0]).unwrap();
        ledger.hand_over(&people[0]);
        let operator = ledger.operator().stake(1 << 30).build();
        let delegator = ledger.delegate(&operator, 1 << 30);
        let devices = (0..DEVICES).map(|_| ledger.device(&operator)).collect();
        ledger.enter_epoch(1);
        Self { ledger, people, authority: 0, guardian: 0, operator, delegator, devices }
    }

    fn holders(&self) -> [&dyn Holder; 2] {
        [&self.operator, &self.delegator]
    }

    fn authority(&self) -> &Keypair {
        &self.people[self.authority]
    }

    /// Whatever comes of it: much of it is refused.
    fn take(&mut self, step: &Step) {
        let done = self.attempt(step);
        match step {
            Step::HandOver(to) if done.is_ok() => self.authority = *to,
            Step::Appoint(to) if done.is_ok() => self.guardian = *to,
            _ => {}
        }
    }

    fn attempt(&self, step: &Step) -> Result<Receipt> {
        let Self { ledger, .. } = self;
        let (authority, network) = (self.authority(), &ledger.network);
        let epoch = |ahead: u64| ledger.current_epoch() + 1 + ahead;
        let by_authority = |instruction| ledger.send(&[instruction], &[authority]);
        match *step {
            Step::Pause(subject, seconds) => ledger.pause(&self.people[self.guardian], subject, seconds),
            Step::Propose(place, how, to) => ledger.propose_parameters_as(authority, |p| bend(p, place, how, to)),
            Step::Execute => ledger.execute_parameters(),
            Step::Withdraw => ledger.close_parameter_change(authority, ledger.parameters_version()),
            Step::HandOver(to) => self.hand_over(network_role::AUTHORITY, to),
            Step::Appoint(to) => self.hand_over(network_role::GUARDIAN, to),
            Step::AddClass(limit) => by_authority(build::add_class(network, authority.pubkey(), class(limit), None)),
            Step::Reweight(weight, ahead) => {
                by_authority(build::reweight_class(network, authority.pubkey(), 0, weight, epoch(ahead)))
            }
            Step::Retire(ahead) => by_authority(build::retire_class(network, authority.pubkey(), 0, epoch(ahead))),
            Step::NewSet(ahead) => self.new_set(epoch(ahead)),
            Step::Strike(number) => {
                let key = ledger.attestors[number].key.pubkey();
                by_authority(build::strike_attestor(network, 1, authority.pubkey(), key, false))
            }
            Step::Overturn(number) => {
                let (case, offender) = (ledger.case_address(&self.devices[number]), self.operator.address);
                by_authority(build::overturn_slash(network, authority.pubkey(), offender, case))
            }
            Step::Slash(number) => {
                let (one, other) = ledger.equivocate(&self.devices[number], ledger.current_epoch());
                ledger.report(&one, &other)
            }
            Step::Decide(number) => {
                let case = ledger.case_address(&self.devices[number]);
                by_authority(build::execute_slash(network, self.operator.address, case, None))
            }
            Step::Unstake(who, shares) => ledger.unstake(self.holders()[who], shares),
            Step::Wait(seconds) => {
                ledger.chain.warp_by(seconds);
                ledger.fund(1)
            }
        }
    }

    fn hand_over(&self, role: u8, to: usize) -> Result<Receipt> {
        self.ledger.offer_role_as(self.authority(), role, self.people[to].pubkey())?;
        self.ledger.accept_role(role, &self.people[to])
    }

    fn new_set(&self, from_epoch: u64) -> Result<Receipt> {
        let Self { ledger, .. } = self;
        let (authority, version) = (self.authority(), ledger.network_account().attestor_set_version + 1);
        let member = TestAttestor::new(1);
        ledger.register_attestor(&member);
        let create = build::create_attestor_set(&ledger.network, version, ledger.payer.pubkey(), authority.pubkey());
        let add = build::add_attestor(&ledger.network, version, authority.pubkey(), member.key.pubkey(), 1);
        let seal = Seal { from_epoch, proof_threshold: 1, verdict_threshold: 1 };
        let seal = build::seal_attestor_set(&ledger.network, version, authority.pubkey(), seal);
        ledger.send(&[create, add, seal], &[authority])
    }

    /// Withdraws every ticket that is mature, as its owner.
    fn leave(&self) -> usize {
        let mut left = 0;
        for holder in self.holders() {
            for (number, ticket) in self.ledger.position(holder).tickets.iter().enumerate() {
                if ticket.shares > 0 && self.ledger.now() >= ticket.requested_at + ticket.unbonding {
                    self.ledger.withdraw(holder, number as u8, true).unwrap();
                    left += 1;
                }
            }
        }
        left
    }
}

/// Sets one parameter, by its place, to something near or far.
fn bend(parameters: &mut Parameters, place: usize, how: u8, to: u64) {
    let words: &mut [u64] = bytemuck::cast_slice_mut(std::slice::from_mut(parameters));
    let word = &mut words[place % words.len()];
    *word = match how % 5 {
        0 => word.wrapping_add(1),
        1 => *word / 2,
        2 => word.saturating_mul(2),
        3 => to % 10_001,
        _ => to % (28 * 86_400),
    };
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn no_sequence_of_authority_and_guardian_keeps_a_matured_withdrawal_in(
        steps in prop::collection::vec(step(), 60),
    ) {
        let mut world = World::new();
        for step in &steps {
            world.take(step);
            world.leave();
        }
        // The longest unbonding there can be after all that.
        for who in [0, 1] {
            let _ = world.attempt(&Step::Unstake(who, 1));
        }
        let tickets = world.holders().map(|holder| world.ledger.position(holder).unbonding_shares);
        world.ledger.chain.warp_by(28 * 86_400);
        let left = world.leave();
        prop_assert!(left > 0 || tickets == [0, 0], "{tickets:?}");
        prop_assert_eq!(world.holders().map(|holder| world.ledger.position(holder).unbonding_shares), [0, 0]);
        world.ledger.assert_solvent();
    }
}
