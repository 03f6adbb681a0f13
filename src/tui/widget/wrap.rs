//! Breaking a line of typed text into rows, and going over its bytes.

use crate::tui::widget::line::shown_width;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The parts of a line, each of at most `width` columns, broken after words where that is possible.
pub(super) fn wrap(line: &str, width: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut used, mut good) = (0, 0, None);
    for (at, grapheme) in line.grapheme_indices(true) {
        let wide = shown_width(grapheme);
        if used + wide > width && at > start {
            let cut = good.filter(|cut| *cut > start).unwrap_or(at);
            parts.push(start..cut);
            used = line.get(cut..at).map_or(0, |words| words.graphemes(true).map(shown_width).sum());
            start = cut;
            good = None;
        }
        used += wide;
        if grapheme == " " {
            good = Some(at + 1);
        }
    }
    parts.push(start..line.len());
    parts
}

/// The byte of a wrapped part at which a column is reached. Only in the last part of a line may it be the end.
pub(super) fn byte_at(line: &str, part: &Range<usize>, column: usize, last: bool) -> usize {
    let words = line.get(part.clone()).unwrap_or_default();
    let mut used = 0;
    let mut before_end = part.start;
    for (at, grapheme) in words.grapheme_indices(true) {
        if used >= column {
            return part.start + at;
        }
        used += shown_width(grapheme);
        before_end = part.start + at;
    }
    if last { part.end } else { before_end }
}

/// The byte before which one grapheme or word is deleted.
pub(super) fn before(line: &str, at: usize, word: bool) -> usize {
    let head = line.get(..at).unwrap_or_default();
    if word {
        head.unicode_word_indices().next_back().map_or(0, |(from, _)| from)
    } else {
        head.grapheme_indices(true).next_back().map_or(0, |(from, _)| from)
    }
}

/// The byte behind the next grapheme or word.
pub(super) fn after(line: &str, at: usize, word: bool) -> usize {
    let tail = line.get(at..).unwrap_or_default();
    let step = if word {
        tail.unicode_word_indices().next().map(|(from, word)| from + word.len())
    } else {
        tail.graphemes(true).next().map(str::len)
    };
    at + step.unwrap_or(tail.len())
}
