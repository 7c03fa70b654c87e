//! Reads the signatures that Solana's precompiles verified in this transaction.
//!
//! A precompile fails the whole transaction if a signature is wrong, so what is left to check is that it verified what
//! we think: that the instruction is the precompile's, and that keys and messages come from that instruction's own data.
//! Both precompiles share one layout: a count, a padding byte, 14 bytes of offsets a signature, then the payload.

use anchor_lang::prelude::*;
use girder_interface::{key::KeyKind, limits::MAX_PRECOMPILE_SIGNATURES};
use solana_instructions_sysvar::load_instruction_at_checked;

use crate::error::{LedgerError, check};

const HEADER: usize = 2;
const OFFSETS: usize = 14;
const SIGNATURE: usize = 64;
const MESSAGE: usize = 32;

/// "This same instruction" in the three instruction indices of a signature.
const THIS_INSTRUCTION: u16 = u16::MAX;

/// The signatures of one precompile instruction.
pub struct Signatures {
    data: Vec<u8>,
    kind: KeyKind,
}

/// A signature that the precompile verified.
pub struct Signature<'a> {
    /// The public key.
    pub key: &'a [u8],
    /// What was signed: 32 bytes.
    pub message: &'a [u8],
}

impl Signatures {
    /// The precompile instruction at `index` of this transaction. `keys` and `messages`: how many different ones its
    /// payload holds; `None` for as many keys as signatures. Refuses any other program and any other length.
    pub fn load(sysvar: &AccountInfo, index: u8, kind: KeyKind, keys: Option<usize>, messages: usize) -> Result<Self> {
        let instruction =
            load_instruction_at_checked(usize::from(index), sysvar).map_err(|_| LedgerError::NotPrecompile)?;
        let program = match kind {
            KeyKind::Ed25519 => solana_sdk_ids::ed25519_program::ID,
            KeyKind::Secp256r1 => solana_sdk_ids::secp256r1_program::ID,
        };
        check(instruction.program_id == program, LedgerError::NotPrecompile)?;
        let signatures = Self { data: instruction.data, kind };
        signatures.check_shape(keys, messages)?;
        Ok(signatures)
    }

    /// How many signatures there are.
    pub fn count(&self) -> usize {
        self.data.first().copied().unwrap_or(0).into()
    }

    /// The signature of that index.
    pub fn get(&self, index: usize) -> Result<Signature<'_>> {
        self.read(index).ok_or_else(|| LedgerError::MalformedSignatures.into())
    }

    /// Refuses anything but two signatures of one key, over the two digests in this order. `otherwise`: another key.
    pub fn check_pair(&self, key: &[u8], digests: &[[u8; 32]; 2], otherwise: LedgerError) -> Result<()> {
        check(self.count() == 2, LedgerError::MalformedSignatures)?;
        for (index, digest) in digests.iter().enumerate() {
            let signature = self.get(index)?;
            check(signature.message == digest, LedgerError::WrongMessage)?;
            check(signature.key == key, otherwise)?;
        }
        Ok(())
    }

    fn check_shape(&self, keys: Option<usize>, messages: usize) -> Result<()> {
        let count = self.count();
        let padding = self.data.get(1).copied();
        let length = [
            (HEADER, 1),
            (OFFSETS.saturating_add(SIGNATURE), count),
            (self.kind.key_length(), keys.unwrap_or(count)),
            (MESSAGE, messages),
        ]
        .iter()
        .fold(0usize, |sum, &(bytes, times)| sum.saturating_add(bytes.saturating_mul(times)));
        check(
            (1..=MAX_PRECOMPILE_SIGNATURES).contains(&count) && padding == Some(0) && self.data.len() == length,
            LedgerError::MalformedSignatures,
        )?;
        Ok(())
    }

    fn read(&self, index: usize) -> Option<Signature<'_>> {
        if index >= self.count() {
            return None;
        }
        let start = HEADER.checked_add(index.checked_mul(OFFSETS)?)?;
        let offsets: &[u8; OFFSETS] = self.slice(start, OFFSETS)?.try_into().ok()?;
        // signature offset and instruction, key offset and instruction, message offset, size and instruction
        let [_, _, s0, s1, k0, k1, i0, i1, m0, m1, l0, l1, j0, j1] = *offsets;
        let number = |low, high| u16::from_le_bytes([low, high]);
        let here = [number(s0, s1), number(i0, i1), number(j0, j1)] == [THIS_INSTRUCTION; 3];
        let message_size = usize::from(number(l0, l1));
        if !here || message_size != MESSAGE {
            return None;
        }
        Some(Signature {
            key: self.slice(number(k0, k1).into(), self.kind.key_length())?,
            message: self.slice(number(m0, m1).into(), message_size)?,
        })
    }

    fn slice(&self, start: usize, length: usize) -> Option<&[u8]> {
        self.data.get(start..start.checked_add(length)?)
    }
}
