//! A sequence of steps, taken by the model and by the program side by side.

use crate::{
    chain::{Bend, Chain, Variant},
    ledger::Ledger,
    statistics::Statistics,
    step::{CHUNK, Step, choose},
};

/// The model and the program in the same state.
pub struct World {
    chain: Chain,
    ledger: Ledger,
    /// What was done and refused.
    pub statistics: Statistics,
}

/// A step, and what is wrong about its transaction.
type Taken = (Step, Option<Bend>);

/// Where the model and the program differ.
#[derive(Debug)]
pub struct Difference {
    /// The steps that led there; the last one shows it.
    steps: Vec<Taken>,
    /// What differs.
    what: String,
}

impl Difference {
    /// The same with fewer steps: each is left out without which there is a difference still, whatever it is.
    pub fn reduced(mut self, beginning: &World) -> Self {
        let mut index = self.steps.len();
        while index > 0 {
            index -= 1;
            let mut fewer = self.steps.clone();
            fewer.remove(index);
            if let Err(difference) = beginning.fork().replay(&fewer) {
                self = difference;
                index = index.min(self.steps.len());
            }
        }
        self
    }
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        for (number, (step, bend)) in self.steps.iter().enumerate() {
            writeln!(f, "{number:>3} {step:?}{}", bend.map_or(String::new(), |bend| format!(" with {bend:?}")))?;
        }
        write!(f, "  ! {}", self.what)
    }
}

impl World {
    /// A network of this variant, as every sequence finds it.
    pub fn new(variant: &Variant) -> Self {
        let (chain, ledger) = variant.build();
        let mut world = Self { chain, ledger, statistics: Statistics::default() };
        for step in variant.beginning() {
            let expected = world.ledger.clone().take(&step);
            assert_eq!(expected, Ok(()), "{step:?} is refused at the beginning");
            if let Err(what) = world.take(&step, None) {
                panic!("{step:?}: {what}");
            }
        }
        world.statistics = Statistics::default();
        world
    }

    /// A copy that goes its own way.
    pub fn fork(&self) -> Self {
        Self { chain: self.chain.fork(), ledger: self.ledger.clone(), statistics: Statistics::default() }
    }

    /// The model.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Takes the steps that bytes mean, [`CHUNK`] of them each.
    pub fn run(&mut self, bytes: &[u8]) -> Result<(), Difference> {
        let mut steps = Vec::new();
        for chunk in bytes.chunks(CHUNK) {
            let (bend, chunk) = bend(chunk);
            steps.push((choose(&self.ledger, chunk), bend));
            self.take_last(&steps)?;
        }
        Ok(())
    }

    /// Takes these steps.
    fn replay(&mut self, steps: &[Taken]) -> Result<(), Difference> {
        (1..=steps.len()).try_for_each(|count| self.take_last(&steps[..count]))
    }

    fn take_last(&mut self, steps: &[Taken]) -> Result<(), Difference> {
        let Some((step, bend)) = steps.last() else { return Ok(()) };
        self.take(step, *bend).map_err(|what| Difference { steps: steps.to_vec(), what })
    }

    /// Takes a step on both sides; says what differs afterwards.
    pub fn take(&mut self, step: &Step, bend: Option<Bend>) -> Result<(), String> {
        if let Some(bend) = bend {
            match self.chain.take(&self.ledger, step, Some(bend)) {
                Some(Ok(())) => return Err("done, though its transaction was bent".into()),
                Some(Err(_)) => {
                    self.statistics.count_bent();
                    return self.compare();
                }
                None => {}
            }
        }
        let before = self.ledger.clone();
        let expected = self.ledger.take(step);
        let actual = self.chain.take(&before, step, None).expect("not bent");
        self.statistics.count(step, &actual);
        if actual != expected {
            return Err(format!("{actual:?} on chain, {expected:?} in the model"));
        }
        self.compare()
    }

    /// What differs once the model is told something that is not so; `None` if nobody would notice.
    pub fn notices(&self, lie: impl FnOnce(&mut Ledger)) -> Option<String> {
        let mut misled = self.ledger.clone();
        lie(&mut misled);
        self.chain.difference(&misled)
    }

    /// The same, once a step was taken after the lie.
    pub fn notices_by(&self, lie: impl FnOnce(&mut Ledger), step: &Step) -> Option<String> {
        let mut misled = self.fork();
        lie(&mut misled.ledger);
        misled.take(step, None).err()
    }

    fn compare(&self) -> Result<(), String> {
        self.chain.difference(&self.ledger).map_or(Ok(()), Err)
    }
}

/// Once in a while the first byte asks for a wrong transaction.
fn bend(chunk: &[u8]) -> (Option<Bend>, &[u8]) {
    match chunk {
        [250..=255, kind, number, rest @ ..] => (Some(Bend::decode(*kind, *number)), rest),
        [_, rest @ ..] => (None, rest),
        [] => (None, chunk),
    }
}
