//! The review: the demo list of a sprint, verdicts, and what becomes of what is said (V1).

mod list;

use crate::app::change::Outcome;
use crate::app::item::{NewItem, Place, change_status, insert_new, named};
use crate::app::key::find_row;
use crate::app::sprint::find_sprint;
use crate::app::team::{find_member, one_line};
use crate::app::{Op, Standfast};
use crate::domain::item::{Class, Row};
use crate::domain::review::{Demo, Review, Verdict};
use crate::domain::sprint::Sprint;
use crate::error::{Result, refuse};
use list::{demo_list, find_demo, finished_items, insert_demo, never_shown_before, refuse_unfinished, sprint_to_review};

/// A review with everything the screens and reports show of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewView {
    /// The review; `None` before it has begun.
    pub review: Option<Review>,
    /// The sprint.
    pub sprint: Sprint,
    /// The demo list, in order.
    pub demos: Vec<Demo>,
    /// Finished in earlier sprints and never shown since: the sprint's number and the item.
    pub never_shown: Vec<(i64, Row)>,
}

impl ReviewView {
    /// Finished items of the sprint without a verdict: at the end of the review, "finished, never shown".
    pub fn not_shown(&self) -> impl Iterator<Item = &Demo> {
        self.demos.iter().filter(|demo| demo.verdict.is_none() && demo.item.class == Class::Finished)
    }
}

/// What to change about an item's place in the demo list; what is `None` or empty stays.
#[derive(Debug, Clone, Default)]
pub struct DemoEdit {
    /// Another presenter, or nobody.
    pub presenter: Option<Option<String>>,
    /// Another length in minutes, or none.
    pub minutes: Option<Option<u32>>,
    /// Another word to it, or none.
    pub note: Option<Option<String>>,
    /// Evidence to add: URLs, builds, commits.
    pub add_evidence: Vec<String>,
    /// Its place in the list, from 1.
    pub position: Option<usize>,
}

impl Standfast {
    /// A review: of the sprint named, else the one under way, else of the sprint under way, else the last one.
    /// Before it has begun, the demo list is what it would begin with.
    ///
    /// # Errors
    /// There is no such sprint, or none to review.
    pub fn review_view(&self, number: Option<i64>) -> Result<ReviewView> {
        let tx = self.tx();
        let sprint = sprint_to_review(&tx, number)?;
        let review = self.store.review(sprint.number)?;
        let demos = demo_list(&tx, &sprint, review.as_ref())?;
        let never_shown = never_shown_before(&tx, &sprint)?;
        Ok(ReviewView { review, sprint, demos, never_shown })
    }

    /// Begins the review of a sprint with its finished items: by rank, each shown by its assignee (V1).
    ///
    /// # Errors
    /// The sprint is a draft or cancelled, was reviewed, or another review has not ended.
    pub fn start_review(&mut self, number: Option<i64>, present: &[String]) -> Result<Outcome<i64>> {
        let present = list::names(present)?;
        self.transact(Op::new("start review"), |tx| {
            if let Some(other) = tx.store.review_under_way()? {
                return refuse(
                    "V1",
                    format!("The review of sprint {} is under way. End it first: `standfast review finish`.", other.sprint),
                );
            }
            let sprint = sprint_to_review(tx, number)?;
            if tx.store.review(sprint.number)?.is_some() {
                return refuse("V1", format!("Sprint {} was reviewed already.", sprint.number));
            }
            let review = tx.store.insert_review(sprint.id, &present, tx.now)?;
            let finished = finished_items(tx, &sprint)?;
            for row in &finished {
                insert_demo(tx, review, row)?;
            }
            let count = match finished.len() {
                0 => "nothing is finished yet".to_owned(),
                1 => "1 item to show".to_owned(),
                n => format!("{n} items to show"),
            };
            Ok((sprint.number, format!("The review of sprint {} has begun: {count}.", sprint.number)))
        })
    }

    /// Writes who is there; verdicts given from now on keep it.
    ///
    /// # Errors
    /// No review is under way.
    pub fn set_review_present(&mut self, present: &[String]) -> Result<Outcome<()>> {
        let present = list::names(present)?;
        self.transact(Op::new("set present"), |tx| {
            let review = list::under_way(tx)?;
            tx.store.set_present(review.id, &present)?;
            let who = if present.is_empty() { "nobody named".to_owned() } else { present.join(", ") };
            Ok(((), format!("Present at the review: {who}.")))
        })
    }

    /// Changes an item's presenter, minutes, note, evidence or place in the demo list.
    ///
    /// # Errors
    /// No review is under way, the item is not on its list, or nobody has the presenter's name.
    pub fn edit_demo(&mut self, key: &str, edit: &DemoEdit) -> Result<Outcome<()>> {
        self.transact(Op::new("edit demo"), |tx| {
            let review = list::under_way(tx)?;
            let row = find_row(tx, key)?;
            let mut demo = find_demo(tx, &review, &row)?;
            let presenter = edit.presenter.clone().unwrap_or_else(|| demo.presenter.clone());
            let presenter = presenter.map(|name| find_member(tx, &name)).transpose()?;
            demo.minutes = list::minutes(edit.minutes.unwrap_or(demo.minutes))?;
            if let Some(note) = &edit.note {
                demo.note = note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
            }
            for evidence in &edit.add_evidence {
                demo.evidence.push(list::short_line("The evidence", evidence)?);
            }
            tx.store.arrange_demo(&demo, presenter.map(|member| member.id))?;
            if let Some(position) = edit.position {
                list::reorder(tx, &review, demo.id, position)?;
            }
            Ok(((), format!("{} on the demo list is changed.", row.key)))
        })
    }

    /// Puts an item on the demo list that was finished in an earlier sprint and never shown.
    ///
    /// # Errors
    /// No review is under way, or the item is not finished, or is on the list.
    pub fn add_demo(&mut self, key: &str) -> Result<Outcome<()>> {
        self.transact(Op::new("add demo"), |tx| {
            let review = list::under_way(tx)?;
            let row = find_row(tx, key)?;
            if tx.store.demos(review.id)?.iter().any(|demo| demo.item == row.id) {
                return refuse("V1", format!("{} is on the demo list already.", row.key));
            }
            refuse_unfinished(&row)?;
            insert_demo(tx, review.id, &row)?;
            Ok(((), format!("{} is on the demo list.", row.key)))
        })
    }

    /// Accepts or rejects an item. A rejected one reopens: it goes back to the first active status, and burns no more
    /// before the sprint closes (V1).
    ///
    /// # Errors
    /// No review is under way, the item is not on its list, or it is not finished.
    pub fn judge_demo(
        &mut self,
        key: &str,
        verdict: Verdict,
        note: Option<&str>,
        present: &[String],
    ) -> Result<Outcome<()>> {
        if verdict == Verdict::Feedback {
            return refuse("V1", "Say what the feedback is: it becomes a backlog item.");
        }
        let present = list::names(present)?;
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        self.transact(Op::new("judge demo").because(note), |tx| {
            let review = list::under_way(tx)?;
            let row = find_row(tx, key)?;
            let demo = find_demo(tx, &review, &row)?;
            refuse_unfinished(&row)?;
            list::judge(tx, &review, &demo, verdict, &present)?;
            if let Some(note) = note {
                list::set_note(tx, &demo, note)?;
            }
            if verdict == Verdict::Accepted {
                return Ok(((), format!("{} is accepted.", row.key)));
            }
            let to = list::reopened_to(tx)?;
            change_status(tx, &row, &to, None)?;
            Ok(((), format!("{} is rejected and open again, in {}.", row.key, to.name)))
        })
    }

    /// What was said of an item becomes a backlog item that knows where it came from; its key is given (V1).
    ///
    /// # Errors
    /// No review is under way, or the item is not on its list.
    pub fn give_feedback(&mut self, key: &str, text: &str, present: &[String]) -> Result<Outcome<String>> {
        let text = one_line("V1", "The feedback", text)?;
        let present = list::names(present)?;
        self.transact(Op::new("give feedback"), |tx| {
            let review = list::under_way(tx)?;
            let row = find_row(tx, key)?;
            let demo = find_demo(tx, &review, &row)?;
            if demo.verdict.is_none() {
                list::judge(tx, &review, &demo, Verdict::Feedback, &present)?;
            }
            let new = NewItem {
                title: text.clone(),
                description: format!("Feedback on {} ({}) at the review of sprint {}.", row.key, row.title, review.sprint),
                // Where triage sees it; at the bottom of a long backlog it would be lost.
                place: Place::Top,
                ..NewItem::default()
            };
            let number = insert_new(tx, &new)?;
            let Some(item) = tx.store.item_by_number(number)? else { return refuse("G5", "The item was not written.") };
            tx.store.insert_feedback(demo.id, item, &text)?;
            let made = tx.store.item_key(item)?;
            Ok((made.clone(), format!("{made} is in the backlog: {text} (feedback on {}).", row.key)))
        })
    }

    /// Ends the review under way, and names what is finished and was not shown.
    ///
    /// # Errors
    /// No review is under way.
    pub fn finish_review(&mut self) -> Result<Outcome<i64>> {
        self.transact(Op::new("finish review"), |tx| {
            let review = list::under_way(tx)?;
            let sprint = find_sprint(tx, review.sprint)?;
            let demos = demo_list(tx, &sprint, Some(&review))?;
            tx.store.set_review_finished(review.id, tx.now)?;
            let shown = demos.iter().filter(|demo| demo.verdict.is_some()).count();
            let rest: Vec<String> = demos
                .into_iter()
                .filter(|demo| demo.verdict.is_none() && demo.item.class == Class::Finished)
                .map(|demo| demo.item.key)
                .collect();
            let rest =
                if rest.is_empty() { String::new() } else { format!(" Finished, never shown: {}.", named(&rest)) };
            let shown = if shown == 1 { "1 item was shown".to_owned() } else { format!("{shown} items were shown") };
            Ok((review.sprint, format!("The review of sprint {} has ended: {shown}.{rest}", review.sprint)))
        })
    }
}
