//! The operations: everything that writes, each with the label that the log keeps.

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
    AcceptChange "accept change",
    AcceptItem "accept item",
    AddAbsence "add absence",
    AddHoliday "add holiday",
    AddItem "add item",
    AddMember "add member",
    AddNote "add note",
    AddStatus "add status",
    AddToSprint "add to sprint",
    ArrangeDemo "arrange demo",
    AssignItem "assign item",
    CancelSprint "cancel sprint",
    CheckIn "check in",
    CloseSprint "close sprint",
    CloseTopic "close topic",
    CommitAction "commit action",
    DeclineChange "decline change",
    DeferChange "defer change",
    DropItem "drop item",
    EditItem "edit item",
    EditMember "edit member",
    EditNote "edit note",
    EditSprint "edit sprint",
    EditStatus "edit status",
    EscalateBlocker "escalate blocker",
    FinishAction "finish action",
    FinishRetro "finish retro",
    FinishReview "finish review",
    FinishStandup "finish standup",
    FoundTeam "found team",
    GiveFeedback "give feedback",
    GroupNotes "group notes",
    ImportItems "import",
    ImportSprints "import sprints",
    ImportTeam "import team",
    LockSprint "lock sprint",
    MoveItem "move item",
    NewSprint "new sprint",
    ParkTopic "park topic",
    PutOff "put off",
    RaiseBlocker "raise blocker",
    RankItem "rank item",
    Redo "redo",
    RejectItem "reject item",
    RemoveAbsence "remove absence",
    RemoveFromSprint "remove from sprint",
    RemoveHoliday "remove holiday",
    RemoveMember "remove member",
    RemoveNote "remove note",
    RemoveStatus "remove status",
    ReopenBlocker "reopen blocker",
    RequestChange "request change",
    ResolveBlocker "resolve blocker",
    RuleOnAction "rule on action",
    RuleOnBlocker "rule on blocker",
    SetPresent "set present",
    SetTeam "set team",
    StandupAbsent "standup: absent",
    StandupComeBack "standup: come back",
    StandupNext "standup: next",
    StandupPause "standup: pause",
    StandupSay "standup: say",
    StandupSkip "standup: skip",
    StandupTalkAbout "standup: talk about",
    StandupWalk "standup: walk",
    StartRetro "start retro",
    StartReview "start review",
    StartStandup "start standup",
    TakeVoteBack "take vote back",
    TickCriterion "tick criterion",
    TouchBlocker "touch blocker",
    Undo "undo",
    UngroupNotes "ungroup notes",
    Vote "vote",
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
