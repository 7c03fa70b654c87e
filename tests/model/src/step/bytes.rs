//! Bytes that decide: from a random generator or from a fuzzer.

/// Bytes of one step: what a step needs beyond them is 0.
pub const CHUNK: usize = 20;

/// A supply of bytes that ends in zeros. A zero always decides for the ordinary, so that less is simpler.
#[derive(Clone, Debug)]
pub struct Bytes<'a> {
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    /// The supply.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((first, rest)) => {
                self.rest = rest;
                *first
            }
            None => 0,
        }
    }

    /// A number below `count`, which is above 0.
    pub fn below(&mut self, count: usize) -> usize {
        let byte = usize::from(self.byte());
        if count > 256 { (byte << 8 | usize::from(self.byte())) % count } else { byte % count }
    }

    /// One of these; `None` if there are none.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        if from.is_empty() { None } else { Some(from[self.below(from.len())].clone()) }
    }

    /// True once in `odds` times, never for a zero.
    pub fn rarely(&mut self, odds: u8) -> bool {
        u16::from(self.byte()) + 256 / u16::from(odds) >= 256
    }

    /// A number of any size.
    pub fn number(&mut self) -> u64 {
        let bits = u32::from(self.byte()) % 65;
        let mut bytes = [0; 8];
        bytes[..3].fill_with(|| self.byte());
        let spread = u64::from_le_bytes(bytes).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        if bits == 0 { 0 } else { spread >> (64 - bits) }
    }
}
