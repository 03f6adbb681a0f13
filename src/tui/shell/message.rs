//! What the cockpit says: the sentence on the screen, and all that were said before.

use crate::domain::time::Instant;
use crate::tui::glyph::Glyphs;
use crate::tui::theme::Role;
use std::collections::VecDeque;

/// How many sentences are kept to be read again.
const KEPT: usize = 200;

/// How a sentence is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Done,
    Note,
    /// Something cannot be done now.
    Cannot,
    /// A rule says no, or it went wrong. It stays until it is read (U3).
    Wrong,
}

impl Tone {
    /// The sign before trouble, since colour is never the only one.
    pub fn sign(self, glyphs: &Glyphs) -> &'static str {
        match self {
            Self::Done | Self::Note => "",
            Self::Cannot => glyphs.warn,
            Self::Wrong => glyphs.blocked,
        }
    }

    /// How it looks.
    pub fn role(self) -> Role {
        match self {
            Self::Done => Role::Good,
            Self::Note => Role::Note,
            Self::Cannot => Role::Warn,
            Self::Wrong => Role::Bad,
        }
    }
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// When it was said.
    pub at: Instant,
    /// How it is meant.
    pub tone: Tone,
    pub words: String,
    /// The single cases behind it.
    pub details: Vec<String>,
}

/// The sentences of this session.
#[derive(Debug, Default)]
pub struct Messages {
    all: VecDeque<Message>,
    /// Whether the last one is on the screen.
    open: bool,
    /// Whether it has been drawn: what nobody saw is not taken away.
    seen: bool,
}

impl Messages {
    /// Says something.
    pub fn say(&mut self, message: Message) {
        if self.all.len() == KEPT {
            self.all.pop_front();
        }
        self.all.push_back(message);
        (self.open, self.seen) = (true, false);
    }

    /// The sentence on the screen.
    pub fn open(&self) -> Option<&Message> {
        self.all.back().filter(|_| self.open)
    }

    /// All of them, the last one first.
    pub fn all(&self) -> impl Iterator<Item = &Message> {
        self.all.iter().rev()
    }

    /// The screen has been drawn.
    pub fn drawn(&mut self) {
        self.seen = true;
    }

    /// A key was pressed: what has been seen goes. A key that only moves does not take a refusal away.
    pub fn key_pressed(&mut self, moves: bool) {
        let stays = moves && self.open().is_some_and(|message| matches!(message.tone, Tone::Wrong | Tone::Cannot));
        if self.seen && !stays {
            self.open = false;
        }
    }
}
