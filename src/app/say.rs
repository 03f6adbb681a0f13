//! How the app words lists, single lines and sentences.

use crate::domain::time::Day;
use crate::error::{Result, refuse};
use crate::rules::Rule;

/// `A`, `A and B`, `A, B and 3 more`.
pub(crate) fn named(keys: &[String]) -> String {
    match keys {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}

/// A long text, capped.
pub(crate) fn body(text: &str) -> Result<String> {
    if text.len() > 1024 * 1024 {
        return refuse(Rule::X6, "The description is longer than 1 MiB. Shorten it, or link to the document.");
    }
    Ok(text.replace('\0', "\u{fffd}"))
}

/// The sentence, with one full stop at its end.
pub(crate) fn sentence(said: &str) -> String {
    if said.ends_with(['.', '!', '?', '…']) { said.to_owned() } else { format!("{said}.") }
}

pub(crate) fn optional(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

pub(crate) fn in_order(rule: Rule, from: Option<Day>, to: Option<Day>) -> Result<()> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => {
            refuse(rule, format!("The end {to} is before the start {from}. Swap them or correct one."))
        }
        _ => Ok(()),
    }
}

/// A text of one line that is not empty, trimmed.
pub(crate) fn one_line(rule: Rule, what: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return refuse(rule, format!("{what} is empty. Write a few words."));
    }
    if text.len() > 64 * 1024 {
        return refuse(
            rule,
            format!("{what} is longer than 64 KiB. Shorten it, and keep the rest in the description."),
        );
    }
    Ok(text.replace('\0', "\u{fffd}"))
}
