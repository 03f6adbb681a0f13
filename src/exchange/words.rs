//! What other tools' words mean: kinds of work, statuses and their categories, resolutions, sprint names.

use crate::domain::item::{Class, Kind};

const KINDS: [(Kind, &[&str]); 4] = [
    (
        Kind::Story,
        &[
            "story",
            "user story",
            "product backlog item",
            "historia",
            "feature",
            "new feature",
            "improvement",
            "enhancement",
            "requirement",
        ],
    ),
    (Kind::Bug, &["bug", "defect", "error", "fault", "fehler", "incident"]),
    (
        Kind::Task,
        &[
            "task",
            "sub-task",
            "subtask",
            "tarea",
            "subtarea",
            "aufgabe",
            "taak",
            "tâche",
            "tarefa",
            "chore",
            "technical task",
        ],
    ),
    (Kind::Spike, &["spike", "research", "investigation"]),
];

/// Jira's three status categories, in the languages of the exports we have seen and their neighbours.
const CATEGORIES: [(Class, &[&str]); 3] = [
    (
        Class::Waiting,
        &["to do", "new", "por hacer", "zu erledigen", "à faire", "te doen", "da fare", "itens pendentes"],
    ),
    (
        Class::Active,
        &[
            "in progress",
            "indeterminate",
            "en curso",
            "in arbeit",
            "en cours",
            "wordt uitgevoerd",
            "in corso",
            "em andamento",
        ],
    ),
    (Class::Finished, &["done", "complete", "listo", "fertig", "terminé", "gereed", "completato", "itens concluídos"]),
];

/// Names of statuses that mean one thing everywhere; any other name waits for the file or the team to say.
const STATUSES: [(Class, &[&str]); 4] = [
    (
        Class::Waiting,
        &[
            "todo",
            "to do",
            "open",
            "new",
            "backlog",
            "ready",
            "planned",
            "triage",
            "unstarted",
            "unscheduled",
            "proposed",
            "tareas por hacer",
            "por hacer",
        ],
    ),
    (
        Class::Active,
        &["doing", "in progress", "active", "committed", "started", "in review", "review", "testing", "en curso"],
    ),
    (
        Class::Finished,
        &[
            "done",
            "closed",
            "resolved",
            "completed",
            "complete",
            "finished",
            "accepted",
            "delivered",
            "fixed",
            "finalizada",
            "listo",
        ],
    ),
    (
        Class::Dropped,
        &[
            "dropped",
            "canceled",
            "cancelled",
            "removed",
            "duplicate",
            "rejected",
            "won't do",
            "wont do",
            "won't fix",
            "abandoned",
        ],
    ),
];

/// Resolutions that say: this will not be done.
const GIVEN_UP: [&str; 12] = [
    "won't do",
    "wont do",
    "won't fix",
    "wont fix",
    "duplicate",
    "duplicado",
    "cannot reproduce",
    "declined",
    "rejected",
    "invalid",
    "obsolete",
    "abandoned",
];

/// The kind that a word for a type of issue means.
pub fn kind_of(word: &str) -> Option<Kind> {
    find(&KINDS, word)
}

/// The class that the name of a status category means.
pub fn class_of_category(word: &str) -> Option<Class> {
    find(&CATEGORIES, word)
}

/// The class that the name of a status means by itself.
pub fn class_of_status(word: &str) -> Option<Class> {
    find(&STATUSES, word)
}

/// Whether a resolution says that the work was given up.
pub fn is_given_up(resolution: &str) -> bool {
    let word = fold(resolution);
    GIVEN_UP.contains(&word.as_str())
}

/// The name of a sprint in a cell: the cell itself, or `name=` in Jira Server's
/// `…Sprint@5d8f[id=1,state=CLOSED,name=Sprint 1,startDate=…]`.
pub fn sprint_name(cell: &str) -> &str {
    let inside = cell.split_once("Sprint@").and_then(|(_, rest)| rest.split_once('[')).map(|(_, fields)| fields);
    let Some((_, from_name)) = inside.and_then(|fields| fields.split_once("name=")) else { return cell.trim() };
    let end = from_name.match_indices(',').map(|(at, _)| at).find(|at| begins_a_field(from_name.get(at + 1..)));
    from_name.get(..end.unwrap_or(from_name.len())).unwrap_or(from_name).trim_end_matches(']').trim()
}

fn begins_a_field(rest: Option<&str>) -> bool {
    rest.and_then(|text| text.split_once('='))
        .is_some_and(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic()))
}

fn find<T: Copy>(table: &[(T, &[&str])], word: &str) -> Option<T> {
    let word = fold(word);
    table.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(meaning, _)| *meaning)
}

/// Lower case, typographic apostrophes straightened, spaces as one.
fn fold(word: &str) -> String {
    let plain = word.to_lowercase().replace('\u{2019}', "'");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_real_exports() {
        assert_eq!(kind_of("Subtarea"), Some(Kind::Task));
        assert_eq!(kind_of("Epic"), None);
        assert_eq!(class_of_category("Listo"), Some(Class::Finished));
        assert_eq!(class_of_status("verifyy"), None);
        assert!(is_given_up("Won\u{2019}t  Do") && !is_given_up("Done"));
    }

    #[test]
    fn a_sprint_as_jira_server_writes_it() {
        let cell = "com.atlassian.greenhopper.service.sprint.Sprint@5d8f[id=1,rapidViewId=2,state=CLOSED,\
                    name=Sprint 1, the first,startDate=2020-01-01,sequence=1]";
        assert_eq!(sprint_name(cell), "Sprint 1, the first");
        assert_eq!(sprint_name(" W2 Sprint 4 "), "W2 Sprint 4");
        assert_eq!(sprint_name("x.Sprint@1[name=Only]"), "Only");
        assert_eq!(sprint_name("Sprint@"), "Sprint@");
    }
}
