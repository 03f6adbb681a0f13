//! A picture as SVG: no script, nothing from elsewhere, light and dark, the same figures as on the screen.

use crate::domain::picture::{Form, Picture, Shape, Spot, Tick, Weight, flags, marks};
use crate::domain::points::number;
use crate::domain::text;
use askama::Template;
use std::fmt::Write as _;

/// The size of a picture, and the room beside the chart, in the units of its view box.
const WIDTH: f64 = 760.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 14.0;
const CHART: f64 = 220.0;
/// The height of a row of words, and about how wide a character is.
const ROW: f64 = 18.0;
const LETTER: f64 = 7.0;
/// The most rows of names above the chart.
const MOST_FLAGS: usize = 3;
/// As many columns of a name as are shown.
const LONGEST: usize = 60;

/// A picture that is a file of its own; within a page, the page has its style.
pub fn alone(picture: &Picture) -> String {
    render(picture, true)
}

/// A picture within a page.
pub fn within(picture: &Picture) -> String {
    render(picture, false)
}

#[derive(Template)]
#[template(path = "picture.svg", config = "assets/askama.toml")]
struct Drawing {
    alone: bool,
    width: String,
    height: String,
    title: String,
    says: String,
    marks: Vec<Mark>,
}

enum Mark {
    Box { class: String, x: String, y: String, wide: String, high: String },
    Path { class: String, corners: String },
    Dot { class: String, x: String, y: String },
    Words { class: &'static str, x: String, y: String, words: String },
}

fn render(picture: &Picture, alone: bool) -> String {
    let page = Paper::new(picture);
    let mut marks = legend(picture);
    marks.extend(page.ground(picture));
    marks.extend(picture.shapes.iter().flat_map(|shape| page.shape(shape)));
    marks.extend(picture.now.map(|at| page.upright("now", at)));
    marks.extend(page.axis(picture));
    marks.extend(page.flags(picture));
    let drawing = Drawing {
        alone,
        width: px(WIDTH),
        height: px(page.bottom + ROW * 1.8),
        title: clean(&picture.title),
        says: text::clean(&picture.says).into_owned(),
        marks,
    };
    // Writing into a string does not fail.
    drawing.render().unwrap_or_default()
}

/// Where amounts and places are in the picture.
struct Paper {
    top: f64,
    bottom: f64,
    /// The amount at the top.
    most: f64,
    across: f64,
    marks: Vec<f64>,
}

impl Paper {
    fn new(picture: &Picture) -> Self {
        let marks = marks(picture.most(), 6);
        let named = f64::from(u16::try_from(picture.flags.len().min(MOST_FLAGS)).unwrap_or(0));
        let top = ROW * (1.8 + named * 0.8);
        let most = marks.last().copied().unwrap_or(1.0).max(f64::MIN_POSITIVE);
        Self { top, bottom: top + CHART, most, across: picture.width.max(f64::MIN_POSITIVE), marks }
    }

    fn x(&self, at: f64) -> f64 {
        LEFT + (at / self.across).clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, amount: f64) -> f64 {
        self.bottom - (amount / self.most).clamp(0.0, 1.0) * CHART
    }

    /// What is behind the shapes: days off, and the numbers with their lines.
    fn ground(&self, picture: &Picture) -> Vec<Mark> {
        let free = picture.free.iter().map(|(from, to)| self.filled("free".to_owned(), (*from, *to), (0.0, self.most)));
        let lines = self.marks.iter().flat_map(|mark| {
            let y = self.y(*mark);
            let line = Mark::Path {
                class: "grid".to_owned(),
                corners: format!("M{} {}H{}", px(LEFT), px(y), px(WIDTH - RIGHT)),
            };
            [line, Mark::Words { class: "end", x: px(LEFT - 8.0), y: px(y + 4.0), words: number(*mark) }]
        });
        free.chain(lines).collect()
    }

    fn shape(&self, shape: &Shape) -> Vec<Mark> {
        let tone = shape.tone.word();
        let path = |class: &str, corners| Mark::Path { class: format!("{class} {tone}"), corners };
        match &shape.form {
            Form::Area(corners) => vec![path("area", self.filled_down(corners)), path("line", self.through(corners))],
            Form::Line(corners) => vec![path("line", self.through(corners))],
            Form::Dotted(corners) => vec![path("dotted", self.through(corners))],
            Form::Level(at) => vec![path("dotted", self.through(&[(0.0, *at), (self.across, *at)]))],
            Form::Band(low, high) => {
                vec![self.filled(format!("band solid {tone}"), (0.0, self.across), (*low, *high))]
            }
            Form::Dots(spots) => spots
                .iter()
                .map(|(x, y)| Mark::Dot { class: format!("solid {tone}"), x: px(self.x(*x)), y: px(self.y(*y)) })
                .collect(),
            Form::Bars(bars) => bars.iter().flat_map(|(at, amount)| self.bar(tone, *at, *amount)).collect(),
        }
    }

    fn bar(&self, tone: &str, at: f64, amount: Option<f64>) -> Vec<Mark> {
        let words = amount.map_or_else(|| "?".to_owned(), number);
        let bar = amount.map(|amount| self.filled(format!("solid {tone}"), (at - 0.34, at + 0.34), (0.0, amount)));
        let y = self.y(amount.unwrap_or(0.0)) - 5.0;
        let value = Mark::Words { class: "value", x: px(self.x(at)), y: px(y), words };
        bar.into_iter().chain([value]).collect()
    }

    fn filled(&self, class: String, (from, to): (f64, f64), (low, high): (f64, f64)) -> Mark {
        let (left, top) = (self.x(from), self.y(high));
        let (wide, high) = (px(self.x(to) - left), px(self.y(low) - top));
        Mark::Box { class, x: px(left), y: px(top), wide, high }
    }

    fn through(&self, corners: &[Spot]) -> String {
        let mut path = String::new();
        for (x, y) in corners {
            let _ = write!(path, "{}{} {}", if path.is_empty() { 'M' } else { 'L' }, px(self.x(*x)), px(self.y(*y)));
        }
        path
    }

    fn filled_down(&self, corners: &[Spot]) -> String {
        let (Some(first), Some(last)) = (corners.first(), corners.last()) else { return String::new() };
        let ground = px(self.bottom);
        format!("{}L{} {ground}L{} {ground}Z", self.through(corners), px(self.x(last.0)), px(self.x(first.0)))
    }

    fn upright(&self, class: &str, at: f64) -> Mark {
        let corners = format!("M{} {}V{}", px(self.x(at)), px(self.top), px(self.bottom));
        Mark::Path { class: class.to_owned(), corners }
    }

    /// The axis below, and as many of its names as find room.
    fn axis(&self, picture: &Picture) -> Vec<Mark> {
        let line = format!("M{} {}H{}", px(LEFT), px(self.bottom), px(WIDTH - RIGHT));
        let y = px(self.bottom + ROW);
        let mut marks = vec![
            Mark::Path { class: "axis".to_owned(), corners: line },
            Mark::Words { class: "end", x: px(LEFT - 8.0), y: y.clone(), words: picture.across.to_owned() },
        ];
        let mut free = LEFT - LETTER;
        for Tick { from, to, words, weight } in &picture.ticks {
            let words = clean(words);
            let (middle, wide) = (f64::midpoint(self.x(*from), self.x(*to)), width(&words));
            if middle - wide / 2.0 < free {
                continue;
            }
            free = middle + wide / 2.0 + LETTER;
            let class = match weight {
                Weight::Plain => "mid",
                Weight::Here => "here",
                Weight::Late => "late",
            };
            marks.push(Mark::Words { class, x: px(middle), y: y.clone(), words });
        }
        marks
    }

    /// The names above the chart, each over its place.
    fn flags(&self, picture: &Picture) -> Vec<Mark> {
        let column = |x: f64| columns((self.x(x) - LEFT) / LETTER);
        let names: Vec<(u16, String)> = picture.flags.iter().map(|(x, name)| (column(*x), clean(name))).collect();
        let placed = flags(&names, MOST_FLAGS, columns((WIDTH - LEFT - RIGHT) / LETTER), "↓");
        let mut marks = Vec::new();
        for flag in placed {
            let row = f64::from(u16::try_from(flag.row).unwrap_or(0));
            let x = LEFT + f64::from(flag.x) * LETTER;
            let y = px(self.top - 6.0 - row * ROW * 0.8);
            marks.push(Mark::Words { class: "flag", x: px(x), y, words: flag.words });
        }
        marks
    }
}

/// What each shape is, and what else there is to know at the right.
fn legend(picture: &Picture) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut x = LEFT;
    for (shape, name) in picture.shapes.iter().filter_map(|shape| Some((shape, shape.name.as_ref()?))) {
        let tone = shape.tone.word();
        let line = |class: &str| Mark::Path {
            class: format!("{class} {tone}"),
            corners: format!("M{} {}h18", px(x), px(ROW - 4.0)),
        };
        marks.push(match shape.form {
            Form::Dotted(_) | Form::Level(_) => line("dotted"),
            Form::Line(_) | Form::Area(_) => line("line"),
            Form::Dots(_) => Mark::Dot { class: format!("solid {tone}"), x: px(x + 9.0), y: px(ROW - 4.0) },
            Form::Bars(_) => square("solid", tone, x),
            Form::Band(..) => square("band solid", tone, x),
        });
        let words = clean(name);
        let wide = width(&words);
        marks.push(Mark::Words { class: "name", x: px(x + 24.0), y: px(ROW), words });
        x += 24.0 + wide + 18.0;
    }
    let aside = clean(&picture.aside);
    if !aside.is_empty() && x + width(&aside) < WIDTH - RIGHT {
        marks.push(Mark::Words { class: "end", x: px(WIDTH - RIGHT), y: px(ROW), words: aside });
    }
    marks
}

fn square(class: &str, tone: &str, x: f64) -> Mark {
    Mark::Box { class: format!("{class} {tone}"), x: px(x), y: px(ROW - 10.0), wide: px(18.0), high: px(11.0) }
}

/// About how wide words are.
fn width(words: &str) -> f64 {
    f64::from(u16::try_from(text::width(words)).unwrap_or(u16::MAX)) * LETTER
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "columns of a picture")]
fn columns(wide: f64) -> u16 {
    wide.round().clamp(0.0, WIDTH) as u16
}

/// Words from outside: they steer nothing, and the end of a long one is left out.
fn clean(words: &str) -> String {
    text::fit(&text::clean(words), LONGEST).into_owned()
}

/// A length with at most one decimal.
fn px(length: f64) -> String {
    let tenths = (length * 10.0).round() / 10.0;
    // Never "-0".
    format!("{}", tenths + 0.0)
}
