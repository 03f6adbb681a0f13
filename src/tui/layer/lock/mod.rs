//! Checking and locking a draft: every failure at once, exceptions with their reasons, who agreed; then what was promised
//! (L4, L5).

mod draw;

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::app::sprint::Except;
use crate::domain::scope::{Failure, LockCheck};
use crate::domain::sprint::Sprint;
use crate::domain::tables::Table;
use crate::error::Result;
use crate::tui::act::{item, sprint};
use crate::tui::command::Command;
use crate::tui::event::{Chord, Mouse, MouseAct};
use crate::tui::scope::Scope;
use crate::tui::thing::Thing;
use crate::tui::view::{Ctx, Next, View, tables};
use crate::tui::widget::line::Line;
use crate::tui::widget::popup;
use ratatui::Frame;
use ratatui::layout::Rect;
use std::collections::{BTreeMap, BTreeSet};

/// The failed checks of one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Case {
    /// An item's key, or the part of the sprint.
    pub subject: String,
    pub title: Option<String>,
    pub failures: Vec<String>,
    pub can_be_excepted: bool,
}

/// The layer. Its rows are the cases, then the members.
#[must_use = "a layer is opened with Next::ask"]
#[derive(Debug)]
pub struct Lock {
    number: i64,
    sprint: Option<Sprint>,
    check: Option<LockCheck>,
    cases: Vec<Case>,
    /// Why a case may pass, by its subject.
    reasons: BTreeMap<String, String>,
    members: Vec<String>,
    agreed: BTreeSet<String>,
    cursor: usize,
    /// The reason being typed.
    typing: Option<Line>,
    /// Whether that reason is for every case that fails in the same way.
    alike: bool,
}

impl Lock {
    /// For the draft with this number.
    pub fn new(number: i64) -> Self {
        Self {
            number,
            sprint: None,
            check: None,
            cases: Vec::new(),
            reasons: BTreeMap::new(),
            members: Vec::new(),
            agreed: BTreeSet::new(),
            cursor: 0,
            typing: None,
            alike: false,
        }
    }

    fn case(&self) -> Option<&Case> {
        self.cases.get(self.cursor)
    }

    fn member(&self) -> Option<&String> {
        self.members.get(self.cursor.checked_sub(self.cases.len())?)
    }

    fn rows(&self) -> usize {
        self.cases.len() + self.members.len()
    }

    /// The cases that neither were mended nor are excepted.
    fn standing(&self) -> Vec<&Case> {
        let stands = |case: &&Case| !(case.can_be_excepted && self.reasons.contains_key(&case.subject));
        self.cases.iter().filter(stands).collect()
    }

    /// Whether a reason is typed that is not the one of before.
    fn is_typed(&self) -> bool {
        let before = self.case().and_then(|case| self.reasons.get(&case.subject)).map_or("", String::as_str);
        self.typing.as_ref().is_some_and(|line| line.text().trim() != before)
    }

    /// Enter: a reason for a case, a member's word.
    fn enter(&mut self) -> Next {
        if self.case().is_none() { self.agree() } else { self.give_reason(false) }
    }

    /// Types a reason for the case under the cursor, or for every case like it.
    fn give_reason(&mut self, alike: bool) -> Next {
        let Some(case) = self.case() else {
            return Next::Cannot("Select a failed check (above the members).".to_owned());
        };
        if !case.can_be_excepted {
            return Next::Cannot(format!("{} cannot be excepted: fix it.", case.subject));
        }
        let reason = self.reasons.get(&case.subject).map_or("", String::as_str);
        self.typing = Some(Line::new(reason));
        self.alike = alike;
        Next::Nothing
    }

    fn agree(&mut self) -> Next {
        let Some(member) = self.member().cloned() else {
            return Next::Cannot("Select a member (below the checks) to note that they agree.".to_owned());
        };
        if !self.agreed.remove(&member) {
            self.agreed.insert(member);
        }
        self.cursor = (self.cursor + 1).min(self.rows().saturating_sub(1));
        Next::Nothing
    }

    fn agree_all(&mut self) {
        let all = self.agreed.len() == self.members.len();
        self.agreed = if all { BTreeSet::new() } else { self.members.iter().cloned().collect() };
    }

    /// A reason typed; an empty one takes the exception back.
    fn except(&mut self) {
        let Some(line) = self.typing.take() else { return };
        let (reason, Some(case)) = (line.text().trim().to_owned(), self.case()) else { return };
        let excepted = |other: &&Case| {
            other.subject == case.subject || (self.alike && other.can_be_excepted && other.failures == case.failures)
        };
        let subjects: Vec<String> = self.cases.iter().filter(excepted).map(|case| case.subject.clone()).collect();
        if reason.is_empty() {
            self.reasons.retain(|subject, _| !subjects.contains(subject));
            return;
        }
        self.reasons.extend(subjects.into_iter().map(|subject| (subject, reason.clone())));
        let open = self.cases.iter().position(|case| !self.reasons.contains_key(&case.subject));
        self.cursor = if self.alike { open.unwrap_or(self.cases.len()) } else { self.cursor + 1 };
        self.cursor = self.cursor.min(self.rows().saturating_sub(1));
    }

    /// Opens what mends the case under the cursor.
    fn mend(&self, standfast: &Standfast) -> Result<Next> {
        let Some(case) = self.case() else {
            return Ok(Next::Cannot("Select a failed check (above the members).".to_owned()));
        };
        match case.subject.as_str() {
            "goal" | "dates" => sprint::edit_sprint(standfast, self.number),
            "capacity" => {
                Ok(Next::Cannot("Remove items from the draft, or except the capacity with a reason.".to_owned()))
            }
            "items" => Ok(Next::Cannot(format!(
                "Press {} to go back to the plan, then {} to add the selected item.",
                Command::LockClose,
                Command::ItemSprint
            ))),
            "sprint" => Ok(Next::Cannot("Close or cancel the locked sprint, then lock this one.".to_owned())),
            key => item::form::edit(standfast, key),
        }
    }

    fn act(&self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        let item = self.case().filter(|case| case.title.is_some());
        match item {
            Some(case) => {
                let row = standfast.listed_item(&case.subject)?;
                item::act(command, &[row], standfast)
            }
            None => Ok(Next::Cannot("Select an item first.".to_owned())),
        }
    }

    fn lock(&self, standfast: &mut Standfast) -> Result<Next> {
        let standing = self.standing();
        if !standing.is_empty() {
            let named: Vec<&str> = standing.iter().map(|case| case.subject.as_str()).collect();
            let words = format!(
                "Failed checks: {}. Fix them, or press {} to except one with a reason.",
                named.join(", "),
                Command::LockEnter
            );
            return Ok(Next::Cannot(words));
        }
        if self.agreed.is_empty() && !self.members.is_empty() {
            return Ok(Next::Cannot(format!(
                "Note who agrees: press {} on a name, {} for everybody.",
                Command::LockAgree,
                Command::LockEverybody
            )));
        }
        let except =
            |(subject, reason): (&String, &String)| Except { subject: subject.clone(), reason: reason.clone() };
        let except: Vec<Except> = self.reasons.iter().map(except).collect();
        let agreed: Vec<String> = self.members.iter().filter(|name| self.agreed.contains(*name)).cloned().collect();
        let outcome = standfast.lock_sprint(self.number, &except, &agreed)?;
        let contract = Next::Open(Thing::NewContract(self.number));
        Ok(Next::Both(Box::new(Next::from(outcome)), Box::new(contract)).after_closing())
    }
}

/// The failures by subject: the sprint's own first, then the items in the order of the plan.
fn cases(failures: &[Failure], title: impl Fn(&str) -> Option<String>) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for failure in failures {
        let (subject, words) = (failure.subject().to_owned(), failure.words.clone());
        match cases.iter_mut().find(|case| case.subject == subject) {
            Some(case) => case.failures.push(words),
            None => cases.push(Case {
                title: failure.item.as_deref().and_then(&title),
                subject,
                failures: vec![words],
                can_be_excepted: failure.can_be_excepted,
            }),
        }
    }
    cases
}

impl View for Lock {
    fn scope(&self) -> Scope {
        if self.typing.is_some() { Scope::Ask } else { Scope::Lock }
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::AskSend => self.except(),
            Command::AskClose => self.typing = None,
            Command::LockEnter => return Ok(self.enter()),
            Command::LockAlike => return Ok(self.give_reason(true)),
            Command::LockAgree => return Ok(self.agree()),
            Command::LockEverybody => self.agree_all(),
            Command::LockMend => return self.mend(standfast),
            Command::LockPoints => return self.act(Command::ItemPoints, standfast),
            Command::LockCriterion => return self.act(Command::ItemCriterion, standfast),
            Command::LockNow => return self.lock(standfast),
            Command::LockClose => return Ok(Next::close()),
            Command::Up => self.cursor = self.cursor.saturating_sub(1),
            Command::Down => self.cursor = (self.cursor + 1).min(self.rows().saturating_sub(1)),
            Command::Top | Command::PageUp => self.cursor = 0,
            Command::Bottom | Command::PageDown => self.cursor = self.rows().saturating_sub(1),
            _ => return Ok(Next::NotMine),
        }
        Ok(Next::Nothing)
    }

    fn key(&mut self, chord: Chord, _: &mut Standfast) -> Result<Next> {
        let took = self.typing.as_mut().is_some_and(|line| line.key(chord));
        Ok(if took { Next::Nothing } else { Next::NotMine })
    }

    fn paste(&mut self, text: &str, _: &mut Standfast) -> Result<Next> {
        if let Some(line) = &mut self.typing {
            line.paste(text);
        }
        Ok(Next::Nothing)
    }

    fn load(&mut self, _: Rect, standfast: &Standfast) -> Result<()> {
        let view = standfast.sprint_view(self.number)?;
        let check = standfast.check_sprint(self.number)?;
        let title = |key: &str| view.entries.iter().find(|e| e.item.key == key).map(|e| e.item.title.clone());
        self.cases = cases(&check.failures, title);
        self.members = check.capacity.members.iter().map(|member| member.name.clone()).collect();
        if self.members.is_empty() {
            self.members = standfast.team_names()?;
        }
        self.agreed.retain(|name| self.members.contains(name));
        let known: BTreeSet<&String> = self.cases.iter().map(|case| &case.subject).collect();
        self.reasons.retain(|subject, _| known.contains(subject));
        self.cursor = self.cursor.min(self.rows().saturating_sub(1));
        self.check = Some(check);
        self.sprint = Some(view.sprint);
        Ok(())
    }

    fn reads(&self) -> Changed {
        tables(&[
            Table::Team,
            Table::Member,
            Table::Absence,
            Table::Holiday,
            Table::Item,
            Table::Criterion,
            Table::Dependency,
            Table::Blocker,
            Table::BlockerItem,
            Table::Sprint,
            Table::SprintItem,
        ])
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, _: &mut Standfast) -> Result<Next> {
        match mouse.act {
            MouseAct::Wheel(by) => {
                let to = self.cursor.saturating_add_signed(isize::from(by.signum()));
                self.cursor = to.min(self.rows().saturating_sub(1));
            }
            MouseAct::Press if self.typing.is_none() => {
                if let Some(row) = self.row_at(mouse, popup::inside(area)) {
                    let again = self.cursor == row;
                    self.cursor = row;
                    if again || self.member().is_some() {
                        return Ok(self.enter());
                    }
                }
            }
            _ => {}
        }
        Ok(Next::Nothing)
    }

    fn place(&self, screen: Rect) -> Rect {
        let rows = u16::try_from(self.lines().len()).unwrap_or(u16::MAX - 2).saturating_add(2);
        popup::centered(screen, screen.width.saturating_sub(4).min(88), rows)
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        self.draw(frame, area, ctx);
    }

    fn holds_typing(&self) -> bool {
        !self.reasons.is_empty() || !self.agreed.is_empty() || self.is_typed()
    }

    fn loses(&self, command: Command) -> bool {
        match command {
            Command::AskClose => self.is_typed(),
            Command::LockClose => self.holds_typing(),
            _ => false,
        }
    }

    fn keeps(&self) -> Option<Command> {
        self.typing.is_some().then_some(Command::AskSend)
    }
}
