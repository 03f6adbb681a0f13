//! The retrospective: facts and old actions first, then notes, votes, and at most a few actions (A1, A2, A5).

mod hold;
mod notes;
mod view;

pub use view::{RetroStanding, RetroView};
