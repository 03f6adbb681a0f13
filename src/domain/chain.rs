//! The chain of the log: what it says of itself, and what a page outside says of it (G2).

use crate::domain::time::Instant;
use serde::Serialize;

/// The last operation of a log and its hash, which covers every operation before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    pub operation: i64,
    pub hash: String,
}

/// A place where the log differs from itself or from the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The operation, if it can be named.
    pub operation: Option<i64>,
    /// What differs, in one sentence.
    pub said: String,
}

/// What a walk through the whole log found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// The end of the log; none before the first operation.
    pub head: Option<Head>,
    /// How many operations were walked.
    pub operations: u64,
    /// What differs, by operation; empty when the log is intact.
    pub faults: Vec<Fault>,
}

/// Where a hash of an earlier page is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witnessed {
    pub head: Head,
    pub at: Instant,
    pub actor: String,
    /// What the operation said.
    pub said: String,
    /// How many operations came after it.
    pub later: i64,
}

/// How many digits of a hash people read and type.
const SHORT: usize = 12;
/// How many hexadecimal digits a whole hash has.
pub const DIGITS: usize = 64;
/// The words before the hash on a page that leaves.
const MARK: &str = "Log up to operation ";

impl Head {
    /// The first digits of the hash, for people.
    pub fn short(&self) -> &str {
        self.hash.get(..SHORT).unwrap_or(&self.hash)
    }

    /// The line on a page that leaves: what `page` finds again.
    pub fn line(&self) -> String {
        format!("{MARK}{}: SHA-256 `{}`", self.operation, self.hash)
    }
}

/// What a page says of the log it came from: the operation, if it names one, and the hash.
pub type Claim = (Option<i64>, String);

/// Finds the hash of the log in a page: Markdown, HTML, JSON, or the hash as it was typed, shortened or not. Other checksums
/// on the page are not taken for it.
pub fn claims(page: &str) -> Vec<Claim> {
    // What Markdown marks as code is an element of its own on an HTML page.
    let page = &page.replace("<code>", "`").replace("</code>", "`");
    let marked: Vec<Claim> = page.split(MARK).skip(1).filter_map(claim).collect();
    if !marked.is_empty() {
        return marked;
    }
    if let Ok(json) = serde_json::from_str::<serde_json::Value>(page) {
        return json.get("log").and_then(claim_of_json).into_iter().collect();
    }
    let typed: String = page.split_whitespace().collect::<String>().to_ascii_lowercase();
    let is_hash = (SHORT..=DIGITS).contains(&typed.len()) && typed.chars().all(|c| c.is_ascii_hexdigit());
    if is_hash { vec![(None, typed)] } else { Vec::new() }
}

fn claim(after_mark: &str) -> Option<Claim> {
    let (operation, rest) = after_mark.split_once(':')?;
    let (_, rest) = rest.split_once('`')?;
    let (hash, _) = rest.split_once('`')?;
    whole(hash).then(|| (operation.trim().parse().ok(), hash.to_owned()))
}

fn claim_of_json(log: &serde_json::Value) -> Option<Claim> {
    let hash = log.get("hash")?.as_str().filter(|hash| whole(hash))?;
    Some((log.get("operation").and_then(serde_json::Value::as_i64), hash.to_owned()))
}

fn whole(hash: &str) -> bool {
    hash.len() == DIGITS && hash.chars().all(|c| c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        Head { operation: 12, hash: "0123456789abcdef".repeat(4) }
    }

    #[test]
    fn a_line_is_found_again_beside_other_checksums() {
        let other = "f".repeat(64);
        let page = format!("# Contract\n\nSHA-256 `{other}`\n\n{}\nCheck it.\n", head().line());
        assert_eq!(claims(&page), [(Some(12), head().hash)]);
        let json = serde_json::json!({ "sha256": other, "log": head() }).to_string();
        assert_eq!(claims(&json), [(Some(12), head().hash)]);
        assert_eq!(claims(&format!("SHA-256 `{other}` of something else")), []);
        assert_eq!(claims(&serde_json::json!({ "sha256": other }).to_string()), []);
    }

    #[test]
    fn what_is_typed_may_be_short_but_is_a_hash() {
        assert_eq!(claims(head().short()), [(None, head().short().to_owned())]);
        assert_eq!(claims(&format!(" {}\n", head().hash.to_uppercase())), [(None, head().hash)]);
        for typed in ["", "0123", "not a hash at all", "0123456789abcdefg"] {
            assert_eq!(claims(typed), [], "{typed}");
        }
    }
}
