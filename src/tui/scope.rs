//! Where a command works: the pane or layer that has the keys, and what it shares with others.

/// One row of the table.
#[derive(Debug)]
struct ScopeSpec {
    title: &'static str,
    chain: &'static [Scope],
}

/// Writes the table out as an enum and a list, in one go.
macro_rules! scopes {
    ($($scope:ident $title:literal [$($shared:ident)*] $doc:literal;)*) => {
        /// A set of commands that are reachable together.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Scope {
            $(#[doc = $doc] $scope,)*
        }

        impl Scope {
            /// Every scope, in the order in which the manual lists them.
            pub const ALL: &[Self] = &[$(Self::$scope),*];
        }

        const TABLE: &[ScopeSpec] = &[
            $(ScopeSpec { title: $title, chain: &[Scope::$scope, $(Scope::$shared),*] },)*
        ];
    };
}

// Scope   heading in help and docs/keys.md   [what it shares, nearest first]   where it is;
scopes! {
    Global "Everywhere" [] "Wherever no layer with a field of its own is open.";
    Ground "Leaving" [] "Where no layer is open.";
    Look "To look at" [] "Wherever a tab or a layer without a field is open: what only looks.";
    Move "Moving" [] "Wherever something moves up and down.";
    List "Lists" [] "Lists: open, select, copy.";
    Narrow "Filtering" [] "Lists that can be filtered.";
    Widen "Going back" [] "Tabs that show less after a filter or a selection.";
    Items "Items" [] "Wherever an item is under the cursor.";
    Sprint "Sprints" [] "Wherever a sprint is looked at: its close, its lines, its report.";

    Standup "Standup" [Items Look Move Global Ground] "Tab 1.";
    Words "Check-in" [] "What somebody says, being typed in the Standup tab.";
    Board "Board" [Items Sprint List Narrow Widen Look Move Global Ground] "Tab 2.";
    Plan "Plan" [Items Sprint List Narrow Widen Look Move Global Ground] "Tab 3.";
    Backlog "Backlog" [Items List Narrow Widen Look Move Global Ground] "Tab 4.";
    Blockers "Blockers" [Narrow Widen Look Move Global Ground] "Tab 5.";
    Review "Review" [Sprint Look Move Global Ground] "Tab 6.";
    Retro "Retro" [Sprint Narrow Widen Look Move Global Ground] "Tab 7.";

    Item "An item" [Items Look Move Global] "The page of one item.";
    Filter "While filtering" [] "A filter being typed.";
    Form "Forms" [] "Any form.";
    Field "Fields of one line" [Form] "A field of one line in a form.";
    Lines "Fields of several lines" [Form] "A field of several lines in a form.";
    Ask "Asking for a line" [] "One line asked for.";
    Confirm "A question" [] "A question with yes and no.";
    Pick "Choosing from a list" [] "A list to choose from, the palette among them.";
    Reader "Reading" [Look Move] "A text to read: help, messages, a refusal with its cases.";
    History "History" [Narrow Look Move] "What was done, to read and to take back.";
    Lock "Locking a sprint" [Look Move] "Checking and locking a draft.";
    Requests "Change requests" [Narrow Look Move] "The list of change requests.";
    Sprints "Sprints" [Narrow Look Move Global] "The list of sprints.";
    Team "The team" [Look Move Global] "The people, their days and absences, and the holidays.";
    Close "Closing a sprint" [Look Move] "The unfinished items of a sprint, and its goal.";
    Chart "Burndown and burnup" [Look Move Global] "The lines of a sprint.";
    Report "The report of a sprint" [Look Move Global] "The report of a closed sprint.";
    Velocity "Velocity" [Look Move Global] "What closed sprints completed.";
    Working "Long work" [] "Long work under way.";
    Preview "Before an import" [Look Move] "What an import would do.";
    Welcome "First run" [Move Global Look Ground] "The first screen, before there is a team.";
}

impl Scope {
    fn spec(self) -> &'static ScopeSpec {
        const FIRST: &ScopeSpec = {
            let [first, ..] = TABLE else { unreachable!() };
            first
        };
        // The list is written out in the order of the enum, so the row is there.
        TABLE.get(self as usize).unwrap_or(FIRST)
    }

    /// The scopes reachable from here, nearest first.
    pub fn chain(self) -> &'static [Self] {
        self.spec().chain
    }

    /// The heading in help and in `docs/keys.md`.
    pub fn title(self) -> &'static str {
        self.spec().title
    }

    /// Whether it is only ever a part of other scopes.
    pub fn is_shared(self) -> bool {
        Self::ALL.iter().any(|other| *other != self && other.chain().contains(&self))
    }
}
