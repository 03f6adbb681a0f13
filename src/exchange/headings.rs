//! The names that tools give their columns.

use super::columns::Field;

/// Names of columns, the better one first.
pub(super) const NAMES: [(Field, &[&str]); FIELDS] = [
    (
        Field::Key,
        &["external key", "issue key", "clave de incidencia", "key", "identifier", "ticket", "card id", "ref", "id"],
    ),
    (Field::OwnKey, &["standfast key"]),
    (Field::Number, &["issue id", "id de la incidencia"]),
    (Field::Title, &["summary", "resumen", "title", "card name", "subject", "name", "story"]),
    (Field::Description, &["description", "descripción", "card description", "details", "body"]),
    (Field::Kind, &["issue type", "tipo de incidencia", "work item type", "story type", "kind", "type"]),
    (Field::Status, &["status", "estado", "current state", "state", "list name"]),
    (Field::Category, &["status category", "categoría de estado", "class", "is closed"]),
    (Field::Resolution, &["resolution", "resolución", "drop reason"]),
    (
        Field::Points,
        &[
            "story points",
            "story point estimate",
            "story point",
            "total points",
            "points",
            "estimate",
            "weight",
            "effort",
        ],
    ),
    (Field::Assignee, &["assignee", "persona asignada", "assigned to", "owned by", "members", "owner"]),
    (Field::Labels, &["labels", "etiquetas", "label", "tags"]),
    (Field::Criteria, &["acceptance criteria", "criteria"]),
    (Field::Parent, &["parent key", "clave principal", "epic link", "parent", "principal", "parent issue"]),
    (Field::DependsOn, &["inward issue link (blocks)", "depends on", "blocked by"]),
    (Field::Blocks, &["outward issue link (blocks)", "blocks"]),
    (
        Field::Sprint,
        &[
            "sprint",
            "sprints",
            "sprint name",
            "cycle name",
            "iteration",
            "iteration path",
            "outside sprints",
            "milestone",
            "version",
        ],
    ),
    (Field::Created, &["created", "creada", "created at", "created on", "created date"]),
    (
        Field::Ended,
        &[
            "resolved",
            "resuelta",
            "ended at",
            "completed",
            "completed at",
            "closed at",
            "closed date",
            "closed on",
            "finish date",
            "accepted at",
            "done",
            "canceled",
            "canceled at",
        ],
    ),
    (Field::CategoryChanged, &["status category changed", "categoría de estado cambiada"]),
    (Field::Archived, &["archived", "archived at"]),
];

/// How many fields there are.
pub(super) const FIELDS: usize = 21;

/// Titles that many other tables have too.
const WEAK_TITLES: [&str; 2] = ["name", "story"];

/// Columns of backlogs that fill no field of ours.
const OF_A_BACKLOG: [&str; 61] = [
    "priority",
    "prioridad",
    "reporter",
    "reporter id",
    "informador",
    "creator",
    "creator id",
    "creador",
    "author",
    "author username",
    "created by",
    "requested by",
    "assignee id",
    "assignee username",
    "due date",
    "deadline",
    "target date",
    "due complete",
    "url",
    "link",
    "card url",
    "project",
    "project key",
    "project name",
    "project type",
    "project lead",
    "project id",
    "team",
    "area path",
    "watchers",
    "votes",
    "environment",
    "updated",
    "updated at",
    "last viewed",
    "fix versions",
    "affects versions",
    "components",
    "attachment",
    "comment",
    "comments",
    "note",
    "notes",
    "original estimate",
    "remaining estimate",
    "time estimate",
    "time spent",
    "work ratio",
    "log work",
    "security level",
    "rank",
    "cycle number",
    "cycle start",
    "cycle end",
    "iteration start",
    "iteration end",
    "board name",
    "list id",
    "in sprint",
    "started",
    "triaged",
];

/// The field that a column of this name fills, and how good it is for it: 0 is the best.
pub(super) fn meaning(name: &str) -> Option<(Field, usize)> {
    let folded = fold(name);
    let name = unwrapped(&folded);
    NAMES.iter().find_map(|(field, names)| names.iter().position(|known| fold(known) == name).map(|at| (*field, at)))
}

/// Whether other tables have a column of this name as often as backlogs do.
pub(super) fn is_weak_title(name: &str) -> bool {
    WEAK_TITLES.contains(&fold(name).as_str())
}

/// Whether a column is one that backlogs have, whether or not it fills a field.
pub(super) fn is_of_a_backlog(name: &str) -> bool {
    let folded = fold(name);
    let begins = ["customfield(", "campopersonalizado(", "inwardissuelink(", "outwardissuelink(", "σ"];
    begins.iter().any(|begin| folded.starts_with(begin))
        || meaning(name).is_some()
        || OF_A_BACKLOG.iter().any(|known| fold(known) == unwrapped(&folded))
}

/// Whether the cells of the column are times in UTC, as its name says.
pub(super) fn is_in_utc(name: &str) -> bool {
    fold(name).ends_with("(utc)")
}

/// `customfield(storypoints)` → `storypoints`, `createdat(utc)` → `createdat`.
pub(super) fn unwrapped(folded: &str) -> &str {
    let inner = ["customfield(", "campopersonalizado("]
        .iter()
        .find_map(|wrapper| folded.strip_prefix(wrapper)?.strip_suffix(')'))
        .unwrap_or(folded);
    inner.strip_suffix("(utc)").unwrap_or(inner)
}

/// "Story Points", `story_points`, `story-points` and `storyPoints` are one name.
pub(super) fn fold(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}
