//! A standup of the demo team, led through the same operations as any other.

use crate::app::Standfast;
use crate::app::standup::Say;
use crate::app::standup::{BlockerRuling, Start};
use crate::domain::standup::TurnState;
use crate::domain::time::Instant;
use crate::error::Result;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How long somebody speaks of whom the story says nothing, in seconds.
const USUAL: i64 = 95;

/// What happens in a standup.
#[derive(Deserialize, Default)]
pub(super) struct Standup {
    /// How long people speak, in seconds.
    #[serde(default)]
    pub seconds: BTreeMap<String, i64>,
    /// What people say who have not checked in.
    #[serde(default)]
    pub today: BTreeMap<String, String>,
    #[serde(default)]
    pub needs: BTreeMap<String, String>,
    #[serde(default)]
    pub absent: Vec<String>,
    /// Who speaks first, if not the one with the most trouble.
    #[serde(skip)]
    pub first: Option<String>,
    /// The item that the first one talks about.
    pub about: Option<usize>,
    /// Makes the others speak for longer or shorter than usual; 0 for as long.
    #[serde(skip)]
    pub pace: i64,
    /// What is taken offline.
    pub park: Option<String>,
}

fn spread(sum: i64, letter: u8) -> i64 {
    (sum * 31 + i64::from(letter)) % 71
}

impl Standfast {
    /// Begins at a moment, hears everybody, and ends.
    pub(super) fn play_standup(&mut self, standup: &Standup, begun: Instant, actor: &str, prefix: &str) -> Result<()> {
        let mut now = begun;
        self.at(now, actor);
        self.start_standup(Start::default())?;
        for name in &standup.absent {
            let away = self
                .standup()?
                .is_some_and(|now| now.turns.iter().any(|turn| turn.name == *name && turn.state == TurnState::Absent));
            if !away {
                self.absent_in_standup(Some(name))?;
            }
        }
        if let Some(name) = &standup.first
            && self.standup()?.is_some_and(|now| now.speaker().is_none_or(|turn| turn.name != *name))
        {
            self.next_in_standup(Some(name))?;
        }
        let mut about = standup.about.map(|item| format!("{prefix}-{item}"));
        while let Some(name) = self.standup()?.and_then(|now| now.speaker().map(|turn| turn.name.clone())) {
            if let Some(key) = about.take() {
                self.talk_about(Some(&key))?;
            }
            // Nobody speaks for as long as the day before: the letters of a name are as good as a die.
            let usual = if standup.pace == 0 { USUAL } else { 60 + name.bytes().fold(standup.pace, spread) };
            now = Instant(now.0 + standup.seconds.get(&name).unwrap_or(&usual) * 1000);
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
        self.rule_in_demo()?;
        self.finish_standup().map(drop)
    }

    /// Rules on what a standup demands: the decision-maker is asked first, then somebody asks again.
    fn rule_in_demo(&mut self) -> Result<()> {
        let demanded = self.standup_facts()?.blockers.into_iter().filter(|fact| fact.demands_ruling);
        let demanded: Vec<(i64, bool)> = demanded
            .filter_map(|fact| Some((fact.blocker.trim_start_matches('B').parse().ok()?, fact.escalated_to.is_some())))
            .collect();
        for (number, escalated) in demanded {
            let by = self.calendar()?.working_day_after(self.today(), 2).unwrap_or(self.today());
            let ruling = if escalated {
                BlockerRuling::NextStep { step: "Ask again for a date".to_owned(), owner: None, by }
            } else {
                BlockerRuling::Escalate { to: None, note: None }
            };
            self.rule_on_blocker(number, &ruling)?;
        }
        Ok(())
    }
}
