use std::collections::{BTreeMap, BTreeSet};

use ledger::state::{
    Attestor, AttestorSet, Books, Classes, Device, Epoch, Network, Operator, ParameterChange, Position, ReportTicket,
    Shard, SlashCase, Verdict,
};
use solana_account::Account;
use solana_address::Address;

use crate::{
    Result, SdkError,
    accounts::AnyAccount,
    pda,
    tokens::{decode_holding, decode_mint},
    transport::{self, Transport},
};

/// How often a snapshot of a busy network is tried again.
const ATTEMPTS: usize = 5;

/// What a network's vaults hold and its reward mint has issued, base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    /// In the reward vault.
    pub reward_vault: u64,
    /// In the stake vault.
    pub stake_vault: u64,
    /// Supply of the reward mint.
    pub reward_supply: u64,
}

/// All accounts of a network at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The Network account's address.
    pub address: Address,
    /// The network.
    pub network: Network,
    /// Its totals.
    pub books: Books,
    /// Its class table.
    pub classes: Box<Classes>,
    /// Its attestor sets, drafts included.
    pub attestor_sets: Vec<(Address, AttestorSet)>,
    /// Its attestors.
    pub attestors: Vec<(Address, Attestor)>,
    /// Its operators, in the order of their addresses.
    pub operators: Vec<(Address, Operator)>,
    /// The positions of its operators.
    pub positions: Vec<(Address, Position)>,
    /// Its devices.
    pub devices: Vec<(Address, Device)>,
    /// Its shards.
    pub shards: Vec<(Address, Shard)>,
    /// Its settled epochs that are not closed.
    pub epochs: Vec<(Address, Epoch)>,
    /// Its slash cases that are not closed.
    pub cases: Vec<(Address, SlashCase)>,
    /// Its reporters' tickets.
    pub tickets: Vec<(Address, ReportTicket)>,
    /// Its verdicts that are being signed.
    pub verdicts: Vec<(Address, Verdict)>,
    /// What was proposed for its parameters.
    pub proposals: Vec<(Address, ParameterChange)>,
    /// What its vaults hold.
    pub balances: Balances,
}

impl Snapshot {
    /// Reads a network. The balances are read before and after everything else, and all again if they changed meanwhile,
    /// so that a busy network is not found at fault for it.
    pub async fn take(transport: &dyn Transport, address: Address) -> Result<Self> {
        let network: Network = transport::fetch(transport, address).await?;
        let tokens = [network.reward_vault, network.stake_vault, network.reward_mint];
        for _ in 0..ATTEMPTS {
            let before = balances(&tokens, transport.accounts(&tokens).await?)?;
            let accounts = transport.program_accounts(&[]).await?;
            let after = balances(&tokens, transport.accounts(&tokens).await?)?;
            if before == after {
                return Self::assemble(address, &accounts, after);
            }
        }
        Err(SdkError::Transport("the network's vaults keep changing while they are read".to_owned()))
    }

    /// Picks a network's accounts out of all accounts of the program.
    pub fn assemble(address: Address, accounts: &[(Address, Account)], balances: Balances) -> Result<Self> {
        let mut found = Found::default();
        for (at, account) in accounts {
            let decoded = AnyAccount::decode_account(account);
            found.add(address, *at, decoded.map_err(|source| SdkError::Decode { address: *at, source })?);
        }
        let missing = |what, address| SdkError::NotFound { what, address };
        let operators: BTreeSet<Address> = found.operators.iter().map(|(operator, _)| *operator).collect();
        found.positions.retain(|(_, position)| operators.contains(&position.operator));
        found.operators.sort_unstable_by_key(|(operator, _)| *operator);
        Ok(Self {
            address,
            network: found.network.ok_or(missing("Network", address))?,
            books: found.books.ok_or(missing("Books", pda::books(address)))?,
            classes: found.classes.ok_or(missing("Classes", pda::classes(address)))?,
            attestor_sets: found.attestor_sets,
            attestors: found.attestors,
            operators: found.operators,
            positions: found.positions,
            devices: found.devices,
            shards: found.shards,
            epochs: found.epochs,
            cases: found.cases,
            tickets: found.tickets,
            verdicts: found.verdicts,
            proposals: found.proposals,
            balances,
        })
    }

    /// The operator at this address.
    pub fn operator(&self, address: &Address) -> Option<&Operator> {
        let index = self.operators.binary_search_by_key(address, |(operator, _)| *operator).ok()?;
        self.operators.get(index).map(|(_, operator)| operator)
    }

    /// The operators by their addresses.
    pub(super) fn operators_by_address(&self) -> BTreeMap<Address, &Operator> {
        self.operators.iter().map(|(address, operator)| (*address, operator)).collect()
    }
}

/// A network's accounts while they are picked. A position does not name its network, so all are kept at first.
#[derive(Default)]
struct Found {
    network: Option<Network>,
    books: Option<Books>,
    classes: Option<Box<Classes>>,
    attestor_sets: Vec<(Address, AttestorSet)>,
    attestors: Vec<(Address, Attestor)>,
    operators: Vec<(Address, Operator)>,
    positions: Vec<(Address, Position)>,
    devices: Vec<(Address, Device)>,
    shards: Vec<(Address, Shard)>,
    epochs: Vec<(Address, Epoch)>,
    cases: Vec<(Address, SlashCase)>,
    tickets: Vec<(Address, ReportTicket)>,
    verdicts: Vec<(Address, Verdict)>,
    proposals: Vec<(Address, ParameterChange)>,
}

impl Found {
    fn add(&mut self, network: Address, at: Address, account: AnyAccount) {
        match account {
            AnyAccount::Network(account) if at == network => self.network = Some(*account),
            AnyAccount::Books(account) if account.network == network => self.books = Some(*account),
            AnyAccount::Classes(account) if account.network == network => self.classes = Some(account),
            AnyAccount::AttestorSet(account) if account.network == network => self.attestor_sets.push((at, *account)),
            AnyAccount::Attestor(account) if account.network == network => self.attestors.push((at, *account)),
            AnyAccount::Operator(account) if account.network == network => self.operators.push((at, *account)),
            AnyAccount::Position(account) => self.positions.push((at, *account)),
            AnyAccount::Device(account) if account.network == network => self.devices.push((at, *account)),
            AnyAccount::Shard(account) if account.network == network => self.shards.push((at, *account)),
            AnyAccount::Epoch(account) if account.network == network => self.epochs.push((at, *account)),
            AnyAccount::SlashCase(account) if account.network == network => self.cases.push((at, *account)),
            AnyAccount::ReportTicket(account) if account.network == network => self.tickets.push((at, *account)),
            AnyAccount::Verdict(account) if account.network == network => self.verdicts.push((at, *account)),
            AnyAccount::ParameterChange(account) if account.network == network => self.proposals.push((at, *account)),
            _ => {}
        }
    }
}

fn balances(addresses: &[Address; 3], accounts: Vec<Option<Account>>) -> Result<Balances> {
    let [reward_vault, stake_vault, reward_mint] = *addresses;
    let mut accounts = accounts.into_iter();
    let mut next = |what, address| accounts.next().flatten().ok_or(SdkError::NotFound { what, address });
    Ok(Balances {
        reward_vault: decode_holding(reward_vault, &next("reward vault", reward_vault)?)?.amount,
        stake_vault: decode_holding(stake_vault, &next("stake vault", stake_vault)?)?.amount,
        reward_supply: decode_mint(reward_mint, &next("reward mint", reward_mint)?)?.supply,
    })
}
