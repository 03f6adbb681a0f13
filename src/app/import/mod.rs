//! Import: what arrives from outside becomes items, closed sprints or a whole team, each in one operation that one undo
//! takes back (X1–X3, X5).

mod items;
mod links;
mod names;
mod past;
mod report;
mod run;
mod under_way;
mod update;
mod whole;

pub use past::{PastTaken, SprintRefused, SprintTaken};
pub use report::{ImportReport, Importing, MOST_REFUSALS, Source, Translated, Watch};
pub use whole::{Counts, Rows, Take, TakeRow};
