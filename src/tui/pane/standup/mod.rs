//! Tab 1, Standup: facts first, without a standup; then leading one, from person to person or along the board (S1–S9).

mod act;
mod digest;
mod draw;
mod go;
mod page;
mod present;
mod typing;

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::app::standup::{Facts, UnderWay};
use crate::config::Config;
use crate::domain::item::ItemRow;
use crate::domain::standup::fact::Person;
use crate::domain::standup::{State, Walk};
use crate::domain::tables::Table;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::report::pages::Leaf;
use crate::tui::act::item as on_items;
use crate::tui::command::Command;
use crate::tui::event::{Chord, Mouse, MouseAct};
use crate::tui::kit::list::Window;
use crate::tui::pane::{Pane, Tab};
use crate::tui::scope::Scope;
use crate::tui::view::{Ctx, Next, View, tables};
use digest::Digest;
use go::has_spot;
use page::{Line, Spot};
use ratatui::Frame;
use ratatui::layout::Rect;
use std::time::Duration;
use typing::{Typing, Which};

/// How often the clock is drawn while it runs.
const SECOND: Duration = Duration::from_secs(1);

/// How often the cockpit that runs the standup says on disk that it is alive, in milliseconds.
const PULSE: i64 = 5000;

/// A clock that was not looked at for so long ran while the machine slept, in milliseconds.
const SLEPT: i64 = 30_000;

/// A place in the list on the left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Entry {
    /// A person, by name.
    Person(String),
    /// A stop of the board, by its key.
    Stop(String),
    /// What remains before the standup ends.
    #[default]
    End,
}

/// The tab.
#[derive(Default)]
pub struct Standup {
    facts: Option<Facts>,
    now: Option<UnderWay>,
    /// When today's standup ended.
    finished: Option<Instant>,
    /// Whether this cockpit runs the standup, or watches another that does.
    attending: bool,
    entries: Vec<Entry>,
    shown: Entry,
    /// Whether anything was ever read: the first time, the page goes to where the standup is.
    opened: bool,
    /// The turn that was under way when last read: when it changes, the page goes with it.
    turn: (Option<i64>, Option<String>),
    lines: Vec<Line>,
    window: Window,
    /// The item under the cursor.
    row: Option<ItemRow>,
    typing: Option<Typing>,
    presenting: bool,
    /// When this cockpit last said on disk that it is alive.
    pulsed: Option<Instant>,
    area: Rect,
    digest: Digest,
}

impl Standup {
    fn running(&self) -> Option<&UnderWay> {
        self.now.as_ref().filter(|_| self.attending)
    }

    fn person(&self) -> Option<&Person> {
        let Entry::Person(name) = &self.shown else { return None };
        self.facts.as_ref()?.people.iter().find(|person| person.name == *name)
    }

    fn spot(&self) -> Option<&Spot> {
        self.lines.get(self.window.cursor).and_then(|line| line.spot.as_ref())
    }

    fn rows(&self) -> Vec<ItemRow> {
        self.row.clone().into_iter().collect()
    }

    fn place(&self) -> usize {
        self.entries.iter().position(|entry| *entry == self.shown).unwrap_or(0)
    }

    fn names(&self) -> &[String] {
        self.facts.as_ref().map_or(&[], |facts| facts.names.as_slice())
    }

    /// Reads everything anew; cursor and typing stay where they are, unless the turn has moved on or the standup was resumed.
    fn read(&mut self, standfast: &Standfast) -> Result<()> {
        let facts = standfast.standup_facts()?;
        self.now = standfast.standup()?;
        let attended = self.attending;
        self.finished = standfast.finished_today()?;
        self.attending = match &self.now {
            None => false,
            Some(now) => !now.standup.was_left(standfast.now()),
        };
        self.entries = entries(&facts, self.now.as_ref().filter(|_| self.attending));
        self.facts = Some(facts);
        let turn = self.now.as_ref().map_or((None, None), |now| (now.standup.turn, now.item.clone()));
        let resumed = self.attending && !attended;
        if turn != self.turn || resumed || !self.opened || !self.entries.contains(&self.shown) {
            self.turn = turn;
            self.opened = true;
            self.shown = self.entry_of_turn();
            self.window.cursor = 0;
        }
        self.set_out(standfast)
    }

    /// What the page shows when the standup moves on.
    fn entry_of_turn(&self) -> Entry {
        let first = || self.entries.first().cloned().unwrap_or_default();
        match self.running() {
            None => first(),
            Some(now) => match (now.standup.walk, now.speaker(), &now.item) {
                (Walk::Person, Some(turn), _) => Entry::Person(turn.name.clone()),
                (Walk::Board, _, Some(key)) => Entry::Stop(key.clone()),
                _ => Entry::End,
            },
        }
    }

    /// Makes the lines of the entry shown.
    fn set_out(&mut self, standfast: &Standfast) -> Result<()> {
        let spot = self.spot().cloned();
        let Some(facts) = &self.facts else { return Ok(()) };
        self.lines = match &self.shown {
            Entry::Person(_) => self.person().map(|person| page::of_person(person, facts)).unwrap_or_default(),
            Entry::Stop(key) => {
                let stop = facts.stops.iter().find(|stop| stop.item.key == *key);
                stop.map(|stop| page::of_stop(stop, facts)).unwrap_or_default()
            }
            Entry::End => page::of_end(facts, self.running().is_some()),
        };
        let kept = self.lines.iter().position(|line| line.spot.is_some() && line.spot == spot);
        let near = |at: usize| self.lines.iter().skip(at).position(|line| line.spot.is_some()).map(|more| at + more);
        let before = self.window.cursor.min(self.lines.len());
        self.window.cursor = kept.or_else(|| near(before)).or_else(|| near(0)).unwrap_or(0);
        self.follow();
        self.look_up(standfast)
    }

    /// Says on disk that this cockpit is alive, now and then and soon after everything done; unless the machine slept in
    /// the meantime: then nobody was talking, and that is said.
    fn live(&mut self, now: Instant, standfast: &Standfast) -> Result<Option<String>> {
        let Some(under_way) = self.now.as_mut().filter(|_| self.attending) else { return Ok(None) };
        let standup = &mut under_way.standup;
        if standup.state != State::Running {
            self.pulsed = None;
            return Ok(None);
        }
        if self.pulsed.is_some_and(|last| now.0 - last.0 > SLEPT) {
            self.pulsed = None;
            self.read(standfast)?;
            return Ok((!self.attending)
                .then(|| format!("The standup was interrupted. Press {} to resume it.", Command::StandupStart)));
        }
        let due = |last: Instant| (now.0 - last.0).abs() >= PULSE || standup.touched_at > last;
        if self.pulsed.is_none_or(due) {
            self.pulsed = Some(now);
            standup.seen_at = Some(now);
            standfast.pulse();
        }
        Ok(None)
    }

    /// Begins to type what the person shown says.
    fn type_words(&mut self, which: Which) {
        let Some(person) = self.person() else { return };
        let words = &person.words;
        let text = match which {
            Which::Today => words.today.as_deref(),
            Which::Needs => words.needs.as_deref(),
        };
        self.typing = Some(Typing::new(&person.name, which, text.unwrap_or_default()));
    }
}

/// The list on the left: people or stops, and what remains.
fn entries(facts: &Facts, now: Option<&UnderWay>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = match now {
        Some(now) if now.standup.walk == Walk::Board => {
            let stops = facts.stops.iter().map(|stop| Entry::Stop(stop.item.key.clone()));
            stops.collect()
        }
        _ => facts.people.iter().map(|person| Entry::Person(person.name.clone())).collect(),
    };
    entries.push(Entry::End);
    entries
}

impl Pane for Standup {
    fn tab(&self) -> &'static Tab {
        Tab::of(Scope::Standup)
    }

    fn configure(&mut self, config: &Config) {
        self.digest = Digest::new(&config.settings.digest_command, config.settings.digest_seconds);
    }
}

impl View for Standup {
    fn leaf(&self) -> Option<Leaf> {
        Some(Leaf::Standup(None))
    }

    fn scope(&self) -> Scope {
        if self.typing.is_some() { Scope::Words } else { Scope::Standup }
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        if command.row().scope == Scope::Words {
            return self.type_on(command, standfast);
        }
        if self.step(command, standfast)? {
            return Ok(Next::Nothing);
        }
        self.act(command, standfast)
    }

    fn key(&mut self, chord: Chord, _: &mut Standfast) -> Result<Next> {
        let typed = self.typing.as_mut().is_some_and(|typing| typing.line.key(chord));
        Ok(if typed { Next::Nothing } else { Next::NotMine })
    }

    fn holds_typing(&self) -> bool {
        self.typing.as_ref().is_some_and(Typing::is_changed)
    }

    fn paste(&mut self, text: &str, _: &mut Standfast) -> Result<Next> {
        if let Some(typing) = &mut self.typing {
            typing.line.paste(text);
        }
        Ok(Next::Nothing)
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        self.area = area;
        if standfast.has_team() { self.read(standfast) } else { Ok(()) }
    }

    fn reads(&self) -> Changed {
        let people =
            tables(&[Table::Team, Table::Member, Table::Absence, Table::Holiday, Table::Checkin, Table::CheckinFrom]);
        let work = tables(&[
            Table::Status,
            Table::Item,
            Table::Criterion,
            Table::Sprint,
            Table::SprintItem,
            Table::ChangeRequest,
            Table::RetroAction,
        ]);
        let talk = tables(&[
            Table::Standup,
            Table::StandupTurn,
            Table::StandupOnItem,
            Table::Topic,
            Table::TopicMember,
            Table::Ruling,
        ]);
        people.and(work).and(talk).and(tables(&[Table::Blocker, Table::BlockerItem, Table::ActionRuling]))
    }

    fn wants_tick(&self) -> Option<Duration> {
        let runs = self.running().is_some_and(|now| now.standup.state == State::Running);
        if self.digest.is_under_way() { Some(SECOND / 4) } else { runs.then_some(SECOND) }
    }

    fn tick(&mut self, now: Instant, standfast: &mut Standfast) -> Result<Next> {
        if let Some(said) = self.live(now, standfast)? {
            return Ok(Next::Say(said));
        }
        Ok(self.digest.ended().map_or(Next::Nothing, |said| match said {
            Ok(words) => Next::Say(words),
            Err(why) => Next::Cannot(why),
        }))
    }

    fn why_not(&self, command: Command) -> Option<String> {
        self.why_not_now(command).or_else(|| match command {
            Command::ItemAdd | Command::Requests | Command::BlockerRaise | Command::ActionFinish => None,
            command if command.row().scope == Scope::Items && self.row.is_none() => {
                Some("Select an item first.".to_owned())
            }
            Command::RankUp | Command::RankDown => {
                Some(format!("Items are ranked in the backlog. Press {} to go there.", Command::Tab4))
            }
            command => on_items::why_not(command, &self.rows()),
        })
    }

    fn status(&self) -> String {
        let Some(now) = self.running() else { return String::new() };
        match (now.standup.walk, now.to_come()) {
            (Walk::Board, _) => "along the board".to_owned(),
            (Walk::Person, 0) => String::new(),
            (Walk::Person, n) => format!("{n} still to speak"),
        }
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        let places = draw::places(area, self);
        let at = (mouse.x, mouse.y).into();
        match mouse.act {
            MouseAct::Press if places.list.contains(at) => {
                let row = usize::from(mouse.y - places.list.y) + draw::first_entry(self, places.list.height);
                if let Some(entry) = self.entries.get(row).cloned() {
                    return self.show(entry, standfast);
                }
            }
            MouseAct::Press if places.page.contains(at) => {
                let again = self.window.opens_over(mouse, places.page, has_spot(&self.lines));
                self.look_up(standfast)?;
                if again {
                    return self.act(Command::StandupOpen, standfast);
                }
            }
            MouseAct::Press if places.words.contains(at) && self.why_not(Command::StandupSay).is_none() => {
                self.type_words(if mouse.y == places.words.y { Which::Today } else { Which::Needs });
            }
            MouseAct::Wheel(by) => {
                let _ = self.step(if by < 0 { Command::Up } else { Command::Down }, standfast)?;
            }
            _ => {}
        }
        Ok(Next::Nothing)
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        if self.presenting {
            present::draw(self, frame, area, ctx);
        } else {
            draw::draw(self, frame, area, ctx);
        }
    }
}
