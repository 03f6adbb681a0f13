//! Velocity: what past sprints completed, as lowest, median and highest with their number; never one average (R5, L3).

use crate::domain::points::{Points, count};

/// The completed points of closed sprints as a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Velocity {
    /// The fewest points that a sprint completed.
    pub lowest: Points,
    /// The middle one; between the middle two where their number is even.
    pub median: Points,
    pub highest: Points,
    /// How many sprints this is taken from.
    pub sprints: usize,
    /// How many of them were imported from another tool.
    pub imported: usize,
}

impl Velocity {
    /// `4 closed sprints, 3 of them imported`; `noun` is the word for one of them.
    pub fn sample(&self, noun: &str) -> String {
        let sprints = count(self.sprints, noun);
        match self.imported {
            0 => sprints,
            1 if self.sprints == 1 => format!("{sprints}, imported"),
            n if n == self.sprints => format!("{sprints}, all imported"),
            n => format!("{sprints}, {n} of them imported"),
        }
    }

    /// `median 18, lowest 12, highest 23 points of 5 sprints`.
    pub fn in_words(&self) -> String {
        let sprints = self.sample("sprint");
        format!("median {}, lowest {}, highest {} of {sprints}", self.median, self.lowest, self.highest.in_words())
    }
}

/// The range of these sprints' completed points, of which so many were imported; `None` without any sprint: unknown is
/// not zero.
pub fn velocity(completed: &[Points], imported: usize) -> Option<Velocity> {
    let mut sorted: Vec<f64> = completed.iter().map(|points| points.value()).collect();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let (upper, lower) = (sorted.get(middle)?, sorted.get((sorted.len() - 1) / 2)?);
    Some(Velocity {
        lowest: Points::new(*sorted.first()?)?,
        median: Points::new(f64::midpoint(*lower, *upper))?,
        highest: Points::new(*sorted.last()?)?,
        sprints: sorted.len(),
        imported,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(completed: &[f64]) -> Option<(f64, f64, f64, usize)> {
        let points: Vec<Points> = completed.iter().filter_map(|value| Points::new(*value)).collect();
        velocity(&points, 0).map(|v| (v.lowest.value(), v.median.value(), v.highest.value(), v.sprints))
    }

    #[test]
    fn imported_sprints_are_marked() {
        let of = |sprints: usize, imported| velocity(&vec![Points::ZERO; sprints], imported).unwrap().sample("sprint");
        let told = [of(1, 0), of(1, 1), of(4, 0), of(4, 3), of(4, 4)];
        let expected =
            ["1 sprint", "1 sprint, imported", "4 sprints", "4 sprints, 3 of them imported", "4 sprints, all imported"];
        assert_eq!(told, expected);
    }

    #[test]
    fn the_range_of_past_sprints() {
        assert_eq!(range(&[]), None);
        assert_eq!(range(&[7.0]), Some((7.0, 7.0, 7.0, 1)));
        assert_eq!(range(&[30.0, 12.0]), Some((12.0, 21.0, 30.0, 2)));
        assert_eq!(range(&[18.0, 0.0, 23.0]), Some((0.0, 18.0, 23.0, 3)));
        assert_eq!(range(&[18.0, 12.0, 23.0, 19.0]), Some((12.0, 18.5, 23.0, 4)));
    }
}
