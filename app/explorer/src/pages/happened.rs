//! What happened, a page of events at a time.

use maud::{Markup, html};
use serde::Deserialize;
use solana_address::Address;

use super::{Explorer, PageError, layout::events};
use crate::index::Place;

/// Which events of a list a visitor looks at.
#[derive(Deserialize)]
pub(super) struct Shown {
    /// Those before this place; without it, the newest.
    before: Option<String>,
}

impl Shown {
    fn before(&self) -> Result<Option<Place>, PageError> {
        let bad = |text| PageError::bad(text, "a place in a list of events: SLOT-SIGNATURE-NUMBER");
        self.before.as_deref().map(|text| text.parse().map_err(|_| bad(text))).transpose()
    }
}

/// The section of what happened to an account and to what belongs to it, with the way to what is older.
pub(super) async fn section(explorer: &Explorer, address: &Address, shown: &Shown) -> Result<Markup, PageError> {
    let before = shown.before()?;
    let list = explorer.index.events_about(address, before.as_ref()).await?;
    Ok(html! {
        section #happened {
            h2 { "What happened" }
            (events(&list.rows))
            @if before.is_some() || list.older.is_some() {
                nav.pages aria-label="Pages of what happened" {
                    @if before.is_some() { a href="?#happened" { "Newest" } " " }
                    @if let Some(older) = list.older { a href={ "?before=" (older) "#happened" } rel="next" { "Older" } }
                }
            }
        }
    })
}
