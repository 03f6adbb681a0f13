//! Parked topics and the people they need.

use crate::domain::standup::topic::Topic;
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Store, queries};
use crate::store::noun::numbered;

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
        people: "(SELECT string_agg(m.name, '\n' ORDER BY x.id)
            FROM topic_member x JOIN member m ON m.id = x.member WHERE x.topic = t.id)" => Lines,
    }
}

numbered!(Topic in Topic);

impl Store {
    /// Parked topics by number: the open ones, or all.
    pub fn topics(&self, open_only: bool) -> Result<Vec<Topic>> {
        self.query(QUERIES.get(if open_only { "open" } else { "all" }), &[])
    }

    /// What was parked in a standup.
    pub fn topics_of(&self, standup: i64) -> Result<Vec<Topic>> {
        self.query(QUERIES.get("of_standup"), &[&standup])
    }
}
