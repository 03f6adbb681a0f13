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
use crate::tui::act::item as on_items;
use crate::tui::act::{action, blocker};
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
            Command::StandupOpen => Ok(self.open()),
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
                (Some(_), _) => "The standup was left half-way; b goes on with it.".to_owned(),
                (None, Some(_)) => "Today's standup is over; I shows it, u takes its end back.".to_owned(),
                (None, None) => "No standup is under way; b begins one.".to_owned(),
            });
        }
        let of_person = matches!(command, C::StandupHear | C::StandupSkip | C::StandupAbsent | C::StandupSay);
        match command {
            C::StandupStart | C::StandupOrder if self.now.is_none() && self.finished.is_some() => {
                Some("Today's standup is over; I shows it, u takes its end back.".to_owned())
            }
            C::StandupStart | C::StandupOrder if self.running().is_some() => {
                Some("The standup is under way already.".to_owned())
            }
            _ if of_person && self.person().is_none() => Some("Go to a person with the arrows first.".to_owned()),
            C::StandupHear => self.running().and_then(UnderWay::speaker).and_then(|turn| {
                let speaks = self.person().is_some_and(|person| person.member == turn.member);
                speaks.then(|| format!("{} speaks already; n ends their turn.", turn.name))
            }),
            C::StandupRule => match self.spot() {
                Some(Spot::Blocker(_)) if self.running().is_none() => {
                    Some("A ruling belongs to a standup; b begins one. 5 goes to the blockers.".to_owned())
                }
                Some(Spot::Blocker(_) | Spot::Topic(_) | Spot::Request(_)) => None,
                _ => Some("There is no blocker, request or topic under the cursor.".to_owned()),
            },
            C::StandupOpen if self.spot().is_none() => Some("There is nothing here to open.".to_owned()),
            C::StandupOn if self.row.is_none() && self.running().is_some_and(|now| now.item.is_none()) => {
                Some("There is no item under the cursor.".to_owned())
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

    fn open(&self) -> Next {
        match self.spot() {
            Some(Spot::Item(key)) => Next::open_item(key),
            Some(Spot::Blocker(number)) => Next::Open(Thing::Blocker(*number)),
            Some(Spot::Request(_)) => Next::Open(Thing::Requests),
            Some(Spot::Action(number)) => Next::Open(Thing::Action(*number)),
            Some(Spot::Topic(number)) => close_topic(*number),
            None => Next::Nothing,
        }
    }

    fn rule(&self) -> Next {
        match self.spot() {
            Some(Spot::Blocker(number)) => blocker::rule(*number),
            Some(Spot::Topic(number)) => close_topic(*number),
            Some(Spot::Request(_)) => Next::Open(Thing::Requests),
            _ => Next::Nothing,
        }
    }

    /// Parks a topic: the item under the cursor and the person shown are filled in.
    fn park(&self, standfast: &Standfast) -> Result<Next> {
        let names: Vec<String> = standfast.members()?.into_iter().map(|member| member.name).collect();
        let form = Form::new("Take it offline", |standfast, answers| {
            let people = answers.words("people");
            let done = standfast.park_topic(answers.text("text"), &people, answers.given("item"));
            let field = if answers.given("text").is_none() { "text" } else { "people" };
            Ok(Next::from(done.beside(field)?))
        });
        let person = self.person().map_or(String::new(), |person| format!("{}, ", person.name));
        let key = self.row.as_ref().map_or("", |row| row.key.as_str());
        let form = form
            .line("text", "What about", "")
            .several("people", "With whom", &person, names)
            .line("item", "Item", key);
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
                self.digest.send(report::standup::markdown(&done.value));
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
        let (person, which, changed) = (typing.person.clone(), typing.which, typing.is_changed());
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

/// Another order than by risk.
fn pick_order() -> Next {
    let orders = [
        (Order::Risk, "who holds a blocker or the oldest stuck item speaks first"),
        (Order::Fixed, "as people joined the team"),
        (Order::Rotating, "begun by the one after whoever began last time"),
        (Order::Random, "drawn; the seed is shown"),
    ];
    let mut choices: Vec<Choice> = orders.iter().map(|(order, why)| Choice::new(order.word()).about(*why)).collect();
    choices.push(Choice::new("board").about("along the board, right to left, stopping where something is wrong"));
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
        Choice::new("Resolved").about("it was talked through"),
        Choice::new("Decision").about("it was decided"),
        Choice::new("Blocker").about("it is raised as one"),
        Choice::new("Item").about("it goes into the backlog"),
    ];
    Next::ask(Pick::new(format!("What became of T{number}?"), choices, move |standfast, at| {
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
    Ok(Next::Copy(format!("the digest of {}", record.day), report::standup::markdown(&record)))
}

/// Past standups: how long each took, and what took longest (S1).
fn past(standfast: &Standfast) -> Result<Next> {
    let all = standfast.standups(20)?;
    if all.is_empty() {
        return Ok(Next::Cannot("There was no standup yet; b begins one.".to_owned()));
    }
    let this_year = standfast.today().year();
    let line = |one: &crate::domain::standup::record::Summary| {
        let over = match (one.over_seconds + 30) / 60 {
            _ if one.over_seconds <= 0 => String::new(),
            0 => ", just over".to_owned(),
            n => format!(", {n} too long"),
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
