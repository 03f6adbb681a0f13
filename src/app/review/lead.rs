//! Leading a review: showing items, verdicts, and what becomes of feedback (V1).

use super::list::{self, Showing, demo_list, finished_items, insert_demos, never_shown_before, sprint_to_review};
use crate::app::Standfast;
use crate::app::change::Outcome;
use crate::app::find::{find_row, find_sprint};
use crate::app::say::named;
use crate::domain::item::{Class, ItemRow};
use crate::domain::points::count;
use crate::domain::review::{Demo, Review, Verdict};
use crate::domain::sprint::Sprint;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};

/// A review with everything the screens and reports show of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewView {
    /// The review; `None` before it has begun.
    pub review: Option<Review>,
    pub sprint: Sprint,
    /// The demo list, in order.
    pub demos: Vec<Demo>,
    /// Finished in earlier sprints and never shown since: the sprint's number and the item.
    pub never_shown: Vec<(i64, ItemRow)>,
}

impl ReviewView {
    /// Finished items of the sprint without a verdict: at the end of the review, "finished, never shown".
    pub fn not_shown(&self) -> impl Iterator<Item = &Demo> {
        self.demos.iter().filter(|demo| demo.verdict.is_none() && demo.item.class == Class::Finished)
    }
}

impl Standfast {
    /// A review: of the sprint named, else the one under way, else of the sprint under way, else the last one.
    /// Before it has begun, the demo list is what it would begin with.
    pub fn review_view(&self, number: Option<i64>) -> Result<ReviewView> {
        let tx = self.tx();
        let sprint = sprint_to_review(&tx, number)?;
        let review = self.store.review(sprint.number)?;
        let demos = demo_list(&tx, &sprint, review.as_ref())?;
        let never_shown = never_shown_before(&tx, &sprint, review.as_ref())?;
        Ok(ReviewView { review, sprint, demos, never_shown })
    }

    /// Begins the review of a sprint with its finished items: by rank, each shown by its assignee (V1).
    pub fn start_review(&mut self, number: Option<i64>, present: &[String]) -> Result<Outcome<i64>> {
        let present = list::names(present)?;
        self.transact(Op::StartReview, |tx| {
            if let Some(other) = tx.store.review_under_way()? {
                return refuse_with(
                    Rule::V1,
                    format!("The review of sprint {} is still under way.", other.sprint),
                    Act::ReviewFinish.way("", "Finish it first with {}."),
                );
            }
            let sprint = sprint_to_review(tx, number)?;
            if tx.store.review(sprint.number)?.is_some() {
                return refuse(Rule::V1, format!("Sprint {} was reviewed already.", sprint.number));
            }
            let review = tx.store.insert_review(sprint.id, &present, tx.now)?;
            let finished = finished_items(tx, &sprint)?;
            insert_demos(tx, review, &finished)?;
            let count = match finished.len() {
                0 => "nothing is finished yet".to_owned(),
                n => format!("{} to show", count(n, "item")),
            };
            Ok((sprint.number, format!("The review of sprint {} has begun: {count}.", sprint.number)))
        })
    }

    /// Writes who is there; verdicts given from now on keep it.
    pub fn set_review_present(&mut self, present: &[String]) -> Result<Outcome<()>> {
        let present = list::names(present)?;
        self.transact(Op::SetPresent, |tx| {
            let review = list::under_way(tx)?;
            tx.store.set_present(review.id, &present)?;
            let who = if present.is_empty() { "nobody named".to_owned() } else { present.join(", ") };
            Ok(((), format!("Present at the review: {who}.")))
        })
    }

    /// Writes what is known and said of an item of the demo list; the keys of the items that feedback made are given.
    /// A rejected item reopens: it goes back to the first active status, and burns no more before the sprint closes (V1).
    pub fn show_item(&mut self, key: &str, showing: &Showing) -> Result<Outcome<Vec<String>>> {
        if showing.verdict == Some(Verdict::Feedback) && showing.feedback.is_empty() {
            return refuse(Rule::V1, "Say what the feedback is: it becomes a backlog item.");
        }
        let present = list::names(&showing.present)?;
        self.transact(named_after(showing), |tx| {
            let review = list::under_way(tx)?;
            let row = find_row(tx, key)?;
            if showing.add {
                list::add(tx, &review, &row)?;
            }
            let demo = list::find_demo(tx, &review, &row)?;
            list::arrange(tx, &review, &demo, showing)?;
            let mut said = Vec::new();
            let mut made = Vec::new();
            for text in &showing.feedback {
                let (key, sentence) = list::give_feedback(tx, &review, &demo, &row, text)?;
                made.push(key);
                said.push(sentence);
            }
            let verdict = showing.verdict.filter(|verdict| *verdict != Verdict::Feedback);
            if verdict.is_some() || (!made.is_empty() && demo.verdict.is_none()) {
                said.push(list::judge(tx, &review, &demo, &row, verdict.unwrap_or(Verdict::Feedback), &present)?);
            }
            if said.is_empty() {
                said.push(format!("{} on the demo list is changed.", row.key));
            }
            said.retain(|sentence| !sentence.is_empty());
            Ok((made, said.join(" ")))
        })
    }

    /// Ends the review under way, and names what is finished and was not shown.
    pub fn finish_review(&mut self) -> Result<Outcome<i64>> {
        self.transact(Op::FinishReview, |tx| {
            let review = list::under_way(tx)?;
            let sprint = find_sprint(tx, review.sprint)?;
            let demos = demo_list(tx, &sprint, Some(&review))?;
            // What was finished meanwhile stays on the list.
            let late = demos.iter().filter(|demo| demo.id.is_none()).map(|demo| demo.item.clone());
            let late: Vec<ItemRow> = late.collect();
            if !late.is_empty() {
                insert_demos(tx, review.id, &late)?;
            }
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

fn named_after(showing: &Showing) -> Op {
    match (showing.verdict, showing.feedback.is_empty()) {
        (Some(Verdict::Accepted), _) => Op::AcceptItem,
        (Some(Verdict::Rejected), _) => Op::RejectItem,
        (_, false) => Op::GiveFeedback,
        _ => Op::ArrangeDemo,
    }
}
