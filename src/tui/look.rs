//! What this terminal can show, and how the user wants it to look (U6).

use crate::config::{Config, Environment, Glyphs as Wanted};
use crate::error::Result;
use crate::tui::glyph::{ASCII, Glyphs, UNICODE};
use crate::tui::ground::Ground;
use crate::tui::theme::{BUILT_IN, Depth, Theme};
use std::path::PathBuf;

/// Everything about appearance.
#[derive(Debug, Clone)]
pub struct Look {
    pub theme: Theme,
    /// The signs to draw with.
    pub glyphs: Glyphs,
    /// Whether the terminal shows nothing but ASCII: other characters are drawn as `?`.
    pub ascii_only: bool,
    depth: Depth,
    themes: Option<PathBuf>,
    /// Whether the theme is to suit a ground that the environment does not name.
    is_guessed: bool,
}

impl Look {
    /// What settings and environment say. The terminal is not waited for: it may not answer.
    pub fn choose(config: &Config) -> Result<Self> {
        let environment = config.environment();
        let depth = depth(environment);
        let themes = config.places.themes();
        let name = match config.settings.theme.as_str() {
            "auto" if is_light(environment) => "light",
            "auto" => "dark",
            name => name,
        };
        let theme = Theme::named(name, themes.as_deref(), depth)?;
        let utf8 = speaks_utf8(environment);
        let plain = match config.settings.glyphs {
            Wanted::Auto => !utf8 || matches!(terminal(environment).as_str(), "dumb" | "linux" | ""),
            Wanted::Unicode => false,
            Wanted::Ascii => true,
        };
        let ascii_only = !utf8 && config.settings.glyphs != Wanted::Unicode;
        let colourful = matches!(depth, Depth::Fixed | Depth::True);
        let is_guessed = config.settings.theme == "auto" && environment.text("COLORFGBG").is_none() && colourful;
        Ok(Self { theme, glyphs: if plain { ASCII } else { UNICODE }, ascii_only, depth, themes, is_guessed })
    }

    /// Whether the terminal is to be asked for its ground.
    pub fn asks_for_ground(&self) -> bool {
        self.is_guessed
    }

    /// The same on a ground that is known now. On one that is not, the terminal's own colours can be read for sure.
    pub fn on(&self, ground: Ground) -> Result<Self> {
        let own = Self { depth: Depth::Ansi, ..self.clone() };
        match ground {
            _ if !self.is_guessed => Ok(self.clone()),
            Ground::Light => self.with_theme("light"),
            Ground::Dark => self.with_theme("dark"),
            Ground::Unknown => own.with_theme("dark"),
        }
    }

    /// The built-in look without colour, for those whose settings cannot be read.
    pub fn fallback(config: &Config) -> Result<Self> {
        let mut plain = config.clone();
        "dark".clone_into(&mut plain.settings.theme);
        Self::choose(&plain)
    }

    /// The same with another theme.
    pub fn with_theme(&self, name: &str) -> Result<Self> {
        let theme = Theme::named(name, self.themes.as_deref(), self.depth)?;
        Ok(Self { theme, is_guessed: false, ..self.clone() })
    }

    /// The names of the themes there are: those that come along, then the user's own.
    pub fn theme_names(&self) -> Vec<String> {
        let mut own: Vec<String> = self
            .themes
            .iter()
            .filter_map(|folder| std::fs::read_dir(folder).ok())
            .flatten()
            .flatten()
            .filter_map(|entry| entry.path().file_name()?.to_str()?.strip_suffix(".toml").map(str::to_owned))
            .filter(|name| BUILT_IN.iter().all(|(known, _)| known != name))
            .collect();
        own.sort();
        BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).chain(own).collect()
    }
}

fn terminal(environment: &Environment) -> String {
    environment.text("TERM").unwrap_or_default()
}

/// How many colours: `NO_COLOR` and `CLICOLOR=0` say none, else what `COLORTERM` and `TERM` promise.
fn depth(environment: &Environment) -> Depth {
    let term = terminal(environment);
    let is = |name: &str, value: &str| environment.text(name).as_deref() == Some(value);
    if environment.text("NO_COLOR").is_some() || is("CLICOLOR", "0") || matches!(term.as_str(), "" | "dumb") {
        return Depth::None;
    }
    let many = environment.text("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
    if many || term.contains("direct") || ["xterm-kitty", "xterm-ghostty", "alacritty", "foot"].contains(&term.as_str())
    {
        Depth::True
    } else if term.contains("256color") {
        Depth::Fixed
    } else {
        Depth::Ansi
    }
}

/// Whether the terminal says that its ground is light: the last number of `COLORFGBG` is 7 or 15.
fn is_light(environment: &Environment) -> bool {
    let ground = environment.text("COLORFGBG");
    ground.and_then(|value| value.rsplit(';').next().map(|last| last == "7" || last == "15")).unwrap_or(false)
}

/// Whether the locale is one of UTF-8: the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set decides.
fn speaks_utf8(environment: &Environment) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| environment.text(name)).unwrap_or_default();
    let locale = locale.to_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Role;

    type Case<'a> = (&'a [(&'a str, &'a str)], Depth, bool, bool);

    fn look(variables: &[(&str, &str)]) -> Look {
        Look::choose(&Config::load(Environment::of(variables))).unwrap()
    }

    #[test]
    fn the_environment_decides_colours_and_signs() {
        let utf8 = ("LANG", "en_US.UTF-8");
        let table: [Case<'_>; 9] = [
            (&[utf8, ("TERM", "xterm-256color")], Depth::Fixed, true, false),
            (&[utf8, ("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], Depth::True, true, false),
            (&[utf8, ("TERM", "xterm")], Depth::Ansi, true, false),
            (&[utf8, ("TERM", "xterm-256color"), ("NO_COLOR", "1")], Depth::None, true, false),
            (&[utf8, ("TERM", "xterm-256color"), ("CLICOLOR", "0")], Depth::None, true, false),
            (&[utf8, ("TERM", "dumb")], Depth::None, false, false),
            (&[utf8, ("TERM", "linux")], Depth::Ansi, false, false),
            (&[utf8], Depth::None, false, false),
            (&[("LANG", "C"), ("TERM", "xterm-256color")], Depth::Fixed, false, true),
        ];
        for (variables, depth, unicode, ascii_only) in table {
            let look = look(variables);
            assert_eq!(
                (look.depth, look.glyphs == UNICODE, look.ascii_only),
                (depth, unicode, ascii_only),
                "{variables:?}"
            );
        }
        let first = look(&[("LC_ALL", "C"), utf8, ("TERM", "xterm")]);
        assert!(first.ascii_only, "LC_ALL comes before LANG");
    }

    #[test]
    fn a_light_ground_gets_the_light_theme() {
        assert_eq!(look(&[("TERM", "xterm"), ("COLORFGBG", "0;15")]).theme.name, "light");
        assert_eq!(look(&[("TERM", "xterm"), ("COLORFGBG", "15;0")]).theme.name, "dark");
    }

    #[test]
    fn a_ground_that_nothing_names_is_asked_for() {
        let colourful = ("TERM", "xterm-256color");
        let asks = look(&[colourful]);
        assert!(asks.asks_for_ground());
        assert_eq!(asks.on(Ground::Light).unwrap().theme.name, "light");
        // Without an answer the text has the terminal's own colour.
        let own = asks.on(Ground::Unknown).unwrap();
        assert_eq!(own.theme.style(Role::Text).fg, None);
        // What a person chose, and what is known, is left alone.
        for known in [look(&[colourful, ("COLORFGBG", "15;0")]), asks.with_theme("high-contrast").unwrap()] {
            assert!(!known.asks_for_ground());
            assert_eq!(known.on(Ground::Light).unwrap().theme, known.theme);
        }
        assert!(!look(&[("TERM", "xterm")]).asks_for_ground(), "sixteen colours are the user's own");
    }
}
