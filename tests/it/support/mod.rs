//! What tests share: running the program as a person would.

pub mod cli;
pub mod pty;
pub mod screen;
pub mod years;
