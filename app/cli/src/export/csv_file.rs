//! A table as comma-separated values.

use std::path::Path;

use anyhow::{Context, Result};

use super::table::Table;

/// Writes a table, its names first.
pub fn write(table: &Table, path: &Path) -> Result<()> {
    let shown = path.display();
    let mut writer = csv::Writer::from_path(path).with_context(|| format!("`{shown}` can't be written"))?;
    writer.write_record(table.columns.iter().map(|column| column.name))?;
    for row in 0..table.rows {
        writer.write_record(table.columns.iter().map(|column| column.cells.text(row)))?;
    }
    writer.flush().with_context(|| format!("`{shown}` can't be written"))
}
