//! The operations, noun by noun: everything that writes, each with the label that the log keeps.

/// Writes the operations out as an enum with their labels, in one go.
macro_rules! operations {
    ($($variant:ident $label:literal,)*) => {
        /// What an operation does. A label never changes: logs hold it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Op {
            $($variant,)*
        }

        impl Op {
            /// Every operation.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its label in the log.
            pub const fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)*
                }
            }
        }
    };
}

operations! {
    AddItem "add item",
    AcceptItem "accept item",
    AssignItem "assign item",
    DropItem "drop item",
    EditItem "edit item",
    MoveItem "move item",
    RankItem "rank item",
    RejectItem "reject item",
    TickCriterion "tick criterion",

    NewSprint "new sprint",
    EditSprint "edit sprint",
    AddToSprint "add to sprint",
    RemoveFromSprint "remove from sprint",
    LockSprint "lock sprint",
    CancelSprint "cancel sprint",
    CloseSprint "close sprint",
    RequestChange "request change",
    AcceptChange "accept change",
    DeferChange "defer change",
    DeclineChange "decline change",

    StartStandup "start standup",
    StandupAbsent "standup: absent",
    StandupComeBack "standup: come back",
    StandupNext "standup: next",
    StandupPause "standup: pause",
    StandupSay "standup: say",
    StandupSkip "standup: skip",
    StandupTalkAbout "standup: talk about",
    StandupWalk "standup: walk",
    FinishStandup "finish standup",
    CheckIn "check in",
    ParkTopic "park topic",
    CloseTopic "close topic",

    RaiseBlocker "raise blocker",
    TouchBlocker "touch blocker",
    EscalateBlocker "escalate blocker",
    RuleOnBlocker "rule on blocker",
    ResolveBlocker "resolve blocker",
    ReopenBlocker "reopen blocker",

    StartReview "start review",
    SetPresent "set present",
    GiveFeedback "give feedback",
    FinishReview "finish review",

    StartRetro "start retro",
    AddNote "add note",
    EditNote "edit note",
    RemoveNote "remove note",
    GroupNotes "group notes",
    UngroupNotes "ungroup notes",
    Vote "vote",
    TakeVoteBack "take vote back",
    PutOff "put off",
    FinishRetro "finish retro",

    CommitAction "commit action",
    FinishAction "finish action",
    RuleOnAction "rule on action",

    FoundTeam "found team",
    SetTeam "set team",
    AddMember "add member",
    EditMember "edit member",
    RemoveMember "remove member",
    AddAbsence "add absence",
    EditAbsence "edit absence",
    RemoveAbsence "remove absence",
    AddHoliday "add holiday",
    RemoveHoliday "remove holiday",
    AddStatus "add status",
    EditStatus "edit status",
    RemoveStatus "remove status",

    ImportItems "import",
    ImportSprints "import sprints",
    ImportTeam "import team",
    ArrangeDemo "arrange demo",
    Undo "undo",
    Redo "redo",
}

impl Op {
    /// The operation with that label; `None` for a label of another version of the program.
    pub fn parse(label: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|op| op.label() == label)
    }

    /// The operation with the reason why it is done.
    pub const fn because(self, reason: Option<&str>) -> Doing<'_> {
        Doing { op: self, reason }
    }
}

/// An operation about to be done, and why.
#[derive(Debug, Clone, Copy)]
pub struct Doing<'a> {
    pub op: Op,
    pub reason: Option<&'a str>,
}

impl From<Op> for Doing<'_> {
    fn from(op: Op) -> Self {
        Self { op, reason: None }
    }
}

#[cfg(test)]
mod tests {
    use super::Op;
    use std::collections::HashSet;

    #[test]
    fn every_label_is_read_back_and_no_two_are_alike() {
        assert!(Op::ALL.iter().all(|op| Op::parse(op.label()) == Some(*op)));
        assert_eq!(Op::ALL.iter().map(|op| op.label()).collect::<HashSet<_>>().len(), Op::ALL.len());
        assert_eq!(Op::parse("juggle items"), None);
    }
}
