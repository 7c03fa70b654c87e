use super::*;
use crate::report::check::{Check, Unit};
use crate::report::model::{Event, EventKind, Fact};
use crate::report::plot::palette::{all, hex};
use crate::report::sample;
use std::collections::BTreeSet;

/// Names and texts that would break out of a careless page, in every place that takes one.
fn hostile() -> Report {
    let evil = || "</text></svg><script>alert(1)</script>\" onload='x' &amp; \u{202e}\u{0}".to_owned();
    let mut report = sample::report();
    report.title = evil();
    report.summary = evil();
    report.network.name = evil();
    report.network.reward.symbol = evil();
    report.network.stake.symbol = evil();
    report.network.facts.push(Fact { name: evil(), value: evil() });
    for row in &mut report.operators {
        (row.name, row.behaviour) = (evil(), evil());
    }
    report.events.push(Event { at: 1, kind: EventKind::Fraud, operator: Some(0), text: evil() });
    report.checks.push(Check::equal(evil(), Unit::Reward, [(evil(), 1)], [(evil(), 2), (evil(), 3)]));
    report
}

/// Many operators and epochs, the largest amounts, events that crowd.
fn large() -> Report {
    let mut report = sample::report();
    let (operator, cell) = (report.operators[0].clone(), report.epochs[0].cells[0]);
    report.operators = vec![operator; 12];
    for row in &mut report.operators {
        (row.stake, row.rewards, row.slashed, row.paid) = (u64::MAX, u64::MAX, u64::MAX, u64::MAX);
        (row.credits, row.name) = (u64::MAX, "a rather long name of an operator".into());
    }
    let mut cell = cell;
    (cell.credits, cell.rewards, cell.stake, cell.slashed) = (u64::MAX, u64::MAX, u64::MAX, u64::MAX);
    let mut row = report.epochs[0].clone();
    row.cells = vec![cell; 12];
    report.epochs = (0..64)
        .map(|number| (u64::MAX - 70 + number, row.clone()))
        .map(|(index, mut row)| {
            (row.index, row.pot, row.minted) = (index, u64::MAX, u64::MAX);
            row
        })
        .collect();
    report.events =
        (0..60).map(|at| Event { at, kind: EventKind::Slash, operator: None, text: "again".into() }).collect();
    report.network.reward.decimals = 0;
    report
}

/// Nothing happened, and nobody was there.
fn empty() -> Report {
    let mut report = sample::report();
    report.operators.clear();
    report.epochs.clear();
    report.events.clear();
    report.checks.clear();
    report
}

fn page(report: &Report) -> String {
    render(report).expect("it renders")
}

/// Whether every element is closed in its order, as XML would have it. HTML's void elements need no end.
fn is_balanced(page: &str) -> bool {
    let void = ["meta", "link", "!DOCTYPE"];
    let mut open = vec![];
    for tag in page.split('<').skip(1) {
        let Some((tag, _)) = tag.split_once('>') else { return false };
        let name = tag.trim_end_matches('/').split_whitespace().next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return false,
            None if !tag.ends_with('/') && !void.contains(&name) => open.push(name),
            _ => (),
        }
    }
    open.is_empty()
}

#[test]
fn the_same_report_gives_the_same_page() {
    assert_eq!(page(&sample::report()), page(&sample::report()));
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    let page = page(&sample::report()).replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for word in ["http:", "https:", "//", "<script", " onload", "src=", "url(", "@import", "@font-face"] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn every_page_is_well_formed() {
    for report in [sample::report(), hostile(), large(), empty()] {
        assert!(is_balanced(&page(&report)), "{}", report.title);
    }
}

#[test]
fn names_and_texts_are_escaped_everywhere() {
    let page = page(&hostile());
    assert!(!page.contains("<script"));
    assert!(!page.contains("onload='"));
    assert!(!page.contains(['\u{202e}', '\u{0}']));
    assert!(page.contains("&lt;script&gt;alert(1)"));
}

#[test]
fn dark_mode_knows_every_colour_of_the_pictures() {
    let known: BTreeSet<String> = all().map(|ink| hex(ink.light)).collect();
    for report in [sample::report(), large()] {
        let page = page(&report);
        let pictures = page.split_once("</style>").expect("it has a style").1;
        for used in pictures.split("=\"#").skip(1) {
            assert!(known.contains(&format!("#{}", &used[..6])), "{used:.20}");
        }
    }
}

#[test]
fn a_failed_check_is_the_headline_and_says_by_how_much() {
    let mut report = sample::report();
    report.checks.push(Check::equal("It adds up", Unit::Reward, [("a", 1_500_000)], [("b", 2_000_000)]));
    let page = page(&report);
    assert!(page.contains("class=\"verdict bad\">✗ 1 of 5 checks FAILS."));
    assert!(page.contains("Wrong by 0.5 GIRD."));
    assert!(!report.holds());
}

#[test]
fn a_report_that_contradicts_itself_is_refused() {
    let refused = |change: fn(&mut Report)| {
        let mut report = sample::report();
        change(&mut report);
        render(&report).expect_err("it is refused").to_string()
    };
    assert_eq!(
        refused(|report| report.epochs[3].cells.truncate(2)),
        "epoch 3 has 2 cells: it must have one for each of the 5 operators"
    );
    assert_eq!(refused(|report| report.epochs.swap(1, 2)), "epoch 1 follows epoch 2: epochs must ascend");
    assert_eq!(
        refused(|report| report.events[0].operator = Some(5)),
        "an event is about operator 5: positions must be below 5"
    );
    assert_eq!(
        refused(|report| report.network.epoch_seconds = 0),
        "the network's epochs have 0 seconds: they must have at least 1"
    );
}
