//! Retro actions: committed at a retro, done in the sprint, ruled on at the next retro (A1–A4).

mod commit;
mod due;
mod list;
mod ruling;

pub use commit::NewAction;
pub use ruling::RuleOnAction;
pub(crate) use ruling::{refuse_unruled, unruled};
