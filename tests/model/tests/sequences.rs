//! Random sequences of everything that anybody can do, taken by the model and by the compiled program side by side: after
//! each step every field of every account, every balance, supply and lamport is compared.
//!
//! The same sequences every time, unless the environment asks for others: `PROPTEST_CASES` sets how many,
//! `PROPTEST_RNG_SEED`, a number, which. `--nocapture` shows what was reached.

use std::{cell::RefCell, time::Instant};

use girder_model::{
    chain::{VARIANTS, Variant},
    run::World,
    statistics::Statistics,
    step::CHUNK,
};
use proptest::{
    prelude::*,
    test_runner::{RngSeed, TestError, TestRunner},
};

/// Sequences, if the environment asks for no other number.
const SEQUENCES: u32 = 2_000;

/// Steps of each sequence.
const STEPS: usize = 50;

/// They run on so many threads.
const THREADS: u64 = 2;

/// So many sequences must reach everything that can be done.
const ENOUGH: u32 = 1_000;

#[test]
fn the_program_does_what_the_model_does() {
    let config = ProptestConfig::default();
    let sequences = if std::env::var_os("PROPTEST_CASES").is_some() { config.cases } else { SEQUENCES };
    let seed = match config.rng_seed {
        RngSeed::Fixed(seed) => seed,
        RngSeed::Random => 0,
    };
    let begun = Instant::now();
    let part = sequences.div_ceil(THREADS as u32);
    let reached = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || run(part, seed, thread))).collect();
        let mut all = Statistics::default();
        for thread in threads {
            all.add(&thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        all
    });
    println!("{}", reached.table());
    println!("{sequences} sequences of seed {seed} in {:.1} s", begun.elapsed().as_secs_f64());
    let never: Vec<_> = instructions().into_iter().filter(|name| reached.done(name) == 0).collect();
    assert!(sequences < ENOUGH || never.is_empty(), "never done: {never:?}");
}

/// The program's own list of its instructions.
fn instructions() -> Vec<&'static str> {
    let listed = include_str!("../../../programs/ledger/src/lib.rs").lines();
    let names: Vec<_> = listed.filter_map(|line| line.strip_prefix("    pub fn ")?.split(['(', '<']).next()).collect();
    assert!(
        names.contains(&"create_network") && names.contains(&"close_slash_case"),
        "a list in another shape: {names:?}"
    );
    names
}

/// A thread's part of a run: so many sequences, each from one of the variants' beginnings.
fn run(sequences: u32, seed: u64, thread: u64) -> Statistics {
    let worlds: Vec<World> = (0..VARIANTS).map(|number| World::new(&Variant::new(number))).collect();
    let statistics = RefCell::new(Statistics::default());
    let config = ProptestConfig {
        cases: sequences,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed.wrapping_mul(THREADS) + thread),
        // A difference is reduced by its steps instead of its bytes.
        max_shrink_iters: 0,
        ..ProptestConfig::default()
    };
    let steps = prop::collection::vec(prop::collection::vec(any::<u8>(), CHUNK), STEPS);
    let outcome = TestRunner::new(config).run(&(0..VARIANTS, steps), |(variant, steps)| {
        let mut world = worlds[variant].fork();
        let outcome = world.run(&steps.concat());
        statistics.borrow_mut().add(&world.statistics);
        outcome.map_err(|difference| {
            let difference = difference.reduced(&worlds[variant]);
            TestCaseError::fail(format!("variant {variant}:\n{difference}"))
        })
    });
    match outcome {
        Ok(()) => statistics.into_inner(),
        Err(TestError::Fail(reason, _)) => panic!("seed {seed}, {reason}"),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}
