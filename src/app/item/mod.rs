//! Items: the ranked backlog and what may be done with an item (I1–I5).

mod add;
mod edit;
mod filter;
mod history;
mod list;
mod listed;
mod parts;
mod progress;
mod rank;

pub use add::NewItem;
pub(crate) use add::insert_new;
pub use edit::ItemEdit;
pub use filter::Filtered;
pub use list::{Cursor, Found, ItemFilter, Totals};
pub(crate) use parts::reaches;
pub(crate) use progress::{change_status, open_parts};
pub use rank::Place;
