//! The facts of a standup, from the log and not from memory (S2, S4, S5): a pure function of what was read.

use crate::domain::action::Action;
use crate::domain::blocker::{Blocker, Ladder, in_days};
use crate::domain::calendar::Calendar;
use crate::domain::fold::same;
use crate::domain::item::{Class, ItemRow, Status};
pub use crate::domain::standup::fact::{ActionFact, Asked, BlockerFact, Carried, LeftBehind, Moved, Person};
use crate::domain::standup::order::Risk;
use crate::domain::standup::words::Said;
use crate::domain::stuck::{Experience, StatusFacts, working_time};
use crate::domain::team::is_past;
use crate::domain::team::{Absence, Member};
use crate::domain::time::{Day, Instant};

/// Something that happened to an item since the last standup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub item: i64,
    pub actor: String,
    pub what: What,
}

/// What happened to an item; statuses and members by their rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It went from one status to another.
    Moved(i64, i64),
    /// It went from one member to another, or to or from nobody.
    Given(Option<i64>, Option<i64>),
    /// A criterion was ticked, or the tick was taken back.
    Ticked(bool),
}

/// Everything the facts are made of, as plain data.
#[derive(Debug)]
pub struct Seen<'a> {
    pub now: Instant,
    /// The day the standup is about.
    pub today: Day,
    /// The team's working calendar.
    pub calendar: &'a Calendar,
    /// After how many hours without a touch a blocker is escalated (B2).
    pub hours: i64,
    /// Who belongs to the team today, in the order of joining.
    pub members: &'a [Member],
    /// Who has left it, or is outside of it.
    pub left: &'a [Member],
    /// Who is away when.
    pub absences: &'a [Absence],
    /// The statuses in order.
    pub workflow: &'a [Status],
    /// The items of the sprint under way, and others that somebody works on.
    pub items: &'a [ItemRow],
    /// What happened to them since the last standup, the earliest first.
    pub events: &'a [Event],
    /// How long things usually take.
    pub experience: &'a Experience,
    /// Open blockers, the oldest first.
    pub blockers: &'a [Blocker],
    /// When past standups ended, the latest first.
    pub ends: &'a [Instant],
    /// What each said before today, the latest of each.
    pub last: &'a [Said],
    /// What each says today.
    pub said: &'a [Said],
    pub actions: &'a [Action],
}

impl Seen<'_> {
    /// What each person carries, in the order of joining.
    pub fn people(&self) -> Vec<Person> {
        let blockers = self.blocker_facts();
        self.members.iter().map(|member| self.person(member, &blockers)).collect()
    }

    /// Every open blocker: those that demand a ruling and breaches first, then the oldest (B2, S5).
    pub fn blocker_facts(&self) -> Vec<BlockerFact> {
        let mut facts: Vec<BlockerFact> = self.blockers.iter().map(|blocker| self.blocker(blocker)).collect();
        facts.sort_by_key(|fact| (!fact.demands_ruling, fact.breach.is_none()));
        facts
    }

    /// Open actions that nobody has done, the overdue ones first (A3).
    pub fn action_facts(&self) -> Vec<ActionFact> {
        let open = self.actions.iter().filter(|action| action.is_open() && action.done_at.is_none());
        let fact = |action: &Action| ActionFact {
            action: action.key(),
            text: action.text.clone(),
            owner: action.owner.clone(),
            owner_left: is_past(action.owner_until, self.today),
            due: action.due,
            overdue: action.is_overdue(self.today),
            age_days: action.age_days(self.calendar, self.today),
            carried: action.carried(),
        };
        let mut facts: Vec<ActionFact> = open.map(fact).collect();
        facts.sort_by_key(|action| (!action.overdue, action.due));
        facts
    }

    /// What those hold who left the team or are outside of it, in the order of joining.
    pub fn left_behind(&self) -> Vec<LeftBehind> {
        let (blockers, actions) = (self.blocker_facts(), self.action_facts());
        let of = |member: &Member| {
            let was = &member.name;
            let mine = self.items.iter().filter(|row| row.assignee.as_ref() == Some(was) && !row.class.is_ended());
            LeftBehind {
                was: was.clone(),
                outside: member.outside && !member.has_left(self.today),
                items: mine.map(|row| self.carried(row)).collect(),
                blockers: blockers.iter().filter(|fact| fact.owner.as_ref() == Some(was)).cloned().collect(),
                actions: actions.iter().filter(|action| action.owner == *was).cloned().collect(),
                asked: self.asked(was),
            }
        };
        self.left.iter().map(of).filter(LeftBehind::is_something).collect()
    }

    fn person(&self, member: &Member, blockers: &[BlockerFact]) -> Person {
        let name = member.name.as_str();
        let is = |named: &Option<String>| named.as_deref() == Some(name);
        let mine: Vec<&ItemRow> = self.items.iter().filter(|row| is(&row.assignee)).collect();
        let holds = |fact: &&BlockerFact| mine.iter().any(|row| !row.class.is_ended() && fact.items.contains(&row.key));
        let theirs: Vec<BlockerFact> =
            blockers.iter().filter(|fact| is(&fact.owner) || is(&fact.raised_by) || holds(fact)).cloned().collect();
        let said = |all: &[Said]| all.iter().find(|said| said.member == member.id).cloned();
        let (last, today) = (said(self.last), said(self.said));
        let (carrying, oldest) = self.carrying(&mine);
        let risk = Risk {
            overdue: theirs.iter().any(|fact| is(&fact.owner) && (fact.breach.is_some() || fact.demands_ruling)),
            blockers: theirs.iter().filter(|fact| is(&fact.owner) || holds(fact)).count(),
            oldest,
        };
        Person {
            member: member.id,
            name: name.to_owned(),
            role: member.role.clone(),
            absent: self.is_absent(name),
            moved: self.moved(member, &mine),
            last_day: last.as_ref().map(|said| said.day),
            last: last.map(|said| said.words).unwrap_or_default(),
            words: today.map(|said| said.words).unwrap_or_default(),
            carrying,
            blockers: theirs,
            asked: self.asked(name),
            actions: self.action_facts().into_iter().filter(|action| action.owner == name).collect(),
            risk,
        }
    }

    fn is_absent(&self, name: &str) -> bool {
        const NOON: i64 = 12 * 3_600_000;
        let midnight = Instant::start_of(self.today, self.calendar.zone);
        let after_noon = self.now.0 - midnight.0 >= NOON;
        self.absences.iter().any(|away| away.member == name && away.covers(self.today, after_noon))
    }

    /// What they work on, and what is stuck of theirs: the stuck first, then the oldest; and the age of the oldest
    /// stuck one.
    fn carrying(&self, mine: &[&ItemRow]) -> (Vec<Carried>, i64) {
        let mut found: Vec<(i64, Carried)> = Vec::new();
        for row in mine {
            let carried = self.carried(row);
            let first = self.workflow.first().map(|status| status.id) == Some(row.status_id);
            let in_hand = !row.class.is_ended() && (row.class == Class::Active || !first);
            if in_hand || !carried.stuck.is_empty() {
                found.push((working_time(self.calendar, row.status_since, self.now), carried));
            }
        }
        found.sort_by_key(|(age, carried)| (carried.stuck.is_empty(), -age));
        let stuck = found.iter().filter(|(_, carried)| !carried.stuck.is_empty());
        let oldest = stuck.map(|(age, _)| *age).max().unwrap_or_default();
        (found.into_iter().map(|(_, carried)| carried).collect(), oldest)
    }

    /// An item with its age and why it is stuck.
    pub fn carried(&self, row: &ItemRow) -> Carried {
        let held: Vec<String> =
            self.blockers.iter().filter(|blocker| blocker.items.contains(&row.key)).map(Blocker::key).collect();
        let standing = StatusFacts {
            status: row.status_id,
            name: &row.status,
            class: row.class,
            first: self.workflow.first().map(|status| status.id) == Some(row.status_id),
            since: row.status_since,
            owned: row.is_owned(self.today),
            blockers: &held,
        };
        Carried {
            key: row.key.clone(),
            external_key: row.external_key.clone(),
            title: row.title.clone(),
            status: row.status.clone(),
            points: row.points.map(crate::domain::points::Points::value),
            age_days: in_days(working_time(self.calendar, row.status_since, self.now)),
            stuck: self.experience.reasons(&standing, self.calendar, self.now),
            rollovers: row.rollovers,
        }
    }

    /// What became of items since the last standup: theirs, and those that they moved for others. Steps forth and back
    /// again are left out.
    fn moved(&self, member: &Member, mine: &[&ItemRow]) -> Vec<Moved> {
        let mut seen: Vec<i64> = Vec::new();
        for event in self.events {
            let own = mine.iter().any(|row| row.id == event.item);
            let did = same(&event.actor, &member.name);
            if (own || did) && !seen.contains(&event.item) {
                seen.push(event.item);
            }
        }
        let rows = seen.into_iter().filter_map(|id| self.items.iter().find(|row| row.id == id));
        rows.filter_map(|row| self.news(Some(member), row)).collect()
    }

    /// What moved since the last standup and is news of none of `people`: the item is nobody's, and somebody outside the
    /// team moved it.
    pub fn moved_of_nobody(&self, people: &[Person]) -> Vec<Moved> {
        let mut rows: Vec<&ItemRow> = Vec::new();
        for event in self.events {
            let row = self.items.iter().find(|row| row.id == event.item);
            rows.extend(row.filter(|row| rows.iter().all(|known| known.id != row.id)));
        }
        let told = |row: &ItemRow| people.iter().any(|person| person.moved.iter().any(|moved| moved.key == row.key));
        rows.into_iter().filter(|row| !told(row)).filter_map(|row| self.news(None, row)).collect()
    }

    /// What became of an item, for a member or for nobody in particular.
    fn news(&self, member: Option<&Member>, row: &ItemRow) -> Option<Moved> {
        let own = member.is_some_and(|member| row.assignee.as_deref() == Some(member.name.as_str()));
        let did = |event: &&Event| member.is_some_and(|member| same(&event.actor, &member.name));
        let theirs = |event: &&Event| own || member.is_none() || did(event);
        let of_row = || self.events.iter().filter(|event| event.item == row.id).filter(theirs);
        let steps =
            || of_row().filter_map(|e| if let What::Moved(from, to) = e.what { Some((from, to)) } else { None });
        let given =
            || of_row().filter_map(|e| if let What::Given(from, to) = e.what { Some((from, to)) } else { None });
        let (from, to) = (steps().next().map(|step| step.0), steps().next_back().map(|step| step.1));
        let moved = from != to;
        let taken = own && given().next().is_some_and(|(before, _)| before != member.map(|member| member.id));
        let ticked = of_row().fold(0_i64, |sum, event| match event.what {
            What::Ticked(true) => sum + 1,
            What::Ticked(false) => sum - 1,
            _ => sum,
        });
        let ticked = u32::try_from(ticked).unwrap_or(0);
        let name = |id: Option<i64>| id.filter(|_| moved).map(|id| self.status_name(id));
        let last_step = of_row().rfind(|event| matches!(event.what, What::Moved(..)));
        let by = last_step.filter(|event| moved && !did(event)).map(|event| event.actor.clone());
        let finished = moved && to.and_then(|id| self.class_of(id)) == Some(Class::Finished);
        (moved || taken || ticked > 0).then(|| Moved {
            key: row.key.clone(),
            title: row.title.clone(),
            from: name(from),
            to: name(to),
            finished,
            taken,
            ticked,
            by,
            of: row.assignee.clone().filter(|_| !own && row.is_owned(self.today)),
        })
    }

    fn status_name(&self, id: i64) -> String {
        // The one status that is not in the workflow is that of dropped items.
        let known = self.workflow.iter().find(|status| status.id == id);
        known.map_or_else(|| "dropped".to_owned(), |status| status.name.clone())
    }

    fn class_of(&self, id: i64) -> Option<Class> {
        self.workflow.iter().find(|status| status.id == id).map(|status| status.class)
    }

    fn asked(&self, name: &str) -> Vec<Asked> {
        let of = |said: &Said| {
            let by = self.members.iter().find(|member| member.id == said.member)?.name.clone();
            let needs = said.words.needs.clone()?;
            (by != name && said.words.from.iter().any(|from| from == name)).then_some(Asked { by, needs })
        };
        self.said.iter().filter_map(of).collect()
    }

    fn blocker(&self, blocker: &Blocker) -> BlockerFact {
        let ladder = blocker.ladder(self.now, self.today, self.hours);
        let unchanged = blocker.unchanged_at(self.ends);
        let since_last = match unchanged {
            0 if self.ends.first().is_none_or(|end| blocker.raised_at > *end) => "new",
            0 => "changed",
            _ => "unchanged",
        };
        BlockerFact {
            blocker: blocker.key(),
            text: blocker.text.clone(),
            cause: blocker.cause.word().to_owned(),
            items: blocker.items.clone(),
            owner: blocker.owner.clone(),
            owner_left: is_past(blocker.owner_until, self.today),
            raised_by: blocker.raised_by.clone(),
            waiting_on: blocker.waiting_on.clone(),
            needed_by: blocker.needed_by,
            next_step: blocker.next_step.clone(),
            next_step_by: blocker.next_step_by,
            escalated_to: blocker.escalated_to.clone(),
            days: blocker.days(self.calendar, self.now),
            ladder: ladder.word().to_owned(),
            breach: if let Ladder::Breached(why) = ladder { Some(why) } else { None },
            since_last: since_last.to_owned(),
            unchanged,
            demands_ruling: blocker.demands_ruling(self.ends, self.today),
        }
    }
}
