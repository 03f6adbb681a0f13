//! Pure values and rules. Knows nothing of databases, terminals, clocks or files.

pub mod item;
pub mod points;
pub mod sprint;
pub mod team;
pub mod time;
