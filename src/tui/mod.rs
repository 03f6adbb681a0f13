//! The cockpit: one loop, one table of commands, panes and the layers above them.
//!
//! The loop sleeps until the terminal, a signal, the database or a timer has something to say, takes all there is, and
//! draws at most once. When nothing happens, nothing runs (U7).

mod act;
mod brush;
pub mod command;
mod editor;
pub mod event;
pub mod glyph;
mod ground;
mod key;
pub mod keymap;
pub mod kit;
mod layer;
pub mod look;
pub mod pane;
pub mod reference;
pub mod scope;
pub mod shell;
mod signals;
mod stream;
pub mod terminal;
pub mod theme;
mod thing;
pub mod view;
mod watch;
pub mod ways;
pub mod welcome;
pub mod widget;

use crate::app::Standfast;
use crate::config::Config;
use crate::error::{Attempt, Error, Result};
use event::{Event, Reader};
use ground::{Asked, Ground};
use pane::Pane;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::process::{Signal, kill_current_process_group, kill_process};
use shell::{Effect, Shell, Tone};
use signals::Signals;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use terminal::Screen;
use watch::Watch;
use welcome::FirstRun;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Quit,
    /// This signal ended it.
    Signal(i32),
}

impl End {
    /// The exit code: 0, or 128 and the signal's number.
    pub fn code(self) -> u8 {
        match self {
            Self::Quit => 0,
            Self::Signal(number) => u8::try_from(128 + number).unwrap_or(255),
        }
    }
}

/// Opens the cockpit on a database and stays until the user leaves or a signal ends it.
pub fn run(standfast: Standfast, first_run: FirstRun, config: &Config) -> Result<End> {
    run_with(pane::all(), standfast, first_run, config)
}

/// The same with other tabs.
pub fn run_with(panes: Vec<Box<dyn Pane>>, standfast: Standfast, first_run: FirstRun, config: &Config) -> Result<End> {
    terminal::demand()?;
    let shell = Shell::new(standfast, first_run, panes, config)?;
    let signals = Signals::listen()?;
    let fault = note_faults();
    let ended = catch_unwind(AssertUnwindSafe(|| {
        let screen = terminal::take(config.settings.mouse)?;
        let asked = shell.asks_for_ground().then(Asked::default);
        if asked.is_some() {
            terminal::say(ground::QUESTION);
        }
        Session { shell, signals, screen, watch: None, asked, editor: config.editor(), dirty: true }.run()
    }));
    terminal::give_back();
    let _ = std::panic::take_hook();
    ended.unwrap_or_else(|_| {
        let place = fault.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default();
        Err(Error::failed(
            "go on",
            format!(
                "a fault in Standfast itself, {place}. Everything that was saved is safe; please report this line."
            ),
        ))
    })
}

/// From now on a fault of this thread gives the terminal back and is noted instead of being printed over the screen.
fn note_faults() -> Arc<Mutex<Option<String>>> {
    let note = Arc::new(Mutex::new(None));
    let (kept, here) = (Arc::clone(&note), std::thread::current().id());
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() != here {
            return;
        }
        terminal::give_back();
        let words = info.payload_as_str().unwrap_or("without words");
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(format!("\"{words}\" at {place}"));
    }));
    note
}

/// A shell on a terminal.
struct Session {
    shell: Shell,
    signals: Signals,
    screen: Screen,
    watch: Option<Watch>,
    /// The question for the ground, until it is answered.
    asked: Option<Asked>,
    editor: String,
    /// Whether the screen is out of date.
    dirty: bool,
}

impl Session {
    fn run(mut self) -> Result<End> {
        let mut reader = Reader::default();
        self.resize();
        self.draw()?;
        // What can wait until the first frame is on the screen.
        self.signals.guard()?;
        self.watch = Some(Watch::over(self.shell.standfast().path(), self.signals.waker()));
        loop {
            if let Some(end) = self.wait(&mut reader)? {
                if terminal::is_gone() {
                    terminal::lost();
                }
                terminal::give_back();
                self.shell.into_standfast().close();
                return Ok(end);
            }
            if self.dirty {
                self.draw()?;
            }
        }
    }

    /// Sleeps until something happens and takes all of it.
    fn wait(&mut self, reader: &mut Reader) -> Result<Option<End>> {
        let look = self.watch.as_ref().and_then(Watch::look_every);
        let tick = self.shell.wants_tick();
        let rest = reader.patience();
        let answer = self.asked.as_ref().map(Asked::patience);
        let quiet = tick.into_iter().chain(look).chain(rest).chain(answer).min();
        let timeout = signals::timespec(quiet);
        let stdin = rustix::stdio::stdin();
        let woken = self.signals.woken();
        let mut fds = [PollFd::from_borrowed_fd(stdin, PollFlags::IN), PollFd::from_borrowed_fd(woken, PollFlags::IN)];
        let ready = match poll(&mut fds, timeout.as_ref()) {
            Ok(ready) => ready,
            Err(Errno::INTR) => return Ok(None),
            Err(error) => return Err(error).attempting("wait for the terminal"),
        };
        let [tty, pipe] = fds.map(|fd| fd.revents());
        if tty.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Ok(Some(End::Signal(signal_hook::consts::SIGHUP)));
        }
        if ready == 0 {
            if rest.is_some() {
                reader.give_up();
                return self.take_events(reader);
            }
            self.wait_for_answer(quiet);
            self.time_passed(tick.is_some(), look.is_some());
        }
        if pipe.contains(PollFlags::IN)
            && let Some(end) = self.woken()?
        {
            return Ok(Some(end));
        }
        if tty.contains(PollFlags::IN) {
            read_terminal(reader);
            return self.take_events(reader);
        }
        Ok(None)
    }

    fn take_events(&mut self, reader: &mut Reader) -> Result<Option<End>> {
        let now = self.shell.standfast().now();
        while let Some(event) = reader.next_event() {
            self.dirty = true;
            match event {
                Event::Ground(ground) if self.asked.take().is_some() => self.shell.suit(ground),
                event => self.shell.handle(event, now),
            }
            if let Some(end) = self.do_effects()? {
                return Ok(Some(end));
            }
        }
        Ok(None)
    }

    /// A terminal that does not say what its ground is gets colours that its user chose.
    fn wait_for_answer(&mut self, quiet: Option<Duration>) {
        if self.asked.as_mut().is_some_and(|asked| asked.waited(quiet.unwrap_or_default())) {
            self.asked = None;
            self.shell.suit(Ground::Unknown);
            self.dirty = true;
        }
    }

    fn time_passed(&mut self, tick: bool, look: bool) {
        if tick {
            let now = self.shell.standfast().now();
            self.shell.handle(Event::Tick(now), now);
            self.dirty = true;
        }
        if look {
            self.dirty |= self.shell.look_elsewhere();
        }
    }

    /// Signals, another size, another process's write.
    fn woken(&mut self) -> Result<Option<End>> {
        self.signals.drain();
        if let Some(signal) = self.signals.ending() {
            return Ok(Some(End::Signal(signal)));
        }
        if self.signals.asked_to_stop() {
            self.stop()?;
        } else if self.signals.came_back() {
            self.retake()?;
        }
        if self.watch.as_ref().is_some_and(Watch::saw_a_write) {
            self.dirty |= self.shell.look_elsewhere();
            if let Some(end) = self.do_effects()? {
                return Ok(Some(end));
            }
        }
        if terminal::size() != self.screen.get_frame().area() {
            self.screen = terminal::renew()?;
            self.resize();
        }
        Ok(None)
    }

    fn do_effects(&mut self) -> Result<Option<End>> {
        for effect in self.shell.take_effects() {
            match effect {
                Effect::Quit => return Ok(Some(End::Quit)),
                Effect::Copy(text) => {
                    if let Err(error) = terminal::copy(&text) {
                        self.shell.say(Tone::Wrong, error.to_string());
                    }
                }
                Effect::Edit(text) => self.edit(&text)?,
                Effect::Redraw => self.screen = terminal::renew()?,
                Effect::Suspend => {
                    terminal::give_back();
                    // The whole job stops, as when the terminal itself had seen the key.
                    kill_current_process_group(Signal::TSTP).attempting("step out to the shell")?;
                    self.signals.asked_to_stop();
                    self.stop()?;
                }
                Effect::Watch(path) => self.watch = Some(Watch::over(&path, self.signals.waker())),
            }
        }
        Ok(None)
    }

    /// Gives the terminal back, stops, and takes it again when the shell lets us go on.
    fn stop(&mut self) -> Result<()> {
        terminal::give_back();
        kill_process(rustix::process::getpid(), Signal::STOP).attempting("stop")?;
        self.signals.came_back();
        self.signals.asked_to_stop();
        self.retake()
    }

    fn retake(&mut self) -> Result<()> {
        let mouse = self.shell.wants_mouse();
        self.screen = terminal::take(mouse)?;
        self.resize();
        Ok(())
    }

    fn edit(&mut self, text: &str) -> Result<()> {
        terminal::give_back();
        let editor = self.editor.clone();
        let written = self.signals.lend(|| editor::write(&editor, text));
        self.retake()?;
        self.shell.edited(written);
        Ok(())
    }

    fn resize(&mut self) {
        let size = terminal::size();
        let now = self.shell.standfast().now();
        self.shell.handle(Event::Resize(size.width, size.height), now);
        self.dirty = true;
    }

    fn draw(&mut self) -> Result<()> {
        self.dirty = false;
        let Self { screen, shell, .. } = self;
        screen.draw(|frame| shell.render(frame)).attempting("draw the screen")?;
        Ok(())
    }
}

/// Reads what the terminal has sent. It has something, so this does not wait.
fn read_terminal(reader: &mut Reader) {
    let mut bytes = [0; 4096];
    let read = rustix::io::read(rustix::stdio::stdin(), &mut bytes).unwrap_or(0);
    reader.feed(bytes.get(..read).unwrap_or_default());
}
