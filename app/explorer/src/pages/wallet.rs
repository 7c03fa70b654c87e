//! A wallet's positions, and the piece of a page by which a wallet acts.

use axum::extract::{Path, Query, State};
use girder_sdk::ledger::state::{Network, Operator, Position};
use girder_sdk::{SdkError, pda, transport};
use maud::{Markup, html};
use solana_address::Address;

use super::{
    Explorer, Page, PageError, Shared, WalletAccess, address,
    happened::{self, Shown},
    layout::{key, layout, link, table},
};
use crate::words;

pub(super) async fn page(State(explorer): Shared, Path(text): Path<String>, Query(shown): Query<Shown>) -> Page {
    let wallet = address(&text)?;
    let mut rows = Vec::new();
    for operator in explorer.index.operators_of_wallet(&wallet).await? {
        rows.extend(position(&explorer, operator, wallet).await?);
    }
    let happened = happened::section(&explorer, &wallet, &shown).await?;
    let body = html! {
        p.lead { (key(wallet)) }
        section {
            h2 { "Positions" }
            (table(&["operator", "stake", "leaving", "rewards not claimed", "paid so far"], rows))
        }
        (happened)
    };
    Ok(layout(&format!("Wallet {}", words::short(&text)), &[("/".into(), "Networks".into())], body))
}

/// A wallet's position with an operator; `None` if there is none any more.
async fn position(explorer: &Explorer, operator: Address, wallet: Address) -> Result<Option<Vec<Markup>>, PageError> {
    let ledger = explorer.ledger.as_ref();
    let position = transport::fetch::<Position>(ledger, pda::position(operator, wallet)).await;
    let mut position = match position {
        Err(SdkError::NotFound { .. }) => return Ok(None),
        position => position?,
    };
    let account: Operator = transport::fetch(ledger, operator).await?;
    let network: Network = transport::fetch(ledger, account.network).await?;
    // As the program does before it pays.
    let accrued = position.accrue(&account).is_ok();
    let worth = account.stake_for(position.shares).unwrap_or_default();
    let leaving = account.stake_for(position.unbonding_shares).unwrap_or_default();
    Ok(Some(vec![
        link("operator", &operator.to_string()),
        html! { (words::tokens(worth, network.collateral_decimals)) },
        html! { (words::tokens(leaving, network.collateral_decimals)) },
        html! { @if accrued { (words::tokens(position.owed, network.reward_decimals)) } @else { "?" } },
        html! { (words::tokens(position.paid, network.reward_decimals)) },
    ]))
}

/// Where a visitor's wallet stakes, unstakes and claims, by way of the Actions server. Nothing without one.
pub(super) fn actions(explorer: &Explorer, operator: &Operator, address: &Address) -> Markup {
    let Some(WalletAccess { actions, chain }) = &explorer.wallets else { return html! {} };
    let base = format!("{actions}/api/{}/operators/{address}", operator.network);
    html! {
        section.wallet data-wallet data-base=(base) data-chain=(chain) data-identity=(operator.identity) {
            h2 { "Your wallet" }
            noscript { p { "Connecting a wallet needs JavaScript." } }
            div data-connect {
                p.note { "A wallet that follows the Wallet Standard can stake here. Nothing is signed before it asks you." }
                p data-none { "No wallet found in this browser." }
                p.choose data-choose {}
                p data-obstacles {}
            }
            div data-connected hidden {
                p.account { "Connected: " a data-account href="/" {} " " button.plain data-disconnect { "Disconnect" } }
                form data-action="stake" {
                    label for="stake" { "Tokens to stake" }
                    input #stake name="amount" inputmode="decimal" required autocomplete="off" pattern="[0-9]+([.][0-9]+)?";
                    button { "Stake" }
                }
                form data-action="unstake" {
                    label for="unstake" { "Tokens to unstake" }
                    input #unstake name="amount" inputmode="decimal" required autocomplete="off" pattern="[0-9]+([.][0-9]+)?";
                    button { "Unstake" }
                }
                form data-action="claim" { button { "Claim rewards" } }
            }
            p role="status" data-status {}
        }
        script src="/wallet.js" defer {}
    }
}
