//! The settings file: the built-in one, and the user's over it.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// Every setting with its comment; it is the default, parsed as such.
const DEFAULTS: &str = include_str!("../../assets/config.toml");

/// The largest settings file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// The settings in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `auto`, a built-in theme, or the name of a file in the themes directory.
    pub theme: String,
    /// Which signs draw frames and marks.
    pub glyphs: Glyphs,
    /// Whether the cockpit listens to the mouse.
    pub mouse: bool,
    /// The team that opens when none is named.
    pub team: String,
    /// Who acts when the environment does not say; empty for the user who is logged in.
    pub actor: String,
    /// The program for long text; empty for what the environment says.
    pub editor: String,
    /// The command that a standup's digest is piped to; empty for none.
    pub digest_command: String,
    /// How many seconds that command may take.
    pub digest_seconds: u64,
    /// The keys of each command that has other keys than the default ones.
    pub keys: BTreeMap<String, Vec<String>>,
}

/// Which signs draw frames and marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Glyphs {
    /// What terminal and locale can show.
    #[default]
    Auto,
    /// Box-drawing characters and symbols.
    Unicode,
    Ascii,
}

/// A settings file as it is written; what is absent is left to the layer below.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layer {
    theme: Option<String>,
    glyphs: Option<Glyphs>,
    mouse: Option<bool>,
    team: Option<String>,
    actor: Option<String>,
    editor: Option<String>,
    #[serde(default)]
    standup: StandupLayer,
    #[serde(default)]
    keys: BTreeMap<String, Keys>,
}

/// The settings of the standup as they are written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct StandupLayer {
    digest_command: Option<String>,
    digest_seconds: Option<u64>,
}

/// One key or several.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a key such as \"ctrl-z\", or a list of keys")]
enum Keys {
    One(String),
    Many(Vec<String>),
}

impl Settings {
    /// The user's settings over the built-in ones; a file that does not exist changes nothing.
    pub fn load(file: Option<&Path>) -> Result<Self, String> {
        let Some(file) = file else { return Ok(Self::default()) };
        let shown = crate::domain::text::clean(&file.to_string_lossy()).into_owned();
        let ignored = |why: String| format!("{shown}: {why}. The default settings are used.");
        let Some(text) = read(file).map_err(ignored)? else { return Ok(Self::default()) };
        let layer = parse(&text).map_err(ignored)?;
        Ok(Self::default().under(layer))
    }

    fn under(self, layer: Layer) -> Self {
        let keys = layer.keys.into_iter().map(|(command, keys)| match keys {
            Keys::One(key) => (command, vec![key]),
            Keys::Many(keys) => (command, keys),
        });
        Self {
            theme: layer.theme.unwrap_or(self.theme),
            glyphs: layer.glyphs.unwrap_or(self.glyphs),
            mouse: layer.mouse.unwrap_or(self.mouse),
            team: layer.team.unwrap_or(self.team),
            actor: layer.actor.unwrap_or(self.actor),
            editor: layer.editor.unwrap_or(self.editor),
            digest_command: layer.standup.digest_command.unwrap_or(self.digest_command),
            digest_seconds: layer.standup.digest_seconds.unwrap_or(self.digest_seconds),
            keys: self.keys.into_iter().chain(keys).collect(),
        }
    }
}

impl Default for Settings {
    /// What the built-in file says; a test holds that it says everything.
    fn default() -> Self {
        let nothing = Self {
            theme: String::new(),
            glyphs: Glyphs::Auto,
            mouse: false,
            team: String::new(),
            actor: String::new(),
            editor: String::new(),
            digest_command: String::new(),
            digest_seconds: 0,
            keys: BTreeMap::new(),
        };
        nothing.under(parse(DEFAULTS).unwrap_or_default())
    }
}

/// The text of a settings file; `None` if there is no file.
fn read(file: &Path) -> Result<Option<String>, String> {
    let opened = match File::open(file) {
        Ok(opened) => opened,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
        Err(error) => return Err(error.to_string()),
    };
    let mut bytes = Vec::new();
    opened.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("it is larger than {LARGEST} bytes"));
    }
    String::from_utf8(bytes).map(Some).map_err(|error| {
        let line =
            error.as_bytes().iter().take(error.utf8_error().valid_up_to()).filter(|&&byte| byte == b'\n').count();
        format!("line {} is not UTF-8", line + 1)
    })
}

fn parse(text: &str) -> Result<Layer, String> {
    toml::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
        let message = crate::domain::text::fit(error.message().trim_end_matches('.'), 200).into_owned();
        format!("line {line}, column {column}: {message}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_file_says_everything_with_a_comment_to_each() {
        let layer = parse(DEFAULTS).unwrap();
        assert!(layer.theme.is_some() && layer.glyphs.is_some() && layer.mouse.is_some());
        assert!(layer.team.is_some() && layer.actor.is_some() && layer.editor.is_some());
        assert!(layer.standup.digest_command.is_some() && layer.standup.digest_seconds.is_some());
        let lines: Vec<&str> = DEFAULTS.lines().collect();
        for (number, _) in
            lines.iter().enumerate().filter(|(_, line)| !line.starts_with(['#', '[']) && !line.is_empty())
        {
            assert!(lines[number - 1].starts_with("# "), "line {} has no comment", number + 1);
        }
        assert_eq!((Settings::default().theme.as_str(), Settings::default().mouse), ("auto", true));
    }

    #[test]
    fn the_users_lines_win() {
        let layer = parse("theme = \"light\"\n[keys]\nundo = \"ctrl-z\"\nitem_add = [\"a\", \"insert\"]\n").unwrap();
        let settings = Settings::default().under(layer);
        assert_eq!((settings.theme.as_str(), settings.team.as_str()), ("light", "default"));
        assert_eq!(settings.keys["undo"], ["ctrl-z"]);
        assert_eq!(settings.keys["item_add"], ["a", "insert"]);
    }

    #[test]
    fn a_mistake_is_named_by_line_and_column() {
        let table = [
            ("mouse = true\nthemes = \"dark\"", "line 2, column 1: unknown field `themes`"),
            ("theme = dark", "line 1, column 9: "),
            ("\n\nmouse = \"yes\"", "line 3, column 9: invalid type"),
            ("glyphs = \"emoji\"", "line 1, column 10: unknown variant `emoji`"),
            ("[keys]\nundo = 3", "line 2, column 8: expected a key such as"),
            ("theme = \"\u{1b}[31m\"", "line 1, column 10: "),
        ];
        for (text, expected) in table {
            let said = parse(text).unwrap_err();
            assert!(said.starts_with(expected), "{said}");
            assert!(!said.contains(['\u{1b}', '\n']), "{said}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_leaves_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        assert_eq!(Settings::load(Some(&file)), Ok(Settings::default()));
        assert_eq!(Settings::load(None), Ok(Settings::default()));
        std::fs::write(&file, b"theme = \"dark\"\n\xff").unwrap();
        assert!(Settings::load(Some(&file)).unwrap_err().contains("config.toml: line 2 is not UTF-8. The default"));
        std::fs::write(&file, vec![b'#'; (1 << 20) + 1]).unwrap();
        assert!(Settings::load(Some(&file)).unwrap_err().contains("larger than"));
        std::fs::remove_file(&file).unwrap();
        std::fs::create_dir(&file).unwrap();
        assert!(Settings::load(Some(&file)).is_err());
    }
}
