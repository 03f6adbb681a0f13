//! A whole team as rows: its export, and its import into a team that is still empty (X5).

use super::report::{Importing, Watch};
use crate::app::change::Outcome;
use crate::app::find::row_of;
use crate::app::{Standfast, Tx};
use crate::domain::incoming::Progress;
use crate::domain::item::Item;
use crate::domain::sprint::State;
use crate::domain::tables::Table;
use crate::error::{Error, Result, refuse, refuse_with};
use crate::rules::{Act, Op, Refusal, Rule};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Takes one row of a table, as columns by name.
pub type TakeRow<'a> = &'a mut dyn FnMut(&str, Map<String, Value>) -> Result<()>;

/// A file that holds a whole team.
pub trait Rows {
    /// What messages call it.
    fn name(&self) -> &str;

    /// Gives every row, table by table.
    fn each_row(&mut self, take: TakeRow<'_>) -> Result<()>;

    /// How far the file has been read.
    fn progress(&self) -> Progress;
}

/// Takes a whole team, table by table.
pub trait Take {
    /// The rows of this table follow.
    fn table(&mut self, name: &str) -> Result<()>;

    /// A row, as columns by name.
    fn row(&mut self, row: &Map<String, Value>) -> Result<()>;
}

/// How many rows of each table.
pub type Counts = BTreeMap<String, u64>;

impl Standfast {
    /// Everything the team has, as of one moment: every row of every table but the log, table by table.
    pub fn export_team(&self, take: &mut dyn Take) -> Result<()> {
        self.team()?;
        self.store.snapshot(|| {
            Table::ALL.iter().try_for_each(|table| {
                take.table(table.name())?;
                self.store.each_row(*table, &mut |row| take.row(&row))
            })
        })
    }

    /// Every item with everything about it, by rank.
    pub fn each_item(&self, take: &mut dyn FnMut(&Item) -> Result<()>) -> Result<()> {
        let tx = self.tx();
        tx.store.items_by_rank()?.into_iter().try_for_each(|id| take(&tx.store.whole_item(row_of(&tx, id)?)?))
    }

    /// Takes a whole team over from an export. The team here must be empty but for its name and settings, which
    /// become those of the file. The log is not part of an export: it begins with this operation.
    pub fn import_team(&mut self, rows: &mut dyn Rows, watch: Watch<'_>) -> Result<Outcome<Counts>> {
        self.transact(Op::ImportTeam, |tx| {
            let counts = take_over(tx, rows, watch)?;
            let said = sentence(&counts, rows.name(), false);
            Ok((counts, said))
        })
    }

    /// What taking a whole team over would do. It is done and rolled back.
    pub fn plan_import_team(&mut self, rows: &mut dyn Rows, watch: Watch<'_>) -> Result<(Counts, String)> {
        let mut planned = None;
        let rolled_back = self.transact(Op::ImportTeam, |tx| {
            planned = Some(take_over(tx, rows, watch)?);
            refuse::<((), String)>(Rule::X1, "A dry run changes nothing.")
        });
        match (planned, rolled_back) {
            (Some(counts), _) => {
                let said = sentence(&counts, rows.name(), true);
                Ok((counts, said))
            }
            (None, Err(error)) => Err(error),
            (None, Ok(_)) => Err(Error::failed("plan the import", "it ended without a report")),
        }
    }
}

fn take_over(tx: &Tx<'_>, rows: &mut dyn Rows, watch: Watch<'_>) -> Result<Counts> {
    refuse_unless_empty(tx)?;
    let shapes = tx.store.shapes()?;
    let tables: Vec<Table> = Table::ALL.iter().copied().filter(|table| *table != Table::Team).collect();
    tx.store.clear_workflow()?;
    let bulk = tx.store.begin_bulk(&tables)?.from_nothing();
    let (mut counts, mut taken) = (Counts::new(), 0);
    let file = rows.progress();
    rows.each_row(&mut |name, row| {
        if let Some(zone) = row.get("zone").and_then(Value::as_str).filter(|_| name == "team") {
            crate::app::team::zone(zone)?;
        }
        tx.store.write_row(&shapes, name, &row, tx.operation)?;
        *counts.entry(name.to_owned()).or_default() += 1;
        taken += 1;
        if taken % 500 == 0 && watch(Importing { rows: taken, file }).is_break() {
            return Err(Refusal::new(Rule::X1, "The import was broken off. Nothing was changed.").into());
        }
        Ok(())
    })?;
    if counts.get("team") != Some(&1) {
        return Err(Error::failed("read the export", "it does not hold exactly one team"));
    }
    tx.store.settle_bulk(&bulk, tx.operation)?;
    check(tx)?;
    Ok(counts)
}

/// A team that has begun to work keeps what it has.
fn refuse_unless_empty(tx: &Tx<'_>) -> Result<()> {
    let mut has = Vec::new();
    for table in Table::ALL.iter().filter(|table| !matches!(table, Table::Team | Table::Status)) {
        let count = tx.store.count_rows(*table)?;
        has.extend((count > 0).then(|| format!("{} ({count})", table.name().replace('_', " "))));
    }
    if has.is_empty() {
        return tx.team().map(drop);
    }
    refuse_with(
        Rule::X5,
        format!("Only an empty team can take over an export; this one has {}.", has.join(", ")),
        Act::Init.way("NAME --team OTHER", "Make a new team with {}, and import the export there."),
    )
}

/// What the database's own constraints cannot see: links to nowhere, days and zones that are none, altered contracts and
/// reports.
fn check(tx: &Tx<'_>) -> Result<()> {
    let mut problems = tx.store.check_foreign_keys()?;
    tx.store.team()?;
    tx.store.members()?;
    tx.store.absences()?;
    tx.store.holidays()?;
    tx.store.blockers(false)?;
    tx.store.requests(None)?;
    for sprint in tx.store.sprints(i64::MAX)? {
        if tx.store.contract(sprint.number)?.is_some() {
            let verdict = crate::app::sprint::verify(tx, sprint.number)?;
            problems.extend(verdict.differences.iter().map(|d| format!("Sprint {}: {d}", sprint.number)));
        }
        let differences = match (sprint.state, tx.store.report(sprint.id)?.is_some()) {
            (State::Closed, true) => crate::app::closing::within(tx, &sprint)?,
            (State::Closed, false) => vec!["It is closed and has no report.".to_owned()],
            (_, true) => vec!["It has a report and is not closed.".to_owned()],
            (_, false) => Vec::new(),
        };
        problems.extend(differences.iter().map(|d| format!("Sprint {}: {d}", sprint.number)));
    }
    if problems.is_empty() {
        return Ok(());
    }
    let refusal =
        Refusal::new(Rule::X5, "The export does not hold together. Nothing was changed. Export the team again.");
    Err(refusal.with_details(problems).into())
}

/// `Imported the team of mesos.json: 1680 items, 3 members, 2 sprints.`
fn sentence(counts: &Counts, name: &str, would: bool) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let of = |table: &str, one: &str| match counts.get(table).copied().unwrap_or(0) {
        1 => format!("1 {one}"),
        many => format!("{many} {one}s"),
    };
    let begin = if would { "Importing" } else { "Imported" };
    let counts = [of("item", "item"), of("member", "member"), of("sprint", "sprint")].join(", ");
    format!("{begin} the team of {}: {counts}. Its log stays where it came from.", crate::domain::text::clean(name))
}
