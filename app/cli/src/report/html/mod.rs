//! The report as one HTML file: no scripts, no fonts, no images, nothing loaded from anywhere.

mod page;
mod pictures;
mod sections;
mod style;
mod sums;

use super::model::{Malformed, Report};
use super::plot::PlotError;

/// The page. The same report gives the same bytes.
pub fn render(report: &Report) -> Result<String, RenderError> {
    report.validate()?;
    Ok(page::page(report)?)
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The report contradicts itself.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// A picture failed.
    #[error("{0}")]
    Plot(String),
}

impl From<PlotError> for RenderError {
    fn from(error: PlotError) -> Self {
        Self::Plot(error.to_string())
    }
}

#[cfg(test)]
mod tests;
