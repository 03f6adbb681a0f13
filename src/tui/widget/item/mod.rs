//! An item drawn as a page, for its own view and for the panel beside a list.

mod draw;
mod page;
mod prose;
mod side;

pub use page::{Facts, Page, Stop};
pub use side::Side;
