//! `team`: its settings and its workflow (I2, I3, G3).

use crate::app::Standfast;
use crate::app::team::StatusEdit;
use crate::cli::Call;
use crate::cli::output::Reply;
use crate::cli::table::facts;
use crate::domain::item::Class;
use crate::domain::words::{choice, whole};
use crate::error::Result;
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

/// The team's settings and its workflow
#[derive(Debug, Args)]
pub struct Team {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show the settings and the workflow
    Show,
    /// Change a setting; `team show` lists them
    Set {
        /// The setting
        key: String,
        /// Its value; none to clear it
        #[arg(allow_hyphen_values = true)]
        value: String,
    },
    #[command(subcommand)]
    Status(StatusVerb),
}

/// The statuses of the workflow
#[derive(Debug, Subcommand)]
enum StatusVerb {
    /// Add a status
    Add {
        /// Its name
        name: String,
        /// waiting, active or finished
        #[arg(long, value_parser = class)]
        class: Class,
        /// The limit of work in progress
        #[arg(long, value_name = "COUNT")]
        wip: Option<u32>,
    },
    /// Change a status
    Edit {
        /// Its name
        name: String,
        /// A new name
        #[arg(long = "name", value_name = "NAME")]
        new_name: Option<String>,
        /// waiting, active or finished
        #[arg(long, value_parser = class)]
        class: Option<Class>,
        /// The limit of work in progress, or none
        #[arg(long, value_name = "COUNT", value_parser = wip)]
        wip: Option<Wip>,
        /// Its place in the workflow, from 1
        #[arg(long)]
        position: Option<usize>,
    },
    /// Remove a status without items
    Remove {
        /// Its name
        name: String,
    },
}

/// A limit, or none.
type Wip = Option<u32>;

impl Team {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match &self.verb {
            None | Some(Verb::Show) => show(app),
            Some(Verb::Set { key, value }) => {
                let outcome = app.set_team(key, value)?;
                let reply = Reply::done(&outcome).with("key", key.trim());
                Ok(reply.with("value", outcome.value.first().map(|setting| &setting.value)))
            }
            Some(Verb::Status(verb)) => verb.run(app),
        })
    }
}

impl StatusVerb {
    fn run(&self, app: &mut Standfast) -> Result<Reply> {
        match self {
            Self::Add { name, class, wip } => Ok(Reply::done(&app.add_status(name, *class, *wip)?).with("name", name)),
            Self::Edit { name, new_name, class, wip, position } => {
                let edit = StatusEdit { name: new_name.clone(), class: *class, wip_limit: *wip, position: *position };
                let outcome = app.edit_status(name, &edit)?;
                Ok(Reply::done(&outcome).with("name", new_name.as_ref().unwrap_or(name)))
            }
            Self::Remove { name } => Ok(Reply::done(&app.remove_status(name)?).with("name", name)),
        }
    }
}

fn show(app: &Standfast) -> Result<Reply> {
    let settings = app.team_settings()?;
    let workflow = app.workflow()?.into_iter().map(|status| status.sheet());
    let lines: Vec<(&str, String)> =
        settings.iter().map(|setting| (setting.key, format!("{}  ({})", setting.value, setting.sentence))).collect();
    let values: Map<String, Value> =
        settings.iter().map(|setting| (setting.key.to_owned(), json!(setting.value))).collect();
    Ok(Reply::default()
        .with("file", app.path().to_string_lossy())
        .with("settings", values)
        .with_text(format!("{}\n", facts(&lines)))
        .with_sheets("workflow", workflow, &["name", "class", "#wip_limit"], app.zone()))
}

fn class(typed: &str) -> std::result::Result<Class, String> {
    Class::parse(typed)
        .filter(|class| *class != Class::Dropped)
        .ok_or_else(|| choice("a class", &[Class::Waiting, Class::Active, Class::Finished].map(Class::word)))
}

fn wip(typed: &str) -> std::result::Result<Wip, String> {
    if typed.trim().eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    whole(typed.trim()).map(Some).ok_or_else(|| "a limit is a whole number from 1 up, or none".to_owned())
}
