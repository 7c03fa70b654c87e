//! The accounts. Times are Unix seconds; every account remembers who paid its rent, to whom it returns when it closes.

mod stewardship;
mod succession;
mod upgrade;

pub use stewardship::*;
pub use succession::*;
pub use upgrade::*;

use anchor_lang::prelude::*;

use crate::error::{StewardError, check_numbers};

/// Seed of a [`Stewardship`]; program
pub const STEWARDSHIP: &[u8] = b"stewardship";
/// Seed of an [`Upgrade`]; stewardship
pub const UPGRADE: &[u8] = b"upgrade";
/// Seed of a [`Succession`]; stewardship
pub const SUCCESSION: &[u8] = b"succession";

/// Seconds between a proposal and its execution: 30 days. Longer than any network may hold a stake that wants to leave (28
/// days), so whoever disagrees is out before.
pub const WAIT: i64 = 30 * 86_400;

/// Seconds in which a proposal may be executed once its wait is over: 14 days. It doesn't stay ready for ever, or a steward
/// could keep one in store and surprise everybody after all.
pub const EXECUTABLE: i64 = 14 * 86_400;

/// When something proposed may be executed.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// When it was proposed.
    pub proposed_at: i64,
    /// The first second in which it may be executed.
    pub executable_from: i64,
    /// The first second in which it may not be executed any more, and anybody may cancel it.
    pub expires_at: i64,
}

impl Window {
    /// The window of what is proposed now.
    pub fn after(now: i64) -> Result<Self> {
        let executable_from = now.checked_add(WAIT).ok_or(StewardError::Overflow)?;
        let expires_at = executable_from.checked_add(EXECUTABLE).ok_or(StewardError::Overflow)?;
        Ok(Self { proposed_at: now, executable_from, expires_at })
    }

    /// Refuses a time outside the window.
    pub fn check_executable(&self, now: i64) -> Result<()> {
        check_numbers(now >= self.executable_from, StewardError::TooEarly, now, self.executable_from)?;
        check_numbers(now < self.expires_at, StewardError::TooLate, now, self.expires_at)
    }

    /// Whether it is over.
    pub fn has_expired(&self, now: i64) -> bool {
        now >= self.expires_at
    }
}
