//! Text from outside, made fit for a terminal: nothing in it can steer the screen (X6).
//!
//! It is stored whole and cleaned before it is shown. What could act (control characters, escape, direction overrides)
//! becomes a visible symbol; what only hides (zero-width characters, marks, variation selectors) is left out.

use std::borrow::Cow;
use std::fmt::Write as _;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Marks the place of a cut.
pub const ELLIPSIS: &str = "…";

/// Marks that may follow one character; more are a flood that covers the lines above and below.
const MOST_MARKS: usize = 4;

/// The text as one line: newlines and tabs are spaces.
pub fn clean(text: &str) -> Cow<'_, str> {
    clean_with(text, false)
}

/// The text with its lines kept; tabs are spaces, and line endings of every kind are `\n`.
pub fn clean_block(text: &str) -> Cow<'_, str> {
    clean_with(text, true)
}

/// Whether a character can do nothing but be seen, so that it may reach a terminal as it is.
pub fn is_harmless(c: char) -> bool {
    shown(c, false) == Some(c)
}

/// How many columns the text takes on a terminal.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(UnicodeWidthStr::width).sum() }
}

/// The text as one clean line of at most `columns`, with `…` at a cut.
pub fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    fit_with(text, columns, ELLIPSIS)
}

/// As [`fit`], with another sign for the cut, for terminals that know ASCII only.
pub fn fit_with<'a>(text: &'a str, columns: usize, cut: &str) -> Cow<'a, str> {
    let (start, shortened) = beginning(text, columns);
    let line = clean(start);
    if !shortened && width(&line) <= columns {
        return line;
    }
    let room = columns.saturating_sub(width(cut));
    let mut kept = String::with_capacity(columns + cut.len());
    let mut used = 0;
    for grapheme in line.graphemes(true) {
        used += grapheme.width();
        if used > room {
            break;
        }
        kept.push_str(grapheme);
    }
    kept.truncate(kept.trim_end().len());
    if width(cut) <= columns {
        kept.push_str(cut);
    }
    Cow::Owned(kept)
}

/// As much of a long text as `columns` could need, so that a megabyte in one field costs nothing; whether more follows.
fn beginning(text: &str, columns: usize) -> (&str, bool) {
    let enough = columns.saturating_mul(16).saturating_add(256);
    if text.len() <= enough {
        return (text, false);
    }
    let end = text.floor_char_boundary(enough);
    (text.get(..end).unwrap_or(text), true)
}

fn clean_with(text: &str, lines: bool) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') || (lines && byte == b'\n')) || is_clean(text, lines) {
        return Cow::Borrowed(text);
    }
    let mut made = String::with_capacity(text.len());
    let mut marks = 0;
    let mut before = '\0';
    for c in text.chars() {
        let crlf = before == '\r' && c == '\n';
        before = c;
        let Some(shown) = shown(c, lines).filter(|_| !crlf) else { continue };
        marks = if shown.width() == Some(0) { marks + 1 } else { 0 };
        if marks <= MOST_MARKS {
            made.push(shown);
        }
    }
    Cow::Owned(made)
}

fn is_clean(text: &str, lines: bool) -> bool {
    let mut marks = 0;
    text.chars().all(|c| {
        marks = if c.width() == Some(0) { marks + 1 } else { 0 };
        marks <= MOST_MARKS && shown(c, lines) == Some(c)
    })
}

/// What is shown for one character; `None` for nothing.
fn shown(c: char, lines: bool) -> Option<char> {
    match c {
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => Some(if lines { '\n' } else { ' ' }),
        '\t' => Some(' '),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => Some('\u{fffd}'),
        _ => (!hides(c)).then_some(c),
    }
}

/// Soft hyphens, joiners, marks of direction, variation selectors, tags: nothing to see, and much to hide.
fn hides(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{feff}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}')
        || matches!(c, '\u{2060}'..='\u{2065}' | '\u{fff0}'..='\u{fffb}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(c, '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// JSON in which every character that could steer a terminal is written as an escape; it means the same.
pub fn harmless_json(plain: String) -> String {
    if plain.is_ascii() && !plain.contains('\u{7f}') {
        return plain;
    }
    let mut made = String::with_capacity(plain.len());
    for c in plain.chars() {
        if is_harmless(c) {
            made.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(made, "\\u{unit:04x}");
            }
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_could_steer_a_terminal_is_shown_instead() {
        assert_eq!(clean("a\u{1b}[31mred\u{7}\0"), "a␛[31mred␇␀");
        assert_eq!(clean("\u{9b}2J\u{202e}evil\u{2066}x"), "\u{fffd}2J\u{fffd}evil\u{fffd}x");
        assert_eq!(clean("one\r\ntwo\tthree\rfour\u{2028}five"), "one two three four five");
        assert_eq!(clean("zero\u{200b}width\u{feff}\u{200f}"), "zerowidth");
        assert_eq!(clean_block("one\r\ntwo\u{1b}\n"), "one\ntwo␛\n");
    }

    #[test]
    fn ordinary_text_is_not_copied() {
        for text in ["plain", "Größe — naïve", "日本語", "e\u{301}"] {
            assert!(matches!(clean(text), Cow::Borrowed(_)), "{text}");
            assert!(matches!(fit(text, 40), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn a_flood_of_marks_is_cut() {
        let flood = format!("a{}b", "\u{301}".repeat(500));
        assert_eq!(clean(&flood), format!("a{}b", "\u{301}".repeat(MOST_MARKS)));
    }

    #[test]
    fn cutting_counts_columns() {
        assert_eq!(fit("Agents recover", 14), "Agents recover");
        assert_eq!(fit("Agents recover", 8), "Agents…");
        assert_eq!(fit("日本語の題名", 5), "日本…");
        assert_eq!(fit("日本", 1), "…");
        assert_eq!(fit("日本", 0), "");
        assert_eq!(fit_with("Agents recover", 8, "~"), "Agents~");
        assert_eq!(fit(&"x".repeat(1 << 20), 3), "xx…");
    }

    proptest! {
        #[test]
        fn nothing_that_steers_survives(text in any::<String>(), columns in 0_usize..60) {
            let line = clean(&text);
            let steers = |c: char| c.is_control() || "\u{202a}\u{202b}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}".contains(c);
            prop_assert_eq!(line.chars().find(|&c| steers(c)), None);
            prop_assert_eq!(clean(&line), line.as_ref());
            let fitted = fit(&text, columns);
            prop_assert!(width(&fitted) <= columns);
            prop_assert_eq!(fitted.as_ref() == line.as_ref(), width(&line) <= columns);
        }
    }
}
