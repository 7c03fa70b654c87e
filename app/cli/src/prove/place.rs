//! Where a statement counts: as the options say, and else as the cluster knows.

use anyhow::{Context, Result};
use girder_interface::{Domain, key::DeviceKey};
use girder_sdk::{
    json, ledger,
    ledger::state::{Device, Network},
    pda,
    transport::{self, Transport},
};
use solana_address::Address;

use super::Fields;
use crate::{cluster::Cluster, hex};

/// What a statement is about, beside the work.
pub struct Place {
    /// Where its signature is valid.
    pub domain: Domain,
    /// The device's operator.
    pub operator: Address,
    /// When the work was done.
    pub epoch: u64,
    /// The device's class.
    pub class: u16,
}

impl Fields {
    /// What the options name; asks the cluster only for what they leave out.
    pub(super) async fn place(&self, key: &DeviceKey, cluster: &Cluster) -> Result<Place> {
        let instance = self.instance.as_deref().map(hex::decode).transpose().context("--instance")?;
        if let (Some(instance), Some(operator), Some(epoch), Some(class)) =
            (instance, self.operator, self.epoch, self.class)
        {
            let domain = Domain { program_id: ledger::ID.to_bytes(), network: self.network.to_bytes(), instance };
            return Ok(Place { domain, operator, epoch, class });
        }
        let known = known(&cluster.open()?, self.network, key).await?;
        let domain = Domain { instance: instance.unwrap_or(known.domain.instance), ..known.domain };
        let operator = self.operator.unwrap_or(known.operator);
        let class = self.class.unwrap_or(known.class);
        Ok(Place { domain, operator, epoch: self.epoch.unwrap_or(known.epoch), class })
    }
}

/// Where a device's next statement counts.
pub async fn known(ledger: &dyn Transport, network: Address, key: &DeviceKey) -> Result<Place> {
    let account: Network = transport::fetch(ledger, network).await?;
    let device = pda::device(network, key);
    let found = transport::fetch::<Device>(ledger, device).await;
    let Device { operator, class, .. } =
        found.with_context(|| format!("the key's device is not registered on the network {network}"))?;
    let epoch = account.parameters.schedule().epoch_at(ledger.clock().await?.unix_timestamp);
    let begins = json::utc(account.parameters.genesis);
    let epoch = epoch.with_context(|| format!("epoch 0 begins at {begins}: nothing counts before"))?;
    Ok(Place { domain: account.domain(&network), operator, epoch, class })
}
