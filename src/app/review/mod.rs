//! The review: the demo list of a sprint, verdicts, and what becomes of what is said (V1).

mod lead;
mod list;

pub use lead::ReviewView;
pub use list::Showing;
