//! Writes a page or an export to a file: whole or not at all, and over nothing that it was not told to (X5).

use crate::error::{Attempt, Result, refuse};
use crate::rules::Rule;
use std::io::{BufWriter, Write};
use std::path::Path;

/// What happens to a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays; this is what helps, as a sentence.
    Stays(&'static str),
    /// It is replaced, if it is a plain file.
    Replaced,
}

/// Writes it beside its place and moves it there when it is whole, so that a full disk leaves nothing half-written.
pub fn write<T>(path: &Path, existing: Existing, write: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    let shown = path.display().to_string();
    look(path, &shown, existing)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let attempt = || format!("write {shown}");
    let mut file = beside(folder).attempting(attempt())?;
    let mut out = BufWriter::new(file.as_file_mut());
    let value = write(&mut out)?;
    out.flush().attempting(attempt())?;
    drop(out);
    file.as_file().sync_all().attempting(attempt())?;
    match existing {
        Existing::Stays(_) => file.persist_noclobber(path),
        Existing::Replaced => file.persist(path),
    }
    .map_err(|error| error.error)
    .attempting(attempt())?;
    Ok(value)
}

fn look(path: &Path, shown: &str, existing: Existing) -> Result<()> {
    // Through no link: what it leads to was not named.
    let Ok(found) = path.symlink_metadata() else { return Ok(()) };
    let is_plain = found.is_file();
    match existing {
        _ if found.is_dir() => refuse(Rule::X5, format!("{shown} is a folder. Name a file in it.")),
        Existing::Stays(what_helps) => refuse(Rule::X5, format!("{shown} is there already. {what_helps}")),
        Existing::Replaced if !is_plain => {
            refuse(Rule::X5, format!("{shown} is a link or a device, not a plain file. Name another file."))
        }
        Existing::Replaced => Ok(()),
    }
}

/// A new file that everybody may read whom the system lets, unlike other files made for a moment.
fn beside(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}
