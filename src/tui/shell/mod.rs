//! The shell of the cockpit: tabs, layers, and the one funnel through which every answer passes.

mod draw;
mod elsewhere;
mod global;
mod guard;
mod message;
mod open;
mod palette;
mod settle;
mod waiting;

pub use message::{Message, Tone};

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::app::header::HeaderFacts;
use crate::config::Config;
use crate::domain::text;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::event::{Chord, Event, Key, Mouse, MouseAct};
use crate::tui::ground::Ground;
use crate::tui::keymap::Keymap;
use crate::tui::kit::reader::Reader;
use crate::tui::look::Look;
use crate::tui::pane::Pane;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View};
use crate::tui::welcome::{FirstRun, Welcome};
use crate::tui::widget::passage::Passage;
use guard::Leaving;
use message::Messages;
use ratatui::layout::Rect;
use std::path::PathBuf;
use std::time::Duration;
use waiting::{Deed, Waiting};

/// What only the loop can do, since it has the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send a text to the terminal's clipboard.
    Copy(String),
    /// Give the terminal to the user's editor with this text.
    Edit(String),
    /// Step out to the shell that started the program.
    Suspend,
    /// Draw everything again from nothing.
    Redraw,
    Watch(PathBuf),
    Quit,
}

/// The smallest screen that is drawn on (U5).
pub const LEAST: (u16, u16) = (60, 16);

/// Everything that is open.
pub struct Shell {
    standfast: Standfast,
    mouse: bool,
    first_run: FirstRun,
    look: Look,
    keymap: Keymap,
    /// Where pages are written.
    pages: PathBuf,
    /// The first screen, while there is no team.
    welcome: Option<Welcome>,
    panes: Vec<Box<dyn Pane>>,
    /// For every pane, what has changed since it was loaded.
    stale: Vec<Changed>,
    here: usize,
    layers: Vec<Box<dyn View>>,
    standing: HeaderFacts,
    messages: Messages,
    effects: Vec<Effect>,
    size: Rect,
    /// When the events under way happened.
    now: Instant,
    /// What was asked for once over something typed.
    leaving: Option<Leaving>,
    deed: Option<Deed>,
    waiting: Option<Waiting>,
}

impl Shell {
    /// Opens the shell on a database; nothing is read before it knows its size.
    pub fn new(
        standfast: Standfast,
        first_run: FirstRun,
        mut panes: Vec<Box<dyn Pane>>,
        config: &Config,
    ) -> Result<Self> {
        standfast.keep_answers(true);
        standfast.wait_for_others(false);
        for pane in &mut panes {
            pane.configure(config);
        }
        let mut complaints = config.warnings.clone();
        complaints.extend(standfast.migrated().map(str::to_owned));
        let keys = config.settings.keys.iter().map(|(name, keys)| (name.as_str(), keys.as_slice()));
        let (keymap, unused) = Keymap::with(keys);
        let file = config.places.config_file().map_or_else(String::new, |file| format!("{}: ", file.display()));
        complaints.extend(unused.into_iter().map(|complaint| format!("{}{complaint}", text::clean(&file))));
        let look = Look::choose(config).or_else(|error| {
            complaints.push(format!("{error} The dark theme is used."));
            Look::fallback(config)
        })?;
        let mut shell = Self {
            now: standfast.now(),
            pages: config.places.pages(standfast.path()),
            welcome: (!standfast.has_team()).then(Welcome::default),
            stale: vec![Changed::ANYTHING; panes.len()],
            standfast,
            mouse: config.settings.mouse,
            first_run,
            look,
            keymap,
            panes,
            here: 0,
            layers: Vec::new(),
            standing: HeaderFacts::default(),
            messages: Messages::default(),
            effects: Vec::new(),
            size: Rect::ZERO,
            leaving: None,
            deed: None,
            waiting: None,
        };
        shell.here = shell.opening_tab();
        shell.complain(complaints);
        Ok(shell)
    }

    /// Takes an event. What is to be done about the terminal afterwards is in `effects`.
    pub fn handle(&mut self, event: Event, now: Instant) {
        self.now = now;
        self.standfast.doubt_answers();
        self.deed = None;
        if self.is_kept_for_later(&event) {
            return;
        }
        match event {
            Event::Key(chord) => self.key(chord),
            Event::Paste(text) => self.paste(&text),
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Resize(width, height) => {
                let first = self.size == Rect::ZERO;
                self.size = Rect::new(0, 0, width, height);
                if first {
                    self.read_standing();
                }
                self.load_visible();
            }
            Event::Tick(now) => self.tick(now),
            // Nobody asked for it.
            Event::Ground(_) => {}
            Event::Elsewhere(changed) => self.changed(changed),
        }
    }

    /// Says what is wrong with the settings: one complaint in the message line, several as a text to read.
    fn complain(&mut self, complaints: Vec<String>) {
        if complaints.len() > 1 {
            let passages =
                complaints.iter().flat_map(|words| [Passage::new(words, Role::Text).indent(2), Passage::gap()]);
            self.open(Box::new(Reader::new("Settings that are not used", passages.collect()).wide(110)));
        }
        for complaint in complaints {
            self.say(Tone::Wrong, complaint);
        }
    }

    /// Whether the look depends on the ground of the terminal, which nothing says.
    pub fn asks_for_ground(&self) -> bool {
        self.look.asks_for_ground()
    }

    /// The ground of the terminal is known now, or is not going to be.
    pub fn suit(&mut self, ground: Ground) {
        if let Ok(look) = self.look.on(ground) {
            self.look = look;
        }
    }

    /// What the loop has to do now.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// What the user made of a text in their editor, or why there is nothing.
    pub fn edited(&mut self, text: Result<String>) {
        match text {
            Ok(text) => {
                if let Some(layer) = self.layers.last_mut() {
                    layer.edited(text);
                }
                self.load_visible();
            }
            Err(error) => self.wrong(&error),
        }
    }

    /// Says what happened to the terminal, as when the clipboard refused.
    pub fn say(&mut self, tone: Tone, words: impl Into<String>) {
        let (at, details) = (self.now, Vec::new());
        let words = self.keymap.spell(&words.into()).into_owned();
        self.messages.say(Message { at, tone, words, details });
    }

    /// The sentence on the screen.
    pub fn message(&self) -> Option<&Message> {
        self.messages.open()
    }

    /// The database that is open.
    pub fn standfast(&self) -> &Standfast {
        self.standfast.doubt_answers();
        &self.standfast
    }

    /// Whether the mouse is to be listened to.
    pub fn wants_mouse(&self) -> bool {
        self.mouse
    }

    /// How long the loop may sleep; `None` for until something happens.
    pub fn wants_tick(&self) -> Option<Duration> {
        let pane = self.panes.get(self.here).filter(|_| self.welcome.is_none()).and_then(|pane| pane.wants_tick());
        self.layers.iter().filter_map(|layer| layer.wants_tick()).chain(pane).chain(self.tries_again()).min()
    }

    fn ctx(&self, on_top: bool) -> Ctx<'_> {
        Ctx {
            theme: &self.look.theme,
            glyphs: &self.look.glyphs,
            keymap: &self.keymap,
            now: self.now,
            zone: self.standfast.zone(),
            today: self.now.day(self.standfast.zone()),
            calendar: &self.standing.calendar,
            on_top,
        }
    }

    /// The view that has the keys.
    fn top(&mut self) -> Option<(&mut dyn View, &mut Standfast)> {
        if let Some(layer) = self.layers.last_mut() {
            return Some((layer.as_mut(), &mut self.standfast));
        }
        if self.welcome.is_some() {
            return None;
        }
        let pane = self.panes.get_mut(self.here)?;
        Some((pane.as_mut(), &mut self.standfast))
    }

    /// Whose keys are in force.
    pub fn scope(&self) -> Scope {
        match (self.layers.last(), &self.welcome, self.panes.get(self.here)) {
            (Some(layer), ..) => layer.scope(),
            (None, Some(_), _) => Scope::Welcome,
            (None, None, Some(pane)) => pane.scope(),
            (None, None, None) => Scope::Global,
        }
    }

    fn paste(&mut self, text: &str) {
        self.leaving = None;
        self.deed = Some(Deed::Paste(text.to_owned()));
        let next = match self.top() {
            Some((view, standfast)) => view.paste(text, standfast),
            None => Ok(Next::Nothing),
        };
        self.settle(next);
    }

    fn key(&mut self, chord: Chord) {
        self.deed = Some(Deed::Key(chord));
        let command = self.keymap.lookup(self.scope(), chord);
        self.messages.key_pressed(command.is_some_and(|command| command.row().scope == Scope::Move));
        if chord == Chord::ctrl('c') {
            self.interrupt();
            return;
        }
        self.leaving = self.leaving.filter(|leaving| command.map(Leaving::By) == Some(*leaving));
        if let Some(command) = command {
            self.run(command);
            return;
        }
        let next = match self.top() {
            Some((view, standfast)) => view.key(chord, standfast),
            None => Ok(Next::NotMine),
        };
        if !matches!(next, Ok(Next::NotMine)) {
            self.settle(next);
        } else if chord.alt {
            // Alt and a key come as an escape and the key, as they do from a quick hand or over tmux.
            self.key(Chord::plain(Key::Esc));
            self.key(Chord { alt: false, ..chord });
        } else {
            self.nothing_on(chord);
        }
    }

    /// Does what a command says, unless it cannot be done now.
    fn run(&mut self, command: Command) {
        self.deed = Some(Deed::Run(command));
        if let Some(why) = self.why_not(command) {
            self.say(Tone::Cannot, why);
            return;
        }
        if self.asks_first(command) {
            return;
        }
        if global::is_of_shell(command) {
            self.run_global(command);
        } else if self.layers.is_empty() && self.welcome.is_some() {
            self.run_welcome(command);
        } else {
            let next = match self.top() {
                Some((view, standfast)) => view.update(command, standfast),
                None => Ok(Next::NotMine),
            };
            if matches!(next, Ok(Next::NotMine)) {
                self.say(Tone::Cannot, format!("\"{}\" does nothing here.", command.row().label));
            } else {
                self.settle(next);
            }
        }
    }

    fn nothing_on(&mut self, chord: Chord) {
        let help = Some(Command::Help).filter(|help| self.scope().chain().contains(&help.row().scope));
        let more = help.map_or_else(String::new, |help| format!(" Press {help} to see the keys that work."));
        self.say(Tone::Cannot, format!("{chord} does nothing here.{more}"));
    }

    fn tick(&mut self, now: Instant) {
        self.try_again();
        self.deed = None;
        for at in 0..self.layers.len() {
            let next = match self.layers.get_mut(at) {
                Some(layer) if layer.wants_tick().is_some() => layer.tick(now, &mut self.standfast),
                _ => continue,
            };
            self.settle(next);
        }
        if let Some(pane) = self.panes.get_mut(self.here).filter(|pane| pane.wants_tick().is_some()) {
            let next = pane.tick(now, &mut self.standfast);
            self.settle(next);
        }
    }

    fn mouse(&mut self, mouse: Mouse) {
        self.deed = Some(Deed::Mouse(mouse));
        let place = (mouse.x, mouse.y).into();
        if let Some(command) = self.hint_at(mouse) {
            self.messages.key_pressed(false);
            self.run(command);
        } else if let Some(layer) = self.layers.last_mut() {
            let area = layer.place(draw::between(self.size));
            if area.contains(place) || mouse.act != MouseAct::Press {
                let next = layer.mouse(mouse, area, &mut self.standfast);
                self.settle(next);
            }
        } else if let Some(tab) = self.tab_at(mouse) {
            self.go(tab);
        } else if self.welcome.is_some() {
            self.press_welcome(mouse);
        } else if let Some(pane) = self.panes.get_mut(self.here) {
            let area = draw::body(self.size);
            if area.contains(place) || mouse.act != MouseAct::Press {
                let next = pane.mouse(mouse, area, &mut self.standfast);
                self.settle(next);
            }
        }
    }
}
