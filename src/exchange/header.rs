//! A header that is not one of a backlog is refused, with what it looks like and the way out (X1).

use super::columns::{Columns, Field};
use super::foreign::{Foreign, judge, look_of};
use super::headings::fold;
use super::input::Input;
use super::layout::{Layout, header_below};
use super::shape::cells_in;
use crate::error::{Result, refuse};
use crate::rules::Rule;

/// Refuses a header without a title, one whose columns are mostly foreign, and one that is wrapped whole in one cell.
pub fn refuse_foreign(input: &mut Input, layout: Layout, columns: &Columns) -> Result<()> {
    let verdict = judge(columns);
    if columns.has(Field::Title) && verdict.is_ok() {
        return Ok(());
    }
    let name = input.name().to_owned();
    if is_wrapped(columns) {
        return refuse(Rule::X1, format!("{name}: {WRAPPED}"));
    }
    if let Some(line) = header_below(input, layout)? {
        let offer = format!("line {line} reads like the header. Import it with --header-line {line}.");
        return refuse(
            Rule::X1,
            format!("{name}: line {} is not a header of a backlog, and {offer}", layout.header_line),
        );
    }
    let look = look_of(columns).map_or_else(String::new, |look| format!(" It looks like {look}."));
    let names = columns.names_in_words();
    if !columns.has(Field::Title) {
        let ask = "No column of it is a title. Say which one is, with --map title=COLUMN.";
        return refuse(Rule::X1, format!("{name}: {ask}{look} {names}"));
    }
    let title = columns.places(Field::Title).first().map_or("COLUMN", |place| columns.name(*place));
    let Foreign { columns: all, home } = verdict.err().unwrap_or(Foreign { columns: 0, home: Vec::new() });
    let few = format!("of its {all} columns only these are such as a backlog has: {}", home.join(", "));
    let quoted = if title.contains(' ') { format!("\"title={title}\"") } else { format!("title={title}") };
    let way = format!("If it is a backlog, say so with --map {quoted}.");
    refuse(Rule::X1, format!("{name} does not look like a backlog; {few}.{look} {way} {names}"))
}

/// What a spreadsheet does to a file that it opens as one column.
pub const WRAPPED: &str = "each row is wrapped whole in one quoted cell, as a spreadsheet does that opened the file as one column. \
                           Export it again, and do not save it from a spreadsheet.";

fn is_wrapped(columns: &Columns) -> bool {
    let header = Columns::of_header(
        b",;\t|"
            .iter()
            .map(|delimiter| cells_in(columns.name(0), *delimiter))
            .fold(Vec::new(), |best, cells| if cells.len() > best.len() { cells } else { best }),
    );
    let others_are_blank = (1..columns.len()).all(|place| fold(columns.name(place)).is_empty());
    others_are_blank && header.len() > 1 && header.mapping().len() > 1
}
