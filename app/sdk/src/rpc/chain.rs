//! What wallets call a cluster.

use std::fmt;

use solana_cluster_type::ClusterType;

use super::{RpcLedger, record::failed};
use crate::Result;

/// A cluster as wallets name it, by the Wallet Standard: `solana:mainnet`, `solana:devnet`, `solana:testnet` or
/// `solana:localnet`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// The cluster whose tokens are worth something.
    Mainnet,
    /// The public cluster for developers.
    Devnet,
    /// The public cluster for validators.
    Testnet,
    /// Any other cluster.
    Localnet,
}

impl Chain {
    /// The chain that began with this block, its hash in base58.
    pub fn of_genesis(genesis: &str) -> Self {
        let public = [
            (ClusterType::MainnetBeta, Self::Mainnet),
            (ClusterType::Devnet, Self::Devnet),
            (ClusterType::Testnet, Self::Testnet),
        ];
        let begun = |cluster: ClusterType| cluster.get_genesis_hash().is_some_and(|hash| hash.to_string() == genesis);
        public.into_iter().find(|(cluster, _)| begun(*cluster)).map_or(Self::Localnet, |(_, chain)| chain)
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::Mainnet => "solana:mainnet",
            Self::Devnet => "solana:devnet",
            Self::Testnet => "solana:testnet",
            Self::Localnet => "solana:localnet",
        })
    }
}

impl RpcLedger {
    /// Asks the node which chain it is on.
    pub async fn chain(&self) -> Result<Chain> {
        let genesis = self.client.get_genesis_hash().await.map_err(failed)?;
        Ok(Chain::of_genesis(&genesis.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_clusters_are_known_by_their_genesis_and_any_other_is_local() {
        for (genesis, name) in [
            ("5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d", "solana:mainnet"),
            ("EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG", "solana:devnet"),
            ("4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY", "solana:testnet"),
            ("11111111111111111111111111111111", "solana:localnet"),
            ("", "solana:localnet"),
        ] {
            assert_eq!(Chain::of_genesis(genesis).to_string(), name);
        }
    }
}
