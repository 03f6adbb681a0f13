//! Parts that every view may build on: questions, forms, choices, texts to read, long work, and the cursor of a list.

pub(crate) mod ask;
pub(crate) mod confirm;
pub mod filter;
pub mod form;
pub(crate) mod list;
mod listing;
pub(crate) mod meanwhile;
pub(crate) mod pick;
pub(crate) mod progress;
pub(crate) mod reader;
pub mod sheets;
