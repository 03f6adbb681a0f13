//! The retrospective: facts and old actions first, then notes, votes, and at most a few actions (A1, A2, A5).

use crate::app::action::{refuse_unruled, unruled};
use crate::app::change::Outcome;
use crate::app::sprint::find_sprint;
use crate::app::team::one_line;
use crate::app::{Op, Standfast, Tx};
use crate::domain::action::{Action, FollowThrough, follow_through};
use crate::domain::report::Report;
use crate::domain::retro::{DEFAULT_COLUMNS, NotNow, Note, Retro, RetroSettings, Topic, Voter, topics};
use crate::domain::sprint::{Sprint, State};
use crate::error::{Result, refuse};

/// A retro with everything the screens and reports show of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RetroView {
    pub retro: Retro,
    /// The closed sprint it looks back on.
    pub sprint: Sprint,
    /// What it opens with: the sprint's frozen report (A1).
    pub report: Report,
    /// The actions of earlier retros that were open when it began, ruled on or not (A1).
    pub old: Vec<Action>,
    /// What was said, grouped, in the order of the notes.
    pub topics: Vec<Topic>,
    /// What is left of everyone's votes.
    pub voters: Vec<Voter>,
    /// The actions committed at it.
    pub committed: Vec<Action>,
    /// How many it may commit.
    pub most_actions: u32,
    /// What it put off.
    pub not_now: Vec<NotNow>,
    /// What earlier retros put off, the latest first.
    pub not_now_before: Vec<NotNow>,
    /// What became of the team's actions so far (A4).
    pub follow_through: FollowThrough,
}

impl RetroView {
    /// The old actions that wait for a ruling (A1).
    pub fn unruled(&self) -> impl Iterator<Item = &Action> {
        self.old.iter().filter(|action| action.is_open() && action.ruled_at(self.retro.sprint).is_none())
    }
}

/// Where a team stands with its retros.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RetroStanding {
    /// The sprint whose retro has begun and not ended.
    pub under_way: Option<i64>,
    /// The last closed sprint, if it had no retro yet.
    pub due: Option<i64>,
    /// Sprints whose retro was held, the latest first.
    pub held: Vec<i64>,
}

/// How many entries of the "not now" lists are shown.
const NOT_NOW: i64 = 40;

impl Standfast {
    /// How the team holds its retros.
    pub fn retro_settings(&self) -> Result<RetroSettings> {
        Ok(self.store.retro_settings()?.unwrap_or_else(|| RetroSettings {
            columns: DEFAULT_COLUMNS.map(str::to_owned).to_vec(),
            votes: 3,
            actions: 2,
        }))
    }

    /// Which retros were held, which one runs, which one is due.
    pub fn retro_standing(&self) -> Result<RetroStanding> {
        let retros = self.store.retros()?;
        let under_way = retros.iter().find(|retro| retro.finished_at.is_none()).map(|retro| retro.sprint);
        let held: Vec<i64> = retros.iter().filter(|r| r.finished_at.is_some()).map(|r| r.sprint).collect();
        let after = retros.iter().map(|retro| retro.sprint).max();
        let last = self.store.closed_sprints(1)?.into_iter().next().map(|sprint| sprint.number);
        let due = last.filter(|last| after.is_none_or(|after| *last > after));
        Ok(RetroStanding { under_way, due, held })
    }

    /// A retro: the one named by its sprint, else the one under way, else the last one.
    pub fn retro_view(&self, sprint: Option<i64>) -> Result<RetroView> {
        let retro = self.find_retro(sprint)?;
        let sprint = find_sprint(&self.tx(), retro.sprint)?;
        let actions = self.store.actions()?;
        let was_open = |action: &&Action| action.sprint < retro.sprint && action.stands_in(retro.sprint);
        let here = |action: &&Action| action.sprint == retro.sprint;
        let all = self.store.not_now(NOT_NOW)?;
        let (not_now, before): (Vec<NotNow>, Vec<NotNow>) = all
            .into_iter()
            .filter(|entry| entry.sprint <= retro.sprint)
            .partition(|entry| entry.sprint == retro.sprint);
        Ok(RetroView {
            old: actions.iter().filter(was_open).cloned().collect(),
            committed: actions.iter().filter(here).cloned().collect(),
            follow_through: follow_through(&actions),
            topics: topics(&self.store.retro_notes(retro.id)?),
            report: self.report(sprint.number)?,
            voters: self.voters(&retro)?,
            most_actions: self.retro_settings()?.actions,
            not_now,
            not_now_before: before,
            sprint,
            retro,
        })
    }

    fn find_retro(&self, sprint: Option<i64>) -> Result<Retro> {
        if let Some(number) = sprint {
            find_sprint(&self.tx(), number)?;
            return match self.store.retro(number)? {
                Some(retro) => Ok(retro),
                None => refuse(
                    "A1",
                    format!("Sprint {number} has had no retro. `standfast retro start {number}` begins it."),
                ),
            };
        }
        let last = match self.store.retro_under_way()? {
            Some(retro) => Some(retro),
            None => self.store.retros()?.into_iter().next(),
        };
        match last {
            Some(retro) => Ok(retro),
            None => {
                refuse("A1", "There has been no retro yet. `standfast retro start` begins one for a closed sprint.")
            }
        }
    }

    fn voters(&self, retro: &Retro) -> Result<Vec<Voter>> {
        let (given, votes) = (self.store.votes_given(retro.id)?, self.retro_settings()?.votes);
        let of = |name: String| {
            let given = given.iter().find(|(who, _)| *who == name).map_or(0, |(_, count)| *count);
            Voter { left: votes.saturating_sub(given), name, given }
        };
        Ok(self.store.members()?.into_iter().map(|member| of(member.name)).collect())
    }

    /// Begins the retro of a closed sprint: the one named, or the last one that closed (A1).
    pub fn start_retro(&mut self, sprint: Option<i64>) -> Result<Outcome<i64>> {
        self.transact(Op::new("start retro"), |tx| {
            if let Some(other) = tx.store.retro_under_way()? {
                return refuse(
                    "A1",
                    format!(
                        "The retro of sprint {0} is under way. End it first: `standfast retro finish`.",
                        other.sprint
                    ),
                );
            }
            let sprint = closed_sprint(tx, sprint)?;
            if let Some(last) = tx.store.retros()?.first()
                && last.sprint >= sprint.number
            {
                return refuse(
                    "A1",
                    format!(
                        "The retro of sprint {} has been held already. A retro looks back on a later sprint.",
                        last.sprint
                    ),
                );
            }
            let columns = tx.store.retro_settings()?.map(|settings| settings.columns).unwrap_or_default();
            tx.store.insert_retro(sprint.id, &columns, tx.now)?;
            let Some(retro) = tx.store.retro(sprint.number)? else { return refuse("A1", "The retro was not written.") };
            let next = match unruled(tx, &retro)?.len() {
                0 => "No earlier action is open. Notes: `standfast retro note \"…\" --column …`.".to_owned(),
                1 => "1 earlier action waits for its ruling first.".to_owned(),
                n => format!("{n} earlier actions wait for their rulings first."),
            };
            Ok((sprint.number, format!("The retro of sprint {} has begun. {next}", sprint.number)))
        })
    }

    /// Ends the retro under way; without an action only with a reason (A5). What was voted for and did not become an
    /// action goes to the "not now" list.
    pub fn finish_retro(&mut self, no_action_reason: Option<&str>) -> Result<Outcome<i64>> {
        let reason = no_action_reason.map(str::trim).filter(|reason| !reason.is_empty());
        let reason = reason.map(|reason| one_line("A5", "The reason", reason)).transpose()?;
        self.transact(Op::new("finish retro").because(reason.as_deref()), |tx| {
            let retro = under_way(tx)?;
            refuse_unruled(tx, &retro, "The retro ends after that")?;
            let committed: Vec<Action> =
                tx.store.actions()?.into_iter().filter(|action| action.sprint == retro.sprint).collect();
            if committed.is_empty() && reason.is_none() {
                return refuse(
                    "A5",
                    "No action is committed. A retro ends without one only with a reason: `standfast retro finish --reason \"…\"`.",
                );
            }
            let put_off = put_off_the_rest(tx, &retro, &committed)?;
            let reason = reason.as_deref().filter(|_| committed.is_empty());
            tx.store.set_retro_finished(retro.id, tx.now, reason)?;
            let keys: Vec<String> = committed.iter().map(Action::key).collect();
            let actions = match (keys.as_slice(), reason) {
                ([], Some(reason)) => format!("without an action: {reason}"),
                (keys, _) => format!("with {}", keys.join(" and ")),
            };
            let rest = match put_off {
                0 => String::new(),
                1 => " 1 more topic is on the \"not now\" list.".to_owned(),
                n => format!(" {n} more topics are on the \"not now\" list."),
            };
            Ok((retro.sprint, format!("The retro of sprint {} has ended {actions}.{rest}", retro.sprint)))
        })
    }

    /// Puts an idea on the "not now" list of the retro under way (A2).
    pub fn put_off(&mut self, text: &str, note: Option<i64>) -> Result<Outcome<()>> {
        let text = one_line("A2", "What is put off", text)?;
        self.transact(Op::new("put off"), |tx| {
            let retro = under_way(tx)?;
            let note = note.map(|number| find_note(tx, &retro, number)).transpose()?;
            tx.store.insert_not_now(retro.id, &text, note.map(|note| note.id))?;
            Ok(((), format!("Not now: {text}.")))
        })
    }
}

/// The retro that has begun and not ended.
pub(crate) fn under_way(tx: &Tx<'_>) -> Result<Retro> {
    match tx.store.retro_under_way()? {
        Some(retro) => Ok(retro),
        None => refuse("A1", "No retro is under way. `standfast retro start` begins one for the last closed sprint."),
    }
}

/// The note of a retro with that number.
pub(crate) fn find_note(tx: &Tx<'_>, retro: &Retro, number: i64) -> Result<Note> {
    match tx.store.retro_notes(retro.id)?.into_iter().find(|note| note.number == number) {
        Some(note) => Ok(note),
        None => refuse("A2", format!("There is no note {number} in this retro. `standfast retro show` lists them.")),
    }
}

/// The columns of a retro as typed: separated by commas, each once.
pub(crate) fn columns(typed: &str) -> Result<String> {
    let mut columns: Vec<String> = Vec::new();
    for name in typed.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty()) {
        let name = one_line("A2", "The column", name)?;
        if columns.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
            return refuse("A2", format!("The column \"{name}\" is there twice."));
        }
        columns.push(name);
    }
    match columns.len() {
        1..=6 => Ok(columns.join("\n")),
        _ => refuse("A2", "Name 1 to 6 columns, separated by commas, such as \"went well, did not, puzzles\"."),
    }
}

fn closed_sprint(tx: &Tx<'_>, number: Option<i64>) -> Result<Sprint> {
    let sprint = match number {
        Some(number) => find_sprint(tx, number)?,
        None => match tx.store.closed_sprints(1)?.into_iter().next() {
            Some(sprint) => sprint,
            None => return refuse("A1", "No sprint is closed yet. A retro looks back on a closed sprint."),
        },
    };
    match sprint.state {
        State::Closed => Ok(sprint),
        state => refuse(
            "A1",
            format!("Sprint {} is {}. A retro looks back on a closed sprint.", sprint.number, state.word()),
        ),
    }
}

/// What was voted for and became neither an action nor an entry of the list goes to the list; how many there were.
fn put_off_the_rest(tx: &Tx<'_>, retro: &Retro, committed: &[Action]) -> Result<usize> {
    let listed = tx.store.not_now(NOT_NOW)?;
    let listed: Vec<i64> = listed.iter().filter(|e| e.sprint == retro.sprint).filter_map(|e| e.note).collect();
    let taken = |number: i64| listed.contains(&number) || committed.iter().any(|action| action.note == Some(number));
    let topics = topics(&tx.store.retro_notes(retro.id)?);
    let rest: Vec<&Topic> =
        topics.iter().filter(|topic| topic.votes > 0 && !topic.notes.iter().any(|note| taken(note.number))).collect();
    for topic in &rest {
        let note = topic.notes.first().map(|note| note.id);
        tx.store.insert_not_now(retro.id, &topic.text, note)?;
    }
    Ok(rest.len())
}
