//! Where everything on the Team screen is. Names are cut last: first the columns beside the days go, then the cells get
//! smaller, then the days scroll.

use super::seen::Seen;
use crate::domain::roster::Column;
use crate::domain::team::Member;
use crate::domain::text;
use crate::domain::time::short_day;
use chrono::Datelike;
use ratatui::layout::Rect;

/// The space between two columns of words.
const GAP: u16 = 2;
/// The widths of a day's cell, the widest first; even, so that a half day is half of it.
const CELLS: [u16; 3] = [6, 4, 2];
/// The room for days at the right, and for days away.
const DAYS: u16 = 5;
const AWAY: u16 = 5;
/// Fewer columns of a role say too little.
const LEAST_ROLE: u16 = 8;
/// From this height on there is room for a line about the day under the cursor and for two lines of headings, and from
/// the next one on for a free line above them.
const ROOMY: u16 = 16;
const AIRY: u16 = 24;

/// A column of the calendar that is in sight: its first place from the left, and which day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    pub x: u16,
    pub column: Column,
    /// The place among the days; none for a weekend.
    pub day: Option<usize>,
}

/// Where everything is. Columns count from the left of `head`; a width of 0 is not shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    pub head: Rect,
    pub list: Rect,
    /// How many lines the headings of the days take.
    pub titles: u16,
    pub name: u16,
    /// First place and width.
    pub role: (u16, u16),
    pub dates: (u16, u16),
    /// The column behind the allocation.
    pub allocation_end: u16,
    pub cell: u16,
    pub spots: Vec<Spot>,
    /// Whether there are days to the left and to the right that are not in sight.
    pub hidden: (bool, bool),
    pub away_end: u16,
    pub days_end: u16,
}

impl Places {
    pub fn new(inner: Rect, seen: &Seen, day: usize) -> Self {
        let roomy = inner.height >= ROOMY;
        let titles = if roomy { 2 } else { 1 };
        let head_height = 1 + titles + u16::from(roomy) + u16::from(inner.height >= AIRY);
        let list_y = inner.y.saturating_add(head_height).min(inner.bottom());
        let list = Rect { y: list_y, height: inner.bottom() - list_y, ..inner };
        let mut places =
            Self { head: Rect { height: head_height.min(inner.height), ..inner }, list, titles, ..Self::default() };
        places.set_columns(inner.width, seen, day);
        places
    }

    fn set_columns(&mut self, width: u16, seen: &Seen, day: usize) {
        let widest = |words: &dyn Fn(&Member) -> String| {
            seen.members.iter().map(|member| wide(&words(member))).max().unwrap_or(0)
        };
        let year = seen.today.year();
        let inside = |words: String, member: &Member| if member.outside { String::new() } else { words };
        let role = widest(&|member| inside(role_in_words(member, seen), member)).min(24);
        let dates = widest(&|member| stays(member, year)).min(34);
        let allocation = widest(&|member| inside(member.allocation_in_words(), member)).clamp(5, 8);
        let longest = widest(&|member| member.name.clone()).clamp(6, 24);
        let needed = |cell: u16| {
            let of = |column: &Column| if matches!(column, Column::Day(_)) { cell + 1 } else { 2 };
            seen.roster.columns.iter().map(of).fold(0_u16, u16::saturating_add)
        };
        let fixed = |name: u16| 1 + name + GAP + allocation + GAP + 1 + DAYS;
        let beside = fixed(longest);
        let fits = |cell: u16, more: u16| beside.saturating_add(needed(cell)).saturating_add(more) <= width;
        let with_role = if role > 0 { role + GAP } else { 0 };
        // The widest cells take no room of what else there is to see.
        let with_dates = if dates > 0 { dates + GAP } else { 0 };
        let wanted = |cell: u16| with_role + if cell > 4 { AWAY + GAP + with_dates } else { 0 };
        let some_role = with_role.min(LEAST_ROLE + GAP);
        let first = |fits: &dyn Fn(u16) -> bool| CELLS.into_iter().find(|cell| fits(*cell));
        let whole = first(&|cell| cell > 2 && fits(cell, wanted(cell)));
        let cut = || first(&|cell| fits(cell, some_role)).or_else(|| first(&|cell| fits(cell, 0)));
        self.cell = whole.or_else(cut).unwrap_or(2);
        // A name gives way only when not even a few days would be left.
        self.name = longest.min(width.saturating_sub(fixed(0) + 3 * (self.cell + 1)).max(6));
        let mut spare = width.saturating_sub(fixed(self.name)).saturating_sub(needed(self.cell));
        let mut take = |wanted: u16, least: u16| {
            let given = if wanted > 0 && spare >= least + GAP { wanted.min(spare - GAP) } else { 0 };
            spare -= if given > 0 { given + GAP } else { 0 };
            given
        };
        let role = take(role, role.min(LEAST_ROLE));
        let away = take(AWAY, AWAY);
        let dates = take(dates, dates);
        let mut x = 1 + self.name + GAP;
        for (place, wide) in [(&mut self.role, role), (&mut self.dates, dates)] {
            *place = (x, wide);
            x += if wide > 0 { wide + GAP } else { 0 };
        }
        self.allocation_end = x + allocation;
        let strip = self.allocation_end + GAP;
        let room = width.saturating_sub(strip + 1 + DAYS + if away > 0 { away + GAP } else { 0 });
        self.set_spots(strip, room, seen, day);
        let end = self.spots.last().map_or(strip, |spot| spot.x + self.wide(spot.column));
        self.away_end = if away > 0 { end + GAP + away } else { 0 };
        self.days_end = self.away_end.max(end) + 1 + DAYS;
    }

    /// Puts as many columns side by side as there is room for, the day under the cursor among them.
    fn set_spots(&mut self, first: u16, room: u16, seen: &Seen, day: usize) {
        let columns = &seen.roster.columns;
        let mut all = Vec::new();
        let (mut x, mut place) = (0_u16, 0);
        for column in columns {
            let day = matches!(column, Column::Day(_)).then_some(place);
            place += usize::from(day.is_some());
            all.push(Spot { x, column: *column, day });
            x = x.saturating_add(self.wide(*column) + 1);
        }
        let ends = |spot: &Spot| spot.x.saturating_add(self.wide(spot.column));
        let here = all.iter().find(|spot| spot.day == Some(day)).map_or(0, ends);
        let from = all.iter().find(|spot| here <= spot.x.saturating_add(room)).map_or(0, |spot| spot.x);
        let in_sight = |spot: &&Spot| spot.x >= from && ends(spot) <= from.saturating_add(room);
        let shown: Vec<Spot> =
            all.iter().filter(in_sight).map(|spot| Spot { x: spot.x - from + first, ..*spot }).collect();
        let at_edge =
            |edge: Option<&Spot>, shown: Option<&Spot>| edge.map(|spot| spot.column) != shown.map(|spot| spot.column);
        self.hidden = (at_edge(all.first(), shown.first()), at_edge(all.last(), shown.last()));
        self.spots = shown;
    }

    pub fn wide(&self, column: Column) -> u16 {
        if matches!(column, Column::Day(_)) { self.cell } else { 1 }
    }

    /// The place among the days that is at a column of the screen.
    pub fn day_at(&self, x: u16) -> Option<usize> {
        let x = x.checked_sub(self.list.x)?;
        self.spots.iter().find(|spot| (spot.x..spot.x + self.wide(spot.column)).contains(&x))?.day
    }
}

fn wide(words: &str) -> u16 {
    u16::try_from(text::width(&text::clean(words))).unwrap_or(u16::MAX)
}

/// The role, and whether they decide.
pub fn role_in_words(member: &Member, seen: &Seen) -> String {
    let role = member.role.clone().unwrap_or_default();
    match (seen.decider.as_ref() == Some(&member.name), role.is_empty()) {
        (false, _) => role,
        (true, true) => "decides".to_owned(),
        (true, false) => format!("{role}, decides"),
    }
}

/// From when to when somebody stays: `from Mon 23 Nov`, `until Fri 4 Dec`, both, or nothing.
pub fn stays(member: &Member, year: i32) -> String {
    let from = member.starts_on.map(|day| format!("from {}", short_day(day, year)));
    let until = member.ends_on.map(|day| format!("until {}", short_day(day, year)));
    from.into_iter().chain(until).collect::<Vec<_>>().join(" ")
}
