//! What people say: from their own shell beforehand, or typed while they speak (S2, S8).

use super::under_way::{day_of_words, note_life, under_way};
use crate::app::change::Outcome;
use crate::app::find::{NO_TURN, find_colleague, find_teammate, refuse_outside};
use crate::app::{Standfast, Tx};
use crate::domain::standup::words::named_in;
use crate::domain::team::Member;
use crate::domain::time::{Day, short_day};
use crate::error::{Result, refuse};
use crate::rules::{Op, Rule};
use chrono::Datelike;

/// What somebody says; what is `None` stays as it was, and an empty text takes the line away.
#[derive(Debug, Clone, Default)]
pub struct Say {
    /// What they will do.
    pub today: Option<String>,
    pub needs: Option<String>,
    /// Members they need it from, beside those that the text names.
    pub from: Vec<String>,
}

/// The longest line that is kept, in bytes.
const LONGEST: usize = 4096;

impl Standfast {
    /// A member says beforehand what they will do and need; the standup opens with it. Where today's standup is over, it
    /// is for the next working day. `member` is the actor if nobody is named.
    pub fn check_in(&mut self, member: Option<&str>, say: &Say) -> Result<Outcome<()>> {
        let actor = self.actor().to_owned();
        let this_year = self.today().year();
        self.transact(Op::CheckIn, |tx| {
            tx.team()?;
            let member = match member {
                Some(name) => find_teammate(tx, name, NO_TURN)?,
                None => own_member(tx, &actor)?,
            };
            let day = day_of_words(tx)?;
            write(tx, &member, day, say)?;
            Ok(((), format!("{} checked in for {}.", member.name, short_day(day, this_year))))
        })
    }

    /// Notes what somebody says in the standup under way; the speaker, if nobody is named.
    pub fn say_in_standup(&mut self, member: Option<&str>, say: &Say) -> Result<Outcome<()>> {
        self.transact(Op::StandupSay, |tx| {
            let now = under_way(tx)?;
            let name = member.or_else(|| now.speaker().map(|turn| turn.name.as_str()));
            let Some(name) = name else { return refuse(Rule::S2, "Nobody has the turn. Name who says it.") };
            let member = find_teammate(tx, name, NO_TURN)?;
            write(tx, &member, now.standup.day, say)?;
            note_life(tx, now.standup)?;
            Ok(((), format!("Noted what {} says.", member.name)))
        })
    }
}

fn own_member(tx: &Tx<'_>, actor: &str) -> Result<Member> {
    if let Some(member) = tx.store.member(actor)? {
        refuse_outside(&member, NO_TURN)?;
        Ok(member)
    } else {
        let names = tx.store.member_names()?;
        refuse(
            Rule::S8,
            format!(
                "You are \"{actor}\", and nobody in the team has that name: {}. Name yourself with --member NAME, or set STANDFAST_ACTOR.",
                names.join(", ")
            ),
        )
    }
}

fn write(tx: &Tx<'_>, member: &Member, day: Day, say: &Say) -> Result<()> {
    if say.today.is_none() && say.needs.is_none() && say.from.is_empty() {
        return refuse(Rule::S2, "There is nothing to note. Write what they do today, or what they need.");
    }
    let mut words = tx.store.said_by(member.id, day)?.map(|said| said.words).unwrap_or_default();
    if let Some(today) = &say.today {
        words.today = line(today)?;
    }
    let mut from: Vec<String> = if say.needs.is_none() { words.from.clone() } else { Vec::new() };
    if let Some(needs) = &say.needs {
        words.needs = line(needs)?;
    }
    if words.needs.is_none() && !say.from.is_empty() {
        return refuse(Rule::S2, "It says from whom they need something, but not what. Write what they need, too.");
    }
    let team = tx.store.members()?;
    let here = team.iter().filter(|other| !other.has_left(tx.today()));
    let others = here.map(|other| other.name.as_str()).filter(|name| *name != member.name);
    from.extend(words.needs.as_deref().map(|needs| named_in(needs, others)).unwrap_or_default());
    from.extend(say.from.iter().cloned());
    let mut ids = from.iter().map(|name| Ok(find_colleague(tx, name)?.id)).collect::<Result<Vec<i64>>>()?;
    ids.sort_unstable();
    ids.dedup();
    if words.needs.is_none() {
        ids.clear();
    }
    tx.store.write_said(member.id, day, &words, &ids, tx.now)
}

fn line(typed: &str) -> Result<Option<String>> {
    let typed = typed.trim();
    if typed.len() > LONGEST {
        return refuse(Rule::S2, "That is longer than 4 KiB. A standup takes one line; park the rest as a topic.");
    }
    Ok((!typed.is_empty()).then(|| typed.replace('\0', "\u{fffd}")))
}
