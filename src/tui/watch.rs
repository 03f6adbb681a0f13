//! Notices that another process has written to the database (U7).

use crate::tui::signals::Waker;
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How often to look where the system cannot tell.
const LOOK: Duration = Duration::from_secs(2);

/// A watch over a database file and its log.
pub struct Watch {
    /// Kept for as long as it is to watch; none where the system cannot.
    watcher: Option<RecommendedWatcher>,
    written: Arc<AtomicBool>,
}

impl Watch {
    /// Watches the directory of `database`. Where that is impossible, `look_every` says how often to look instead.
    pub fn over(database: &Path, waker: Waker) -> Self {
        let written = Arc::new(AtomicBool::new(false));
        let watcher = start(database, Arc::clone(&written), waker);
        Self { watcher, written }
    }

    /// Whether something was written since this was last asked. Our own writes count too: ask the database.
    pub fn saw_a_write(&self) -> bool {
        self.written.swap(false, Ordering::SeqCst)
    }

    /// How often the loop has to look by itself; `None` if it is notified.
    pub fn look_every(&self) -> Option<Duration> {
        self.watcher.is_none().then_some(LOOK)
    }
}

fn start(database: &Path, written: Arc<AtomicBool>, waker: Waker) -> Option<RecommendedWatcher> {
    // The log lies beside the file that a link leads to.
    let file = database.canonicalize().ok()?;
    let (folder, name) = (file.parent()?.to_owned(), file.file_name()?.to_owned());
    let tell = move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| concerns(&event, &name)) {
            written.store(true, Ordering::SeqCst);
            waker.wake();
        }
    };
    let mut watcher = notify::recommended_watcher(tell).ok()?;
    watcher.watch(&folder, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}

/// Whether an event is a write to the database or its log. Mere opening and reading is not, and the shared memory
/// beside them changes with every look.
fn concerns(event: &notify::Event, name: &OsString) -> bool {
    let wrote = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    };
    wrote && event.paths.iter().any(|path| is_ours(path, name))
}

fn is_ours(path: &Path, name: &OsString) -> bool {
    let mut log = name.clone();
    log.push("-wal");
    path.file_name().is_some_and(|file| file == name || *file == *log)
}
