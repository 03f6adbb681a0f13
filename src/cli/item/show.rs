//! `item show`.

use crate::app::Standfast;
use crate::cli::output::Reply;
use crate::cli::table::facts;
use crate::domain::item::{Criterion, Item};
use crate::domain::log::HistoryEntry;
use crate::domain::sheet::Sheet;
use crate::domain::text;
use crate::domain::zone::Zone;
use crate::error::Result;
use crate::faces::sheet::{self, Style};
use clap::Args;

/// Show everything about an item
#[derive(Debug, Args)]
pub struct Show {
    /// Its key
    key: String,
}

impl Show {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let item = app.item(&self.key)?;
        let history = app.item_history(&self.key)?;
        let (sheet, zone) = (item.sheet((&app.calendar()?, app.now())), app.zone());
        let text = format!("{}\n\nHistory\n{}", page(&item, &sheet, zone), story(&history, zone));
        Ok(Reply::default().with_fields(sheet::object(&sheet)).with("history", history).with_text(text))
    }
}

/// The latest first, a line each.
fn story(history: &[HistoryEntry], zone: Zone) -> String {
    let line = |told: &HistoryEntry| {
        let why = told.reason.as_ref().map_or_else(String::new, |reason| format!(" ({reason})"));
        format!(
            "  {}  {}: {}",
            told.at.local_full(zone),
            text::clean(&told.actor),
            text::clean(&(told.words.clone() + &why))
        )
    };
    history.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn page(item: &Item, sheet: &Sheet, zone: Zone) -> String {
    let row = &item.row;
    let outside = row.external_key.as_ref().map_or_else(String::new, |key| format!(" ({key})"));
    let mut parts = vec![format!("{}  {}", text::clean(&format!("{}{outside}", row.key)), text::clean(&row.title))];
    parts.push(facts(&sheet::facts(sheet, Style::full(zone))));
    if !item.criteria.is_empty() {
        let line = |(number, criterion): (usize, &Criterion)| {
            format!("  {} [{}] {}", number + 1, if criterion.met { 'x' } else { ' ' }, text::clean(&criterion.text))
        };
        let lines: Vec<String> = item.criteria.iter().enumerate().map(line).collect();
        parts.push(format!("Acceptance criteria\n{}", lines.join("\n")));
    }
    if !item.description.trim().is_empty() {
        parts.push(text::clean_block(item.description.trim()).into_owned());
    }
    parts.join("\n\n")
}
