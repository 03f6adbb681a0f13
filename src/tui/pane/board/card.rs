//! A card of the board: what is on it, broken to the width of its column (R3).
//!
//! ```text
//! ▌PAY-12              5
//!  Agents recover after
//!  a network split
//!  ana · 4d  ! stuck ↻1
//! ```

use crate::domain::item::ItemRow;
use crate::domain::stuck::Stuck;
use crate::domain::text;
use crate::tui::theme::Role;
use crate::tui::widget::pen::Pen;

/// The most rows of a title.
const TITLE: usize = 2;

/// In narrower columns the name needs the room of the sign behind it.
const NARROW: u16 = 24;

/// A card.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Card {
    pub row: ItemRow,
    /// Working days in its status.
    pub days: u32,
    pub stuck: Option<Stuck>,
    /// Whether its last blocker is out of the way since the last standup.
    pub freed: bool,
    title: Vec<String>,
}

impl Card {
    /// A card for a column of that width.
    pub fn new(row: ItemRow, days: u32, stuck: Option<Stuck>, width: u16) -> Self {
        let title = broken(&row.title, usize::from(width.saturating_sub(2)).max(4));
        Self { row, days, stuck, freed: false, title }
    }

    /// The same card, which says that nothing blocks it any more (B3).
    pub fn freed(self, freed: bool) -> Self {
        Self { freed, ..self }
    }

    /// How many rows it takes, with the empty one below it.
    pub fn height(&self) -> usize {
        self.title.len() + 3
    }

    /// Draws it from row `y` on; `ground` is its role when it is under the cursor.
    pub fn draw(&self, pen: &mut Pen<'_>, y: u16, ground: Option<Role>) {
        let (width, glyphs) = (pen.width(), pen.ctx().glyphs);
        let role = |own: Role| ground.unwrap_or(own);
        let rows = u16::try_from(self.height() - 1).unwrap_or(4);
        if let Some(ground) = ground {
            for row in y..y + rows {
                pen.fill(0, row, width, ground);
                pen.text(0, row, 1, glyphs.cursor, ground);
            }
        }
        let points = self.row.points.map_or_else(|| glyphs.unknown.to_owned(), |points| points.to_string());
        let begins = pen.right(width.saturating_sub(1), y, 6, &points, role(Role::Strong));
        pen.text(1, y, begins.saturating_sub(2), &self.row.key, role(Role::ItemKey));
        for (at, line) in (y + 1..).zip(&self.title) {
            pen.text(1, at, width.saturating_sub(2), line, role(Role::Text));
        }
        self.draw_state(pen, y + rows - 1, ground);
    }

    /// Whose it is, how long it has been in its status, and what is wrong with it.
    fn draw_state(&self, pen: &mut Pen<'_>, y: u16, ground: Option<Role>) {
        let (width, glyphs) = (pen.width(), pen.ctx().glyphs);
        let role = |own: Role| ground.unwrap_or(own);
        let mut end = width.saturating_sub(1);
        if self.row.rollovers > 0 {
            let words = format!("{}{}", glyphs.rolled, self.row.rollovers);
            end = pen.right(end, y, 5, &words, role(Role::Note)).saturating_sub(1);
        }
        // That it is free is news until the next standup, and comes before its age.
        let free = self.freed && !self.row.class.is_ended();
        let warning = match self.stuck {
            Some(Stuck::Blocked) => format!("{} blocked", glyphs.blocked),
            _ if free => format!("{} unblocked", glyphs.done),
            Some(Stuck::Slow) => format!("{} stuck", glyphs.warn),
            Some(Stuck::Unowned) => format!("{} nobody's", glyphs.warn),
            None => String::new(),
        };
        let own = match self.stuck {
            Some(Stuck::Blocked) => Role::Bad,
            _ if free => Role::Good,
            _ => Role::Warn,
        };
        end = pen.right(end, y, width, &warning, role(own));
        let age = if self.days == 0 { "today".to_owned() } else { format!("{}d", self.days) };
        let room = end.saturating_sub(2);
        let name = self.row.whose_in_short(pen.ctx().today).unwrap_or_default();
        let gap = if width < NARROW { " ".to_owned() } else { format!(" {} ", glyphs.dot) };
        let reserve = u16::try_from(text::width(&age) + text::width(&gap)).unwrap_or(8);
        let mut x = 1 + pen.text(1, y, room.saturating_sub(reserve), &name, role(Role::Text));
        if !name.is_empty() {
            x += pen.text(x, y, room.saturating_sub(x), &gap, role(Role::Dim));
        }
        let slow = matches!(self.stuck, Some(Stuck::Slow));
        let own = if slow { Role::Warn } else { Role::Dim };
        pen.text(x, y, (end.saturating_sub(x)).min(8), &age, role(own));
    }
}

/// A title in at most two rows; what does not fit is cut.
fn broken(title: &str, width: usize) -> Vec<String> {
    let clean = text::fit(title, width * (TITLE + 1));
    let lines = textwrap::wrap(&clean, width);
    let mut rows: Vec<String> = lines.iter().take(TITLE).map(ToString::to_string).collect();
    if lines.len() > TITLE
        && let Some(last) = rows.last_mut()
    {
        let rest = lines.iter().skip(TITLE - 1).map(AsRef::as_ref).collect::<Vec<&str>>().join(" ");
        *last = text::fit(&rest, width).into_owned();
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_title_takes_two_rows_at_most() {
        assert_eq!(broken("Retry webhooks", 20), ["Retry webhooks"]);
        assert_eq!(broken("Agents recover after a network split", 20), ["Agents recover after", "a network split"]);
        let long = "Agents recover after a network split of half a minute";
        assert_eq!(broken(long, 20), ["Agents recover after", "a network split of…"]);
        assert_eq!(broken(&"x".repeat(99), 10), ["xxxxxxxxxx", "xxxxxxxxx…"]);
    }

    proptest! {
        #[test]
        fn no_title_is_wider_than_its_column(title in any::<String>(), width in 4usize..40) {
            for line in broken(&title, width) {
                prop_assert!(text::width(&line) <= width, "{:?}", line);
            }
        }
    }
}
