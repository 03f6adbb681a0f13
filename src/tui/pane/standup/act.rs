//! What is done in the standup: by single keys, in forms, and in the two lines typed in place.

use super::page::Spot;
use super::typing::Which;
use super::{Entry, Standup};
use crate::app::Standfast;
use crate::app::change::Outcome;
use crate::app::standup::Say;
use crate::app::standup::{Start, UnderWay};
use crate::domain::standup::topic::Fate;
use crate::domain::standup::{Order, State, TurnState, Walk};
use crate::domain::time::short_day;
use crate::error::Result;
use crate::report;
use crate::report::witness::leaving;
use crate::tui::act::item as on_items;
use crate::tui::act::{action, blocker, suggest};
use crate::tui::command::Command;
use crate::tui::kit::ask::Ask;
use crate::tui::kit::form::{Beside, Form};
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::kit::reader::Reader;
use crate::tui::theme::Role;
use crate::tui::thing::Thing;
use crate::tui::view::Next;
use crate::tui::widget::passage::Passage;
use chrono::Datelike;

impl Standup {
    /// Everything but moving about and typing words.
    pub(super) fn act(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::StandupStart => Self::begin(Start::default(), standfast),
            Command::StandupOrder => Ok(pick_order()),
            Command::StandupNext => Ok(Next::from(standfast.next_in_standup(None)?)),
            Command::StandupHear => self.of_person(|name| standfast.next_in_standup(Some(name))),
            Command::StandupSkip => self.of_person(|name| standfast.skip_in_standup(Some(name))),
            Command::StandupAbsent => self.absent(standfast),
            Command::StandupPause => self.pause(standfast),
            Command::StandupSay => {
                self.type_words(Which::Today);
                Ok(Next::Nothing)
            }
            Command::StandupOpen => self.open(standfast),
            Command::StandupRule => Ok(self.rule()),
            Command::StandupPark => self.park(standfast),
            Command::StandupOn => self.talk(standfast),
            Command::StandupWalk => self.walk(standfast),
            Command::StandupFinish => self.finish(standfast),
            Command::StandupCopy => copy(standfast),
            Command::StandupList => past(standfast),
            Command::StandupPresent => {
                self.presenting = !self.presenting;
                Ok(Next::Nothing)
            }
            Command::BlockerRaise => {
                let items: Vec<String> = self.row.iter().map(|row| row.key.clone()).collect();
                blocker::raise(&items, self.person().map(|person| person.name.as_str()), standfast)
            }
            Command::ActionFinish => match self.spot() {
                Some(Spot::Action(number)) => Ok(action::done(*number)),
                _ => action::choose(standfast),
            },
            command => on_items::act(command, &self.rows(), standfast),
        }
    }

    /// Why a command of the standup cannot be done now.
    pub(super) fn why_not_now(&self, command: Command) -> Option<String> {
        use Command as C;
        let leads = matches!(
            command,
            C::StandupNext
                | C::StandupHear
                | C::StandupSkip
                | C::StandupAbsent
                | C::StandupPause
                | C::StandupOn
                | C::StandupWalk
                | C::StandupFinish
        );
        if leads && self.running().is_none() {
            return Some(match (&self.now, self.finished) {
                (Some(_), _) => format!("The standup is not finished. Press {} to resume it.", C::StandupStart),
                (None, Some(_)) => over(),
                (None, None) => format!("No standup is under way. Press {} to start one.", C::StandupStart),
            });
        }
        let of_person = matches!(command, C::StandupHear | C::StandupSkip | C::StandupAbsent | C::StandupSay);
        match command {
            C::StandupStart | C::StandupOrder if self.now.is_none() && self.finished.is_some() => Some(over()),
            C::StandupStart | C::StandupOrder if self.running().is_some() => {
                Some("The standup is already under way.".to_owned())
            }
            _ if of_person && self.person().is_none() => Some("Select a person first, with the arrow keys.".to_owned()),
            C::StandupHear => self.running().and_then(UnderWay::speaker).and_then(|turn| {
                let speaks = self.person().is_some_and(|person| person.member == turn.member);
                speaks.then(|| format!("{} is speaking. Press {} to end their turn.", turn.name, C::StandupNext))
            }),
            C::StandupRule => match self.spot() {
                Some(Spot::Blocker(_)) if self.running().is_none() => {
                    Some(format!("A ruling is made in a standup. Press {} to start one.", C::StandupStart))
                }
                Some(Spot::Blocker(_) | Spot::Topic(_) | Spot::Request(_)) => None,
                _ => Some("Select a blocker, a change request or a topic first.".to_owned()),
            },
            C::StandupOpen if self.spot().is_none() => Some("Nothing here can be opened.".to_owned()),
            C::StandupOn if self.row.is_none() && self.running().is_some_and(|now| now.item.is_none()) => {
                Some("Select an item first.".to_owned())
            }
            _ => None,
        }
    }

    fn begin(start: Start, standfast: &mut Standfast) -> Result<Next> {
        Ok(Next::from(standfast.start_standup(start)?))
    }

    fn of_person(&self, run: impl FnOnce(&str) -> Result<Outcome<()>>) -> Result<Next> {
        self.person().map_or(Ok(Next::Nothing), |person| Ok(Next::from(run(&person.name)?)))
    }

    /// Away, or there after all.
    fn absent(&self, standfast: &mut Standfast) -> Result<Next> {
        let (Some(person), Some(now)) = (self.person(), self.running()) else { return Ok(Next::Nothing) };
        let away = now.turns.iter().any(|turn| turn.name == person.name && turn.state == TurnState::Absent);
        let done = if away {
            standfast.come_back_in_standup(&person.name)?
        } else {
            standfast.absent_in_standup(Some(&person.name))?
        };
        Ok(Next::from(done))
    }

    fn pause(&self, standfast: &mut Standfast) -> Result<Next> {
        match self.running().map(|now| now.standup.state) {
            Some(State::Paused) => Self::begin(Start::default(), standfast),
            _ => Ok(Next::from(standfast.pause_standup()?)),
        }
    }

    fn open(&self, standfast: &Standfast) -> Result<Next> {
        Ok(match self.spot() {
            Some(Spot::Item(key)) => Next::open_item(key),
            Some(Spot::Blocker(number)) => Reader::page(&standfast.blocker_sheet(*number)?, standfast),
            Some(Spot::Request(_)) => Next::Open(Thing::List(Command::Requests)),
            Some(Spot::Action(number)) => Reader::page(&standfast.action_sheet(*number)?, standfast),
            Some(Spot::Topic(number)) => close_topic(*number),
            None => Next::Nothing,
        })
    }

    fn rule(&self) -> Next {
        match self.spot() {
            Some(Spot::Blocker(number)) => blocker::rule(*number),
            Some(Spot::Topic(number)) => close_topic(*number),
            Some(Spot::Request(_)) => Next::Open(Thing::List(Command::Requests)),
            _ => Next::Nothing,
        }
    }

    /// Parks a topic: the item under the cursor and the person shown are filled in.
    fn park(&self, standfast: &Standfast) -> Result<Next> {
        let names = standfast.member_names()?;
        let form = Form::new("Take a topic offline", |standfast, answers| {
            let people = answers.words("people");
            let done = standfast.park_topic(answers.text("text"), &people, answers.given("item"));
            let field = if answers.given("text").is_none() { "text" } else { "people" };
            Ok(Next::from(done.beside(field)?))
        });
        let person = self.person().map_or(String::new(), |person| format!("{}, ", person.name));
        let key = self.row.as_ref().map_or("", |row| row.key.as_str());
        let form = form.line("text", "Topic", "").several("people", "People", &person, names);
        let form = form.look_up("item", "Item", key, false, suggest::items).hint("a key, or words of the title");
        Ok(Next::ask(form))
    }

    fn talk(&self, standfast: &mut Standfast) -> Result<Next> {
        let now = self.running().and_then(|now| now.item.as_deref());
        let key = self.row.as_ref().map(|row| row.key.as_str()).filter(|key| Some(*key) != now);
        Ok(Next::from(standfast.talk_about(key)?))
    }

    fn walk(&self, standfast: &mut Standfast) -> Result<Next> {
        let walk = match self.running().map(|now| now.standup.walk) {
            Some(Walk::Board) => Walk::Person,
            _ => Walk::Board,
        };
        Ok(Next::from(standfast.walk_standup(walk)?))
    }

    /// Ends it; where a ruling is missing, the page goes to what is demanded.
    fn finish(&mut self, standfast: &mut Standfast) -> Result<Next> {
        match standfast.finish_standup() {
            Ok(done) => {
                self.digest.send(leaving(standfast, &report::standup::markdown(&done.value))?);
                Ok(Next::from(done))
            }
            Err(error) => {
                let _ = self.show(Entry::End, standfast)?;
                Err(error)
            }
        }
    }

    /// Keys of the two lines: a line is kept when it is left.
    pub(super) fn type_on(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        let names = self.names().to_vec();
        let Some(typing) = &mut self.typing else { return Ok(Next::Nothing) };
        if command == Command::WordsComplete && typing.complete(&names) {
            return Ok(Next::Nothing);
        }
        let (person, which, mut changed) = (typing.person.clone(), typing.which, typing.is_changed());
        if changed {
            match typing.catch_up(standfast)? {
                Ok(mine) => changed = mine,
                Err(question) => return Ok(question),
            }
        }
        let text = Some(typing.line.text().to_owned());
        let say = match which {
            Which::Today => Say { today: text, ..Say::default() },
            Which::Needs => Say { needs: text, ..Say::default() },
        };
        let said = match (changed, self.running().is_some()) {
            (false, _) => Next::Nothing,
            (true, true) => Next::from(standfast.say_in_standup(Some(&person), &say)?),
            (true, false) => Next::from(standfast.check_in(Some(&person), &say)?),
        };
        self.typing = None;
        match (command, which) {
            (Command::WordsNext | Command::WordsComplete, Which::Today) => self.type_words(Which::Needs),
            (Command::WordsBack, Which::Needs) => self.type_words(Which::Today),
            _ => {}
        }
        Ok(said)
    }
}

/// Why nothing more can be done in a finished standup.
fn over() -> String {
    format!(
        "Today's standup is finished. Press {} to see it, {} to undo the finish.",
        Command::StandupList,
        Command::Undo
    )
}

/// Another order than by risk.
fn pick_order() -> Next {
    let orders = [
        (Order::Risk, "people with a blocker or the oldest stuck item speak first"),
        (Order::Fixed, "in the order people joined the team"),
        (Order::Rotating, "starts one person later than last time"),
        (Order::Random, "random; the seed is shown"),
    ];
    let mut choices: Vec<Choice> = orders.iter().map(|(order, why)| Choice::new(order.word()).about(*why)).collect();
    choices.push(Choice::new("board").about("along the board, right to left, stopping at problems"));
    Next::ask(Pick::new("In what order?", choices, move |standfast, at| {
        let start = match orders.get(at) {
            Some((order, _)) => Start { order: *order, ..Start::default() },
            None => Start { walk: Walk::Board, ..Start::default() },
        };
        Ok(Next::from(standfast.start_standup(start)?))
    }))
}

/// What a topic became (S6).
fn close_topic(number: i64) -> Next {
    let choices = vec![
        Choice::new("Resolved").about("discussed and settled"),
        Choice::new("Decision").about("a decision was made"),
        Choice::new("Blocker").about("raise it as a blocker"),
        Choice::new("Item").about("add it to the backlog"),
    ];
    Next::ask(Pick::new(format!("Outcome of T{number}"), choices, move |standfast, at| {
        let question = match at {
            0 => format!("How was T{number} resolved?"),
            1 => format!("What was decided about T{number}?"),
            2 => return Ok(Next::from(standfast.close_topic(number, Fate::Blocker, None)?)),
            _ => return Ok(Next::from(standfast.close_topic(number, Fate::Item, None)?)),
        };
        let fate = if at == 0 { Fate::Resolved } else { Fate::Decision };
        Ok(Next::ask(Ask::new(question, "", move |standfast, typed| {
            Ok(Next::from(standfast.close_topic(number, fate, Some(typed))?))
        })))
    }))
}

fn copy(standfast: &Standfast) -> Result<Next> {
    let record = standfast.standup_record(None)?;
    let page = leaving(standfast, &report::standup::markdown(&record))?;
    Ok(Next::Copy(format!("the digest of {}", record.day), page))
}

/// Past standups: how long each took, and what took longest (S1).
fn past(standfast: &Standfast) -> Result<Next> {
    let all = standfast.standups(20)?;
    if all.is_empty() {
        return Ok(Next::Cannot(format!(
            "There has been no standup yet. Press {} to start one.",
            Command::StandupStart
        )));
    }
    let this_year = standfast.today().year();
    let line = |one: &crate::domain::standup::record::Summary| {
        let over = match (one.over_seconds + 30) / 60 {
            _ if one.over_seconds <= 0 => String::new(),
            0 => ", just over the limit".to_owned(),
            n => format!(", {n} min over the limit"),
        };
        let role = if one.over_seconds > 0 { Role::Warn } else { Role::Text };
        let who = one.longest.as_ref().map_or_else(String::new, |(name, _)| format!("  longest: {name}"));
        Passage::new(format!("{:<11} ", short_day(one.day, this_year)), Role::Dim)
            .and(format!("{}{over}", one.words()), role)
            .and(who, Role::Dim)
            .indent(12)
    };
    Ok(Next::ask(Reader::new("Past standups", all.iter().map(line).collect())))
}
