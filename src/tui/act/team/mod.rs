//! The team's own forms: people, the days they are away, settings and workflow. The palette opens them from anywhere.

mod days;
mod people;
mod settings;

pub use days::{add_absence, add_holiday, edit_absence};
pub use people::{add_member, edit_member, last_day};

use crate::app::Standfast;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::view::Next;

/// Opens what a command of the team asks for; `NotMine` for any other command.
pub fn open(command: Command, standfast: &Standfast) -> Result<Next> {
    match command {
        Command::MemberAdd => add_member(standfast),
        Command::MemberEdit => people::pick_member(standfast),
        Command::MemberRemove => people::remove_member(standfast),
        Command::AbsenceAdd => add_absence(None, None, standfast),
        Command::AbsenceRemove => days::remove_absence(standfast),
        Command::HolidayAdd => add_holiday(None, standfast),
        Command::HolidayRemove => days::remove_holiday(standfast),
        Command::TeamSettings => settings::edit(standfast),
        Command::StatusAdd => Ok(settings::add_status()),
        Command::StatusEdit => settings::pick_status(standfast),
        Command::StatusRemove => settings::remove_status(standfast),
        _ => Ok(Next::NotMine),
    }
}
