//! The columns of the list, by how much room there is.
//!
//! ```text
//!      key      title                            pts status   owner    age spr
//! ▌ ●  PAY-12   Agents recover after a network…    5 doing    ana       4d   2 ✓
//! ```

use super::list::{List, Source};
use super::select::Selection;
use crate::app::Standfast;
use crate::domain::item::{Class, ItemRow, Unready};
use crate::domain::text;
use crate::domain::worktime::days_since;
use crate::error::Result;
use crate::tui::glyph::Glyphs;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::table::{Cell, Column, Table};

/// Which column the title is.
const TITLE: usize = 3;
/// From this width on, readiness is said in words.
const WORDS: u16 = 104;

/// How wide the columns have to be for what this team calls things.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Widths {
    key: u16,
    outside: u16,
    status: u16,
    owner: u16,
}

impl Widths {
    /// Measures the team's words; `items` is how many items it has.
    pub fn measure(standfast: &Standfast, items: i64, outside: u16) -> Result<Self> {
        let longest = |names: &[String]| names.iter().map(|name| text::width(name)).max().unwrap_or(0);
        let bounded = |width: usize, least: u16, most: u16| u16::try_from(width).unwrap_or(most).clamp(least, most);
        let statuses: Vec<String> = standfast.workflow()?.into_iter().map(|status| status.name).collect();
        let members: Vec<String> = standfast.members()?.into_iter().map(|member| member.name).collect();
        let key = format!("{}-{}", standfast.team()?.prefix, items.max(99));
        Ok(Self {
            key: bounded(key.len(), 5, 14),
            outside,
            status: bounded(longest(&statuses), 6, 10),
            owner: bounded(longest(&members), 5, 10),
        })
    }

    /// Room for the outside keys of these rows; it only grows, so that columns do not jump while scrolling.
    pub fn make_room(&mut self, rows: &[ItemRow]) {
        let longest = rows.iter().filter_map(|row| row.external_key.as_deref()).map(text::width).max().unwrap_or(0);
        self.outside = self.outside.max(u16::try_from(longest).unwrap_or(14).min(14));
    }

    pub fn outside(self) -> u16 {
        self.outside
    }

    /// Sets the columns out over `width`.
    pub fn table(self, width: u16) -> Table {
        let outside = if self.outside > 0 { 96 } else { u16::MAX };
        let ready = if width >= WORDS { Column::fixed("ready", 26) } else { Column::fixed("", 1) };
        Table::new(
            &[
                Column::fixed("", 2),
                Column::fixed("key", self.key),
                Column::fixed("", self.outside).from(outside),
                Column::filling("title", 12),
                Column::fixed("pts", 3).to_the_right(),
                Column::fixed("status", self.status).from(66),
                Column::fixed("owner", self.owner).from(66),
                Column::fixed("age", 4).to_the_right().from(76),
                Column::fixed("spr", 3).to_the_right().from(76),
                ready,
            ],
            width,
        )
    }
}

/// Draws the rows in sight.
pub(super) fn draw(pen: &mut Pen<'_>, table: &Table, list: &List, selection: &Selection, on_top: bool) {
    let ctx = pen.ctx();
    let in_words = pen.width() >= WORDS;
    for (y, (at, row)) in (0..).zip(list.in_sight()) {
        let here = at == list.cursor;
        let selected = selection.holds(row);
        let ground = here.then_some(if on_top { Role::Cursor } else { Role::CursorAway });
        table.row(pen, y, &cells(row, selected, in_words, ctx), ground);
        if here {
            pen.text(0, y, 1, ctx.glyphs.cursor, ground.unwrap_or(Role::Text));
        }
        if let Source::Found(filter) = &list.source {
            filter.words().for_each(|typed| mark(pen, y, table.place(TITLE), &row.title, typed));
        }
    }
}

/// Marks the beginnings of words in a title that were looked for.
fn mark(pen: &mut Pen<'_>, y: u16, (x, width): (u16, u16), title: &str, typed: &str) {
    let shown = text::fit(title, usize::from(width));
    let lower = shown.to_lowercase();
    if lower.len() != shown.len() {
        return;
    }
    for word in typed.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let begins = |at: &usize| !lower.get(..*at).unwrap_or_default().ends_with(char::is_alphanumeric);
        let found: Vec<usize> = lower.match_indices(word).map(|(at, _)| at).filter(begins).collect();
        for at in found {
            let columns = |part: &str| u16::try_from(text::width(part)).unwrap_or(0);
            pen.tint(x + columns(lower.get(..at).unwrap_or_default()), y, columns(word), Role::Match);
        }
    }
}

fn cells<'a>(row: &'a ItemRow, selected: bool, in_words: bool, ctx: &Ctx<'_>) -> [Cell<'a>; 10] {
    let glyphs = ctx.glyphs;
    let mark = if selected { format!(" {}", glyphs.selected) } else { String::new() };
    let (title, status) = match row.class {
        Class::Waiting => (Role::Text, Role::Dim),
        Class::Active => (Role::Text, Role::Note),
        Class::Finished | Class::Dropped => (Role::Dim, Role::Dim),
    };
    let points = row
        .points
        .map_or_else(|| Cell::new(glyphs.unknown, Role::Dim), |points| Cell::new(points.to_string(), Role::Text));
    let age = days_since(ctx.calendar, row.status_since, ctx.today);
    [
        Cell::new(mark, Role::Selected),
        Cell::new(row.key.as_str(), if selected { Role::Selected } else { Role::ItemKey }),
        Cell::new(row.external_key.as_deref().unwrap_or_default(), Role::Dim),
        Cell::new(row.title.as_str(), title),
        points,
        Cell::new(row.status.as_str(), status),
        Cell::new(row.whose_in_short(ctx.today).unwrap_or_default(), Role::Text),
        Cell::new(age_words(age), Role::Dim),
        Cell::new(row.sprint.map(|number| number.to_string()).unwrap_or_default(), Role::Dim),
        readiness(row, in_words, glyphs),
    ]
}

/// Working days in its status as `4d`, `120d`, `999+`: at most four columns.
fn age_words(days: u32) -> String {
    if days < 1000 { format!("{days}d") } else { "999+".to_owned() }
}

/// A mark, and in words the first criterion that fails, with how many more do.
fn readiness<'a>(row: &ItemRow, in_words: bool, glyphs: &Glyphs) -> Cell<'a> {
    let Some(first) = row.not_ready.first() else {
        let ended = row.class.is_ended();
        let sign = if ended { "" } else { glyphs.done };
        let words = if in_words && !ended { format!("{sign} ready") } else { sign.to_owned() };
        return Cell::new(words, Role::Good);
    };
    let (sign, role) = if row.blocked { (glyphs.blocked, Role::Bad) } else { (glyphs.warn, Role::Warn) };
    if !in_words {
        return Cell::new(sign.to_owned(), role);
    }
    let more = match row.not_ready.len() {
        1 => String::new(),
        many => format!(" +{}", many - 1),
    };
    Cell::new(format!("{sign} {}{more}", short(first)), role)
}

fn short(unready: &Unready) -> String {
    match unready {
        Unready::NoCriteria => "no criterion".to_owned(),
        Unready::TooLarge(most) => format!("over {}", most.in_words()),
        Unready::DependsOn(keys) => format!("needs {}", keys.join(", ")),
        Unready::Unestimated | Unready::Blocked(_) => unready.words(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_takes_four_columns_at_most() {
        let shown = [0, 9, 99, 100, 999, 1000, 40_000].map(age_words);
        assert_eq!(shown, ["0d", "9d", "99d", "100d", "999d", "999+", "999+"]);
    }
}
