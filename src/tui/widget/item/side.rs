//! The item under the cursor beside a list: the same page, from its beginning, as far as there is room.

use super::page::{Facts, GUTTER, Page};
use crate::app::Standfast;
use crate::error::{Error, Result};
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use ratatui::Frame;
use ratatui::layout::Rect;

/// How many lines of a description are set out: more than any screen has.
const LONGEST: usize = 100;

/// The panel beside a list.
#[derive(Debug, Default)]
pub struct Side {
    key: String,
    title: String,
    page: Page,
    width: u16,
}

impl Side {
    /// Reads the item with this key, unless it is shown already. `anew` when it may have changed.
    pub fn show(&mut self, key: Option<&str>, width: u16, anew: bool, standfast: &Standfast) -> Result<()> {
        let Some(key) = key else {
            *self = Self::default();
            return Ok(());
        };
        if key == self.key && width == self.width && !anew {
            return Ok(());
        }
        let facts = match Facts::read(standfast, key, false) {
            Ok(facts) => facts,
            Err(Error::Refused(_)) => {
                *self = Self::default();
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let row = &facts.item.row;
        self.title = format!("{} {}", row.external_key.as_deref().unwrap_or(&row.key), row.kind.word());
        self.page = Page::new(&facts, width.saturating_sub(1), LONGEST);
        (self.key, self.width) = (key.to_owned(), width);
        Ok(())
    }

    /// Draws it.
    pub fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        if self.key.is_empty() {
            return;
        }
        let mut pen = Pen::new(frame, area, ctx);
        pen.text(GUTTER, 0, area.width.saturating_sub(GUTTER + 1), &self.title, Role::Dim);
        let mut pen = pen.part(0, 1, area.width, area.height.saturating_sub(1));
        self.page.draw(&mut pen, 0, None);
    }
}
