//! Writers in a queue: the lock beside the database goes from one to the next in the order in which they came, while
//! SQLite lets everyone try again and again. Other programs do not queue; SQLite's own lock keeps them apart.

use super::care::with_end;
use super::open::{WAIT, open_lock};
use crate::error::{Busy, Error, Result};
use crate::store::engine::{Engine, Store};
use rusqlite::ErrorCode;
use std::cell::{Cell, RefCell};
use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, sync_channel};
use std::time::Duration;

/// How long a writer queues. An import of a large backlog is the longest write there is.
const QUEUE: Duration = Duration::from_secs(30);

/// This connection's part in the queue.
#[derive(Debug, Default)]
pub struct Queue {
    /// Whether a write that would have to wait is refused at once; who asked tries again.
    hurried: Cell<bool>,
    /// The lock, while it is ours.
    turn: RefCell<Option<File>>,
    /// A place in the queue: a thread waits there and hands the lock over.
    place: RefCell<Option<Receiver<File>>>,
}

impl Store {
    fn queue(&self) -> &Queue {
        let Engine::Sqlite(sqlite) = &self.engine;
        &sqlite.queue
    }

    /// Whether a write waits for another one to end. If it does not, it fails with an error that `is_busy`, and its place
    /// in the queue is kept for the next attempt.
    pub fn wait_for_others(&self, wait: bool) {
        self.queue().hurried.set(!wait);
        self.leave_queue();
    }

    /// Gives up the place in the queue.
    pub fn leave_queue(&self) {
        self.queue().place.take();
    }

    /// Runs one write that is no operation, unless it would have to wait.
    pub fn write_at_once(&self, write: impl FnOnce() -> Result<()>) -> Result<()> {
        self.with_patience(Duration::ZERO, write)
    }

    /// Begins a transaction that may write. The file must be whole, and must be where it was opened.
    pub fn lock(&self) -> Result<()> {
        self.begin_write()?;
        self.demand_place().and_then(|()| self.demand_whole()).inspect_err(|_| self.rollback())
    }

    /// Begins a transaction that may write, when it is our turn.
    pub(super) fn begin_write(&self) -> Result<()> {
        self.take_turn()?;
        let patience = if self.queue().hurried.get() { Duration::ZERO } else { WAIT };
        self.with_patience(patience, || self.batch("BEGIN IMMEDIATE")).inspect_err(|_| self.end_turn())
    }

    /// Keeps what the transaction wrote.
    pub fn commit(&self) -> Result<()> {
        let committed = self.batch("COMMIT").inspect_err(|_| self.rollback());
        self.end_turn();
        committed
    }

    /// Drops what the transaction wrote. A failing statement may have ended it already.
    pub fn rollback(&self) {
        let _ = self.batch("ROLLBACK");
        self.end_turn();
    }

    fn end_turn(&self) {
        // Unlocked by name: a program that is just being started has the open file too until it is running.
        if let Some(turn) = self.queue().turn.take() {
            let _ = turn.unlock();
        }
    }

    fn with_patience<T>(&self, patience: Duration, run: impl FnOnce() -> Result<T>) -> Result<T> {
        let Engine::Sqlite(sqlite) = &self.engine;
        let set = |wait| sqlite.connection.busy_timeout(wait).map_err(|cause| Error::failed("wait", cause.to_string()));
        set(patience)?;
        let done = run();
        set(WAIT)?;
        done
    }

    /// Waits for our turn, or takes a place in the queue. Where files cannot be locked there is no queue.
    fn take_turn(&self) -> Result<()> {
        let Some(place) = self.queue().place.take() else { return self.join_queue() };
        match place.try_recv() {
            Ok(turn) => self.has_turn(turn),
            Err(TryRecvError::Disconnected) => {}
            Err(TryRecvError::Empty) => {
                self.queue().place.replace(Some(place));
                return Err(busy(&self.path, None));
            }
        }
        Ok(())
    }

    fn has_turn(&self, turn: File) {
        self.queue().turn.replace(Some(turn));
    }

    fn join_queue(&self) -> Result<()> {
        if self.identity.is_none() {
            return Ok(());
        }
        let Ok(lock) = open_lock(&self.path) else { return Ok(()) };
        match lock.try_lock() {
            Ok(()) => {
                self.has_turn(lock);
                return Ok(());
            }
            Err(TryLockError::Error(_)) => return Ok(()),
            Err(TryLockError::WouldBlock) => {}
        }
        let Some(place) = queue_for(lock) else { return Ok(()) };
        if self.queue().hurried.get() {
            self.queue().place.replace(Some(place));
            return Err(busy(&self.path, None));
        }
        match place.recv_timeout(QUEUE) {
            Ok(turn) => self.has_turn(turn),
            Err(RecvTimeoutError::Disconnected) => {}
            Err(RecvTimeoutError::Timeout) => return Err(busy(&self.path, Some(QUEUE))),
        }
        Ok(())
    }
}

/// A thread that waits for the lock and hands it over; who does not wait any more drops it. `None` if there is no thread.
fn queue_for(lock: File) -> Option<Receiver<File>> {
    let (turn, place) = sync_channel(1);
    let wait = move || {
        if lock.lock().is_ok() {
            let _ = turn.send(lock);
        }
    };
    std::thread::Builder::new().name("queue".to_owned()).spawn(wait).ok().map(|_| place)
}

/// Whether SQLite says that another connection writes.
pub(super) fn is_busy(cause: &rusqlite::Error) -> bool {
    matches!(cause.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// The error of a write that another program keeps waiting.
pub(super) fn busy(path: &Path, waited: Option<Duration>) -> Error {
    let who = writer(path).unwrap_or_else(|| "another program".to_owned());
    let file = path.display();
    Busy { who: format!("{who} holds {file} for writing"), waited }.into()
}

/// Who writes to a database, as the system lists locks: SQLite's writer locks a byte of the shared memory.
fn writer(path: &Path) -> Option<String> {
    let (locks, me) = (std::fs::read_to_string("/proc/locks").ok()?, std::process::id());
    let of = |end: &str, byte: Option<&str>| {
        let number = inode(&with_end(path, end))?;
        let mut held = locks.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        held.find_map(|words| match words.as_slice() {
            [_, "POSIX" | "FLOCK", _, "WRITE", process, place, first, ..]
                if place.ends_with(&number) && byte.is_none_or(|byte| byte == *first) =>
            {
                process.parse::<u32>().ok()
            }
            _ => None,
        })
    };
    let process = of("-shm", Some("120")).or_else(|| of(".lock", None)).or_else(|| of("", None))?;
    if process == me {
        return Some("another part of this program".to_owned());
    }
    let name = std::fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
    Some(format!("{} (process {process})", if name.trim().is_empty() { "another program" } else { name.trim() }))
}

#[cfg(unix)]
fn inode(path: &Path) -> Option<String> {
    let meta = std::fs::metadata(path).ok()?;
    Some(format!(":{}", std::os::unix::fs::MetadataExt::ino(&meta)))
}

#[cfg(not(unix))]
fn inode(_: &Path) -> Option<String> {
    None
}
