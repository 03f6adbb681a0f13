//! Parts that every view may build on: questions, forms, choices, texts to read, long work, and the cursor of a list.

pub mod ask;
pub mod confirm;
pub mod form;
pub mod list;
pub mod pick;
pub mod progress;
pub mod reader;
