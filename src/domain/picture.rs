//! A chart as values: its axes, its shapes, and what is named on it. The cockpit and the pages draw the same one.

use crate::domain::text;

/// A place on a chart: so far from the left edge, and so much.
pub type Spot = (f64, f64);

/// A chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picture {
    /// What it shows, as "Burndown of sprint 3".
    pub title: String,
    /// What it says, in a sentence.
    pub says: String,
    /// What is counted: `points`, `items`, `days`.
    pub unit: &'static str,
    /// What else there is to know, in a few words: "21 points committed".
    pub aside: String,
    /// How far it goes from the left edge.
    pub width: f64,
    /// What the axis below names, from left to right; a chart has no room for all of them.
    pub ticks: Vec<Tick>,
    /// What the axis below counts, as "day".
    pub across: &'static str,
    /// Stretches in which nobody works.
    pub free: Vec<(f64, f64)>,
    /// Where the present is, unless it is over.
    pub now: Option<f64>,
    /// What is drawn, the hindmost first.
    pub shapes: Vec<Shape>,
    /// What is named above it, at its place: `C3 +5`.
    pub flags: Vec<(f64, String)>,
}

/// A name on the axis below, for a stretch of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    pub from: f64,
    pub to: f64,
    pub words: String,
    pub weight: Weight,
}

/// How much a name matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Like the others.
    Plain,
    /// The present, or what is under the cursor.
    Here,
    /// After the planned end.
    Late,
}

/// One thing that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    pub form: Form,
    pub tone: Tone,
    /// What it is called beside the chart; none for what its neighbour explains.
    pub name: Option<String>,
}

/// What a shape is.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// A solid line through these corners, filled down to nothing.
    Area(Vec<Spot>),
    /// A solid line.
    Line(Vec<Spot>),
    /// A dotted line.
    Dotted(Vec<Spot>),
    /// Upright bars, each around its place with a width of its own; `None` is unknown.
    Bars(Vec<(f64, Option<f64>)>),
    /// The stretch between two amounts, all the way across.
    Band(f64, f64),
    /// A dotted line at one amount, all the way across.
    Level(f64),
    Dots(Vec<Spot>),
}

/// What colour a shape has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// What is to do, or what the chart is about.
    Main,
    /// What is done.
    Good,
    /// What is under way, the scope, a median.
    Note,
    /// What only compares: the ideal, a range.
    Quiet,
}

impl Tone {
    /// Its word in a page's style.
    pub fn word(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Good => "good",
            Self::Note => "note",
            Self::Quiet => "quiet",
        }
    }
}

impl Picture {
    /// The largest amount that is drawn.
    pub fn most(&self) -> f64 {
        self.shapes.iter().map(|shape| shape.form.most()).fold(0.0, f64::max)
    }
}

impl Form {
    fn most(&self) -> f64 {
        let highest = |corners: &[Spot]| corners.iter().map(|(_, y)| *y).fold(0.0, f64::max);
        match self {
            Self::Area(corners) | Self::Line(corners) | Self::Dotted(corners) | Self::Dots(corners) => highest(corners),
            Self::Bars(bars) => bars.iter().filter_map(|(_, y)| *y).fold(0.0, f64::max),
            Self::Band(low, high) => low.max(*high),
            Self::Level(at) => *at,
        }
    }
}

/// How high a line through these corners is at a place; `None` beside it. At a step the later height counts.
pub fn height_at(corners: &[Spot], x: f64) -> Option<f64> {
    let (first, last) = (corners.first()?, corners.last()?);
    if x < first.0 || x > last.0 {
        return None;
    }
    let after = corners.partition_point(|(at, _)| *at <= x);
    let left = corners.get(after.saturating_sub(1))?;
    let Some(right) = corners.get(after) else { return Some(left.1) };
    let across = right.0 - left.0;
    Some(if across > 0.0 { left.1 + (right.1 - left.1) * (x - left.0) / across } else { right.1 })
}

/// The numbers beside a chart: from nothing to at least `most`, round ones, at most `count` of them above nothing.
pub fn marks(most: f64, count: u16) -> Vec<f64> {
    let count = f64::from(count.max(1));
    let mut step = 1.0;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle().take(60) {
        if most / step <= count {
            break;
        }
        step *= factor;
    }
    let steps = (most / step).ceil().max(1.0);
    (0_u8..=u8::MAX).map(f64::from).take_while(|n| *n <= steps).map(|n| n * step).collect()
}

/// A name above a chart: its row from below, its first column, and the words with their arrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    pub row: usize,
    pub x: u16,
    pub words: String,
}

/// Finds room for names in so many rows of that width; each has its arrow above the column it is about. Names that find
/// none are left out: a list of the events has them.
pub fn flags(names: &[(u16, String)], rows: usize, width: u16, arrow: &str) -> Vec<Flag> {
    let mut taken: Vec<Vec<(u16, u16)>> = vec![Vec::new(); rows];
    let mut flags = Vec::new();
    for (column, name) in names {
        let wide = u16::try_from(text::width(name)).unwrap_or(width).saturating_add(1);
        let (x, words) = if column + wide <= width {
            (*column, format!("{arrow}{name}"))
        } else {
            ((column + 1).saturating_sub(wide), format!("{name}{arrow}"))
        };
        let free = |row: &Vec<(u16, u16)>| row.iter().all(|(from, to)| x > *to || x + wide < *from);
        if let Some(row) = taken.iter().position(free)
            && let Some(places) = taken.get_mut(row)
        {
            places.push((x, x + wide));
            flags.push(Flag { row, x, words });
        }
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_find_room_beside_one_another_or_not_at_all() {
        let names =
            [(3, "C1 +8".to_owned()), (6, "C2 +3".to_owned()), (7, "C3 +1".to_owned()), (28, "C4 +2".to_owned())];
        let placed = flags(&names, 2, 30, "v");
        let words: Vec<(usize, u16, &str)> = placed.iter().map(|f| (f.row, f.x, f.words.as_str())).collect();
        assert_eq!(words, [(0, 3, "vC1 +8"), (1, 6, "vC2 +3"), (0, 23, "C4 +2v")]);
    }

    #[test]
    fn numbers_beside_a_chart_are_round() {
        assert_eq!(marks(21.0, 5), [0.0, 5.0, 10.0, 15.0, 20.0, 25.0]);
        assert_eq!(marks(8.0, 4), [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(marks(0.0, 4), [0.0, 1.0]);
        assert_eq!(marks(1234.0, 3), [0.0, 500.0, 1000.0, 1500.0]);
    }

    #[test]
    fn the_height_of_a_line_between_its_corners() {
        let corners = [(1.0, 10.0), (3.0, 10.0), (3.0, 4.0), (5.0, 0.0)];
        let heights: Vec<Option<f64>> = [0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 5.1].map(|x| height_at(&corners, x)).to_vec();
        assert_eq!(heights, [None, Some(10.0), Some(10.0), Some(4.0), Some(2.0), Some(0.0), None]);
        assert_eq!(height_at(&[], 0.0), None);
    }
}
