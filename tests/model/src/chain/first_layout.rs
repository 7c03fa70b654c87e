//! Accounts as the program's first version wrote them: what came later is cut out.

use std::{mem::offset_of, ops::Range};

use anchor_lang::ZeroCopy;
use girder_sdk::ledger::state::{
    Attestor, AttestorSet, Books, Classes, Device, Epoch, Network, Operator, ParameterChange, Position, ReportTicket,
    Shard, SlashCase, Verdict,
};

use crate::ledger::{Account, rent::first_space};

/// What the place held that `Operator` has no more, before `reward_per_share`.
const COVERED: [u8; 8] = [0xc0; 8];

/// The bytes from one field up to before another.
macro_rules! span {
    ($account:ident: $($first:ident).+ .. $after:ident) => {
        at::<$account>(offset_of!($account, $($first).+))..at::<$account>(offset_of!($account, $after))
    };
}

/// An account's data in the first layout.
pub fn first_layout(account: Account, data: &[u8]) -> Vec<u8> {
    let mut old = data.to_vec();
    old[version_at(account)] = 1;
    for span in later(account).into_iter().rev() {
        old.drain(span);
    }
    if matches!(account, Account::Operator(_)) {
        let place = at::<Operator>(offset_of!(Operator, reward_per_share));
        old.splice(place..place, COVERED);
    }
    // Of what is reserved at the end today there was more, or less.
    old.resize(first_space(account), 0);
    old
}

/// What came later, from the front.
#[allow(clippy::single_range_in_vec_init, reason = "a list of spans, of which some types have one")]
fn later(account: Account) -> Vec<Range<usize>> {
    match account {
        Account::Network(_) => vec![
            span!(Network: parameters.breaker_size .. attestor_set_version),
            span!(Network: pending_authority .. reward_decimals),
        ],
        Account::Books(_) => vec![span!(Books: breaker_level .. quiet)],
        Account::Classes(_) => vec![span!(Classes: regions .. count), span!(Classes: region_count .. version)],
        Account::Operator(_) => vec![span!(Operator: displaced_jails .. excused)],
        Account::Position(..) => vec![span!(Position: locked_until .. version)],
        Account::Device(_) => vec![span!(Device: licensor .. region)],
        _ => Vec::new(),
    }
}

fn version_at(account: Account) -> usize {
    match account {
        Account::Network(_) => at::<Network>(offset_of!(Network, version)),
        Account::Books(_) => at::<Books>(offset_of!(Books, version)),
        Account::Classes(_) => at::<Classes>(offset_of!(Classes, version)),
        Account::Shard(_) => at::<Shard>(offset_of!(Shard, version)),
        Account::Set(_) => at::<AttestorSet>(offset_of!(AttestorSet, version)),
        Account::Attestor(_) => at::<Attestor>(offset_of!(Attestor, version)),
        Account::Operator(_) => at::<Operator>(offset_of!(Operator, version)),
        Account::Position(..) => at::<Position>(offset_of!(Position, version)),
        Account::Device(_) => at::<Device>(offset_of!(Device, version)),
        Account::Epoch(_) => at::<Epoch>(offset_of!(Epoch, version)),
        Account::Case(_) => at::<SlashCase>(offset_of!(SlashCase, version)),
        Account::Ticket(_) => at::<ReportTicket>(offset_of!(ReportTicket, version)),
        Account::Verdict(_) => at::<Verdict>(offset_of!(Verdict, version)),
        Account::ParameterChange(_) => at::<ParameterChange>(offset_of!(ParameterChange, version)),
        Account::RewardVault(_) | Account::StakeVault(_) => unreachable!("vaults are the token program's"),
    }
}

/// Where a field is in an account's data.
fn at<T: ZeroCopy>(offset: usize) -> usize {
    T::DISCRIMINATOR.len() + offset
}
