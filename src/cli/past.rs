//! `import` of past sprints: what becomes a closed sprint, what is refused by name, what is not read (X1–X3).

use crate::app::Standfast;
use crate::app::import::{PastTaken, SprintTaken};
use crate::cli::output::Reply;
use crate::domain::points::{count, counted, number};
use crate::domain::text::clean;
use crate::error::Result;
use crate::exchange::Format;
use crate::exchange::input::Input;
use crate::exchange::sprints;

/// Imports the past sprints of a file, or says what importing them would do.
pub fn import(app: &mut Standfast, input: Input, format: Format, dry_run: bool) -> Result<Reply> {
    let file = input.name().to_owned();
    let past = sprints::read(input, format, app.zone())?;
    let (taken, said, reply) = if dry_run {
        let taken = app.plan_import_sprints(&past.told)?;
        let said = format!("Dry run, nothing is changed. {}", taken.sentence(true));
        (taken, said.clone(), Reply::said(said))
    } else {
        let done = app.import_sprints(&past.told)?;
        (done.value.clone(), done.said.clone(), Reply::done(&done))
    };
    let mut lines = vec![said];
    describe(&taken, &mut lines);
    if !past.losses.is_empty() {
        let losses = past.losses.iter().map(|loss| format!("{} ({})", clean(&loss.name), loss.count));
        lines.push(format!("Not read: {}.", losses.collect::<Vec<_>>().join(", ")));
    }
    let reply = if taken.refused.is_empty() { reply } else { reply.failing() };
    Ok(reply
        .with("dry_run", dry_run)
        .with("file", file)
        .with("format", format.word())
        .with_fields(&taken)
        .with("losses", &past.losses)
        .with_text(lines.join("\n")))
}

fn describe(taken: &PastTaken, lines: &mut Vec<String>) {
    for sprint in &taken.added {
        lines.push(format!("  {}", one_line(sprint)));
        lines.extend(sprint.notes.iter().map(|note| format!("    {}", clean(note))));
    }
    if !taken.refused.is_empty() {
        lines.push("Refused:".to_owned());
    }
    for refused in &taken.refused {
        lines.push(format!("  {}", clean(&refused.name)));
        lines.extend(refused.reasons.iter().map(|reason| format!("    {}", clean(reason))));
    }
}

/// `3 Sprint 12: 33 points completed of 62 committed, closed 2022-08-24`.
pub fn one_line(sprint: &SprintTaken) -> String {
    let f = &sprint.figures;
    let done = if f.completed.count > 0 && f.completed.unestimated == f.completed.count {
        format!("{} completed of {} committed, without estimates", count(f.completed.count, "item"), f.committed.count)
    } else {
        format!("{} completed of {} committed", counted(f.completed.points, "point"), number(f.committed.points))
    };
    let closed = sprint.closed_at.get(..10).unwrap_or(&sprint.closed_at);
    format!("{} {}: {done}, closed {closed}", sprint.number, clean(&sprint.name))
}
