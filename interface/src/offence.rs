//! Identifiers of offences: one offence opens one slash case, whoever reports it and however often.

use crate::{Address, Hash, hash};

/// Says what is hashed and in which version of its layout.
pub const TAG: [u8; 16] = *b"girder:offence:1";

/// What somebody did wrong.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OffenceKind {
    /// A device key signed two different statements for one (epoch, sequence). The subject is the device, so a stolen
    /// key costs its owner one device, once.
    Equivocation = 0,
}

/// The seed of the offence's SlashCase: sha256 of the kind and the subject.
pub fn id(kind: OffenceKind, subject: &Address) -> Hash {
    hash(&[&TAG, &[kind as u8], subject])
}
