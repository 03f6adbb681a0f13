//! What is done in a review: verdicts by single keys, feedback, and the order of the list.

use super::Review;
use crate::app::Standfast;
use crate::app::review::Showing;
use crate::domain::review::Verdict;
use crate::domain::text;
use crate::error::{Result, refuse};
use crate::report;
use crate::report::witness::leaving;
use crate::rules::Rule;
use crate::tui::act::sprint;
use crate::tui::command::Command;
use crate::tui::kit::ask::Ask;
use crate::tui::kit::form::{Beside, Form};
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::view::Next;

impl Review {
    /// Everything but moving.
    pub(super) fn act(&self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::ReviewStart => self.start(standfast),
            Command::ReviewPresent => Self::present(self.chosen, standfast),
            Command::ReviewFinish => Ok(Next::from(standfast.finish_review()?)),
            Command::DemoAccept => {
                let Some(key) = self.key() else { return Ok(Next::Nothing) };
                let accepted = Showing { verdict: Some(Verdict::Accepted), ..Showing::default() };
                Ok(Next::from(standfast.show_item(&key, &accepted)?))
            }
            Command::DemoReject => Ok(self.reject()),
            Command::DemoFeedback => Ok(self.feedback()),
            Command::DemoEdit => self.edit(standfast),
            Command::DemoUp | Command::DemoDown => self.rank(command == Command::DemoUp, standfast),
            Command::DemoAdd => Ok(self.add()),
            Command::ReviewCopy => Ok(match &self.view {
                Some(view) => Next::Copy(
                    format!("the review of sprint {}", view.sprint.number),
                    leaving(standfast, &report::review::markdown(view, standfast.zone()))?,
                ),
                None => Next::Cannot("There is no review to copy yet.".to_owned()),
            }),
            command => sprint::act(command, standfast),
        }
    }

    fn key(&self) -> Option<String> {
        self.here().map(|demo| demo.item.key.clone())
    }

    fn start(&self, standfast: &Standfast) -> Result<Next> {
        let Some(sprint) = self.view.as_ref().map(|view| view.sprint.number) else { return Ok(Next::Nothing) };
        let form = Form::new(format!("The review of sprint {sprint} begins"), move |standfast, answers| {
            Ok(Next::from(
                standfast.start_review(Some(sprint), &[answers.text("present").to_owned()]).beside("present")?,
            ))
        });
        let form = form.several("present", "Who is present", "", standfast.member_names()?);
        Ok(Next::ask(form.hint("names, separated by commas")))
    }

    fn present(sprint: Option<i64>, standfast: &Standfast) -> Result<Next> {
        Ok(Next::ask(Form::of_thing(standfast, move |standfast| {
            let review = standfast.review_view(sprint)?.review;
            let there = review.map_or_else(String::new, |review| review.present.join(", "));
            let form = Form::new("At the review", |standfast, answers| {
                let present = answers.text("present").to_owned();
                Ok(Next::from(standfast.set_review_present(&[present]).beside("present")?))
            });
            let form = form.several("present", "Who is present", &there, standfast.member_names()?);
            Ok(form.hint("names, separated by commas"))
        })?))
    }

    fn reject(&self) -> Next {
        let Some(key) = self.key() else { return Next::Nothing };
        let ask = Ask::new(format!("Reject {key} and reopen it: why?"), "", move |standfast, note| {
            let note = Some(note.to_owned()).filter(|note| !note.is_empty()).map(Some);
            let rejected = Showing { verdict: Some(Verdict::Rejected), note, ..Showing::default() };
            Ok(Next::from(standfast.show_item(&key, &rejected)?))
        });
        Next::ask(ask.hint("may be empty"))
    }

    fn feedback(&self) -> Next {
        let Some(key) = self.key() else { return Next::Nothing };
        let ask = Ask::new(format!("Feedback on {key}"), "", move |standfast, words| {
            let said = Showing { feedback: vec![words.to_owned()], ..Showing::default() };
            Ok(Next::from(standfast.show_item(&key, &said)?))
        });
        Next::ask(ask.hint("becomes a backlog item, linked to this one"))
    }

    fn edit(&self, standfast: &Standfast) -> Result<Next> {
        let Some(key) = self.key() else { return Ok(Next::Nothing) };
        let sprint = self.chosen;
        Ok(Next::ask(Form::of_thing(standfast, move |standfast| demo_form(standfast, sprint, &key))?))
    }

    fn rank(&self, up: bool, standfast: &mut Standfast) -> Result<Next> {
        let Some(key) = self.key() else { return Ok(Next::Nothing) };
        let at = self.window.cursor + 1;
        let to = if up { at.checked_sub(1) } else { Some(at + 1) };
        match to.filter(|to| (1..=self.window.total).contains(to)) {
            Some(to) => {
                Ok(Next::from(standfast.show_item(&key, &Showing { position: Some(to), ..Showing::default() })?))
            }
            None => Ok(Next::Cannot("The item is already at that end of the list.".to_owned())),
        }
    }

    /// Finished in an earlier sprint and never shown: it comes onto the list now.
    fn add(&self) -> Next {
        let waiting = self.view.as_ref().map_or(&[] as &[_], |view| &view.never_shown);
        if waiting.is_empty() {
            return Next::Cannot("Every finished item of earlier sprints was shown.".to_owned());
        }
        let keys: Vec<String> = waiting.iter().map(|(_, row)| row.key.clone()).collect();
        let choice = |(sprint, row): &(i64, crate::domain::item::ItemRow)| {
            Choice::new(format!("{}  {}", row.key, text::fit(&row.title, 40))).about(format!("sprint {sprint}"))
        };
        let pick = Pick::new("Finished, never shown", waiting.iter().map(choice).collect(), move |standfast, place| {
            let key = keys.get(place).map_or("", String::as_str);
            Ok(Next::from(standfast.show_item(key, &Showing { add: true, ..Showing::default() })?))
        });
        Next::ask(pick)
    }
}

/// What was shown of an item, and by whom.
fn demo_form(standfast: &Standfast, sprint: Option<i64>, key: &str) -> Result<Form> {
    let view = standfast.review_view(sprint)?;
    let Some(demo) = view.demos.iter().find(|demo| demo.item.key == key) else {
        return refuse(Rule::V1, format!("{key} is not shown any more."));
    };
    let key = key.to_owned();
    let form = Form::new(format!("Demo of {key}"), move |standfast, answers| {
        let minutes: Option<u32> = match answers.given("minutes").map(|typed| typed.parse().map_err(|_| typed)) {
            None => None,
            Some(Ok(minutes)) => Some(minutes),
            Some(Err(typed)) => {
                let words = format!("\"{}\" is not a number of minutes. Write a number such as 5.", text::clean(typed));
                return refuse(Rule::V1, words).beside("minutes");
            }
        };
        let showing = Showing {
            presenter: Some(answers.given("presenter").map(str::to_owned)),
            minutes: Some(minutes),
            note: Some(answers.given("note").map(str::to_owned)),
            add_evidence: answers.given("evidence").map(str::to_owned).into_iter().collect(),
            ..Showing::default()
        };
        Ok(Next::from(standfast.show_item(&key, &showing).beside("minutes")?))
    });
    let names = standfast.member_names()?;
    let minutes = demo.minutes.map_or_else(String::new, |minutes| minutes.to_string());
    let form = form
        .complete("presenter", "Shown by", demo.presenter.as_deref().unwrap_or(""), names)
        .hint("the assignee if empty")
        .line("minutes", "Minutes", &minutes)
        .line("evidence", "Evidence", "")
        .hint("one more URL, build or commit")
        .line("note", "Said", demo.note.as_deref().unwrap_or(""));
    Ok(form)
}
