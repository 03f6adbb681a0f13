//! A way out, as data: each face names it in its own words, a command or the key as bound now.

/// Writes the acts out as an enum with the words of the command line, in one go.
macro_rules! acts {
    ($($variant:ident $words:literal,)*) => {
        /// What a way out does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Act {
            $($variant,)*
        }

        impl Act {
            /// Every act.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its words on the command line.
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$variant => $words,)*
                }
            }
        }
    };
}

acts! {
    AbsenceList "absence list",
    ActionList "action list",
    Backup "backup",
    BlockerEscalate "blocker escalate",
    BlockerList "blocker list",
    BlockerReopen "blocker reopen",
    BlockerUpdate "blocker update",
    Demo "demo",
    Doctor "doctor",
    HolidayList "holiday list",
    Init "init",
    ItemAssign "item assign",
    ItemDrop "item drop",
    ItemList "item list",
    Log "log",
    MemberAdd "member add",
    MemberEdit "member edit",
    Redo "redo",
    ReportSprint "report sprint",
    Restore "restore",
    RetroFinish "retro finish",
    RetroGroup "retro group",
    RetroNote "retro note",
    RetroNotNow "retro commit",
    RetroRule "retro rule",
    RetroShow "retro show",
    RetroStart "retro start",
    RetroVoteBack "retro vote",
    ReviewAdd "review demo",
    ReviewFinish "review finish",
    ReviewStart "review start",
    ScopeAccept "scope accept",
    ScopeList "scope list",
    ScopeRequest "scope request",
    ScopeTakeBack "scope take-back",
    SprintAdd "sprint add",
    SprintCancel "sprint cancel",
    SprintClose "sprint close",
    SprintEdit "sprint edit",
    SprintLock "sprint lock",
    SprintNew "sprint new",
    StandupFinish "standup finish",
    StandupHear "standup next",
    StandupList "standup list",
    StandupNext "standup next",
    StandupRule "standup rule",
    StandupShow "standup show",
    StandupStart "standup start",
    TeamSet "team set",
    TeamShow "team show",
    TopicList "topic list",
    Undo "undo",
    UndoOne "undo",
}

impl Act {
    /// The way out that does this, with its arguments on the command line. `sentence` has `{}` in the place of the
    /// command or the key, and a full stop at its end.
    pub fn way(self, args: impl Into<String>, sentence: &'static str) -> Way {
        Way { act: self, args: args.into(), sentence }
    }
}

/// A way out of a refusal, or what can be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    pub act: Act,
    /// The arguments on the command line.
    pub args: String,
    sentence: &'static str,
}

impl Way {
    /// The command that goes this way.
    pub fn command(&self) -> String {
        let words = self.act.words();
        if self.args.is_empty() { format!("standfast {words}") } else { format!("standfast {words} {}", self.args) }
    }

    /// The sentence with the command.
    pub fn as_command(&self) -> String {
        self.with(&format!("`{}`", self.command()))
    }

    /// The sentence with something in the command's place, such as a key.
    pub fn with(&self, name: &str) -> String {
        self.sentence.replacen("{}", name, 1)
    }

    /// Words with ways out after them, each put into a sentence by `say`.
    pub fn after(words: &str, ways: &[Self], say: impl Fn(&Self) -> String) -> String {
        ways.iter().fold(words.to_owned(), |said, way| format!("{said} {}", say(way)))
    }
}
