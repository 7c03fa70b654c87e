//! The style sheet: the layout from a file, the colours from the pictures' palette.

use crate::report::plot::palette::{self, GOOD, GRID, Ink, LOST, MUTED, PAGE, Rgb, SURFACE, TEXT, hex};
use std::fmt::Write;

const LAYOUT: &str = include_str!("style.css");

/// The whole style sheet for a page with that many operators.
pub(super) fn style(operators: usize) -> String {
    let light = variables(operators, |ink| ink.light);
    let dark = variables(operators, |ink| ink.dark);
    let pictures = pictures();
    format!(":root {{{light}}}\n{LAYOUT}@media (prefers-color-scheme: dark) {{\n:root {{{dark}}}\n{pictures}}}\n")
}

fn variables(operators: usize, pick: fn(Ink) -> Rgb) -> String {
    let named = [
        ("text", TEXT),
        ("muted", MUTED),
        ("grid", GRID),
        ("surface", SURFACE),
        ("page", PAGE),
        ("lost", LOST),
        ("good", GOOD),
    ];
    let named = named.into_iter().map(|(name, ink)| (name.to_owned(), ink));
    let series = (0..operators).map(|position| (format!("o{position}"), palette::operator(position)));
    named.chain(series).fold(String::new(), |mut css, (name, ink)| {
        // Writing to a string can't fail.
        let _ = write!(css, "--{name}:{};", hex(pick(ink)));
        css
    })
}

/// Pictures hold the light colours as attributes; a rule of the page outranks them.
fn pictures() -> String {
    palette::all().fold(String::new(), |mut css, Ink { light, dark }| {
        let (light, dark) = (hex(light), hex(dark));
        for attribute in ["fill", "stroke"] {
            let _ = writeln!(css, "svg [{attribute}=\"{light}\"] {{ {attribute}: {dark} }}");
        }
        css
    })
}
