use super::*;
use crate::report::check::Unit;
use crate::report::sample;

#[test]
fn columns_are_aligned_and_numbers_grouped() {
    let shown = render(&sample::report());
    let table: Vec<&str> = shown.lines().take_while(|line| !line.is_empty()).collect();
    assert_eq!(
        table[..4],
        [
            "operator  behaviour                      stake (GIRD)        credits  rewards (GIRD)  slashed (GIRD)   paid (GIRD)",
            "--------  -----------------------------  ------------  -------------  --------------  --------------  ------------",
            "alpine    honest                                4,000    391,314,942      407.929116               0    407.929116",
            "borealis  honest, half the share                2,500    196,866,477      204.834921               0    204.834921",
        ]
    );
    assert_eq!(
        table.last(),
        Some(
            &"total                                          14,550  1,102,143,303    1,137.499984             450  1,137.499984"
        )
    );
    assert!(table.iter().all(|line| line.chars().count() == table[0].chars().count()));
}

#[test]
fn each_check_shows_both_sides_and_a_wrong_one_says_by_how_much() {
    let mut report = sample::report();
    report.checks.truncate(1);
    report.checks.push(Check::at_most("Owed is there", Unit::Credits, [("owed", 7)], [("there", 5)]));
    let shown = render(&report);
    assert!(shown.ends_with(
        "\n  ok   What was minted was paid or is in the vault: 1,137.5 GIRD = 1,137.5 GIRD\
         \n  OFF  Owed is there: 7 credits ≤ 5 credits is wrong by 2 credits\
         \n1 of 2 checks FAILS.\n"
    ));
}

#[test]
fn nothing_checked_is_nothing_proven() {
    let mut report = sample::report();
    report.checks.clear();
    assert!(render(&report).ends_with("Nothing was checked.\n"));
    assert!(!report.holds());
}

#[test]
fn names_cannot_drive_the_terminal() {
    let mut report = sample::report();
    report.operators[0].name = "\u{1b}[2Jgone\r\n".into();
    report.network.reward.symbol = "\u{7}".into();
    let shown = render(&report);
    assert!(shown.contains("\u{fffd}[2Jgone\u{fffd}\u{fffd}"));
    assert!(!shown.contains(['\u{1b}', '\u{7}', '\r']));
}

#[test]
fn json_has_exact_integers_and_outcomes() {
    let json = serde_json::to_value(sample::report()).expect("it serializes");
    assert_eq!(json["operators"][3]["slashed"], 450_000_000);
    assert_eq!(json["events"][4]["kind"], "fraud");
    assert_eq!(json["checks"][1]["relation"], "at_most");
    assert_eq!(json["checks"][1]["left"]["total"], 16);
    assert_eq!(json["checks"][1]["holds"], true);
}
