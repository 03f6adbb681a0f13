//! Settings: what the defaults are, what the user makes of them, and where the files are (G1).
//!
//! Three layers, the later one wins: `assets/config.toml`, built in; `config.toml` in the configuration directory; the
//! environment. Nothing here ever writes a file.

mod places;
mod settings;

pub use places::{Environment, Places, database_of};
pub use settings::{Glyphs, Settings};

use crate::domain::text;
use crate::error::Result;
use std::path::{Path, PathBuf};

/// Everything that is configured before the first command.
#[derive(Debug, Clone)]
pub struct Config {
    /// The settings in force.
    pub settings: Settings,
    /// What was wrong with the user's file, in sentences; the defaults stand in its place.
    pub warnings: Vec<String>,
    /// Where the files are.
    pub places: Places,
    environment: Environment,
}

impl Config {
    /// Reads the user's settings. It never fails: what cannot be read becomes a warning.
    pub fn load(environment: Environment) -> Self {
        let places = Places::find(&environment);
        let mut warnings = Vec::new();
        let file = places.config_file();
        let settings = Settings::load(file.as_deref()).unwrap_or_else(|warning| {
            warnings.push(warning);
            Settings::default()
        });
        Self { settings, warnings, places, environment }
    }

    /// The database to open (G1): `--db`, else `--team`, else the environment, else the team in the settings.
    pub fn database(&self, db: Option<&Path>, team: Option<&str>) -> Result<PathBuf> {
        if let Some(file) = db {
            return Ok(file.to_owned());
        }
        if let Some(team) = team {
            return self.database_of(team);
        }
        if let Some(file) = self.environment.path("STANDFAST_DB") {
            return Ok(file);
        }
        let team = self.environment.text("STANDFAST_TEAM").unwrap_or_else(|| self.settings.team.clone());
        self.database_of(&team)
    }

    /// The database of the team of this name, in the data directory.
    pub fn database_of(&self, team: &str) -> Result<PathBuf> {
        database_of(self.places.data.as_deref(), team)
    }

    /// Who acts: `STANDFAST_ACTOR`, else the setting, else the user who is logged in.
    pub fn actor(&self) -> String {
        let own = Some(self.settings.actor.clone()).filter(|name| !name.trim().is_empty());
        let login = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| self.environment.text(name));
        let name = self.environment.text("STANDFAST_ACTOR").or(own).or_else(login);
        name.map_or_else(|| "somebody".to_owned(), |name| text::clean(name.trim()).into_owned())
    }

    /// The program that edits long text, with its arguments.
    pub fn editor(&self) -> String {
        let own = Some(self.settings.editor.clone()).filter(|editor| !editor.trim().is_empty());
        own.or_else(|| self.environment.text("VISUAL"))
            .or_else(|| self.environment.text("EDITOR"))
            .unwrap_or_else(|| "vi".to_owned())
    }

    /// What `STANDFAST_NOW` says, if it is set.
    pub fn now(&self) -> Option<String> {
        self.environment.text("STANDFAST_NOW")
    }

    /// The environment, for what only one face needs, such as `TERM`.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(variables: &[(&str, &str)]) -> Config {
        Config::load(Environment::of(variables))
    }

    #[test]
    fn the_flag_wins_over_the_environment_and_that_over_the_settings() {
        let both = config(&[("HOME", "/h"), ("STANDFAST_DB", "env.db"), ("STANDFAST_TEAM", "env")]);
        let named = |db: Option<&str>, team| both.database(db.map(Path::new), team).unwrap();
        assert_eq!(named(Some("flag.db"), Some("flag")), Path::new("flag.db"));
        assert!(named(None, Some("flag")).ends_with("flag.db"));
        assert_eq!(named(None, None), Path::new("env.db"));
        let team = config(&[("HOME", "/h"), ("STANDFAST_TEAM", "env")]);
        assert!(team.database(None, None).unwrap().ends_with("env.db"));
        assert!(config(&[("HOME", "/h")]).database(None, None).unwrap().ends_with("default.db"));
    }

    #[test]
    fn the_actor_is_whoever_is_named_first() {
        assert_eq!(config(&[("USER", "ann"), ("STANDFAST_ACTOR", "fac")]).actor(), "fac");
        assert_eq!(config(&[("USER", "ann"), ("STANDFAST_ACTOR", "")]).actor(), "ann");
        assert_eq!(config(&[("USER", "a\u{1b}n")]).actor(), "a␛n");
        assert_eq!(config(&[]).actor(), "somebody");
    }
}
