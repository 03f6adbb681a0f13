//! How the Team screen looks.
//!
//! ```text
//! ╭ Team ─────────────────────────────────── Sprint 4, Mon 23 Nov to Fri 4 Dec ╮
//! │ Capacity 18 pts = 23 person-days at 78 % focus factor (sprints 2, 1)         │
//! │ ana, Tue 24 Nov: away in the morning                                         │
//! │                            Mon  Tue  Wed  Thu  Fri    Mon  Tue               │
//! │ member  role       alloc    23   24   25   26   27     30    1         days  │
//! │▌ana     backend    100 %  ▇▇▇▇ ░░▇▇ ▇▇▇▇ ▇▇▇▇ ▇▇▇▇ │ ▇▇▇▇ ▇▇▇▇          9.5  │
//! │ 2 members                  1.8  1.3  1.8  1.8  1.8     1.8 …          16.5   │
//! │                                  ↑ today                                     │
//! │ ── Absences ───────────────────────────────────────────────────────── 1 ──   │
//! │ ana     Tue 24 Nov, morning   dentist                          0.5 days      │
//! ╰──────────────────────────────────────────────────────────────────────────────╯
//! ```

use super::Team;
use super::seen::{Line, Seen};
use super::strip::{Places, Spot, role_in_words, stays};
use crate::domain::points::{count, number, rounded};
use crate::domain::roster::{Column, Presence, Row, taken};
use crate::domain::share::{HalfDays, Share};
use crate::domain::text;
use crate::domain::time::{Day, short_day};
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::{capacity, empty, popup, scrollbar};
use chrono::Datelike;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// A narrower frame has no room for the dates.
const NARROW: u16 = 70;
/// A bar by the share of the time, from a little to all of it; one that is not full keeps the rows apart.
const LEVELS: [&str; 7] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇"];
const PLAIN: [&str; 7] = ["-", "-", "-", "=", "=", "#", "#"];

impl Team {
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let inner = popup::render(frame, area, ctx, "Team", &when(&self.seen, ctx, area.width));
        if self.lines.is_empty() {
            let about = "Here is who works in the sprint and on which days, and the capacity that follows. People outside \
                         the team own and answer without days.";
            let keys = [(Command::TeamAdd, "add a person"), (Command::TeamHoliday, "add a holiday")];
            return empty::render(frame, inner, ctx, "Nobody is in the team yet", about, &keys);
        }
        let places = self.places(area);
        self.draw_head(&mut Pen::new(frame, places.head, ctx), &places);
        let mut pen = Pen::new(frame, places.list, ctx);
        for (y, at) in (0..pen.height()).zip(self.window.rows()) {
            let Some(line) = self.lines.get(at) else { continue };
            self.draw_line(&mut pen, y, &places, line, at == self.window.cursor);
        }
        scrollbar::render(frame, area, ctx, &self.window);
    }

    fn draw_head(&self, pen: &mut Pen<'_>, places: &Places) {
        let width = pen.width();
        let words = sentence(&self.seen, width.saturating_sub(2));
        let words: Vec<(&str, Role)> = words.iter().map(|(words, role)| (words.as_str(), *role)).collect();
        pen.run(1, 0, width.saturating_sub(1), &words);
        if places.titles == 2 {
            pen.text(1, 1, width.saturating_sub(1), &self.about_day(), Role::Dim);
        }
        let y = pen.height().saturating_sub(1);
        pen.text(1, y, places.name, "member", Role::Dim);
        pen.text(places.role.0, y, places.role.1, "role", Role::Dim);
        pen.text(places.dates.0, y, places.dates.1, "stays", Role::Dim);
        pen.right(places.allocation_end, y, 6, "alloc", Role::Dim);
        pen.right(places.days_end, y, 5, "days", Role::Dim);
        if places.away_end > 0 {
            pen.right(places.away_end, y, 5, "away", Role::Dim);
        }
        let hidden = [
            (places.hidden.0, places.spots.first(), pen.ctx().glyphs.left),
            (places.hidden.1, places.spots.last(), pen.ctx().glyphs.right),
        ];
        for spot in &places.spots {
            self.draw_title(pen, y, places, spot);
        }
        for (_, spot, sign) in hidden.iter().filter(|(is, ..)| *is) {
            let x = spot.map_or(0, |spot| {
                if *sign == pen.ctx().glyphs.left {
                    spot.x.saturating_sub(1)
                } else {
                    spot.x + places.wide(spot.column)
                }
            });
            pen.text(x, y, 1, sign, Role::Note);
        }
    }

    fn draw_title(&self, pen: &mut Pen<'_>, y: u16, places: &Places, spot: &Spot) {
        let Column::Day(day) = spot.column else { return };
        let role = if day == self.seen.today { Role::Heading } else { Role::Dim };
        let role = if spot.day == Some(self.day) && self.is_on_days() { Role::Strong } else { role };
        let end = spot.x + places.cell;
        let week = day.weekday().to_string();
        let week: String = week.chars().take(usize::from(places.cell.min(3))).collect();
        if places.titles == 2 {
            pen.right(end, y.saturating_sub(1), places.cell, &week, role);
        }
        let number = day.day().to_string();
        let words = if places.titles == 1 && places.cell >= 6 { format!("{week} {number:>2}") } else { number };
        pen.right(end, y, places.cell, &words, role);
    }

    fn draw_line(&self, pen: &mut Pen<'_>, y: u16, places: &Places, line: &Line, here: bool) {
        let (width, ctx) = (pen.width(), pen.ctx());
        let ground = if ctx.on_top { Role::Cursor } else { Role::CursorAway };
        let ground = here.then_some(ground);
        if let Some(role) = ground {
            pen.fill(0, y, width, role);
            pen.text(0, y, 1, ctx.glyphs.cursor, role);
        }
        match line {
            Line::Person(at) => self.draw_person(pen, y, places, *at, ground),
            Line::Total => self.draw_total(pen, y, places),
            Line::Today => self.draw_today(pen, y, places),
            Line::Gap => {}
            Line::Heading(title, count) => draw_heading(pen, y, title, *count),
            Line::None(words) => drop(pen.text(1, y, width.saturating_sub(1), words, Role::Dim)),
            Line::Outside(at) => self.draw_outside(pen, y, places, *at, ground),
            Line::Absence(at) => self.draw_absence(pen, y, places, *at, ground),
            Line::Holiday(at) => self.draw_holiday(pen, y, places, *at, ground),
        }
    }

    fn draw_person(&self, pen: &mut Pen<'_>, y: u16, places: &Places, at: usize, ground: Option<Role>) {
        let Some(row) = self.seen.roster.rows.get(at) else { return };
        let (member, year) = (&row.member, self.seen.today.year());
        let role = |own: Role| ground.unwrap_or(own);
        pen.text(1, y, places.name, &member.name, role(Role::Text));
        pen.text(places.role.0, y, places.role.1, &role_in_words(member, &self.seen), role(Role::Dim));
        pen.text(places.dates.0, y, places.dates.1, &stays(member, year), role(Role::Note));
        pen.right(places.allocation_end, y, 8, &member.allocation_in_words(), role(Role::Dim));
        for spot in &places.spots {
            self.draw_cell(pen, y, places, row, spot, ground);
        }
        let capacity = self.seen.capacity_of(&member.name);
        let days = capacity.map_or_else(|| rounded(days_of(row)), |capacity| rounded(capacity.person_days));
        pen.right(places.days_end, y, 5, &days, role(Role::Strong));
        if let Some(away) =
            capacity.map(|capacity| capacity.absent_days).filter(|away| *away > HalfDays(0) && places.away_end > 0)
        {
            pen.right(places.away_end, y, 5, &away.to_string(), role(Role::Warn));
        }
    }

    fn draw_cell(&self, pen: &mut Pen<'_>, y: u16, places: &Places, row: &Row, spot: &Spot, ground: Option<Role>) {
        let (glyphs, cell) = (pen.ctx().glyphs, usize::from(places.cell));
        let Some(place) = spot.day else {
            return on_ground(pen, (spot.x, y), glyphs.bar, Role::Border, ground);
        };
        let presence = row.presence.get(place).copied().unwrap_or(Presence::Elsewhere);
        let past = self.seen.roster.days.get(place).is_some_and(|day| *day < self.seen.today);
        let there = if past { Role::Border } else { Role::Note };
        let bar = level(row.member.allocation, pen.ctx()).repeat(cell);
        let half = level(row.member.allocation, pen.ctx()).repeat(cell / 2);
        let off = glyphs.empty.repeat(cell / 2);
        let x = spot.x;
        match presence {
            Presence::There => on_ground(pen, (x, y), &bar, there, ground),
            Presence::Morning => {
                on_ground(pen, (x, y), &half, there, ground);
                on_ground(pen, (x + places.cell / 2, y), &off, Role::Warn, ground);
            }
            Presence::Afternoon => {
                on_ground(pen, (x, y), &off, Role::Warn, ground);
                on_ground(pen, (x + places.cell / 2, y), &half, there, ground);
            }
            Presence::Away if cell >= 4 => on_ground(pen, (x, y), &format!("{:^cell$}", "away"), Role::Warn, ground),
            Presence::Away => on_ground(pen, (x, y), &glyphs.empty.repeat(cell), Role::Warn, ground),
            Presence::Free => on_ground(pen, (x, y), &format!("{:^cell$}", glyphs.dot), Role::Dim, ground),
            Presence::Elsewhere => {}
        }
        if ground.is_some() && place == self.day {
            on_ground(pen, (x.saturating_sub(1), y), "[", Role::Strong, ground);
            on_ground(pen, (x + places.cell, y), "]", Role::Strong, ground);
        }
    }

    fn draw_total(&self, pen: &mut Pen<'_>, y: u16, places: &Places) {
        let words = count(self.seen.roster.rows.len(), "member");
        pen.text(1, y, places.allocation_end.saturating_sub(1), &words, Role::Strong);
        for spot in &places.spots {
            match spot.day {
                None => drop(pen.text(spot.x, y, 1, pen.ctx().glyphs.bar, Role::Border)),
                Some(place) if places.cell >= 4 => {
                    let there = self.seen.roster.on(place);
                    let words = if there > 0.0 { rounded(there) } else { pen.ctx().glyphs.dot.to_owned() };
                    let past = self.seen.roster.days.get(place).is_some_and(|day| *day < self.seen.today);
                    pen.right(spot.x + places.cell, y, places.cell, &words, if past { Role::Dim } else { Role::Text });
                }
                Some(_) => {}
            }
        }
        let all = self.seen.view.as_ref().and_then(|view| view.capacity.person_days);
        let all = all.unwrap_or_else(|| (0..self.seen.roster.days.len()).map(|place| self.seen.roster.on(place)).sum());
        pen.right(places.days_end, y, 6, &rounded(all), Role::Strong);
    }

    /// An arrow below today; on a weekend below the line that stands for it.
    fn draw_today(&self, pen: &mut Pen<'_>, y: u16, places: &Places) {
        let today = self.seen.today;
        let is_today = |spot: &&Spot| match spot.column {
            Column::Day(day) => day == today,
            Column::Weekend(last) => today <= last && today > last - chrono::Days::new(3),
        };
        let Some(spot) = places.spots.iter().find(is_today) else { return };
        let x = if spot.day.is_some() { spot.x + places.cell / 2 - u16::from(places.cell > 2) } else { spot.x };
        let words = format!("{} today", pen.ctx().glyphs.up);
        pen.text(x, y, 8, &words, Role::Heading);
    }

    fn draw_outside(&self, pen: &mut Pen<'_>, y: u16, places: &Places, at: usize, ground: Option<Role>) {
        let Some((member, owns)) = self.seen.outside.get(at) else { return };
        let role = |own: Role| ground.unwrap_or(own);
        pen.text(1, y, places.name, &member.name, role(Role::Text));
        let x = 1 + places.name + 2;
        let owns = if owns.is_empty() { String::new() } else { format!("owns {owns}") };
        let stays = stays(member, self.seen.today.year());
        let words = [role_in_words(member, &self.seen), owns, stays];
        let words: Vec<String> = words.into_iter().filter(|words| !words.is_empty()).collect();
        let words = words.join(&format!(" {} ", pen.ctx().glyphs.dot));
        pen.text(x, y, pen.width().saturating_sub(x + 1), &words, role(Role::Dim));
    }

    fn draw_absence(&self, pen: &mut Pen<'_>, y: u16, places: &Places, at: usize, ground: Option<Role>) {
        let Some(absence) = self.seen.absences.get(at) else { return };
        let role = |own: Role| ground.unwrap_or(own);
        pen.text(1, y, places.name, &absence.member, role(Role::Text));
        let member = self.seen.members.iter().find(|member| member.name == absence.member && member.is_inside());
        let taken = member.map_or(0.0, |member| taken(&self.seen.calendar, member, absence, self.seen.span));
        let cost = match self.seen.number() {
            Some(sprint) if taken > 0.0 => format!("{} {} of sprint {sprint}", pen.ctx().glyphs.minus, days(taken)),
            _ => String::new(),
        };
        let end = pen.right(pen.width().saturating_sub(1), y, 30, &cost, role(Role::Warn));
        let x = 1 + places.name + 2;
        let when = absence.days(self.seen.today);
        let note = absence.note.as_deref().unwrap_or_default();
        let room = end.saturating_sub(x + 1);
        pen.text(x, y, room, &when, role(Role::Text));
        let widest = self.seen.absences.iter().map(|one| one.days(self.seen.today).len()).max();
        let beside = u16::try_from(widest.unwrap_or(0)).unwrap_or(0) + 2;
        pen.text(x + beside, y, room.saturating_sub(beside), note, role(Role::Dim));
    }

    fn draw_holiday(&self, pen: &mut Pen<'_>, y: u16, places: &Places, at: usize, ground: Option<Role>) {
        let Some(holiday) = self.seen.holidays.get(at) else { return };
        let role = |own: Role| ground.unwrap_or(own);
        let day = short_day(holiday.day, self.seen.today.year());
        pen.text(1, y, pen.width(), &day, role(Role::Text));
        let widest = self.seen.holidays.iter().map(|one| short_day(one.day, self.seen.today.year()).len()).max();
        let x = (places.name + 3).max(u16::try_from(widest.unwrap_or(0)).unwrap_or(0) + 3);
        pen.text(x, y, pen.width().saturating_sub(x + 1), &holiday.name, role(Role::Dim));
    }

    /// The person and the day under the cursor in words.
    fn about_day(&self) -> String {
        let Some(Line::Person(at)) = self.here() else { return String::new() };
        let (Some(row), Some(day)) = (self.seen.roster.rows.get(*at), self.day_here()) else { return String::new() };
        let presence = row.presence.get(self.day).copied().unwrap_or(Presence::Elsewhere);
        let name = text::clean(&row.member.name);
        format!("{name}, {}: {}", short_day(day, self.seen.today.year()), self.about(row, day, presence))
    }

    fn about(&self, row: &Row, day: Day, presence: Presence) -> String {
        let holiday = self.seen.holidays.iter().find(|holiday| holiday.day == day);
        if let (Presence::Free, Some(holiday)) = (presence, holiday) {
            return holiday.name.clone();
        }
        let covers = |absence: &&crate::domain::team::Absence| {
            absence.member == row.member.name && (absence.covers(day, false) || absence.covers(day, true))
        };
        let note = self.seen.all_absences.iter().filter(covers).find_map(|absence| absence.note.as_deref());
        match note {
            Some(note) => format!("{} ({note})", presence.words()),
            None => presence.words().to_owned(),
        }
    }
}

/// Words in a role's colour on the ground of the row.
fn on_ground(pen: &mut Pen<'_>, (x, y): (u16, u16), words: &str, role: Role, ground: Option<Role>) {
    let ctx = pen.ctx();
    let style = match ground {
        None => ctx.style(role),
        Some(ground) => ctx.style(role).fg.map_or(ctx.style(ground), |fg| Style { fg: Some(fg), ..ctx.style(ground) }),
    };
    let room = pen.width().saturating_sub(x);
    pen.styled(x, y, room, words, style);
}

fn level(share: Share, ctx: &Ctx<'_>) -> &'static str {
    let levels = if ctx.glyphs.rule.is_ascii() { PLAIN } else { LEVELS };
    let at = usize::try_from(share.thousandths() * 7 / 100_001).unwrap_or(0);
    levels.get(at).copied().unwrap_or(" ")
}

fn days_of(row: &Row) -> f64 {
    row.presence.iter().map(|there| there.halves().at(row.member.allocation)).sum()
}

fn days(days: f64) -> String {
    if (days - 1.0).abs() < 1e-9 {
        "1 day".to_owned()
    } else {
        format!("{} days", number((days * 10.0).round() / 10.0))
    }
}

/// The sprint and its dates, at the right of the frame.
fn when(seen: &Seen, ctx: &Ctx<'_>, width: u16) -> String {
    let year = seen.today.year();
    let dates = format!("{} to {}", short_day(seen.span.0, year), short_day(seen.span.1, year));
    let dot = ctx.glyphs.dot;
    match &seen.view {
        None => format!("no sprint {dot} {dates}"),
        Some(view) if view.sprint.starts_on.zip(view.sprint.ends_on).is_none() => {
            format!("sprint {} has no dates", view.sprint.number)
        }
        Some(view) => {
            let day = view.day.map_or_else(String::new, |day| format!(" {dot} {}", day.words()));
            let dates = if width < NARROW { String::new() } else { format!(" {dot} {dates}") };
            format!("sprint {}{dates}{day}", view.sprint.number)
        }
    }
}

/// The capacity and what is in the sprint: in as many words as there is room for.
fn sentence(seen: &Seen, width: u16) -> Vec<(String, Role)> {
    let Some(view) = &seen.view else {
        return vec![("No sprint is planned or under way: these are the coming two weeks.".to_owned(), Role::Dim)];
    };
    let points = view.account.scope().points;
    let role = if view.capacity.points.is_some_and(|most| points > most) { Role::Warn } else { Role::Dim };
    let in_it = if points.value() > 0.0 { format!(", {} in the sprint", points.in_words()) } else { String::new() };
    let source = capacity::source(view);
    let short = source.split(" focus factor").next().unwrap_or_default().to_owned();
    let of = |source: &str, in_it: &str| {
        let (words, own) = capacity::words(&view.capacity);
        let source = format!(" {source}");
        vec![("Capacity ".to_owned(), Role::Dim), (words, own), (source, Role::Dim), (in_it.to_owned(), role)]
    };
    let fits = |words: &Vec<(String, Role)>| {
        words.iter().map(|(words, _)| text::width(words)).sum::<usize>() <= usize::from(width)
    };
    let all = [of(&source, &in_it), of(&short, &in_it), of(&short, "")];
    let [.., last] = all.clone();
    all.into_iter().find(fits).unwrap_or(last)
}

fn draw_heading(pen: &mut Pen<'_>, y: u16, words: &str, count: usize) {
    let (width, sign) = (pen.width(), pen.ctx().glyphs.rule);
    pen.rule(0, y, width, sign, Role::Border);
    let count = if count > 0 { format!(" {count} ") } else { String::new() };
    let end = pen.right(width.saturating_sub(2), y, 10, &count, Role::Dim);
    pen.text(2, y, end.saturating_sub(3), &format!(" {words} "), Role::Heading);
}
