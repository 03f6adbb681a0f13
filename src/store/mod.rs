//! SQL in, domain out: a file per noun with its `.sql` beside it.

pub mod action;
pub mod backlog;
pub mod blocker;
pub mod bulk;
pub mod care;
pub mod checkin;
pub mod close;
mod column;
pub mod history;
pub mod import;
pub mod item;
pub mod journal;
pub mod open;
pub mod retro;
pub mod review;
pub mod schema;
pub mod scope;
pub mod search;
pub mod sprint;
pub mod sqlite;
pub mod standup;
pub mod story;
pub mod team;
pub mod topic;
mod triggers;
pub mod whole;

pub use sqlite::Sqlite;
