//! The team's own forms: people, the days they are away, settings and workflow. The palette opens them from anywhere.

mod people;
mod settings;

use crate::app::Standfast;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::view::Next;

/// Opens what a command of the team asks for; `NotMine` for any other command.
pub fn open(command: Command, standfast: &Standfast) -> Result<Next> {
    match command {
        Command::MemberAdd => people::add_member(standfast),
        Command::MemberEdit => people::pick_member(standfast),
        Command::MemberRemove => people::remove_member(standfast),
        Command::AbsenceAdd => people::add_absence(standfast),
        Command::AbsenceRemove => people::remove_absence(standfast),
        Command::HolidayAdd => people::add_holiday(standfast),
        Command::HolidayRemove => people::remove_holiday(standfast),
        Command::TeamSettings => settings::edit(standfast),
        Command::StatusAdd => Ok(settings::add_status()),
        Command::StatusEdit => settings::pick_status(standfast),
        Command::StatusRemove => settings::remove_status(standfast),
        _ => Ok(Next::NotMine),
    }
}
