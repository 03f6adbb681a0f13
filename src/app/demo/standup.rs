//! A standup of the demo team, led through the same operations as any other.

use crate::app::Standfast;
use crate::app::checkin::Say;
use crate::app::standup::Start;
use crate::domain::time::Instant;
use crate::error::Result;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How long somebody speaks of whom the story says nothing, in seconds.
const USUAL: i64 = 95;

/// What happens in a standup.
#[derive(Deserialize)]
pub(super) struct Standup {
    /// How long people speak, in seconds.
    #[serde(default)]
    seconds: BTreeMap<String, i64>,
    /// What people say who have not checked in.
    #[serde(default)]
    today: BTreeMap<String, String>,
    #[serde(default)]
    needs: BTreeMap<String, String>,
    #[serde(default)]
    absent: Vec<String>,
    /// The item that the first one talks about.
    about: Option<usize>,
    /// What is taken offline.
    park: Option<String>,
}

impl Standfast {
    /// Begins at a moment, hears everybody, and ends.
    pub(super) fn play_standup(&mut self, standup: &Standup, begun: Instant, actor: &str, prefix: &str) -> Result<()> {
        let mut now = begun;
        self.at(now, actor);
        self.start_standup(Start::default())?;
        for name in &standup.absent {
            self.absent_in_standup(Some(name))?;
        }
        let mut about = standup.about.map(|item| format!("{prefix}-{item}"));
        while let Some(name) = self.standup()?.and_then(|now| now.speaker().map(|turn| turn.name.clone())) {
            if let Some(key) = about.take() {
                self.talk_about(Some(&key))?;
            }
            now = Instant(now.0 + standup.seconds.get(&name).unwrap_or(&USUAL) * 1000);
            self.at(now, actor);
            let (today, needs) = (standup.today.get(&name).cloned(), standup.needs.get(&name).cloned());
            if today.is_some() || needs.is_some() {
                self.say_in_standup(Some(&name), &Say { today, needs, from: Vec::new() })?;
            }
            self.next_in_standup(None)?;
        }
        if let Some(topic) = &standup.park {
            self.park_topic(topic, &[], None)?;
        }
        self.at(Instant(now.0 + 20_000), actor);
        self.finish_standup().map(drop)
    }
}
