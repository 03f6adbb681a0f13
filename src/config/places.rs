//! Where the files are: the platform's directories, and a team's database in them (G1).

use crate::error::{Error, Result};
use directories::ProjectDirs;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The longest name of a team, in characters.
const LONGEST_NAME: usize = 64;

/// The variables the program was started with, read once.
#[derive(Debug, Clone, Default)]
pub struct Environment(BTreeMap<OsString, OsString>);

impl Environment {
    /// Those of this process.
    pub fn of_process() -> Self {
        Self(std::env::vars_os().collect())
    }

    /// These and no others.
    pub fn of(variables: &[(&str, &str)]) -> Self {
        Self(variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
    }

    /// A variable as text; `None` when it is not set, empty, or no Unicode.
    pub fn text(&self, name: &str) -> Option<String> {
        let value = self.0.get(&OsString::from(name))?.to_str()?;
        (!value.trim().is_empty()).then(|| value.to_owned())
    }

    /// A variable as a path, which may be any bytes; `None` when it is not set or empty.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.0.get(&OsString::from(name)).filter(|value| !value.is_empty()).map(PathBuf::from)
    }
}

/// The program's own directories. Each is `None` where the system names none, as without `HOME`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    pub config: Option<PathBuf>,
    pub data: Option<PathBuf>,
}

impl Places {
    /// The platform's directories. Without a home directory in the environment only what is named by itself counts: the
    /// home that the password file names may be another person's, as under `sudo`.
    pub fn find(environment: &Environment) -> Self {
        let absolute = |name| environment.path(name).filter(|path| path.is_absolute());
        if cfg!(any(target_os = "windows", target_os = "macos")) {
            return ProjectDirs::from("", "", "standfast").map_or_else(Self::default, |dirs| Self {
                config: Some(dirs.config_dir().to_owned()),
                data: Some(dirs.data_dir().to_owned()),
            });
        }
        let home = absolute("HOME");
        let place = |variable, below: &str| {
            let base = absolute(variable).or_else(|| home.as_ref().map(|home| home.join(below)));
            base.map(|base| base.join("standfast"))
        };
        Self { config: place("XDG_CONFIG_HOME", ".config"), data: place("XDG_DATA_HOME", ".local/share") }
    }

    /// The user's settings, whether or not the file exists.
    pub fn config_file(&self) -> Option<PathBuf> {
        self.config.as_ref().map(|folder| folder.join("config.toml"))
    }

    /// Where the cockpit writes pages: in the data directory, or else beside the database.
    pub fn pages(&self, database: &Path) -> PathBuf {
        self.data.as_deref().or_else(|| database.parent()).unwrap_or(Path::new(".")).join("pages")
    }

    /// Where the user's own themes are.
    pub fn themes(&self) -> Option<PathBuf> {
        self.config.as_ref().map(|folder| folder.join("themes"))
    }
}

/// The file of the team of this name: `NAME.db` in the data directory.
pub fn database_of(data: Option<&Path>, team: &str) -> Result<PathBuf> {
    let sound = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
    let name = team.trim();
    if name.is_empty() || name.starts_with('.') || name.chars().count() > LONGEST_NAME || !name.chars().all(sound) {
        let shown = crate::domain::text::fit(name, 40);
        return Err(Error::Misused(format!(
            "\"{shown}\" cannot name a team's file: take up to {LONGEST_NAME} letters, digits, spaces, - _ and dots, not at the start."
        )));
    }
    let data = data.ok_or_else(|| {
        Error::Misused(
            "HOME is not set, so there is no data directory. Name a file with --db FILE or STANDFAST_DB.".into(),
        )
    })?;
    Ok(data.join(format!("{name}.db")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_cannot_lead_out_of_the_data_directory() {
        let data = Some(Path::new("/data"));
        assert_eq!(database_of(data, " Mesos-2 ").unwrap(), Path::new("/data/Mesos-2.db"));
        assert_eq!(database_of(data, "Größe 1.0").unwrap(), Path::new("/data/Größe 1.0.db"));
        let long = "x".repeat(65);
        for name in ["", " ", "..", "../x", "a/b", "a\\b", ".hidden", "a\0b", "a\nb", "c:x", "\u{202e}x", &long] {
            assert!(matches!(database_of(data, name), Err(Error::Misused(_))), "{name:?}");
        }
        assert!(database_of(None, "x").unwrap_err().to_string().contains("--db"));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn without_a_home_only_named_directories_count() {
        let of = |variables: &[(&str, &str)]| Places::find(&Environment::of(variables));
        let home = of(&[("HOME", "/h"), ("XDG_DATA_HOME", "relative")]);
        assert_eq!(home.config.as_deref(), Some(Path::new("/h/.config/standfast")));
        assert_eq!(home.data.as_deref(), Some(Path::new("/h/.local/share/standfast")));
        assert_eq!(of(&[]), Places::default());
        assert_eq!(of(&[("HOME", "")]), Places::default());
        let named = of(&[("XDG_DATA_HOME", "/d e")]);
        assert_eq!((named.config, named.data.as_deref()), (None, Some(Path::new("/d e/standfast"))));
    }
}
