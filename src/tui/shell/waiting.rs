//! A write that another program keeps waiting: the cockpit draws, says who is in the way, and does the same again until it
//! can be done or Esc gives it up. Nothing was written, and every view is as it was before the key.

use super::{Shell, Tone};
use crate::app::Standfast;
use crate::domain::time::Instant;
use crate::error::Busy;
use crate::tui::command::Command;
use crate::tui::event::{Chord, Event, Key, Mouse};
use std::time::Duration;

/// How often it is tried again.
const AGAIN: Duration = Duration::from_millis(100);

/// For how long keys are kept, in milliseconds.
const FIRST: i64 = 1000;

/// How many keys are kept for afterwards.
const KEPT: usize = 256;

/// What a person did, as it is done again.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    Key(Chord),
    Run(Command),
    Mouse(Mouse),
    Paste(String),
}

/// A deed whose write waits.
#[derive(Debug)]
pub(super) struct Waiting {
    deed: Deed,
    /// Keys that were pressed in its first second, for when it is done: typing goes on for a moment. What is pressed
    /// later is pressed out of impatience.
    keys: Vec<Event>,
    begun: Instant,
}

impl Shell {
    /// Ends the session and gives the database back.
    pub fn into_standfast(self) -> Standfast {
        self.standfast.keep_answers(false);
        self.standfast.wait_for_others(true);
        self.standfast
    }

    /// The deed under way waits. What nobody did, such as a tick, comes again by itself.
    pub(super) fn wait(&mut self, busy: &Busy) {
        let Some(deed) = self.deed.take() else { return };
        let said = format!("Waiting: {}. It is written as soon as that ends. Press Esc to give up.", busy.who);
        if self.message().is_none_or(|message| message.words != said) {
            self.say(Tone::Cannot, said);
        }
        self.waiting = Some(Waiting { deed, keys: Vec::new(), begun: self.now });
    }

    /// How often to try again, while something waits.
    pub(super) fn tries_again(&self) -> Option<Duration> {
        self.waiting.as_ref().map(|_| AGAIN)
    }

    /// Takes what is pressed while a deed waits; whether it did.
    pub(super) fn is_kept_for_later(&mut self, event: &Event) -> bool {
        let Some(waiting) = &mut self.waiting else { return false };
        match event {
            Event::Key(chord) if *chord == Chord::plain(Key::Esc) => {
                self.waiting = None;
                self.standfast.leave_queue();
                self.say(Tone::Cannot, "Given up. Nothing was written.");
                true
            }
            Event::Key(chord) if *chord == Chord::ctrl('c') => false,
            Event::Key(_) | Event::Paste(_) => {
                if waiting.keys.len() < KEPT && self.now.0 - waiting.begun.0 < FIRST {
                    waiting.keys.push(event.clone());
                }
                true
            }
            Event::Mouse(_) => true,
            _ => false,
        }
    }

    /// Does what waits again, and then what was pressed meanwhile.
    pub(super) fn try_again(&mut self) {
        let Some(Waiting { deed, keys, begun }) = self.waiting.take() else { return };
        match deed {
            Deed::Key(chord) => self.key(chord),
            Deed::Run(command) => self.run(command),
            Deed::Mouse(mouse) => self.mouse(mouse),
            Deed::Paste(text) => self.paste(&text),
        }
        match &mut self.waiting {
            Some(waiting) => (waiting.keys, waiting.begun) = (keys, begun),
            None => keys.into_iter().for_each(|event| self.handle(event, self.now)),
        }
    }
}
