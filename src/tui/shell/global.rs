//! Commands that work everywhere, and those of the first screen.

use super::{Effect, Shell, Tone, draw};
use crate::app::Standfast;
use crate::app::change::Changed;
use crate::error::Result;
use crate::report::pages::Leaf;
use crate::tui::act::{import, team};
use crate::tui::command::{Command, Twin};
use crate::tui::event::{Mouse, MouseAct};
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::kit::reader::Reader;
use crate::tui::layer::{List, help};
use crate::tui::pane::Tab;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::thing::Thing;
use crate::tui::view::Next;
use crate::tui::welcome;
use crate::tui::widget::passage::Passage;

const NO_PAGE: &str =
    "There is no page of this. Report, burndown, velocity, contract, digest, review and retro have one.";

impl Shell {
    /// Does a command of `Scope::Global`, `Look` or `Ground`.
    pub(super) fn run_global(&mut self, command: Command) {
        // What is open already is shown again, without what is above it.
        let again = self.layers.iter().position(|layer| layer.opened_by() == Some(command));
        let thing = self.looked_at(command);
        if let Some(at) = again {
            self.layers.truncate(at);
        }
        if let Some(thing) = thing {
            return self.open_thing(thing);
        }
        match command {
            Command::Quit => self.effects.push(Effect::Quit),
            Command::Suspend => self.effects.push(Effect::Suspend),
            Command::Redraw => self.redraw(),
            Command::Help => self.open_help(),
            Command::Palette => self.open_palette(),
            Command::Messages => self.open_messages(),
            Command::Page => self.put_page(),
            Command::Theme => self.open_themes(),
            Command::Import => self.open(Box::new(import::form())),
            Command::NextTab => self.step_tab(1),
            Command::PreviousTab => self.step_tab(-1),
            Command::Undo => {
                let next = self.standfast.undo(None).map(Next::from);
                self.settle(next);
            }
            Command::Redo => {
                let next = self.standfast.redo().map(Next::from);
                self.settle(next);
            }
            command => {
                if List::behind(command).is_some() {
                    self.open_thing(Thing::List(command));
                } else if let Some(tab) = Tab::behind(command) {
                    self.layers.clear();
                    self.go(tab);
                } else {
                    let next = team::open(command, &self.standfast);
                    self.settle(next);
                }
            }
        }
    }

    /// What a command of `Scope::Look` shows: of the sprint that the view on top looks at, if it looks at one.
    fn looked_at(&self, command: Command) -> Option<Thing> {
        let top = self.layers.last().and_then(|layer| layer.sprint());
        let sprint = top.or_else(|| self.panes.get(self.here)?.sprint());
        match command {
            Command::Burndown => Some(Thing::Burndown(sprint)),
            Command::Flow => Some(Thing::Flow(sprint)),
            Command::SprintReport => {
                Some(Thing::Report(sprint.filter(|number| self.standfast.report(*number).is_ok())))
            }
            Command::Velocity => Some(Thing::Velocity),
            Command::Team => Some(Thing::Team),
            Command::ScopeLog => Some(Thing::ScopeLog),
            Command::Contract => Some(Thing::Contract),
            Command::History => Some(Thing::History),
            _ => None,
        }
    }

    /// Why a command cannot be done now.
    pub(super) fn why_not(&self, command: Command) -> Option<String> {
        if is_of_shell(command) {
            return self.why_not_global(command);
        }
        match (self.layers.last(), self.panes.get(self.here)) {
            (Some(layer), _) => layer.why_not(command),
            (None, Some(pane)) if self.welcome.is_none() => pane.why_not(command),
            _ => None,
        }
    }

    /// Why a command of `Scope::Global`, `Look` or `Ground` cannot be done now.
    pub(super) fn why_not_global(&self, command: Command) -> Option<String> {
        // What shows or does what the command line can needs a team. The footer asks at every frame: no statement here.
        let is_tab = matches!(command, Command::NextTab | Command::PreviousTab) || Tab::behind(command).is_some();
        let needs_team = matches!(command, Command::Import | Command::Page)
            || matches!(command.row().twin, Twin::Does(_) | Twin::Shows(_));
        if self.welcome.is_some() && (needs_team || is_tab) {
            return Some("There is no team yet. Create one, open the demo, or import a file.".to_owned());
        }
        if command == Command::Page && self.leaf().is_none() {
            return Some(NO_PAGE.to_owned());
        }
        let tab = Tab::behind(command)?;
        self.place_of(tab.scope).is_none().then(|| format!("There is no tab {} yet.", tab.title()))
    }

    /// Whether a command exists for the user here at all: a tab that is not there does not.
    pub(super) fn is_reachable(&self, command: Command) -> bool {
        Tab::behind(command).is_none_or(|tab| self.place_of(tab.scope).is_some())
    }

    /// The tab that the day needs (U1): while a sprint is under way the standup until it is held, then the board; after a
    /// close the retro until it is held, then the plan.
    pub(super) fn opening_tab(&self) -> usize {
        let locked = self.standfast.current_sprint().is_ok_and(|sprint| sprint.is_some());
        let morning = self.standfast.standup_is_due().is_ok_and(|due| due);
        let retro =
            !locked && self.standfast.retro_standing().is_ok_and(|retro| retro.due.or(retro.under_way).is_some());
        let wanted: &[Scope] = match (locked, morning, retro) {
            (true, true, _) => &[Scope::Standup, Scope::Board, Scope::Plan, Scope::Backlog],
            (true, false, _) => &[Scope::Board, Scope::Plan, Scope::Backlog],
            (false, _, true) => &[Scope::Retro, Scope::Plan, Scope::Backlog, Scope::Board],
            (false, _, false) => &[Scope::Plan, Scope::Backlog, Scope::Board],
        };
        wanted.iter().find_map(|scope| self.place_of(*scope)).unwrap_or(0)
    }

    /// Where the tab of that scope is, if it is there.
    pub(super) fn place_of(&self, scope: Scope) -> Option<usize> {
        self.panes.iter().position(|pane| pane.tab().scope == scope)
    }

    fn step_tab(&mut self, by: isize) {
        let count = isize::try_from(self.panes.len().max(1)).unwrap_or(1);
        let here = isize::try_from(self.here).unwrap_or(0);
        let to = usize::try_from((here + by).rem_euclid(count)).unwrap_or(0);
        if let Some(tab) = self.panes.get(to).map(|pane| pane.tab()) {
            self.layers.clear();
            self.go(tab);
        }
    }

    fn redraw(&mut self) {
        self.effects.push(Effect::Redraw);
        self.look_elsewhere();
        self.changed(Changed::ANYTHING);
    }

    /// The page of what is looked at: of the view on top that has one.
    fn leaf(&self) -> Option<Leaf> {
        let above = self.layers.iter().rev().find_map(|layer| layer.leaf());
        above.or_else(|| self.panes.get(self.here)?.leaf())
    }

    /// Writes the page of what is looked at, and asks the system to show it.
    fn put_page(&mut self) {
        let Some(leaf) = self.leaf() else { return self.say(Tone::Cannot, NO_PAGE.to_owned()) };
        match leaf.put(&self.standfast, &self.pages) {
            Ok(path) => {
                let opened = opener::open(&path);
                let path = path.display();
                self.say(
                    Tone::Note,
                    match opened {
                        Ok(()) => format!("Wrote {path} and asked the system to open it."),
                        Err(_) => format!("Wrote {path}. The system has nothing to open it with."),
                    },
                );
            }
            Err(error) => self.wrong(&error),
        }
    }

    fn open_help(&mut self) {
        let scope = self.scope();
        let reader =
            help::reader(scope, &self.keymap, |command| self.is_reachable(command), |command| self.why_not(command));
        self.open(Box::new(reader));
    }

    fn open_messages(&mut self) {
        let zone = self.standfast.zone();
        let mut passages = Vec::new();
        for message in self.messages.all() {
            let at = message.at.local(zone);
            passages
                .push(Passage::new(format!("{at}  "), Role::Dim).and(&message.words, message.tone.role()).indent(4));
            let case = |detail: &String| Passage::new(format!("    {detail}"), Role::Text).indent(6);
            passages.extend(message.details.iter().map(case));
        }
        if passages.is_empty() {
            passages.push(Passage::new("No messages in this session.", Role::Dim));
        }
        self.open(Box::new(Reader::new("Messages", passages).opened_by(Command::Messages)));
    }

    fn open_themes(&mut self) {
        let names = self.look.theme_names();
        let here = names.iter().position(|name| *name == self.look.theme.name).unwrap_or(0);
        let choices = names.iter().map(Choice::new).collect();
        let pick = Pick::new("Themes", choices, move |_, at| {
            Ok(names.get(at).map_or(Next::Nothing, |name| Next::Look(name.clone())))
        });
        self.open(Box::new(pick.on(here)));
    }

    /// Does a command of the first screen.
    pub(super) fn run_welcome(&mut self, command: Command) {
        let Some(welcome) = &mut self.welcome else { return };
        let Some(wish) = welcome.update(command) else { return };
        let next = match wish {
            welcome::Wish::Team => Ok(Next::ask(welcome::team_form())),
            welcome::Wish::Import => Ok(Next::ask(welcome::import_form())),
            welcome::Wish::Demo => self.open_demo(),
        };
        self.settle(next);
    }

    pub(super) fn press_welcome(&mut self, mouse: Mouse) {
        let area = draw::body(self.size);
        let pressed = self.welcome.as_mut().and_then(|welcome| welcome.press(mouse, area));
        if let (Some(command), MouseAct::Press) = (pressed, mouse.act) {
            self.run_welcome(command);
        }
    }

    /// The demo is a team of its own in a database of its own.
    fn open_demo(&mut self) -> Result<Next> {
        let Some(file) = &self.first_run.demo else {
            return Ok(Next::Cannot(
                "There is no data directory for the demo. Run `standfast demo --db FILE`.".to_owned(),
            ));
        };
        self.standfast = Standfast::demo(file, self.standfast.clock(), self.standfast.actor())?;
        self.goes_on_with_another_file();
        self.say(
            Tone::Note,
            "This is the demo team: look around, change what you like. `standfast demo` opens it again.",
        );
        Ok(Next::Nothing)
    }
}

/// Whether the shell does it, and no view.
pub(super) fn is_of_shell(command: Command) -> bool {
    matches!(command.row().scope, Scope::Global | Scope::Look | Scope::Ground)
}
