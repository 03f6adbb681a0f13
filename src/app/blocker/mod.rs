//! Blockers: raised, touched, escalated, resolved, reopened (B1–B3).

mod end;
mod list;
mod raise;
mod touch;

pub use crate::domain::blocker::BlockerEdit;
pub(crate) use end::{escalate, resolve};
pub(crate) use raise::raise;
