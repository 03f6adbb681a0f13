//! Notes in columns, grouped, and voted for (A2). Members write and vote from their own shells.

use crate::app::change::Outcome;
use crate::app::find::{find_member, find_note, find_teammate, retro_under_way};
use crate::app::say::one_line;
use crate::app::{Standfast, Tx};
use crate::domain::fold::folded;
use crate::domain::points::count;
use crate::domain::retro::{Note, Retro};
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};

impl Standfast {
    /// Writes a note into a column of the retro under way; its number is given. A part of the column's name is enough.
    pub fn add_note(&mut self, column: &str, text: &str, author: Option<&str>) -> Result<Outcome<i64>> {
        let text = one_line(Rule::A2, "The note", text)?;
        let author = author.map_or(self.actor.as_str(), str::trim);
        let author = one_line(Rule::A2, "The author", author)?;
        self.transact(Op::AddNote, |tx| {
            let retro = retro_under_way(tx)?;
            let column = find_column(&retro, column)?;
            let number = tx.store.insert_note(retro.id, column, &text, &author, tx.now)?;
            Ok((number, format!("Note {number} in \"{column}\": {text}.")))
        })
    }

    /// Changes a note's text or column; what is `None` stays.
    pub fn edit_note(&mut self, number: i64, text: Option<&str>, column: Option<&str>) -> Result<Outcome<()>> {
        let text = text.map(|text| one_line(Rule::A2, "The note", text)).transpose()?;
        self.transact(Op::EditNote, |tx| {
            let retro = retro_under_way(tx)?;
            let note = find_note(tx, &retro, number)?;
            let column = match column {
                Some(column) => find_column(&retro, column)?,
                None => &note.column,
            };
            let text = text.as_deref().unwrap_or(&note.text);
            tx.store.edit_note(note.id, column, text)?;
            Ok(((), format!("Note {number} in \"{column}\": {text}.")))
        })
    }

    /// Takes a note away, with its votes; notes grouped under it stand for themselves again.
    pub fn remove_note(&mut self, number: i64) -> Result<Outcome<()>> {
        self.transact(Op::RemoveNote, |tx| {
            let retro = retro_under_way(tx)?;
            let note = find_note(tx, &retro, number)?;
            let actions = tx.store.actions_of_retro(retro.id)?;
            if let Some(action) = actions.iter().find(|action| action.note == Some(number)) {
                return refuse(Rule::A2, format!("{} came from note {number}, so the note stays.", action.key()));
            }
            if tx.store.not_now(1000, i64::MAX)?.iter().any(|e| e.sprint == retro.sprint && e.note == Some(number)) {
                return refuse(Rule::A2, format!("Note {number} is on the \"not now\" list, so it stays."));
            }
            for other in tx.store.retro_notes(retro.id)?.iter().filter(|other| other.under == Some(number)) {
                tx.store.place_note(other.id, None, None)?;
            }
            tx.store.delete_note(note.id)?;
            Ok(((), format!("Took note {number} away: {}.", note.text)))
        })
    }

    /// Groups notes under the first one, as one topic that is voted for together. A name replaces the first note's words.
    pub fn group_notes(&mut self, head: i64, others: &[i64], name: Option<&str>) -> Result<Outcome<()>> {
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        if others.iter().all(|number| *number == head) && name.is_none() {
            return refuse_with(
                Rule::A2,
                "A group needs a second note.",
                Act::RetroGroup.way("4 7", "Name both with {}."),
            );
        }
        self.transact(Op::GroupNotes, |tx| {
            let retro = retro_under_way(tx)?;
            let head = head_of(tx, &retro, head)?;
            let mut count = 0;
            for number in others {
                let other = head_of(tx, &retro, *number)?;
                if other.id != head.id {
                    put_under(tx, &retro, &other, &head)?;
                    count += 1;
                }
            }
            let name = name.or(head.group_name.as_deref());
            tx.store.place_note(head.id, None, name)?;
            let called = name.unwrap_or(&head.text);
            let said = match count {
                0 => format!("Note {} is called \"{called}\".", head.number),
                1 => format!("Grouped 1 note under {}: {called}.", head.number),
                n => format!("Grouped {n} notes under {}: {called}.", head.number),
            };
            Ok(((), said))
        })
    }

    /// Takes a note out of its group, or a whole group apart if it is the first of one.
    pub fn ungroup_note(&mut self, number: i64) -> Result<Outcome<()>> {
        self.transact(Op::UngroupNotes, |tx| {
            let retro = retro_under_way(tx)?;
            let note = find_note(tx, &retro, number)?;
            if note.under.is_some() {
                tx.store.place_note(note.id, None, None)?;
                return Ok(((), format!("Note {number} is in no group now.")));
            }
            let notes = tx.store.retro_notes(retro.id)?;
            let under: Vec<&Note> = notes.iter().filter(|other| other.under == Some(number)).collect();
            if under.is_empty() && note.group_name.is_none() {
                return refuse(Rule::A2, format!("Note {number} is in no group."));
            }
            for other in under {
                tx.store.place_note(other.id, None, None)?;
            }
            tx.store.place_note(note.id, None, None)?;
            Ok(((), format!("The notes of group {number} are in no group now.")))
        })
    }

    /// A member votes for a note or its group: the one named, or the actor.
    pub fn vote(&mut self, number: i64, member: Option<&str>) -> Result<Outcome<()>> {
        let name = member.unwrap_or(&self.actor).to_owned();
        let votes = self.retro_settings()?.votes;
        self.transact(Op::Vote, |tx| {
            let retro = retro_under_way(tx)?;
            let note = head_of(tx, &retro, number)?;
            let member = find_teammate(tx, &name, "they have no vote in its retro.")?;
            let given = given_by(tx, &retro, &member.name)?;
            if given >= votes {
                return refuse_with(
                    Rule::A2,
                    format!("{} has given all votes: {votes}.", member.name),
                    Act::RetroVoteBack.way("N --back", "Take one back first with {}."),
                );
            }
            tx.store.insert_vote(note.id, member.id)?;
            let left = format!("{} left", count(votes - given - 1, "vote"));
            Ok(((), format!("{} votes for {}: {}; {left}.", member.name, note.number, called(&note))))
        })
    }

    /// Takes a member's vote for a note or its group back.
    pub fn take_vote_back(&mut self, number: i64, member: Option<&str>) -> Result<Outcome<()>> {
        let name = member.unwrap_or(&self.actor).to_owned();
        self.transact(Op::TakeVoteBack, |tx| {
            let retro = retro_under_way(tx)?;
            let note = head_of(tx, &retro, number)?;
            let member = find_member(tx, &name)?;
            if !tx.store.delete_vote(note.id, member.id)? {
                return refuse(Rule::A2, format!("{} has not voted for {}.", member.name, note.number));
            }
            Ok(((), format!("{} takes a vote for {} back: {}.", member.name, note.number, called(&note))))
        })
    }
}

fn called(note: &Note) -> &str {
    note.group_name.as_deref().unwrap_or(&note.text)
}

fn given_by(tx: &Tx<'_>, retro: &Retro, member: &str) -> Result<u32> {
    let given = tx.store.votes_given(retro.id)?;
    Ok(given.into_iter().find(|(name, _)| name == member).map_or(0, |(_, count)| count))
}

/// The column of that name, of its beginning, or of its number from 1.
fn find_column<'a>(retro: &'a Retro, typed: &str) -> Result<&'a str> {
    let plain = |name: &str| folded(name).replace(['-', '_'], " ");
    let typed = plain(typed);
    let exact = retro.columns.iter().find(|name| plain(name) == typed);
    let by_number = || typed.parse::<usize>().ok().and_then(|n| retro.columns.get(n.checked_sub(1)?));
    let begins = || {
        let mut found = retro.columns.iter().filter(|name| !typed.is_empty() && plain(name).starts_with(&typed));
        found.next().filter(|_| found.next().is_none())
    };
    match exact.or_else(by_number).or_else(begins) {
        Some(column) => Ok(column),
        None => refuse(Rule::A2, format!("This retro has no column \"{typed}\": {}.", retro.columns.join(", "))),
    }
}

/// The note with that number, or the head of the group it is in.
fn head_of(tx: &Tx<'_>, retro: &Retro, number: i64) -> Result<Note> {
    let note = find_note(tx, retro, number)?;
    match note.under {
        Some(head) => find_note(tx, retro, head),
        None => Ok(note),
    }
}

/// Puts a note, and those grouped under it, under another one.
fn put_under(tx: &Tx<'_>, retro: &Retro, note: &Note, head: &Note) -> Result<()> {
    for other in tx.store.retro_notes(retro.id)?.iter().filter(|other| other.under == Some(note.number)) {
        tx.store.place_note(other.id, Some(head.id), None)?;
    }
    tx.store.place_note(note.id, Some(head.id), None)
}
