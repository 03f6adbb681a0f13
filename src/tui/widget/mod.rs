//! Pieces that draw and do nothing else.

pub mod actions;
pub mod empty;
pub mod footer;
pub mod header;
pub mod item;
pub mod line;
pub mod lines;
pub mod passage;
pub mod pen;
pub mod popup;
pub mod scrollbar;
pub mod table;
pub mod tabs;
mod wrap;
