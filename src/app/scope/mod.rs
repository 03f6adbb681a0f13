//! Change requests: the only way by which a locked scope changes (L7–L9).

mod dates;
mod days;
mod list;
mod overtaken;
mod request;
mod ruling;
mod take_back;
mod terms;

pub use dates::AskDates;
pub(crate) use list::with_effects;
pub(crate) use ruling::defer_waiting;
pub use take_back::TakeBack;
pub use terms::Ask;
