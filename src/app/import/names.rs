//! The file's statuses and people in the team's words. Nobody and no status is invented.

use super::report::Translated;
use crate::app::Tx;
use crate::domain::fold::folded;
use crate::domain::incoming::{Incoming, Loss, Losses};
use crate::domain::item::{Class, Status};
use crate::domain::team::Member;
use crate::domain::time::Day;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many different words of a file are remembered.
const MOST_WORDS: usize = 10_000;
/// The largest number that an outside key may claim for an item of ours.
const LARGEST_NUMBER: i64 = 999_999_999;

/// Statuses and members of the team, as a file may name them.
pub(super) struct Names {
    statuses: Vec<Status>,
    members: HashMap<String, Member>,
    today: Day,
    translated: HashMap<String, Vec<Meaning>>,
    in_order: Vec<(String, usize)>,
    /// The members who are given open items.
    given: BTreeSet<String>,
    /// Names that nobody has, and those who have left or are outside and are named for open work: how many rows, and the
    /// first line.
    strangers: BTreeMap<String, (u64, u64)>,
}

struct Meaning {
    class: Option<Class>,
    placed: Placed,
    count: u64,
}

/// A status of the team, and how it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    pub status: i64,
    pub class: Class,
    /// Whether it has the file's name, not only its meaning.
    pub by_name: bool,
}

impl Names {
    pub(super) fn of_team(statuses: Vec<Status>, members: Vec<Member>, today: Day) -> Self {
        let members = members.into_iter().map(|member| (folded(&member.name), member)).collect();
        Self {
            statuses,
            members,
            today,
            given: BTreeSet::new(),
            translated: HashMap::new(),
            in_order: Vec::new(),
            strangers: BTreeMap::new(),
        }
    }

    /// The class of one of the team's statuses.
    pub(super) fn class_of(&self, status: i64) -> Option<Class> {
        self.statuses.iter().find(|known| known.id == status).map(|known| known.class)
    }

    /// The member of that name; a name that nobody has is a loss, and so is one of somebody who left or is outside
    /// on work that is not ended.
    pub(super) fn member(&mut self, item: &Incoming, ended: bool) -> Option<i64> {
        let name = item.assignee.as_deref()?.trim();
        if let Some(member) =
            self.members.get(&folded(name)).filter(|member| ended || member.is_inside() && !member.has_left(self.today))
        {
            if !ended {
                self.given.insert(member.name.clone());
            }
            return Some(member.id);
        }
        if let Some((count, _)) = self.strangers.get_mut(name) {
            *count += 1;
        } else if self.strangers.len() < MOST_WORDS {
            self.strangers.insert(name.to_owned(), (1, item.line));
        }
        None
    }

    /// The members who are given open items.
    pub(super) fn given(&self) -> impl Iterator<Item = &Member> {
        self.given.iter().filter_map(|name| self.members.get(&folded(name)))
    }

    /// Who is named as an assignee and is not in the team.
    pub(super) fn strangers(&self) -> impl Iterator<Item = Loss> {
        let reason = |name: &str| match self.members.get(&folded(name)) {
            Some(member) if member.outside => {
                format!("{} is outside the team: their open items are nobody's", member.name)
            }
            Some(member) => format!("{} left the team: their open items are nobody's", member.name),
            None => format!("nobody in the team is called \"{name}\": add them to the team, then import again"),
        };
        self.strangers.iter().map(move |(name, (count, first_line))| Loss {
            name: "assignee".to_owned(),
            reason: reason(name),
            count: *count,
            first_line: Some(*first_line),
            example: None,
        })
    }

    /// The status of the item: the one of that name, else in one that means the same
    /// ("Code review" rather in "review" than in "doing"), else in the first.
    /// `None` where the file says nothing.
    pub(super) fn status(&mut self, item: &Incoming, losses: &mut Losses) -> Option<Placed> {
        let name = item.status.as_deref().unwrap_or_default();
        if name.is_empty() && item.class.is_none() {
            return None;
        }
        if let Some(known) =
            self.translated.get_mut(name).and_then(|all| all.iter_mut().find(|m| m.class == item.class))
        {
            known.count += 1;
            self.warn(name, item, losses);
            return self
                .translated
                .get(name)
                .and_then(|all| all.iter().find(|m| m.class == item.class))
                .map(|m| m.placed);
        }
        let placed = self.place(name, item.class)?;
        self.warn(name, item, losses);
        if self.translated.len() < MOST_WORDS {
            let meanings = self.translated.entry(name.to_owned()).or_default();
            self.in_order.push((name.to_owned(), meanings.len()));
            meanings.push(Meaning { class: item.class, placed, count: 1 });
        }
        Some(placed)
    }

    /// The first status, for an item without a status in the file.
    pub(super) fn first_waiting(&self) -> Option<Placed> {
        self.place("", None)
    }

    /// Each of the file's statuses with the team's word for it.
    pub(super) fn translations(&self) -> Vec<Translated> {
        let meanings = self.in_order.iter().filter_map(|(name, at)| Some((name, self.translated.get(name)?.get(*at)?)));
        meanings
            .map(|(name, meaning)| {
                let status = self.statuses.iter().find(|status| status.id == meaning.placed.status);
                let to = status.map_or_else(String::new, |status| status.name.clone());
                let from =
                    if name.is_empty() { meaning.class.map_or("", Class::word).to_owned() } else { name.clone() };
                Translated { from, to, count: meaning.count }
            })
            .collect()
    }

    fn place(&self, name: &str, class: Option<Class>) -> Option<Placed> {
        let wanted = fold(name);
        let named = self.statuses.iter().find(|status| !wanted.is_empty() && fold(&status.name) == wanted);
        if let Some(status) = named {
            return Some(Placed { status: status.id, class: status.class, by_name: true });
        }
        let of_class = || self.statuses.iter().filter(|status| Some(status.class) == class);
        let similar = of_class().find(|status| !wanted.is_empty() && wanted.contains(&fold(&status.name)));
        let meant = similar.or_else(|| of_class().next());
        let found = meant.or_else(|| self.statuses.iter().find(|status| status.class == Class::Waiting));
        let found = found.or_else(|| self.statuses.first())?;
        Some(Placed { status: found.id, class: found.class, by_name: false })
    }

    fn warn(&self, name: &str, item: &Incoming, losses: &mut Losses) {
        if item.class.is_some() || self.place(name, None).is_none_or(|placed| placed.by_name) {
            return;
        }
        let reason = format!("nobody says what \"{name}\" means: taken as not begun");
        losses.count("status", &reason, item.line, "");
    }
}

/// "To Do", "to-do" and "todo" are one name.
fn fold(name: &str) -> String {
    folded(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The number in a key of ours, `PAY-12`, that an item may have.
pub(super) fn claimed_number(tx: &Tx<'_>, key: &str) -> Option<i64> {
    let (prefix, digits) = key.trim().rsplit_once('-')?;
    let ours = tx.team.is_some_and(|team| team.prefix.eq_ignore_ascii_case(prefix));
    let plain = ours && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| plain && (1..=LARGEST_NUMBER).contains(number))
}
