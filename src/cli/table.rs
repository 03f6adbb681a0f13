//! Lists of rows: a table on a terminal, tab-separated lines for other programs.

use crate::domain::text;
use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, Row, presets};

/// Rows with a header; cells may hold anything.
#[derive(Debug, Clone)]
pub struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows. A heading that begins with `#` is one of numbers, set to the right, and shown without it.
    pub fn new(header: &[impl AsRef<str>]) -> Self {
        Self { header: header.iter().map(|name| name.as_ref().to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row, with a cell for each heading.
    pub fn add(&mut self, cells: Vec<String>) {
        self.rows.push(cells.into_iter().map(|cell| text::clean(&cell).into_owned()).collect());
    }

    /// The text of it: for a terminal of so many columns, or for another program.
    pub fn render(&self, columns: Option<u16>) -> String {
        match columns {
            Some(columns) => self.drawn(columns),
            None => self.rows.iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n"),
        }
    }

    fn drawn(&self, columns: u16) -> String {
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(columns);
        table.set_truncation_indicator(text::ELLIPSIS).enforce_styling();
        let heading = |name: &String| Cell::new(name.trim_start_matches('#')).add_attribute(Attribute::Bold);
        table.set_header(self.header.iter().map(heading).collect::<Vec<_>>());
        for cells in &self.rows {
            let mut row = Row::from(cells);
            row.max_height(1);
            table.add_row(row);
        }
        for (column, name) in table.column_iter_mut().zip(&self.header) {
            column.set_padding((0, 1));
            if name.starts_with('#') {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }
}

/// Labelled facts below each other, such as `Points  5`; what is empty is left out.
pub fn facts(facts: &[(&str, String)]) -> String {
    let shown: Vec<_> = facts.iter().filter(|(_, fact)| !fact.is_empty()).collect();
    let width = shown.iter().map(|(label, _)| text::width(label)).max().unwrap_or(0);
    let line = |(label, fact): &&(&str, String)| format!("{label:width$}  {}", text::clean(fact));
    shown.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_one_line_in_both_forms() {
        let mut table = Table::new(&["key", "#points", "title"]);
        table.add(vec![
            "ME-1".into(),
            "5".into(),
            "a title\nthat is much too long for so narrow a \u{1b}[31mterminal".into(),
        ]);
        assert_eq!(table.render(None), "ME-1\t5\ta title that is much too long for so narrow a ␛[31mterminal");
        let drawn = anstream::adapter::strip_str(&table.render(Some(40))).to_string();
        assert_eq!(drawn.lines().count(), 2, "{drawn}");
        assert!(drawn.lines().all(|line| text::width(line) <= 40) && drawn.ends_with('…'), "{drawn}");
    }

    #[test]
    fn facts_stand_in_line() {
        let text = facts(&[("Points", "5".into()), ("Labels", String::new()), ("Sprint", "7".into())]);
        assert_eq!(text, "Points  5\nSprint  7");
    }
}
