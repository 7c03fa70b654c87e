//! The pictures, each in a version for phones and one for wider pages; the style sheet shows one of them.

use crate::report::amount::duration;
use crate::report::model::{Event, EventKind, Report};
use crate::report::plot::{self, PlotError, Width};
use crate::report::text::escape;

type Plot = fn(&Report, Width) -> Result<String, PlotError>;

/// The picture of what happened, and the events in words.
pub(super) fn timeline(report: &Report) -> Result<String, PlotError> {
    let picture = both(report, plot::timeline, Width::Full, "A lane per operator with a block per epoch")?;
    let events: String =
        (1..).zip(report.timeline()).map(|(number, event)| self::event(report, number, event)).collect();
    Ok(format!(
        "<section>\n<h2>What happened</h2>\n<p class=\"note\">A block is an epoch of an operator: filled where it \
         earned credit, the stronger the more; hollow where it earned none. The numbers are the events below.</p>\n\
         {picture}<ol class=\"events\">\n{events}</ol>\n</section>\n"
    ))
}

/// Credits, rewards and stake over the epochs.
pub(super) fn plots(report: &Report) -> Result<String, PlotError> {
    let legend = legend(report);
    let figure = |class: &str, title: &str, note: &str, content: [&str; 2]| {
        format!(
            "<figure{class}>\n<figcaption><h2>{title}</h2><span class=\"note\">{note}</span></figcaption>\n\
             {}</figure>\n",
            content.concat()
        )
    };
    let credits = both(report, plot::credits, Width::Half, "Stacked bars of credits per epoch and operator")?;
    let rewards = both(report, plot::rewards, Width::Half, "Lines of each operator's rewards so far")?;
    let stake = both(report, plot::stake, Width::Full, "A lane per operator with its stake in each epoch")?;
    let plots = [
        figure("", "Credits per epoch", "Proven work that collateral covers.", [&legend, &credits]),
        figure("", "Rewards", "Earned so far; an epoch's reward counts in that epoch.", [&legend, &rewards]),
        figure(
            " class=\"both\"",
            "Stake",
            "What stays at risk at the end of each epoch. Red is what slashing took.",
            ["", &stake],
        ),
    ];
    Ok(format!("<div class=\"plots\">\n{}</div>\n", plots.concat()))
}

fn both(report: &Report, plot: Plot, wide: Width, label: &str) -> Result<String, PlotError> {
    let label = escape(label);
    let (wide, narrow) = (plot(report, wide)?, plot(report, Width::Narrow)?);
    Ok(format!(
        "<div class=\"wide\" role=\"img\" aria-label=\"{label}\">\n{wide}</div>\n\
         <div class=\"narrow\" role=\"img\" aria-label=\"{label}\">\n{narrow}</div>\n"
    ))
}

fn legend(report: &Report) -> String {
    let entries = report
        .operators
        .iter()
        .enumerate()
        .map(|(position, row)| format!("<li>{}{}</li>", chip(position), escape(&row.name)));
    format!("<ul class=\"legend\">{}</ul>\n", entries.collect::<String>())
}

/// A square in an operator's colour.
pub(super) fn chip(position: usize) -> String {
    format!("<span class=\"chip\" style=\"background:var(--o{position})\"></span>")
}

fn event(report: &Report, number: usize, event: &Event) -> String {
    let Event { at, kind, operator, text } = event;
    let class = if matches!(kind, EventKind::Fraud | EventKind::Slash) { " class=\"costly\"" } else { "" };
    let length = report.network.epoch_seconds;
    let (epoch, into) = (at.checked_div(length).unwrap_or(0), at.checked_rem(length).unwrap_or(0));
    let when = if into == 0 { format!("epoch {epoch}") } else { format!("epoch {epoch} + {}", duration(into)) };
    let who = report.operator_name(*operator).map(|name| format!("<b>{}</b> · ", escape(name))).unwrap_or_default();
    format!(
        "<li{class}><span class=\"mark\">{number}</span><span class=\"when\">{when}</span>\
         <span class=\"kind\">{}</span><span class=\"what\">{who}{}</span></li>\n",
        kind.word(),
        escape(text)
    )
}
