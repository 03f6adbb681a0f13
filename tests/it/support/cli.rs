//! Runs the program in an empty home directory with a clock that stands still, and shows what a person would see.

use serde_json::Value;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// When every story begins unless it says otherwise: a Monday morning in Berlin.
pub const NOW: &str = "2026-11-23T09:00:00Z";

/// A home directory of one's own, a clock, an actor.
pub struct Shell {
    home: TempDir,
    variables: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug)]
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
}

impl Shell {
    /// An empty home directory.
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut shell = Self { home, variables: Vec::new() };
        let homely = |below: &str| shell.home.path().join(below).to_string_lossy().into_owned();
        let places =
            [("HOME", ""), ("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_STATE_HOME", "state")];
        let mut variables: Vec<(String, String)> =
            places.iter().map(|(name, below)| ((*name).to_owned(), homely(below))).collect();
        variables.extend(
            [("STANDFAST_NOW", NOW), ("STANDFAST_ACTOR", "fac"), ("TZ", "UTC"), ("LANG", "C.UTF-8"), ("TERM", "xterm")]
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        shell.variables = variables;
        shell
    }

    /// The team Mesos with three members.
    pub fn with_team() -> Self {
        let shell = Self::new();
        let members = "--member dev-1:100:backend --member dev-2:80:backend --member dev-3:50:design";
        shell.does(&format!("init Mesos --prefix ME --tz Europe/Berlin {members}"));
        shell
    }

    /// Sets a variable from now on.
    pub fn set(&mut self, name: &str, value: &str) {
        self.unset(name);
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// Takes a variable away.
    pub fn unset(&mut self, name: &str) {
        self.variables.retain(|(known, _)| known != name);
    }

    /// A path in the home directory.
    pub fn path(&self, below: &str) -> PathBuf {
        self.home.path().join(below)
    }

    /// The database of the default team.
    pub fn database(&self) -> PathBuf {
        self.path("data/standfast/default.db")
    }

    /// The variables it runs with.
    pub fn variables(&self) -> &[(String, String)] {
        &self.variables
    }

    /// The program with these words, ready to be started.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_standfast"));
        command.args(words).env_clear().current_dir(self.home.path()).stdin(Stdio::null());
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs the program with these words.
    pub fn run(&self, words: &[&str]) -> Ran {
        seen(&self.command(words).output().unwrap())
    }

    /// Runs the program with text on standard input.
    pub fn run_with_input(&self, words: &[&str], input: &[u8]) -> Ran {
        let mut child =
            self.command(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // The program may end without reading; what it says then is what the test is about.
        let _ = child.stdin.take().unwrap().write_all(input);
        seen(&child.wait_with_output().unwrap())
    }

    /// Runs a line as typed, with double quotes.
    pub fn runs(&self, line: &str) -> Ran {
        self.run(&strs(&words(line)))
    }

    /// Runs a line as typed, with double quotes; it must succeed, and what it says is returned.
    pub fn does(&self, line: &str) -> String {
        let ran = self.runs(line);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "standfast {line}\n{}", ran.stdout);
        ran.stdout
    }

    /// Runs a line as typed; it must be refused with exit code 1 or 2, and why is returned.
    pub fn refuses(&self, line: &str) -> String {
        let ran = self.runs(line);
        assert!(matches!(ran.code, Some(1 | 2)) && ran.stdout.is_empty(), "standfast {line}\n{ran:?}");
        assert!(!ran.stderr.trim().is_empty(), "standfast {line} says nothing");
        ran.stderr
    }

    /// Runs a line with `--json`: the object on standard output, or the error's on standard error.
    pub fn json(&self, line: &str) -> Value {
        let mut all = words(line);
        all.push("--json".to_owned());
        let ran = self.run(&strs(&all));
        let text = if ran.stdout.is_empty() { &ran.stderr } else { &ran.stdout };
        serde_json::from_str(text).unwrap_or_else(|error| panic!("standfast {line} --json: {error}\n{ran:?}"))
    }

    /// Each line of a script as typed, with what a person then sees; the home directory is shown as `~`.
    pub fn transcript(&self, script: &str) -> String {
        let mut shown = String::new();
        for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let ran = self.runs(line);
            writeln!(shown, "$ standfast {line}\n{}{}", ran.stdout, ran.stderr).unwrap();
            if ran.code != Some(0) {
                shown.truncate(shown.trim_end().len());
                writeln!(shown, "\n[exit {}]\n", ran.code.unwrap_or(-1)).unwrap();
            }
        }
        without_log_hash(&self.without_home(&shown))
    }

    /// The text with the home directory as `~`.
    pub fn without_home(&self, text: &str) -> String {
        text.replace(&*self.home.path().to_string_lossy(), "~")
    }
}

/// The text without the hashes of the log, which any other word of any operation would change.
fn without_log_hash(text: &str) -> String {
    let hash = r#"(Log up to operation \d+: SHA-256 `|"log":\{"operation":\d+,"hash":")[0-9a-f]{64}"#;
    regex::Regex::new(hash).unwrap().replace_all(text, "$1[hash]").into_owned()
}

fn seen(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Ran { stdout: text(&output.stdout), stderr: text(&output.stderr), code: output.status.code() }
}

/// Words as a shell splits them, with double quotes and no other magic.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quoted, mut started) = (String::new(), false, false);
    for c in line.chars() {
        match c {
            '"' => (quoted, started) = (!quoted, true),
            ' ' if !quoted => {
                if started {
                    words.push(std::mem::take(&mut word));
                }
                started = false;
            }
            _ => {
                word.push(c);
                started = true;
            }
        }
    }
    if started {
        words.push(word);
    }
    words
}

fn strs(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

/// Compares what a script of lines shows with the snapshot of that name.
#[macro_export]
macro_rules! assert_transcript {
    ($shell:expr, $script:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($shell.transcript($script)) })
    };
}

/// Fails unless a file holds these very bytes.
pub fn assert_untouched(path: &Path, before: &[u8]) {
    assert!(std::fs::read(path).unwrap() == before, "{} was changed", path.display());
}
