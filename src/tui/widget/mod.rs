//! Pieces that draw and do nothing else.

pub(crate) mod actions;
pub(crate) mod capacity;
pub(crate) mod chart;
pub(crate) mod empty;
pub(crate) mod footer;
pub(crate) mod header;
pub(crate) mod item;
pub(crate) mod line;
pub(crate) mod lines;
pub(crate) mod passage;
pub mod pen;
pub(crate) mod popup;
pub(crate) mod scrollbar;
pub(crate) mod table;
pub(crate) mod tabs;
mod wrap;
