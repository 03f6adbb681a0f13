//! The one place where outcomes and errors pass: says the sentence, reloads what changed (architecture: a keypress).

use super::{Effect, Shell, Tone, draw};
use crate::app::change::Changed;
use crate::app::header::HeaderFacts;
use crate::error::{Error, Result};
use crate::rules::Way;
use crate::tui::kit::reader::Reader;
use crate::tui::pane::Tab;
use crate::tui::scope::Scope;
use crate::tui::shell::Message;
use crate::tui::theme::Role;
use crate::tui::view::{Next, View};
use crate::tui::ways;
use crate::tui::welcome::Welcome;
use crate::tui::widget::passage::Passage;

/// The most that is sent to a clipboard; terminals cut or drop more.
const CLIPBOARD: usize = 70_000;

impl Shell {
    /// Does what a view answered.
    pub(super) fn settle(&mut self, next: Result<Next>) {
        match next {
            Ok(next) => self.follow(next),
            Err(error) => self.wrong(&error),
        }
    }

    fn follow(&mut self, next: Next) {
        match next {
            Next::Nothing | Next::NotMine => {}
            Next::Did(outcome) => {
                let said = self.in_words(&outcome.said, &outcome.ways);
                self.say(Tone::Done, said);
                self.changed(outcome.changed);
            }
            Next::Say(words) => self.say(Tone::Note, words),
            Next::Cannot(words) => self.say(Tone::Cannot, words),
            Next::Wrong(error) => self.wrong(&error),
            Next::Ask(layer) => self.open(layer),
            Next::Open(thing) => self.open_thing(thing),
            // A question stays open while its answer waits to be written.
            Next::Close(then) if then.is_busy() => self.follow(*then),
            Next::Close(then) => {
                self.layers.pop();
                self.follow(*then);
            }
            Next::Both(first, second) => {
                self.follow(*first);
                self.follow(*second);
            }
            Next::Run(command) => self.run(command),
            Next::Copy(what, text) => self.copy(&what, text),
            Next::Edit(text) => self.effects.push(Effect::Edit(text)),
            Next::Look(name) => self.look_like(&name),
        }
        self.fit_layers();
    }

    /// Opens a layer above everything.
    pub(super) fn open(&mut self, layer: Box<dyn View>) {
        self.layers.push(layer);
        self.load_layer(self.layers.len().saturating_sub(1));
    }

    /// Goes to a tab.
    pub(super) fn go(&mut self, tab: &Tab) {
        if let Some(at) = self.place_of(tab.scope) {
            self.here = at;
            self.load_pane();
        }
    }

    /// Tables have been written: what shows them reads them again, now if it is in sight, else when it comes into sight.
    pub(super) fn changed(&mut self, changed: Changed) {
        if changed.is_nothing() {
            return;
        }
        for stale in &mut self.stale {
            *stale = stale.and(changed);
        }
        if self.welcome.is_some() == self.standfast.has_team() {
            self.welcome = (!self.standfast.has_team()).then(Welcome::default);
            self.here = self.opening_tab();
        }
        if changed.touches(HeaderFacts::reads()) {
            self.read_standing();
        }
        self.load_pane();
        for at in 0..self.layers.len() {
            if self.layers.get(at).is_some_and(|layer| layer.reads().touches(changed)) {
                self.load_layer(at);
            }
        }
    }

    pub(super) fn read_standing(&mut self) {
        match HeaderFacts::load(&self.standfast) {
            Ok(standing) => self.standing = standing,
            Err(error) => self.wrong(&error),
        }
    }

    /// Everything in sight reads what it shows: the screen has another size.
    pub(super) fn load_visible(&mut self) {
        if let Some(stale) = self.stale.get_mut(self.here) {
            *stale = Changed::ANYTHING;
        }
        self.load_pane();
        for at in 0..self.layers.len() {
            self.load_layer(at);
        }
    }

    /// Loads the pane in sight, if anything it reads has changed.
    fn load_pane(&mut self) {
        let area = draw::body(self.size);
        let (Some(pane), Some(stale)) = (self.panes.get_mut(self.here), self.stale.get_mut(self.here)) else { return };
        let due = stale.touches(pane.reads()) || *stale == Changed::ANYTHING;
        if !due || self.welcome.is_some() || !draw::is_enough(self.size) {
            return;
        }
        *stale = Changed::NOTHING;
        let loaded = pane.load(area, &self.standfast);
        self.settle(loaded.map(|()| Next::Nothing));
    }

    fn load_layer(&mut self, at: usize) {
        let screen = draw::between(self.size);
        let Some(layer) = self.layers.get_mut(at) else { return };
        let (keymap, home) = (&self.keymap, self.panes.get(self.here).map_or(Scope::Global, |pane| pane.scope()));
        layer.name_ways(&|way| ways::in_words(way, keymap, home));
        let area = layer.place(screen);
        if let Err(error) = layer.load(area, &self.standfast) {
            self.wrong(&error);
        }
    }

    /// A sentence with its ways out, each with the key that goes it.
    fn in_words(&self, words: &str, ways: &[Way]) -> String {
        let home = self.panes.get(self.here).map_or(Scope::Global, |pane| pane.scope());
        Way::after(words, ways, |way| ways::in_words(way, &self.keymap, home))
    }

    /// A layer may have grown, as a form that shows a refusal.
    fn fit_layers(&mut self) {
        if let Some(last) = self.layers.len().checked_sub(1) {
            self.load_layer(last);
        }
    }

    fn copy(&mut self, what: &str, text: String) {
        if text.len() > CLIPBOARD {
            let size = text.len() / 1024;
            self.say(Tone::Cannot, format!("{what} has {size} KiB; a terminal's clipboard takes at most 68 KiB."));
            return;
        }
        self.effects.push(Effect::Copy(text));
        self.say(Tone::Note, format!("Copied {what} to the clipboard."));
    }

    fn look_like(&mut self, name: &str) {
        match self.look.with_theme(name) {
            Ok(look) => {
                self.look = look;
                let words = format!(
                    "The theme is {name} for this session. To keep it, write theme = \"{name}\" in config.toml."
                );
                self.say(Tone::Note, words);
            }
            Err(error) => self.wrong(&error),
        }
    }

    /// Shows an error: in one line if it has one line to say, else as a text to read.
    pub(super) fn wrong(&mut self, error: &Error) {
        if let Some(busy) = error.busy() {
            self.wait(busy);
            return;
        }
        let words = self.in_words(&error.why(), error.ways());
        let message = Message { at: self.now, tone: Tone::Wrong, words, details: error.details().to_vec() };
        if !message.details.is_empty() {
            let mut passages = vec![Passage::new(&message.words, Role::Bad), Passage::gap()];
            let case = |detail: &String| {
                Passage::new(format!("{} ", self.look.glyphs.dot), Role::Dim).and(detail, Role::Text).indent(2)
            };
            passages.extend(message.details.iter().map(case));
            self.open(Box::new(Reader::new("Not done", passages)));
        }
        self.messages.say(message);
    }
}
