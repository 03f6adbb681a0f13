//! The keys of the moment: as many as fit, the least important left out first.

use crate::domain::text;
use crate::tui::command::{Command, CommandSpec, TABLE};
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;

/// A key shown, and the columns it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What pressing or clicking it does.
    pub command: Command,
    /// The key as text.
    pub key: String,
    /// What it is for.
    pub label: &'static str,
    pub x: u16,
    /// How many columns it takes.
    pub width: u16,
}

/// The hints of a scope that fit into `width` columns, from left to right.
pub fn hints(scope: Scope, ctx: &Ctx<'_>, width: u16, can: impl Fn(Command) -> bool) -> Vec<Hint> {
    // In a layer its own keys are enough; help has the rest.
    let on_ground = scope.chain().contains(&Scope::Ground);
    let writes = on_ground || scope.chain().contains(&Scope::Items);
    let is_near = |row: &&CommandSpec| match row.scope {
        Scope::Look => on_ground || matches!(row.command, Command::Help | Command::Page),
        // Where one only looks, there is nothing to undo.
        Scope::Global => writes,
        _ => true,
    };
    let mut rows: Vec<&CommandSpec> = TABLE
        .iter()
        .filter(is_near)
        .filter(|row| row.footer > 0 && scope.chain().contains(&row.scope) && can(row.command))
        .filter(|row| !ctx.keymap.chords(row.command).is_empty())
        .collect();
    rows.sort_by_key(|row| row.footer);
    let mut x = 1;
    let mut hints = Vec::new();
    for row in rows {
        // Two keys for one thing: the more important one is enough here, help lists both.
        if hints.iter().any(|hint: &Hint| hint.label == row.label) {
            continue;
        }
        let key = ctx.key(row.command);
        let wide = u16::try_from(text::width(&key) + 1 + text::width(row.label)).unwrap_or(u16::MAX);
        if x + wide < width {
            hints.push(Hint { command: row.command, key, label: row.label, x, width: wide });
            x += wide + 2;
        }
    }
    hints
}

/// Draws hints into one row.
pub fn render(pen: &mut Pen<'_>, hints: &[Hint]) {
    pen.clear(Role::Footer);
    for hint in hints {
        let key = pen.text(hint.x, 0, hint.width, &hint.key, Role::Key);
        pen.text(hint.x + key + 1, 0, hint.width.saturating_sub(key + 1), hint.label, Role::Footer);
    }
}
