//! Long text in the user's own editor (U4).

use crate::error::{Attempt, Error, Result};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;

/// The largest text taken back, in bytes; what a field may hold.
const LARGEST: u64 = 1 << 20;

/// Lets the user write `text` with `editor`, a command line as in `$EDITOR`; returns what they made of it. The file is
/// readable by nobody else and is gone afterwards.
pub fn write(editor: &str, text: &str) -> Result<String> {
    let mut file = tempfile::Builder::new()
        .prefix("standfast-")
        .suffix(".md")
        .tempfile()
        .attempting("make a file for the editor")?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).attempting("write the text for the editor")?;
    // As git does: the setting may hold arguments, the file's name may hold anything.
    let status = Command::new("sh")
        .args(["-c", &format!("{editor} \"$1\""), "sh"])
        .arg(file.path())
        .status()
        .attempting(format!("start the editor \"{editor}\""))?;
    if !status.success() {
        let said = format!("\"{editor}\" ended with {status}. The text is as it was.");
        return Err(Error::failed("edit the text", said));
    }
    read(file.path())
}

/// Editors may write a new file in the place of the old one: it is opened again by its name.
fn read(path: &Path) -> Result<String> {
    let attempt = "read what the editor wrote";
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).attempting(attempt)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Error::failed(attempt, "it is longer than 1 MiB. The text is as it was."));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_editor_writes_comes_back() {
        assert_eq!(write("printf ' and more' >>", "text").unwrap(), "text and more");
        let said = write("false", "text").unwrap_err().to_string();
        assert!(said.contains("as it was"), "{said}");
        let said = write("no-such-editor-anywhere", "text").unwrap_err().to_string();
        assert!(said.contains("as it was"), "{said}");
    }
}
