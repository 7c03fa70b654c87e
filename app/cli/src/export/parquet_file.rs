//! A table as Apache Parquet: one row group, all columns optional.

use std::{fs::File, path::Path, sync::Arc};

use anyhow::{Context, Result};
use parquet::{
    basic::Compression,
    data_type::{ByteArray, ByteArrayType, Int64Type},
    file::{
        properties::WriterProperties,
        writer::{SerializedColumnWriter, SerializedFileWriter},
    },
    schema::parser::parse_message_type,
};

use super::table::{Cells, Table};

/// Milliseconds in a second.
const MILLISECONDS: i64 = 1_000;

/// Writes a table.
pub fn write(table: &Table, path: &Path) -> Result<()> {
    let schema = Arc::new(parse_message_type(&schema(table))?);
    let properties = Arc::new(WriterProperties::builder().set_compression(Compression::SNAPPY).build());
    let file = File::create(path).with_context(|| format!("`{}` can't be written", path.display()))?;
    let mut writer = SerializedFileWriter::new(file, schema, properties)?;
    let mut group = writer.next_row_group()?;
    for column in &table.columns {
        let mut into = group.next_column()?.context("the schema has fewer columns than the table")?;
        write_cells(&column.cells, &mut into)?;
        into.close()?;
    }
    group.close()?;
    writer.close()?;
    Ok(())
}

fn schema(table: &Table) -> String {
    let fields = table.columns.iter().map(|column| {
        let name = column.name;
        match column.cells {
            Cells::Text(_) => format!("optional binary {name} (STRING);"),
            Cells::Number(_) => format!("optional int64 {name} (INTEGER(64,false));"),
            Cells::Time(_) => format!("optional int64 {name} (TIMESTAMP(MILLIS,true));"),
        }
    });
    format!("message accounts {{ {} }}", fields.collect::<String>())
}

fn write_cells(cells: &Cells, into: &mut SerializedColumnWriter) -> Result<()> {
    match cells {
        Cells::Text(cells) => {
            let values: Vec<ByteArray> = cells.iter().flatten().map(|text| text.as_str().into()).collect();
            into.typed::<ByteArrayType>().write_batch(&values, Some(&levels(cells)), None)?;
        }
        Cells::Number(cells) => {
            // The bits of an unsigned number, as the schema says.
            let values: Vec<i64> = cells.iter().flatten().map(|number| number.cast_signed()).collect();
            into.typed::<Int64Type>().write_batch(&values, Some(&levels(cells)), None)?;
        }
        Cells::Time(cells) => {
            let values: Vec<i64> = cells.iter().flatten().map(|time| time.saturating_mul(MILLISECONDS)).collect();
            into.typed::<Int64Type>().write_batch(&values, Some(&levels(cells)), None)?;
        }
    }
    Ok(())
}

/// Which cells are there: a Parquet column holds only those.
fn levels<T>(cells: &[Option<T>]) -> Vec<i16> {
    cells.iter().map(|cell| i16::from(cell.is_some())).collect()
}
