//! What opens above a pane: each takes the keys first, draws on top, and owns what follows from its answer.

pub mod burndown;
pub mod close;
pub mod contract;
pub mod help;
pub mod history;
pub mod import;
pub mod item;
pub mod lock;
pub mod report;
mod requests;
pub mod velocity;
