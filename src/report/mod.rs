//! Markdown from the same domain values that the panes draw.

pub mod contract;
mod markdown;
pub mod retro;
pub mod review;
