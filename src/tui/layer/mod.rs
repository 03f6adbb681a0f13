//! What opens above a pane: each takes the keys first, draws on top, and owns what follows from its answer.

pub mod action;
pub mod ask;
pub mod blocker;
pub mod burndown;
pub mod close;
pub mod confirm;
pub mod contract;
pub mod form;
pub mod help;
pub mod history;
pub mod import;
pub mod item;
pub mod lock;
pub mod past;
pub mod pick;
pub mod progress;
pub mod reader;
pub mod report;
pub mod request;
pub mod requests;
pub mod sprint;
pub mod team;
pub mod velocity;
