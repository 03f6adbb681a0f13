//! Rules, operations, and what a refusal holds: which rule says no, why, and the ways out.

mod op;
mod refusal;
mod rule;
mod way;

pub use op::{Doing, Op};
pub use refusal::Refusal;
pub use rule::Rule;
pub use way::{Act, Way};
