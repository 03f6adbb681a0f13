//! What the command line says: a sentence, a table or one JSON object, and errors in the same two forms.

use crate::app::change::Outcome;
use crate::cli::table::{Table, facts};
use crate::domain::sheet::Sheet;
use crate::domain::text;
use crate::domain::zone::Zone;
use crate::error::{Attempt, Error, Result};
use crate::faces::sheet::{self, Style};
use crate::rules::Way;
use anstream::{AutoStream, ColorChoice};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::borrow::Borrow;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// What a command answers, in both forms.
#[derive(Debug, Default)]
pub struct Reply {
    text: String,
    tables: Vec<Table>,
    json: Map<String, Value>,
    /// A word to the person beside the answer, as "12 more"; it goes to standard error.
    hint: Option<String>,
    failing: bool,
    silent: bool,
}

impl Reply {
    /// What an operation says when it is done.
    pub fn done<T>(outcome: &Outcome<T>) -> Self {
        Self::said(Way::after(&outcome.said, &outcome.ways, Way::as_command)).with("operation", outcome.operation)
    }

    /// A sentence, which `--json` gives as `said`.
    pub fn said(sentence: impl Into<String>) -> Self {
        let said: String = sentence.into();
        Self::default().with("said", &said).with_text(text::clean(&said))
    }

    /// Everything about one thing.
    pub fn sheet(sheet: &Sheet, zone: Zone) -> Self {
        let style = Style::full(zone);
        let mut parts =
            vec![format!("{}  {}\n{}", sheet.key, text::clean(&sheet.title), facts(&sheet::facts(sheet, style)))];
        let history: Vec<String> =
            sheet::history(sheet, style).iter().map(|(when, what)| format!("{when}  {what}")).collect();
        parts.extend((!history.is_empty()).then(|| history.join("\n")));
        Self::default().with_fields(sheet::object(sheet)).with_text(parts.join("\n\n"))
    }

    /// A list of things in these columns, which `--json` gives under `name`; without things the sentence `none`.
    pub fn sheets(
        name: &str,
        sheets: impl IntoIterator<Item: Borrow<Sheet>>,
        columns: &[&str],
        none: &str,
        zone: Zone,
    ) -> Self {
        let reply = Self::default().with_sheets(name, sheets, columns, zone);
        if reply.tables.is_empty() { reply.with_text(none) } else { reply }
    }

    /// A list of things below the text, and below other lists.
    #[must_use]
    pub fn with_sheets(
        mut self,
        name: &str,
        sheets: impl IntoIterator<Item: Borrow<Sheet>>,
        columns: &[&str],
        zone: Zone,
    ) -> Self {
        let (mut objects, mut table) = (Vec::new(), None);
        for sheet in sheets {
            let sheet = sheet.borrow();
            objects.push(sheet::object(sheet));
            let table = table.get_or_insert_with(|| Table::new(&sheet::headings(sheet, columns)));
            table.add(sheet::row(sheet, columns, Style::full(zone)));
        }
        self.tables.extend(table);
        self.with(name, objects)
    }

    /// Text for people; it may have several lines, and is clean already or holds nothing from outside.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// The same answer with nothing but this text for people.
    #[must_use]
    pub fn with_only_text(mut self, text: impl Into<String>) -> Self {
        self.tables.clear();
        self.with_text(text)
    }

    /// The text and the tables below it, for a file.
    pub fn printed(&self) -> String {
        let text = self.text.trim_end_matches('\n').to_owned();
        let tables: Vec<String> = self.tables.iter().map(|table| table.render(None)).collect();
        let parts = [text, tables.join("\n\n")].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("\n")
    }

    /// A table below the text.
    #[must_use]
    pub fn with_table(mut self, table: Table) -> Self {
        self.tables.push(table);
        self
    }

    /// The same answer with exit code 1: what was looked into is not as it should be.
    #[must_use]
    pub fn failing(mut self) -> Self {
        self.failing = true;
        self
    }

    /// Whether the program ends with exit code 1.
    pub fn is_failing(&self) -> bool {
        self.failing
    }

    /// A word beside the answer, for people only.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A field of the JSON object.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        // Only a map whose keys are not text could fail, and there is no such map.
        self.json.insert(name.to_owned(), serde_json::to_value(value).unwrap_or(Value::Null));
        self
    }

    /// All fields of a value that is an object in JSON.
    #[must_use]
    pub fn with_fields(mut self, value: impl Serialize) -> Self {
        if let Ok(Value::Object(fields)) = serde_json::to_value(value) {
            self.json.extend(fields);
        }
        self
    }

    /// Something to the end of the sentence.
    #[must_use]
    pub fn and_said(mut self, more: &str) -> Self {
        self.text.push_str(more);
        self
    }
}

impl Reply {
    /// No answer: everything has been written already.
    pub fn nothing() -> Self {
        Self { silent: true, ..Self::default() }
    }
}

/// Where answers go.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// One object instead of text.
    pub json: bool,
}

impl Output {
    /// Writes an answer to standard output.
    pub fn reply(self, reply: &Reply) -> Result<()> {
        if reply.silent {
            return Ok(());
        }
        if self.json {
            let object = serde_json::to_string(&reply.json).attempting("write the answer")?;
            return put(&mut io::stdout().lock(), &(text::harmless_json(object) + "\n")).attempting("write the answer");
        }
        let mut text = harmless(reply.text.trim_end_matches('\n'));
        let tables: Vec<String> = reply.tables.iter().map(|table| table.render(terminal_columns())).collect();
        if !tables.is_empty() {
            text.push_str(if text.is_empty() { "" } else { "\n" });
            text.push_str(&tables.join("\n\n"));
        }
        if !text.is_empty() {
            text.push('\n');
            put(&mut AutoStream::auto(io::stdout()), &text).attempting("write the answer")?;
        }
        if let Some(hint) = &reply.hint {
            self.note(hint);
        }
        Ok(())
    }

    /// Writes a refusal or an error to standard error.
    pub fn error(self, error: &Error) {
        let text = if self.json {
            let body = json!({
                "kind": error.kind(),
                "rule": error.rule(),
                "message": error.to_string(),
                "details": error.details(),
                "ways": error.ways().iter().map(Way::command).collect::<Vec<_>>(),
            });
            text::harmless_json(json!({ "error": body }).to_string())
        } else {
            let mut lines = vec![text::clean_block(&error.to_string()).into_owned()];
            lines.extend(error.details().iter().map(|detail| format!("  {}", text::clean(detail))));
            lines.join("\n")
        };
        self.to_stderr(&text);
    }

    /// A word to the person beside the answer.
    pub fn note(self, note: &str) {
        if !self.json {
            self.to_stderr(&text::clean(note));
        }
    }

    /// A reader that has seen enough is not an error.
    pub fn pardon_closed_pipe(done: Result<()>) -> Result<()> {
        match done {
            Err(Error::Failed(failure)) if is_closed_pipe(&*failure.cause) => Ok(()),
            other => other,
        }
    }

    /// Writes over the last line of standard error where that is a terminal; no text takes the line away.
    #[expect(clippy::unused_self, reason = "said through the output like everything else")]
    pub fn progress(self, text: &str) {
        let stderr = io::stderr();
        if stderr.is_terminal() {
            // A bar that cannot be drawn does not stop the import.
            let _ = put(&mut stderr.lock(), &format!("\r{text:<60}{}", if text.is_empty() { "\r" } else { "" }));
        }
    }

    #[expect(clippy::unused_self, reason = "said through the output like everything else")]
    fn to_stderr(self, text: &str) {
        // Nobody is left to tell when even standard error is gone.
        let _ = put(&mut AutoStream::new(io::stderr(), ColorChoice::Auto), &format!("{text}\n"));
    }
}

/// A text as standard output may get it: another program gets it whole, and a terminal nothing that could steer it.
fn harmless(text: &str) -> String {
    match terminal_columns() {
        None => text.to_owned(),
        Some(_) if text.starts_with('{') => text::harmless_json(text.to_owned()),
        Some(_) => text::clean_block(text).into_owned(),
    }
}

/// How wide the terminal is that shows the answer; `None` when the answer goes elsewhere.
fn terminal_columns() -> Option<u16> {
    let stdout = io::stdout();
    let size = stdout.is_terminal().then(|| rustix::termios::tcgetwinsize(&stdout).ok()).flatten()?;
    Some(if size.ws_col == 0 { 80 } else { size.ws_col })
}

fn is_closed_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    let csv = cause.downcast_ref::<csv::Error>().and_then(|error| match error.kind() {
        csv::ErrorKind::Io(error) => Some(error),
        _ => None,
    });
    cause.downcast_ref::<io::Error>().or(csv).is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

/// Writes and flushes; a reader that has seen enough is not an error.
fn put(stream: &mut impl Write, text: &str) -> io::Result<()> {
    let written = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    written.or_else(|error| if error.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_means_the_same_and_steers_nothing() {
        let text = "Größe \u{1b}[31m \u{9b}2J \u{202e} \u{e0041} \u{7f} \n";
        let written = text::harmless_json(json!({ "title": text }).to_string());
        assert!(written.chars().all(text::is_harmless), "{written}");
        assert!(written.contains("Größe"));
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), json!({ "title": text }));
    }
}
