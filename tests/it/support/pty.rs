//! Runs a program in a terminal of its own, types into it, and shows what stands on its screen.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep};
use std::time::Duration;

/// How long something may take before the test fails: generous, since it is no measurement.
const PATIENCE: u32 = 1000;
const STEP: Duration = Duration::from_millis(20);

/// A terminal with a program in it.
pub struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Mutex<Seen>>,
    reading: Option<JoinHandle<()>>,
    before: String,
}

struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
    closing: bool,
}

impl Terminal {
    /// Starts a program with these words and variables, and no others.
    pub fn start(program: &Path, words: &[&str], variables: &[(String, String)], size: (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(words);
        command.env_clear();
        for (name, value) in variables {
            command.env(name, value);
        }
        let before = settings(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let (width, height) = size;
        let parser = vt100::Parser::new(rows(height), rows(width), 0);
        let seen = Arc::new(Mutex::new(Seen { parser, raw: Vec::new(), closing: false }));
        let (shared, mut reader) = (Arc::clone(&seen), pair.master.try_clone_reader().unwrap());
        let reading = std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let mut seen = shared.lock().unwrap();
                seen.parser.process(&bytes[..count]);
                seen.raw.extend_from_slice(&bytes[..count]);
                if seen.closing {
                    break;
                }
            }
        });
        let writer = Some(pair.master.take_writer().unwrap());
        Self { master: Some(pair.master), writer, child, seen, reading: Some(reading), before }
    }

    /// Types.
    pub fn types(&mut self, keys: &str) -> &mut Self {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
        self
    }

    /// Waits until these words stand on the screen.
    pub fn waits_for(&mut self, words: &str) -> &mut Self {
        self.until(words, |text| text.contains(words))
    }

    /// Waits until these words are gone from the screen.
    pub fn waits_without(&mut self, words: &str) -> &mut Self {
        self.until(words, |text| !text.contains(words))
    }

    fn until(&mut self, what: &str, holds: impl Fn(&str) -> bool) -> &mut Self {
        for _ in 0..PATIENCE {
            if holds(&self.text()) {
                return self;
            }
            sleep(STEP);
        }
        panic!("waited in vain for {what:?}; the screen is\n{}", self.text());
    }

    /// Says that the terminal has another size than it has.
    pub fn claims(&mut self, size: (u16, u16)) -> &mut Self {
        self.master.as_ref().unwrap().resize(pty_size(size)).unwrap();
        self
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, size: (u16, u16)) -> &mut Self {
        self.seen.lock().unwrap().parser.screen_mut().set_size(rows(size.1), rows(size.0));
        self.master.as_ref().unwrap().resize(pty_size(size)).unwrap();
        self
    }

    /// The window is closed.
    pub fn hangs_up(&mut self) -> &mut Self {
        // The thread that reads holds the window open: a last byte wakes it, and it lets go.
        self.seen.lock().unwrap().closing = true;
        let name = self.master.as_ref().unwrap().tty_name().unwrap();
        let other = OFlags::WRONLY | OFlags::NOCTTY;
        let program = rustix::fs::open(name, other, Mode::empty()).unwrap();
        rustix::io::write(&program, b"\n").unwrap();
        drop(program);
        self.reading.take().map(JoinHandle::join);
        self.writer = None;
        self.master = None;
        self
    }

    /// The number of the process.
    pub fn process(&self) -> rustix::process::Pid {
        rustix::process::Pid::from_raw(self.child.process_id().unwrap().cast_signed()).unwrap()
    }

    /// Sends a signal.
    pub fn signal(&mut self, signal: rustix::process::Signal) -> &mut Self {
        rustix::process::kill_process(self.process(), signal).unwrap();
        self
    }

    /// The state of the process as the system shows it: `S` asleep, `T` stopped.
    pub fn waits_for_state(&mut self, state: char) -> &mut Self {
        let file = format!("/proc/{}/stat", self.process().as_raw_nonzero());
        for _ in 0..PATIENCE {
            let line = std::fs::read_to_string(&file).unwrap_or_default();
            if line.rsplit(") ").next().is_some_and(|rest| rest.starts_with(state)) {
                return self;
            }
            sleep(STEP);
        }
        panic!("the process never got into state {state}");
    }

    /// Waits until it has computed for a while.
    pub fn waits_until_busy(&mut self) -> &mut Self {
        let before = self.processor_time();
        for _ in 0..PATIENCE {
            if self.processor_time() > before + 200 {
                return self;
            }
            sleep(STEP);
        }
        panic!("it never got busy");
    }

    /// How many milliseconds of processor time it has taken.
    pub fn processor_time(&self) -> u64 {
        let line = std::fs::read_to_string(format!("/proc/{}/stat", self.process().as_raw_nonzero())).unwrap();
        let fields: Vec<&str> = line.rsplit(") ").next().unwrap().split(' ').collect();
        fields[11..13].iter().map(|ticks| ticks.parse::<u64>().unwrap() * 10).sum()
    }

    /// Waits for the end and returns the exit code.
    pub fn ends(&mut self) -> u32 {
        for _ in 0..PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                if self.master.is_some() {
                    self.reading.take().map(JoinHandle::join);
                }
                return status.exit_code();
            }
            sleep(STEP);
        }
        panic!("it never ended; the screen is\n{}", self.text());
    }

    /// What stands on the screen.
    pub fn text(&self) -> String {
        self.seen.lock().unwrap().parser.screen().contents()
    }

    /// Everything that was ever written to the terminal.
    pub fn raw(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap().raw).into_owned()
    }

    /// Waits until the terminal is as it was before.
    pub fn is_as_before(&self) {
        for _ in 0..PATIENCE {
            if self.state() == (false, false, false, vt100::MouseProtocolMode::None, true) {
                return;
            }
            sleep(STEP);
        }
        panic!("not given back: {:?}", self.state());
    }

    /// Waits until the program has the terminal.
    pub fn is_taken(&self) {
        for _ in 0..PATIENCE {
            // The cursor is hidden but for where something is typed.
            if matches!(self.state(), (true, _, true, vt100::MouseProtocolMode::ButtonMotion, false)) {
                return;
            }
            sleep(STEP);
        }
        panic!("not taken: {:?}", self.state());
    }

    /// Alternate screen, hidden cursor, bracketed paste, mouse, and whether the line settings are as before.
    fn state(&self) -> (bool, bool, bool, vt100::MouseProtocolMode, bool) {
        let seen = self.seen.lock().unwrap();
        let screen = seen.parser.screen();
        let settings = settings(&**self.master.as_ref().unwrap()) == self.before;
        let mouse = screen.mouse_protocol_mode();
        (screen.alternate_screen(), screen.hide_cursor(), screen.bracketed_paste(), mouse, settings)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, ..PtySize::default() }
}

fn rows(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count.max(1)).unwrap()
}

fn settings(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", master.get_termios().unwrap())
}
