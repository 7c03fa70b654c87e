//! A wallet in a browser: its page's half speaks the Wallet Standard, and the key stays here, as it stays in an extension.

use std::sync::Arc;

use chromiumoxide::cdp::js_protocol::runtime::{AddBindingParams, EventBindingCalled};
use futures::StreamExt;
use girder_sdk::transport;
use serde_json::{Value, json};
use solana_keypair::Keypair;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;
use tokio::sync::Mutex;

use super::Tab;
use crate::harness::Node;

/// What the page's half calls.
const BINDING: &str = "girderTestWallet";

/// How a wallet signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    /// It sends what it signed, itself.
    AndSending,
    /// It hands the signed transaction back.
    Only,
}

impl Signing {
    fn feature(self) -> &'static str {
        match self {
            Self::AndSending => "solana:signAndSendTransaction",
            Self::Only => "solana:signTransaction",
        }
    }
}

/// A wallet with one account. It says yes to everything that it is asked for its account and chain.
pub struct TestWallet {
    /// Its name, which the page's buttons show.
    pub name: &'static str,
    /// Its account's key.
    pub key: Keypair,
    /// How it signs.
    pub signing: Signing,
    /// The chains that the wallet offers.
    pub chains: Vec<&'static str>,
    /// The chains of its account.
    pub account_chains: Vec<&'static str>,
}

impl TestWallet {
    /// A wallet for local nodes.
    pub fn new(key: Keypair, signing: Signing) -> Self {
        let chains = vec!["solana:localnet"];
        Self { name: "Test Wallet", key, signing, account_chains: chains.clone(), chains }
    }

    /// Puts the wallet into every page that the tab opens from now on; it sends to the node. What it was asked, in order.
    pub async fn install(self, tab: &Tab, node: &Node) -> Requests {
        let page = tab.page().clone();
        let mut calls = page.event_listener::<EventBindingCalled>().await.unwrap();
        page.execute(AddBindingParams::new(BINDING)).await.unwrap();
        page.evaluate_on_new_document(self.script()).await.unwrap();
        let requests = Requests::default();
        let (asked, client) = (requests.clone(), node.client());
        tokio::spawn(async move {
            let mut allowed = false;
            while let Some(call) = calls.next().await {
                let request: Value = serde_json::from_str(&call.payload).unwrap();
                asked.0.lock().await.push(request["request"].as_str().unwrap().to_owned());
                let answer = match self.answer(&request, &mut allowed, &client).await {
                    Ok(value) => json!({ "value": value }),
                    Err(error) => json!({ "error": error }),
                };
                // A page that was left meanwhile hears nothing.
                let tell = format!("{BINDING}Answer({}, {answer})", request["id"]);
                let _gone = page.evaluate_expression(tell).await;
            }
        });
        requests
    }

    fn script(&self) -> String {
        let address = self.key.pubkey();
        let wallet = json!({
            "name": self.name,
            "chains": self.chains,
            "accountChains": self.account_chains,
            "address": address.to_string(),
            "publicKey": address.to_bytes(),
            "signing": self.signing.feature(),
        });
        format!("({})({wallet})", include_str!("wallet.js").trim())
    }

    /// Does what the page's half asks. A page that was allowed once is connected silently, any other is not.
    async fn answer(&self, request: &Value, allowed: &mut bool, client: &RpcClient) -> Result<Value, String> {
        match request["request"].as_str() {
            Some("connect") => {
                *allowed |= request["silent"] == false;
                Ok(json!(*allowed))
            }
            Some("disconnect") => {
                *allowed = false;
                Ok(Value::Null)
            }
            Some("sign") => {
                let signed = transport::to_base64(&self.sign(request)?).map_err(|error| error.to_string())?;
                Ok(json!(signed))
            }
            Some("send") => {
                let signed = self.sign(request)?;
                let signature = client.send_transaction(&signed).await.map_err(|error| error.to_string())?;
                Ok(json!(signature.as_ref()))
            }
            _ => Err(format!("{} does not do that: {request}", self.name)),
        }
    }

    fn sign(&self, request: &Value) -> Result<VersionedTransaction, String> {
        let ours = self.account_chains.iter().any(|chain| request["chain"] == **chain);
        if !ours || request["address"] != self.key.pubkey().to_string() {
            return Err(format!("{} signs nothing for {} on {}", self.name, request["address"], request["chain"]));
        }
        let transaction = request["transaction"].as_str().unwrap_or_default();
        let mut transaction = transport::from_base64(transaction).map_err(|error| error.to_string())?;
        if transaction.message.static_account_keys().first() != Some(&self.key.pubkey()) {
            return Err("the transaction is paid by another wallet".into());
        }
        transaction.signatures = vec![self.key.sign_message(&transaction.message.serialize())];
        Ok(transaction)
    }
}

/// What a wallet was asked: `connect`, `disconnect`, `sign`, `send`.
#[derive(Clone, Default)]
pub struct Requests(Arc<Mutex<Vec<String>>>);

impl Requests {
    /// All of it, in order.
    pub async fn all(&self) -> Vec<String> {
        self.0.lock().await.clone()
    }
}
