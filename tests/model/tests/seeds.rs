//! The fuzzer's seeds, which together reach what it ever reached: the program does in each what the model does.

use girder_model::{
    chain::{VARIANTS, Variant},
    run::World,
};

#[test]
fn the_seeds_show_no_difference() {
    let worlds: Vec<World> = (0..VARIANTS).map(|number| World::new(&Variant::new(number))).collect();
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/seeds")).expect("there are seeds");
    let mut steps = 0;
    for file in files {
        let path = file.expect("a seed").path();
        let bytes = std::fs::read(&path).expect("a seed");
        let Some((&first, rest)) = bytes.split_first() else { continue };
        let variant = usize::from(first) % VARIANTS;
        let mut world = worlds[variant].fork();
        if let Err(difference) = world.run(rest) {
            panic!("{}, variant {variant}:\n{}", path.display(), difference.reduced(&worlds[variant]));
        }
        steps += world.statistics.steps();
    }
    assert!(steps > 1_000, "only {steps} steps");
}
