//! What opens above a pane: each takes the keys first, draws on top, and owns what follows from its answer.

pub mod ask;
pub mod confirm;
pub mod form;
pub mod help;
pub mod history;
pub mod item;
pub mod pick;
pub mod reader;
