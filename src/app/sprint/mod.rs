//! Sprints: drafts, what is in them, the lock and its contract (L1–L6). How a sprint ends is in `closing`.

mod changes;
mod contract;
mod draft;
mod fill;
mod lock;
mod parents;
mod view;

pub(crate) use contract::verify;

pub(crate) use lock::check;
pub use lock::{Except, ways_to_mend};
pub(crate) use parents::coming_in;
pub use view::{Board, SprintView};
pub(crate) use view::{capacity, entries, view_of};
