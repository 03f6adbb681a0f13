//! The figures of a closed sprint line by line, as the terminal, the cockpit and Markdown show them (R1).

use crate::app::closing::Figure;
use crate::domain::points::{count, counted, number};
use crate::domain::report::{Figure as Sum, Report};

/// One figure under its label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FigureLine {
    pub figure: Figure,
    pub label: &'static str,
    amount: Amount,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Amount {
    Sum(Sum),
    /// Points that re-estimates added or took away, and in how many items.
    Change(f64, u32),
}

/// Every figure, in the order in which a sprint is read.
pub fn figures(report: &Report) -> [FigureLine; 8] {
    let f = &report.figures;
    let line = |figure, label, sum| FigureLine { figure, label, amount: Amount::Sum(sum) };
    [
        line(Figure::Committed, "Committed", f.committed),
        line(Figure::Added, "Added", f.added),
        line(Figure::Removed, "Removed", f.removed),
        FigureLine {
            figure: Figure::Reestimated,
            label: "Re-estimated",
            amount: Amount::Change(f.reestimated, f.reestimated_count),
        },
        line(Figure::Completed, "Completed", f.completed),
        line(Figure::CompletedOutside, "Completed outside", f.completed_outside),
        line(Figure::NotCompleted, "Not completed", f.not_completed),
        line(Figure::Dropped, "Dropped", f.dropped),
    ]
}

impl FigureLine {
    /// Points, items, and items without an estimate, as cells of a table.
    pub fn cells(&self) -> [String; 3] {
        match self.amount {
            Amount::Sum(sum) => {
                let points = sum.known_points().map_or_else(|| "unknown".to_owned(), number);
                let unestimated = if sum.unestimated > 0 { sum.unestimated.to_string() } else { String::new() };
                [points, sum.count.to_string(), unestimated]
            }
            Amount::Change(points, count) => [signed(points), count.to_string(), String::new()],
        }
    }

    /// `8 points in 2 items`, or `nothing`.
    pub fn words(&self) -> String {
        match self.amount {
            Amount::Sum(Sum { count: 0, .. }) | Amount::Change(_, 0) => "nothing".to_owned(),
            Amount::Sum(sum) => sum.words(),
            Amount::Change(points, items) => {
                let sign = if points > 0.0 { "+" } else { "" };
                format!("{sign}{} in {}", counted(points, "point"), count(items, "item"))
            }
        }
    }
}

/// A change of points with its sign.
pub fn signed(points: f64) -> String {
    let sign = if points > 0.0 { "+" } else { "" };
    format!("{sign}{}", number(points))
}
