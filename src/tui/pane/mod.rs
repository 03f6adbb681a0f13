//! The tabs: one file (or folder) each, one line in `all`.

pub mod backlog;
pub mod board;
pub mod plan;
pub mod retro;

use crate::tui::view::View;

/// A tab.
pub trait Pane: View {
    /// Its number, which is its key, and its title.
    fn tab(&self) -> (u8, &'static str);
}

/// Every tab, by number.
pub fn all() -> Vec<Box<dyn Pane>> {
    vec![
        Box::new(board::Board::default()),
        Box::new(plan::Plan::default()),
        Box::new(backlog::Backlog::default()),
        Box::new(retro::Retro::default()),
    ]
}
