//! What the command line, the cockpit and the reports draw alike.

pub mod markdown;
pub mod sheet;
