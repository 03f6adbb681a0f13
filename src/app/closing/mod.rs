//! How a sprint ends and what is said of it then: close, cancel, frozen report, burndown, figures (R1–R5). It is above
//! `sprint`, which never reads it.

mod account;
mod burndown;
mod cancel;
mod close;
mod figure;
mod flow;
mod freeze;
mod report;

pub use account::AccountAsOf;
pub use burndown::{Burndown, BurndownEvent, Point};
pub use close::what_is_left;
pub use figure::{Behind, Figure, Part};
pub use flow::Flow;
pub(crate) use report::within;
