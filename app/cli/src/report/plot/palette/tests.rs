use super::*;
use std::collections::BTreeSet;

type Linear = [f64; 3];

/// How colours reach eyes without one kind of cone, and eyes with all (Machado, Oliveira, Fernandes 2009).
const VISIONS: [(&str, [Linear; 3]); 4] = [
    ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "no long cones",
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    ),
    (
        "no medium cones",
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ),
    (
        "no short cones",
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ),
];

fn linear((red, green, blue): Rgb) -> Linear {
    [red, green, blue].map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
}

fn apply(matrix: [Linear; 3], colour: Linear) -> Linear {
    matrix.map(|row| row.iter().zip(colour).map(|(factor, value)| factor * value).sum())
}

/// Contrast of two colours after WCAG 2.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let light = |colour| {
        let [red, green, blue] = linear(colour);
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    light(a).max(light(b)) / light(a).min(light(b))
}

/// Distance of two colours in OKLab, in hundredths, as seen through `vision`. From about 3 on it is plain to
/// see.
fn distance(a: Rgb, b: Rgb, vision: [Linear; 3]) -> f64 {
    let lab = |colour| {
        let seen = apply(vision, linear(colour)).map(|value| value.clamp(0.0, 1.0));
        let cones = apply(
            [
                [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
                [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
                [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
            ],
            seen,
        );
        apply(
            [
                [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
                [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
                [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
            ],
            cones.map(f64::cbrt),
        )
    };
    let squares = lab(a).into_iter().zip(lab(b)).map(|(a, b)| (a - b).powi(2));
    squares.sum::<f64>().sqrt() * 100.0
}

#[test]
fn operators_are_told_apart_with_every_kind_of_colour_vision() {
    for (vision, matrix) in VISIONS {
        for (position, first) in OPERATORS.iter().enumerate() {
            for second in &OPERATORS[..position] {
                for (a, b) in [(first.light, second.light), (first.dark, second.dark)] {
                    assert!(distance(a, b, matrix) > 10.0, "{} and {} with {vision}", hex(a), hex(b));
                }
            }
        }
    }
}

#[test]
fn light_colours_are_unique_so_that_dark_mode_can_tell_them_apart() {
    assert_eq!(all().map(|ink| ink.light).collect::<BTreeSet<_>>().len(), all().count());
}

#[test]
fn text_is_readable_and_shapes_are_visible_on_both_pages() {
    for background in [SURFACE, PAGE] {
        for (inks, least) in [(vec![TEXT, MUTED, LOST, GOOD], 4.5), (OPERATORS.to_vec(), 3.0)] {
            for ink in inks {
                assert!(contrast(ink.light, background.light) >= least, "{ink:?} on light");
                assert!(contrast(ink.dark, background.dark) >= least, "{ink:?} on dark");
            }
        }
    }
}

#[test]
fn any_number_of_operators_has_colours() {
    assert_eq!(operator(3), operator(9));
    assert_eq!(operator(usize::MAX), operator(usize::MAX % 6));
}
