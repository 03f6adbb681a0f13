//! What reaches the program from outside: signals, the end of the terminal, and threads that want the loop to look.

use crate::error::{Attempt, Result};
use crate::tui::terminal;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pipe::{PipeFlags, pipe_with};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::{flag, low_level};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// How long the program may take to end by itself after a signal.
const GRACE: Duration = Duration::from_secs(2);
/// The same when the terminal is gone: nobody is there to wait for.
const SHORT_GRACE: Duration = Duration::from_millis(700);

/// Signals as flags, and a pipe that wakes the loop.
#[derive(Debug)]
pub struct Signals {
    woken: OwnedFd,
    waker: Waker,
    flags: Flags,
}

/// Wakes the loop from any thread.
#[derive(Debug, Clone)]
pub struct Waker(Arc<OwnedFd>);

#[derive(Debug, Clone, Default)]
struct Flags {
    /// The signal that ends the program; 0 for none.
    ending: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    back: Arc<AtomicBool>,
    /// Whether another program has the terminal on our behalf.
    lent: Arc<AtomicBool>,
}

/// The signals that end the program.
const ENDING: [i32; 4] = [SIGHUP, SIGTERM, SIGINT, SIGQUIT];

impl Waker {
    /// Wakes it.
    pub fn wake(&self) {
        // A full pipe wakes as well as one byte more.
        let _ = rustix::io::write(&*self.0, b"w");
    }
}

impl Signals {
    /// Listens to signals from now on.
    pub fn listen() -> Result<Self> {
        let attempt = "listen to signals";
        let (woken, wake) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK).attempting(attempt)?;
        let flags = Flags::default();
        for signal in ENDING {
            let number = usize::try_from(signal).unwrap_or(0);
            flag::register_usize(signal, Arc::clone(&flags.ending), number).attempting(attempt)?;
        }
        // While an editor has the terminal, Ctrl-Z stops it and us together, as the shell expects.
        flag::register_conditional_default(SIGTSTP, Arc::clone(&flags.lent)).attempting(attempt)?;
        flag::register(SIGTSTP, Arc::clone(&flags.stop)).attempting(attempt)?;
        flag::register(SIGCONT, Arc::clone(&flags.back)).attempting(attempt)?;
        for signal in ENDING.into_iter().chain([SIGTSTP, SIGCONT, SIGWINCH]) {
            let wake = wake.try_clone().attempting(attempt)?;
            low_level::pipe::register_raw(signal, wake).attempting(attempt)?;
        }
        Ok(Self { woken, waker: Waker(Arc::new(wake)), flags })
    }

    /// What wakes the loop.
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// The end of the pipe to poll.
    pub fn woken(&self) -> BorrowedFd<'_> {
        self.woken.as_fd()
    }

    /// Empties the pipe.
    pub fn drain(&self) {
        let mut bytes = [0; 64];
        while rustix::io::read(&self.woken, &mut bytes).is_ok_and(|count| count == bytes.len()) {}
    }

    /// The signal that asks for the end.
    pub fn ending(&self) -> Option<i32> {
        let number = self.flags.ending.load(Ordering::SeqCst);
        i32::try_from(number).ok().filter(|number| *number != 0)
    }

    /// Whether the program was asked to stop since this was last asked.
    pub fn asked_to_stop(&self) -> bool {
        self.flags.stop.swap(false, Ordering::SeqCst)
    }

    /// Whether the program was stopped and goes on since this was last asked.
    pub fn came_back(&self) -> bool {
        self.flags.back.swap(false, Ordering::SeqCst)
    }

    /// Runs something that has the terminal; Ctrl-C there is not meant for us.
    pub fn lend<T>(&self, run: impl FnOnce() -> T) -> T {
        self.flags.lent.store(true, Ordering::SeqCst);
        let value = run();
        self.flags.lent.store(false, Ordering::SeqCst);
        let interrupt = usize::try_from(SIGINT).unwrap_or(0);
        let _ = self.flags.ending.compare_exchange(interrupt, 0, Ordering::SeqCst, Ordering::SeqCst);
        self.came_back();
        value
    }

    /// Starts the thread that ends the program when the terminal is gone or a signal wants it and the loop does not
    /// come to it, whatever the loop is stuck in. It sleeps until then.
    pub fn guard(&self) -> Result<()> {
        let attempt = "start the watchdog";
        let (told, tell) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK).attempting(attempt)?;
        for signal in ENDING {
            low_level::pipe::register_raw(signal, tell.try_clone().attempting(attempt)?).attempting(attempt)?;
        }
        let (flags, waker) = (self.flags.clone(), self.waker());
        let run = move || watch_over(&told, &flags, &waker);
        std::thread::Builder::new().name("watchdog".to_owned()).spawn(run).attempting(attempt)?;
        Ok(())
    }
}

/// Sleeps until a signal or the end of the terminal, gives the loop its time, and then ends the program.
fn watch_over(told: &OwnedFd, flags: &Flags, waker: &Waker) {
    loop {
        let mut fds =
            [PollFd::from_borrowed_fd(rustix::stdio::stdin(), PollFlags::empty()), PollFd::new(told, PollFlags::IN)];
        if poll(&mut fds, None).is_err() {
            continue;
        }
        let gone = fds.first().is_some_and(|tty| tty.revents().intersects(PollFlags::HUP | PollFlags::ERR));
        let mut bytes = [0; 16];
        let _ = rustix::io::read(told, &mut bytes);
        if gone {
            flags.ending.store(usize::try_from(SIGHUP).unwrap_or(1), Ordering::SeqCst);
            waker.wake();
        }
        if !gone && flags.lent.load(Ordering::SeqCst) && flags.ending.load(Ordering::SeqCst) != terminate() {
            continue;
        }
        std::thread::sleep(if gone { SHORT_GRACE } else { GRACE });
        let signal = i32::try_from(flags.ending.load(Ordering::SeqCst)).unwrap_or(SIGTERM);
        if signal == 0 {
            continue;
        }
        if gone {
            terminal::lost();
        } else {
            terminal::give_back();
        }
        low_level::exit(128 + signal);
    }
}

fn terminate() -> usize {
    usize::try_from(SIGTERM).unwrap_or(15)
}

/// How long to wait in a poll.
pub fn timespec(wait: Option<Duration>) -> Option<Timespec> {
    let wait = wait?;
    let seconds = i64::try_from(wait.as_secs()).unwrap_or(i64::MAX);
    Some(Timespec { tv_sec: seconds, tv_nsec: wait.subsec_nanos().into() })
}
