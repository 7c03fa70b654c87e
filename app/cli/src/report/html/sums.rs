//! The checks: both sides of every sum, term by term.

use crate::report::amount::{column, grouped, with_unit};
use crate::report::check::{Check, Sum, Unit};
use crate::report::model::{Network, Report};
use crate::report::text::escape;

/// All checks.
pub(super) fn checks(report: &Report) -> String {
    let checks = report.checks.iter().map(|check| self::check(check, &report.network));
    format!(
        "<section>\n<h2>Does it add up?</h2>\n<p class=\"note\">Each sum is computed twice, from different \
         sources.</p>\n<ul class=\"checks\">\n{}</ul>\n</section>\n",
        checks.collect::<String>()
    )
}

fn check(check: &Check, network: &Network) -> String {
    let (class, sign) = if check.holds() { ("good", '✓') } else { ("bad", '✗') };
    let fault = if check.holds() {
        String::new()
    } else {
        let by = with_unit(check.difference(), check.unit(), network);
        format!("<p class=\"bad\"><b>Wrong by {}.</b></p>\n", escape(&by))
    };
    let (left, right) = sides(check, network);
    format!(
        "<li>\n<h3><span class=\"{class}\">{sign}</span>{name}</h3>\n{fault}<div class=\"sides\">\n{left}\
         <span class=\"relation\">{relation}</span>\n{right}</div>\n</li>\n",
        name = escape(check.name()),
        relation = check.relation().sign(),
    )
}

/// Both sums, with the same number of decimals.
fn sides(check: &Check, network: &Network) -> (String, String) {
    let (decimals, symbol) = match check.unit() {
        Unit::Reward => (network.reward.decimals, network.reward.symbol.as_str()),
        Unit::Stake => (network.stake.decimals, network.stake.symbol.as_str()),
        Unit::Credits => (0, "credits"),
        Unit::Sums => (0, "sums"),
    };
    let amounts =
        |sum: &Sum| -> Vec<u128> { sum.terms.iter().map(|term| term.amount.into()).chain([sum.total]).collect() };
    let mut shown = column(&[amounts(check.left()), amounts(check.right())].concat(), decimals);
    let right = shown.split_off(check.left().terms.len().saturating_add(1).min(shown.len()));
    (side(check.left(), &shown, symbol), side(check.right(), &right, symbol))
}

/// The terms and their total; a sum of one term is just that.
fn side(sum: &Sum, shown: &[String], symbol: &str) -> String {
    let row =
        |class: &str, name: &str, shown: &str| format!("<dt{class}>{}</dt><dd{class}>{shown}</dd>\n", escape(name));
    let total = shown.last().cloned().unwrap_or_else(|| grouped(sum.total));
    let rows = match &*sum.terms {
        [only] => row(" class=\"alone\"", &format!("{}, {symbol}", only.name), &total),
        terms => {
            let each: String = terms.iter().zip(shown).map(|(term, shown)| row("", &term.name, shown)).collect();
            each + &row(" class=\"total\"", symbol, &total)
        }
    };
    format!("<dl class=\"sum\">\n{rows}</dl>\n")
}
