//! Labels that must not lie on each other.

/// Moves positions apart as little as one pass each way can, keeping their order: neighbours are `gap` apart,
/// or evenly spaced if that doesn't fit between `low` and `high`. `wanted` must ascend.
pub(super) fn spread(wanted: &[i32], gap: i32, (low, high): (i32, i32)) -> Vec<i32> {
    let gaps = i32::try_from(wanted.len()).unwrap_or(i32::MAX).saturating_sub(1).max(1);
    let gap = gap.min(high.saturating_sub(low).max(0) / gaps);
    let mut least = low;
    let mut placed: Vec<i32> = wanted
        .iter()
        .map(|position| {
            let position = (*position).max(least);
            least = position.saturating_add(gap);
            position
        })
        .collect();
    let mut most = high;
    for position in placed.iter_mut().rev() {
        *position = (*position).min(most);
        most = position.saturating_sub(gap);
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_has_room_stays() {
        assert_eq!(spread(&[10, 40, 80], 20, (0, 100)), [10, 40, 80]);
        assert_eq!(spread(&[10, 10, 80], 20, (0, 100)), [10, 30, 80]);
        assert_eq!(spread(&[95, 95], 20, (0, 100)), [80, 100]);
        assert_eq!(spread(&[5, 5, 5], 90, (0, 100)), [0, 50, 100]);
        assert!(spread(&[], 20, (0, 100)).is_empty());
    }

    proptest! {
        #[test]
        fn all_stay_within_and_apart(mut wanted in prop::collection::vec(-50i32..250, 0..12)) {
            wanted.sort_unstable();
            let placed = spread(&wanted, 18, (0, 200));
            prop_assert!(placed.iter().all(|position| (0..=200).contains(position)));
            prop_assert!(placed.is_sorted_by(|a, b| b - a >= 18));
        }
    }
}
