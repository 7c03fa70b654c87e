//! Random sequences of what a steward, a successor and strangers do, beside a plain model that says what each step does.

use girder_sdk::{
    Result,
    steward::{instructions as build, pda},
    transport::Receipt,
};
use proptest::{collection::vec, prelude::*};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;
use steward::state::{EXECUTABLE, WAIT};

use crate::scene::{PROGRAM, Scene, next_program, patched};

/// Somebody: 0 is the steward at first, 1 whom everything is offered to, 2 a stranger.
type Who = usize;

#[derive(Clone, Copy, Debug)]
enum Step {
    Propose { by: Who, build: usize },
    Execute,
    Cancel { by: Who },
    CloseBuffer { by: Who, proposed: bool },
    Offer { by: Who },
    Accept { by: Who },
    ProposeSuccession { by: Who, final_: bool },
    ExecuteSuccession { signed: bool },
    CancelSuccession { by: Who },
    CloseStewardship,
    Pass { seconds: i64 },
}

fn steps() -> impl Strategy<Value = Step> {
    // Mostly the steward, or nothing would ever happen.
    let who = || prop_oneof![4 => Just(0usize), 2 => Just(1), 1 => Just(2)];
    let times = [1, WAIT - 1, WAIT, EXECUTABLE - 1, EXECUTABLE, WAIT + EXECUTABLE];
    prop_oneof![
        4 => (who(), 0..3usize).prop_map(|(by, build)| Step::Propose { by, build }),
        4 => Just(Step::Execute),
        1 => who().prop_map(|by| Step::Cancel { by }),
        1 => (who(), any::<bool>()).prop_map(|(by, proposed)| Step::CloseBuffer { by, proposed }),
        1 => who().prop_map(|by| Step::Offer { by }),
        1 => who().prop_map(|by| Step::Accept { by }),
        1 => (who(), any::<bool>()).prop_map(|(by, final_)| Step::ProposeSuccession { by, final_ }),
        2 => any::<bool>().prop_map(|signed| Step::ExecuteSuccession { signed }),
        1 => who().prop_map(|by| Step::CancelSuccession { by }),
        1 => Just(Step::CloseStewardship),
        5 => prop::sample::select(times.to_vec()).prop_map(|seconds| Step::Pass { seconds }),
    ]
}

/// Whose the program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    Stewardship,
    Successor,
    Nobody,
}

/// What must be true.
struct Model {
    code: Vec<u8>,
    holder: Holder,
    steward: Who,
    pending: Option<Who>,
    /// Its buffer, its build, and when it was proposed.
    upgrade: Option<(Address, usize, i64)>,
    /// Whether it makes the program final, and when it was proposed.
    succession: Option<(bool, i64)>,
    is_closed: bool,
}

fn is_executable(now: i64, proposed_at: i64) -> bool {
    (proposed_at + WAIT..proposed_at + WAIT + EXECUTABLE).contains(&now)
}

fn has_expired(now: i64, proposed_at: i64) -> bool {
    now >= proposed_at + WAIT + EXECUTABLE
}

struct World {
    scene: Scene,
    people: [Keypair; 3],
    builds: [Vec<u8>; 3],
    model: Model,
}

impl World {
    fn new() -> Self {
        let scene = Scene::new();
        let people = [scene.steward.insecure_clone(), scene.wallet(), scene.wallet()];
        let builds = [PROGRAM.to_vec(), next_program(), patched(PROGRAM, "verifier", "verIFIER")];
        let model = Model {
            code: PROGRAM.to_vec(),
            holder: Holder::Stewardship,
            steward: 0,
            pending: None,
            upgrade: None,
            succession: None,
            is_closed: false,
        };
        Self { scene, people, builds, model }
    }

    fn key(&self, who: Who) -> Address {
        self.people[who].pubkey()
    }

    /// Takes a step on the chain, and whether the model allows it; what is allowed changes the model.
    fn take(&mut self, step: Step) -> (Result<Receipt>, bool) {
        let (program, payer, now) = (self.scene.program, self.scene.payer.pubkey(), self.scene.now());
        let open = !self.model.is_closed;
        match step {
            Step::Propose { by, build } => {
                let bytes = &self.builds[build];
                let buffer = self.scene.buffer(self.scene.stewardship, bytes);
                let hash = girder_sdk::steward::buffer::hash(bytes);
                let propose = build::propose_upgrade(payer, self.key(by), program, buffer, hash);
                let done = self.send(propose, by);
                let allowed = open && by == self.model.steward && self.model.upgrade.is_none();
                if allowed {
                    self.model.upgrade = Some((buffer, build, now));
                }
                (done, allowed)
            }
            Step::Execute => {
                let proposed = self.model.upgrade;
                let buffer = proposed.map_or(payer, |(buffer, ..)| buffer);
                let done = self.scene.execute(buffer);
                let waited = proposed.is_some_and(|(.., at)| is_executable(now, at));
                let allowed = open && waited && self.model.holder == Holder::Stewardship;
                if let Some((_, build, _)) = proposed.filter(|_| allowed) {
                    self.model.code = self.builds[build].clone();
                    self.model.upgrade = None;
                }
                (done, allowed)
            }
            Step::Cancel { by } => {
                let proposed = self.model.upgrade;
                let buffer = proposed.map_or(payer, |(buffer, ..)| buffer);
                let done = self.scene.cancel(&self.people[by], buffer);
                let allowed = proposed.is_some_and(|(.., at)| by == self.model.steward || has_expired(now, at));
                if allowed {
                    self.model.upgrade = None;
                }
                (done, allowed)
            }
            Step::CloseBuffer { by, proposed } => {
                let own = self.model.upgrade.filter(|_| proposed).map(|(buffer, ..)| buffer);
                let buffer = own.unwrap_or_else(|| self.scene.buffer(self.scene.stewardship, PROGRAM));
                let close = build::close_buffer(program, self.key(by), buffer, payer);
                (self.send(close, by), open && own.is_none() && by == self.model.steward)
            }
            Step::Offer { by } => {
                let done = self.send(build::offer_steward(program, self.key(by), self.key(1)), by);
                let allowed = open && by == self.model.steward;
                if allowed {
                    self.model.pending = Some(1);
                }
                (done, allowed)
            }
            Step::Accept { by } => {
                let done = self.send(build::accept_steward(program, self.key(by)), by);
                let allowed = open && self.model.pending == Some(by);
                if allowed {
                    (self.model.steward, self.model.pending) = (by, None);
                }
                (done, allowed)
            }
            Step::ProposeSuccession { by, final_ } => {
                let successor = if final_ { Address::default() } else { self.key(1) };
                let done = self.send(build::propose_succession(payer, self.key(by), program, successor), by);
                let allowed = open && by == self.model.steward && self.model.succession.is_none();
                if allowed {
                    self.model.succession = Some((final_, now));
                }
                (done, allowed)
            }
            Step::ExecuteSuccession { signed } => {
                let execute = build::execute_succession(program, signed.then(|| self.key(1)), payer);
                let done = self.send(execute, 1);
                let fits = |(final_, at)| final_ != signed && is_executable(now, at);
                let allowed =
                    open && self.model.holder == Holder::Stewardship && self.model.succession.is_some_and(fits);
                if allowed {
                    self.model.holder = if signed { Holder::Successor } else { Holder::Nobody };
                    self.model.succession = None;
                }
                (done, allowed)
            }
            Step::CancelSuccession { by } => {
                let done = self.send(build::cancel_succession(program, self.key(by), payer), by);
                let expired = |(_, at)| by == self.model.steward || has_expired(now, at);
                let allowed = self.model.succession.is_some_and(expired);
                if allowed {
                    self.model.succession = None;
                }
                (done, allowed)
            }
            Step::CloseStewardship => {
                let done = self.send(build::close_stewardship(program, payer), 2);
                let is_empty = self.model.upgrade.is_none() && self.model.succession.is_none();
                let allowed = open && is_empty && self.model.holder != Holder::Stewardship;
                self.model.is_closed |= allowed;
                (done, allowed)
            }
            Step::Pass { seconds } => {
                self.scene.chain.warp_by(seconds);
                (self.scene.send(&[], &[]), true)
            }
        }
    }

    fn send(&self, instruction: solana_instruction::Instruction, by: Who) -> Result<Receipt> {
        let limit = girder_sdk::steward::buffer::compute_limit(PROGRAM.len());
        self.scene.send(&[limit, instruction], &[&self.people[by]])
    }

    fn check(&self) {
        let (scene, model) = (&self.scene, &self.model);
        assert_eq!(scene.code(), model.code);
        let holder = match model.holder {
            Holder::Stewardship => Some(scene.stewardship),
            Holder::Successor => Some(self.key(1)),
            Holder::Nobody => None,
        };
        assert_eq!(scene.upgrade_authority(), holder);
        assert_eq!(scene.is_gone(scene.stewardship), model.is_closed);
        if !model.is_closed {
            let stewardship = scene.stewardship();
            assert_eq!(stewardship.steward, self.key(model.steward));
            let pending = model.pending.map(|who| self.key(who)).unwrap_or_default();
            assert_eq!(stewardship.pending_steward, pending);
        }
        assert_eq!(scene.is_gone(pda::upgrade(scene.stewardship)), model.upgrade.is_none());
        assert_eq!(scene.is_gone(pda::succession(scene.stewardship)), model.succession.is_none());
        if let Some((buffer, build, _)) = model.upgrade {
            let held = scene.chain.find(&buffer).expect("a proposed buffer is there").data;
            assert!(held.ends_with(&self.builds[build]));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_changes_a_program_otherwise_than_it_was_proposed_and_waited_for(steps in vec(steps(), 1..40)) {
        let mut world = World::new();
        for step in steps {
            let (done, allowed) = world.take(step);
            prop_assert_eq!(done.is_ok(), allowed, "{:?}: {:?}", step, done.err());
            world.check();
        }
    }
}
