//! Giving the digest to the team's command while the cockpit goes on (S7).

use crate::report::deliver::deliver;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// The command of the settings, and a delivery under way.
#[derive(Default)]
pub struct Digest {
    command: String,
    seconds: u64,
    under_way: Option<Receiver<Result<(), String>>>,
}

impl Digest {
    pub fn new(command: &str, seconds: u64) -> Self {
        Self { command: command.trim().to_owned(), seconds, under_way: None }
    }

    /// Whether something is being delivered.
    pub fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    /// Gives a digest to the command, if one is configured.
    pub fn send(&mut self, digest: String) {
        if self.command.is_empty() {
            return;
        }
        let (say, said) = channel();
        let (command, seconds) = (self.command.clone(), self.seconds);
        std::thread::spawn(move || {
            // If the cockpit was left in the meantime, nobody needs the answer.
            let _ = say.send(deliver(&digest, &command, seconds));
        });
        self.under_way = Some(said);
    }

    /// How it went, once it is over.
    pub fn ended(&mut self) -> Option<Result<String, String>> {
        let said = match self.under_way.as_ref()?.try_recv() {
            Err(TryRecvError::Empty) => return None,
            Ok(Ok(())) => Ok("The digest was sent.".to_owned()),
            Ok(Err(why)) => Err(format!("{why} The standup is finished.")),
            Err(TryRecvError::Disconnected) => Err("The digest command did not answer.".to_owned()),
        };
        self.under_way = None;
        Some(said)
    }
}
