//! The charts that the cockpit and the pages show, from the same figures.

mod burndown;
mod flow;
mod span;
mod velocity;

pub use burndown::{burndown, burnup, scope_name};
pub use flow::{cycle_time, flow};
pub use velocity::{UNKNOWN, velocity};
