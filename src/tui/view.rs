//! What has the keys: a tab's pane or a layer above it, and what it may answer.

use crate::app::Standfast;
use crate::app::change::{Changed, Outcome};
use crate::domain::calendar::Calendar;
use crate::domain::tables::Table;
use crate::domain::time::{Day, Instant};
use crate::domain::zone::Zone;
use crate::error::{Error, Result};
use crate::report::pages::Leaf;
use crate::rules::Way;
use crate::tui::command::Command;
use crate::tui::event::{Chord, Mouse};
use crate::tui::glyph::Glyphs;
use crate::tui::keymap::Keymap;
use crate::tui::scope::Scope;
use crate::tui::theme::{Role, Theme};
use crate::tui::thing::Thing;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::time::Duration;

/// What a view answers to a command. An error is an answer too: `?` takes it to the shell, which shows it.
#[must_use = "the shell does what it says"]
pub enum Next {
    /// Nothing but what the view has done to itself.
    Nothing,
    /// The key means nothing to this view.
    NotMine,
    /// An operation was done: say its sentence, reload what it changed.
    Did(Outcome<()>),
    /// Say a sentence; nothing was written.
    Say(String),
    /// It cannot be done now: say why, and what would make it possible.
    Cannot(String),
    /// It went wrong: show this as any error is shown.
    Wrong(Error),
    /// Open a question, a form or a text above. It owns what follows from its answer.
    Ask(Box<dyn View>),
    /// Open a thing above, in the view that the shell knows for it.
    Open(Thing),
    /// Close this layer, and then …
    Close(Box<Self>),
    /// One thing after the other.
    Both(Box<Self>, Box<Self>),
    /// Do as if the command's key had been pressed in what lies below the layers.
    Run(Command),
    /// Send a text to the terminal's clipboard; the first names it in a sentence: "Sent {what} to the clipboard."
    Copy(String, String),
    /// Look like the theme of that name, for this session.
    Look(String),
    /// Let the user write this text in their editor; `View::edited` gets what they made of it.
    Edit(String),
}

impl Next {
    /// Opens a layer.
    pub fn ask(view: impl View + 'static) -> Self {
        Self::Ask(Box::new(view))
    }

    /// Opens the item with this key.
    pub fn open_item(key: &str) -> Self {
        Self::Open(Thing::Item(key.to_owned()))
    }

    /// Closes this layer.
    pub fn close() -> Self {
        Self::Close(Box::new(Self::Nothing))
    }

    /// Whether it is a write that has to wait for another program.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Wrong(error) if error.busy().is_some())
    }

    /// Closes this layer, then does `self`.
    pub fn after_closing(self) -> Self {
        Self::Close(Box::new(self))
    }
}

impl<T> From<Outcome<T>> for Next {
    fn from(outcome: Outcome<T>) -> Self {
        Self::Did(outcome.forget())
    }
}

/// What drawing may know beside the view's own rows.
#[derive(Debug, Clone, Copy)]
pub struct Ctx<'a> {
    pub theme: &'a Theme,
    /// The signs to draw with.
    pub glyphs: &'a Glyphs,
    /// The keys in force, for showing them.
    pub keymap: &'a Keymap,
    pub now: Instant,
    /// The team's time zone.
    pub zone: Zone,
    /// Today in that zone.
    pub today: Day,
    /// The team's working days, which ages count.
    pub calendar: &'a Calendar,
    /// Whether no layer is open above this view.
    pub on_top: bool,
}

impl Ctx<'_> {
    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// The first key of a command as text; empty when the user took all its keys away.
    pub fn key(&self, command: Command) -> String {
        self.keymap.shown(command)
    }
}

/// Something that takes keys and draws. Handling changes it and may read and write the database; drawing does neither.
pub trait View {
    /// Whose keys are in force. It may change, as when a filter is being typed.
    fn scope(&self) -> Scope;

    /// A command of its scope. Those of `Scope::Global`, `Look` and `Ground` never arrive here.
    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next>;

    /// Draws from what was loaded, inside `area`.
    fn render(&self, frame: &mut Frame, area: Rect, ctx: &Ctx<'_>);

    /// Reads what can be seen in `area`: on opening, when its size changes, when `reads` changed. The cursor stays where it is.
    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        let _ = (area, standfast);
        Ok(())
    }

    /// The tables it shows; `load` is called when one of them changed.
    fn reads(&self) -> Changed {
        Changed::NOTHING
    }

    /// A chord that is not a command here: text for a field.
    fn key(&mut self, chord: Chord, standfast: &mut Standfast) -> Result<Next> {
        let _ = (chord, standfast);
        Ok(Next::NotMine)
    }

    /// Text pasted as a whole.
    fn paste(&mut self, text: &str, standfast: &mut Standfast) -> Result<Next> {
        let _ = (text, standfast);
        Ok(Next::Nothing)
    }

    /// What the user made of a text in their editor.
    fn edited(&mut self, text: String) {
        let _ = text;
    }

    /// The mouse, inside `area`.
    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        let _ = (mouse, area, standfast);
        Ok(Next::Nothing)
    }

    /// How long until it wants a tick; `None` for never (U7).
    fn wants_tick(&self) -> Option<Duration> {
        None
    }

    /// Time has passed.
    fn tick(&mut self, now: Instant, standfast: &mut Standfast) -> Result<Next> {
        let _ = (now, standfast);
        Ok(Next::Nothing)
    }

    /// Why a command of its scope cannot work now, as a sentence; `None` when it can (U2).
    fn why_not(&self, command: Command) -> Option<String> {
        let _ = command;
        None
    }

    /// A few words for the right end of the message line: "12 of 1 680", "3 selected".
    fn status(&self) -> String {
        String::new()
    }

    /// The sprint that is looked at, for what opens about a sprint.
    fn sprint(&self) -> Option<i64> {
        None
    }

    /// The page that it is about, which can leave.
    fn leaf(&self) -> Option<Leaf> {
        None
    }

    /// The command that opens it. While it is open it is shown again, not opened once more.
    fn opened_by(&self) -> Option<Command> {
        None
    }

    /// Where a layer wants to be drawn on a screen of that size; a pane gets what is between tabs and footer.
    fn place(&self, screen: Rect) -> Rect {
        screen
    }

    /// Names the ways out of a refusal that it shows, with the keys as bound now.
    fn name_ways(&mut self, in_words: &dyn Fn(&Way) -> String) {
        let _ = in_words;
    }

    /// Whether closing would lose something typed or chosen.
    fn holds_typing(&self) -> bool {
        false
    }

    /// Whether a command would lose something typed or chosen here. The shell asks before it is done.
    fn loses(&self, command: Command) -> bool {
        let _ = command;
        false
    }

    /// The command that saves what is typed or chosen.
    fn keeps(&self) -> Option<Command> {
        None
    }
}

/// These tables, for `View::reads`.
pub const fn tables(mut tables: &[Table]) -> Changed {
    let mut all = Changed::NOTHING;
    while let [first, rest @ ..] = tables {
        (all, tables) = (all.and(Changed::table(*first)), rest);
    }
    all
}
