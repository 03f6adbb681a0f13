//! Gives a digest to the team's own command; a failure there is reported and harms nothing (S7).

use crate::domain::points::count;
use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// As much of what the command says about its failure as is shown, in bytes.
const MOST_SAID: u64 = 2000;

/// Runs `command` in a shell with `digest` on its standard input, for at most so many seconds; then it is ended with all
/// that it started.
pub fn deliver(digest: &str, command: &str, seconds: u64) -> Result<(), String> {
    let shown = crate::domain::text::fit(command, 60).into_owned();
    let mut child = start(command).map_err(|cause| format!("The digest command `{shown}` did not start: {cause}."))?;
    feed(&mut child, digest);
    let said = listen(&mut child);
    let group = child.id();
    let (done, ended) = mpsc::channel();
    thread::spawn(move || {
        // Nobody listens any more once the time is over.
        let _ = done.send(child.wait());
    });
    match ended.recv_timeout(Duration::from_secs(seconds)) {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => Err(failure(&shown, status, &said)),
        Ok(Err(cause)) => Err(format!("The digest command `{shown}` was lost: {cause}.")),
        Err(_) => {
            end(group);
            Err(format!("The digest command `{shown}` took longer than {} and was ended.", count(seconds, "second")))
        }
    }
}

fn start(command: &str) -> std::io::Result<Child> {
    let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
    shell.arg(if cfg!(windows) { "/C" } else { "-c" }).arg(command);
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    shell.spawn()
}

/// Writes in a thread of its own: a command that reads nothing must not hold up the cockpit.
fn feed(child: &mut Child, digest: &str) {
    if let Some(mut input) = child.stdin.take() {
        let text = digest.to_owned();
        thread::spawn(move || {
            // A command that closes its input early has read enough.
            let _ = input.write_all(text.as_bytes());
        });
    }
}

fn listen(child: &mut Child) -> mpsc::Receiver<String> {
    let (say, said) = mpsc::channel();
    if let Some(errors) = child.stderr.take() {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = errors.take(MOST_SAID).read_to_end(&mut bytes);
            let _ = say.send(String::from_utf8_lossy(&bytes).into_owned());
        });
    }
    said
}

fn failure(shown: &str, status: ExitStatus, said: &mpsc::Receiver<String>) -> String {
    let said = said.recv_timeout(Duration::from_millis(200)).unwrap_or_default();
    let line = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let line = crate::domain::text::fit(line, 200);
    let code =
        status.code().map_or_else(|| "was ended by a signal".to_owned(), |code| format!("failed with code {code}"));
    let why = if line.is_empty() { String::new() } else { format!(": {line}") };
    format!("The digest command `{shown}` {code}{why}")
}

#[cfg(unix)]
fn end(group: u32) {
    let group = i32::try_from(group).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(group) = group {
        // It may have ended in the meantime.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
fn end(_: u32) {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_command_reads_the_digest() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("digest.md");
        let long = "line\n".repeat(100_000);
        deliver(&long, &format!("cat > '{}'", file.display()), 20).unwrap();
        assert_eq!(std::fs::read_to_string(file).unwrap(), long);
        deliver(&long, "true", 20).unwrap();
    }

    #[test]
    fn its_failure_is_told_in_a_sentence() {
        let said = deliver("x", "echo 'no such channel' >&2; exit 3", 20).unwrap_err();
        assert_eq!(said, "The digest command `echo 'no such channel' >&2; exit 3` failed with code 3: no such channel");
        assert!(deliver("x", "no-such-command-here", 20).unwrap_err().contains("failed with code 127"));
        let steering = deliver("x", "printf '\\033[31mred' >&2; exit 1", 20).unwrap_err();
        assert!(!steering.contains('\u{1b}'), "{steering}");
    }

    #[test]
    fn it_is_ended_when_it_takes_too_long() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("late");
        let said = deliver("x", &format!("(sleep 1; touch '{}') & wait", file.display()), 0).unwrap_err();
        assert!(said.contains("took longer than 0 seconds and was ended"), "{said}");
        thread::sleep(Duration::from_millis(1300));
        assert!(!file.exists(), "what it had started went on");
    }
}
