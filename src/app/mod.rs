//! The narrow door: one function per thing a person can ask; both faces call these.

pub mod change;
