//! Change requests as a list, with the keys that rule on them (L7).

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::scope::{Request, RequestRuling};
use crate::domain::tables;
use crate::domain::text;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::event::Mouse;
use crate::tui::kit::ask::Ask;
use crate::tui::kit::list::Window;
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::kit::reader::Reader;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View, tables};
use crate::tui::widget::pen::Pen;
use crate::tui::widget::table::{Cell, Column, Table};
use crate::tui::widget::{popup, scrollbar};
use ratatui::Frame;
use ratatui::layout::Rect;

const COLUMNS: [Column; 4] = [
    Column::fixed("", 4),
    Column::filling("asks to", 26),
    Column::fixed("asked by", 12).from(76),
    Column::fixed("decision", 24),
];

/// The list: those that can still be ruled on first, then the rest, the latest first.
#[must_use = "a layer is opened with Next::ask"]
#[derive(Debug, Default)]
pub struct Requests {
    requests: Vec<Request>,
    window: Window,
}

/// Opens the list.
pub fn list(standfast: &Standfast) -> Result<Next> {
    if standfast.requests(None)?.is_empty() {
        return Ok(Next::Cannot(format!(
            "There are no change requests. Press {} on an item to make one.",
            Command::RequestChange
        )));
    }
    Ok(Next::ask(Requests::default()))
}

impl Requests {
    fn here(&self) -> Option<&Request> {
        self.requests.get(self.window.cursor)
    }

    /// Who accepts: the decision-maker where one is named, else a choice of the members.
    fn accept(&self, standfast: &mut Standfast) -> Result<Next> {
        let Some(number) = self.here().map(|request| request.number) else { return Ok(Next::Nothing) };
        let decider = standfast.team()?.decision_maker.clone();
        let names = standfast.member_names()?;
        if names.is_empty() {
            return Ok(Next::Cannot("The team has no members, and only a member can accept a request.".to_owned()));
        }
        let at = names.iter().position(|name| Some(name) == decider.as_ref()).unwrap_or(0);
        let choice = |name: &String| {
            let rules = Some(name) == decider.as_ref();
            Choice::new(text::clean(name)).about(if rules { "decision-maker" } else { "" })
        };
        let choices = names.iter().map(choice).collect();
        let pick = Pick::new(format!("Who accepts C{number}?"), choices, move |standfast, place| {
            let name = names.get(place).map_or("", String::as_str);
            Ok(Next::from(standfast.accept_request(number, name, None, None)?))
        });
        Ok(Next::ask(pick.on(at)))
    }

    fn leave(&self, ruling: RequestRuling) -> Next {
        let Some(number) = self.here().map(|request| request.number) else { return Next::Nothing };
        let title = if ruling == RequestRuling::Deferred { "Defer" } else { "Decline" };
        let ask = Ask::new(format!("{title} C{number}: note"), "", move |standfast, note| {
            let note = Some(note).filter(|note| !note.is_empty());
            Ok(Next::from(match ruling {
                RequestRuling::Deferred => standfast.defer_request(number, note)?,
                _ => standfast.decline_request(number, note)?,
            }))
        });
        Next::ask(ask.hint("may be empty"))
    }

    fn open(&self, standfast: &Standfast) -> Next {
        let Some(request) = self.here() else { return Next::Nothing };
        Next::ask(Reader::sheet(&request.sheet(), standfast))
    }
}

impl View for Requests {
    fn scope(&self) -> Scope {
        Scope::Requests
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::RequestAccept => return self.accept(standfast),
            Command::RequestDefer => return Ok(self.leave(RequestRuling::Deferred)),
            Command::RequestDecline => return Ok(self.leave(RequestRuling::Declined)),
            Command::RequestOpen => return Ok(self.open(standfast)),
            Command::RequestsClose => return Ok(Next::close()),
            command if self.window.step(command) => {}
            _ => return Ok(Next::NotMine),
        }
        Ok(Next::Nothing)
    }

    fn why_not(&self, command: Command) -> Option<String> {
        let rules = matches!(command, Command::RequestAccept | Command::RequestDefer | Command::RequestDecline);
        let request = self.here()?;
        match request.ruling {
            Some(RequestRuling::Accepted | RequestRuling::Declined) if rules => Some(format!(
                "{} was already {}. Undo that, or make a new request.",
                request.key(),
                request.ruling_in_words()
            )),
            Some(RequestRuling::Deferred) if command == Command::RequestDefer => {
                Some(format!("{} is already deferred.", request.key()))
            }
            _ => None,
        }
    }

    fn reads(&self) -> Changed {
        tables(&[tables::Table::ChangeRequest, tables::Table::Item, tables::Table::Sprint])
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        self.window.set_height(list_in(area).height);
        let here = self.here().map(|request| request.id);
        let mut requests = standfast.requests(None)?;
        requests.reverse();
        requests.sort_by_key(|request| match request.ruling {
            None => 0,
            Some(RequestRuling::Deferred) => 1,
            Some(_) => 2,
        });
        self.requests = requests;
        self.window.set_total(self.requests.len());
        let there = self.requests.iter().position(|request| Some(request.id) == here);
        self.window.go_to(there.unwrap_or(self.window.cursor));
        Ok(())
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        let again = self.window.opens(mouse, list_in(area));
        Ok(if again { self.open(standfast) } else { Next::Nothing })
    }

    fn place(&self, screen: Rect) -> Rect {
        let rows = u16::try_from(self.requests.len()).unwrap_or(u16::MAX).saturating_add(4);
        popup::centered(screen, screen.width.saturating_sub(4).min(110), rows.max(10))
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let waiting = self.requests.iter().filter(|request| request.ruling.is_none()).count();
        let note = if waiting > 0 { format!("{waiting} waiting") } else { String::new() };
        let inner = popup::render(frame, area, ctx, "Change requests", &note);
        let table = Table::new(&COLUMNS, inner.width);
        table.titles(&mut Pen::new(frame, inner, ctx), 0);
        let mut pen = Pen::new(frame, list_in(area), ctx);
        for (y, at) in (0..).zip(self.window.rows()) {
            let Some(request) = self.requests.get(at) else { continue };
            let role = match request.ruling {
                None => Role::Warn,
                Some(RequestRuling::Deferred) => Role::Note,
                Some(_) => Role::Dim,
            };
            let what = format!("{}  {}", request.asked(), request.reason);
            let cells = [
                Cell::new(request.key(), Role::ItemKey),
                Cell::new(what, Role::Text),
                Cell::new(request.requested_by.as_str(), Role::Dim),
                Cell::new(request.ruling_in_words(), role),
            ];
            table.row(&mut pen, y, &cells, (at == self.window.cursor).then_some(Role::Cursor));
        }
        scrollbar::render(frame, area, ctx, &self.window);
    }
}

fn list_in(area: Rect) -> Rect {
    let inner = popup::inside(area);
    Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner }
}
