//! The second row: the tabs there are, and which one is here.

use crate::domain::text;
use crate::tui::theme::Role;
use crate::tui::widget::pen::Pen;

/// Where each tab stands: first column and width, by the tabs' numbers and titles.
pub fn places(tabs: &[(u8, &str)], width: u16) -> Vec<(u8, u16, u16)> {
    let room = usize::from(width);
    let full: usize = tabs.iter().map(|(_, title)| text::width(title) + 5).sum();
    let mut x = 1;
    tabs.iter()
        .map(|(number, title)| {
            let words = if full < room { text::width(title) } else { text::width(title).min(short(room, tabs.len())) };
            let wide = u16::try_from(words + 4).unwrap_or(u16::MAX);
            let place = (*number, x, wide);
            x += wide + u16::from(full < room);
            place
        })
        .collect()
}

/// How many letters of each title there is room for.
fn short(room: usize, tabs: usize) -> usize {
    (room.saturating_sub(2) / tabs.max(1)).saturating_sub(4).max(1)
}

/// Draws the tabs into one row.
pub fn render(pen: &mut Pen<'_>, tabs: &[(u8, &str)], here: u8) {
    pen.clear(Role::Tab);
    for ((number, title), (_, x, width)) in tabs.iter().zip(places(tabs, pen.width())) {
        let role = if *number == here { Role::TabHere } else { Role::Tab };
        pen.fill(x, 0, width, role);
        pen.text(x + 1, 0, width.saturating_sub(2), &format!("{number} {title}"), role);
    }
}
