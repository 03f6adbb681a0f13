//! Which view shows which thing: the one place that knows every layer.

use super::Shell;
use crate::app::Standfast;
use crate::error::Result;
use crate::tui::layer::burndown::Shown;
use crate::tui::layer::{List, burndown, close, contract, history, import, item, lock, report, team, velocity};
use crate::tui::thing::Thing;
use crate::tui::view::Next;

impl Shell {
    /// Opens a thing above what is on the screen, or says why it cannot be opened now.
    pub(super) fn open_thing(&mut self, thing: Thing) {
        let next = view_of(thing, &self.standfast);
        self.settle(next);
    }
}

fn view_of(thing: Thing, standfast: &Standfast) -> Result<Next> {
    match thing {
        Thing::Item(key) => Ok(Next::ask(item::ItemView::new(&key))),
        Thing::List(command) => List::behind(command).map_or(Ok(Next::Nothing), |list| (list.open)(standfast)),
        Thing::ScopeLog => contract::scope_log(standfast),
        Thing::Contract => contract::current(standfast),
        Thing::NewContract(sprint) => contract::just_locked(standfast, sprint),
        Thing::Lock(sprint) => Ok(Next::ask(lock::Lock::new(sprint))),
        Thing::Close(sprint) => Ok(Next::ask(close::Close::new(sprint))),
        Thing::NewReport(sprint) => report::just_closed(standfast, sprint),
        Thing::Report(Some(sprint)) => report::of(standfast, sprint),
        Thing::Report(None) => report::last(standfast),
        Thing::Burndown(Some(sprint)) => burndown::of(standfast, sprint, Shown::Burndown),
        Thing::Burndown(None) => burndown::current(standfast, Shown::Burndown),
        Thing::Flow(Some(sprint)) => burndown::of(standfast, sprint, Shown::Flow),
        Thing::Flow(None) => burndown::current(standfast, Shown::Flow),
        Thing::Velocity => velocity::open(standfast),
        Thing::Team => team::open(standfast),
        Thing::History => Ok(Next::ask(history::History::default())),
        Thing::Import(file) => import::plan(&file, standfast),
    }
}
