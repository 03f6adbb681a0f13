//! The second row: the tabs there are, and which one is here.

use crate::domain::text;
use crate::tui::theme::Role;
use crate::tui::widget::pen::Pen;

/// A tab's key, which may be none, and its title.
type Title = (String, &'static str);

/// Where each tab is: first column and width.
pub fn places(tabs: &[Title], width: u16) -> Vec<(u16, u16)> {
    let room = usize::from(width);
    let key = |key: &String| if key.is_empty() { 0 } else { text::width(key) + 1 };
    let full: usize = tabs.iter().map(|(shown, title)| key(shown) + text::width(title) + 3).sum();
    let keys: usize = tabs.iter().map(|(shown, _)| key(shown) + 2).sum();
    // How many letters of each title there is room for.
    let short = (room.saturating_sub(2 + keys) / tabs.len().max(1)).max(1);
    let mut x = 1;
    tabs.iter()
        .map(|(shown, title)| {
            let words = if full < room { text::width(title) } else { text::width(title).min(short) };
            let wide = u16::try_from(key(shown) + words + 2).unwrap_or(u16::MAX);
            let place = (x, wide);
            x += wide + u16::from(full < room);
            place
        })
        .collect()
}

/// Draws the tabs into one row; `here` is the place of the one that is open.
pub fn render(pen: &mut Pen<'_>, tabs: &[Title], here: usize) {
    pen.clear(Role::Tab);
    for (at, ((key, title), (x, width))) in tabs.iter().zip(places(tabs, pen.width())).enumerate() {
        let role = if at == here { Role::TabHere } else { Role::Tab };
        pen.fill(x, 0, width, role);
        let words = format!("{key} {title}");
        pen.text(x + 1, 0, width.saturating_sub(2), words.trim_start(), role);
    }
}
