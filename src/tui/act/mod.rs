//! What a person does to a thing, from whichever view shows it: questions and forms, a file or folder per noun.

pub mod action;
pub mod blocker;
pub mod import;
pub mod item;
mod new_dates;
pub mod request;
pub mod sprint;
pub mod suggest;
pub mod team;
