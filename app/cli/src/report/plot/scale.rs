//! Round numbers along an axis, and where values lie between two pixels.

/// From a range of values to a range of pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// The values at the two ends.
    pub values: (f64, f64),
    /// The pixels at the two ends.
    pub pixels: (i32, i32),
}

impl Scale {
    /// The pixel of `value`.
    pub fn at(&self, value: f64) -> i32 {
        let ((low, high), (first, last)) = (self.values, self.pixels);
        let (first, last) = (f64::from(first), f64::from(last));
        let share = if high > low { (value - low) / (high - low) } else { 0.0 };
        // `as` saturates, and there are no pixels that far out.
        (first + share * (last - first)).round() as i32
    }
}

/// Marks along an axis from 0.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ticks {
    /// Each mark's value and label; the last one is the end of the axis, at or above the greatest value.
    pub marks: Vec<(f64, String)>,
    /// What the labels count: `""`, `thousand`, `million`...
    pub times: &'static str,
}

impl Ticks {
    /// About five round marks for values up to `greatest`.
    pub fn up_to(greatest: f64) -> Self {
        let greatest = if greatest.is_finite() && greatest > 0.0 { greatest } else { 1.0 };
        let step = round_step(greatest / 5.0);
        let (unit, times) = unit(greatest);
        // Two digits tell 0.25 from 0.3; more are noise.
        let decimals = (0..12).find(|digits| is_whole(step / unit * 10f64.powi(*digits))).unwrap_or(12);
        let marks = (0..=8u8)
            .map(|number| f64::from(number) * step)
            .take_while(|value| *value < greatest + step * 0.999_999)
            .map(|value| (value, format!("{:.*}", decimals.unsigned_abs() as usize, value / unit)));
        Self { marks: marks.collect(), times }
    }

    /// About five round marks from at or below `low` to at or above `high`.
    pub fn between(low: f64, high: f64) -> Self {
        let range = high - low;
        let step = round_step(if range.is_finite() && range > 0.0 { range / 5.0 } else { 1.0 });
        let decimals = (0..12).find(|digits| is_whole(step * 10f64.powi(*digits))).unwrap_or(12);
        let (first, last) = ((low / step).floor() as i64, (high / step).ceil() as i64);
        let marks = (first..=last).map(|number| {
            let value = number as f64 * step;
            (value, format!("{value:.*}", decimals.unsigned_abs() as usize))
        });
        Self { marks: marks.collect(), times: "" }
    }

    /// The value at the start of the axis.
    pub fn start(&self) -> f64 {
        self.marks.first().map_or(0.0, |(value, _)| *value)
    }

    /// The value at the end of the axis.
    pub fn end(&self) -> f64 {
        self.marks.last().map_or(1.0, |(value, _)| *value)
    }

    /// A title with the unit: `credits, million`.
    pub fn title(&self, what: &str) -> String {
        if self.times.is_empty() { what.to_owned() } else { format!("{what}, {}", self.times) }
    }
}

/// 1, 2 or 5 times a power of ten, at or above `least`.
fn round_step(least: f64) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    steps.into_iter().find(|step| *step >= least * 0.999_999).unwrap_or(10.0 * power)
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-6
}

fn unit(greatest: f64) -> (f64, &'static str) {
    match greatest {
        1e18.. => (1e18, "quintillion"),
        1e15.. => (1e15, "quadrillion"),
        1e12.. => (1e12, "trillion"),
        1e9.. => (1e9, "billion"),
        1e6.. => (1e6, "million"),
        1e4.. => (1e3, "thousand"),
        _ => (1.0, ""),
    }
}

/// How many labels to go on by, so that `count` of them, `label` pixels wide, fit into `room` pixels: 1, 2, 5,
/// 10...
pub(super) fn stride(count: u64, label: u64, room: u64) -> u64 {
    let fit = (room / label.max(1)).max(1);
    let least = count.div_ceil(fit);
    let strides = (0..19).flat_map(|power| [1, 2, 5].map(|factor| factor * 10u64.pow(power)));
    strides.into_iter().find(|stride| *stride >= least).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn labels(greatest: f64) -> Vec<String> {
        Ticks::up_to(greatest).marks.into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn marks_are_round_and_cover_the_greatest_value() {
        assert_eq!(labels(4.0), ["0", "1", "2", "3", "4"]);
        assert_eq!(labels(4.1), ["0", "1", "2", "3", "4", "5"]);
        assert_eq!(labels(0.9), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(2_300_000.0), ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5"]);
        assert_eq!(labels(8.0002), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(labels(0.0), labels(1.0));
        assert_eq!(labels(f64::NAN), labels(1.0));
    }

    #[test]
    fn an_axis_across_zero_has_round_marks_on_both_sides() {
        let labels: Vec<String> = Ticks::between(-42.7, 9.4).marks.into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels, ["-60", "-40", "-20", "0", "20"]);
        assert_eq!(Ticks::between(1.0, 1.0).marks.len(), 1);
    }

    #[test]
    fn large_numbers_are_counted_in_words() {
        assert_eq!(Ticks::up_to(2_300_000.0).title("credits"), "credits, million");
        assert_eq!(Ticks::up_to(9_000.0).title("credits"), "credits");
        assert_eq!(labels(25_000.0), ["0", "5", "10", "15", "20", "25"]);
    }

    #[test]
    fn labels_are_thinned_by_round_strides() {
        assert_eq!(stride(10, 30, 300), 1);
        assert_eq!(stride(11, 30, 300), 2);
        assert_eq!(stride(64, 30, 300), 10);
        assert_eq!(stride(0, 30, 300), 1);
        assert_eq!(stride(u64::MAX, 30, 0), u64::MAX);
    }

    #[test]
    fn a_scale_maps_its_ends_to_its_ends() {
        let scale = Scale { values: (0.0, 4.0), pixels: (100, 20) };
        assert_eq!([0.0, 1.0, 4.0].map(|value| scale.at(value)), [100, 80, 20]);
        let empty = Scale { values: (3.0, 3.0), pixels: (7, 9) };
        assert_eq!(empty.at(3.0), 7);
    }

    proptest! {
        #[test]
        fn every_axis_has_few_marks_and_room_for_its_values(greatest in 1e-9f64..1e19) {
            let ticks = Ticks::up_to(greatest);
            prop_assert!((3..=6).contains(&ticks.marks.len()), "{:?}", ticks);
            prop_assert!(ticks.end() >= greatest * 0.999_99);
        }
    }
}
