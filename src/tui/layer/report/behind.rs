//! What a figure is made of: its items, each with the operations that made it so (R5).

use crate::app::Standfast;
use crate::app::closing::{Behind, Figure, Part};
use crate::domain::report::{Line, Report, ScopeLine};
use crate::domain::text;
use crate::domain::zone::Zone;
use crate::error::Result;
use crate::rules::Op;
use crate::tui::kit::reader::Reader;
use crate::tui::theme::Role;
use crate::tui::view::Next;
use crate::tui::widget::passage::Passage;

/// The items and operations behind a figure of a closed sprint.
pub(super) fn reader(standfast: &Standfast, report: &Report, figure: Figure) -> Result<Next> {
    let behind = standfast.figure_behind(report.sprint, figure)?;
    let word = figure.word().replace('_', " ").replace("reestimated", "re-estimated");
    if behind.items.is_empty() {
        return Ok(Next::Cannot(format!("No item of sprint {} was {word}.", report.sprint)));
    }
    let mut passages = vec![Passage::new(behind.words(), Role::Strong), Passage::gap()];
    for part in &behind.items {
        let key = part.entry.item.external_key.as_ref().unwrap_or(&part.entry.item.key);
        let line = report.items.iter().find(|line| line.key == part.entry.item.key || line.key == *key);
        passages.extend(item(&behind, part, line, standfast.zone()));
    }
    if report.imported.is_some() {
        passages.push(Passage::gap());
        passages.push(Passage::new("An imported sprint has no operations in the log.", Role::Note));
    }
    Ok(Next::ask(Reader::new(format!("Sprint {}: {word}", report.sprint), passages).wide(92)))
}

/// An item as the report has it, then the operations, oldest first.
fn item(behind: &Behind, part: &Part, line: Option<&Line>, zone: Zone) -> Vec<Passage> {
    let row = &part.entry.item;
    let title = line.map_or(&row.title, |line| &line.title);
    let points = behind.points_of(part);
    let mut passages = vec![
        Passage::new(format!("{:<9}", text::clean(&row.key)), Role::ItemKey)
            .and(format!("{points:>4}  "), Role::Strong)
            .and(text::clean(title), Role::Text)
            .and(format!("  {}", part.entry.became()), Role::Dim)
            .indent(15),
    ];
    if let Some(given) = line.and_then(|line| line.disposition.as_ref()).filter(|_| behind.figure != Figure::Committed)
    {
        let note = given.note.as_ref().map_or_else(String::new, |note| format!(": {}", text::clean(note)));
        let words = format!("{:15}{} because {}{note}", "", text::clean(&given.words()), given.reason.said());
        passages.push(Passage::new(words, Role::Text).indent(15));
    }
    passages.extend(part.operations.iter().map(|op| {
        // What a close says is long, and all of it is already in the report.
        let said = op.said.as_deref().filter(|_| Op::parse(&op.name) != Some(Op::CloseSprint)).unwrap_or(&op.name);
        Passage::new(format!("{:15}{}  ", "", op.at.local(zone)), Role::Dim)
            .and(format!("{}: {}", text::clean(&op.actor), text::clean(said)), Role::Dim)
            .indent(17)
    }));
    passages
}

/// The change requests of the sprint, as its report keeps them (L9).
pub(super) fn requests(report: &Report) -> Next {
    let mut passages = Vec::new();
    for request in &report.requests {
        passages.extend(asked(request));
    }
    Next::ask(Reader::new(format!("Sprint {}: scope log", report.sprint), passages).wide(92))
}

fn asked(request: &ScopeLine) -> [Passage; 2] {
    let points = |sign: &str, points: Option<f64>| {
        points.map_or_else(String::new, |points| format!(" {sign}{}", crate::domain::points::number(points)))
    };
    [
        Passage::new(format!("{:<5}", request.request), Role::ItemKey)
            .and(text::clean(&request.asks()), Role::Text)
            .and(format!("{}{}", points("+", request.points_in), points("−", request.points_out)), Role::Strong)
            .and(format!("  {}", text::clean(&request.decision())), Role::Dim)
            .indent(5),
        Passage::new(
            format!("     {}, requested by {}", text::clean(&request.reason), text::clean(&request.requested_by)),
            Role::Dim,
        )
        .indent(5),
    ]
}
