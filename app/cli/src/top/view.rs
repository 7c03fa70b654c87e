//! A network in the numbers that the screen shows, from its accounts.

use girder_sdk::{
    audit::Snapshot,
    json::utc,
    ledger::{
        math::coverage,
        state::{Device, Operator, SlashCase},
    },
    network::decode_name,
};
use solana_address::Address;

use super::events::EventRow;
use crate::{device, operator::show::standing, report::amount, slash};

/// Where a network is in its current epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The epoch.
    pub epoch: u64,
    /// Seconds since it began.
    pub elapsed: i64,
    /// Seconds that it lasts.
    pub length: i64,
}

/// An operator.
#[derive(Clone, Debug)]
pub struct OperatorRow {
    /// Its account.
    pub address: Address,
    /// Its pool.
    pub stake: String,
    /// Credit counted in the current epoch.
    pub credit: u64,
    /// Credit that its stake covers in an epoch.
    pub most_credit: u64,
    /// Devices, those that are over included.
    pub devices: u32,
    /// Whether something is wrong, in words.
    pub state: String,
}

/// A device.
#[derive(Clone, Debug)]
pub struct DeviceRow {
    /// Its account.
    pub address: Address,
    /// Its operator.
    pub operator: Address,
    /// The class of what it contributes.
    pub class: u16,
    /// Epochs since its newest statement; `None` if there is none.
    pub age: Option<u64>,
    /// The epoch of that statement.
    pub newest_epoch: Option<u64>,
    /// Units that it said.
    pub units: u64,
    /// Active, retired or faulted.
    pub state: &'static str,
}

/// A slash case.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Its account.
    pub address: Address,
    /// Whose stake or bond it took.
    pub offender: Address,
    /// What it took.
    pub taken: String,
    /// Open, overturned or executed.
    pub outcome: &'static str,
    /// When it may be executed from.
    pub deadline: String,
}

/// A settled epoch.
#[derive(Clone, Debug)]
pub struct EpochRow {
    /// Its number.
    pub index: u64,
    /// Credits of all operators.
    pub credit: u64,
    /// Of these not harvested.
    pub credit_left: u64,
    /// What it distributes.
    pub pot: String,
    /// Of that not harvested.
    pub pot_left: String,
}

/// A network at a moment.
#[derive(Clone, Debug)]
pub struct View {
    /// Its name.
    pub name: String,
    /// Its account.
    pub address: Address,
    /// The ledger's clock, UTC.
    pub now: String,
    /// Where it is; `None` before its first epoch.
    pub progress: Option<Progress>,
    /// The first epoch that is not settled.
    pub next_epoch: u64,
    /// Whether that could be settled already.
    pub settlement_is_due: bool,
    /// Rewards, a name and whole tokens each.
    pub rewards: Vec<(&'static str, String)>,
    /// Collateral, a name and whole tokens each.
    pub collateral: Vec<(&'static str, String)>,
    /// The operators, the largest stake first.
    pub operators: Vec<OperatorRow>,
    /// The devices, active ones first, the freshest first.
    pub devices: Vec<DeviceRow>,
    /// The cases, open ones first.
    pub cases: Vec<CaseRow>,
    /// The settled epochs, the newest first.
    pub epochs: Vec<EpochRow>,
    /// The latest events, the newest first.
    pub events: Vec<EventRow>,
}

impl View {
    /// A network at the time `now`, Unix seconds.
    pub fn new(snapshot: &Snapshot, now: i64) -> Self {
        let (network, books) = (&snapshot.network, &snapshot.books);
        let schedule = network.parameters.schedule();
        let epoch = schedule.epoch_at(now);
        let progress = epoch.and_then(|epoch| {
            let elapsed = now.saturating_sub(schedule.start(epoch)?);
            Some(Progress { epoch, elapsed, length: schedule.length })
        });
        let reward = |base: u64| amount::short(base.into(), network.reward_decimals);
        let collateral = |base: u64| amount::short(base.into(), network.collateral_decimals);
        let mut view = Self {
            name: decode_name(&network.name).escape_debug().to_string(),
            address: snapshot.address,
            now: utc(now),
            progress,
            next_epoch: books.next_epoch,
            settlement_is_due: network.parameters.settle_time(books.next_epoch).is_ok_and(|time| now >= time),
            rewards: vec![
                ("reserve", reward(books.reserve)),
                ("in pots", reward(books.pots)),
                ("owed", reward(books.owed)),
                ("minted", reward(books.minted)),
            ],
            collateral: vec![
                ("staked", collateral(books.staked)),
                ("active", collateral(books.active_stake)),
                ("in escrow", collateral(books.escrow)),
                ("bonds", collateral(books.bonds)),
            ],
            operators: Vec::new(),
            devices: snapshot.devices.iter().map(|(address, device)| device_row(*address, device, epoch)).collect(),
            cases: Vec::new(),
            epochs: Vec::new(),
            events: Vec::new(),
        };
        let mut operators: Vec<_> = snapshot.operators.iter().collect();
        operators.sort_by_key(|(address, operator)| (std::cmp::Reverse(operator.stake), *address));
        view.operators =
            operators.iter().map(|(address, operator)| operator_row(snapshot, *address, operator, now)).collect();
        view.devices.sort_by_key(|row| (row.state != "active", row.age.unwrap_or(u64::MAX), row.address));
        let mut cases: Vec<_> = snapshot.cases.iter().collect();
        cases.sort_by_key(|(address, case)| (case.outcome, case.deadline, *address));
        view.cases = cases.iter().map(|(address, case)| case_row(*address, case, collateral(case.taken))).collect();
        let mut epochs: Vec<_> = snapshot.epochs.iter().map(|(_, epoch)| epoch).collect();
        epochs.sort_by_key(|epoch| std::cmp::Reverse(epoch.index));
        let row = |epoch: &&ledger::state::Epoch| EpochRow {
            index: epoch.index,
            credit: epoch.credit,
            credit_left: epoch.credit_left,
            pot: reward(epoch.pot),
            pot_left: reward(epoch.pot_left),
        };
        view.epochs = epochs.iter().map(row).collect();
        view
    }
}

fn operator_row(snapshot: &Snapshot, address: Address, operator: &Operator, now: i64) -> OperatorRow {
    let parameters = &snapshot.network.parameters;
    let covered = operator.covered(parameters);
    let most_credit = coverage::credit_limit(covered, parameters.collateral_per_million_credits).unwrap_or(0);
    let credit = parameters.schedule().epoch_at(now).map_or(0, |epoch| operator.credit_in(epoch));
    OperatorRow {
        address,
        stake: amount::short(operator.stake.into(), snapshot.network.collateral_decimals),
        credit,
        most_credit,
        devices: operator.devices,
        state: standing(operator, now),
    }
}

fn device_row(address: Address, device: &Device, epoch: Option<u64>) -> DeviceRow {
    let newest = device.slots.iter().filter(|slot| slot.sequence > 0).max_by_key(|slot| slot.epoch);
    DeviceRow {
        address,
        operator: device.operator,
        class: device.class,
        age: newest.and_then(|slot| Some(epoch?.saturating_sub(slot.epoch))),
        newest_epoch: newest.map(|slot| slot.epoch),
        units: newest.map_or(0, |slot| slot.units),
        state: device::state(device),
    }
}

fn case_row(address: Address, case: &SlashCase, taken: String) -> CaseRow {
    let outcome = slash::outcome(case);
    CaseRow { address, offender: case.offender, taken, outcome, deadline: utc(case.deadline) }
}
