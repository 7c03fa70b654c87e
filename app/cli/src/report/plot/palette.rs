//! Colours, for light and for dark pages.
//!
//! The operators' colours were searched for: as far apart as they get for normal vision and for each kind of
//! colour blindness, each with a contrast of at least 3:1 to its page. The tests measure both. Nothing is told
//! by colour alone.

/// Red, green, blue.
pub(in crate::report) type Rgb = (u8, u8, u8);

/// One meaning, in light and in dark mode. Pictures are drawn in the light colour, which is therefore unique to
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) struct Ink {
    pub light: Rgb,
    pub dark: Rgb,
}

/// Text.
pub(in crate::report) const TEXT: Ink = Ink { light: (0x1B, 0x20, 0x28), dark: (0xE8, 0xEA, 0xED) };
/// Labels of axes, secondary text.
pub(in crate::report) const MUTED: Ink = Ink { light: (0x5A, 0x62, 0x6E), dark: (0xA3, 0xAB, 0xB8) };
/// Lines of a grid, outlines.
pub(in crate::report) const GRID: Ink = Ink { light: (0xD9, 0xDD, 0xE3), dark: (0x38, 0x3F, 0x4A) };
/// What pictures lie on.
pub(in crate::report) const SURFACE: Ink = Ink { light: (0xFF, 0xFF, 0xFE), dark: (0x1A, 0x1E, 0x25) };
/// What lies under the pictures' cards.
pub(in crate::report) const PAGE: Ink = Ink { light: (0xF4, 0xF5, 0xF7), dark: (0x10, 0x13, 0x18) };
/// Stake that was taken; sums that don't hold.
pub(in crate::report) const LOST: Ink = Ink { light: (0xB3, 0x1B, 0x34), dark: (0xFF, 0x7B, 0x88) };
/// Sums that hold.
pub(in crate::report) const GOOD: Ink = Ink { light: (0x0B, 0x6E, 0x4F), dark: (0x4F, 0xD1, 0xA5) };

/// Blue, brown, teal, purple, amber, violet.
const OPERATORS: [Ink; 6] = [
    Ink { light: (0x1F, 0x49, 0x7A), dark: (0x9C, 0xBE, 0xFB) },
    Ink { light: (0x70, 0x34, 0x16), dark: (0xD9, 0x73, 0x1D) },
    Ink { light: (0x19, 0x94, 0x8E), dark: (0x60, 0xFB, 0xE5) },
    Ink { light: (0x85, 0x47, 0xCE), dark: (0xA8, 0x80, 0xBA) },
    Ink { light: (0xB3, 0x70, 0x02), dark: (0xF3, 0xB2, 0x65) },
    Ink { light: (0xA0, 0x72, 0xFD), dark: (0x84, 0x7E, 0xFD) },
];

/// The colour of the operator at `position`; from the seventh on they come again: more can't be told apart by
/// everybody.
pub(in crate::report) fn operator(position: usize) -> Ink {
    OPERATORS.iter().copied().cycle().nth(position % OPERATORS.len()).unwrap_or(TEXT)
}

/// `#RRGGBB`, in the spelling of the SVG.
pub(in crate::report) fn hex((red, green, blue): Rgb) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// Every colour that a picture may use.
pub(in crate::report) fn all() -> impl Iterator<Item = Ink> {
    [TEXT, MUTED, GRID, SURFACE, PAGE, LOST, GOOD].into_iter().chain(OPERATORS)
}

#[cfg(test)]
mod tests;
