//! The page's frame and the order of its sections.

use super::style::style;
use super::{pictures, sections, sums};
use crate::report::model::Report;
use crate::report::plot::PlotError;
use crate::report::text::escape;

/// What a browser may load: nothing. It may apply the page's own style.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

pub(super) fn page(report: &Report) -> Result<String, PlotError> {
    let body = [
        sections::headline(report),
        pictures::timeline(report)?,
        pictures::plots(report)?,
        sections::operators(report),
        sums::checks(report),
        sections::epochs(report),
        sections::network(report),
    ]
    .concat();
    Ok(format!(
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"#,
        title = escape(&report.title),
        style = style(report.operators.len()),
    ))
}
