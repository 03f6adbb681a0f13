//! Where a command works: the pane or layer that has the keys, and what it shares with others.

/// A set of commands that are reachable together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Wherever no layer with a field of its own is open.
    Global,
    /// Wherever something moves up and down.
    Move,
    /// Lists: open, filter, select.
    List,
    /// Wherever an item is under the cursor.
    Items,
    /// Wherever a sprint is looked at: its close, its lines, its report.
    Sprint,
    Standup,
    /// What somebody says, being typed in the Standup tab.
    Words,
    Board,
    Plan,
    Backlog,
    Blockers,
    Review,
    Retro,
    Item,
    /// A filter being typed.
    Filter,
    Form,
    /// A field of one line in a form.
    Field,
    /// A field of several lines in a form.
    Lines,
    /// One line asked for.
    Ask,
    /// A question with yes and no.
    Confirm,
    /// A list to choose from, the palette among them.
    Pick,
    /// A text to read: help, messages, a refusal with its cases.
    Reader,
    /// What was done, to read and to take back.
    History,
    /// Checking and locking a draft.
    Lock,
    Requests,
    Close,
    Chart,
    /// The report of a closed sprint.
    Report,
    /// What closed sprints completed.
    Velocity,
    /// Long work under way.
    Working,
    /// What an import would do.
    Preview,
    /// The first screen, before there is a team.
    Welcome,
}

impl Scope {
    /// Every scope that can have the keys.
    pub const LEAVES: &[Self] = &[
        Self::Standup,
        Self::Words,
        Self::Board,
        Self::Plan,
        Self::Backlog,
        Self::Blockers,
        Self::Review,
        Self::Retro,
        Self::Item,
        Self::Filter,
        Self::Field,
        Self::Lines,
        Self::Ask,
        Self::Confirm,
        Self::Pick,
        Self::Reader,
        Self::History,
        Self::Lock,
        Self::Requests,
        Self::Close,
        Self::Chart,
        Self::Report,
        Self::Velocity,
        Self::Working,
        Self::Preview,
        Self::Welcome,
    ];

    /// The scopes reachable from here, nearest first.
    pub const fn chain(self) -> &'static [Self] {
        match self {
            Self::Standup => &[Self::Standup, Self::Items, Self::Move, Self::Global],
            Self::Words => &[Self::Words],
            Self::Blockers => &[Self::Blockers, Self::Move, Self::Global],
            Self::Board => &[Self::Board, Self::Items, Self::Sprint, Self::List, Self::Move, Self::Global],
            Self::Plan => &[Self::Plan, Self::Items, Self::Sprint, Self::List, Self::Move, Self::Global],
            Self::Backlog => &[Self::Backlog, Self::Items, Self::List, Self::Move, Self::Global],
            Self::Review => &[Self::Review, Self::Sprint, Self::Move, Self::Global],
            Self::Retro => &[Self::Retro, Self::Sprint, Self::Move, Self::Global],
            Self::Item => &[Self::Item, Self::Items, Self::Move, Self::Global],
            Self::Reader => &[Self::Reader, Self::Move],
            Self::History => &[Self::History, Self::Move],
            Self::Lock => &[Self::Lock, Self::Move],
            Self::Requests => &[Self::Requests, Self::Move],
            Self::Close => &[Self::Close, Self::Move],
            Self::Chart => &[Self::Chart, Self::Move, Self::Global],
            Self::Report => &[Self::Report, Self::Move, Self::Global],
            Self::Velocity => &[Self::Velocity, Self::Move, Self::Global],
            Self::Field => &[Self::Field, Self::Form],
            Self::Lines => &[Self::Lines, Self::Form],
            Self::Welcome => &[Self::Welcome, Self::Move, Self::Global],
            Self::Global => &[Self::Global],
            Self::Move => &[Self::Move],
            Self::List => &[Self::List],
            Self::Items => &[Self::Items],
            Self::Sprint => &[Self::Sprint],
            Self::Filter => &[Self::Filter],
            Self::Form => &[Self::Form],
            Self::Ask => &[Self::Ask],
            Self::Confirm => &[Self::Confirm],
            Self::Pick => &[Self::Pick],
            Self::Working => &[Self::Working],
            Self::Preview => &[Self::Preview, Self::Move],
        }
    }

    /// The heading in help and in `docs/keys.md`.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Global => "Everywhere",
            Self::Move => "Moving",
            Self::List => "Lists",
            Self::Items => "Items",
            Self::Sprint => "Sprints",
            Self::Standup => "Standup",
            Self::Words => "While somebody speaks",
            Self::Blockers => "Blockers",
            Self::Board => "Board",
            Self::Plan => "Plan",
            Self::Backlog => "Backlog",
            Self::Review => "Review",
            Self::Retro => "Retro",
            Self::Item => "An item",
            Self::Filter => "While filtering",
            Self::Form => "Forms",
            Self::Field => "Fields of one line",
            Self::Lines => "Fields of several lines",
            Self::Ask => "A line asked for",
            Self::Confirm => "A question",
            Self::Pick => "Choosing from a list",
            Self::Reader => "Reading",
            Self::History => "History",
            Self::Lock => "Locking a sprint",
            Self::Requests => "Change requests",
            Self::Close => "Closing a sprint",
            Self::Chart => "Burndown and burnup",
            Self::Report => "The report of a sprint",
            Self::Velocity => "Velocity",
            Self::Working => "While something is being done",
            Self::Preview => "Before an import",
            Self::Welcome => "First run",
        }
    }
}
