//! The pictures, as SVG without fonts or colours of their own making: text takes the page's font, and the page
//! restyles the [`palette`]'s colours in dark mode.
//!
//! Each picture is drawn for a [`Width`]: shrinking one for a desktop to a phone would make its text
//! unreadable.

mod axes;
mod canvas;
mod credits;
mod lanes;
pub(super) mod palette;
pub mod profit;
mod rewards;
mod scale;
mod spread;
mod stake;
mod timeline;

pub(super) use canvas::PlotError;
pub(super) use credits::credits;
pub(super) use rewards::rewards;
pub(super) use stake::stake;
pub(super) use timeline::timeline;

/// How much room a picture has, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    /// A phone: 340.
    Narrow,
    /// Half a page of a desktop: 520.
    Half,
    /// The whole page of a desktop: 1080.
    Full,
}

impl Width {
    fn pixels(self) -> i32 {
        match self {
            Self::Narrow => 340,
            Self::Half => 520,
            Self::Full => 1080,
        }
    }

    /// How many characters of a name there is room for.
    fn name(self) -> usize {
        match self {
            Self::Narrow => 9,
            Self::Half => 12,
            Self::Full => 14,
        }
    }
}
