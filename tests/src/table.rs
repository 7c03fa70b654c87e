//! Tables of what instructions cost, in pages that are committed: a measured one is compared with the committed one.

use std::fmt;

const HEAD: &str = "\
| instruction | compute units | bytes |
| --- | ---: | ---: |
";

/// One measured use of an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The instruction, and what is special about this use.
    pub title: String,
    /// Compute units of the ledger's instruction.
    pub units: u64,
    /// Bytes of the transaction.
    pub bytes: u64,
}

/// Rows in the order of the walk through the instructions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// The rows of a page that `Display` wrote; lines that are none are skipped.
    pub fn parse(page: &str) -> Self {
        let row = |line: &str| {
            let mut cells = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ");
            let (title, units, bytes) = (cells.next()?.to_owned(), cells.next()?, cells.next()?);
            Some(Row { title, units: number(units)?, bytes: number(bytes)? })
        };
        Self { rows: page.lines().filter_map(row).collect() }
    }

    /// The page with this table in place of the one in it.
    pub fn put_into(&self, page: &str) -> Option<String> {
        let (before, rest) = page.split_once(HEAD)?;
        let after = rest.split_once("\n\n").map(|(_, after)| format!("\n{after}")).unwrap_or_default();
        Some(format!("{before}{self}{after}"))
    }

    /// What of `measured` this table does not allow.
    pub fn compare(&self, measured: &Self) -> Vec<String> {
        let find = |table: &Self, title: &str| table.rows.iter().find(|row| row.title == title).cloned();
        let mut complaints = Vec::new();
        for row in &measured.rows {
            let Some(old) = find(self, &row.title) else {
                complaints.push(format!("{}: not in the table", row.title));
                continue;
            };
            for (what, old, new) in [("compute units", old.units, row.units), ("bytes", old.bytes, row.bytes)] {
                if new * 100 > old * 105 {
                    complaints.push(format!("{}: {what} rose by more than 5%, from {old} to {new}", row.title));
                }
            }
        }
        let gone = self.rows.iter().filter(|row| find(measured, &row.title).is_none());
        complaints.extend(gone.map(|row| format!("{}: in the table, but not measured any more", row.title)));
        complaints
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(HEAD)?;
        self.rows.iter().try_for_each(|Row { title, units, bytes }| {
            writeln!(f, "| {title} | {} | {} |", grouped(*units), grouped(*bytes))
        })
    }
}

fn grouped(number: u64) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", grouped(number / 1_000), number % 1_000) }
}

fn number(text: &str) -> Option<u64> {
    text.replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(&str, u64, u64)]) -> Table {
        let row = |&(title, units, bytes): &(&str, u64, u64)| Row { title: title.into(), units, bytes };
        Table { rows: rows.iter().map(row).collect() }
    }

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let written = table(&[("claim (SPL Token)", 1_234_567, 999), ("fund", 12, 1_000)]);
        assert_eq!(Table::parse(&written.to_string()), written);
    }

    #[test]
    fn a_table_takes_the_place_of_another_in_a_page() {
        let (old, new) = (table(&[("fund", 12, 1_000), ("claim", 1, 1)]), table(&[("fund", 13, 999)]));
        for after in ["", "\nThe end.\n\nOf all.\n"] {
            assert_eq!(new.put_into(&format!("Head.\n\n{old}{after}")), Some(format!("Head.\n\n{new}{after}")));
        }
        assert_eq!(new.put_into("No table."), None);
    }

    #[test]
    fn a_rise_of_5_percent_passes_and_one_unit_more_does_not() {
        let committed = table(&[("claim", 10_000, 400)]);
        assert!(committed.compare(&table(&[("claim", 10_500, 420)])).is_empty());
        assert!(committed.compare(&table(&[("claim", 1, 1)])).is_empty());
        let complaints = committed.compare(&table(&[("claim", 10_501, 421)]));
        assert_eq!(
            complaints,
            [
                "claim: compute units rose by more than 5%, from 10000 to 10501",
                "claim: bytes rose by more than 5%, from 400 to 421"
            ]
        );
    }

    #[test]
    fn a_missing_and_an_extra_row_are_named() {
        let complaints = table(&[("fund", 1, 1)]).compare(&table(&[("claim", 1, 1)]));
        assert_eq!(complaints, ["claim: not in the table", "fund: in the table, but not measured any more"]);
    }
}
