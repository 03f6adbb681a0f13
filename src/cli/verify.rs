//! `verify`: the log against the rows, and an earlier page against the log (G2).

use crate::app::Standfast;
use crate::cli::Call;
use crate::cli::output::Reply;
use crate::domain::chain::{Claim, Verdict, Witnessed, claims};
use crate::domain::text;
use crate::error::{Attempt, Error, Result};
use clap::Args;
use serde_json::{Value, json};
use std::path::Path;

/// How many places where the log and the rows differ are shown.
const MOST: usize = 20;
/// The largest page that is read, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Check the log against every row, and earlier pages against the log; exits with 1 if something differs
#[derive(Debug, Args)]
pub struct Verify {
    /// A page that left earlier (contract, report, digest, review or retro; Markdown or JSON), or the hash on it
    #[arg(long, value_name = "FILE|HASH")]
    against: Option<String>,
}

impl Verify {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        let claims = self.against.as_deref().map(read).transpose()?.unwrap_or_default();
        call.with(|app| {
            let verdict = app.verify_log()?;
            let mut lines = words(&verdict);
            let mut pages = Vec::new();
            for claim in &claims {
                let found = app.witnessed(claim)?;
                lines.push(agreement(claim, found.as_ref(), app));
                pages.push(page(claim, found.as_ref()));
            }
            let agrees = pages.iter().all(|page| page["agrees"] == true);
            let well = verdict.faults.is_empty() && agrees;
            let faults: Vec<Value> =
                verdict.faults.iter().map(|f| json!({ "operation": f.operation, "said": f.said })).collect();
            let reply = Reply::default()
                .with("well", well)
                .with("log", &verdict.head)
                .with("operations", verdict.operations)
                .with("differences", faults)
                .with("pages", pages)
                .with_text(lines.join("\n"));
            Ok(if well { reply } else { reply.failing() })
        })
    }
}

/// The hashes on a page, or the one that was typed.
fn read(against: &str) -> Result<Vec<Claim>> {
    let path = Path::new(against);
    let text = if path.is_file() {
        let size = path.metadata().attempting(format!("read {against}"))?.len();
        if size > LARGEST {
            return Err(Error::Misused(format!("{against} is larger than 16 MiB: it is not a page of this program.")));
        }
        String::from_utf8_lossy(&std::fs::read(path).attempting(format!("read {against}"))?).into_owned()
    } else {
        against.to_owned()
    };
    let found = claims(&text);
    if found.is_empty() {
        let what =
            if path.is_file() { "holds no hash of a log" } else { "is not a file, and not a hash of 12 to 64 digits" };
        return Err(Error::Misused(format!("{against} {what}.")));
    }
    Ok(found)
}

fn words(verdict: &Verdict) -> Vec<String> {
    let Some(head) = &verdict.head else { return vec!["The log is empty.".to_owned()] };
    let mut lines: Vec<String> = verdict.faults.iter().take(MOST).map(|f| text::clean(&f.said).into_owned()).collect();
    if verdict.faults.len() > MOST {
        lines.push(format!("{} more places differ.", verdict.faults.len() - MOST));
    }
    let end = format!("It ends with operation {}, {}.", head.operation, head.short());
    lines.push(match verdict.faults.as_slice() {
        [] => format!("The log is intact, and every row is what it says ({} operations). {end}", verdict.operations),
        [first, ..] => {
            let first = first.operation.map_or_else(String::new, |id| format!(" The first place is operation {id}."));
            format!("The log and the rows differ.{first} {end}")
        }
    });
    lines
}

fn agreement((number, hash): &Claim, found: Option<&Witnessed>, app: &Standfast) -> String {
    let Some(found) = found else {
        let short = hash.get(..12).unwrap_or(hash);
        let number = number.map_or_else(|| "an operation".to_owned(), |number| format!("operation {number}"));
        return format!(
            "The log does not hold {number} with the hash {short}: it was changed or cut off since, or it is another log."
        );
    };
    let later = match found.later {
        0 => "No operation came later.".to_owned(),
        1 => "1 operation came later.".to_owned(),
        many => format!("{many} operations came later."),
    };
    format!(
        "{} is the hash of operation {}: {} By {}, {}. {later}",
        found.head.short(),
        found.head.operation,
        text::clean(&found.said),
        text::clean(&found.actor),
        found.at.local_full(app.zone())
    )
}

fn page((number, hash): &Claim, found: Option<&Witnessed>) -> Value {
    json!({
        "hash": hash,
        "agrees": found.is_some(),
        "operation": found.map(|found| found.head.operation).or(*number),
        "at": found.map(|found| found.at),
        "later": found.map(|found| found.later),
    })
}
