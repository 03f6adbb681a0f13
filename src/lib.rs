//! Standfast: the sprint and standup cockpit for the terminal.
//!
//! Who may know whom: main → {cli, tui} → app → {store, domain}; {exchange, report} → {app, domain};
//! {cli, tui, report} → faces → domain; store → domain; domain → nothing of ours. `tests/it/tidy.rs` holds this as a table.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod error;
pub mod exchange;
pub mod faces;
pub mod report;
pub mod rules;
pub mod store;
pub mod tui;
