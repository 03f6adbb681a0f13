//! What only SQLite knows: files and their headers, the schema with its triggers, full-text search, backups, bulk writes.

pub mod aside;
pub mod bulk;
pub mod care;
pub mod connection;
pub mod health;
pub mod open;
pub mod place;
pub mod queue;
pub mod schema;
pub mod search;
mod triggers;
