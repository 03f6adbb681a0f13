//! The first screen, before there is a team: create one, open the demo (U8).

use crate::app::Standfast;
use crate::app::change::Outcome;
use crate::app::team::{self, NewMember, NewTeam};
use crate::domain::share::Share;
use crate::domain::text;
use crate::domain::zone::Zone;
use crate::error::{Error, Result};
use crate::rules::{Refusal, Rule};
use crate::tui::act::import;
use crate::tui::command::Command;
use crate::tui::event::{Mouse, MouseAct};
use crate::tui::kit::form::{Answers, Beside, Form, Trouble};
use crate::tui::kit::list::Window;
use crate::tui::theme::Role;
use crate::tui::thing::Thing;
use crate::tui::view::{Ctx, Next};
use crate::tui::widget::pen::Pen;
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
    Demo,
    /// A team of their own, filled from a file.
    Import,
}

const CHOICES: [(Command, &str, &str); 3] = [
    (Command::WelcomeTeam, "Create a team", "Your own, in one file."),
    (Command::WelcomeDemo, "Open the demo", "A team in the middle of a sprint, to explore."),
    (Command::WelcomeImport, "Import a file", "Your own team, filled from Jira or any CSV."),
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
            Command::WelcomeImport => Some(Wish::Import),
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
    ///
    /// ```text
    ///   Standfast
    ///   The sprint and standup cockpit for the terminal.
    ///
    ///   ▌ c   Create a team    yours, in a file of its own
    ///     d   Open the demo    a team in the middle of its sprint
    /// ```
    pub fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>, file: &Path) {
        let list = list_in(area);
        let block = Rect { y: list.y.saturating_sub(ABOVE), height: ABOVE + list.height + BELOW, ..list };
        let mut pen = Pen::new(frame, block.intersection(area), ctx);
        let width = pen.width();
        pen.text(2, 0, width, "The sprint and standup cockpit for the terminal.", Role::Strong);
        pen.text(2, 1, width, "A scope that stays locked, a history that cannot be rewritten.", Role::Text);
        pen.rule(2, 3, width.saturating_sub(4), ctx.glyphs.rule, Role::Border);
        for (y, (at, (command, words, about))) in (ABOVE..).zip(CHOICES.iter().enumerate()) {
            let here = at == self.window.cursor && ctx.on_top;
            let role = |other: Role| if here { Role::Cursor } else { other };
            if here {
                pen.fill(0, y, width, Role::Cursor);
                pen.text(0, y, 1, ctx.glyphs.cursor, Role::Cursor);
            }
            pen.text(2, y, 4, &ctx.key(*command), role(Role::Heading));
            pen.text(6, y, 16, words, role(Role::Strong));
            pen.text(22, y, width.saturating_sub(23), about, role(Role::Dim));
        }
        let y = ABOVE + list.height + 1;
        pen.rule(2, y, width.saturating_sub(4), ctx.glyphs.rule, Role::Border);
        pen.text(2, y + 2, width, "No account, no network. Everything is in one file:", Role::Dim);
        pen.text(2, y + 3, width.saturating_sub(2), &file.to_string_lossy(), Role::Dim);
    }
}

/// The rows above the choices, and those below.
const ABOVE: u16 = 5;
const BELOW: u16 = 5;

/// Where the choices stand.
fn list_in(area: Rect) -> Rect {
    let width = area.width.saturating_sub(4).min(76);
    let rows = u16::try_from(CHOICES.len()).unwrap_or(2);
    let above = area.height.saturating_sub(ABOVE + rows + BELOW) / 2;
    Rect::new(area.x + (area.width - width) / 2, area.y + above + ABOVE, width, rows).intersection(area)
}

/// The form for a team of one's own.
pub fn team_form() -> Form {
    let save = |standfast: &mut Standfast, answers: &Answers| Ok(Next::from(found(standfast, answers)?));
    team_fields(Form::new("Create a team", save))
}

/// The form for a team that is filled from a file.
pub fn import_form() -> Form {
    let save = |standfast: &mut Standfast, answers: &Answers| {
        let file = answers.text("file");
        import::check(file, team::zone(answers.text("zone")).beside("zone")?).beside("file")?;
        let founded = Next::from(found(standfast, answers)?);
        Ok(Next::Both(Box::new(founded), Box::new(Next::Open(Thing::Import(file.to_owned())))))
    };
    team_fields(import::file_field(Form::new("Import a file into a new team", save)))
}

fn team_fields(form: Form) -> Form {
    let zone = iana_time_zone::get_timezone().unwrap_or_else(|_| "UTC".to_owned());
    let zones = Zone::names().map(str::to_owned).collect();
    form.line("name", "Team", "")
        .hint("such as Payments")
        .line("prefix", "Prefix", "")
        .hint("starts the item keys, such as PAY-12; empty: made from the name")
        .complete("zone", "Time zone", &zone, zones)
        .lines("members", "Members", "")
        .hint("one a line: name, allocation, role, such as Ann, 80, backend")
}

fn found(standfast: &mut Standfast, answers: &Answers) -> std::result::Result<Outcome<()>, Trouble> {
    let zone = team::zone(answers.text("zone")).beside("zone")?;
    let lines = answers.text("members").lines().map(str::trim).filter(|line| !line.is_empty());
    let members = lines.map(member).collect::<Result<Vec<_>>>().beside("members")?;
    let team = NewTeam {
        name: answers.text("name").to_owned(),
        prefix: answers.given("prefix").map(str::to_owned),
        zone,
        members,
    };
    Ok(standfast.found_team(&team)?)
}

/// Reads `Ann, 80, backend`: percent and role may be left out.
fn member(line: &str) -> Result<NewMember> {
    let mut parts = line.splitn(3, ',').map(str::trim);
    let name = parts.next().unwrap_or_default().to_owned();
    let percent = parts.next().unwrap_or_default();
    let allocation = (!percent.is_empty()).then(|| Share::read(percent)).transpose();
    let allocation = allocation.map_err(|_| {
        let said =
            format!("\"{}\": after the name comes the allocation in percent, such as Ann, 80.", text::fit(line, 60));
        Error::from(Refusal::new(Rule::L2, said))
    })?;
    let role = parts.next().filter(|role| !role.is_empty()).map(str::to_owned);
    Ok(NewMember { name, role, allocation, starts_on: None, ends_on: None, outside: false })
}
