//! Markdown, pages and pictures from the same domain values that the panes draw.

pub mod burndown;
pub mod contract;
pub mod deliver;
pub mod facts;
pub mod figures;
pub mod file;
pub mod page;
pub mod pages;
pub mod picture;
pub mod retro;
pub mod review;
pub mod scope;
pub mod sprint;
pub mod standup;
pub mod svg;
pub mod velocity;
pub mod witness;
