//! Planning: the draft beside the backlog, and how far ahead the backlog is ready (L3, I4).

mod ahead;
mod plan;

pub use ahead::ReadyAhead;
pub use plan::{First, Plan};
