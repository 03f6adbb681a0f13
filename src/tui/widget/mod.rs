//! Pieces that draw and do nothing else.

pub mod footer;
pub mod line;
pub mod lines;
pub mod pen;
pub mod popup;
pub mod scrollbar;
