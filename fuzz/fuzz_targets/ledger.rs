//! Bytes as steps of the ledger: whatever they are, the compiled program does what the model does.
//!
//! The first byte picks a network to begin with, the others are steps.
#![no_main]

use std::cell::RefCell;

use girder_model::{
    chain::{VARIANTS, Variant},
    run::World,
};
use libfuzzer_sys::fuzz_target;

thread_local! {
    /// The beginnings, each made when it is first needed.
    static WORLDS: RefCell<[Option<World>; VARIANTS]> = const { RefCell::new([const { None }; VARIANTS]) };
}

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, steps)) = bytes.split_first() else { return };
    let number = usize::from(first) % VARIANTS;
    WORLDS.with_borrow_mut(|worlds| {
        let beginning = worlds[number].get_or_insert_with(|| World::new(&Variant::new(number)));
        if let Err(difference) = beginning.fork().run(steps) {
            panic!("variant {number}:\n{}", difference.reduced(beginning));
        }
    });
});
