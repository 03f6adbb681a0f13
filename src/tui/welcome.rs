//! The first screen, before there is a team: create one, open the demo (U8).

use crate::app::Standfast;
use crate::app::settings;
use crate::app::team::{NewMember, NewTeam};
use crate::clock::Clock;
use crate::domain::text;
use crate::error::{Error, Refusal, Result};
use crate::tui::command::Command;
use crate::tui::event::{Mouse, MouseAct};
use crate::tui::layer::form::{Answers, Beside, Form};
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next};
use crate::tui::widget::pen::Pen;
use crate::tui::window::Window;
use chrono_tz::TZ_VARIANTS;
use ratatui::Frame;
use ratatui::layout::Rect;
use std::path::{Path, PathBuf};

/// What the first screen needs to know beside the empty database.
#[derive(Debug, Clone, Default)]
pub struct FirstRun {
    /// Where the demo team's database is, or will be made.
    pub demo: Option<PathBuf>,
}

/// What somebody wants on the first screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// A team of their own.
    Team,
    /// The demo team.
    Demo,
}

const CHOICES: [(Command, &str, &str); 2] = [
    (Command::WelcomeTeam, "Create a team", "yours, in a file of its own"),
    (Command::WelcomeDemo, "Open the demo", "a team in the middle of its sprint, to look around in"),
];

/// The first screen.
#[derive(Debug)]
pub struct Welcome {
    window: Window,
}

impl Default for Welcome {
    fn default() -> Self {
        let all = CHOICES.len();
        Self { window: Window { total: all, height: all, ..Window::default() } }
    }
}

impl Welcome {
    /// Takes a command; the wish, when one is made.
    pub fn update(&mut self, command: Command) -> Option<Wish> {
        match command {
            Command::WelcomeTeam => Some(Wish::Team),
            Command::WelcomeDemo => Some(Wish::Demo),
            Command::WelcomeTake => self.update(CHOICES.get(self.window.cursor)?.0),
            command => {
                self.window.step(command);
                None
            }
        }
    }

    /// The choice under the mouse, when it was pressed.
    pub fn press(&mut self, mouse: Mouse, area: Rect) -> Option<Command> {
        let list = list_in(area);
        let row = self.window.row_at(mouse, list).filter(|_| mouse.act == MouseAct::Press)?;
        CHOICES.get(row).map(|(command, ..)| *command)
    }

    /// Draws it; `file` is where the team would be.
    pub fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>, file: &Path) {
        let list = list_in(area);
        let above = Rect { y: area.y, height: list.y.saturating_sub(area.y), ..list };
        let mut pen = Pen::new(frame, above, ctx);
        let bottom = above.height;
        pen.text(1, bottom.saturating_sub(5), above.width, "Standfast", Role::Heading);
        let about = "The sprint and standup cockpit: a scope that stays locked,";
        pen.text(1, bottom.saturating_sub(4), above.width, about, Role::Text);
        pen.text(1, bottom.saturating_sub(3), above.width, "a history that cannot be rewritten.", Role::Text);
        let mut pen = Pen::new(frame, list, ctx);
        for (y, (at, (command, words, about))) in (0..).zip(CHOICES.iter().enumerate()) {
            let here = at == self.window.cursor && ctx.on_top;
            let role = |other: Role| if here { Role::Cursor } else { other };
            if here {
                pen.fill(0, y, list.width, Role::Cursor);
            }
            pen.text(1, y, 4, &ctx.key(*command), role(Role::Strong));
            pen.text(5, y, 16, words, role(Role::Text));
            pen.text(22, y, list.width.saturating_sub(23), about, role(Role::Dim));
        }
        let below = Rect { y: list.bottom(), height: area.bottom().saturating_sub(list.bottom()), ..list };
        let mut pen = Pen::new(frame, below, ctx);
        let file = text::clean(&file.to_string_lossy()).into_owned();
        pen.text(1, 1, below.width, "No account, no network. Everything is in one file:", Role::Dim);
        pen.text(1, 2, below.width.saturating_sub(1), &file, Role::Dim);
    }
}

/// Where the choices stand.
fn list_in(area: Rect) -> Rect {
    let width = area.width.saturating_sub(4).min(78);
    let rows = u16::try_from(CHOICES.len()).unwrap_or(2);
    let y = area.y + (area.height.saturating_sub(rows) / 2);
    Rect::new(area.x + (area.width - width) / 2, y, width, rows).intersection(area)
}

/// The form for a team of one's own.
pub fn team_form() -> Form {
    let zone = iana_time_zone::get_timezone().unwrap_or_else(|_| "UTC".to_owned());
    let zones = TZ_VARIANTS.iter().map(|zone| zone.name().to_owned()).collect();
    Form::new("Create a team", found)
        .line("name", "Team", "")
        .hint("what people call it, as in Payments")
        .line("prefix", "Prefix", "")
        .hint("begins the items' keys, as in PAY-12; made from the name if empty")
        .complete("zone", "Time zone", &zone, zones)
        .lines("members", "Members", "")
        .hint("one a line: name, percent of their time, role, as in Ann, 80, backend")
}

fn found(standfast: &mut Standfast, answers: &Answers) -> std::result::Result<Next, crate::tui::layer::form::Trouble> {
    let zone = settings::zone(answers.text("zone")).beside("zone")?;
    let lines = answers.text("members").lines().map(str::trim).filter(|line| !line.is_empty());
    let members = lines.map(member).collect::<Result<Vec<_>>>().beside("members")?;
    let team = NewTeam {
        name: answers.text("name").to_owned(),
        prefix: answers.given("prefix").map(str::to_owned),
        zone,
        members,
    };
    Ok(Next::from(standfast.found_team(&team)?))
}

/// Reads `Ann, 80, backend`: percent and role may be left out.
fn member(line: &str) -> Result<NewMember> {
    let mut parts = line.splitn(3, ',').map(str::trim);
    let name = parts.next().unwrap_or_default().to_owned();
    let percent = parts.next().unwrap_or_default().trim_end_matches('%').trim();
    let allocation = if percent.is_empty() { Ok(100) } else { percent.parse() };
    let allocation = allocation.map_err(|_| {
        let said = format!("\"{}\": after the name comes a number of percent, as in Ann, 80.", text::fit(line, 60));
        Error::from(Refusal::new("L2", said))
    })?;
    let role = parts.next().filter(|role| !role.is_empty()).map(str::to_owned);
    Ok(NewMember { name, role, allocation, starts_on: None, ends_on: None })
}

/// Opens the demo team, and plays its story first where that was not done yet.
///
/// # Errors
/// Its database cannot be made or opened.
pub fn open_demo(file: &Path, clock: Clock, actor: &str) -> Result<Standfast> {
    let mut demo = Standfast::create(file, clock, actor)?;
    if !demo.has_team() {
        demo.play_demo()?;
    }
    Ok(demo)
}
