use anchor_lang::prelude::*;

/// A Q64.64 number: 64 integer and 64 fractional bits. Two halves, because a `u128` has another alignment in other
/// compilers.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Q64x64 {
    /// The fractional half.
    pub fraction: u64,
    /// The integer half.
    pub integer: u64,
}

impl Q64x64 {
    /// The 128 bits as one number, scaled by 2^64.
    pub fn bits(self) -> u128 {
        u128::from(self.integer) << 64 | u128::from(self.fraction)
    }
}

impl From<u128> for Q64x64 {
    fn from(bits: u128) -> Self {
        Self { fraction: bits as u64, integer: (bits >> 64) as u64 }
    }
}
