//! `item add` and `item edit`.

use crate::app::Standfast;
use crate::app::item::{ItemEdit, NewItem, Place};
use crate::cli::args;
use crate::cli::output::Reply;
use crate::domain::item::Kind;
use crate::domain::points::Points;
use crate::error::{Attempt, Result};
use clap::Args;
use std::io::Read;

/// Add an item at the bottom of the backlog
#[derive(Debug, Args)]
pub struct Add {
    /// Its title
    title: String,
    /// Its estimate
    #[arg(long, allow_negative_numbers = true, value_parser = args::points)]
    points: Option<Points>,
    /// An acceptance criterion; repeat it for each
    #[arg(long, value_name = "TEXT")]
    criteria: Vec<String>,
    /// Who works on it
    #[arg(long, value_name = "MEMBER")]
    assignee: Option<String>,
    /// story, bug, task or spike
    #[arg(long, default_value = "story", value_parser = Kind::read)]
    kind: Kind,
    /// A label; repeat it for each
    #[arg(long = "label", value_name = "LABEL")]
    labels: Vec<String>,
    /// The item it is part of
    #[arg(long, value_name = "KEY")]
    parent: Option<String>,
    /// An item it depends on; repeat it for each
    #[arg(long, value_name = "KEY")]
    depends_on: Vec<String>,
    /// The milestone it belongs to
    #[arg(long)]
    milestone: Option<String>,
    /// The description in Markdown; - reads it from standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    description: Option<String>,
    /// Add it at the top instead
    #[arg(long)]
    top: bool,
}

impl Add {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let outcome = app.add_item(&NewItem {
            title: self.title.clone(),
            kind: self.kind,
            description: description(self.description.as_deref())?.unwrap_or_default(),
            points: self.points,
            criteria: self.criteria.clone(),
            labels: self.labels.clone(),
            assignee: self.assignee.clone(),
            parent: self.parent.clone(),
            depends_on: self.depends_on.clone(),
            milestone: self.milestone.clone(),
            place: if self.top { Place::Top } else { Place::Bottom },
        })?;
        Ok(Reply::done(&outcome).with("key", &outcome.value))
    }
}

/// Edit items; with several keys, all get the same change
#[derive(Debug, Args)]
pub struct Edit {
    /// Their keys
    #[arg(required = true, value_name = "KEY")]
    keys: Vec<String>,
    /// Another title
    #[arg(long)]
    title: Option<String>,
    /// Another estimate, or none
    #[arg(long, allow_negative_numbers = true, value_parser = args::points_or_none)]
    points: Option<PointsOrNone>,
    /// One more acceptance criterion; repeat it for each
    #[arg(long, value_name = "TEXT")]
    criteria: Vec<String>,
    /// Remove the present acceptance criteria
    #[arg(long)]
    clear_criteria: bool,
    /// Who works on it, or none
    #[arg(long, value_name = "MEMBER")]
    assignee: Option<String>,
    /// story, bug, task or spike
    #[arg(long, value_parser = Kind::read)]
    kind: Option<Kind>,
    /// One more label; repeat it for each
    #[arg(long = "label", value_name = "LABEL")]
    labels: Vec<String>,
    /// A label to remove; repeat it for each
    #[arg(long = "remove-label", value_name = "LABEL")]
    remove_labels: Vec<String>,
    /// The item it is part of, or none
    #[arg(long, value_name = "KEY")]
    parent: Option<String>,
    /// The items it depends on, in place of the present ones, or none; repeat it for each
    #[arg(long, value_name = "KEY")]
    depends_on: Vec<String>,
    /// The milestone it belongs to, or none
    #[arg(long)]
    milestone: Option<String>,
    /// The description in Markdown; - reads it from standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    description: Option<String>,
}

/// An estimate, or none.
type PointsOrNone = Option<Points>;

impl Edit {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let edit = ItemEdit {
            title: self.title.clone(),
            kind: self.kind,
            description: description(self.description.as_deref())?,
            points: self.points,
            criteria: self.clear_criteria.then(Vec::new),
            add_criteria: self.criteria.clone(),
            add_labels: self.labels.clone(),
            remove_labels: self.remove_labels.clone(),
            assignee: self.assignee.as_deref().map(args::or_none),
            parent: self.parent.as_deref().map(args::or_none),
            depends_on: (!self.depends_on.is_empty())
                .then(|| self.depends_on.iter().filter_map(|key| args::or_none(key)).collect()),
            milestone: self.milestone.as_deref().map(args::or_none),
            ..ItemEdit::default()
        };
        let outcome = app.edit_items(&args::strs(&self.keys), &edit)?;
        Ok(Reply::done(&outcome).with("keys", &self.keys))
    }
}

/// The description as given, or all of standard input for `-`.
fn description(typed: Option<&str>) -> Result<Option<String>> {
    if typed != Some("-") {
        return Ok(typed.map(str::to_owned));
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).attempting("read the description from standard input")?;
    Ok(Some(text))
}
