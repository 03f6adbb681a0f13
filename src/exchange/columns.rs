//! Which column of a file means which field: by the names that tools give them, or as the caller maps them.

use super::Format;
use super::cells::Split;
use super::headings::{FIELDS, NAMES, fold, meaning, unwrapped};
use crate::domain::incoming::shorten;
use crate::domain::words::words;
use crate::error::{Error, Result};

words! {
    "a field",
    /// A field of an item that a column can fill.
    pub enum Field {
        Key = "key",
        /// The key in our own export.
        OwnKey = "own_key",
        /// A number by which other rows of the same file name this one.
        Number = "number",
        Title = "title",
        Description = "description",
        /// The kind of work.
        Kind = "kind",
        Status = "status",
        /// What the status means.
        Category = "category",
        Resolution = "resolution",
        Points = "points",
        Assignee = "assignee",
        Labels = "labels",
        Criteria = "criteria",
        /// The item it is part of.
        Parent = "parent",
        /// What it waits for.
        DependsOn = "depends_on",
        /// What waits for it.
        Blocks = "blocks",
        Sprint = "sprint",
        /// When it was made.
        Created = "created",
        /// When it was finished.
        Ended = "ended",
        /// When its category last changed: for a finished item, when it was finished.
        CategoryChanged = "category_changed",
        /// Whether, or when, it was put away.
        Archived = "archived",
    }
}

/// Which columns fill each field, the better one first.
#[derive(Debug, Clone, Default)]
pub struct Places([Vec<usize>; FIELDS]);

impl Places {
    /// The places of the columns that fill `field`.
    pub fn of(&self, field: Field) -> &[usize] {
        self.0.get(field as usize).map_or(&[], Vec::as_slice)
    }
}

/// The columns of one file: what each is taken for.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    names: Vec<String>,
    taken: Vec<(Field, usize)>,
}

impl Field {
    /// Whether several columns can fill the field: a list, or estimates and parents, which Jira keeps in two places.
    fn is_filled_by_many(self) -> bool {
        let lists = [Self::Labels, Self::Criteria, Self::DependsOn, Self::Blocks, Self::Sprint];
        lists.contains(&self) || matches!(self, Self::Points | Self::Parent | Self::Ended)
    }
}

/// One `field=Column` of a mapping; without a column the field is not read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// The field to fill.
    pub field: Field,
    /// The column's name, as the file has it.
    pub column: Option<String>,
}

impl Mapped {
    /// Reads `points=Effort`.
    pub fn parse(text: &str) -> std::result::Result<Self, String> {
        let (field, column) = text.split_once('=').ok_or("write field=Column, such as points=Effort")?;
        let field = Field::read(field)?;
        let column = column.trim();
        Ok(Self { field, column: (!column.is_empty()).then(|| column.to_owned()) })
    }
}

impl Columns {
    /// Reads a header: the names of the columns and what each of them means.
    pub fn of_header(names: Vec<String>) -> Self {
        let mut taken: Vec<(Field, usize, usize)> = Vec::new();
        for (index, name) in names.iter().enumerate() {
            if let Some((field, preference)) = meaning(name) {
                taken.push((field, preference, index));
            }
        }
        taken.sort_by_key(|(_, preference, index)| (*preference, *index));
        let mut columns = Self { names, taken: taken.into_iter().map(|(field, _, index)| (field, index)).collect() };
        columns.keep_what_is_read();
        columns
    }

    /// The same columns with what the caller says about them.
    pub fn mapped(mut self, mapping: &[Mapped]) -> Result<Self> {
        for Mapped { field, .. } in mapping {
            self.taken.retain(|(taken, _)| taken != field);
        }
        for Mapped { field, column } in mapping {
            let Some(column) = column else { continue };
            let found: Vec<usize> = self.places_of(column);
            if found.is_empty() {
                return Err(Error::Misused(format!("The file has no column \"{column}\". {}", self.names_in_words())));
            }
            self.taken.retain(|(_, place)| !found.contains(place));
            self.taken.extend(found.into_iter().map(|place| (*field, place)));
        }
        Ok(self)
    }

    /// The places of the columns that fill `field`, the better one first.
    pub fn places(&self, field: Field) -> Vec<usize> {
        self.taken.iter().filter(|(taken, _)| *taken == field).map(|(_, place)| *place).collect()
    }

    /// The places of all fields at once, for reading many rows.
    pub fn all_places(&self) -> Places {
        let mut places = Places::default();
        for (field, place) in &self.taken {
            if let Some(of_field) = places.0.get_mut(*field as usize) {
                of_field.push(*place);
            }
        }
        places
    }

    /// Whether any column fills `field`.
    pub fn has(&self, field: Field) -> bool {
        self.taken.iter().any(|(taken, _)| *taken == field)
    }

    /// The column's name in the file.
    pub fn name(&self, place: usize) -> &str {
        self.names.get(place).map_or("", String::as_str)
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether the column fills a field.
    pub fn is_taken(&self, place: usize) -> bool {
        self.taken.iter().any(|(_, taken)| *taken == place)
    }

    /// Whether it is our own export.
    pub fn are_ours(&self) -> bool {
        self.has(Field::OwnKey)
    }

    /// Whether the tool puts an apostrophe before what a spreadsheet would run: Linear and we do.
    pub fn are_guarded(&self) -> bool {
        let has = |wanted: &str| self.names.iter().any(|name| fold(name) == fold(wanted));
        self.are_ours() || (has("cycle number") && has("parent issue"))
    }

    /// How several labels are in one cell of this column.
    pub fn split_of(&self, place: usize, format: Format) -> Split {
        match format {
            _ if self.are_ours() => Split::Own,
            Format::JiraCsv => Split::Spaces,
            _ if self.is_named(place, "label") => Split::Whole,
            _ => Split::Marks,
        }
    }

    /// The places of the columns that fill nothing.
    pub fn left_over(&self) -> Vec<usize> {
        (0..self.names.len()).filter(|place| !self.is_taken(*place)).collect()
    }

    /// Each field that is filled, with the names of its columns and how many of each there are.
    pub fn mapping(&self) -> Vec<(Field, Vec<String>)> {
        let mut mapping = Vec::new();
        for (field, _) in NAMES {
            let mut names: Vec<String> = Vec::new();
            for place in self.places(field) {
                let name = self.name(place);
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
            if !names.is_empty() {
                mapping.push((field, names));
            }
        }
        mapping
    }

    /// `Its columns are: A, B, C.`, for a message.
    pub fn names_in_words(&self) -> String {
        let mut names: Vec<String> = self.names.iter().map(|name| shorten(name, 40)).collect();
        names.dedup();
        let more = names.len().saturating_sub(30);
        names.truncate(30);
        let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("Its columns are: {}{tail}.", names.join(", "))
    }

    /// The columns of this name: letter by letter, else with spaces, `_` and `-` left out, else inside Jira's wrapper.
    fn places_of(&self, column: &str) -> Vec<usize> {
        let (typed, folded) = (column.trim().to_lowercase(), fold(column));
        let tests: [&dyn Fn(&str) -> bool; 3] =
            [&|name| name.to_lowercase() == typed, &|name| fold(name) == folded, &|name| {
                unwrapped(&fold(name)) == folded
            }];
        let places = |test: &dyn Fn(&str) -> bool| -> Vec<usize> {
            self.names.iter().enumerate().filter(|(_, name)| test(name)).map(|(place, _)| place).collect()
        };
        tests.iter().map(|test| places(test)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// A field of one value keeps its best column: any other is named as not taken.
    fn keep_what_is_read(&mut self) {
        let mut kept: Vec<(Field, usize)> = Vec::new();
        for (field, place) in std::mem::take(&mut self.taken) {
            let is_first = !kept.iter().any(|(known, _)| *known == field);
            if is_first || field.is_filled_by_many() {
                kept.push((field, place));
            } else if field == Field::Key && kept.iter().any(|(_, first)| self.is_named(*first, "external_key")) {
                kept.push((Field::OwnKey, place));
            }
        }
        // "Issue id" is the key of trackers that have no better one.
        if !kept.iter().any(|(field, _)| *field == Field::Key)
            && let Some((field, _)) = kept.iter_mut().find(|(field, _)| *field == Field::Number)
        {
            *field = Field::Key;
        }
        let has_parent = kept.iter().any(|(field, _)| *field == Field::Parent);
        kept.retain(|(field, _)| has_parent || *field != Field::Number);
        self.taken = kept;
    }

    /// Whether the column has this name.
    pub fn is_named(&self, place: usize, name: &str) -> bool {
        fold(self.name(place)) == fold(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(header: &str) -> Columns {
        Columns::of_header(header.split(',').map(str::to_owned).collect())
    }

    #[test]
    fn both_story_point_columns_are_found_and_the_older_one_comes_first() {
        let columns = columns("Summary,Custom field (Story point estimate),Custom field (Story Points),Sprint,Sprint");
        assert_eq!(columns.places(Field::Points), [2, 1]);
        assert_eq!(columns.places(Field::Sprint), [3, 4]);
        assert_eq!(columns.left_over(), Vec::<usize>::new());
    }

    #[test]
    fn an_id_is_a_key_only_where_there_is_no_better_one() {
        assert_eq!(columns("id,title").places(Field::Key), [0]);
        let both = columns("id,Issue key,title");
        assert_eq!((both.places(Field::Key), both.left_over()), (vec![1], vec![0]));
        assert_eq!(columns("Summary,Title,Issue id").left_over(), [1]);
        let ours = columns("key,external_key,title");
        assert_eq!((ours.places(Field::Key), ours.places(Field::OwnKey)), (vec![1], vec![0]));
    }

    #[test]
    fn a_mapping_overrides_the_guess_and_names_what_is_not_there() {
        let mapping = [Mapped::parse("title=Name of it").unwrap(), Mapped::parse("points=").unwrap()];
        let mapped = columns("Title,Name of it,Points").mapped(&mapping).unwrap();
        assert_eq!((mapped.places(Field::Title), mapped.places(Field::Points)), (vec![1], vec![]));
        let error = columns("A,B").mapped(&[Mapped::parse("title=C").unwrap()]).unwrap_err().to_string();
        assert_eq!(error, "The file has no column \"C\". Its columns are: A, B.");
        assert!(Mapped::parse("colour=Red").unwrap_err().starts_with("a field is key, own-key, number"));
    }
}
