//! What happens to the database outside of this cockpit: another process writes to it, or another file takes its place.

use super::{Effect, Shell, Tone};
use crate::app::change::Changed;

impl Shell {
    /// Reads again what another process has written since this was last asked; whether there was anything.
    pub fn look_elsewhere(&mut self) -> bool {
        match self.standfast.follow() {
            Ok(false) => {}
            Ok(true) => {
                self.goes_on_with_another_file();
                self.say(
                    Tone::Note,
                    "Another file took the place of the database, as after a restore. This is the new one.",
                );
                return true;
            }
            Err(error) => {
                self.wrong(&error);
                return true;
            }
        }
        match self.standfast.elsewhere() {
            Ok(changed) if changed.is_nothing() => return false,
            Ok(changed) => self.changed(changed),
            Err(error) => self.wrong(&error),
        }
        true
    }

    /// After another database was opened in the place of the one before.
    pub(super) fn goes_on_with_another_file(&mut self) {
        self.standfast.keep_answers(true);
        self.standfast.wait_for_others(false);
        self.effects.push(Effect::Watch(self.standfast.path().to_owned()));
        self.changed(Changed::ANYTHING);
    }
}
