//! The retrospective of a closed sprint: notes in columns, grouped and voted on (A1, A2, A5).

use crate::domain::time::Instant;
use serde::Serialize;

/// The columns of a team that has not set its own (A2).
pub const DEFAULT_COLUMNS: [&str; 3] = ["went well", "did not", "puzzles"];

/// How a team holds its retros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetroSettings {
    /// The columns of notes.
    pub columns: Vec<String>,
    /// How many votes a person has.
    pub votes: u32,
    /// How many actions a retro commits at most, 1 to 3.
    pub actions: u32,
}

/// A retro that was held or is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retro {
    pub id: i64,
    /// The number of the closed sprint it looks back on.
    pub sprint: i64,
    /// Its columns, as they were when it began.
    pub columns: Vec<String>,
    pub started_at: Instant,
    pub finished_at: Option<Instant>,
    /// Why it ended without an action (A5).
    pub no_action_reason: Option<String>,
}

/// Something that was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    #[serde(skip)]
    pub id: i64,
    /// Its number in this retro, as in `retro vote 4`.
    pub number: i64,
    /// Its column.
    pub column: String,
    pub text: String,
    /// Who wrote it down.
    pub author: String,
    /// The number of the note under which it is grouped.
    #[serde(skip)]
    pub under: Option<i64>,
    /// What the group is called whose head it is.
    #[serde(skip)]
    pub group_name: Option<String>,
    /// Votes for this note itself.
    #[serde(skip)]
    pub votes: usize,
}

/// A topic: one note, or several that say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Topic {
    /// The number of its first note, by which it is voted on.
    pub number: i64,
    /// The column of its first note.
    pub column: String,
    /// The group's name, or what the first note says.
    pub text: String,
    /// Votes for all of its notes.
    pub votes: usize,
    /// Its notes, the first one first.
    pub notes: Vec<Note>,
}

/// What was put off: an idea without an action (A2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotNow {
    /// The sprint of the retro.
    pub sprint: i64,
    pub text: String,
    /// The number of the note it came from.
    pub note: Option<i64>,
}

/// A person and what is left of their votes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Voter {
    pub name: String,
    pub given: u32,
    pub left: u32,
}

/// The topics in the order of the notes; a grouped note is listed in its group only.
pub fn topics(notes: &[Note]) -> Vec<Topic> {
    let head = |note: &Note| {
        let mut members = vec![note.clone()];
        members.extend(notes.iter().filter(|other| other.under == Some(note.number)).cloned());
        Topic {
            number: note.number,
            column: note.column.clone(),
            text: note.group_name.clone().unwrap_or_else(|| note.text.clone()),
            votes: members.iter().map(|member| member.votes).sum(),
            notes: members,
        }
    };
    notes.iter().filter(|note| note.under.is_none()).map(head).collect()
}

/// The topics of each column, the most voted first; topics of a column that is gone stand in the last one.
pub fn in_columns(columns: &[String], topics: &[Topic]) -> Vec<(String, Vec<Topic>)> {
    let mut sorted: Vec<(String, Vec<Topic>)> = columns.iter().map(|name| (name.clone(), Vec::new())).collect();
    for topic in topics {
        let at = columns.iter().position(|name| *name == topic.column).unwrap_or(columns.len().saturating_sub(1));
        if let Some((_, column)) = sorted.get_mut(at) {
            column.push(topic.clone());
        }
    }
    for (_, column) in &mut sorted {
        column.sort_by_key(|topic| std::cmp::Reverse(topic.votes));
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(number: i64, column: &str, under: Option<i64>, votes: usize) -> Note {
        Note {
            id: number,
            number,
            column: column.into(),
            text: format!("note {number}"),
            author: "ana".into(),
            under,
            group_name: None,
            votes,
        }
    }

    #[test]
    fn votes_of_a_group_are_the_votes_of_its_notes() {
        let mut notes =
            [note(1, "did not", None, 1), note(2, "did not", None, 2), note(3, "puzzles", Some(1), 2)].to_vec();
        notes[0].group_name = Some("Deploys".into());
        let topics = topics(&notes);
        assert_eq!(
            topics.iter().map(|t| (t.text.as_str(), t.votes)).collect::<Vec<_>>(),
            [("Deploys", 3), ("note 2", 2)]
        );
        let columns: Vec<String> = DEFAULT_COLUMNS.map(str::to_owned).to_vec();
        let shown = in_columns(&columns, &topics);
        let numbers: Vec<Vec<i64>> = shown.iter().map(|(_, t)| t.iter().map(|t| t.number).collect()).collect();
        assert_eq!(numbers, [vec![], vec![1, 2], vec![]]);
    }
}
