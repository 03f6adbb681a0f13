//! Markdown, and the wiki text that imports bring, as calm plain text: marks of the markup fall away, its meaning stays.

use crate::domain::text;
use crate::tui::theme::Role;
use crate::tui::widget::passage::Passage;

/// What is before a line of prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    Plain,
    /// The dot of a list.
    Bullet,
}

/// The lines of a text, at most so many of them; empty lines come one at a time.
pub(super) fn lines(source: &str, most: usize) -> Vec<(Lead, Passage)> {
    let clean = text::clean_block(source);
    let mut lines: Vec<(Lead, Passage)> = Vec::new();
    let (mut code, mut empty) = (false, true);
    for line in clean.lines() {
        if lines.len() >= most {
            break;
        }
        if is_fence(line.trim()) {
            code = !code;
        } else if line.trim().is_empty() {
            if !empty {
                lines.push((Lead::Plain, Passage::gap()));
            }
            empty = true;
        } else {
            lines.push(if code { (Lead::Plain, Passage::new(line, Role::Note)) } else { of_line(line) });
            empty = false;
        }
    }
    if empty {
        lines.pop();
    }
    lines
}

fn is_fence(line: &str) -> bool {
    let wiki = line.starts_with("{code") || line.starts_with("{noformat");
    line.starts_with("```") || line.starts_with("~~~") || (wiki && line.ends_with('}'))
}

fn of_line(line: &str) -> (Lead, Passage) {
    let words = line.trim_end();
    let begun = words.trim_start();
    if let Some(title) = heading(begun) {
        return (Lead::Plain, Passage::new(title, Role::Strong));
    }
    if let Some(item) = ["- ", "* ", "+ "].iter().find_map(|sign| begun.strip_prefix(sign)) {
        return (Lead::Bullet, inline(item.trim_start(), Role::Text));
    }
    if let Some(quoted) = begun.strip_prefix("> ") {
        return (Lead::Plain, inline(quoted, Role::Dim));
    }
    (Lead::Plain, inline(begun, Role::Text))
}

/// `## Title` and `h2. Title`.
fn heading(line: &str) -> Option<&str> {
    let marks = line.len() - line.trim_start_matches('#').len();
    if (1..=6).contains(&marks) {
        return line.get(marks..)?.strip_prefix(' ').map(|title| title.trim().trim_end_matches('#').trim_end());
    }
    let mut letters = line.chars();
    let wiki = letters.next() == Some('h') && letters.next().is_some_and(|digit| ('1'..='6').contains(&digit));
    line.get(2..).filter(|_| wiki)?.strip_prefix(". ").map(str::trim)
}

/// Strong words and code inside a line, where their marks come in pairs; anything else is kept as it was typed.
fn inline(line: &str, role: Role) -> Passage {
    let mut passage = Passage::default();
    for (at, part) in pairs(line, "**").into_iter().enumerate() {
        let plain = if at % 2 == 1 { Role::Strong } else { role };
        for (at, part) in pairs(part, "`").into_iter().enumerate() {
            passage = passage.and(part, if at % 2 == 1 { Role::Note } else { plain });
        }
    }
    passage
}

/// The parts between marks: every second one is marked. Without a pair for each mark there is one part.
fn pairs<'a>(line: &'a str, mark: &str) -> Vec<&'a str> {
    let parts: Vec<&str> = line.split(mark).collect();
    if parts.len() % 2 == 1 { parts } else { vec![line] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<(Lead, Passage)> {
        lines(source, 100)
    }

    #[test]
    fn markup_falls_away_and_its_meaning_stays() {
        let text = |words: &str| (Lead::Plain, Passage::default().and(words, Role::Text));
        let strong = |words: &str| (Lead::Plain, Passage::new(words, Role::Strong));
        assert_eq!(
            shown("## Why ##\n\n\nBecause.\n"),
            [strong("Why"), (Lead::Plain, Passage::gap()), text("Because.")]
        );
        assert_eq!(shown("h3. Steps\n#hash stays"), [strong("Steps"), text("#hash stays")]);
        assert_eq!(shown("* one")[0].0, Lead::Bullet);
        assert_eq!(shown("{code:java}\n  int x;\n{code}"), [(Lead::Plain, Passage::new("  int x;", Role::Note))]);
    }

    #[test]
    fn marks_without_a_pair_stand() {
        let text = |words: &str| (Lead::Plain, Passage::default().and(words, Role::Text));
        assert_eq!(shown("2 ** 3 and `a"), [text("2 ** 3 and `a")]);
        let both = Passage::default().and("a ", Role::Text).and("b", Role::Strong).and(" ", Role::Text);
        assert_eq!(shown("a **b** `c`")[0].1, both.and("c", Role::Note).and("", Role::Text));
    }

    #[test]
    fn nothing_steers_and_nothing_is_endless() {
        let hostile = format!("\u{1b}[2J{}", "line\n".repeat(5000));
        let shown = shown(&hostile);
        assert_eq!(shown.len(), 100);
        assert_eq!(shown[0].1, Passage::default().and("␛[2Jline", Role::Text));
    }
}
