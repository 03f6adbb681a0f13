//! Items through a filter. Terms that an index knows find few candidates at once, in a backlog of any size; each candidate
//! is then compared with the whole filter (I4).

use crate::app::Standfast;
use crate::domain::filter::{Compare, Filter, Is, Known, Part, Subject, Test, read};
use crate::domain::fold::folded;
use crate::domain::item::{Class, ItemRow};
use crate::error::{Result, refuse};
use crate::rules::Rule;
use crate::store::backlog::{Candidates, Reach};
use crate::store::search::{full_text_query, full_text_query_of};
use std::collections::{HashMap, HashSet};

/// What a filter of items may ask.
const PARTS: &[Part] = &[Part::Person, Part::Label, Part::Status, Part::Kind, Part::Is, Part::Points];

/// More people and labels that a term may mean are not looked for one by one.
const MOST_NAMES: usize = 4;

/// The items that a filter lets through.
#[derive(Debug, Default)]
pub struct Filtered {
    /// Open ones by rank, then the others, the latest first; an item whose key was typed before all.
    pub rows: Vec<ItemRow>,
    /// Whether these are all, or only what was found among the candidates that were looked at.
    pub whole: bool,
}

/// Candidates by their ids, and whether there are no others.
struct Found {
    ids: Vec<i64>,
    whole: bool,
}

impl Standfast {
    /// What a filter of items may name.
    pub fn known_to_filters(&self) -> Result<Known> {
        Ok(Known {
            parts: PARTS,
            people: self.member_names()?,
            me: self.actor().to_owned(),
            statuses: self.store.statuses()?.into_iter().map(|status| status.name).collect(),
            labels: self.store.labels_in_use()?,
        })
    }

    /// Reads a filter of items; a refusal says what is possible.
    pub fn item_filter(&self, typed: &str) -> Result<Filter> {
        match read(typed, &self.known_to_filters()?) {
            (filter, None) => Ok(filter),
            (_, Some(unread)) => refuse(Rule::I4, unread.sentence()),
        }
    }

    /// The items that a filter lets through, among so many candidates at most.
    pub fn filtered(&self, filter: &Filter, reach: usize) -> Result<Filtered> {
        let found = self.candidates(filter, reach)?;
        let rows: Vec<ItemRow> = self.store.rows_of(&found.ids, &self.team()?.ready)?.into_values().collect();
        let subjects = self.subjects(filter, rows.iter())?;
        let mut rows: Vec<ItemRow> =
            rows.into_iter().filter(|row| subjects.get(&row.id).is_some_and(|it| filter.lets(it))).collect();
        rows.sort_by(|one, other| order(one, filter).cmp(&order(other, filter)));
        Ok(Filtered { rows, whole: found.whole })
    }

    /// What a filter looks at of these items, by their ids.
    pub fn subjects<'a>(
        &self,
        filter: &Filter,
        rows: impl Iterator<Item = &'a ItemRow> + Clone,
    ) -> Result<HashMap<i64, Subject>> {
        let ids: Vec<i64> = rows.clone().map(|row| row.id).collect();
        let (mut texts, mut labels) = (HashMap::new(), HashMap::new());
        if filter.reads_texts() {
            texts = self.store.descriptions_of(&ids)?;
            labels = self.store.labels_of(&ids)?;
        }
        let mut stuck = HashSet::new();
        if filter.asks_for(&[Is::Stuck]) {
            let (experience, calendar, now) = (self.experience()?, self.calendar()?, self.now());
            let first = self.workflow()?.first().map(|status| status.id);
            let is_stuck =
                |row: &&ItemRow| experience.stuck(row, Some(row.status_id) == first, &calendar, now).is_some();
            stuck = rows.clone().filter(is_stuck).map(|row| row.id).collect();
        }
        let subject = |row: &ItemRow| {
            let description = texts.get(&row.id).map_or("", String::as_str);
            let labels = labels.get(&row.id).map_or(&[][..], Vec::as_slice);
            (row.id, Subject::item(row, description, labels, stuck.contains(&row.id), self.today()))
        };
        Ok(rows.map(subject).collect())
    }

    /// The candidates of the first term that has few; else of a term that has many, the latest of them; else the first
    /// items by rank.
    fn candidates(&self, filter: &Filter, reach: usize) -> Result<Found> {
        let mut many = None;
        for found in
            self.by_words(filter, reach).into_iter().chain(filter.wanted().map(|test| self.by_term(test, reach)))
        {
            match found? {
                Some(found) if found.whole => return Ok(found),
                Some(found) => many = many.or(Some(found)),
                None => {}
            }
        }
        many.map_or_else(|| self.by_rank(filter, reach), Ok)
    }

    /// What holds all of the words, if they can be nothing else than words of its title and description.
    fn by_words(&self, filter: &Filter, reach: usize) -> Option<Result<Option<Found>>> {
        let phrases: Vec<&str> = filter.words().collect();
        (phrases.len() > 1).then(|| {
            let known = self.known_to_filters()?;
            let is_other = |test: &Test| matches!(test, Test::Words(_)) && Named::of(test, &known).is_any();
            if filter.wanted().any(is_other) {
                return Ok(None);
            }
            let query = full_text_query_of(&phrases);
            query.map(|query| self.found(&[Candidates::Holding(query)], reach)).transpose()
        })
    }

    /// What an index finds for a term; `None` if no index knows it.
    fn by_term(&self, test: &Test, reach: usize) -> Result<Option<Found>> {
        let known = self.known_to_filters()?;
        let named = Named::of(test, &known);
        let mut ways = Vec::new();
        match test {
            _ if named.rows || named.people.len() + named.labels.len() > MOST_NAMES => return Ok(None),
            Test::Words(phrase) => {
                ways.extend(full_text_query(&phrase.typed).map(Candidates::Holding));
                ways.extend(phrase.number().map(Candidates::Numbered));
            }
            Test::Is(Is::Blocked) => ways.push(Candidates::Blocked),
            Test::Person(_) | Test::Label(_) => {}
            Test::Nobody | Test::Status(_) | Test::Kind(_) | Test::Is(_) | Test::Points(..) | Test::NoPoints => {
                return Ok(None);
            }
        }
        ways.extend((!named.people.is_empty()).then_some(Candidates::OfPeople(named.people)));
        ways.extend((!named.labels.is_empty()).then_some(Candidates::Labelled(named.labels)));
        self.found(&ways, reach).map(Some)
    }

    fn found(&self, ways: &[Candidates], reach: usize) -> Result<Found> {
        let mut found = Found { ids: Vec::new(), whole: true };
        for way in ways {
            let mut ids = self.store.candidates(way, reach.saturating_add(1))?;
            found.whole &= ids.len() <= reach;
            ids.truncate(reach);
            found.ids.extend(ids);
        }
        found.ids.sort_unstable();
        found.ids.dedup();
        Ok(found)
    }

    /// The first items by rank, and the latest of those that are over, that may pass.
    fn by_rank(&self, filter: &Filter, reach: usize) -> Result<Found> {
        let totals = self.backlog_totals()?;
        let over = usize::try_from(totals.finished + totals.dropped).unwrap_or(usize::MAX);
        let open = usize::try_from(totals.open).unwrap_or(usize::MAX);
        let mut cheap = Reach { at_most: reach, ..Reach::default() };
        for test in filter.wanted() {
            match test {
                Test::Status(names) => cheap.status = self.only_status(names)?,
                Test::Kind(kind) => cheap.kind = Some(*kind),
                Test::Points(Compare::AtLeast | Compare::More | Compare::Equal, points) => cheap.least = Some(*points),
                Test::Points(Compare::AtMost | Compare::Less, points) => cheap.most = Some(*points),
                _ => {}
            }
        }
        let mut found = Found { ids: Vec::new(), whole: true };
        for (ended, all, others) in [(false, open, &[Is::Finished, Is::Dropped][..]), (true, open + over, &OF_OPEN[..])]
        {
            if !filter.demands(others) && found.ids.len() < reach {
                let cheap = Reach { at_most: reach - found.ids.len(), ..cheap };
                let ids = self.store.candidates_by_rank(&cheap, ended)?;
                found.whole &= ids.len() < cheap.at_most && all <= cheap.scanned();
                found.ids.extend(ids);
            } else {
                found.whole &= filter.demands(others) || over == 0;
            }
        }
        Ok(found)
    }

    fn only_status(&self, names: &[String]) -> Result<Option<i64>> {
        let [name] = names else { return Ok(None) };
        Ok(self.store.statuses()?.into_iter().find(|status| folded(&status.name) == *name).map(|status| status.id))
    }
}

/// The states that only open items have.
const OF_OPEN: [Is; 4] = [Is::Ready, Is::Blocked, Is::Stuck, Is::Open];

/// What a term names beside words in titles and descriptions.
#[derive(Default)]
struct Named {
    people: Vec<String>,
    labels: Vec<String>,
    /// Whether it is in the name of a status or a kind, which no index knows.
    rows: bool,
    /// Whether it may be a key.
    key: bool,
}

impl Named {
    fn of(test: &Test, known: &Known) -> Self {
        let those =
            |names: &[String], are: &dyn Fn(&str) -> bool| names.iter().filter(|name| are(name)).cloned().collect();
        match test {
            Test::Words(phrase) => Self {
                people: those(&known.people, &|name| phrase.is_in(name)),
                labels: those(&known.labels, &|label| phrase.is_in(label)),
                rows: known.statuses.iter().any(|status| phrase.is_in(status))
                    || crate::domain::item::Kind::WORDS.iter().any(|kind| phrase.is_in(kind)),
                key: phrase.number().is_some(),
            },
            Test::Person(names) => Self { people: names.clone(), ..Self::default() },
            Test::Label(labels) => {
                Self { labels: those(&known.labels, &|label| labels.contains(&folded(label))), ..Self::default() }
            }
            _ => Self::default(),
        }
    }

    fn is_any(&self) -> bool {
        self.rows || self.key || !self.people.is_empty() || !self.labels.is_empty()
    }
}

/// Where an item stands among those that were found.
fn order<'a>(row: &'a ItemRow, filter: &Filter) -> (bool, bool, Option<&'a str>, i64) {
    let ended = matches!(row.class, Class::Finished | Class::Dropped);
    let named = filter.names(&row.key) || row.external_key.as_ref().is_some_and(|key| filter.names(key));
    (!named, ended, (!ended).then_some(row.rank.as_str()), if ended { -row.id } else { row.id })
}
