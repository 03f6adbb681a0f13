//! The tabs: one file (or folder) each, one line in `all`.

pub mod backlog;
pub mod blockers;
pub mod board;
pub mod plan;
pub mod retro;
pub mod review;
pub mod standup;

use crate::config::Config;
use crate::tui::view::View;

/// A tab.
pub trait Pane: View {
    /// Its number, which is its key, and its title.
    fn tab(&self) -> (u8, &'static str);

    /// Takes what it needs of the settings, once, when the cockpit opens.
    fn configure(&mut self, config: &Config) {
        let _ = config;
    }
}

/// Every tab, by number.
pub fn all() -> Vec<Box<dyn Pane>> {
    vec![
        Box::new(standup::Standup::default()),
        Box::new(board::Board::default()),
        Box::new(plan::Plan::default()),
        Box::new(backlog::Backlog::default()),
        Box::new(blockers::Blockers::default()),
        Box::new(review::Review::default()),
        Box::new(retro::Retro::default()),
    ]
}
