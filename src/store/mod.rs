//! SQL in, domain out. `engine` is what every noun asks, `guard` is what the database refuses, `noun` holds a file per noun
//! with its `.sql` beside it, and `sqlite` holds what only SQLite knows.

mod column;
pub mod engine;
mod guard;
pub mod journal;
mod link;
mod memo;
pub mod noun;
mod replay;
mod sqlite;
pub mod value;
pub mod whole;

pub use engine::Store;
pub use noun::{
    NOUNS, Numbered, action, backlog, blocker, chain, checkin, close, history, import, item, retro, review, scope,
    sprint, standup, story, team, topic,
};
pub use sqlite::connection::steps_taken;
pub use sqlite::{aside, bulk, care, open, place, schema, search};
