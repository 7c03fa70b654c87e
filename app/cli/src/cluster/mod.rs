//! Which cluster a command speaks to, who acts, and how what it does is sent and told.

mod config;
mod keypair;
mod session;
mod told;

use std::{path::PathBuf, sync::Arc};

use anyhow::{Context, Result};
use clap::Args;
use girder_sdk::{
    rpc::{CommitmentConfig, CommitmentLevel, FeePolicy, RpcLedger},
    transport::Transport,
};
use solana_address::Address;
use solana_keypair::Keypair;

use config::Config;
pub use keypair::load as load_keypair;
pub use session::Session;

/// The options that name a cluster.
#[derive(Debug, Args)]
pub struct Cluster {
    /// localhost, devnet, testnet, mainnet-beta (or l, d, t, m), or the URL of an RPC node; by default the Solana CLI's, or
    /// localhost
    #[arg(long, short, value_name = "CLUSTER")]
    url: Option<String>,
    /// How sure it must be what is read and sent: processed, confirmed or finalized; by default the Solana CLI's, or confirmed
    #[arg(long, value_name = "LEVEL")]
    commitment: Option<CommitmentLevel>,
    /// The Solana CLI's configuration, by default ~/.config/solana/cli/config.yml if there is one
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Cluster {
    /// The ledger there. Asks nobody yet.
    pub fn open(&self) -> Result<RpcLedger> {
        self.open_with(&self.config()?)
    }

    fn config(&self) -> Result<Config> {
        Config::load(self.config.as_deref())
    }

    fn open_with(&self, config: &Config) -> Result<RpcLedger> {
        let url = self.url.as_deref().or(config.json_rpc_url.as_deref()).unwrap_or("localhost");
        let cluster: girder_sdk::rpc::Cluster = url.parse()?;
        // The notifications' URL in a configuration belongs to the URL beside it.
        let websocket = config.websocket_url.as_deref().filter(|url| self.url.is_none() && !url.is_empty());
        let cluster = match websocket {
            Some(websocket) => cluster.with_websocket(websocket)?,
            None => cluster,
        };
        let commitment = match (self.commitment, config.commitment.as_deref()) {
            (Some(level), _) => level,
            (None, Some(text)) => {
                text.parse().with_context(|| format!("the configuration's commitment `{text}` is none"))?
            }
            (None, None) => CommitmentLevel::Confirmed,
        };
        Ok(RpcLedger::new(&cluster, CommitmentConfig { commitment })?)
    }
}

/// The options of every command that changes something: where, and who acts there.
#[derive(Debug, Args)]
pub struct Acting {
    #[command(flatten)]
    cluster: Cluster,
    /// The key file of who acts and pays; `-` reads it from stdin; by default the Solana CLI's
    #[arg(long, short, value_name = "FILE")]
    keypair: Option<PathBuf>,
    /// The most to offer for a place in a block, micro-lamports a compute unit; what is offered is what others paid lately
    #[arg(long, value_name = "MICRO_LAMPORTS", default_value_t = FeePolicy::default().most)]
    priority_fee: u64,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Acting {
    /// Opens the ledger, and reads the key that acts and pays.
    pub fn open(&self) -> Result<(RpcLedger, Keypair)> {
        let config = self.cluster.config()?;
        let key = self.key(&config)?;
        let key = key.context("nobody signs: name a key file with --keypair FILE (`girder keys new` makes one)")?;
        Ok((self.ledger(&config)?, key))
    }

    /// Whether what is told is JSON.
    pub fn json(&self) -> bool {
        self.json
    }

    fn ledger(&self, config: &Config) -> Result<RpcLedger> {
        let fees = FeePolicy { most: self.priority_fee, ..FeePolicy::default() };
        Ok(self.cluster.open_with(config)?.with_fees(fees))
    }

    fn key(&self, config: &Config) -> Result<Option<Keypair>> {
        self.keypair.as_deref().or(config.keypair_path.as_deref()).map(keypair::load).transpose()
    }
}

/// The options of a command that sends a transaction.
#[derive(Debug, Args)]
pub struct Sending {
    #[command(flatten)]
    acting: Acting,
    /// The key file of who pays fees and rent instead
    #[arg(long, value_name = "FILE")]
    fee_payer: Option<PathBuf>,
    /// Key files of others that must sign
    #[arg(long, value_name = "FILE")]
    signer: Vec<PathBuf>,
    /// Send nothing: print the transaction unsigned, in base64, for a multisig or a cold wallet
    #[arg(long, requires = "from", conflicts_with_all = ["keypair", "fee_payer", "signer"])]
    unsigned: bool,
    /// Who acts and pays in an unsigned transaction
    #[arg(long, value_name = "ADDRESS", requires = "unsigned")]
    from: Option<Address>,
}

impl Sending {
    /// Opens the ledger, and reads the keys that sign.
    pub fn open(&self) -> Result<Session> {
        let config = self.acting.cluster.config()?;
        let ledger: Arc<dyn Transport> = Arc::new(self.acting.ledger(&config)?);
        if let Some(from) = self.from {
            return Ok(Session::unsigned(ledger, from, self.acting.json));
        }
        let key = self.acting.key(&config)?.context(
            "nobody signs: name a key file with --keypair FILE (`girder keys new` makes one), or an address with --unsigned --from",
        )?;
        let mut signers = vec![key];
        for path in self.fee_payer.iter().chain(&self.signer) {
            signers.push(keypair::load(path)?);
        }
        Ok(Session::signed(ledger, signers, self.fee_payer.is_some(), self.acting.json))
    }
}
