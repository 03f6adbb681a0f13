//! The inside of a chart, cell by cell: what is filled is shaded and has a bright edge half a row thick, lines lie on top.

use super::role;
use crate::domain::picture::{Form, Picture, Shape, Spot, height_at};
use crate::domain::points::number;
use crate::domain::text;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use ratatui::style::{Color, Style};

/// Blocks from one eighth of a cell to the whole.
const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// A dashed line has so many half columns of line, and then as many of nothing.
const DASH: u16 = 2;
/// How much of its colour is in what is filled, in hundredths.
const SHADE: u16 = 26;

/// The cells of a chart.
pub struct Plot<'a> {
    width: u16,
    height: u16,
    /// How far the chart goes to the right, and the amount at its top.
    across: f64,
    most: f64,
    /// Whether the terminal shows no more than ASCII.
    plain: bool,
    ctx: &'a Ctx<'a>,
    /// Each cell, from the top left on.
    cells: Vec<Option<Mark>>,
}

/// What is in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Mark {
    letter: char,
    style: Style,
}

impl<'a> Plot<'a> {
    /// A picture in a chart of that size, whose top is `most`.
    pub fn of(picture: &Picture, most: f64, (width, height): (u16, u16), ctx: &'a Ctx<'a>) -> Self {
        let plain = ctx.glyphs.rule.is_ascii();
        let cells = vec![None; usize::from(width) * usize::from(height)];
        let across = picture.width.max(f64::MIN_POSITIVE);
        let mut plot = Self { width, height, across, most: most.max(f64::MIN_POSITIVE), plain, ctx, cells };
        for shape in &picture.shapes {
            plot.shape(shape);
        }
        if let Some(now) = picture.now {
            plot.upright(now);
        }
        plot
    }

    /// Writes the cells.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let wide = usize::from(self.width.max(1));
        for (y, row) in (0..).zip(self.cells.chunks(wide)) {
            for (x, mark) in (0..).zip(row) {
                if let Some(Mark { letter, style }) = mark {
                    pen.styled(x, y, 1, letter.encode_utf8(&mut [0; 4]), *style);
                }
            }
        }
    }

    fn shape(&mut self, shape: &Shape) {
        let role = role(shape.tone);
        match &shape.form {
            Form::Area(corners) => self.area(corners, role),
            Form::Line(corners) => self.line(corners, role),
            Form::Dotted(corners) => self.dashed(corners, role),
            Form::Level(at) => self.dashed(&[(0.0, *at), (self.across, *at)], role),
            Form::Band(low, high) => self.band(*low, *high, role),
            Form::Bars(bars) => bars.iter().for_each(|(at, amount)| self.bar(*at, *amount, role)),
            Form::Dots(spots) => spots.iter().for_each(|spot| self.dot(*spot, role)),
        }
    }

    fn cell(&mut self, x: u16, y: u16) -> Option<&mut Option<Mark>> {
        if x >= self.width || y >= self.height {
            return None;
        }
        self.cells.get_mut(usize::from(y) * usize::from(self.width) + usize::from(x))
    }

    /// Puts a sign into a cell; what fills the cell stays behind it.
    fn put(&mut self, x: u16, y: u16, letter: char, role: Role) {
        let style = self.ctx.style(role);
        if let Some(cell) = self.cell(x, y) {
            let behind = cell.and_then(|mark| mark.style.bg);
            let style = behind.map_or(style, |ground| style.bg(ground));
            *cell = Some(Mark { letter, style });
        }
    }

    /// Fills a cell: with a darker colour, or where the terminal has none, with a shade.
    fn fill(&mut self, x: u16, y: u16, role: Role) {
        let ground = self.shade(role);
        match (ground, self.cell(x, y)) {
            (Some(ground), Some(cell)) => *cell = Some(Mark { letter: ' ', style: Style::new().bg(ground) }),
            _ => self.put(x, y, sign(self.ctx.glyphs.empty), role),
        }
    }

    fn shade(&self, role: Role) -> Option<Color> {
        let (Some(Color::Rgb(r, g, b)), Some(Color::Rgb(r0, g0, b0))) =
            (self.ctx.style(role).fg, self.ctx.style(Role::Popup).bg)
        else {
            return None;
        };
        let mix = |much: u8, little: u8| {
            let sum = u16::from(much) * SHADE + u16::from(little) * (100 - SHADE);
            u8::try_from(sum / 100).unwrap_or(u8::MAX)
        };
        Some(Color::Rgb(mix(r, r0), mix(g, g0), mix(b, b0)))
    }

    /// The place in the middle of a column.
    fn middle(&self, x: u16) -> f64 {
        (f64::from(x) + 0.5) / f64::from(self.width.max(1)) * self.across
    }

    /// An amount in parts of a row, of which a row has so many.
    fn parts(&self, amount: f64, of_row: u16) -> u16 {
        let all = f64::from(self.height) * f64::from(of_row);
        whole(amount / self.most * all, self.height.saturating_mul(of_row))
    }

    /// What is filled below a line: shaded, with a bright edge on top and at every step.
    fn area(&mut self, corners: &[Spot], role: Role) {
        let mut before: Option<u16> = None;
        for x in 0..self.width {
            let Some(high) = height_at(corners, self.middle(x)) else { continue };
            let edge = self.parts(high, 2);
            let from = before.replace(edge).unwrap_or(edge);
            let (low, top) = (edge.min(from), edge.max(from));
            for row in 0..top / 2 {
                self.fill(x, self.height.saturating_sub(row + 1), role);
            }
            for half in low.saturating_sub(1)..top.max(low.saturating_sub(1) + 1) {
                self.edge(x, half, role);
            }
        }
    }

    /// A half of a cell in the colour of the edge; the other half is what it was.
    fn edge(&mut self, x: u16, half: u16, role: Role) {
        let y = self.height.saturating_sub(half / 2 + 1);
        if self.plain {
            return self.put(x, y, sign(self.ctx.glyphs.full), role);
        }
        let (mine, other) = if half.is_multiple_of(2) { ('▄', '▀') } else { ('▀', '▄') };
        let is_edge = self.cell(x, y).and_then(|cell| *cell).map(|mark| mark.letter) == Some(other);
        self.put(x, y, if is_edge { '█' } else { mine }, role);
    }

    /// A thin line, in thirds of a row, with its steps.
    fn line(&mut self, corners: &[Spot], role: Role) {
        let mut before: Option<u16> = None;
        let thin = if self.plain { ['-', '-', '-'] } else { ['▁', '─', '▔'] };
        for x in 0..self.width {
            let Some(high) = height_at(corners, self.middle(x)) else { continue };
            let third = self.parts(high, 3).min((self.height * 3).saturating_sub(1));
            let from = before.replace(third).unwrap_or(third) / 3;
            for between in from.min(third / 3)..from.max(third / 3) {
                self.put(x, self.height.saturating_sub(between + 1), sign(self.ctx.glyphs.bar), role);
            }
            let sign = thin.get(usize::from(third % 3)).copied().unwrap_or('─');
            self.put(x, self.height.saturating_sub(third / 3 + 1), sign, role);
        }
    }

    /// A line of dashes; over what is filled it is seen as well.
    fn dashed(&mut self, corners: &[Spot], role: Role) {
        for half in (0..self.width.saturating_mul(2)).filter(|half| half % (DASH * 2) < DASH) {
            let at = (f64::from(half) + 0.5) / (f64::from(self.width.max(1)) * 2.0) * self.across;
            let Some(high) = height_at(corners, at) else { continue };
            let quarter = self.parts(high, 4).min((self.height * 4).saturating_sub(1));
            let (x, y) = (half / 2, self.height.saturating_sub(quarter / 4 + 1));
            if self.plain {
                self.put(x, y, '*', role);
                continue;
            }
            let there = self.cell(x, y).and_then(|cell| *cell).map_or(0, |mark| u32::from(mark.letter));
            // The edge of what is filled is above all.
            if (0x2580..=0x2588).contains(&there) {
                continue;
            }
            let dots = if (0x2800..0x2900).contains(&there) { there - 0x2800 } else { 0 };
            let letter = char::from_u32(0x2800 + (dots | braille(half % 2 == 1, 3 - quarter % 4))).unwrap_or('·');
            self.put(x, y, letter, role);
        }
    }

    fn band(&mut self, low: f64, high: f64, role: Role) {
        let (low, high) = (row_of(low, self.most, self.height), row_of(high, self.most, self.height));
        for y in high..=low {
            for x in 0..self.width {
                self.fill(x, y, role);
            }
        }
    }

    /// A bar with its amount above it; an unknown one has the sign for that on the ground.
    fn bar(&mut self, at: f64, amount: Option<f64>, role: Role) {
        let half = (0.34 / self.across * f64::from(self.width)).min(4.0);
        let centre = at / self.across * f64::from(self.width);
        let (from, to) = (whole(centre - half, self.width), whole(centre + half, self.width));
        let high = self.parts(amount.unwrap_or(0.0), 8);
        for x in from..to.max(from + 1) {
            for row in 0..high.div_ceil(8) {
                let eighths = usize::from((high - row * 8).min(8));
                let block = BLOCKS.get(eighths).copied().unwrap_or('█');
                let block = if self.plain { sign(self.ctx.glyphs.full) } else { block };
                self.put(x, self.height.saturating_sub(row + 1), block, role);
            }
        }
        let words = amount.map_or_else(|| self.ctx.glyphs.unknown.to_owned(), number);
        let long = u16::try_from(text::width(&words)).unwrap_or(0);
        let y = self.height.saturating_sub(1).saturating_sub(high.div_ceil(8));
        let start = whole(centre, self.width).saturating_sub(long / 2);
        for (x, letter) in (start..).zip(words.chars()) {
            self.put(x, y, letter, Role::Strong);
        }
    }

    fn dot(&mut self, (x, y): Spot, role: Role) {
        let (x, y) = (column_of(x, self.across, self.width), row_of(y, self.most, self.height));
        self.put(x, y, if self.plain { 'o' } else { '●' }, role);
    }

    /// Where the present is, through what is empty.
    fn upright(&mut self, at: f64) {
        let x = column_of(at, self.across, self.width);
        for y in 0..self.height {
            if self.cell(x, y).is_some_and(|cell| cell.is_none()) {
                self.put(x, y, if self.plain { ':' } else { '┆' }, Role::Dim);
            }
        }
    }
}

/// A sign as a letter.
fn sign(sign: &str) -> char {
    sign.chars().next().unwrap_or(' ')
}

/// The row of a chart in which an amount is.
pub fn row_of(amount: f64, most: f64, height: u16) -> u16 {
    let eighths = whole(amount / most.max(f64::MIN_POSITIVE) * f64::from(height) * 8.0, height.saturating_mul(8));
    height.saturating_sub(1).saturating_sub(eighths.saturating_sub(1) / 8)
}

/// The column of a chart in which a place is.
pub fn column_of(x: f64, across: f64, width: u16) -> u16 {
    whole(x / across.max(f64::MIN_POSITIVE) * f64::from(width), width.saturating_sub(1))
}

/// A dot of a braille cell: the right or left column, and the row from the top.
fn braille(right: bool, row: u16) -> u32 {
    match (right, row) {
        (false, 3) => 0x40,
        (true, 3) => 0x80,
        (false, row) => 1 << row,
        (true, row) => 8 << row,
    }
}

/// The nearest whole number up to `most`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the cells of a screen")]
fn whole(number: f64, most: u16) -> u16 {
    number.round().clamp(0.0, f64::from(most)) as u16
}
