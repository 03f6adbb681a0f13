//! Long work on a thread of its own, and how far it has come. Esc breaks it off; what it began is then not done.

use crate::app::Standfast;
use crate::domain::points::grouped;
use crate::domain::time::Instant;
use crate::error::{Attempt, Error, Result};
use crate::tui::command::Command;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View};
use crate::tui::widget::pen::Pen;
use crate::tui::widget::popup;
use ratatui::Frame;
use ratatui::layout::Rect;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often the screen is drawn.
const LOOK: Duration = Duration::from_millis(80);

/// How far the work has come; written by the worker, read by the screen.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    /// The measure in which the end is known, and how much of it is behind.
    read: AtomicU64,
    total: AtomicU64,
    stop: AtomicBool,
}

impl Progress {
    /// Notes how far it has come; returns whether to continue.
    pub fn tell(&self, done: u64, read: u64, total: u64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        self.read.store(read, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        !self.stop.load(Ordering::Relaxed)
    }

    /// Thousandths of the whole; `None` while the whole is unknown.
    fn share(&self) -> Option<u64> {
        let total = self.total.load(Ordering::Relaxed);
        (total > 0).then(|| (self.read.load(Ordering::Relaxed).min(total)) * 1000 / total)
    }
}

/// What follows from the work's result.
type Then<T> = Box<dyn FnOnce(&mut Standfast, T) -> Result<Next>>;

/// Work under way.
#[must_use = "a layer is opened with Next::ask"]
pub struct Working<T> {
    title: String,
    pieces: &'static str,
    progress: Arc<Progress>,
    worker: Option<JoinHandle<Result<T>>>,
    then: Option<Then<T>>,
}

impl<T: Send + 'static> Working<T> {
    /// Starts the work. `pieces` names what is counted, as in "rows"; `then` is done with the result, after the layer has
    /// closed.
    pub fn start(
        title: impl Into<String>,
        pieces: &'static str,
        work: impl FnOnce(&Progress) -> Result<T> + Send + 'static,
        then: impl FnOnce(&mut Standfast, T) -> Result<Next> + 'static,
    ) -> Result<Self> {
        let progress = Arc::new(Progress::default());
        let shared = Arc::clone(&progress);
        let worker = std::thread::Builder::new()
            .name("worker".to_owned())
            .spawn(move || work(&shared))
            .attempting("start a thread for the work")?;
        Ok(Self { title: title.into(), pieces, progress, worker: Some(worker), then: Some(Box::new(then)) })
    }

    fn finish(&mut self, standfast: &mut Standfast) -> Next {
        let Some(worker) = self.worker.take() else { return Next::Nothing };
        let fault = || Err(Error::failed("do the work", "a fault in Standfast itself. Nothing was changed."));
        let done = worker.join().unwrap_or_else(|_| fault());
        let next = match (done, self.then.take()) {
            (Ok(value), Some(then)) => then(standfast, value).unwrap_or_else(Next::Wrong),
            (Ok(_), None) => Next::Nothing,
            (Err(error), _) => Next::Wrong(error),
        };
        next.after_closing()
    }
}

impl<T: Send + 'static> View for Working<T> {
    fn scope(&self) -> Scope {
        Scope::Working
    }

    fn update(&mut self, command: Command, _: &mut Standfast) -> Result<Next> {
        if command != Command::WorkStop {
            return Ok(Next::NotMine);
        }
        self.progress.stop.store(true, Ordering::Relaxed);
        Ok(Next::Nothing)
    }

    fn wants_tick(&self) -> Option<Duration> {
        Some(LOOK)
    }

    fn tick(&mut self, _: Instant, standfast: &mut Standfast) -> Result<Next> {
        let done = self.worker.as_ref().is_some_and(JoinHandle::is_finished);
        Ok(if done { self.finish(standfast) } else { Next::Nothing })
    }

    fn place(&self, screen: Rect) -> Rect {
        popup::centered(screen, screen.width.saturating_sub(4).min(64), 5)
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let inner = popup::render(frame, area, ctx, &self.title, "");
        let mut pen = Pen::new(frame, inner, ctx);
        let done = grouped(self.progress.done.load(Ordering::Relaxed));
        let stopping = self.progress.stop.load(Ordering::Relaxed);
        let words = if stopping { "stopping".to_owned() } else { format!("{done} {}", self.pieces) };
        pen.text(0, 0, inner.width, &words, Role::Text);
        let Some(share) = self.progress.share() else { return };
        pen.right(inner.width, 0, 6, &format!("{} %", share / 10), Role::Text);
        let full = u16::try_from(u64::from(inner.width) * share / 1000).unwrap_or(0);
        pen.rule(0, 2, inner.width, ctx.glyphs.empty, Role::Border);
        pen.rule(0, 2, full, ctx.glyphs.full, Role::Note);
    }

    fn holds_typing(&self) -> bool {
        false
    }
}

impl<T> Drop for Working<T> {
    /// Leaving breaks the work off: what it began is rolled back, and nobody waits for it.
    fn drop(&mut self) {
        self.progress.stop.store(true, Ordering::Relaxed);
    }
}
