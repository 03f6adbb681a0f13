//! One row of a CSV file, field by field.

use super::columns::{Columns, Field, Places};
use super::dates::{DateRead, DayOrder, read_date};
use super::headings::is_in_utc;
use super::records::Records;
use super::words::{class_of_category, class_of_status, is_given_up, kind_of, sprint_name};
use super::{Format, cells};
use crate::domain::incoming::{BODY_CAP, Incoming, KEY_CAP, Losses, NAME_CAP, Reference, TITLE_CAP};
use crate::domain::item::{Class, Kind};
use crate::domain::points::{Points, Unread};
use crate::domain::time::Instant;
use crate::domain::zone::Zone;

/// A row in the middle of being read.
pub(super) struct CsvRow<'a, R> {
    pub(super) record: &'a Records<R>,
    pub(super) places: &'a Places,
    pub(super) columns: &'a Columns,
    /// Whether the tool guards cells that a spreadsheet would run; other tools' apostrophes are part of the text.
    pub(super) is_guarded: bool,
    pub(super) losses: &'a mut Losses,
}

/// Why a row is refused.
pub(super) type Refusal = String;

impl<'a, R: std::io::Read> CsvRow<'a, R> {
    /// The item as the row has it.
    pub(super) fn read(&mut self, format: Format, zone: Zone, order: Option<DayOrder>) -> Result<Incoming, Refusal> {
        let mut item = self.texts(format)?;
        self.status(&mut item)?;
        self.kind(&mut item)?;
        self.points(&mut item)?;
        self.dates(&mut item, zone, order)?;
        self.put_away(&mut item)?;
        self.links(&mut item, format)?;
        Ok(item)
    }

    fn line(&self) -> u64 {
        self.record.line()
    }

    fn is_ours(&self) -> bool {
        !self.places(Field::OwnKey).is_empty()
    }

    fn places(&self, field: Field) -> &'a [usize] {
        self.places.of(field)
    }

    /// The text of a cell, whole; `None` if it is blank.
    fn text(&mut self, place: usize, cap: usize) -> Result<Option<String>, Refusal> {
        let is_kept = self.is_ours() && self.places(Field::Description).contains(&place);
        let is_blank = |bytes: &[u8]| if is_kept { bytes.is_empty() } else { bytes.trim_ascii().is_empty() };
        let Some(bytes) = self.record.cell(place).filter(|bytes| !is_blank(bytes)) else {
            return Ok(None);
        };
        let name = self.columns.name(place);
        if bytes.len() > cap {
            return Err(format!("{name} is larger than {}", cells::size(cap)));
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(format!("{name} is not UTF-8: name the file's encoding, as in --encoding windows-1252"));
        };
        if text.trim().is_empty() && !is_kept {
            return Ok(None);
        }
        let mut text = if self.is_guarded { cells::unguarded(text.to_owned()) } else { text.to_owned() };
        if text.contains('\0') {
            self.losses.count(name, "NUL characters, replaced by \u{FFFD}", self.record.line(), "");
            text = text.replace('\0', "\u{FFFD}");
        }
        Ok(Some(text))
    }

    /// The first column of the field that is not blank, and its trimmed text.
    pub(super) fn first(&mut self, field: Field) -> Result<Option<(usize, String)>, Refusal> {
        for place in self.places(field) {
            if let Some(text) = self.text(*place, NAME_CAP)? {
                return Ok(Some((*place, text.trim().to_owned())));
            }
        }
        Ok(None)
    }

    /// All columns of the field that are not blank.
    fn all(&mut self, field: Field, cap: usize) -> Result<Vec<String>, Refusal> {
        let mut texts = Vec::new();
        for place in self.places(field) {
            texts.extend(self.text(*place, cap)?);
        }
        Ok(texts)
    }

    fn whole(&mut self, field: Field, cap: usize) -> Result<Option<String>, Refusal> {
        match self.places(field).first().copied() {
            Some(place) => self.text(place, cap),
            None => Ok(None),
        }
    }

    fn texts(&mut self, format: Format) -> Result<Incoming, Refusal> {
        let key = |text: Option<String>| text.map(|text| text.trim().to_owned());
        let title = self.whole(Field::Title, TITLE_CAP)?.ok_or("no title")?;
        let of_cell = if self.is_ours() { cells::criteria_of_own } else { cells::criteria };
        let criteria = self.all(Field::Criteria, BODY_CAP)?;
        Ok(Incoming {
            line: self.line(),
            own_key: key(self.whole(Field::OwnKey, KEY_CAP)?),
            external_key: key(self.whole(Field::Key, KEY_CAP)?),
            title,
            description: self.whole(Field::Description, BODY_CAP)?,
            assignee: self.first(Field::Assignee)?.map(|(_, name)| cells::person(&name).to_owned()),
            labels: self.labels(format)?,
            criteria: criteria.iter().flat_map(|cell| of_cell(cell)).collect(),
            sprints: self.sprints()?,
            ..Incoming::default()
        })
    }

    fn labels(&mut self, format: Format) -> Result<Vec<String>, Refusal> {
        let mut labels: Vec<String> = Vec::new();
        for place in self.places(Field::Labels) {
            let Some(cell) = self.text(*place, TITLE_CAP)? else { continue };
            labels.extend(cells::labels(&cell, self.columns.split_of(*place, format)));
        }
        if self.is_ours() {
            return Ok(labels);
        }
        if self.places(Field::Key).first().is_some_and(|place| self.columns.is_named(*place, "card id")) {
            labels = labels.iter().map(|label| cells::without_colour(label).to_owned()).collect();
        }
        Ok(cells::each_once(labels))
    }

    /// A milestone or a version is a sprint only if its name says so; an iteration path ends in its sprint.
    fn sprints(&mut self) -> Result<Vec<String>, Refusal> {
        let mut sprints: Vec<String> = Vec::new();
        for place in self.places(Field::Sprint) {
            let Some(cell) = self.text(*place, TITLE_CAP)? else { continue };
            let name = self.columns.name(*place);
            if self.columns.is_named(*place, "iteration path") {
                sprints.extend(cell.rsplit_once('\\').map(|(_, last)| last.trim().to_owned()));
            } else if (self.columns.is_named(*place, "milestone") || self.columns.is_named(*place, "version"))
                && !["sprint", "iteration", "cycle"].iter().any(|word| cell.to_lowercase().contains(word))
            {
                self.losses.count(name, "not a sprint by its name", self.record.line(), &cell);
            } else if self.is_ours() {
                sprints.extend(cell.split('\n').map(str::to_owned));
            } else {
                sprints.extend(cell.lines().map(|line| sprint_name(line).to_owned()));
            }
        }
        Ok(cells::each_once(sprints))
    }

    fn status(&mut self, item: &mut Incoming) -> Result<(), Refusal> {
        item.status = self.first(Field::Status)?.map(|(_, name)| name);
        let resolution = self.first(Field::Resolution)?.map(|(_, word)| word);
        let category = self.first(Field::Category)?;
        let is_closed = category.as_ref().is_some_and(|(_, word)| word.eq_ignore_ascii_case("true"));
        item.class = match &category {
            Some((_, word)) if is_closed || word.eq_ignore_ascii_case("false") => None,
            Some((place, word)) => {
                let known = class_of_category(word).or_else(|| Class::parse(word));
                if known.is_none() {
                    self.losses.count(self.columns.name(*place), "unknown status category", self.record.line(), word);
                }
                known
            }
            None => None,
        };
        let by_resolution = resolution.as_ref().filter(|word| !word.eq_ignore_ascii_case("unresolved"));
        let by_name = item.status.as_deref().and_then(class_of_status);
        item.class = item.class.or(by_name).or(by_resolution.map(|_| Class::Finished));
        if is_closed && !item.class.is_some_and(Class::is_ended) {
            item.class = Some(Class::Finished);
        }
        if item.class == Some(Class::Dropped) {
            item.drop_reason = resolution.or_else(|| item.status.clone());
        } else if item.class == Some(Class::Finished)
            && let Some(given_up) = resolution.filter(|word| is_given_up(word))
        {
            (item.class, item.drop_reason) = (Some(Class::Dropped), Some(given_up));
        }
        Ok(())
    }

    fn kind(&mut self, item: &mut Incoming) -> Result<(), Refusal> {
        let Some((place, word)) = self.first(Field::Kind)? else { return Ok(()) };
        item.kind = kind_of(&word).or_else(|| Kind::parse(&word));
        if item.kind.is_none() {
            let reason = format!("\"{word}\" is not a kind of item here; a new item becomes a story");
            self.losses.count(self.columns.name(place), &reason, self.record.line(), "");
        }
        Ok(())
    }

    fn points(&mut self, item: &mut Incoming) -> Result<(), Refusal> {
        for place in self.places(Field::Points) {
            let Some(text) = self.text(*place, NAME_CAP)? else { continue };
            let name = self.columns.name(*place);
            let read = Points::read(&text);
            if let Err(unread) = read {
                self.losses.count(name, unread.in_words(), self.record.line(), &text);
            }
            let (Ok(found) | Err(Unread::TooFine(found))) = read else { continue };
            match item.points {
                None => item.points = Some(found),
                Some(taken) if taken == found => {}
                Some(_) => self.losses.count(name, "differs from the points taken", self.record.line(), &text),
            }
        }
        Ok(())
    }

    fn dates(&mut self, item: &mut Incoming, zone: Zone, order: Option<DayOrder>) -> Result<(), Refusal> {
        item.created_at = self.date(Field::Created, zone, order)?;
        item.ended_at = self.date(Field::Ended, zone, order)?;
        if item.ended_at.is_some() && item.class.is_none() {
            let ended_in = self.first(Field::Ended)?.map(|(place, _)| self.columns.name(place).to_lowercase());
            let was_canceled = ended_in.is_some_and(|name| name.starts_with("cancel"));
            item.class = Some(if was_canceled { Class::Dropped } else { Class::Finished });
        }
        let changed = self.date(Field::CategoryChanged, zone, order)?;
        if item.ended_at.is_none() && item.class.is_some_and(Class::is_ended) {
            item.ended_at = changed;
        }
        Ok(())
    }

    /// What was put away before it was finished will not be done.
    fn put_away(&mut self, item: &mut Incoming) -> Result<(), Refusal> {
        let archived = self.first(Field::Archived)?.filter(|(_, word)| !word.eq_ignore_ascii_case("false"));
        if archived.is_some() && !item.class.is_some_and(Class::is_ended) {
            (item.class, item.drop_reason) = (Some(Class::Dropped), Some("archived".to_owned()));
        }
        Ok(())
    }

    fn date(&mut self, field: Field, zone: Zone, order: Option<DayOrder>) -> Result<Option<Instant>, Refusal> {
        let Some((place, text)) = self.first(field)? else { return Ok(None) };
        let zone = if is_in_utc(self.columns.name(place)) { Zone::UTC } else { zone };
        let reason = match read_date(&text, zone, order) {
            DateRead::At(at) => return Ok(Some(at)),
            DateRead::Ambiguous => "day or month first? Say so with --dates dmy or --dates mdy",
            DateRead::Unreadable => "unreadable date",
        };
        self.losses.count(self.columns.name(place), reason, self.record.line(), &text);
        Ok(None)
    }

    fn links(&mut self, item: &mut Incoming, format: Format) -> Result<(), Refusal> {
        item.parent = self.first(Field::Parent)?.map(|(_, text)| match text.parse() {
            Ok(number) if format == Format::JiraCsv => Reference::Number(number),
            _ => Reference::Key(text),
        });
        item.depends_on = references(&self.all(Field::DependsOn, BODY_CAP)?);
        item.blocks = references(&self.all(Field::Blocks, BODY_CAP)?);
        Ok(())
    }
}

fn references(cells: &[String]) -> Vec<Reference> {
    let keys = cells.iter().flat_map(|cell| cell.split([',', ';', '\n'])).map(str::trim).filter(|key| !key.is_empty());
    cells::each_once(keys.map(str::to_owned)).into_iter().map(Reference::Key).collect()
}
