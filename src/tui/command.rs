//! The table of commands: said once; dispatch, footer, help, palette, `docs/keys.md` and overrides read it.

use crate::tui::event::Chord;
use crate::tui::scope::Scope;

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

    Open "open" List ["enter"] "open" 10 Looks, "Open what is under the cursor.";
    Back "back" List ["esc"] "back" 0 Looks, "Go back: close, clear the filter, drop the selection.";
    Find "find" List ["/"] "find" 14 Looks, "Filter the list as you type.";
    Select "select" List ["space"] "select" 30 Looks, "Select for a change to many at once.";
    Copy "copy" List ["y"] "copy" 40 Looks, "Send what is under the cursor to the clipboard.";

    ItemAdd "item-add" Items ["a"] "add" 16 Does("item add"), "Add an item, below the cursor where the list is ranked.";
    ItemEdit "item-edit" Items ["e"] "edit" 26 Does("item edit"), "Edit everything about an item in a form.";
    ItemMove "item-move" Items ["m"] "status" 18 Does("item move"), "Move to another status of the workflow.";
    ItemAssign "item-assign" Items ["o"] "owner" 22 Does("item assign"), "Give to a member, or to nobody.";
    ItemPoints "item-points" Items ["p"] "points" 20 Does("item edit --points"), "Estimate, or take the estimate back.";
    ItemLabels "item-labels" Items ["t"] "labels" 34 Does("item edit --label"), "Put labels on, or take them off.";
    ItemCriterion "item-criterion" Items ["+"] "criterion" 32 Does("item edit --criteria"), "Add an acceptance criterion.";
    ItemSprint "item-sprint" Items ["s"] "sprint" 17 Does("sprint add"), "Take into the draft sprint, or out of it again.";
    ItemDrop "item-drop" Items ["x"] "drop" 28 Does("item drop"), "Take out of the workflow, with a reason.";
    BlockerRaise "blocker-raise" Items ["w"] "block" 36 Does("blocker raise"), "Say what is in the way.";
    BlockerResolve "blocker-resolve" Items ["W"] "resolve" 0 Does("blocker resolve"), "Resolve a blocker, and say how.";
    RankUp "rank-up" Items ["K"] "rank up" 0 Does("item rank --before"), "Rank one place higher.";
    RankDown "rank-down" Items ["J"] "rank down" 0 Does("item rank --after"), "Rank one place lower.";
    RankTop "rank-top" Items ["T"] "rank top" 0 Does("item rank --top"), "Rank above everything else.";
    RankBottom "rank-bottom" Items ["B"] "rank bottom" 0 Does("item rank --bottom"), "Rank below everything else.";

    ActionFinish "finish-action" Items ["d"] "action done" 0 Does("action done"), "Say that an action of a retro is done; the next retro asks whether it worked.";

    RequestChange "request-change" Items ["c"] "change" 27 Does("scope request"), "Ask for a change of the locked scope: bring in, take out, swap, re-estimate.";
    Requests "requests" Items ["r"] "requests" 0 Does("scope accept"), "Show the change requests, and rule on them.";
    ScopeLog "scope-log" Items ["S"] "scope log" 0 Twin::Shows("scope log"), "Show every change of the scope since the lock, and the difference from the contract.";
    Contract "contract" Items ["C"] "contract" 0 Twin::Shows("scope contract"), "Show what the locked sprint promised, and whether that stands unaltered.";

    CloseSprint "close-sprint" Sprint ["X"] "close sprint" 23 Does("sprint close"), "Close the sprint under way: say where each unfinished item goes and why.";
    Burndown "burndown" Sprint ["D"] "burndown" 29 Twin::Shows("sprint burndown"), "Show the burndown and burnup, with every change of scope named.";
    SprintReport "report" Sprint ["R"] "report" 37 Twin::Shows("report sprint"), "Show the report of the sprint that closed last, figure by figure.";
    Velocity "velocity" Sprint ["V"] "velocity" 0 Twin::Shows("velocity"), "Show what closed sprints completed.";

    StandupStart "standup-start" Standup ["b"] "begin" 11 Does("standup start"), "Begin the standup, or go on with the one that was left half-way.";
    StandupNext "standup-next" Standup ["n"] "next" 10 Does("standup next"), "The next one speaks; along the board, the next stop.";
    StandupSay "standup-say" Standup ["i"] "today, needs" 12 Does("standup say"), "Type what the person says: today, and what they need from whom.";
    StandupOpen "standup-open" Standup ["enter"] "open" 13 Looks, "Open what is under the cursor: an item, a blocker, an action, a topic.";
    StandupRule "standup-rule" Standup ["R"] "rule" 14 Does("standup rule"), "Rule on the blocker under the cursor, or close the topic.";
    StandupPark "standup-park" Standup ["O"] "offline" 15 Does("standup park"), "Take a topic offline, with the people it needs.";
    StandupPause "standup-pause" Standup ["space"] "pause" 19 Does("standup pause"), "Stop the clock, and let it go on.";
    StandupFinish "standup-finish" Standup ["f"] "finish" 21 Does("standup finish"), "End the standup: write the record, give the digest away.";
    StandupSkip "standup-skip" Standup ["z"] "skip" 23 Does("standup skip"), "Pass the person over.";
    StandupAbsent "standup-absent" Standup ["A"] "absent" 24 Does("standup absent"), "The person is not there today, or is there after all.";
    StandupHear "standup-hear" Standup ["N"] "hear" 0 Does("standup next"), "The person shown speaks now.";
    StandupOn "standup-on" Standup ["."] "talk about" 0 Does("standup on"), "Talk about the item under the cursor, so that its time is kept.";
    StandupWalk "standup-walk" Standup ["v"] "board" 31 Does("standup walk"), "Go along the board, or from person to person.";
    StandupOrder "standup-order" Standup ["F"] "order" 0 Does("standup start"), "Begin the standup in another order.";
    StandupCopy "standup-copy" Standup ["y"] "copy" 40 Twin::Shows("standup show"), "Send the digest to the clipboard as Markdown.";
    StandupList "standup-list" Standup ["I"] "past" 0 Twin::Shows("standup list"), "Show how long past standups took, and on what.";
    StandupPresent "standup-present" Standup ["P"] "present" 42 Looks, "Show one person in large type, for the back of the room.";

    WordsNext "words-next" Words ["enter down"] "next line" 1 Does("standup say"), "Keep the line and go on to the next.";
    WordsBack "words-back" Words ["up backtab"] "line before" 0 Does("standup say"), "Keep the line and go back to the one before.";
    WordsComplete "words-complete" Words ["tab"] "complete" 2 Looks, "Complete the name that is being typed, else go on to the next line.";
    WordsLeave "words-leave" Words ["esc"] "leave" 3 Does("standup say"), "Keep the line and leave.";

    BlockersRaise "blockers-raise" Blockers ["a"] "raise" 11 Does("blocker raise"), "Say what is in the way.";
    BlockersOpen "blockers-open" Blockers ["enter"] "open" 10 Twin::Shows("blocker show"), "Show everything about the blocker, and what was done.";
    BlockersTouch "blockers-touch" Blockers ["t e"] "update" 12 Does("blocker update"), "Note what was done about it, or change what is known.";
    BlockersEscalate "blockers-escalate" Blockers ["x"] "escalate" 14 Does("blocker escalate"), "Take it to the decision-maker.";
    BlockersResolve "blockers-resolve" Blockers ["d"] "resolve" 13 Does("blocker resolve"), "It is out of the way; say how.";
    BlockersReopen "blockers-reopen" Blockers ["o"] "reopen" 20 Does("blocker reopen"), "It stands in the way again; say why.";
    BlockersItem "blockers-item" Blockers ["i"] "its item" 18 Looks, "Open the item that it holds up.";
    BlockersAll "blockers-all" Blockers ["v"] "resolved too" 26 Twin::Shows("blocker list --all"), "Show the resolved ones too, or only the open ones.";
    BlockersCopy "blockers-copy" Blockers ["y"] "copy" 40 Looks, "Send the blocker to the clipboard in one line.";

    CardLeft "card-left" Board ["H < shift-left"] "back" 13 Does("item move"), "Move the card one status back.";
    CardRight "card-right" Board ["L > shift-right"] "on" 12 Does("item move"), "Move the card one status on.";
    ByPerson "by-person" Board ["f"] "person" 25 Looks, "Show the cards of one person.";

    NewSprint "new-sprint" Plan ["n"] "new sprint" 13 Does("sprint new"), "Make the draft of the next sprint.";
    EditSprint "edit-sprint" Plan ["E"] "goal, dates" 19 Does("sprint edit"), "Edit the draft's goal, dates and name.";
    CheckSprint "check-sprint" Plan ["v"] "check" 0 Twin::Shows("sprint check"), "Check the draft against everything that the lock asks for.";
    LockSprint "lock-sprint" Plan ["L"] "lock" 11 Does("sprint lock"), "Check the draft, name who agrees, and lock its scope.";
    PlanFigures "plan-figures" Plan ["i"] "figures" 35 Twin::Shows("sprint show"), "Show everyone's days, and how ready the next two sprints are.";

    LockEnter "lock-enter" Lock ["enter"] "except, agree" 1 Looks, "Except what is under the cursor, with a reason; of a member, note that they agree.";
    LockAlike "lock-alike" Lock ["x"] "except all alike" 4 Looks, "Except everything that fails in the same way, with one reason.";
    LockAgree "lock-agree" Lock ["space"] "agrees" 2 Looks, "Note that the member agrees, or take that back.";
    LockEverybody "lock-everybody" Lock ["a"] "everybody" 3 Looks, "Note that everybody agrees, or nobody.";
    LockMend "lock-mend" Lock ["e"] "mend" 5 Looks, "Open the form of what is under the cursor.";
    LockPoints "lock-points" Lock ["p"] "points" 7 Does("item edit --points"), "Estimate the item under the cursor.";
    LockCriterion "lock-criterion" Lock ["+"] "criterion" 8 Does("item edit --criteria"), "Add an acceptance criterion to the item under the cursor.";
    LockNow "lock-now" Lock ["L ctrl-s"] "lock" 3 Does("sprint lock"), "Lock the scope: from now on it changes only through change requests.";
    LockClose "lock-close" Lock ["esc q"] "close" 6 Looks, "Go back to the plan; nothing is locked.";

    RequestAccept "request-accept" Requests ["a"] "accept" 1 Does("scope accept"), "Accept the request: the sprint changes.";
    RequestDefer "request-defer" Requests ["d"] "defer" 2 Does("scope defer"), "Leave the request to the next planning.";
    RequestDecline "request-decline" Requests ["x"] "decline" 3 Does("scope decline"), "Decline the request.";
    RequestOpen "request-open" Requests ["enter"] "open" 4 Looks, "Show everything about the request.";
    RequestsClose "requests-close" Requests ["esc q"] "close" 5 Looks, "Close the list.";

    CloseNow "close-now" Close ["X ctrl-s"] "close it" 1 Does("sprint close"), "Close the sprint; it asks once more, for nothing takes a close back.";
    CloseRest "close-rest" Close ["a"] "all the rest" 2 Looks, "Do with every item that has no reason yet what was done with the last one.";
    CloseNote "close-note" Close ["e"] "note" 3 Looks, "Write a note on the item; on the goal's line, on the sprint.";
    CloseOpen "close-open" Close ["enter"] "open" 4 Looks, "Open the item under the cursor.";
    CloseLeave "close-leave" Close ["esc q"] "leave" 5 Looks, "Leave; nothing is closed.";
    CloseNext "close-next" Close ["n"] "next sprint" 0 Looks, "The item goes to the next sprint.";
    CloseBacklog "close-backlog" Close ["b"] "backlog" 0 Looks, "The item goes back to the backlog.";
    CloseSplit "close-split" Close ["s"] "split" 0 Looks, "The item is split: its finished part counts, the rest becomes an item of its own.";
    CloseDrop "close-drop" Close ["d"] "drop" 0 Looks, "The item is dropped.";
    WhyUnderestimated "why-underestimated" Close ["1"] "underestimated" 0 Looks, "It was more work than thought.";
    WhyBlocked "why-blocked" Close ["2"] "blocked" 0 Looks, "Something stood in its way.";
    WhyDisplaced "why-displaced" Close ["3"] "displaced" 0 Looks, "Something else was done in its place.";
    WhyAbsence "why-absence" Close ["4"] "absence" 0 Looks, "Whoever should have done it was away.";
    WhyDependency "why-dependency" Close ["5"] "dependency" 0 Looks, "It waited for other work.";
    WhyNotStarted "why-not-started" Close ["6"] "not started" 0 Looks, "Nobody began it.";
    WhyOther "why-other" Close ["7"] "other" 0 Looks, "Something else; a note says what.";
    GoalMet "goal-met" Close ["m"] "met" 0 Looks, "The sprint's goal was met.";
    GoalPartly "goal-partly" Close ["p"] "partly" 0 Looks, "The sprint's goal was partly met.";
    GoalMissed "goal-missed" Close ["x"] "missed" 0 Looks, "The sprint's goal was missed.";

    ChartTurn "chart-turn" Chart ["space"] "burnup" 1 Looks, "Turn from burndown to burnup, and back.";
    ChartOlder "chart-older" Chart ["["] "sprint before" 3 Twin::Shows("sprint burndown"), "Look at the sprint before.";
    ChartNewer "chart-newer" Chart ["]"] "after" 4 Twin::Shows("sprint burndown"), "Look at the sprint after.";
    ChartOpen "chart-open" Chart ["enter"] "events" 2 Twin::Shows("sprint burndown"), "Read every event that moved a line.";
    ChartCopy "chart-copy" Chart ["y"] "copy" 20 Looks, "Send the reading and the events to the clipboard.";
    ChartClose "chart-close" Chart ["esc"] "close" 5 Looks, "Close the chart.";

    ReportOpen "report-open" Report ["enter"] "open" 1 Twin::Shows("report sprint --figure"), "Show the items and the operations behind the figure.";
    ReportOlder "report-older" Report ["["] "sprint before" 3 Twin::Shows("report sprint"), "Look at the report of the sprint before.";
    ReportNewer "report-newer" Report ["]"] "after" 4 Twin::Shows("report sprint"), "Look at the report of the sprint after.";
    ReportChart "report-chart" Report ["D"] "burndown" 6 Twin::Shows("sprint burndown"), "Show the sprint's burndown and burnup.";
    ReportVelocity "report-velocity" Report ["V"] "velocity" 7 Twin::Shows("velocity"), "Show what closed sprints completed.";
    ReportCopy "report-copy" Report ["y"] "copy" 2 Twin::Shows("report sprint --format md"), "Send the report to the clipboard as Markdown.";
    ReportClose "report-close" Report ["esc"] "close" 5 Looks, "Close the report.";

    VelocityOpen "velocity-open" Velocity ["enter"] "report" 1 Twin::Shows("report sprint"), "Show the report of the sprint under the cursor.";
    VelocityClose "velocity-close" Velocity ["esc"] "close" 2 Looks, "Close the chart.";

    ReviewStart "review-start" Review ["b"] "begin" 10 Does("review start"), "Begin the review, and write who is there.";
    DemoAccept "demo-accept" Review ["a"] "accept" 11 Does("review demo --verdict"), "Those present accept the item.";
    DemoReject "demo-reject" Review ["r"] "reject" 12 Does("review demo --verdict"), "Those present reject the item: it opens again.";
    DemoFeedback "demo-feedback" Review ["f"] "feedback" 13 Does("review demo --feedback"), "Write what is said of the item: it becomes a backlog item that knows where it came from.";
    DemoEdit "demo-edit" Review ["e"] "edit" 16 Does("review demo"), "Edit who shows the item, for how long, the evidence, and a word to it.";
    DemoUp "demo-up" Review ["K"] "earlier" 24 Does("review demo --place"), "Show the item earlier.";
    DemoDown "demo-down" Review ["J"] "later" 25 Does("review demo --place"), "Show the item later.";
    DemoAdd "demo-add" Review ["A"] "never shown" 26 Does("review demo --add"), "Put finished work of an earlier sprint onto the list that was never shown.";
    ReviewPresent "review-present" Review ["w"] "who is there" 20 Does("review present"), "Write who is there, for the verdicts to come.";
    ReviewFinish "review-finish" Review ["F"] "finish" 18 Does("review finish"), "End the review; what was not shown is named.";
    ReviewOpen "review-open" Review ["enter"] "open" 29 Looks, "Open the item under the cursor.";
    ReviewCopy "review-copy" Review ["y"] "copy" 40 Twin::Shows("review show"), "Send the whole review to the clipboard as Markdown.";
    ReviewOlder "review-older" Review ["["] "before" 42 Twin::Shows("review show"), "Look at the review of the sprint before.";
    ReviewNewer "review-newer" Review ["]"] "after" 43 Twin::Shows("review show"), "Look at the review of the sprint after.";

    RetroStart "retro-start" Retro ["b"] "begin" 10 Does("retro start"), "Begin the retro of the sprint that closed last.";
    RuleWorked "rule-worked" Retro ["w"] "worked" 11 Does("retro rule"), "The old action worked.";
    RuleNoEffect "rule-no-effect" Retro ["n"] "no effect" 12 Does("retro rule"), "The old action had no effect.";
    RuleUndoIt "rule-undo-it" Retro ["z"] "undo it" 13 Does("retro rule"), "The old action made things worse and is to be undone.";
    RuleKeep "rule-keep" Retro ["o"] "once more" 14 Does("retro rule"), "Keep the old action for one more sprint.";
    NoteAdd "note-add" Retro ["a"] "note" 16 Does("retro note"), "Write a note into the column.";
    VoteGive "vote" Retro ["+ v"] "vote" 17 Does("retro vote"), "Give the topic a vote of whoever votes now.";
    ActionCommit "action-commit" Retro ["c"] "commit" 18 Does("retro commit"), "Commit an action, for the topic under the cursor.";
    NotNow "not-now" Retro ["N"] "not now" 20 Does("retro commit --not-now"), "Put the topic on the \"not now\" list.";
    NoteMark "note-select" Retro ["space"] "select" 24 Looks, "Select notes that say the same.";
    NotesGroup "notes-group" Retro ["t"] "together" 25 Does("retro group"), "Group the selected notes under this one; without a selection, take the group apart.";
    VotePerson "vote-person" Retro ["p"] "who votes" 22 Looks, "Choose whose votes are given now.";
    VoteBack "vote-back" Retro ["-"] "vote back" 0 Does("retro vote --back"), "Take back a vote of whoever votes now.";
    NoteEdit "note-edit" Retro ["e"] "edit" 26 Does("retro note --edit"), "Change the note, or name the group.";
    RetroAway "retro-away" Retro ["x"] "drop" 27 Does("retro rule"), "Drop the old action with a reason, or take the note away.";
    ActionDone "action-done" Retro ["d"] "done" 28 Does("action done"), "The action is done; the next retro asks whether it worked.";
    RetroFinish "retro-finish" Retro ["f"] "finish" 19 Does("retro finish"), "End the retro; without an action it asks why.";
    RetroFacts "retro-facts" Retro ["i"] "facts" 30 Twin::Shows("retro show"), "Read the facts of the sprint in full.";
    RetroOpen "retro-open" Retro ["enter"] "open" 29 Looks, "Show everything about what is under the cursor.";
    RetroCopy "retro-copy" Retro ["y"] "copy" 40 Twin::Shows("retro show"), "Send the whole retro to the clipboard as Markdown.";
    RetroOlder "retro-older" Retro ["["] "before" 42 Twin::Shows("retro show"), "Look at the retro before.";
    RetroNewer "retro-newer" Retro ["]"] "after" 43 Twin::Shows("retro show"), "Look at the retro after.";

    SelectRange "select-range" Backlog ["V"] "range" 0 Looks, "Select everything from the last selected item to here.";
    ReadyAhead "ready-ahead" Backlog ["R"] "readiness" 44 Looks, "Show how ready the next two sprints are, item by item.";

    ItemEnter "item-enter" Item ["enter"] "open" 8 Looks, "Do what stands there: tick a criterion, mend what is missing, open the other item.";
    ItemTick "item-tick" Item ["space"] "tick" 12 Does("item tick"), "Tick the acceptance criterion, or take the tick back.";
    ItemCopy "item-copy" Item ["y"] "copy" 40 Looks, "Send key and title to the clipboard.";
    ItemClose "item-close" Item ["esc"] "back" 9 Looks, "Go back to the list.";

    NextTab "next-tab" Global ["tab"] "next tab" 0 Looks, "Go to the next tab.";
    PreviousTab "previous-tab" Global ["backtab"] "previous tab" 0 Looks, "Go to the tab before.";
    Tab1 "standup" Global ["1"] "standup" 0 Looks, "Go to the standup.";
    Tab2 "board" Global ["2"] "board" 0 Looks, "Go to the board.";
    Tab3 "plan" Global ["3"] "plan" 0 Looks, "Go to the plan.";
    Tab4 "backlog" Global ["4"] "backlog" 0 Looks, "Go to the backlog.";
    Tab5 "blockers" Global ["5"] "blockers" 0 Looks, "Go to the blockers.";
    Tab6 "review" Global ["6"] "review" 0 Looks, "Go to the review.";
    Tab7 "retro" Global ["7"] "retro" 0 Looks, "Go to the retrospective.";
    Undo "undo" Global ["u"] "undo" 50 Does("undo"), "Take back the last change.";
    Redo "redo" Global ["ctrl-r"] "redo" 0 Does("redo"), "Do again what was taken back.";
    History "history" Global ["U"] "history" 0 Twin::Shows("log"), "Show what was done, by whom and when.";
    Messages "messages" Global ["!"] "messages" 0 Looks, "Show again what was said, refusals among it.";
    Palette "palette" Global [": ctrl-p"] "palette" 80 Looks, "Find a command by its name and run it.";
    Help "help" Global ["? f1"] "help" 5 Looks, "Show the keys that work here.";
    Theme "theme" Global [""] "theme" 0 Looks, "Choose how the cockpit looks, for this session.";
    Import "import" Global [""] "import" 0 Does("import"), "Import a file: its items join the backlog.";
    MemberAdd "member-add" Global [""] "add member" 0 Does("member add"), "Somebody joins the team.";
    MemberEdit "member-edit" Global [""] "edit member" 0 Does("member edit"), "Change a member's name, role, percent or dates.";
    MemberRemove "member-remove" Global [""] "remove member" 0 Does("member remove"), "Take a member out who never owned anything.";
    AbsenceAdd "absence-add" Global [""] "add absence" 0 Does("absence add"), "A member is away for some days.";
    AbsenceRemove "absence-remove" Global [""] "remove absence" 0 Does("absence remove"), "Take an absence back.";
    HolidayAdd "holiday-add" Global [""] "add holiday" 0 Does("holiday add"), "Nobody works on a day.";
    HolidayRemove "holiday-remove" Global [""] "remove holiday" 0 Does("holiday remove"), "People work on a holiday after all.";
    TeamSettings "team-settings" Global [""] "settings" 0 Does("team set"), "Change the team's settings, its definition of ready among them.";
    StatusAdd "status-add" Global [""] "add status" 0 Does("team status add"), "Add a status to the workflow, a column of the board.";
    StatusEdit "status-edit" Global [""] "edit status" 0 Does("team status edit"), "Change a status of the workflow: name, meaning, limit, place.";
    StatusRemove "status-remove" Global [""] "remove status" 0 Does("team status remove"), "Take a status out of the workflow that no item stands in.";
    Redraw "redraw" Global ["ctrl-l"] "redraw" 0 Looks, "Draw the screen again and read everything anew.";
    Suspend "suspend" Global ["ctrl-z"] "suspend" 0 Looks, "Step out to the shell; `fg` comes back.";
    Quit "quit" Global ["q"] "quit" 90 Looks, "Leave. Everything is saved already.";

    FilterKeep "filter-keep" Filter ["enter"] "keep" 1 Looks, "Keep the filter and go to the list.";
    FilterClear "filter-clear" Filter ["esc"] "clear" 2 Looks, "Clear the filter.";
    FilterUp "filter-up" Filter ["up"] "up" 0 Looks, "Go up without leaving the filter.";
    FilterDown "filter-down" Filter ["down"] "down" 0 Looks, "Go down without leaving the filter.";

    FormSave "form-save" Form ["ctrl-s"] "save" 2 Looks, "Save the form.";
    FormNext "form-next" Form ["tab"] "next field" 3 Looks, "Go to the next field.";
    FormPrevious "form-previous" Form ["backtab"] "field before" 0 Looks, "Go to the field before.";
    FormClose "form-close" Form ["esc"] "close" 4 Looks, "Close without saving.";
    FieldEnter "field-enter" Field ["enter"] "save" 1 Looks, "Take the suggestion if there is one, else save the form.";
    FieldUp "field-up" Field ["up"] "up" 0 Looks, "Go up: to the suggestion or the field above.";
    FieldDown "field-down" Field ["down"] "down" 0 Looks, "Go down: to the suggestion or the field below.";
    LinesTick "lines-tick" Lines ["ctrl-t"] "tick" 6 Looks, "Tick the criterion, or take the tick back.";
    LinesEditor "lines-editor" Lines ["ctrl-o"] "$EDITOR" 5 Looks, "Write the text in your own editor.";

    AskSend "ask-send" Ask ["enter"] "done" 1 Looks, "Take the line as it stands.";
    AskClose "ask-close" Ask ["esc"] "close" 2 Looks, "Close without an answer.";

    ConfirmYes "confirm-yes" Confirm ["y enter"] "yes" 1 Looks, "Yes, do it.";
    ConfirmNo "confirm-no" Confirm ["n esc q"] "no" 2 Looks, "No, leave it.";

    PickTake "pick-take" Pick ["enter"] "take" 1 Looks, "Take what is under the cursor.";
    PickClose "pick-close" Pick ["esc"] "close" 2 Looks, "Close without choosing.";
    PickUp "pick-up" Pick ["up ctrl-p"] "up" 0 Looks, "Go up.";
    PickDown "pick-down" Pick ["down ctrl-n"] "down" 0 Looks, "Go down.";
    PickPageUp "pick-page-up" Pick ["pageup"] "page up" 0 Looks, "Go up by a screen.";
    PickPageDown "pick-page-down" Pick ["pagedown"] "page down" 0 Looks, "Go down by a screen.";

    HistoryOpen "history-open" History ["enter"] "open" 1 Looks, "Show what the operation changed, row by row.";
    HistoryUndo "history-undo" History ["u"] "undo" 2 Does("undo OP"), "Take back the operation under the cursor.";
    HistoryClose "history-close" History ["esc q"] "close" 3 Looks, "Close the history.";

    WorkStop "work-stop" Working ["esc ctrl-c"] "break off" 1 Looks, "Break the work off; what it began is not done.";
    PreviewTake "preview-take" Preview ["enter"] "import" 1 Does("import"), "Do it, in one operation that one undo takes back.";
    PreviewClose "preview-close" Preview ["esc q"] "close" 2 Looks, "Close; nothing is imported.";

    WelcomeTake "welcome-take" Welcome ["enter"] "choose" 1 Looks, "Choose what is under the cursor.";
    WelcomeTeam "create-team" Welcome ["c"] "create a team" 2 Does("init"), "Create a team of your own.";
    WelcomeImport "import-team" Welcome ["i"] "import" 4 Does("init"), "Create a team of your own and fill it from a file.";
    WelcomeDemo "demo" Welcome ["d"] "demo" 3 Does("demo"), "Open the demo team, in a database of its own.";

    ReaderClose "close" Reader ["esc q enter"] "close" 1 Looks, "Close what is open.";
    ReaderCopy "copy-text" Reader ["y"] "copy" 20 Looks, "Send the text to the clipboard.";
}

impl Command {
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
