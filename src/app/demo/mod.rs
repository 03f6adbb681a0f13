//! The demo team: a believable story, played through the same operations as any team's work at past instants.

mod past;
mod play;
mod standup;
mod story;
