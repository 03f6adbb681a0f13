//! In what order people speak (S3): by risk, fixed, rotating, or random with its seed.

use crate::domain::words::words;

words! {
    "an order",
    /// An order of speaking.
    #[derive(Default)]
    pub enum Order {
        /// Who holds a blocker or the oldest stuck item speaks first.
        #[default]
        Risk = "risk",
        /// As people joined the team.
        Fixed = "fixed",
        /// The same, but it begins with the person after the one who began last time.
        Rotating = "rotating",
        /// Drawn by a seed that is shown.
        Random = "random",
    }
}

/// How urgent it is to hear a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Risk {
    /// Whether a blocker that they owe is in breach or waits for a ruling.
    pub overdue: bool,
    /// Open blockers that they owe or that hold up their items.
    pub blockers: usize,
    /// The age of their oldest stuck item, in milliseconds of working time.
    pub oldest: i64,
}

/// People by risk, the gravest first; equal ones as they joined. `people` comes in the order of joining.
pub fn by_risk(people: &[(i64, Risk)]) -> Vec<i64> {
    let weight = |risk: &Risk| (risk.overdue, risk.blockers > 0, risk.oldest, risk.blockers);
    let mut sorted: Vec<&(i64, Risk)> = people.iter().collect();
    sorted.sort_by_key(|(_, risk)| std::cmp::Reverse(weight(risk)));
    sorted.into_iter().map(|(id, _)| *id).collect()
}

/// The people in their order, begun by the one after `last`; from the start where `last` is gone or nobody.
pub fn rotated(people: &[i64], last: Option<i64>) -> Vec<i64> {
    let start = last.and_then(|last| people.iter().position(|id| *id == last)).map_or(0, |at| at + 1);
    let turned = people.iter().cycle().skip(start).take(people.len());
    turned.copied().collect()
}

/// The people as the seed draws them: the same seed and people give the same order, on every machine (Fisher–Yates
/// with the `SplitMix64` generator).
pub fn drawn(people: &[i64], seed: i64) -> Vec<i64> {
    let mut drawn = people.to_vec();
    let mut state = seed.cast_unsigned();
    for last in (1..drawn.len()).rev() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let among = last as u64 + 1;
        drawn.swap(last, usize::try_from(mixed % among).unwrap_or(0));
    }
    drawn
}

/// A seed that people can read out: four digits made from a moment.
pub fn seed_of(moment: i64) -> i64 {
    moment.div_euclid(1000).wrapping_mul(7919).rem_euclid(9000) + 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_speaks_first() {
        let risk = |overdue, blockers, oldest| Risk { overdue, blockers, oldest };
        let people = [
            (1, risk(false, 0, 0)),
            (2, risk(false, 0, 9_000)),
            (3, risk(false, 1, 10)),
            (4, risk(true, 1, 0)),
            (5, risk(false, 2, 10)),
            (6, risk(false, 0, 0)),
        ];
        assert_eq!(by_risk(&people), [4, 5, 3, 2, 1, 6]);
        assert_eq!(by_risk(&[]), [] as [i64; 0]);
    }

    #[test]
    fn rotating_begins_after_whoever_began_last() {
        assert_eq!(rotated(&[1, 2, 3], None), [1, 2, 3]);
        assert_eq!(rotated(&[1, 2, 3], Some(1)), [2, 3, 1]);
        assert_eq!(rotated(&[1, 2, 3], Some(3)), [1, 2, 3]);
        assert_eq!(rotated(&[1, 2, 3], Some(9)), [1, 2, 3]);
        assert_eq!(rotated(&[7], Some(7)), [7]);
    }

    #[test]
    fn a_seed_draws_the_same_order_again() {
        let team: Vec<i64> = (1..=40).collect();
        assert_eq!(drawn(&team, 4711), drawn(&team, 4711));
        assert_ne!(drawn(&team, 4711), drawn(&team, 4712));
        let mut sorted = drawn(&team, -3);
        sorted.sort_unstable();
        assert_eq!(sorted, team);
        assert_eq!(drawn(&[1, 2, 3, 4, 5], 4711), [2, 3, 5, 1, 4]);
        assert_eq!(drawn(&[1], 1), [1]);
    }

    #[test]
    fn a_seed_is_four_digits() {
        for moment in [0, -1, i64::MIN, i64::MAX, 1_795_000_000_000] {
            assert!((1000..10_000).contains(&seed_of(moment)));
        }
    }
}
