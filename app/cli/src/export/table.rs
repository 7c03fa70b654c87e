//! A table: columns of one type each.

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number, not negative.
    Number,
    /// A time, in seconds since 1970.
    Time,
}

/// A column's cells, `None` where there is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cells {
    /// Of [`Kind::Text`].
    Text(Vec<Option<String>>),
    /// Of [`Kind::Number`].
    Number(Vec<Option<u64>>),
    /// Of [`Kind::Time`].
    Time(Vec<Option<i64>>),
}

/// A named column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name, that of the account's field.
    pub name: &'static str,
    /// Its cells.
    pub cells: Cells,
}

/// Columns of equal length.
#[derive(Clone, Debug)]
pub struct Table {
    /// In their order.
    pub columns: Vec<Column>,
    /// Cells of each column.
    pub rows: usize,
}

impl Table {
    /// The fields of objects, which are accounts in the form of [`girder_sdk::json`], as columns of these names and kinds.
    pub fn new(objects: &[Value], columns: &[(&'static str, Kind)]) -> Result<Self> {
        let columns = columns.iter().map(|&(name, kind)| {
            let cells = Cells::of(objects, name, kind).with_context(|| format!("column `{name}`"))?;
            Ok(Column { name, cells })
        });
        Ok(Self { columns: columns.collect::<Result<_>>()?, rows: objects.len() })
    }
}

impl Cells {
    fn of(objects: &[Value], name: &str, kind: Kind) -> Result<Self> {
        let values = objects.iter().map(|object| object.get(name).context("an account lacks it"));
        Ok(match kind {
            Kind::Text => Self::Text(values.map(|value| text(value?)).collect::<Result<_>>()?),
            Kind::Number => Self::Number(values.map(|value| number(value?)).collect::<Result<_>>()?),
            Kind::Time => Self::Time(values.map(|value| time(value?)).collect::<Result<_>>()?),
        })
    }

    /// The cell of a row as text, empty where there is nothing.
    pub fn text(&self, row: usize) -> String {
        match self {
            Self::Text(cells) => cells.get(row).cloned().flatten().unwrap_or_default(),
            Self::Number(cells) => {
                cells.get(row).copied().flatten().map(|number| number.to_string()).unwrap_or_default()
            }
            Self::Time(cells) => cells.get(row).copied().flatten().map(girder_sdk::json::utc).unwrap_or_default(),
        }
    }
}

fn text(value: &Value) -> Result<Option<String>> {
    Ok(match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        other => bail!("{other} is no text"),
    })
}

/// Large numbers are text in JSON.
fn number(value: &Value) -> Result<Option<u64>> {
    Ok(match value {
        Value::Null => None,
        Value::String(text) => Some(text.parse().with_context(|| format!("`{text}` is no number"))?),
        other => Some(other.as_u64().with_context(|| format!("{other} is no number"))?),
    })
}

fn time(value: &Value) -> Result<Option<i64>> {
    match value {
        Value::Null => Ok(None),
        time => match time.get("unix") {
            Some(Value::String(text)) => Ok(Some(text.parse().with_context(|| format!("`{text}` is no time"))?)),
            unix => Ok(Some(unix.and_then(Value::as_i64).with_context(|| format!("{time} is no time"))?)),
        },
    }
}
