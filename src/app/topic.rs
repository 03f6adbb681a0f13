//! The parking lot: topics taken offline with the people they need, closed only as something (S6).

use crate::app::blocker::raise;
use crate::app::change::Outcome;
use crate::app::find::{find, find_blocker, find_colleague, find_item, find_row, if_here};
use crate::app::item::{NewItem, insert_new};
use crate::app::say::{named, one_line, sentence};
use crate::app::standup::note_life;
use crate::app::{Standfast, Tx};
use crate::domain::blocker::{BlockerEdit, Cause};
use crate::domain::sheet::Sheet;
use crate::domain::standup::topic::{Fate, Topic};
use crate::domain::standup::words::named_in;
use crate::domain::tables::Table;
use crate::domain::words::numbered;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};
use crate::store::engine::values;

impl Standfast {
    /// Parked topics by number: the open ones, or all.
    pub fn topics(&self, open_only: bool) -> Result<Vec<Topic>> {
        self.store.topics(open_only)
    }

    /// Everything about one parked topic.
    pub fn topic_sheet(&self, number: i64) -> Result<Sheet> {
        find::<Topic>(&self.tx(), number, Act::TopicList).map(|topic| topic.sheet())
    }

    /// Parks a topic with the people it needs, those whom the text names included; its number is given.
    pub fn park_topic(&mut self, text: &str, people: &[String], item: Option<&str>) -> Result<Outcome<i64>> {
        let text = one_line(Rule::S6, "The topic", text)?;
        self.transact(Op::ParkTopic, |tx| {
            tx.team()?;
            let team = tx.store.members()?;
            let here = team.iter().filter(|member| !member.has_left(tx.today()));
            let mut names = named_in(&text, here.map(|member| member.name.as_str()));
            for name in people {
                let member = find_colleague(tx, name)?;
                if !names.contains(&member.name) {
                    names.push(member.name);
                }
            }
            let ids: Vec<i64> = names.iter().filter_map(|n| team.iter().find(|m| m.name == *n)).map(|m| m.id).collect();
            let item = item.map(|key| find_item(tx, key)).transpose()?;
            let standup = tx.store.standup_under_way()?;
            let held = standup.as_ref().map(|standup| standup.id);
            let row = values! { text, standup: held, item, parked_at: tx.now };
            let (id, number) = tx.store.insert_numbered(Table::Topic, row)?;
            tx.store.insert_links(Table::TopicMember, ("topic", id), ("member", &ids))?;
            standup.map_or(Ok(()), |standup| note_life(tx, standup))?;
            let with = if names.is_empty() { String::new() } else { format!(" with {}", named(&names)) };
            Ok((number, sentence(&format!("Parked T{number}{with}: {text}"))))
        })
    }

    /// Closes a parked topic as what it became: `what` says how it was resolved, what was decided, or which blocker or
    /// item it is; without `what` a new one is made of it.
    pub fn close_topic(&mut self, number: i64, fate: Fate, what: Option<&str>) -> Result<Outcome<()>> {
        let actor = self.actor().to_owned();
        self.transact(Op::CloseTopic, |tx| {
            let topic = open_topic(tx, number)?;
            let outcome = match fate {
                Fate::Resolved => one_line(Rule::S6, "How it was resolved", what.unwrap_or_default())?,
                Fate::Decision => one_line(Rule::S6, "The decision", what.unwrap_or_default())?,
                Fate::Blocker => as_blocker(tx, &topic, what, &actor)?,
                Fate::Item => as_item(tx, &topic, what)?,
            };
            tx.store.update(Table::Topic, topic.id, values! { closed_at: tx.now, fate, outcome })?;
            Ok(((), sentence(&format!("Closed T{number}, {}: {outcome}", fate.word()))))
        })
    }
}

fn open_topic(tx: &Tx<'_>, number: i64) -> Result<Topic> {
    let topic: Topic = find(tx, number, Act::TopicList)?;
    match (&topic.fate, &topic.outcome) {
        (Some(fate), Some(outcome)) => {
            refuse(Rule::S6, sentence(&format!("T{number} is closed already, {}: {outcome}", fate.word())))
        }
        _ => Ok(topic),
    }
}

fn as_blocker(tx: &Tx<'_>, topic: &Topic, known: Option<&str>, actor: &str) -> Result<String> {
    if let Some(key) = known {
        return match numbered('B', key) {
            Some(number) => Ok(find_blocker(tx, number)?.key()),
            None => refuse_with(
                Rule::G5,
                format!("There is no blocker {key}."),
                Act::BlockerList.way("", "See what there is with {}."),
            ),
        };
    }
    let new = BlockerEdit {
        text: Some(topic.text.clone()),
        cause: Some(Cause::Information),
        add_items: topic.item.clone().into_iter().collect(),
        owner: Some(if_here(tx, topic.people.first().map(String::as_str))?),
        ..BlockerEdit::default()
    };
    Ok(format!("B{}", raise(tx, &new, actor)?.0))
}

fn as_item(tx: &Tx<'_>, topic: &Topic, known: Option<&str>) -> Result<String> {
    if let Some(key) = known {
        return Ok(find_row(tx, key)?.key);
    }
    let about = topic.item.as_ref().map_or_else(String::new, |key| format!(", about {key}"));
    let with = if topic.people.is_empty() { String::new() } else { format!(" with {}", topic.people.join(", ")) };
    let new = NewItem {
        title: topic.text.clone(),
        description: format!("Parked at a standup as {}{with}{about}.", topic.key()),
        ..NewItem::default()
    };
    Ok(format!("{}-{}", tx.team()?.prefix, insert_new(tx, &new)?))
}
