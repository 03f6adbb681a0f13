//! The standup: started, led from turn to turn, and finished (S1–S9). What is half done is on disk after every step.

mod checkin;
mod end;
mod facts;
mod lead;
mod record;
mod ruling;
mod start;
mod under_way;

pub use checkin::Say;
pub use facts::Facts;
pub(crate) use record::summary;
pub use ruling::BlockerRuling;
pub use start::Start;
pub use under_way::UnderWay;
pub(crate) use under_way::note_life;
