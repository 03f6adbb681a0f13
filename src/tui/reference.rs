//! docs/keys.md, printed from the table of commands; a test compares the file with it.

use crate::tui::command::{CommandSpec, TABLE, Twin};
use crate::tui::scope::Scope;
use std::fmt::Write as _;

const HEAD: &str = "# The keys of the cockpit

<!-- Printed from the program by a test: UPDATE_DOCS=1 cargo test docs writes it again. -->

`?` shows the keys that work where you are, `:` finds any command by its name. To give a command other keys, name it under
`[keys]` in config.toml, as in `undo = \"ctrl-z\"`; an empty list leaves it to the palette. Keys are written as `a`, `G`,
`ctrl-r`, `alt-x`, `shift-tab`, `pagedown`, `f5`, `space`. A line that cannot be
used is left out; a message at the start says why.
Ctrl-C leaves from anywhere. The mouse works on tabs, rows, fields, and the keys in the last line; the wheel scrolls.
";

/// The whole manual of the keys as Markdown.
pub fn markdown() -> String {
    let mut made = String::from(HEAD);
    for scope in Scope::ALL {
        let rows: Vec<&CommandSpec> = TABLE.iter().filter(|row| row.scope == *scope).collect();
        if rows.is_empty() {
            continue;
        }
        let _ = write!(
            made,
            "\n## {}\n\n| keys | command | what it does | command line |\n|---|---|---|---|\n",
            scope.title()
        );
        for row in rows {
            let _ = writeln!(made, "| {} | `{}` | {} | {} |", keys(row), row.name, row.sentence, twin(row.twin));
        }
    }
    made
}

/// The shipped keys as they are shown on the screen.
fn keys(row: &CommandSpec) -> String {
    let keys: Vec<String> =
        row.chords().iter().map(|chord| format!("`{}`", chord.to_string().replace('|', "\\|"))).collect();
    keys.join(" ")
}

fn twin(twin: Twin) -> String {
    match twin {
        Twin::Looks => String::new(),
        Twin::Shows(words) | Twin::Does(words) => format!("`standfast {words}`"),
        Twin::OnlyHere(why) => why.to_owned(),
    }
}
