//! What is done in a retro: forms, questions, and the rulings by single keys.

use super::{Retro, facts};
use crate::app::Standfast;
use crate::app::action::{NewAction, RuleOnAction};
use crate::domain::action::ActionRuling;
use crate::domain::points::count;
use crate::domain::retro::Topic;
use crate::domain::text;
use crate::error::Result;
use crate::report;
use crate::report::witness::leaving;
use crate::tui::act::{action, sprint};
use crate::tui::command::Command;
use crate::tui::kit::ask::Ask;
use crate::tui::kit::form::Form;
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::kit::reader::Reader;
use crate::tui::theme::Role;
use crate::tui::view::Next;
use crate::tui::widget::passage::Passage;
use std::cell::Cell;
use std::rc::Rc;

impl Retro {
    /// Everything but moving, marking and ruling.
    pub(super) fn act(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::RetroFinish => Ok(self.finish(standfast)?),
            Command::NoteAdd => Ok(self.add_note()),
            Command::NoteEdit => self.edit_note(standfast),
            Command::RetroAway => self.away(standfast),
            Command::NotesGroup => self.group(standfast),
            Command::VoteGive | Command::VoteBack => self.vote(command == Command::VoteGive, standfast),
            Command::VotePerson => Ok(self.pick_voter()),
            Command::ActionCommit => self.commit(standfast),
            Command::NotNow => Ok(self.put_off()),
            Command::ActionDone => Ok(self.done()),
            Command::RetroOpen => self.open(standfast),
            Command::RetroFacts => Ok(facts::reader(&self.facts)),
            Command::RetroCopy => Ok(match &self.view {
                Some(view) => Next::Copy(
                    format!("the retro of sprint {}", view.retro.sprint),
                    leaving(standfast, &report::retro::markdown(view, standfast.today(), standfast.zone()))?,
                ),
                None => Next::Cannot("There is no retro to copy yet.".to_owned()),
            }),
            command => sprint::act(command, standfast),
        }
    }

    /// Rules on the old action under the cursor.
    pub(super) fn rule(&mut self, ruling: ActionRuling, standfast: &mut Standfast) -> Result<Next> {
        let Some(action) = self.old() else { return Ok(Next::Nothing) };
        Ok(Next::from(standfast.rule_on_action(action.number, &RuleOnAction::new(ruling))?))
    }

    /// Selects the topic under the cursor, or takes it out of the selection.
    pub(super) fn mark(&mut self) -> Next {
        if let Some(number) = self.topic().map(|topic| topic.number) {
            match self.marked.iter().position(|marked| *marked == number) {
                Some(at) => drop(self.marked.remove(at)),
                None => self.marked.push(number),
            }
        }
        Next::Nothing
    }

    fn add_note(&self) -> Next {
        let Some((column, _)) = self.columns.get(self.cursor.column) else { return Next::Nothing };
        Next::ask(new_note(column.clone(), Rc::clone(&self.written), false))
    }

    fn edit_note(&self, standfast: &Standfast) -> Result<Next> {
        let (Some(topic), Some(view)) = (self.topic(), &self.view) else { return Ok(Next::Nothing) };
        let (number, sprint) = (topic.number, view.retro.sprint);
        Ok(Next::ask(Ask::of_thing(standfast, move |standfast| {
            let view = standfast.retro_view(Some(sprint))?;
            Ok(note_line(number, view.topics.iter().find(|topic| topic.number == number)))
        })?))
    }

    /// Takes a note away, or drops an old action with the reason.
    fn away(&self, standfast: &mut Standfast) -> Result<Next> {
        if let Some(topic) = self.topic() {
            return Ok(Next::from(standfast.remove_note(topic.number)?));
        }
        let Some(number) = self.old().map(|action| action.number) else { return Ok(Next::Nothing) };
        let ask = Ask::new(format!("Drop A{number}: why?"), "", move |standfast, reason| {
            let ruling = RuleOnAction { reason: Some(reason.to_owned()), ..RuleOnAction::new(ActionRuling::Dropped) };
            Ok(Next::from(standfast.rule_on_action(number, &ruling)?))
        });
        Ok(Next::ask(ask.hint("a drop needs a reason")))
    }

    /// Groups the selected notes under the one under the cursor; without a selection, takes its group apart.
    fn group(&mut self, standfast: &mut Standfast) -> Result<Next> {
        let Some(topic) = self.topic() else { return Ok(Next::Nothing) };
        let (head, count) = (topic.number, topic.notes.len());
        let others: Vec<i64> = self.marked.iter().copied().filter(|number| *number != head).collect();
        if others.is_empty() {
            return Ok(match count {
                1 => Next::Cannot(format!(
                    "Select notes that say the same with {}, then press {} on one of them.",
                    Command::NoteMark,
                    Command::NotesGroup
                )),
                _ => Next::from(standfast.ungroup_note(head)?),
            });
        }
        let done = standfast.group_notes(head, &others, None)?;
        self.marked.clear();
        Ok(Next::from(done))
    }

    fn vote(&self, give: bool, standfast: &mut Standfast) -> Result<Next> {
        let Some(number) = self.topic().map(|topic| topic.number) else { return Ok(Next::Nothing) };
        let Some(voter) = self.voter() else {
            return Ok(Next::Cannot("No votes are left, or the team has no members.".to_owned()));
        };
        if !give {
            return Ok(Next::from(standfast.take_vote_back(number, Some(&voter))?));
        }
        let done = standfast.vote(number, Some(&voter))?;
        let left =
            self.view.as_ref().and_then(|view| view.voters.iter().find(|v| v.name == voter)).map_or(0, |v| v.left);
        if left == 1
            && let Some(next) = self.next_voter(standfast)
        {
            self.voter.replace(Some(next));
        }
        Ok(Next::from(done))
    }

    /// Asks whose votes are given now.
    fn pick_voter(&self) -> Next {
        let Some(view) = &self.view else { return Next::Nothing };
        let voters: Vec<(String, u32)> = view.voters.iter().map(|v| (v.name.clone(), v.left)).collect();
        if voters.is_empty() {
            return Next::Cannot("The team has no members, and only members vote.".to_owned());
        }
        let at = voters.iter().position(|(name, _)| Some(name) == self.voter().as_ref()).unwrap_or(0);
        let choices = voters
            .iter()
            .map(|(name, left)| Choice::new(text::clean(name)).about(format!("{} left", count(*left, "vote"))));
        let (choices, chosen) = (choices.collect(), Rc::clone(&self.voter));
        let pick = Pick::new("Who votes?", choices, move |_, place| {
            let name = voters.get(place).map(|(name, _)| name.clone());
            let said = name.as_ref().map_or_else(String::new, |name| format!("{} votes now.", text::clean(name)));
            chosen.replace(name);
            Ok(Next::Say(said))
        });
        Next::ask(pick.on(at))
    }

    fn commit(&self, standfast: &Standfast) -> Result<Next> {
        let topic = self.topic().map(|topic| (topic.number, topic.text.clone()));
        Ok(Next::ask(new_action(standfast, topic, false)?))
    }

    fn put_off(&self) -> Next {
        let topic = self.topic();
        let (text, note) = (topic.map_or("", |topic| topic.text.as_str()), topic.map(|topic| topic.number));
        Next::ask(Ask::new("Not now", text, move |standfast, typed| Ok(Next::from(standfast.put_off(typed, note)?))))
    }

    fn done(&self) -> Next {
        self.action().map_or(Next::Nothing, |held| action::done(held.number))
    }

    /// Ends the retro; without an action it asks for the reason first (A5).
    fn finish(&self, standfast: &mut Standfast) -> Result<Next> {
        let nothing = self.running().is_some_and(|view| view.committed.is_empty() && view.unruled().next().is_none());
        if !nothing {
            return Ok(Next::from(standfast.finish_retro(None)?));
        }
        let ask = Ask::new("Why is there no action?", "", |standfast, reason| {
            Ok(Next::from(standfast.finish_retro(Some(reason))?))
        });
        Ok(Next::ask(ask.hint("the reason is kept with the retro")))
    }

    /// Everything about what is under the cursor.
    fn open(&self, standfast: &Standfast) -> Result<Next> {
        if let Some(topic) = self.topic() {
            let mut passages = vec![Passage::new(text::clean(&topic.text), Role::Strong), Passage::gap()];
            for note in &topic.notes {
                passages.push(
                    Passage::new(format!("{:>3}  ", note.number), Role::ItemKey)
                        .and(text::clean(&note.text), Role::Text)
                        .and(format!("  {}", text::clean(&note.author)), Role::Dim)
                        .indent(5),
                );
            }
            return Ok(Next::ask(Reader::new(format!("Topic {}", topic.number), passages)));
        }
        let Some(held) = self.action() else { return Ok(Next::Nothing) };
        Ok(Reader::page(&standfast.action_sheet(held.number)?, standfast))
    }
}

/// The line for what a note says, or for what a group is called.
fn note_line(number: i64, topic: Option<&Topic>) -> Ask {
    if let Some(topic) = topic.filter(|topic| topic.notes.len() > 1) {
        return Ask::new(format!("Name of group {number}"), &topic.text, move |standfast, typed| {
            Ok(Next::from(standfast.group_notes(number, &[], Some(typed))?))
        });
    }
    let note = topic.and_then(|topic| topic.notes.first()).map_or("", |note| note.text.as_str());
    Ask::new(format!("Note {number}"), note, move |standfast, typed| {
        Ok(Next::from(standfast.edit_note(number, Some(typed), None)?))
    })
}

/// The line for a note, which opens again after each until it is left empty.
fn new_note(column: String, written: Rc<Cell<Option<i64>>>, again: bool) -> Ask {
    let title = format!("{} in \"{}\"", if again { "Another note" } else { "A note" }, text::clean(&column));
    let ask = Ask::new(title, "", move |standfast, typed| {
        if again && typed.is_empty() {
            return Ok(Next::Nothing);
        }
        let done = standfast.add_note(&column, typed, None)?;
        written.set(Some(done.value));
        let next = Next::ask(new_note(column.clone(), Rc::clone(&written), true));
        Ok(Next::Both(Box::new(Next::from(done)), Box::new(next)))
    });
    if again { ask.hint("or leave it empty") } else { ask }
}

/// The form of an action, which opens again after each until the retro has all it may have.
fn new_action(standfast: &Standfast, topic: Option<(i64, String)>, again: bool) -> Result<Form> {
    let title = match (&topic, again) {
        (Some((_, text)), false) => format!("Commit an action for: {}", text::fit(text, 44)),
        (Some((_, text)), true) => format!("Another action for: {}", text::fit(text, 44)),
        (None, false) => "Commit an action".to_owned(),
        (None, true) => "Another action".to_owned(),
    };
    let form = Form::new(title, move |standfast, answers| {
        let new = NewAction {
            text: answers.text("text").to_owned(),
            owner: answers.text("owner").to_owned(),
            due: answers.day("due"),
            shows: answers.text("shows").to_owned(),
            note: topic.as_ref().map(|(note, _)| *note),
        };
        let done = Next::from(standfast.commit_action(&new)?);
        let view = standfast.retro_view(None)?;
        if view.committed.len() >= usize::try_from(view.most_actions).unwrap_or(usize::MAX) {
            return Ok(done);
        }
        let next = Next::ask(new_action(standfast, topic.clone(), true)?);
        Ok(Next::Both(Box::new(done), Box::new(next)))
    });
    let names = standfast.member_names()?;
    let (calendar, due) = (standfast.calendar()?, standfast.default_due()?);
    Ok(form
        .line("text", "Action", "")
        .hint(if again { "or Esc, if that is all" } else { "small enough for one sprint" })
        .complete("owner", "Owner", "", names)
        .hint("one person")
        .line("shows", "It worked if", "")
        .hint("what everybody sees at the next retro")
        .date("due", "Due", Some(due), standfast.today(), &calendar))
}
