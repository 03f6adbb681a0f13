//! Pure values and rules. Knows nothing of databases, terminals, clocks or files.

pub mod account;
pub mod action;
pub mod blocker;
pub mod calendar;
pub mod close;
pub mod dates;
pub mod incoming;
pub mod item;
pub mod log;
pub mod points;
pub mod promise;
pub mod rank;
pub mod report;
pub mod retro;
pub mod review;
pub mod scope;
pub mod sprint;
pub mod standup;
pub mod story;
pub mod stuck;
pub mod tables;
pub mod team;
pub mod text;
pub mod time;
pub mod velocity;
pub mod worktime;
