//! Where the program begins to refuse a parameter, because lying would pay.

use anyhow::{Context, Result, ensure};
use girder_sdk::{SdkError, ledger::error::LedgerError};
use serde::Serialize;

use super::{plan::Parameter, setting::Setting};
use crate::demo::{keys::Secrets, setup};

/// The last value that the program takes and the first one that it refuses, both tried with a transaction.
#[derive(Clone, Debug, Serialize)]
pub struct Boundary {
    pub taken: u64,
    pub refused: u64,
}

/// Finds it by the ledger's own rule, then asks the program.
pub async fn find(parameter: Parameter, demo: Setting) -> Result<Option<Boundary>> {
    // From a value that is taken towards one that is not; both ends stay so.
    let (mut taken, mut refused) = match parameter {
        Parameter::SlashRate => (demo.slash_bps, 0),
        Parameter::Collateral => (demo.collateral, 0),
        Parameter::Leverage => (demo.leverage_bps, 1_000_000),
        Parameter::Bounty | Parameter::VerdictCap | Parameter::Correlation => return Ok(None),
    };
    while taken.abs_diff(refused) > 1 {
        let middle = taken.midpoint(refused);
        let parameters = parameter.set(demo, middle).file()?.parameters(0)?;
        if parameters.check(true).is_ok() { taken = middle } else { refused = middle }
    }
    ensure!(creates(parameter.set(demo, taken)).await?, "the program refuses what its rule takes");
    ensure!(!creates(parameter.set(demo, refused)).await?, "the program takes what its rule refuses");
    Ok(Some(Boundary { taken, refused }))
}

/// Whether the program creates such a network, or refuses it because lying would pay.
async fn creates(setting: Setting) -> Result<bool> {
    match setup::create_network(&setting.file()?, Secrets::new(1), 1).await {
        Ok(_) => Ok(true),
        Err(error) => {
            let refusal = error.downcast_ref::<SdkError>().and_then(SdkError::refusal);
            let rule = refusal.and_then(|refusal| refusal.ledger_error());
            let rule = rule.context("the network was refused by another than the ledger")?;
            ensure!(matches!(rule, LedgerError::LyingWouldPay), "the network was refused for another reason: {rule:?}");
            Ok(false)
        }
    }
}
