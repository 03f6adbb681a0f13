//! The drawing library's way to the terminal: the cells that changed, in as few bytes as a terminal needs.
//!
//! The library's own way sends both colours when one changes, colours blanks that show none, and addresses every gap.

use crate::tui::terminal;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use std::fmt;
use std::io::{self, Write};

/// Without these a blank shows its background and nothing else.
const SEEN_ON_BLANKS: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);

/// Every effect with the codes that turn it on and off. Effects with one code to turn them off go together.
const EFFECTS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Writes frames for a terminal to `W`.
#[derive(Debug)]
pub struct Brush<W> {
    out: W,
    /// Whether the cursor is shown, if that is known.
    cursor: Option<bool>,
}

impl<W: Write> Brush<W> {
    pub fn new(out: W) -> Self {
        Self { out, cursor: None }
    }

    fn show(&mut self, shown: bool) -> io::Result<()> {
        if self.cursor.replace(shown) == Some(shown) {
            return Ok(());
        }
        self.out.write_all(if shown { b"\x1b[?25h" } else { b"\x1b[?25l" })
    }
}

impl<W: Write> Backend for Brush<W> {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, cells: I) -> io::Result<()> {
        let mut stroke = Stroke::default();
        for (x, y, cell) in cells {
            stroke.go(&mut self.out, x, y)?;
            stroke.dress(&mut self.out, cell)?;
            let symbol = cell.symbol();
            self.out.write_all(symbol.as_bytes())?;
            (stroke.at, stroke.is_certain) = (Some((x + 1, y)), symbol.is_ascii());
        }
        if stroke.look != Look::default() {
            self.out.write_all(b"\x1b[m")?;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.show(false)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.show(true)
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        // Asking the terminal fails if nobody answers, and no frame needs to know.
        Err(io::ErrorKind::Unsupported.into())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        write!(self.out, "\x1b[{};{}H", y + 1, x + 1)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.out.write_all(match region {
            ClearType::All => b"\x1b[2J",
            ClearType::AfterCursor => b"\x1b[0J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[0K",
        })
    }

    fn size(&self) -> io::Result<Size> {
        Ok(terminal::size().as_size())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// How a cell looks beside its symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Look {
    fg: Color,
    bg: Color,
    effects: Modifier,
}

/// Where the next symbol goes in this frame, and how it would look.
#[derive(Debug, Default)]
struct Stroke {
    at: Option<(u16, u16)>,
    /// Whether the terminal agrees about the place: it may draw what is not ASCII wider.
    is_certain: bool,
    look: Look,
}

impl Stroke {
    fn go(&self, out: &mut impl Write, x: u16, y: u16) -> io::Result<()> {
        match self.at {
            Some(place) if place == (x, y) => Ok(()),
            Some((column, row)) if row == y && column < x && self.is_certain => match x - column {
                1 => out.write_all(b"\x1b[C"),
                columns => write!(out, "\x1b[{columns}C"),
            },
            _ if x == 0 => write!(out, "\x1b[{}H", y + 1),
            _ => write!(out, "\x1b[{};{}H", y + 1, x + 1),
        }
    }

    /// Sends what has to change before this cell is written.
    fn dress(&mut self, out: &mut impl Write, cell: &Cell) -> io::Result<()> {
        let mut wanted = Look { fg: cell.fg, bg: cell.bg, effects: cell.modifier };
        if cell.symbol() == " " && !(wanted.effects | self.look.effects).intersects(SEEN_ON_BLANKS) {
            wanted = Look { bg: cell.bg, ..self.look };
        }
        let before = std::mem::replace(&mut self.look, wanted);
        if wanted == before {
            return Ok(());
        }
        if wanted == Look::default() {
            return out.write_all(b"\x1b[m");
        }
        let mut codes = Codes { out, any: false };
        let mut on = before.effects;
        for (effect, _, off) in EFFECTS {
            if on.contains(effect) && !wanted.effects.contains(effect) {
                codes.add(format_args!("{off}"))?;
                EFFECTS.iter().filter(|other| other.2 == off).for_each(|other| on.remove(other.0));
            }
        }
        for (effect, code, _) in EFFECTS {
            if wanted.effects.contains(effect) && !on.contains(effect) {
                codes.add(format_args!("{code}"))?;
            }
        }
        for (old, new, code) in [(before.fg, wanted.fg, 38), (before.bg, wanted.bg, 48)] {
            if old != new {
                codes.colour(code, new)?;
            }
        }
        codes.out.write_all(b"m")
    }
}

/// The codes of one sequence, with what is between them.
struct Codes<'a, W> {
    out: &'a mut W,
    any: bool,
}

impl<W: Write> Codes<'_, W> {
    fn add(&mut self, code: fmt::Arguments<'_>) -> io::Result<()> {
        self.out.write_all(if std::mem::replace(&mut self.any, true) { b";" } else { b"\x1b[" })?;
        self.out.write_fmt(code)
    }

    /// Sets the colour that `code` is about; the code after it takes the colour back.
    fn colour(&mut self, code: u8, colour: Color) -> io::Result<()> {
        let number = match colour {
            Color::Reset => return self.add(format_args!("{}", code + 1)),
            Color::Rgb(red, green, blue) => return self.add(format_args!("{code};2;{red};{green};{blue}")),
            Color::Indexed(number) => number,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        };
        self.add(format_args!("{code};5;{number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::backend::CrosstermBackend;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    const AREA: Rect = Rect::new(0, 0, 24, 3);

    fn cell() -> impl Strategy<Value = Cell> {
        let symbol = prop_oneof![4 => Just(" "), 4 => Just("a"), 1 => Just("│"), 1 => Just("日")];
        let colour = || {
            prop_oneof![
                3 => Just(Color::Reset),
                1 => Just(Color::Red),
                1 => Just(Color::White),
                1 => Just(Color::Indexed(200)),
                2 => Just(Color::Rgb(1, 20, 255)),
            ]
        };
        // The effects that the emulator of the tests knows; to it bold and dim exclude each other.
        let known = Modifier::BOLD | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::REVERSED;
        let effects = prop_oneof![3 => Just(0), 2 => any::<u16>()];
        let effects = effects.prop_map(move |bits| Modifier::from_bits_truncate(bits) & known);
        (symbol, colour(), colour(), effects).prop_map(|(symbol, fg, bg, modifier)| {
            let mut cell = Cell::new(symbol);
            (cell.fg, cell.bg, cell.modifier) = (fg, bg, modifier);
            cell
        })
    }

    fn frame() -> impl Strategy<Value = Buffer> {
        // Stretches of one look, as lines of text have them.
        prop::collection::vec((cell(), 1_usize..9), 1..30).prop_map(|stretches| {
            let mut buffer = Buffer::empty(AREA);
            let cells = stretches.iter().flat_map(|(cell, times)| std::iter::repeat_n(cell, *times));
            for (cell, place) in cells.zip(AREA.positions()) {
                let wide = cell.symbol() == "日";
                if place.x % 2 == 0 || !wide {
                    buffer[place] = cell.clone();
                }
            }
            buffer
        })
    }

    /// What a person sees of a cell: of a blank only what shows on it.
    fn seen(screen: &vt100::Screen, place: Position) -> String {
        let Some(cell) = screen.cell(place.y, place.x) else { return String::new() };
        if cell.contents().trim().is_empty() && !cell.underline() && !cell.inverse() {
            return format!("{:?}", cell.bgcolor());
        }
        let effects = (cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse());
        format!("{:?} {:?} {:?} {effects:?}", cell.contents(), cell.fgcolor(), cell.bgcolor())
    }

    proptest! {
        #[test]
        fn a_terminal_shows_what_the_librarys_own_way_shows_in_fewer_bytes(frames in prop::collection::vec(frame(), 1..5)) {
            let mut before = Buffer::empty(AREA);
            let parser = || vt100::Parser::new(3.try_into().unwrap(), 24.try_into().unwrap(), 0);
            let (mut ours, mut theirs) = (parser(), parser());
            for next in frames {
                let (mut short, mut long) = (Vec::new(), Vec::new());
                Brush::new(&mut short).draw(before.diff(&next).into_iter()).unwrap();
                CrosstermBackend::new(&mut long).draw(before.diff(&next).into_iter()).unwrap();
                prop_assert!(short.len() < long.len());
                ours.process(&short);
                theirs.process(&long);
                for place in AREA.positions() {
                    prop_assert_eq!(seen(ours.screen(), place), seen(theirs.screen(), place), "at {}", place);
                }
                before = next;
            }
        }
    }

    #[test]
    fn a_cursor_that_stays_hidden_is_hidden_once() {
        let mut bytes = Vec::new();
        let mut brush = Brush::new(&mut bytes);
        for _ in 0..3 {
            brush.hide_cursor().unwrap();
        }
        brush.show_cursor().unwrap();
        assert_eq!(bytes, b"\x1b[?25l\x1b[?25h");
    }
}
