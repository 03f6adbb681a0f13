//! From a record of a CSV file to an item as the file has it. What cannot be taken is counted by name (X2).

use super::Format;
use super::cells::Split;
use super::columns::{Columns, Field, Places};
use super::dates::DayOrder;
use super::records::Records;
use super::row::{CsvRow, Refusal};
use crate::domain::incoming::{Arrival, Incoming, Loss, Losses, RowRefused};
use crate::domain::zone::Zone;
use std::collections::HashMap;

/// Turns records into items, by the columns of one file.
pub struct RowReader {
    columns: Columns,
    places: Places,
    is_guarded: bool,
    left_over: Vec<(usize, u64, u64)>,
    format: Format,
    zone: Zone,
    order: Option<DayOrder>,
    losses: Losses,
    numbers: HashMap<u64, String>,
}

impl RowReader {
    /// A reader for files with these columns; a date without a zone is a time in `zone`.
    pub fn new(columns: Columns, format: Format, zone: Zone, order: Option<DayOrder>) -> Self {
        let places = columns.all_places();
        let left_over = columns.left_over().into_iter().map(|place| (place, 0, 0)).collect();
        let is_guarded = columns.are_guarded();
        Self {
            columns,
            places,
            is_guarded,
            left_over,
            format,
            zone,
            order,
            losses: Losses::default(),
            numbers: HashMap::new(),
        }
    }

    /// How several labels are in one cell, if any column has labels.
    pub fn label_split(&self) -> Option<Split> {
        self.places.of(Field::Labels).first().map(|place| self.columns.split_of(*place, self.format))
    }

    /// What the columns are taken for.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Reads one record; `None` where all of its cells are blank.
    pub fn read<R: std::io::Read>(&mut self, record: &Records<R>) -> Option<Arrival> {
        if (0..record.len()).all(|at| is_blank(record.cell(at))) {
            return None;
        }
        let line = record.line();
        Some(match self.read_item(record) {
            Ok(item) => Arrival::Item(Box::new(item)),
            Err(reason) => Arrival::Refused(RowRefused { line, reason }),
        })
    }

    /// The key of the row that has this number in the file.
    pub fn key_of(&self, number: u64) -> Option<&str> {
        self.numbers.get(&number).map(String::as_str)
    }

    /// Everything that has not been taken so far: whole columns first, then single values.
    pub fn losses(&self) -> Vec<Loss> {
        let mut columns: Vec<(String, u32, Loss)> = Vec::new();
        for (place, count, first_line) in self.left_over.iter().filter(|(_, count, _)| *count > 0) {
            let name = self.columns.name(*place).to_owned();
            if let Some((_, repeats, loss)) = columns.iter_mut().find(|(known, ..)| *known == name) {
                (*repeats, loss.count) = (*repeats + 1, loss.count + count);
                loss.first_line = loss.first_line.min(Some(*first_line));
                continue;
            }
            let loss = Loss {
                name: name.clone(),
                reason: String::new(),
                count: *count,
                first_line: Some(*first_line),
                example: None,
            };
            columns.push((name, 1, loss));
        }
        let named = columns.into_iter().map(|(_, repeats, loss)| {
            let reason =
                if repeats > 1 { format!("{repeats} columns that are not taken") } else { "column not taken".into() };
            Loss { reason, ..loss }
        });
        named.chain(self.losses.entries().iter().cloned()).collect()
    }

    fn read_item<R: std::io::Read>(&mut self, record: &Records<R>) -> Result<Incoming, Refusal> {
        let line = record.line();
        refuse_wider_row(record, self.columns.len())?;
        let mut row = CsvRow {
            record,
            places: &self.places,
            columns: &self.columns,
            is_guarded: self.is_guarded,
            losses: &mut self.losses,
        };
        let item = row.read(self.format, self.zone, self.order)?;
        let number = row.first(Field::Number)?;
        if let (Some(key), Some(Ok(number))) = (&item.external_key, number.map(|(_, text)| text.parse())) {
            self.numbers.insert(number, key.clone());
        }
        for (place, count, first_line) in &mut self.left_over {
            if !is_blank(record.cell(*place)) {
                *first_line = if *count == 0 { line } else { *first_line };
                *count += 1;
            }
        }
        Ok(item)
    }
}

fn is_blank(cell: Option<&[u8]>) -> bool {
    cell.is_none_or(|bytes| bytes.trim_ascii().is_empty())
}

/// A row wider than the header has a comma too many somewhere: nobody can say in which cell.
fn refuse_wider_row<R: std::io::Read>(record: &Records<R>, columns: usize) -> Result<(), Refusal> {
    let beyond = (columns..record.len()).find(|at| !is_blank(record.cell(*at)));
    beyond.map_or(Ok(()), |_| {
        Err(format!("{} cells under {columns} columns: a delimiter outside quotes, or a line cut in two", record.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::incoming::TITLE_CAP;
    use crate::domain::item::Class;
    use crate::domain::points::Points;
    use proptest::prelude::*;

    fn read(text: &str) -> (Vec<Arrival>, Vec<Loss>) {
        let mut records = Records::new(text.as_bytes(), b',');
        records.advance().unwrap();
        let names = (0..records.len()).map(|at| String::from_utf8_lossy(records.cell(at).unwrap()).into_owned());
        let mut rows = RowReader::new(Columns::of_header(names.collect()), Format::JiraCsv, Zone::UTC, None);
        let mut arrivals = Vec::new();
        while records.advance().unwrap() == super::super::records::Next::Record {
            arrivals.extend(rows.read(&records));
        }
        (arrivals, rows.losses())
    }

    fn item(arrival: &Arrival) -> &Incoming {
        match arrival {
            Arrival::Item(item) => item,
            Arrival::Refused(row) => panic!("refused: {row:?}"),
        }
    }

    fn named(losses: &[Loss]) -> Vec<String> {
        losses.iter().map(|loss| format!("{} {} x{}", loss.name, loss.reason, loss.count)).collect()
    }

    #[test]
    fn bad_points_cost_the_points_and_not_the_row() {
        let (rows, losses) =
            read("Summary,Story Points,Story point estimate\nA,-1,\nB,inf,\nC,XL,\nD,5.0,5\nE,3,8\nF,,2\n");
        let points: Vec<_> = rows.iter().map(|row| item(row).points.map(Points::value)).collect();
        assert_eq!(points, [None, None, None, Some(5.0), Some(3.0), Some(2.0)]);
        insta::assert_debug_snapshot!(named(&losses), @r#"
        [
            "Story Points negative points x1",
            "Story Points points beyond 1 000 000 x1",
            "Story Points points that are not a number x1",
            "Story point estimate differs from the points taken x1",
        ]
        "#);
    }

    #[test]
    fn rows_that_cannot_be_items_are_refused_by_line() {
        let long = "x".repeat(TITLE_CAP + 1);
        let (rows, _) = read(&format!("Summary,Labels\n ,api\nA,b,c\n{long},\n,,\nShort\nExtra,a,,,\n"));
        let told: Vec<_> = rows
            .iter()
            .map(|row| match row {
                Arrival::Item(item) => format!("{}: {}", item.line, item.title),
                Arrival::Refused(row) => format!("{}: {}", row.line, row.reason),
            })
            .collect();
        insta::assert_debug_snapshot!(told, @r#"
        [
            "2: no title",
            "3: 3 cells under 2 columns: a delimiter outside quotes, or a line cut in two",
            "4: Summary is larger than 64 KiB",
            "6: Short",
            "7: Extra",
        ]
        "#);
    }

    #[test]
    fn every_column_that_is_not_taken_is_named_with_its_count() {
        let (_, losses) = read("Summary,Watchers,Watchers,Votes,Empty\nA,x,y,0,\nB,,z,0,\n");
        assert_eq!(named(&losses), ["Watchers 2 columns that are not taken x3", "Votes column not taken x2"]);
        assert_eq!(losses[0].first_line, Some(2));
    }

    #[test]
    fn a_status_means_what_the_file_says_then_what_its_name_says() {
        let header = "Summary,Status,Status Category,Resolution,Resolved,Status Category Changed\n";
        let (rows, _) = read(&format!(
            "{header}A,verifyy,In Progress,,,\nB,Backlog,,,,\nC,Odd,,Done,,\nD,Done,Done,Won't Do,,2026-01-02\nE,Odd,,,,\n"
        ));
        let classes: Vec<_> = rows.iter().map(|row| item(row).class.map(Class::word)).collect();
        assert_eq!(classes, [Some("active"), Some("waiting"), Some("finished"), Some("dropped"), None]);
        assert_eq!(item(&rows[3]).drop_reason.as_deref(), Some("Won't Do"));
        assert_eq!(item(&rows[3]).ended_at.unwrap().rfc3339(), "2026-01-02T00:00:00Z");
    }

    #[test]
    fn text_is_kept_whole_and_nul_is_named() {
        let (rows, losses) = read("Summary,Description\n \u{202e}=cmd()\u{1b}[2J,a\0b\n");
        assert_eq!(item(&rows[0]).title, " \u{202e}=cmd()\u{1b}[2J");
        assert_eq!(item(&rows[0]).description.as_deref(), Some("a\u{FFFD}b"));
        assert_eq!(named(&losses), ["Description NUL characters, replaced by \u{FFFD} x1"]);
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(
            header in "(Summary|Issue key|Status|Created|Story Points|Labels|Parent|Issue id|Sprint|,|\"|\n){0,12}",
            bytes in proptest::collection::vec(prop_oneof![Just(b','), Just(b'"'), Just(b'\n'), any::<u8>()], 0..200),
        ) {
            let mut text = header.into_bytes();
            text.push(b'\n');
            text.extend(bytes);
            let mut records = Records::new(text.as_slice(), b',');
            records.advance().unwrap();
            let names = (0..records.len()).map(|at| String::from_utf8_lossy(records.cell(at).unwrap()).into_owned());
            let mut rows = RowReader::new(Columns::of_header(names.collect()), Format::JiraCsv, Zone::UTC, None);
            while records.advance().unwrap() != super::super::records::Next::End {
                let _ = rows.read(&records);
            }
            let _ = rows.losses();
        }
    }
}
