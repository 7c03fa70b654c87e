//! Operators, positions and devices.

use girder_sdk::ledger::state;

use super::{Expected, VERSION, bits, cases::offence};
use crate::ledger::{Account, DeviceKey, DeviceState, Offender, Wallet};

impl Expected<'_> {
    pub(super) fn operator(&self, identity: Wallet) -> state::Operator {
        let operator = &self.ledger.operators[&identity];
        let (pool, duties) = (self.ledger.pool(identity), &operator.duties);
        let [positions, devices] = self.ledger.of_operator(identity);
        state::Operator {
            network: self.home(),
            identity: self.wallet(identity),
            authority: self.wallet(operator.authority),
            pending_authority: self.optional(operator.pending_authority),
            manager: self.optional(operator.manager),
            payout_wallet: self.wallet(operator.payout_wallet),
            rent_payer: self.wallet(operator.rent_payer),
            stake: operator.stake,
            shares: pool.shares,
            unbonding_shares: pool.unbonding,
            own_shares: pool.own,
            own_unbonding_shares: pool.own_unbonding,
            active_stake: pool.active_stake(),
            reward_per_share: operator.reward_per_share.into(),
            generation_ends: operator.generation_ends.map(Into::into),
            generation: operator.generation,
            commission_bps: operator.commission_bps,
            next_commission_bps: operator.next_commission_bps,
            next_commission_epoch: operator.next_commission_epoch,
            commission_owed: operator.commission_owed,
            jailed_until: operator.jailed_until,
            jailed_from: operator.jailed_from,
            offences: operator.offences.map(offence),
            forgiven_until: operator.forgiven_until,
            verdict_since: operator.verdict_since,
            verdict_bps: operator.verdict_bps,
            cases_from: operator.cases_from,
            excess: operator.excess,
            excess_returnable: operator.excess_returnable,
            open_cases: self.ledger.open_cases(Offender::Operator(identity)),
            maintenance_from: duties.maintenance_from,
            maintenance_until: duties.maintenance_until,
            maintenance_after: duties.maintenance_after,
            downtime_counted: duties.counted,
            floors_until: duties.until,
            floors: std::array::from_fn(|index| duties.epoch_at_place(index).map_or(0, |epoch| duties.floor(epoch))),
            ring: operator.ring.map(|slot| state::OperatorSlot {
                epoch: slot.epoch,
                credit: slot.credit,
                void_credit: slot.void_credit,
                void_all: slot.void_all,
                harvested: slot.harvested.into(),
            }),
            displaced_jails: operator.displaced_jails,
            displaced_jail_until: operator.displaced_jail_until,
            positions: operator.uncounted[0] + positions,
            devices: operator.uncounted[1] + devices,
            excused: bits(|index| duties.epoch_at_place(index).is_some_and(|epoch| duties.excused.contains(&epoch))),
            version: VERSION,
            bump: self.addresses.bump(Account::Operator(identity)),
            reserved: [0; 2],
        }
    }

    pub(super) fn position(&self, operator: Wallet, owner: Wallet) -> state::Position {
        let position = &self.ledger.positions[&(operator, owner)];
        state::Position {
            operator: self.addresses.operator(operator),
            owner: self.wallet(owner),
            rent_payer: self.wallet(position.rent_payer),
            shares: position.shares,
            unbonding_shares: position.unbonding(),
            generation: position.generation,
            checkpoint: position.checkpoint.into(),
            owed: position.owed,
            paid: position.paid,
            since: position.since,
            tickets: position.tickets.map(|ticket| state::Ticket {
                shares: ticket.shares,
                requested_at: ticket.requested_at,
                unbonding: ticket.unbonding,
            }),
            locked_until: position.locked_until,
            version: VERSION,
            bump: self.addresses.bump(Account::Position(operator, owner)),
            reserved: [0; 6],
        }
    }

    pub(super) fn device(&self, key: DeviceKey) -> state::Device {
        let device = &self.ledger.devices[&key];
        let public = self.addresses.keys.device_key(key);
        state::Device {
            network: self.home(),
            operator: self.addresses.operator(device.operator),
            predecessor: device.predecessor.map(|key| self.addresses.of(Account::Device(key))).unwrap_or_default(),
            rent_payer: self.wallet(device.rent_payer),
            first_epoch: device.first_epoch,
            last_epoch: device.last_epoch,
            floor: device.floor,
            slots: device.slots.map(|slot| state::DeviceSlot {
                epoch: slot.epoch,
                sequence: slot.sequence,
                units: slot.units,
                credit: slot.credit,
            }),
            licensor: self.optional(device.licence.map(|held| held.licensor)),
            licensed_until: device.licence.map_or(0, |held| held.expires_at),
            licence_issued_at: device.licence.map_or(0, |held| held.issued_at),
            region: device.region,
            class: device.class,
            key_kind: public.kind() as u8,
            key: public.padded(),
            state: match device.state {
                DeviceState::Active => state::device_state::ACTIVE,
                DeviceState::Retired => state::device_state::RETIRED,
                DeviceState::Faulted => state::device_state::FAULTED,
            },
            version: VERSION,
            bump: self.addresses.bump(Account::Device(key)),
            reserved: [0; 5],
        }
    }
}
