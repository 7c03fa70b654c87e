use std::mem::offset_of;

use anchor_lang::{ZeroCopy, error::ErrorCode, prelude::*};

use super::{
    AccountSpace, Attestor, AttestorSet, Books, Classes, Device, Epoch, Network, Operator, ParameterChange, Position,
    ReportTicket, Shard, SlashCase, Verdict,
};
use crate::error::{LedgerError, check};

/// The version of all accounts' layouts. Version 1 is the one before control: no guardian, pauses, breaker, locks or licences.
pub const LAYOUT_VERSION: u8 = 2;

/// What tells one version of an account's layout from another: a value, so that one function serves all types.
pub struct Layout {
    /// What its data begins with.
    pub discriminator: &'static [u8],
    /// Bytes that it occupies.
    pub space: usize,
    /// Where its version is.
    version_at: usize,
    /// What is other than in version 1, from the front. All else stood in the same order.
    changes: &'static [Change],
}

/// A place where a layout is other than in version 1.
struct Change {
    /// Where, in today's data.
    at: usize,
    /// Bytes that were here and are no more.
    gone: usize,
    /// Bytes from here on that are new.
    new: usize,
}

/// A type of account with versions.
pub trait Versioned: ZeroCopy + Owner {
    /// Its layout.
    const LAYOUT: Layout;
}

macro_rules! layouts {
    ($($account:ident: [$($change:expr),*];)*) => {
        $(impl Versioned for $account {
            const LAYOUT: Layout = Layout {
                discriminator: Self::DISCRIMINATOR,
                space: Self::SPACE,
                version_at: at(offset_of!(Self, version)),
                changes: &[$($change),*],
            };
        })*

        const LAYOUTS: &[Layout] = &[$($account::LAYOUT),*];
    };
}

/// The fields from `$first` up to before `$after` are new.
macro_rules! new {
    ($account:ident: $($first:ident).+ .. $after:ident) => {
        Change {
            at: at(offset_of!($account, $($first).+)),
            gone: 0,
            new: offset_of!($account, $after).saturating_sub(offset_of!($account, $($first).+)),
        }
    };
}

layouts! {
    Network: [
        new!(Network: parameters.breaker_size .. attestor_set_version),
        new!(Network: pending_authority .. reward_decimals)
    ];
    Books: [new!(Books: breaker_level .. quiet)];
    Classes: [new!(Classes: regions .. count), new!(Classes: region_count .. version)];
    // `covered` is computed since.
    Operator: [
        Change { at: at(offset_of!(Operator, reward_per_share)), gone: size_of::<u64>(), new: 0 },
        new!(Operator: displaced_jails .. excused)
    ];
    Position: [new!(Position: locked_until .. version)];
    Device: [new!(Device: licensor .. region)];
    Attestor: [];
    AttestorSet: [];
    Epoch: [];
    ParameterChange: [];
    ReportTicket: [];
    Shard: [];
    SlashCase: [];
    Verdict: [];
}

impl Layout {
    /// The layout of an account with this data; refuses what is no account of the program.
    pub fn of(data: &[u8]) -> Result<&'static Self> {
        // Not `starts_with`: with a slice here whose length the compiler doesn't know, the dispatch of instructions, which uses
        // it too, costs 4,600 compute units more.
        let layout = LAYOUTS.iter().find(|layout| data.first_chunk::<8>() == layout.discriminator.first_chunk());
        layout.ok_or_else(|| ErrorCode::AccountDiscriminatorMismatch.into())
    }

    /// Refuses data of another version.
    #[inline(always)]
    pub fn check_version(&self, data: &[u8]) -> Result<()> {
        let current = data.len() >= self.space && data.get(self.version_at) == Some(&LAYOUT_VERSION);
        check(current, LedgerError::OldLayout)
    }

    /// The data of an account of version 1 in today's layout: what is new is zero. Refuses an account of today's version.
    pub fn renew(&self, data: &[u8]) -> Result<Vec<u8>> {
        let [gone, new] = [|change: &Change| change.gone, |change: &Change| change.new]
            .map(|bytes| self.changes.iter().map(bytes).fold(0, usize::saturating_add));
        let version = self.version_at.saturating_add(gone).checked_sub(new).and_then(|at| data.get(at));
        let old = version == Some(&1) && (self.changes.is_empty() || data.len() < self.space);
        check(old, LedgerError::LayoutIsCurrent)?;
        self.insert(data).ok_or_else(|| ErrorCode::AccountDidNotDeserialize.into())
    }

    fn insert(&self, data: &[u8]) -> Option<Vec<u8>> {
        let mut rest = data;
        let mut renewed = Vec::with_capacity(self.space);
        for change in self.changes {
            let (before, after) = rest.split_at_checked(change.at.checked_sub(renewed.len())?)?;
            renewed.extend_from_slice(before);
            renewed.resize(change.at.checked_add(change.new)?, 0);
            rest = after.get(change.gone..)?;
        }
        renewed.extend_from_slice(rest);
        // Reserved bytes at the end may have become something else.
        renewed.resize(self.space, 0);
        *renewed.get_mut(self.version_at)? = LAYOUT_VERSION;
        Some(renewed)
    }
}

/// Where a field of the layout is in an account's data.
const fn at(offset: usize) -> usize {
    Network::DISCRIMINATOR.len().saturating_add(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: Layout = Layout {
        discriminator: &[9; 8],
        space: 20,
        version_at: 18,
        changes: &[
            Change { at: 10, gone: 0, new: 2 },
            Change { at: 13, gone: 1, new: 0 },
            Change { at: 14, gone: 0, new: 1 },
        ],
    };

    #[test]
    fn what_is_new_is_zero_what_is_gone_is_left_out_and_all_else_keeps_its_order() {
        let old = [9, 9, 9, 9, 9, 9, 9, 9, 1, 2, 3, 7, 4, 5, 6, 7, 1, 8, 0];
        let new = [9, 9, 9, 9, 9, 9, 9, 9, 1, 2, 0, 0, 3, 4, 0, 5, 6, 7, LAYOUT_VERSION, 8];
        assert_eq!(LAYOUT.renew(&old).unwrap(), new);
        assert!(LAYOUT.renew(&new).is_err());
        assert!(LAYOUT.check_version(&new).is_ok());
        assert!(LAYOUT.check_version(&old).is_err());
    }

    #[test]
    fn no_data_is_renewed_that_is_not_of_version_1() {
        for old in [&[9; 8][..], &[9; 17], &[9; 19], &[1; 20], &[]] {
            assert!(LAYOUT.renew(old).is_err(), "{old:?}");
        }
    }

    #[test]
    fn every_layout_names_its_changes_from_the_front() {
        for layout in LAYOUTS {
            assert!(layout.changes.is_sorted_by(|one, next| one.at + one.new <= next.at));
            assert!(layout.changes.iter().all(|change| change.at + change.new <= layout.version_at));
        }
    }
}
