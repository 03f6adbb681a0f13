//! Opening a figure: the items and the operations behind it (R5).

use crate::app::Standfast;
use crate::app::find::find_sprint;
use crate::app::seal::frozen;
use crate::app::sprint::entries;
use crate::domain::account::{ItemAccount, sum};
use crate::domain::burndown::{Event, Mark, Step, steps};
use crate::domain::log::Operation;
use crate::domain::points::{Points, number};
use crate::domain::report;
use crate::domain::sprint::{Entered, Entry, ItemOutcome, State};
use crate::error::Result;

/// One figure of a sprint's account (R1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// In the sprint at the lock.
    Committed,
    /// Entered after the lock.
    Added,
    /// Left after the lock.
    Removed,
    /// Estimated anew after the lock.
    Reestimated,
    /// Finished in the sprint.
    Completed,
    /// Finished before it entered.
    CompletedOutside,
    /// Not finished at the close.
    NotCompleted,
    /// Dropped in the sprint.
    Dropped,
    Remaining,
}

impl Figure {
    /// All figures, in the order of the account.
    pub const ALL: [Self; 9] = [
        Self::Committed,
        Self::Added,
        Self::Removed,
        Self::Reestimated,
        Self::Completed,
        Self::CompletedOutside,
        Self::NotCompleted,
        Self::Dropped,
        Self::Remaining,
    ];

    /// Its stable name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Committed => "committed",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Reestimated => "reestimated",
            Self::Completed => "completed",
            Self::CompletedOutside => "completed_outside",
            Self::NotCompleted => "not_completed",
            Self::Dropped => "dropped",
            Self::Remaining => "remaining",
        }
    }

    /// Reads the name, with spaces or dashes too.
    pub fn parse(text: &str) -> Option<Self> {
        let word = text.trim().to_lowercase().replace([' ', '-'], "_").replace("re_estimated", "reestimated");
        Self::ALL.into_iter().find(|figure| figure.word() == word)
    }

    /// What an item with this account gives to the figure; `None` if it is not part of it.
    fn part(self, standing: &ItemAccount) -> Option<Weight> {
        let counted = standing.entered != Entered::Finished;
        let split = standing.split;
        let became = |outcome| counted && standing.outcome == outcome;
        let points = match self {
            Self::Committed => (standing.entered == Entered::Planned).then_some(standing.points_at_lock),
            Self::Added => (standing.entered == Entered::Added).then_some(standing.points_at_lock),
            Self::Removed => became(ItemOutcome::Removed).then_some(standing.points_now),
            Self::Reestimated => {
                let (then, now) = (standing.points_at_lock, standing.points_now);
                // As the account counts it: an estimate that comes or goes changes by all of its points.
                let change = now.unwrap_or_default().minus(then.unwrap_or_default());
                return (counted && now != then).then_some(Some(change));
            }
            Self::Completed => {
                became(ItemOutcome::Completed).then_some(split.map_or(standing.points_now, |split| split.done))
            }
            Self::CompletedOutside => (!counted && standing.present).then_some(standing.points_now),
            Self::NotCompleted => match split {
                Some(split) => Some(split.left),
                None => became(ItemOutcome::NotCompleted).then_some(standing.points_now),
            },
            Self::Dropped => became(ItemOutcome::Dropped).then_some(standing.points_now),
            Self::Remaining => became(ItemOutcome::Open).then_some(standing.points_now),
        };
        points.map(|points| points.map(Points::value))
    }

    /// The sign before the points of this figure: a change by re-estimates has one.
    fn sign(self, points: f64) -> &'static str {
        if self == Self::Reestimated && points > 0.0 { "+" } else { "" }
    }

    /// Whether an event explains how the item became part of the figure.
    fn explains(self, event: Event) -> bool {
        match self {
            Self::Committed => event == Event::Lock,
            Self::Added => event == Event::In,
            Self::Removed => matches!(event, Event::In | Event::Out),
            Self::Reestimated => event == Event::Reestimate,
            Self::Completed => matches!(event, Event::Finish | Event::Reopen),
            Self::CompletedOutside => matches!(event, Event::Lock | Event::In),
            Self::Dropped => matches!(event, Event::Drop | Event::Restore),
            Self::NotCompleted => event.is_of_an_item() || matches!(event, Event::Close | Event::Cancel),
            Self::Remaining => event.is_of_an_item(),
        }
    }
}

/// An item's weight in a figure: its points, or that it has none; below zero for an estimate that shrank.
type Weight = Option<f64>;

/// A figure with the items and operations behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Behind {
    pub figure: Figure,
    /// Its sum, as the account has it.
    pub amount: report::Figure,
    pub items: Vec<Part>,
}

/// An item's part in a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The item in the sprint.
    pub entry: Entry,
    /// What it gives to the figure; for a re-estimate what it changed, below zero for one that shrank.
    pub points: Option<f64>,
    /// The operations that made it so, oldest first; none for an imported sprint.
    pub operations: Vec<Operation>,
}

impl Behind {
    /// Its sum in words: "5 points in 2 items", "+2.25 points in 2 items".
    pub fn words(&self) -> String {
        format!("{}{}", self.figure.sign(self.amount.points), self.amount.words())
    }

    /// What an item gives to the figure: "5", "+1.5", "–" without an estimate.
    pub fn points_of(&self, part: &Part) -> String {
        part.points.map_or_else(|| "–".to_owned(), |points| format!("{}{}", self.figure.sign(points), number(points)))
    }
}

impl Standfast {
    /// The items and operations behind a figure of a sprint.
    pub fn figure_behind(&self, number: i64, figure: Figure) -> Result<Behind> {
        let tx = self.tx();
        let sprint = find_sprint(&tx, number)?;
        let end = match sprint.state {
            State::Closed => Some(sum(frozen(&tx, &sprint)?.items.iter().map(report::Line::standing))),
            _ => None,
        };
        let steps = steps(&self.store.story(sprint.id)?, i64::MAX, end.as_ref()).unwrap_or_default();
        let known = self.store.operations_of(&steps.iter().map(|step| step.operation).collect::<Vec<_>>())?;
        let (mut amount, mut items) = (report::Figure::default(), Vec::new());
        for entry in entries(&tx, &sprint)? {
            let Some(points) = figure.part(&entry.standing().counted()) else { continue };
            amount.add(points);
            let made = steps.iter().filter(|step| made(step, &entry, figure));
            let operations = made.filter_map(|step| known.get(&step.operation).cloned()).collect();
            items.push(Part { entry, points, operations });
        }
        Ok(Behind { figure, amount, items })
    }
}

/// Whether an operation made the item part of the figure: by an event of its own, or by what the close decided.
fn made(step: &Step, entry: &Entry, figure: Figure) -> bool {
    let about = |mark: &Mark| mark.item.is_none_or(|id| id == entry.item.id) && figure.explains(mark.event);
    let decided = match figure {
        Figure::Completed => entry.split.is_some(),
        Figure::Dropped | Figure::NotCompleted => true,
        _ => false,
    };
    step.marks.iter().any(|mark| about(mark) || (decided && mark.event == Event::Close))
}
