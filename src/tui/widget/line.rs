//! One line of typed text.

use crate::domain::text;
use crate::tui::event::{Chord, Key};
use crate::tui::theme::Role;
use crate::tui::widget::pen::Pen;
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

/// The longest line that a paste makes, in bytes: what a field of one line may hold.
const LONGEST: usize = 64 * 1024;

/// A text of one line and the place in it where typing goes.
#[derive(Debug, Clone, Default)]
pub struct Line {
    input: Input,
}

impl Line {
    /// A line that holds a text; typing goes to its end.
    pub fn new(text: &str) -> Self {
        Self { input: Input::new(text.to_owned()) }
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Puts another text in its place.
    pub fn set(&mut self, text: &str) {
        self.input = Input::new(text.to_owned());
    }

    /// Takes a chord that types or edits; whether it was one.
    pub fn key(&mut self, chord: Chord) -> bool {
        let Some(request) = request(chord) else { return false };
        self.input.handle(request);
        true
    }

    /// Takes a paste; its line breaks become spaces.
    pub fn paste(&mut self, pasted: &str) {
        let room = LONGEST.saturating_sub(self.text().len());
        let pasted = pasted.get(..pasted.floor_char_boundary(room)).unwrap_or_default();
        let pasted = text::clean(pasted.trim_end_matches(['\r', '\n']));
        let at = self.byte();
        let (before, after) = self.text().split_at_checked(at).unwrap_or((self.text(), ""));
        let (whole, cursor) = (format!("{before}{pasted}{after}"), self.input.cursor() + pasted.chars().count());
        self.input = Input::new(whole).with_cursor(cursor);
    }

    /// Puts the place of typing under a column of the drawn line.
    pub fn click(&mut self, column: u16, width: u16) {
        let wanted = usize::from(column) + self.scroll(width);
        let mut at = 0;
        let mut letters = 0;
        for grapheme in self.text().graphemes(true) {
            at += shown_width(grapheme);
            if at > wanted {
                break;
            }
            letters += grapheme.chars().count();
        }
        self.input.handle(InputRequest::SetCursor(letters));
    }

    /// Draws it in one row; with the focus, it also returns where the terminal's cursor belongs.
    pub fn render(&self, pen: &mut Pen<'_>, x: u16, y: u16, width: u16, role: Role) -> Option<(u16, u16)> {
        pen.fill(x, y, width, role);
        let skip = self.scroll(width);
        let mut column = 0;
        for grapheme in self.text().graphemes(true) {
            let shown = text::clean(grapheme);
            let wide = text::width(&shown);
            if column >= skip && column + wide <= skip + usize::from(width) {
                let at = u16::try_from(column - skip).unwrap_or(width);
                pen.text(x + at, y, width - at, &shown, role);
            }
            column += wide;
            if column > skip + usize::from(width) {
                break;
            }
        }
        let caret = u16::try_from(self.caret().saturating_sub(skip)).unwrap_or(width);
        pen.place(x + caret.min(width.saturating_sub(1)), y)
    }

    /// The column of the place of typing, as drawn without scrolling.
    fn caret(&self) -> usize {
        self.text().get(..self.byte()).unwrap_or_default().graphemes(true).map(shown_width).sum()
    }

    /// The byte at which typing goes on.
    fn byte(&self) -> usize {
        self.text().char_indices().nth(self.input.cursor()).map_or(self.text().len(), |(at, _)| at)
    }

    /// How many columns are out of sight on the left.
    fn scroll(&self, width: u16) -> usize {
        (self.caret() + 1).saturating_sub(usize::from(width))
    }
}

/// How many columns a grapheme takes as it is shown.
pub(super) fn shown_width(grapheme: &str) -> usize {
    text::width(&text::clean(grapheme))
}

/// What a chord does to a line of text: the keys of every terminal, and those of readline.
fn request(chord: Chord) -> Option<InputRequest> {
    use InputRequest as R;
    if let Some(c) = chord.typed() {
        return Some(R::InsertChar(c));
    }
    Some(match (chord.key, chord.ctrl, chord.alt) {
        (Key::Backspace, false, false) | (Key::Char('h'), true, false) => R::DeletePrevChar,
        (Key::Delete, false, false) | (Key::Char('d'), true, false) => R::DeleteNextChar,
        (Key::Left, false, false) | (Key::Char('b'), true, false) => R::GoToPrevChar,
        (Key::Right, false, false) | (Key::Char('f'), true, false) => R::GoToNextChar,
        (Key::Left, ..) | (Key::Char('b'), false, true) => R::GoToPrevWord,
        (Key::Right, ..) | (Key::Char('f'), false, true) => R::GoToNextWord,
        (Key::Backspace, ..) | (Key::Char('w'), true, false) => R::DeletePrevWord,
        (Key::Delete, ..) | (Key::Char('d'), false, true) => R::DeleteNextWord,
        (Key::Home, ..) | (Key::Char('a'), true, false) => R::GoToStart,
        (Key::End, ..) | (Key::Char('e'), true, false) => R::GoToEnd,
        (Key::Char('u'), true, false) => R::DeleteFromStart,
        (Key::Char('k'), true, false) => R::DeleteTillEnd,
        (Key::Char('y'), true, false) => R::Yank,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_becomes_one_line_and_cannot_steer() {
        let mut line = Line::new("a");
        line.paste("b\r\nc\u{1b}[2J\n");
        assert_eq!(line.text(), "ab c␛[2J");
        line.key(Chord::plain(Key::Left));
        line.paste("ü");
        assert_eq!(line.text(), "ab c␛[2üJ");
        line.paste(&"x".repeat(LONGEST * 2));
        assert_eq!(line.text().len(), LONGEST);
        line.key(Chord::ctrl('w'));
        line.key(Chord::ctrl('a'));
        line.key(Chord::plain(Key::Char('x')));
        assert!(line.text().starts_with("xab"), "{}", line.text());
        assert!(!line.key(Chord::plain(Key::Up)));
    }
}
