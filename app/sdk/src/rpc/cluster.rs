//! Clusters by name or address.

use std::{fmt, str::FromStr};

use solana_rpc_client_api::client_error::reqwest::Url;

use crate::{Result, SdkError};

const LOCALHOST: &str = "http://127.0.0.1:8899";
const DEVNET: &str = "https://api.devnet.solana.com";
const TESTNET: &str = "https://api.testnet.solana.com";
const MAINNET: &str = "https://api.mainnet-beta.solana.com";

/// Where a cluster's RPC node answers: `localhost`, `devnet`, `testnet`, `mainnet-beta` (or their first letters), or a URL.
/// Shows itself without what may be secret in a URL: user, password, path and query.
#[derive(Clone, PartialEq, Eq)]
pub struct Cluster {
    rpc: Url,
    websocket: Url,
}

impl Cluster {
    /// The URL of requests.
    pub fn rpc(&self) -> &str {
        self.rpc.as_str()
    }

    /// The URL of notifications: on the next port, where the other URL names a port.
    pub fn websocket(&self) -> &str {
        self.websocket.as_str()
    }

    /// The same cluster with notifications from elsewhere: a URL that begins with ws:// or wss://.
    pub fn with_websocket(self, url: &str) -> Result<Self> {
        let websocket = parse(url, ["ws", "wss"])?;
        Ok(Self { websocket, ..self })
    }
}

fn parse(value: &str, schemes: [&str; 2]) -> Result<Url> {
    let url = Url::parse(value).ok().filter(|url| schemes.contains(&url.scheme()) && url.has_host());
    url.ok_or_else(|| SdkError::BadCluster { value: without_secrets(value) })
}

/// What can be said of a wrong URL: not what may be a password or a key.
fn without_secrets(value: &str) -> String {
    let end = value.find(['@', '?']).unwrap_or(value.len());
    value.get(..end).filter(|_| end == value.len()).map_or_else(|| "a URL with a user or a query".into(), str::to_owned)
}

fn websocket_of(rpc: &Url) -> Option<Url> {
    let mut url = rpc.clone();
    url.set_scheme(if rpc.scheme() == "https" { "wss" } else { "ws" }).ok()?;
    if let Some(port) = rpc.port() {
        url.set_port(Some(port.checked_add(1)?)).ok()?;
    }
    Some(url)
}

impl FromStr for Cluster {
    type Err = SdkError;

    fn from_str(value: &str) -> Result<Self> {
        let url = match value {
            "l" | "localhost" | "localnet" => LOCALHOST,
            "d" | "devnet" => DEVNET,
            "t" | "testnet" => TESTNET,
            "m" | "mainnet-beta" => MAINNET,
            url => url,
        };
        let rpc = parse(url, ["http", "https"])?;
        let websocket = websocket_of(&rpc).ok_or_else(|| SdkError::BadCluster { value: without_secrets(value) })?;
        Ok(Self { rpc, websocket })
    }
}

impl fmt::Display for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}://{}", self.rpc.scheme(), self.rpc.host_str().unwrap_or_default())?;
        self.rpc.port().map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Cluster({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_have_names_and_first_letters() {
        for (names, rpc, websocket) in [
            (["l", "localhost"], "http://127.0.0.1:8899/", "ws://127.0.0.1:8900/"),
            (["d", "devnet"], "https://api.devnet.solana.com/", "wss://api.devnet.solana.com/"),
            (["t", "testnet"], "https://api.testnet.solana.com/", "wss://api.testnet.solana.com/"),
            (["m", "mainnet-beta"], "https://api.mainnet-beta.solana.com/", "wss://api.mainnet-beta.solana.com/"),
        ] {
            for name in names {
                let cluster: Cluster = name.parse().unwrap();
                assert_eq!((cluster.rpc(), cluster.websocket()), (rpc, websocket));
            }
        }
    }

    #[test]
    fn a_url_is_a_cluster_and_keeps_its_query_to_itself() {
        let cluster: Cluster = "https://user:word@rpc.example:8443/v1/path?api-key=secret".parse().unwrap();
        assert_eq!(cluster.websocket(), "wss://user:word@rpc.example:8444/v1/path?api-key=secret");
        assert_eq!(cluster.to_string(), "https://rpc.example:8443");
        assert_eq!(format!("{cluster:?}"), "Cluster(https://rpc.example:8443)");
        let moved = cluster.with_websocket("wss://other.example/").unwrap();
        assert_eq!(moved.websocket(), "wss://other.example/");
    }

    #[test]
    fn what_is_no_cluster_is_refused_without_its_secrets() {
        for value in
            ["", "mainnet", "ftp://x", "127.0.0.1:8899", "http://", "http://x:65535", "//u:secret@h", "x?k=secret"]
        {
            let refused = value.parse::<Cluster>();
            let Err(error @ SdkError::BadCluster { .. }) = refused else { panic!("{value:?}") };
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
