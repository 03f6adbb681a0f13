//! A file per noun, with its named queries in the `.sql` of the same name.

pub mod action;
pub mod backlog;
pub mod blocker;
pub mod checkin;
pub mod close;
pub mod history;
pub mod import;
pub mod item;
pub mod retro;
pub mod review;
pub mod scope;
pub mod sprint;
pub mod standup;
pub mod story;
pub mod team;
pub mod topic;
