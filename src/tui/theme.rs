//! Role → style. What is drawn has a role; a theme says how each role looks on this terminal (U6).

use crate::error::{Attempt, Error, Result};
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What something on the screen is. The letter means it in the snapshots of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Role {
    Text,
    Dim,
    Strong,
    Header,
    Team,
    Tab,
    TabHere,
    Footer,
    Key,
    Heading,
    Border,
    Popup,
    Frame,
    Cursor,
    CursorAway,
    Selected,
    Match,
    ItemKey,
    Field,
    FieldHere,
    Good,
    Warn,
    Bad,
    Note,
}

impl Role {
    /// Every role with its letter in snapshots.
    pub const ALL: [(Self, char); 24] = [
        (Self::Text, '.'),
        (Self::Dim, 'd'),
        (Self::Strong, 's'),
        (Self::Header, 'h'),
        (Self::Team, 'T'),
        (Self::Tab, 't'),
        (Self::TabHere, 'H'),
        (Self::Footer, 'f'),
        (Self::Key, 'k'),
        (Self::Heading, 'e'),
        (Self::Border, 'b'),
        (Self::Popup, 'p'),
        (Self::Frame, 'F'),
        (Self::Cursor, 'C'),
        (Self::CursorAway, 'c'),
        (Self::Selected, 'S'),
        (Self::Match, 'm'),
        (Self::ItemKey, 'i'),
        (Self::Field, 'l'),
        (Self::FieldHere, 'L'),
        (Self::Good, 'g'),
        (Self::Warn, 'w'),
        (Self::Bad, 'B'),
        (Self::Note, 'n'),
    ];
}

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// None: bold, underline and reverse carry everything.
    None,
    /// The sixteen that every terminal lets its user choose.
    Ansi,
    Fixed,
    True,
}

/// The themes that come along.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("high-contrast", include_str!("../../assets/themes/high-contrast.toml")),
];

/// How every role looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Its name in the configuration.
    pub name: String,
    styles: [Style; Role::ALL.len()],
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    palette: BTreeMap<String, Shade>,
    #[serde(default)]
    roles: BTreeMap<Role, Look>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shade {
    rgb: String,
    ansi: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Look {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default)]
    bold: bool,
    #[serde(default)]
    underline: bool,
    plain: Option<String>,
}

impl Theme {
    /// The theme of that name: one that comes along, or `NAME.toml` in `directory`.
    pub fn named(name: &str, directory: Option<&Path>, depth: Depth) -> Result<Self> {
        let name = if name == "auto" { "dark" } else { name };
        if let Some((_, text)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
            return Self::read(name, text, depth);
        }
        let file = directory
            .map(|directory| directory.join(format!("{name}.toml")))
            .filter(|file| !name.contains(['/', '\\']) && file.is_file())
            .ok_or_else(|| no_such_theme(name))?;
        let attempt = format!("read the theme {}", file.display());
        let text = std::fs::read_to_string(&file).attempting(attempt)?;
        Self::read(name, &text, depth)
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    fn read(name: &str, text: &str, depth: Depth) -> Result<Self> {
        let parse = |text: &str| toml::from_str::<File>(text).attempting(format!("read the theme \"{name}\""));
        let mut file = parse(BUILT_IN[0].1)?;
        if name != BUILT_IN[0].0 {
            let own = parse(text)?;
            file.palette.extend(own.palette);
            file.roles.extend(own.roles);
        }
        let mut styles = [Style::default(); Role::ALL.len()];
        for ((role, _), style) in Role::ALL.iter().zip(&mut styles) {
            let look = file.roles.get(role).cloned().unwrap_or_default();
            *style = look.style(&file.palette, depth).map_err(|word| bad_word(name, &word))?;
        }
        Ok(Self { name: name.to_owned(), styles })
    }
}

impl Look {
    /// The style on a terminal of that depth; otherwise the word that is neither colour nor effect.
    fn style(&self, palette: &BTreeMap<String, Shade>, depth: Depth) -> std::result::Result<Style, String> {
        let mut style = Style::default();
        if depth == Depth::None {
            for word in self.plain.as_deref().unwrap_or_default().split_whitespace() {
                style = style.add_modifier(effect(word).ok_or_else(|| word.to_owned())?);
            }
        }
        if self.bold {
            style = style.add_modifier(Modifier::BOLD);
        }
        if self.underline && depth != Depth::None {
            style = style.add_modifier(Modifier::UNDERLINED);
        }
        for (word, ground) in [(&self.fg, false), (&self.bg, true)] {
            let Some(word) = word else { continue };
            let colour = colour(word, palette, depth).ok_or_else(|| word.clone())?;
            match (colour, ground) {
                (None, _) => {}
                (Some(colour), false) => style = style.fg(colour),
                (Some(colour), true) => style = style.bg(colour),
            }
        }
        Ok(style)
    }
}

fn effect(word: &str) -> Option<Modifier> {
    match word {
        "reverse" => Some(Modifier::REVERSED),
        "bold" => Some(Modifier::BOLD),
        "underline" => Some(Modifier::UNDERLINED),
        "italic" => Some(Modifier::ITALIC),
        _ => None,
    }
}

/// The colour of that name; `Some(None)` where the terminal's own is to stand.
#[expect(clippy::option_option, reason = "no such colour and no colour are two answers")]
fn colour(word: &str, palette: &BTreeMap<String, Shade>, depth: Depth) -> Option<Option<Color>> {
    let (rgb, ansi) = palette.get(word).map_or((word, word), |shade| (&*shade.rgb, &*shade.ansi));
    let full = hex(rgb);
    match depth {
        Depth::None => (full.is_some() || named(ansi).is_some()).then_some(None),
        Depth::Ansi => named(ansi).or_else(|| full.map(|rgb| Some(nearest_ansi(rgb)))),
        Depth::Fixed => full.map(|rgb| Some(Color::Indexed(nearest_fixed(rgb)))).or_else(|| named(ansi)),
        Depth::True => full.map(|(r, g, b)| Some(Color::Rgb(r, g, b))).or_else(|| named(ansi)),
    }
}

fn hex(text: &str) -> Option<(u8, u8, u8)> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |from: usize| digits.get(from..from + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    Some((part(0)?, part(2)?, part(4)?))
}

/// The sixteen colours by name, with what they usually look like.
const ANSI: [(&str, Color, (u8, u8, u8)); 16] = [
    ("black", Color::Black, (0, 0, 0)),
    ("red", Color::Red, (205, 0, 0)),
    ("green", Color::Green, (0, 205, 0)),
    ("yellow", Color::Yellow, (205, 205, 0)),
    ("blue", Color::Blue, (0, 0, 238)),
    ("magenta", Color::Magenta, (205, 0, 205)),
    ("cyan", Color::Cyan, (0, 205, 205)),
    ("white", Color::Gray, (229, 229, 229)),
    ("bright-black", Color::DarkGray, (127, 127, 127)),
    ("bright-red", Color::LightRed, (255, 0, 0)),
    ("bright-green", Color::LightGreen, (0, 255, 0)),
    ("bright-yellow", Color::LightYellow, (255, 255, 0)),
    ("bright-blue", Color::LightBlue, (92, 92, 255)),
    ("bright-magenta", Color::LightMagenta, (255, 0, 255)),
    ("bright-cyan", Color::LightCyan, (0, 255, 255)),
    ("bright-white", Color::White, (255, 255, 255)),
];

#[expect(clippy::option_option, reason = "no such colour and no colour are two answers")]
fn named(word: &str) -> Option<Option<Color>> {
    if word == "default" {
        return Some(None);
    }
    ANSI.iter().find(|(name, ..)| *name == word).map(|(_, colour, _)| Some(*colour))
}

fn nearest_ansi(rgb: (u8, u8, u8)) -> Color {
    ANSI.iter().min_by_key(|(_, _, known)| distance(rgb, *known)).map_or(Color::Reset, |(_, colour, _)| *colour)
}

/// The nearest of the 6×6×6 cube and the 24 greys (xterm's numbering).
fn nearest_fixed((r, g, b): (u8, u8, u8)) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let step = |value: u8| {
        (0_u8..6).min_by_key(|at| STEPS.get(usize::from(*at)).map(|step| step.abs_diff(value))).unwrap_or(0)
    };
    let of = |at: u8| STEPS.get(usize::from(at)).copied().unwrap_or(0);
    let (ri, gi, bi) = (step(r), step(g), step(b));
    let cube = distance((r, g, b), (of(ri), of(gi), of(bi)));
    let mean = (u16::from(r) + u16::from(g) + u16::from(b)) / 3;
    let grey_at = u8::try_from(mean.saturating_sub(3) / 10).unwrap_or(23).min(23);
    let grey = 8 + 10 * grey_at;
    if distance((r, g, b), (grey, grey, grey)) < cube { 232 + grey_at } else { 16 + 36 * ri + 6 * gi + bi }
}

fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let square = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
    square(a.0, b.0) + square(a.1, b.1) + square(a.2, b.2)
}

fn no_such_theme(name: &str) -> Error {
    let known: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    Error::Misused(format!(
        "There is no theme \"{name}\". Choose {}, or put {name}.toml into themes/ of the configuration directory.",
        known.join(", ")
    ))
}

fn bad_word(theme: &str, word: &str) -> Error {
    Error::Misused(format!(
        "The theme \"{theme}\" says \"{word}\", which is neither in its palette nor a colour such as \"#79b8ff\" or \"red\"."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_reads_at_every_depth_and_roles_differ_without_colour() {
        for (name, _) in BUILT_IN {
            for depth in [Depth::None, Depth::Ansi, Depth::Fixed, Depth::True] {
                Theme::named(name, None, depth).unwrap();
            }
            let plain = Theme::named(name, None, Depth::None).unwrap();
            for role in [Role::Cursor, Role::TabHere, Role::Bad, Role::Match] {
                assert_ne!(plain.style(role), plain.style(Role::Text), "{name} {role:?}");
                assert_eq!(plain.style(role).fg, None);
            }
        }
    }

    #[test]
    fn a_users_theme_says_what_is_wrong_with_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("mine.toml"), "[roles]\nbad = { fg = \"puce\" }\n").unwrap();
        let said = Theme::named("mine", Some(folder.path()), Depth::True).unwrap_err().to_string();
        assert!(said.contains("puce"), "{said}");
        std::fs::write(folder.path().join("mine.toml"), "[roles]\nbad = { fg = \"#ff0000\" }\n").unwrap();
        let mine = Theme::named("mine", Some(folder.path()), Depth::True).unwrap();
        assert_eq!(mine.style(Role::Bad).fg, Some(Color::Rgb(255, 0, 0)));
        assert_eq!(mine.style(Role::Good), Theme::named("dark", None, Depth::True).unwrap().style(Role::Good));
        assert!(Theme::named("../dark", Some(folder.path()), Depth::True).is_err());
    }

    #[test]
    fn colours_come_down_to_what_there_is() {
        assert_eq!(nearest_fixed((255, 0, 0)), 196);
        assert_eq!(nearest_fixed((128, 128, 128)), 244);
        assert_eq!(nearest_ansi((250, 10, 10)), Color::LightRed);
    }
}
