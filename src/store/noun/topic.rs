//! Parked topics and the people they need.

use crate::domain::standup::topic::Topic;
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Params, Store, queries};
use std::collections::HashMap;

queries!("topic.sql", Topic);

columns! {
    Topic from "topic t LEFT JOIN item i ON i.id = t.item" {
        id: "t.id",
        number: "t.number",
        text: "t.text",
        standup: "t.standup",
        item: "(SELECT prefix FROM team) || '-' || i.number",
        parked_at: "t.parked_at",
        closed_at: "t.closed_at",
        fate: "t.fate",
        outcome: "t.outcome",
    }
    with { people: Vec::new() }
}

impl Store {
    fn topic_rows(&self, window: &str, params: Params<'_>) -> Result<Vec<Topic>> {
        let mut topics: Vec<Topic> = self.query(QUERIES.get(window), params)?;
        let ids: Vec<i64> = topics.iter().map(|topic| topic.id).collect();
        let mut people: HashMap<i64, Vec<String>> = self.groups_of(QUERIES.get("people"), &ids)?;
        for topic in &mut topics {
            topic.people = people.remove(&topic.id).unwrap_or_default();
        }
        Ok(topics)
    }

    /// Parked topics by number: the open ones, or all.
    pub fn topics(&self, open_only: bool) -> Result<Vec<Topic>> {
        self.topic_rows(if open_only { "open" } else { "all" }, &[])
    }

    /// The topic with this number.
    pub fn topic(&self, number: i64) -> Result<Option<Topic>> {
        Ok(self.topic_rows("numbered", &[&number])?.into_iter().next())
    }

    /// What was parked in a standup.
    pub fn topics_of(&self, standup: i64) -> Result<Vec<Topic>> {
        self.topic_rows("of_standup", &[&standup])
    }
}
