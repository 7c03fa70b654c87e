//! The model's accounts in the program's layout, every field of them: a new field does not compile until the model has it.

use anchor_lang::ZeroCopy;
use girder_interface::limits::{MAX_ATTESTORS, MAX_CLASSES, MAX_LICENSED_REGIONS, RING};
use girder_sdk::ledger::state;
use solana_address::Address;
use solana_signer::Signer;

use super::{Addresses, VERIFIER, addresses};

mod cases;
mod people;

use crate::ledger::{
    Account, AttestorKey, Class, Control, Ledger, LicensedRegion, Mint, Neighbour, NewNetwork, Offender, Wallet, place,
};

/// The layout version of all accounts.
const VERSION: u8 = 2;

/// Writes accounts.
pub struct Expected<'a> {
    /// The model.
    pub ledger: &'a Ledger,
    /// Where everything is.
    pub addresses: &'a Addresses,
    /// The network's instance, and that of each of its neighbours.
    pub instance: &'a dyn Fn(u8) -> [u8; 32],
}

impl Expected<'_> {
    /// The bytes of an account, if it is one of the program's and not a token account.
    pub fn account(&self, account: Account) -> Option<Vec<u8>> {
        Some(match account {
            Account::Network(number) => bytes(&self.network(number)),
            Account::Books(number) => bytes(&self.books(number)),
            Account::Classes(number) => bytes(&self.classes(number)),
            Account::RewardVault(_) | Account::StakeVault(_) => return None,
            Account::Shard(number) => bytes(&self.shard(number)),
            Account::Set(version) => bytes(&self.set(version)),
            Account::Attestor(key) => bytes(&self.attestor(key)),
            Account::Operator(identity) => bytes(&self.operator(identity)),
            Account::Position(operator, owner) => bytes(&self.position(operator, owner)),
            Account::Device(key) => bytes(&self.device(key)),
            Account::Epoch(index) => bytes(&self.epoch(index)),
            Account::Case(offence) => bytes(&self.case(offence)),
            Account::Ticket(commitment) => bytes(&self.ticket(commitment)),
            Account::Verdict(said) => bytes(&self.verdict(said)),
            Account::ParameterChange(version) => bytes(&self.parameter_change(version)),
        })
    }

    fn wallet(&self, wallet: Wallet) -> Address {
        self.addresses.keys.wallet(wallet)
    }

    fn optional(&self, wallet: Option<Wallet>) -> Address {
        self.addresses.keys.optional(wallet)
    }

    fn home(&self) -> Address {
        self.addresses.network.network
    }

    fn network(&self, number: u8) -> state::Network {
        let ledger = self.ledger;
        let of = |account: fn(u8) -> Account| self.addresses.of(account(number));
        let neighbour = ledger.neighbours.get(&number);
        let (payer, treasury, parameters) = match neighbour {
            Some(Neighbour { payer, new: NewNetwork { treasury, parameters, .. }, .. }) => {
                (*payer, *treasury, *parameters)
            }
            None => (ledger.payer, ledger.treasury, ledger.parameters),
        };
        let (attestor_set_version, first_attested_epoch) =
            if number == 0 { (ledger.set_version, ledger.first_attested_epoch) } else { (0, u64::MAX) };
        let control = if number == 0 { ledger.control.clone() } else { Control::default() };
        let authority = if number == 0 { ledger.authority } else { Wallet::AUTHORITY };
        state::Network {
            creator: self.wallet(Wallet::AUTHORITY),
            authority: self.wallet(authority),
            reward_mint: self.addresses.token(Mint::Reward).mint,
            collateral_mint: self.addresses.token(Mint::Collateral).mint,
            reward_vault: of(Account::RewardVault),
            stake_vault: of(Account::StakeVault),
            treasury: self.optional(treasury),
            rent_payer: self.wallet(payer),
            instance: (self.instance)(number),
            name: addresses::name(number),
            parameters,
            attestor_set_version,
            first_attested_epoch,
            pending_authority: self.optional(control.pending_authority),
            guardian: self.optional(control.guardian),
            pending_guardian: self.optional(control.pending_guardian),
            pauses: control.pauses.map(|(until, again_from)| state::Pause { until, again_from }),
            parameters_version: control.version,
            first_evidence_epoch: control.first_evidence_epoch,
            retired_from: if number == 0 { ledger.retired_from } else { u64::MAX },
            reward_decimals: super::DECIMALS,
            collateral_decimals: super::DECIMALS,
            mint_risks: 0,
            version: VERSION,
            bump: self.addresses.bump(Account::Network(number)),
            reserved: [0; 3],
        }
    }

    fn books(&self, number: u8) -> state::Books {
        let ledger = self.ledger;
        let books = match ledger.neighbours.get(&number) {
            None => ledger.books.clone(),
            Some(neighbour) => crate::ledger::Books {
                initial_supply: neighbour.initial_supply,
                emission: neighbour.new.parameters.emission_initial,
                ..crate::ledger::Books::default()
            },
        };
        let total = |sum: u64| if number == 0 { sum } else { 0 };
        state::Books {
            network: self.addresses.of(Account::Network(number)),
            rent_payer: self.wallet(ledger.neighbours.get(&number).map_or(ledger.payer, |neighbour| neighbour.payer)),
            reserve: books.reserve,
            pots: total(ledger.pots()),
            owed: books.owed,
            staked: total(ledger.staked()),
            active_stake: total(ledger.active_stake()),
            escrow: total(ledger.escrow()),
            bonds: total(ledger.bonds()),
            minted: books.minted,
            initial_supply: books.initial_supply,
            next_epoch: books.next_epoch,
            emission: books.emission,
            deferred: books.deferred,
            average_credit: books.average_credit,
            accounts: books.uncounted + total(ledger.open_accounts()),
            slashed: books.slashed.map(|slot| state::SlashedEpoch { epoch: slot.epoch, amount: slot.amount }),
            breaker_level: books.breaker_level.into(),
            breaker_since: books.breaker_since,
            paused: books.paused.iter().map(|epoch| 1u64 << (epoch % 64)).sum(),
            quiet: bits(|index| {
                let oldest = books.next_epoch.saturating_sub(RING as u64);
                books.quiet.range(oldest..).any(|&epoch| place(epoch) == index)
            }),
            version: VERSION,
            bump: self.addresses.bump(Account::Books(number)),
            reserved: [0; 2],
        }
    }

    fn classes(&self, number: u8) -> state::Classes {
        let listed: &[Class] = if number == 0 { &self.ledger.classes } else { &[] };
        let mut classes = [bytemuck::Zeroable::zeroed(); MAX_CLASSES];
        for (slot, class) in classes.iter_mut().zip(listed) {
            *slot = state::Class {
                weight: class.terms.weight,
                next_weight: class.next_weight,
                next_from: class.next_from,
                limit: class.terms.limit,
                floor: class.terms.floor,
                retired_from: class.retired_from,
                verifier: if class.terms.verified { VERIFIER } else { Address::default() },
                key_kinds: class.terms.key_kinds,
                reserved: [0; 7],
            };
        }
        let listed_regions: &[LicensedRegion] = if number == 0 { &self.ledger.regions } else { &[] };
        let mut regions = [state::LicensedRegion::default(); MAX_LICENSED_REGIONS];
        for (slot, region) in regions.iter_mut().zip(listed_regions) {
            *slot = state::LicensedRegion {
                licensor: self.optional(region.licensor),
                next_licensor: self.optional(region.next_licensor),
                next_from: region.next_from,
                region: region.region,
                reserved: [0; 4],
            };
        }
        state::Classes {
            network: self.addresses.of(Account::Network(number)),
            rent_payer: self
                .wallet(self.ledger.neighbours.get(&number).map_or(self.ledger.payer, |neighbour| neighbour.payer)),
            classes,
            regions,
            count: listed.len() as u16,
            region_count: listed_regions.len() as u16,
            version: VERSION,
            bump: self.addresses.bump(Account::Classes(number)),
            reserved: [0; 2],
        }
    }

    fn shard(&self, number: u8) -> state::Shard {
        let shard = &self.ledger.shards[&number];
        state::Shard {
            network: self.home(),
            rent_payer: self.wallet(shard.rent_payer),
            next_epoch: shard.next_epoch,
            ring: shard.ring.map(|slot| state::ShardSlot { epoch: slot.epoch, credit: slot.credit }),
            number,
            version: VERSION,
            bump: self.addresses.bump(Account::Shard(number)),
            reserved: [0; 5],
        }
    }

    fn set(&self, version: u64) -> state::AttestorSet {
        let set = &self.ledger.sets[&version];
        let mut members = [state::Member::default(); MAX_ATTESTORS];
        for (slot, member) in members.iter_mut().zip(&set.members) {
            *slot = state::Member {
                key: self.addresses.keys.attestor(member.key).pubkey(),
                payee: self.wallet(member.payee),
                weight: member.weight,
                owed: member.owed,
                checkpoint: member.checkpoint.into(),
                struck: member.struck.into(),
            };
        }
        state::AttestorSet {
            network: self.home(),
            rent_payer: self.wallet(set.rent_payer),
            set_version: version,
            from_epoch: set.from_epoch,
            until_epoch: set.until_epoch,
            proof_threshold: set.proof_threshold,
            verdict_threshold: set.verdict_threshold,
            total_weight: set.total_weight(),
            pay_per_weight: set.pay_per_weight.into(),
            members,
            count: set.members.len() as u8,
            sealed: set.sealed.into(),
            version: VERSION,
            bump: self.addresses.bump(Account::Set(version)),
            reserved: [0; 4],
        }
    }

    fn attestor(&self, key: AttestorKey) -> state::Attestor {
        let attestor = &self.ledger.attestors[&key];
        state::Attestor {
            network: self.home(),
            key: self.addresses.keys.attestor(key).pubkey(),
            authority: self.wallet(attestor.authority),
            rent_payer: self.wallet(attestor.rent_payer),
            bond: attestor.bond,
            unbonding_from: attestor.unbonding_from,
            set_version: attestor.set_version,
            slashed_statements: attestor.slashed_statements,
            open_cases: self.ledger.open_cases(Offender::Attestor(key)),
            version: VERSION,
            bump: self.addresses.bump(Account::Attestor(key)),
            reserved: [0; 6],
        }
    }

    fn parameter_change(&self, base_version: u64) -> state::ParameterChange {
        let proposal = &self.ledger.proposals[&base_version];
        state::ParameterChange {
            network: self.home(),
            rent_payer: self.wallet(proposal.rent_payer),
            base_version,
            proposed_at: proposal.proposed_at,
            executable_from: proposal.executable_from,
            parameters: proposal.parameters,
            version: VERSION,
            bump: self.addresses.bump(Account::ParameterChange(base_version)),
            reserved: [0; 6],
        }
    }

    fn epoch(&self, index: u64) -> state::Epoch {
        let epoch = &self.ledger.epochs[&index];
        state::Epoch {
            network: self.home(),
            rent_payer: self.wallet(epoch.rent_payer),
            index,
            credit: epoch.credit,
            credit_left: epoch.credit_left,
            pot: epoch.pot,
            pot_left: epoch.pot_left,
            reward_per_credit: epoch.reward_per_credit.into(),
            settled_at: epoch.settled_at,
            version: VERSION,
            bump: self.addresses.bump(Account::Epoch(index)),
            reserved: [0; 6],
        }
    }
}

/// A bit for each place of a ring.
fn bits(is_set: impl Fn(usize) -> bool) -> u32 {
    (0..RING).filter(|&index| is_set(index)).map(|index| 1 << index).sum()
}

fn bytes<T: ZeroCopy>(account: &T) -> Vec<u8> {
    [T::DISCRIMINATOR, bytemuck::bytes_of(account)].concat()
}
