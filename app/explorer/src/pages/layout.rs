//! What every page has, and the pieces that pages are made of.

use maud::{DOCTYPE, Markup, html};

use crate::{index::EventRow, words};

/// A page. `path`: the pages above it, as links and names.
pub(super) fn layout(title: &str, path: &[(String, String)], body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/style.css";
                title { (title) " · Girder" }
            }
            body {
                a.skip href="#content" { "Skip to the content" }
                header.bar {
                    a.home href="/" { "Girder" }
                    form role="search" action="/search" {
                        label.hidden for="search" { "Address or signature" }
                        input #search name="q" type="search" placeholder="Address or signature" required maxlength="100"
                            autocomplete="off" spellcheck="false";
                        button { "Find" }
                    }
                }
                main #content {
                    @if !path.is_empty() {
                        nav aria-label="Path" {
                            @for (link, name) in path { a href=(link) { (name) } " / " }
                        }
                    }
                    h1 { (title) }
                    (body)
                }
            }
        }
    }
}

/// Names and values.
pub(super) fn facts(facts: &[(&str, Markup)]) -> Markup {
    html! { dl.facts { @for (name, value) in facts { dt { (name) } dd { (value) } } } }
}

/// The few numbers that matter most.
pub(super) fn tiles(tiles: &[(&str, String)]) -> Markup {
    html! { dl.tiles { @for (name, value) in tiles { div { dt { (name) } dd { (value) } } } } }
}

/// A table that scrolls by itself where it is wider than the page. On a phone each row is a block, whose cells name their
/// column.
pub(super) fn table(heads: &[&str], rows: Vec<Vec<Markup>>) -> Markup {
    if rows.is_empty() {
        return html! { p.note { "None." } };
    }
    html! {
        div.scroll tabindex="0" {
            table {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in rows { tr { @for (head, cell) in heads.iter().zip(row) { td data-head=(head) { (cell) } } } }
                }
            }
        }
    }
}

/// A link to an account's page, by its key's beginning and end.
pub(super) fn link(kind: &str, address: &str) -> Markup {
    html! { a.key href={ "/" (kind) "/" (address) } title=(address) { (words::short(address)) } }
}

/// A key in full.
pub(super) fn key(key: impl std::fmt::Display) -> Markup {
    html! { code { (key) } }
}

/// What happened, newest first.
pub(super) fn events(rows: &[EventRow]) -> Markup {
    let line = |row: &EventRow| {
        vec![
            html! { (row.time.map(words::time).unwrap_or_default()) },
            html! { a href={ "/transaction/" (row.signature) } { (words::spaced(&row.kind)) } },
            summary(row),
        ]
    };
    html! { div.events { (table(&["when (UTC)", "what", "with (amounts in base units)"], rows.iter().map(line).collect())) } }
}

/// An event's plain numbers and texts, without what its place on the page says already.
fn summary(row: &EventRow) -> Markup {
    let fields = row.body.as_object().into_iter().flatten().filter_map(|(name, value)| {
        let shown = match value {
            serde_json::Value::Number(number) => number.as_u64().map_or_else(|| number.to_string(), words::grouped),
            serde_json::Value::String(text) if name != "event" && name != "network" => words::short(text),
            _ => return None,
        };
        Some((words::spaced(name), shown))
    });
    html! { @for (name, value) in fields.take(6) { span.pair { (name) " " b { (value) } } " " } }
}
