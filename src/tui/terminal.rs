//! The terminal: taken, written to, and given back by one function, whatever ends the program.

use crate::error::{Attempt, Error, Result};
use crate::tui::brush::Brush;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcgetwinsize, tcsetattr};
use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// How the terminal was when the program started.
static BEFORE: OnceLock<Termios> = OnceLock::new();
/// Whether it is ours now.
static OURS: AtomicBool = AtomicBool::new(false);

/// Alternate screen, empty, without a cursor; pastes in brackets.
const TAKE: &str = "\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[2J";
/// Presses, drags and the wheel, in the form without limits. Mere movement is not asked for: it would wake us (U7).
const MOUSE: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/// Everything back, whether or not it was taken.
const GIVE: &str = "\x1b[?2026l\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l";
/// Between these the terminal draws nothing, so that nobody sees half a frame. Unknown to many, harmless to all.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// The screen as the drawing library knows it.
pub type Screen = Terminal<Brush<Out>>;

/// Refuses if there is no terminal to draw on.
pub fn demand() -> Result<()> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Error::Misused(
        "The cockpit needs a terminal for input and output. Without one, use the commands: `standfast --help` lists them."
            .to_owned(),
    ))
}

/// Takes the terminal. What is written for it leaves with the first frame.
pub fn take(mouse: bool) -> Result<Screen> {
    let before = tcgetattr(rustix::stdio::stdin()).attempting("read the state of the terminal")?;
    let mut raw = BEFORE.get_or_init(|| before).clone();
    raw.make_raw();
    OURS.store(true, Ordering::SeqCst);
    tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, &raw).attempting("take the terminal")?;
    let mut out = Out { held: Vec::with_capacity(16 * 1024) };
    out.held.extend_from_slice(TAKE.as_bytes());
    if mouse {
        out.held.extend_from_slice(MOUSE.as_bytes());
    }
    screen(out)
}

/// A screen of the size that the terminal has now, drawn on from nothing.
fn screen(out: Out) -> Result<Screen> {
    let options = TerminalOptions { viewport: Viewport::Fixed(size()) };
    Terminal::with_options(Brush::new(out), options).attempting("set up the screen")
}

/// The screen after the terminal got another size, or was somebody else's: all of it will be drawn again. The library's
/// own way to clear asks the terminal for its cursor and fails if nobody answers.
pub fn renew() -> Result<Screen> {
    screen(Out { held: b"\x1b[0m\x1b[2J".to_vec() })
}

/// Gives the terminal back as it was. May be called from anywhere, any number of times.
pub fn give_back() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    write_all(GIVE.as_bytes());
    if let Some(before) = BEFORE.get() {
        // Keys and mouse reports that nobody read would be typed into the shell. Neither call may wait for a terminal
        // that has stopped reading, and a failure leaves nothing to be done.
        let _ = tcflush(rustix::stdio::stdin(), QueueSelector::IFlush);
        let _ = tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, before);
    }
}

/// The terminal is gone: nothing is to be written to it any more.
pub fn lost() {
    OURS.store(false, Ordering::SeqCst);
}

/// Says something to the terminal.
pub fn say(sequence: &str) {
    write_all(sequence.as_bytes());
}

/// Whether nobody is at the other end any more.
pub fn is_gone() -> bool {
    let stdin = rustix::stdio::stdin();
    let (now, mut fds) = (Timespec { tv_sec: 0, tv_nsec: 0 }, [PollFd::new(&stdin, PollFlags::empty())]);
    poll(&mut fds, Some(&now)).is_ok_and(|ready| ready > 0)
}

/// The most cells that are drawn. A terminal that claims more would cost more memory than there is.
const MOST_CELLS: u16 = u16::MAX;

/// How many columns and rows there are; 80×24 where the terminal does not know. What is beyond 65,535 cells stays empty.
pub fn size() -> Rect {
    match tcgetwinsize(rustix::stdio::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => {
            let width = size.ws_col.min(1000);
            Rect::new(0, 0, width, size.ws_row.min(MOST_CELLS / width))
        }
        _ => Rect::new(0, 0, 80, 24),
    }
}

/// Sends a text to the clipboard of the terminal (OSC 52), which works over ssh too.
pub fn copy(text: &str) -> Result<()> {
    let mut out = Out::default();
    crossterm::execute!(out, crossterm::clipboard::CopyToClipboard::to_clipboard_from(text))
        .attempting("send to the clipboard")
}

/// Where frames go: held until they are whole, then written in one piece.
#[derive(Debug, Default)]
pub struct Out {
    held: Vec<u8>,
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.held.is_empty() {
            self.held.extend_from_slice(BEGIN);
        }
        self.held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        self.held.extend_from_slice(END);
        // A terminal that was given back gets nothing more: half a frame would stand in the shell.
        if OURS.load(Ordering::SeqCst) {
            write_all(&self.held);
        }
        self.held.clear();
        Ok(())
    }
}

/// Writes to the terminal as far as it takes anything. One that is gone is noticed elsewhere.
fn write_all(mut bytes: &[u8]) {
    let out = rustix::stdio::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(out, bytes) {
            Ok(0) => return,
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                // Somebody made the terminal non-blocking. Wait until it takes more, but not for ever.
                let second = Timespec { tv_sec: 1, tv_nsec: 0 };
                if poll(&mut [PollFd::new(&out, PollFlags::OUT)], Some(&second)) == Ok(0) {
                    return;
                }
            }
            Err(_) => return,
        }
    }
}
