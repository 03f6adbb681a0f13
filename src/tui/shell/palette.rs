//! The palette: every command of the program by its name, and everything that has a name or a key.

use super::Shell;
use crate::app::Standfast;
use crate::app::item::Found;
use crate::domain::fold::folded;
use crate::domain::sprint::State;
use crate::domain::text;
use crate::error::Result;
use crate::tui::command::{Command, CommandSpec, TABLE};
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::kit::reader::Reader;
use crate::tui::pane::Tab;
use crate::tui::scope::Scope;
use crate::tui::thing::Thing;
use crate::tui::view::Next;
use crate::tui::ways::tab_of;
use std::cell::RefCell;
use std::rc::Rc;

/// How many items are shown for what is typed, and how many other things.
const MOST: usize = 8;

/// A command, and the tab to go to first, if it works only there.
type Entry = (Command, Option<&'static Tab>);

/// Something with a name or a key.
#[derive(Debug, Clone)]
enum Named {
    Item(String),
    Member(String),
    Sprint(i64, State),
    Blocker(i64),
    Action(i64),
    Topic(i64),
}

impl Shell {
    /// Every command but those of moving and of layers that are not open; things are found by what is typed.
    pub(super) fn open_palette(&mut self) {
        let (commands, choices): (Vec<Entry>, Vec<Choice>) = self.commands().unzip();
        let known = if self.standfast.has_team() { known(&self.standfast) } else { Ok(Vec::new()) };
        let known = match known {
            Ok(known) => known,
            Err(error) => return self.settle(Err(error)),
        };
        let found = Rc::new(RefCell::new(Vec::new()));
        let (shown, first) = (Rc::clone(&found), commands.len());
        let pick = Pick::new("Commands, and anything by its name or key", choices, move |standfast, at| {
            if let Some(entry) = commands.get(at) {
                return Ok(run(*entry));
            }
            let named = at.checked_sub(first).and_then(|at| found.borrow().get(at).cloned());
            named.map_or(Ok(Next::Nothing), |named: Named| open(&named, standfast))
        });
        let pick = pick.looking_up(move |standfast, typed| {
            let (named, choices) = look_up(standfast, typed, &known)?.into_iter().unzip();
            shown.replace(named);
            Ok(choices)
        });
        self.open(Box::new(pick));
    }

    /// The commands that work here, the nearest first, then those of other tabs.
    fn commands(&self) -> impl Iterator<Item = (Entry, Choice)> {
        let chain = self.scope().chain();
        let listed = |row: &&CommandSpec| {
            row.scope != Scope::Move && row.command != Command::Palette && self.is_reachable(row.command)
        };
        let here = TABLE.iter().filter(move |row| listed(row) && chain.contains(&row.scope)).map(|row| {
            let why_not = self.why_not(row.command).map(|why| self.keymap.spell(&why).into_owned());
            ((row.command, None), Choice { why_not, ..self.choice(row, "") })
        });
        let tab = |row: &CommandSpec| tab_of(row.scope).filter(|_| self.welcome.is_none() && self.layers.is_empty());
        let there = TABLE.iter().filter(move |row| listed(row) && !chain.contains(&row.scope)).filter_map(move |row| {
            let tab = tab(row).filter(|tab| self.place_of(tab.scope).is_some())?;
            Some(((row.command, Some(tab)), self.choice(row, &format!("On the {}: ", tab.title().to_lowercase()))))
        });
        here.chain(there)
    }

    fn choice(&self, row: &CommandSpec, place: &str) -> Choice {
        Choice {
            words: row.name.replace('-', " "),
            about: format!("{place}{}", row.sentence),
            key: self.keymap.shown(row.command),
            why_not: None,
        }
    }
}

/// Does the command, on its tab.
fn run((command, tab): Entry) -> Next {
    match tab {
        None => Next::Run(command),
        Some(tab) => Next::Both(Box::new(Next::Run(tab.command)), Box::new(Next::Run(command))),
    }
}

/// Everything but items, which are too many.
fn known(standfast: &Standfast) -> Result<Vec<(Named, Choice)>> {
    let called = |named, words: String, about: &str| (named, Choice::new(words).about(text::clean(about)));
    let mut known = Vec::new();
    for member in standfast.members()? {
        let about = if member.outside { "Outside the team" } else { "In the team" };
        known.push(called(Named::Member(member.name.clone()), text::clean(&member.name).into_owned(), about));
    }
    for sprint in standfast.sprints()? {
        let about =
            format!("{} {}", sprint.name.as_deref().unwrap_or_default(), sprint.goal.as_deref().unwrap_or_default());
        known.push(called(
            Named::Sprint(sprint.number, sprint.state),
            format!("Sprint {}", sprint.number),
            about.trim(),
        ));
    }
    known.extend(standfast.blockers(false)?.iter().map(|one| called(Named::Blocker(one.number), one.key(), &one.text)));
    known.extend(standfast.actions()?.iter().map(|one| called(Named::Action(one.number), one.key(), &one.text)));
    known.extend(standfast.topics(false)?.iter().map(|one| called(Named::Topic(one.number), one.key(), &one.text)));
    Ok(known)
}

/// What the typed text is a key or a name of, or is in the words of: the keys first, then items, then the rest.
fn look_up(standfast: &Standfast, typed: &str, known: &[(Named, Choice)]) -> Result<Vec<(Named, Choice)>> {
    if !standfast.has_team() {
        return Ok(Vec::new());
    }
    let typed_folded = folded(typed);
    let is_key = |choice: &Choice| folded(&choice.words) == typed_folded;
    let words: Vec<&str> = typed_folded.split_whitespace().collect();
    let holds = |choice: &Choice| {
        let text = folded(&format!("{} {}", choice.words, choice.about));
        words.iter().all(|word| text.contains(word))
    };
    let keys = known.iter().filter(|(_, choice)| is_key(choice)).cloned();
    let items = standfast.search(typed, Found::First, MOST)?.into_iter().map(|row| {
        let choice = Choice::new(row.key.clone()).about(text::clean(&row.title));
        (Named::Item(row.key), choice)
    });
    let others = known.iter().filter(|(_, choice)| !is_key(choice) && holds(choice)).take(MOST).cloned();
    Ok(keys.chain(items).chain(others).collect())
}

/// Opens what there is to see of a thing.
fn open(named: &Named, standfast: &Standfast) -> Result<Next> {
    let page = match named {
        Named::Item(key) => return Ok(Next::open_item(key)),
        Named::Sprint(number, State::Closed) => return Ok(Next::Open(Thing::Report(Some(*number)))),
        Named::Sprint(number, State::Locked) => return Ok(Next::Open(Thing::Burndown(Some(*number)))),
        Named::Sprint(..) => return Ok(Next::Run(Command::Tab3)),
        Named::Member(name) => standfast.member_sheet(name)?,
        Named::Blocker(number) => standfast.blocker_sheet(*number)?,
        Named::Action(number) => standfast.action_sheet(*number)?,
        Named::Topic(number) => standfast.topic_sheet(*number)?,
    };
    Ok(Reader::page(&page, standfast))
}
