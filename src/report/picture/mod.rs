//! The charts that the cockpit and the pages show, from the same figures.

mod burndown;
mod velocity;

pub use burndown::{burndown, burnup, scope_name};
pub use velocity::{UNKNOWN, velocity};
