//! An operator's pool as it is now, and a wallet's part of it.

use girder_sdk::{
    NetworkAddresses, SdkError,
    accounts::decode_account,
    amount,
    ledger::{
        error::LedgerError,
        state::{Books, Network, Operator, Position},
    },
    network::decode_name,
    pda, tokens,
    transport::{self, Transport},
};
use solana_address::Address;

use crate::error::ActionError;

/// A network as it is now.
pub struct Scene<'a> {
    /// The ledger.
    pub transport: &'a dyn Transport,
    /// Where its accounts are.
    pub addresses: NetworkAddresses,
    /// Its account.
    pub network: Box<Network>,
    /// Time now (Unix seconds).
    pub now: i64,
}

impl<'a> Scene<'a> {
    /// Reads a network: three calls for accounts and one for the clock.
    pub async fn read(transport: &'a dyn Transport, network: Address) -> Result<Self, ActionError> {
        let (addresses, network) = transport::network(transport, network).await?;
        let now = transport.clock().await?.unix_timestamp;
        Ok(Self { transport, addresses, network: Box::new(network), now })
    }

    /// The network's name as people see it.
    pub fn name(&self) -> String {
        decode_name(&self.network.name).chars().filter(|letter| !letter.is_control()).collect()
    }

    /// An amount of collateral: `1.5 staked tokens`.
    pub fn collateral(&self, base: u64) -> String {
        format!("{} staked tokens", amount::show(base, self.network.collateral_decimals))
    }

    /// An amount of rewards: `1.5 reward tokens`.
    pub fn reward(&self, base: u64) -> String {
        format!("{} reward tokens", amount::show(base, self.network.reward_decimals))
    }
}

/// An operator's pool as it is now.
pub struct Pool<'a> {
    /// Its network.
    pub scene: Scene<'a>,
    /// Where the operator is.
    pub address: Address,
    /// Its account.
    pub operator: Box<Operator>,
}

impl<'a> Pool<'a> {
    /// Reads an operator and its network. Refuses an operator of another network.
    pub async fn read(transport: &'a dyn Transport, network: Address, address: Address) -> Result<Self, ActionError> {
        let scene = Scene::read(transport, network).await?;
        let operator: Operator = transport::fetch(transport, address).await?;
        if operator.network != network {
            return Err(ActionError::bad(format!(
                "the operator {address} is in another network: {}",
                operator.network
            )));
        }
        Ok(Self { scene, address, operator: Box::new(operator) })
    }

    /// A wallet's position, if it has one, with its rewards up to now.
    pub async fn position(&self, wallet: Address) -> Result<Option<Position>, ActionError> {
        let address = pda::position(self.address, wallet);
        let Some(account) = self.scene.transport.account(&address).await? else { return Ok(None) };
        let mut position: Position = decode_account(&account).map_err(|source| SdkError::Decode { address, source })?;
        position.accrue(&self.operator).map_err(|error| ActionError::bad(error.to_string()))?;
        Ok(Some(position))
    }

    /// A wallet's position. Refuses a wallet that has none.
    pub async fn held(&self, wallet: Address) -> Result<Position, ActionError> {
        let none =
            || ActionError::bad(format!("the wallet {wallet} has no position with the operator {}", self.address));
        self.position(wallet).await?.ok_or_else(none)
    }

    /// What a wallet could deposit: base units in its associated token account.
    pub async fn balance(&self, wallet: Address) -> Result<u64, ActionError> {
        Ok(tokens::balance(self.scene.transport, self.scene.addresses.collateral.account_of(wallet)).await?)
    }

    /// Settled epochs whose reward may be moved into the pool now, the oldest first: a deposit waits for them, and what a
    /// claim pays comes out of them.
    pub async fn due_harvests(&self) -> Result<Vec<u64>, ActionError> {
        let due = |epoch| self.scene.network.parameters.harvest_time(epoch).is_ok_and(|time| self.scene.now >= time);
        let slots = self.operator.ring.iter().filter(|slot| slot.is_due() && due(slot.epoch));
        let free = slots.filter(|slot| slot.voided() == 0 || self.operator.open_cases == 0);
        let mut epochs: Vec<u64> = free.map(|slot| slot.epoch).collect();
        if !epochs.is_empty() {
            let books: Books = transport::fetch(self.scene.transport, self.scene.addresses.books).await?;
            epochs.retain(|epoch| *epoch < books.next_epoch);
            epochs.sort_unstable();
        }
        Ok(epochs)
    }

    /// Why nobody can deposit now, in the ledger's words, if nobody can.
    pub fn closed(&self) -> Option<LedgerError> {
        closed(&self.scene, &self.operator)
    }
}

/// Why nobody can deposit with an operator of a network now, if nobody can.
pub fn closed(scene: &Scene, operator: &Operator) -> Option<LedgerError> {
    if scene.network.is_retired(scene.now) {
        Some(LedgerError::NetworkRetired)
    } else if operator.check_jail_time_over(scene.now).is_err() {
        Some(LedgerError::Jailed)
    } else if operator.open_cases > 0 {
        Some(LedgerError::CaseOpen)
    } else {
        None
    }
}

/// An address in short, for people to recognize: `Abcd…wxyz`.
pub fn short(address: &Address) -> String {
    let text = address.to_string();
    match (text.get(..4), text.get(text.len().saturating_sub(4)..)) {
        (Some(start), Some(end)) => format!("{start}…{end}"),
        _ => text,
    }
}
