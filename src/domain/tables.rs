//! The one list of tables that people's operations write: journal, guards, "what changed" and export go by it.

/// One table of the present.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name in the database.
    pub name: &'static str,
    /// The column that names the item a row is about, for an item's history; none for the item itself.
    pub item: Option<&'static str>,
    /// What one row is called when undo has to speak of it.
    pub called: &'static str,
}

const fn table(name: &'static str, item: Option<&'static str>, called: &'static str) -> Table {
    Table { name, item, called }
}

/// Every table with a journal. Positions are the bits of `Changed`: add at the end.
pub const TABLES: &[Table] = &[
    table("team", None, "the team"),
    table("member", None, "a member"),
    table("absence", None, "an absence"),
    table("holiday", None, "a holiday"),
    table("status", None, "a status"),
    table("item", None, "an item"),
    table("criterion", Some("item"), "an acceptance criterion"),
    table("item_label", Some("item"), "a label"),
    table("dependency", Some("item"), "a dependency"),
    table("outside_sprint", Some("item"), "an imported sprint name"),
    table("blocker", None, "a blocker"),
    table("blocker_item", Some("item"), "a blocker's item"),
    table("sprint", None, "a sprint"),
    table("change_request", Some("item"), "a change request"),
    table("sprint_item", Some("item"), "an item's place in a sprint"),
    table("contract", None, "a contract"),
    table("review", None, "a review"),
    table("demo", Some("item"), "an item's place in a review"),
    table("feedback", Some("item"), "what was said at a review"),
    table("retro", None, "a retro"),
    table("retro_note", None, "a note of a retro"),
    table("retro_vote", None, "a vote in a retro"),
    table("not_now", None, "what a retro put off"),
    table("retro_action", None, "an action"),
    table("action_ruling", None, "the ruling on an action"),
    table("disposition", Some("item"), "a disposition"),
    table("sprint_report", None, "a sprint's report"),
    table("standup", None, "a standup"),
    table("standup_turn", None, "a turn in a standup"),
    table("standup_on_item", Some("item"), "an item's time in a standup"),
    table("checkin", None, "a check-in"),
    table("checkin_from", None, "whom a check-in names"),
    table("topic", None, "a parked topic"),
    table("topic_member", None, "whom a topic needs"),
    table("ruling", None, "a ruling"),
];

/// The position of a table in the list.
pub fn position(name: &str) -> Option<usize> {
    TABLES.iter().position(|table| table.name == name)
}
