//! What an accepted change request moved: the points of an item that does not count in the sprint move nothing (L9, R1).

use crate::domain::account::ItemAccount;
use crate::domain::points::Points;
use crate::domain::scope::{Request, RequestKind, RequestRuling};
use crate::domain::sprint::Entered;
use crate::domain::story::Story;

/// Whether the points of a request's items count in its sprint: not those of an item that had ended before it came in, and
/// not those of a parent that its parts count for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub item: bool,
    /// The item that went out in its place.
    pub swap: bool,
}

impl Default for Counts {
    fn default() -> Self {
        Self { item: true, swap: true }
    }
}

impl Counts {
    /// How the items of a request counted when an operation accepted it.
    pub fn of(story: &Story, operation: i64, item: Option<i64>, swap: Option<i64>) -> Self {
        let (before, after) = (story.places_after(operation - 1), story.places_after(operation));
        let counts = |wanted: Option<i64>| {
            let of = |places: &[Option<(i64, ItemAccount)>]| {
                let mut places = places.iter().flatten();
                places.find(|(item, standing)| Some(*item) == wanted && standing.present).map(|(_, standing)| *standing)
            };
            let standing = of(&after).or_else(|| of(&before));
            standing.is_none_or(|standing| standing.entered != Entered::Finished && !standing.by_parts)
        };
        Self { item: counts(item), swap: counts(swap) }
    }
}

impl Request {
    /// The points that came in by it, or are asked for.
    pub fn moved_in(&self) -> Option<Points> {
        counted(self.points_in, self.counts.item)
    }

    /// The points that went out by it, or are asked for.
    pub fn moved_out(&self) -> Option<Points> {
        let counts = if self.kind == RequestKind::Add { self.counts.swap } else { self.counts.item };
        counted(self.points_out, counts)
    }

    /// What it asks for, with the points that it moves: `add PAY-3 (+3), PAY-1 out (−3)`.
    pub fn asked(&self) -> String {
        let points = |points: Option<Points>| points.map_or_else(|| "?".to_owned(), |points| points.to_string());
        let item = self.item.as_deref().unwrap_or_default();
        let (more, less) = (points(self.moved_in()), points(self.moved_out()));
        let asked = match (self.kind, &self.swap) {
            (RequestKind::Add, None) => format!("add {item} (+{more})"),
            (RequestKind::Add, Some(out)) => format!("add {item} (+{more}), {out} out (−{less})"),
            (RequestKind::Remove, _) => format!("take {item} out (−{less})"),
            (RequestKind::Reestimate, _) => {
                format!("re-estimate {item}: {} becomes {}", points(self.points_out), points(self.points_in))
            }
            (RequestKind::Dates, _) => self.brief(),
        };
        asked + self.remark()
    }

    /// That its item's points did not count, if that is so.
    pub fn remark(&self) -> &'static str {
        let moved_nothing = self.ruling == Some(RequestRuling::Accepted) && !self.counts.item;
        if moved_nothing { ", no points moved" } else { "" }
    }
}

fn counted(points: Option<Points>, counts: bool) -> Option<Points> {
    points.map(|points| if counts { points } else { Points::ZERO })
}
