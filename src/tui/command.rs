//! The table of commands: said once; dispatch, footer, help, palette, `docs/keys.md` and overrides read it.

use crate::tui::event::Chord;
use crate::tui::scope::Scope;
use std::fmt::{self, Write as _};

/// What a command does to the database, and how the command line does the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twin {
    Looks,
    /// It writes nothing; these words show the same.
    Shows(&'static str),
    /// It writes; these words do the same.
    Does(&'static str),
    /// It writes, and no words do the same, because …
    OnlyHere(&'static str),
}

/// One row of the table.
#[derive(Debug)]
pub struct CommandSpec {
    pub command: Command,
    /// Its name in the palette and under `[keys]` in the configuration.
    pub name: &'static str,
    pub scope: Scope,
    /// Its keys as shipped, separated by spaces.
    pub keys: &'static str,
    /// One or two words for the footer.
    pub label: &'static str,
    /// Its place in the footer, 1 for the last to be left out; 0 for not at all.
    pub footer: u8,
    /// What the command line has for it.
    pub twin: Twin,
    /// What it does, in a sentence.
    pub sentence: &'static str,
}

impl CommandSpec {
    /// Its keys as shipped.
    pub fn chords(&self) -> Vec<Chord> {
        self.keys.split_whitespace().filter_map(|text| text.parse().ok()).collect()
    }
}

/// Writes the table out as an enum and a list, in one go.
macro_rules! commands {
    ($($variant:ident $name:literal $scope:ident [$keys:literal] $label:literal $footer:literal
        $twin:expr, $sentence:literal;)*) => {
        /// A thing a person can tell the cockpit to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command {
            $(#[doc = $sentence] $variant,)*
        }

        /// Every command, in the order in which help lists them.
        pub const TABLE: &[CommandSpec] = &[
            $(CommandSpec {
                command: Command::$variant, name: $name, scope: Scope::$scope, keys: $keys,
                label: $label, footer: $footer, twin: $twin, sentence: $sentence,
            },)*
        ];
    };
}

use Twin::{Does, Looks};

// Variant   name   scope   [keys]   label   place in the footer   twin,   sentence;
commands! {
    Up "up" Move ["up k"] "up" 0 Looks, "Go up.";
    Down "down" Move ["down j"] "down" 0 Looks, "Go down.";
    Left "left" Move ["left h"] "left" 0 Looks, "Go left.";
    Right "right" Move ["right l"] "right" 0 Looks, "Go right.";
    PageUp "page-up" Move ["pageup ctrl-b"] "page up" 0 Looks, "Go up by a screen.";
    PageDown "page-down" Move ["pagedown ctrl-f"] "page down" 0 Looks, "Go down by a screen.";
    Top "top" Move ["home g"] "top" 0 Looks, "Go to the first.";
    Bottom "bottom" Move ["end G"] "bottom" 0 Looks, "Go to the last.";

    Quit "quit" Ground ["q"] "quit" 90 Looks, "Quit. Everything is already saved.";

    Burndown "burndown" Look ["D"] "burndown" 92 Twin::Shows("sprint burndown"), "Show the burndown and burnup, with every scope change.";
    Flow "flow" Look ["F"] "flow" 0 Twin::Shows("sprint burndown"), "Show where items of the sprint wait, and how long those that were finished took.";
    SprintReport "report" Look ["M"] "report" 94 Twin::Shows("report sprint"), "Show the report of the last closed sprint, figure by figure.";
    Velocity "velocity" Look ["V"] "velocity" 0 Twin::Shows("velocity"), "Show what closed sprints completed.";
    Sprints "sprints" Look ["Y"] "sprints" 0 Twin::Shows("sprint list"), "Show all sprints: goals, dates, and what each completed.";
    Team "team" Look ["@"] "team" 0 Twin::Shows("member list"), "Show the team: who is there on which day of the sprint, and the capacity that follows.";
    ScopeLog "scope-log" Look ["S"] "scope log" 0 Twin::Shows("scope log"), "Show every change of the scope since the lock, and the diff from the contract.";
    Contract "contract" Look ["C"] "contract" 0 Twin::Shows("scope contract"), "Show the contract of the locked sprint, and whether it is intact.";
    History "history" Look ["U"] "history" 0 Twin::Shows("log"), "Show the log: what was done, by whom and when.";
    Page "page" Look ["ctrl-o"] "page" 96 Looks, "Write what is looked at as a page, and open it in the browser: report, burndown, velocity, contract, digest, review, retro.";
    Messages "messages" Look ["!"] "messages" 0 Looks, "Show the messages of this session.";
    Palette "palette" Look [": ctrl-p"] "palette" 80 Looks, "Find a command by its name and run it.";
    Help "help" Look ["? f1"] "help" 5 Looks, "Show the keys that work here.";

    Open "open" List ["enter"] "open" 10 Looks, "Open the selected row.";
    Select "select" List ["space"] "select" 30 Looks, "Select the row, to change several at once.";
    Copy "copy" List ["y"] "copy" 40 Looks, "Copy the selected row to the clipboard.";

    Find "find" Narrow ["/"] "find" 14 Twin::Shows("item list"), "Filter the list as you type: words, @ann, #label, status:review, kind:bug, is:ready, points>5.";
    Back "back" Widen ["esc"] "back" 0 Looks, "Go back: clear the filter, then the selection.";

    ItemAdd "item-add" Items ["a"] "add" 16 Does("item add"), "Add an item; in a ranked list, below the selected one.";
    ItemEdit "item-edit" Items ["e"] "edit" 26 Does("item edit"), "Edit the item in a form.";
    ItemMove "item-move" Items ["m"] "status" 18 Does("item move"), "Move the item to another status.";
    ItemAssign "item-assign" Items ["o"] "assignee" 22 Does("item assign"), "Assign the item to a member, or to nobody.";
    ItemPoints "item-points" Items ["p"] "points" 20 Does("item edit --points"), "Estimate the item, or remove the estimate.";
    ItemLabels "item-labels" Items ["t"] "labels" 34 Does("item edit --label"), "Add or remove labels.";
    ItemCriterion "item-criterion" Items ["+"] "criterion" 32 Does("item edit --criteria"), "Add an acceptance criterion.";
    ItemSprint "item-sprint" Items ["s"] "sprint" 17 Does("sprint add"), "Add the item to the draft sprint, or remove it.";
    ItemDrop "item-drop" Items ["x"] "drop" 28 Does("item drop"), "Drop the item from the workflow, with a reason.";
    BlockerRaise "blocker-raise" Items ["w"] "block" 36 Does("blocker raise"), "Raise a blocker on the item.";
    BlockerResolve "blocker-resolve" Items ["W"] "resolve" 0 Does("blocker resolve"), "Resolve a blocker, with how it was cleared.";
    RankUp "rank-up" Items ["K"] "rank up" 0 Does("item rank --before"), "Rank one place higher.";
    RankDown "rank-down" Items ["J"] "rank down" 0 Does("item rank --after"), "Rank one place lower.";
    RankTop "rank-top" Items ["T"] "rank top" 0 Does("item rank --top"), "Rank first in the backlog.";
    RankBottom "rank-bottom" Items ["B"] "rank bottom" 0 Does("item rank --bottom"), "Rank last in the backlog.";

    ActionFinish "finish-action" Items ["d"] "action done" 0 Does("action done"), "Mark a retro action as done; the next retro asks whether it worked.";

    RequestChange "request-change" Items ["c"] "change" 27 Does("scope request"), "Request a change of the locked scope: add, remove, swap or re-estimate.";
    Requests "requests" Items ["r"] "requests" 0 Does("scope accept"), "Show the change requests, and decide on them.";

    CloseSprint "close-sprint" Sprint ["X"] "close sprint" 23 Does("sprint close"), "Close the sprint: choose where each unfinished item goes and why.";

    StandupStart "standup-start" Standup ["b"] "start" 11 Does("standup start"), "Start the standup, or resume an unfinished one.";
    StandupNext "standup-next" Standup ["n"] "next" 10 Does("standup next"), "Let the next person speak; on the board, go to the next stop.";
    StandupSay "standup-say" Standup ["i"] "today, needs" 12 Does("standup say"), "Type the person's check-in: today, and what they need from whom.";
    StandupOpen "standup-open" Standup ["enter"] "open" 13 Looks, "Open the selected item, blocker, action or topic.";
    StandupRule "standup-rule" Standup ["R"] "rule" 14 Does("standup rule"), "Rule on the selected blocker, or close the topic.";
    StandupPark "standup-park" Standup ["O"] "offline" 15 Does("standup park"), "Take a topic offline, into the parking lot, with the people it needs.";
    StandupPause "standup-pause" Standup ["space"] "pause" 19 Does("standup pause"), "Pause the clock, or resume it.";
    StandupFinish "standup-finish" Standup ["f"] "finish" 21 Does("standup finish"), "Finish the standup: write the record, send the digest.";
    StandupSkip "standup-skip" Standup ["z"] "skip" 23 Does("standup skip"), "Skip the person.";
    StandupAbsent "standup-absent" Standup ["A"] "absent" 24 Does("standup absent"), "Mark the person as absent today, or as present.";
    StandupHear "standup-hear" Standup ["N"] "hear" 0 Does("standup next"), "Let the selected person speak now.";
    StandupOn "standup-on" Standup ["."] "talk about" 0 Does("standup on"), "Talk about the selected item, so that its time is recorded.";
    StandupWalk "standup-walk" Standup ["v"] "board" 31 Does("standup walk"), "Walk the board, or go from person to person.";
    StandupOrder "standup-order" Standup ["Z"] "order" 0 Does("standup start"), "Start the standup in another order.";
    StandupCopy "standup-copy" Standup ["y"] "copy" 40 Twin::Shows("standup show"), "Copy the digest to the clipboard as Markdown.";
    StandupList "standup-list" Standup ["I"] "past" 0 Twin::Shows("standup list"), "Show past standups: how long they took, and on what.";
    StandupPresent "standup-present" Standup ["P"] "present" 42 Looks, "Show one person in large type, for the back of the room.";

    WordsNext "words-next" Words ["enter down"] "next line" 1 Does("standup say"), "Save the line and go to the next.";
    WordsBack "words-back" Words ["up backtab"] "line before" 0 Does("standup say"), "Save the line and go to the one before.";
    WordsComplete "words-complete" Words ["tab"] "complete" 2 Looks, "Complete the name, or go to the next line.";
    WordsLeave "words-leave" Words ["esc"] "leave" 3 Does("standup say"), "Save the line and leave.";

    BlockersRaise "blockers-raise" Blockers ["a"] "raise" 11 Does("blocker raise"), "Raise a blocker.";
    BlockersOpen "blockers-open" Blockers ["enter"] "open" 10 Twin::Shows("blocker show"), "Show everything about the blocker, with its updates.";
    BlockersTouch "blockers-touch" Blockers ["t e"] "update" 12 Does("blocker update"), "Update the blocker: a note, or a change of its details.";
    BlockersEscalate "blockers-escalate" Blockers ["x"] "escalate" 14 Does("blocker escalate"), "Escalate the blocker to the decision-maker.";
    BlockersResolve "blockers-resolve" Blockers ["W d"] "resolve" 13 Does("blocker resolve"), "Resolve the blocker, with how it was cleared.";
    BlockersReopen "blockers-reopen" Blockers ["o"] "reopen" 20 Does("blocker reopen"), "Reopen the blocker, with a reason.";
    BlockersItem "blockers-item" Blockers ["i"] "its item" 18 Looks, "Open the item that it blocks.";
    BlockersAll "blockers-all" Blockers ["v"] "show resolved" 26 Twin::Shows("blocker list --all"), "Show or hide resolved blockers.";
    BlockersCopy "blockers-copy" Blockers ["y"] "copy" 40 Looks, "Copy the blocker to the clipboard as one line.";

    CardLeft "card-left" Board ["H < shift-left"] "back" 13 Does("item move"), "Move the card one status back.";
    CardRight "card-right" Board ["L > shift-right"] "forward" 12 Does("item move"), "Move the card one status forward.";
    ByPerson "by-person" Board ["f"] "person" 25 Looks, "Show the cards of one person.";

    NewSprint "new-sprint" Plan ["n"] "new sprint" 13 Does("sprint new"), "Create the draft of the next sprint.";
    EditSprint "edit-sprint" Plan ["E"] "goal, dates" 19 Does("sprint edit"), "Edit the draft's goal, dates and name.";
    CheckSprint "check-sprint" Plan ["v"] "check" 0 Twin::Shows("sprint check"), "Check whether the draft can be locked.";
    LockSprint "lock-sprint" Plan ["L"] "lock" 11 Does("sprint lock"), "Check the draft, note who agrees, and lock its scope.";
    PlanFigures "plan-figures" Plan ["i"] "figures" 35 Twin::Shows("sprint show"), "Show each member's days, and how ready the next two sprints are.";

    LockEnter "lock-enter" Lock ["enter"] "except, agree" 1 Looks, "Except the selected check with a reason; on a member, note that they agree.";
    LockAlike "lock-alike" Lock ["x"] "except all alike" 4 Looks, "Except every item that fails in the same way, with one reason.";
    LockAgree "lock-agree" Lock ["space"] "agrees" 2 Looks, "Note that the member agrees, or undo that.";
    LockEverybody "lock-everybody" Lock ["a"] "everybody" 3 Looks, "Note that everybody agrees, or nobody.";
    LockMend "lock-mend" Lock ["e"] "fix" 5 Looks, "Open the form that fixes the selected check.";
    LockPoints "lock-points" Lock ["p"] "points" 7 Does("item edit --points"), "Estimate the selected item.";
    LockCriterion "lock-criterion" Lock ["+"] "criterion" 8 Does("item edit --criteria"), "Add an acceptance criterion to the selected item.";
    LockNow "lock-now" Lock ["L ctrl-s"] "lock" 3 Does("sprint lock"), "Lock the scope; from then on it changes only through change requests.";
    LockClose "lock-close" Lock ["esc q"] "close" 6 Looks, "Go back to the plan without locking.";

    RequestAccept "request-accept" Requests ["a"] "accept" 1 Does("scope accept"), "Accept the request and change the sprint.";
    RequestDefer "request-defer" Requests ["d"] "defer" 2 Does("scope defer"), "Defer the request to the next planning.";
    RequestDecline "request-decline" Requests ["x"] "decline" 3 Does("scope decline"), "Decline the request.";
    RequestTakeBack "request-take-back" Requests ["t"] "take back" 4 Does("scope take-back"), "Take an accepted change back, by a request for the reverse.";
    RequestOpen "request-open" Requests ["enter"] "open" 5 Looks, "Show everything about the request.";
    RequestsClose "requests-close" Requests ["esc q"] "close" 6 Looks, "Close the list.";

    SprintsOpen "sprints-open" Sprints ["enter"] "open" 1 Looks, "Open the report of the sprint, its burndown while it runs, or the plan.";
    SprintsCopy "sprints-copy" Sprints ["y"] "copy" 20 Looks, "Copy the sprint and its goal to the clipboard.";
    SprintsClose "sprints-close" Sprints ["esc q"] "close" 2 Looks, "Close the list.";

    CloseNow "close-now" Close ["X ctrl-s"] "close it" 1 Does("sprint close"), "Close the sprint, after a confirmation; a close cannot be undone.";
    CloseRest "close-rest" Close ["a"] "all the rest" 2 Looks, "Apply the last decision to every item without a reason.";
    CloseNote "close-note" Close ["e"] "note" 3 Looks, "Write a note on the item; on the goal, on the sprint.";
    CloseOpen "close-open" Close ["enter"] "open" 4 Looks, "Open the selected item.";
    CloseLeave "close-leave" Close ["esc q"] "leave" 5 Looks, "Leave without closing the sprint.";
    CloseNext "close-next" Close ["n"] "next sprint" 0 Looks, "Carry the item over to the next sprint.";
    CloseBacklog "close-backlog" Close ["b"] "backlog" 0 Looks, "Move the item back to the backlog.";
    CloseSplit "close-split" Close ["s"] "split" 0 Looks, "Split the item: the finished part counts, the rest becomes a new item.";
    CloseDrop "close-drop" Close ["d"] "drop" 0 Looks, "Drop the item.";
    WhyUnderestimated "why-underestimated" Close ["1"] "underestimated" 0 Looks, "It was more work than estimated.";
    WhyBlocked "why-blocked" Close ["2"] "blocked" 0 Looks, "A blocker stopped it.";
    WhyDisplaced "why-displaced" Close ["3"] "displaced" 0 Looks, "Other work was done instead.";
    WhyAbsence "why-absence" Close ["4"] "absence" 0 Looks, "The assignee was absent.";
    WhyDependency "why-dependency" Close ["5"] "dependency" 0 Looks, "It waited for other work.";
    WhyNotStarted "why-not-started" Close ["6"] "not started" 0 Looks, "Nobody started it.";
    WhyOther "why-other" Close ["7"] "other" 0 Looks, "Another reason; the note says which.";
    GoalMet "goal-met" Close ["m"] "met" 0 Looks, "The sprint's goal was met.";
    GoalPartly "goal-partly" Close ["p"] "partly" 0 Looks, "The sprint's goal was partly met.";
    GoalMissed "goal-missed" Close ["x"] "missed" 0 Looks, "The sprint's goal was missed.";

    ChartTurn "chart-turn" Chart ["space"] "next" 1 Looks, "Show the next picture: burndown, burnup, cumulative flow, cycle times.";
    ChartOlder "chart-older" Chart ["["] "sprint before" 3 Twin::Shows("sprint burndown"), "Show the sprint before.";
    ChartNewer "chart-newer" Chart ["]"] "after" 4 Twin::Shows("sprint burndown"), "Show the sprint after.";
    ChartOpen "chart-open" Chart ["enter"] "events" 2 Twin::Shows("sprint burndown"), "Show every event in the chart.";
    ChartCopy "chart-copy" Chart ["y"] "copy" 20 Looks, "Copy the reading and the events to the clipboard.";
    ChartClose "chart-close" Chart ["esc q"] "close" 5 Looks, "Close the chart.";

    ReportOpen "report-open" Report ["enter"] "open" 1 Twin::Shows("report sprint --figure"), "Show the items and the operations behind the figure.";
    ReportOlder "report-older" Report ["["] "sprint before" 3 Twin::Shows("report sprint"), "Show the report of the sprint before.";
    ReportNewer "report-newer" Report ["]"] "after" 4 Twin::Shows("report sprint"), "Show the report of the sprint after.";
    ReportCopy "report-copy" Report ["y"] "copy" 2 Twin::Shows("report sprint --format md"), "Copy the report to the clipboard as Markdown.";
    ReportClose "report-close" Report ["esc q"] "close" 5 Looks, "Close the report.";

    VelocityOpen "velocity-open" Velocity ["enter"] "report" 1 Twin::Shows("report sprint"), "Show the report of the selected sprint.";
    VelocityClose "velocity-close" Velocity ["esc q"] "close" 2 Looks, "Close the chart.";

    ReviewStart "review-start" Review ["b"] "start" 10 Does("review start"), "Start the review, and write who is present.";
    DemoAccept "demo-accept" Review ["a"] "accept" 11 Does("review demo --verdict"), "Record that those present accept the item.";
    DemoReject "demo-reject" Review ["r"] "reject" 12 Does("review demo --verdict"), "Record that those present reject the item; it reopens.";
    DemoFeedback "demo-feedback" Review ["n"] "feedback" 13 Does("review demo --feedback"), "Write feedback on the item; it becomes a linked backlog item.";
    DemoEdit "demo-edit" Review ["e"] "edit" 16 Does("review demo"), "Edit the demo: presenter, minutes, evidence, note.";
    DemoUp "demo-up" Review ["K"] "earlier" 24 Does("review demo --place"), "Show the item earlier.";
    DemoDown "demo-down" Review ["J"] "later" 25 Does("review demo --place"), "Show the item later.";
    DemoAdd "demo-add" Review ["A"] "never shown" 26 Does("review demo --add"), "Add finished work of an earlier sprint that was never shown.";
    ReviewPresent "review-present" Review ["w"] "present" 20 Does("review present"), "Write who is present, for the verdicts to come.";
    ReviewFinish "review-finish" Review ["f"] "finish" 18 Does("review finish"), "Finish the review; items not shown are listed.";
    ReviewOpen "review-open" Review ["enter"] "open" 29 Looks, "Open the selected item.";
    ReviewCopy "review-copy" Review ["y"] "copy" 40 Twin::Shows("review show"), "Copy the review to the clipboard as Markdown.";
    ReviewOlder "review-older" Review ["["] "before" 42 Twin::Shows("review show"), "Show the review of the sprint before.";
    ReviewNewer "review-newer" Review ["]"] "after" 43 Twin::Shows("review show"), "Show the review of the sprint after.";

    RetroStart "retro-start" Retro ["b"] "start" 10 Does("retro start"), "Start the retro of the last closed sprint.";
    RuleWorked "rule-worked" Retro ["w"] "worked" 11 Does("retro rule"), "Rule that the action worked.";
    RuleNoEffect "rule-no-effect" Retro ["n"] "no effect" 12 Does("retro rule"), "Rule that the action had no effect.";
    RuleUndoIt "rule-undo-it" Retro ["z"] "undo it" 13 Does("retro rule"), "Rule that the action made things worse and is to be undone.";
    RuleKeep "rule-keep" Retro ["o"] "keep" 14 Does("retro rule"), "Keep the action for one more sprint.";
    NoteAdd "note-add" Retro ["a"] "note" 16 Does("retro note"), "Write a note in the column.";
    VoteGive "vote" Retro ["+ v"] "vote" 17 Does("retro vote"), "Give the group one vote of the voting member.";
    ActionCommit "action-commit" Retro ["c"] "commit" 18 Does("retro commit"), "Commit an action for the selected group.";
    NotNow "not-now" Retro ["N"] "not now" 20 Does("retro commit --not-now"), "Put the group on the \"not now\" list.";
    NoteMark "note-select" Retro ["space"] "select" 24 Looks, "Select notes that say the same.";
    NotesGroup "notes-group" Retro ["t"] "group" 25 Does("retro group"), "Group the selected notes under this one; without a selection, ungroup.";
    VotePerson "vote-person" Retro ["p"] "who votes" 22 Looks, "Choose who votes.";
    VoteBack "vote-back" Retro ["-"] "unvote" 0 Does("retro vote --back"), "Take back one vote of the voting member.";
    NoteEdit "note-edit" Retro ["e"] "edit" 26 Does("retro note --edit"), "Edit the note, or name the group.";
    RetroAway "retro-away" Retro ["x"] "drop" 27 Does("retro rule"), "Drop the action with a reason, or remove the note.";
    ActionDone "action-done" Retro ["d"] "done" 28 Does("action done"), "Mark the action as done; the next retro asks whether it worked.";
    RetroFinish "retro-finish" Retro ["f"] "finish" 19 Does("retro finish"), "Finish the retro; without an action it asks why.";
    RetroFacts "retro-facts" Retro ["i"] "facts" 30 Twin::Shows("retro show"), "Show the facts of the sprint in full.";
    RetroOpen "retro-open" Retro ["enter"] "open" 29 Looks, "Show everything about the selected note or action.";
    RetroCopy "retro-copy" Retro ["y"] "copy" 40 Twin::Shows("retro show"), "Copy the retro to the clipboard as Markdown.";
    RetroOlder "retro-older" Retro ["["] "before" 42 Twin::Shows("retro show"), "Show the retro before.";
    RetroNewer "retro-newer" Retro ["]"] "after" 43 Twin::Shows("retro show"), "Show the retro after.";

    SelectRange "select-range" Backlog ["v"] "range" 0 Looks, "Select every item from the last selected one to here.";
    ReadyAhead "ready-ahead" Backlog ["R"] "readiness" 44 Looks, "Show how ready the next two sprints are, item by item.";

    ItemEnter "item-enter" Item ["enter"] "open" 8 Looks, "Act on the selected line: tick a criterion, fix what is missing, open the linked item.";
    ItemTick "item-tick" Item ["space"] "tick" 12 Does("item tick"), "Tick the acceptance criterion, or untick it.";
    ItemCopy "item-copy" Item ["y"] "copy" 40 Looks, "Copy key and title to the clipboard.";
    ItemClose "item-close" Item ["esc q"] "back" 9 Looks, "Go back to the list.";

    NextTab "next-tab" Global ["tab"] "next tab" 0 Looks, "Go to the next tab.";
    PreviousTab "previous-tab" Global ["backtab"] "previous tab" 0 Looks, "Go to the tab before.";
    Tab1 "standup" Global ["1"] "standup" 0 Looks, "Go to the standup.";
    Tab2 "board" Global ["2"] "board" 0 Looks, "Go to the board.";
    Tab3 "plan" Global ["3"] "plan" 0 Looks, "Go to the plan.";
    Tab4 "backlog" Global ["4"] "backlog" 0 Twin::Shows("item list"), "Go to the backlog.";
    Tab5 "blockers" Global ["5"] "blockers" 0 Twin::Shows("blocker list"), "Go to the blockers.";
    Tab6 "review" Global ["6"] "review" 0 Looks, "Go to the review.";
    Tab7 "retro" Global ["7"] "retro" 0 Looks, "Go to the retrospective.";
    Undo "undo" Global ["u"] "undo" 50 Does("undo"), "Undo the last change.";
    Redo "redo" Global ["ctrl-r"] "redo" 0 Does("redo"), "Redo what was undone.";
    Theme "theme" Global [""] "theme" 0 Looks, "Choose the theme for this session.";
    Import "import" Global [""] "import" 0 Does("import"), "Import a file; its items are added to the backlog.";
    MemberAdd "member-add" Global [""] "add member" 0 Does("member add"), "Add a member to the team.";
    MemberEdit "member-edit" Global [""] "edit member" 0 Does("member edit"), "Change a member's name, role, allocation or dates.";
    MemberRemove "member-remove" Global [""] "remove member" 0 Does("member remove"), "Remove a member who was never assigned anything.";
    AbsenceAdd "absence-add" Global [""] "add absence" 0 Does("absence add"), "Add days on which a member is away.";
    AbsenceRemove "absence-remove" Global [""] "remove absence" 0 Does("absence remove"), "Remove an absence.";
    HolidayAdd "holiday-add" Global [""] "add holiday" 0 Does("holiday add"), "Add a day on which nobody works.";
    HolidayRemove "holiday-remove" Global [""] "remove holiday" 0 Does("holiday remove"), "Remove a holiday.";
    TeamSettings "team-settings" Global [""] "settings" 0 Does("team set"), "Change the team's settings, its definition of ready among them.";
    StatusAdd "status-add" Global [""] "add status" 0 Does("team status add"), "Add a status to the workflow, a column of the board.";
    StatusEdit "status-edit" Global [""] "edit status" 0 Does("team status edit"), "Change a status of the workflow: name, meaning, limit, place.";
    StatusRemove "status-remove" Global [""] "remove status" 0 Does("team status remove"), "Remove a status that holds no item.";
    Redraw "redraw" Global ["ctrl-l"] "redraw" 0 Looks, "Read everything again and redraw the screen.";
    Suspend "suspend" Global ["ctrl-z"] "suspend" 0 Looks, "Suspend to the shell; `fg` resumes.";

    TeamOpen "team-open" Team ["enter"] "open" 2 Looks, "Show everything about the person, or edit the absence.";
    TeamAway "team-away" Team ["space"] "away" 3 Does("absence add"), "Mark the person as away on the selected day, or as there again.";
    TeamAbsence "team-absence" Team ["A"] "absence" 4 Does("absence add"), "Add an absence: from, to, halves and why.";
    TeamHoliday "team-holiday" Team ["H"] "holiday" 6 Does("holiday add"), "Add a day on which nobody works.";
    TeamAdd "team-add" Team ["a"] "person" 5 Does("member add"), "Add a person to the team, or outside of it.";
    TeamEdit "team-edit" Team ["e"] "edit" 7 Does("member edit"), "Edit the person or the absence.";
    TeamLeave "team-leave" Team ["d"] "last day" 8 Does("member edit"), "Set the person's last day in the team.";
    TeamRemove "team-remove" Team ["x"] "remove" 9 Does("member remove"), "Remove the absence, the holiday, or a person who was never named.";
    TeamOlder "team-older" Team ["["] "sprint before" 11 Looks, "Show the sprint before, if it is still open.";
    TeamNewer "team-newer" Team ["]"] "after" 12 Looks, "Show the sprint after, if there is a draft of it.";
    TeamClose "team-close" Team ["esc q"] "close" 1 Looks, "Close the team.";

    FilterKeep "filter-keep" Filter ["enter"] "keep" 1 Looks, "Keep the filter and go to the list.";
    FilterClear "filter-clear" Filter ["esc"] "clear" 2 Looks, "Clear the filter.";
    FilterUp "filter-up" Filter ["up"] "up" 0 Looks, "Go up and keep filtering.";
    FilterDown "filter-down" Filter ["down"] "down" 0 Looks, "Go down and keep filtering.";

    FormSave "form-save" Form ["ctrl-s"] "save" 2 Looks, "Save the form.";
    FormNext "form-next" Form ["tab"] "next field" 3 Looks, "Go to the next field.";
    FormPrevious "form-previous" Form ["backtab"] "field before" 0 Looks, "Go to the field before.";
    FormClose "form-close" Form ["esc"] "close" 4 Looks, "Close without saving.";
    FieldEnter "field-enter" Field ["enter"] "save" 1 Looks, "Take the suggestion if there is one, else save the form.";
    FieldUp "field-up" Field ["up"] "up" 0 Looks, "Go up: to the suggestion or the field above.";
    FieldDown "field-down" Field ["down"] "down" 0 Looks, "Go down: to the suggestion or the field below.";
    LinesTick "lines-tick" Lines ["ctrl-t"] "tick" 6 Looks, "Tick the acceptance criterion, or untick it.";
    LinesEditor "lines-editor" Lines ["ctrl-o"] "$EDITOR" 5 Looks, "Edit the text in your own editor.";

    AskSend "ask-send" Ask ["enter ctrl-s"] "done" 1 Looks, "Accept the line.";
    AskClose "ask-close" Ask ["esc"] "close" 2 Looks, "Close without an answer.";

    ConfirmYes "confirm-yes" Confirm ["y enter"] "yes" 1 Looks, "Yes, do it.";
    ConfirmNo "confirm-no" Confirm ["n esc q"] "no" 2 Looks, "No, leave it.";

    PickTake "pick-take" Pick ["enter"] "take" 1 Looks, "Choose the selected entry.";
    PickClose "pick-close" Pick ["esc"] "close" 2 Looks, "Close without choosing.";
    PickUp "pick-up" Pick ["up ctrl-p"] "up" 0 Looks, "Go up.";
    PickDown "pick-down" Pick ["down ctrl-n"] "down" 0 Looks, "Go down.";
    PickPageUp "pick-page-up" Pick ["pageup"] "page up" 0 Looks, "Go up by a screen.";
    PickPageDown "pick-page-down" Pick ["pagedown"] "page down" 0 Looks, "Go down by a screen.";

    HistoryOpen "history-open" History ["enter"] "open" 1 Looks, "Show what the operation changed, row by row.";
    HistoryUndo "history-undo" History ["u"] "undo" 2 Does("undo OP"), "Undo the selected operation.";
    HistoryClose "history-close" History ["esc q"] "close" 3 Looks, "Close the history.";

    WorkStop "work-stop" Working ["esc ctrl-c"] "stop" 1 Looks, "Stop; nothing is changed.";
    PreviewTake "preview-take" Preview ["enter"] "import" 1 Does("import"), "Import, as one operation that can be undone.";
    PreviewClose "preview-close" Preview ["esc q"] "close" 2 Looks, "Close without importing.";

    WelcomeTake "welcome-take" Welcome ["enter"] "choose" 1 Looks, "Choose the selected entry.";
    WelcomeTeam "create-team" Welcome ["c"] "create a team" 2 Does("init"), "Create your own team.";
    WelcomeImport "import-team" Welcome ["i"] "import" 4 Does("init"), "Create your own team from a file.";
    WelcomeDemo "demo" Welcome ["d"] "demo" 3 Does("demo"), "Open the demo team, in a database of its own.";

    ReaderClose "close" Reader ["esc q enter"] "close" 1 Looks, "Close what is open.";
    ReaderFind "find-text" Reader ["/"] "find" 3 Looks, "Show only what holds the words that you type.";
    ReaderCopy "copy-text" Reader ["y"] "copy" 20 Looks, "Copy the text to the clipboard.";
}

/// The first of the signs that stand for commands in sentences, from the part of Unicode that is nobody's.
const SIGN: u32 = 0xF_0000;

/// In a sentence a command is one sign; `Keymap::spell` puts its key there, as it is bound when the sentence is shown.
impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char(char::from_u32(SIGN + *self as u32).unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}

impl Command {
    /// The command that a sign in a sentence means.
    pub fn of_sign(sign: char) -> Option<Self> {
        let at = u32::from(sign).checked_sub(SIGN)?;
        TABLE.get(usize::try_from(at).ok()?).map(|row| row.command)
    }

    /// Its row of the table.
    pub fn row(self) -> &'static CommandSpec {
        const FIRST: &CommandSpec = {
            let [first, ..] = TABLE else { unreachable!() };
            first
        };
        // The list is written out in the order of the enum, so the row is there.
        TABLE.get(self as usize).unwrap_or(FIRST)
    }

    /// The command of that name.
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.command)
    }
}
