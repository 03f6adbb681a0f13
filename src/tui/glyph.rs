//! The signs drawn, in two sets: Unicode where the terminal shows it, ASCII where it may not.

use ratatui::symbols::border;

/// One set of signs. Every sign is one column wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// The frame of a layer.
    pub border: border::Set<'static>,
    /// A line from left to right.
    pub rule: &'static str,
    /// A line from top to bottom.
    pub bar: &'static str,
    /// Between two things on one line.
    pub dot: &'static str,
    /// The row under the cursor.
    pub cursor: &'static str,
    pub selected: &'static str,
    pub done: &'static str,
    pub open: &'static str,
    pub blocked: &'static str,
    pub warn: &'static str,
    /// Text goes on beyond the edge.
    pub more: &'static str,
    /// Up, for keys and sort orders.
    pub up: &'static str,
    pub down: &'static str,
    pub left: &'static str,
    pub right: &'static str,
    /// Rolled over from an earlier sprint.
    pub rolled: &'static str,
    /// Less; a real minus sign.
    pub minus: &'static str,
    /// The thumb of a scrollbar.
    pub thumb: &'static str,
    /// The track of a scrollbar.
    pub track: &'static str,
    /// The filled part of a bar.
    pub full: &'static str,
    /// The empty part of a bar.
    pub empty: &'static str,
    pub unknown: &'static str,
}

/// For terminals that show Unicode.
pub const UNICODE: Glyphs = Glyphs {
    border: border::ROUNDED,
    rule: "─",
    bar: "│",
    dot: "·",
    cursor: "▌",
    selected: "●",
    done: "✓",
    open: "○",
    blocked: "■",
    warn: "!",
    more: "…",
    up: "↑",
    down: "↓",
    left: "←",
    right: "→",
    rolled: "↻",
    minus: "−",
    thumb: "┃",
    track: "│",
    full: "█",
    empty: "░",
    unknown: "–",
};

/// For everything else.
pub const ASCII: Glyphs = Glyphs {
    border: border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: "-",
        horizontal_bottom: "-",
    },
    rule: "-",
    bar: "|",
    dot: "-",
    cursor: ">",
    selected: "*",
    done: "x",
    open: "o",
    blocked: "#",
    warn: "!",
    more: "~",
    up: "^",
    down: "v",
    left: "<",
    right: ">",
    rolled: "@",
    minus: "-",
    thumb: "#",
    track: "|",
    full: "#",
    empty: ".",
    unknown: "?",
};

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn every_sign_is_one_column_and_the_plain_set_is_ascii() {
        for glyphs in [UNICODE, ASCII] {
            for sign in signs(&glyphs) {
                assert_eq!(sign.width(), 1, "{sign}");
            }
        }
        assert!(signs(&ASCII).iter().all(|sign| sign.is_ascii()));
    }

    fn signs(g: &Glyphs) -> [&'static str; 23] {
        let b = g.border;
        [
            b.top_left,
            b.vertical_left,
            b.horizontal_top,
            g.rule,
            g.bar,
            g.dot,
            g.cursor,
            g.selected,
            g.done,
            g.open,
            g.blocked,
            g.warn,
            g.more,
            g.up,
            g.down,
            g.left,
            g.right,
            g.rolled,
            g.minus,
            g.thumb,
            g.full,
            g.empty,
            g.unknown,
        ]
    }
}
