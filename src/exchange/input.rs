//! The bytes of a file from outside as UTF-8: byte-order marks, UTF-16 and a named encoding, counted as they are read.

use crate::domain::incoming::Progress;
use crate::error::{Attempt, Error, Result, refuse};
use crate::rules::Rule;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much is decoded at a time.
const CHUNK: usize = 64 * 1024;

/// Anything that can be read twice.
pub trait Rewindable: Read + Seek + Send {}
impl<T: Read + Seek + Send> Rewindable for T {}

/// A file from outside, by the name that messages give it.
pub struct Input {
    name: String,
    bytes: Box<dyn Rewindable>,
    total: u64,
    encoding: Option<&'static Encoding>,
    is_named: bool,
}

/// The text of an input from beginning to end.
pub struct Text {
    decoder: DecodeReaderBytes<BufReader<Counted>, Vec<u8>>,
    read: Arc<AtomicU64>,
    total: u64,
}

struct Counted {
    bytes: Box<dyn Rewindable>,
    read: Arc<AtomicU64>,
}

impl Input {
    /// Opens the file at `path`.
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let attempt = || format!("read {name}");
        if path.is_dir() {
            return Err(Error::failed(attempt(), "it is a directory. Name a file."));
        }
        let file = File::open(path).attempting(attempt())?;
        let about = file.metadata().attempting(attempt())?;
        if !about.is_file() {
            return Self::spool(name, file);
        }
        Self { name, bytes: Box::new(file), total: about.len(), encoding: None, is_named: false }
            .with_guessed_encoding()
    }

    /// Reads `stream` to its end and keeps it aside: a pipe cannot be read twice.
    pub fn spool(name: impl Into<String>, mut stream: impl Read) -> Result<Self> {
        let name = name.into();
        let mut aside = tempfile::SpooledTempFile::new(1 << 20);
        let total = io::copy(&mut stream, &mut aside).attempting(format!("read {name}"))?;
        Self { name, bytes: Box::new(aside), total, encoding: None, is_named: false }.with_guessed_encoding()
    }

    /// An input from memory.
    pub fn of_bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Result<Self> {
        let bytes: Vec<u8> = bytes.into();
        let total = bytes.len() as u64;
        Self { name: name.into(), bytes: Box::new(Cursor::new(bytes)), total, encoding: None, is_named: false }
            .with_guessed_encoding()
    }

    /// Names the encoding, for a file that is neither UTF-8 nor begins with a byte-order mark.
    pub fn in_encoding(mut self, label: &str) -> Result<Self> {
        let Some(encoding) = Encoding::for_label(label.trim().as_bytes()) else {
            return Err(Error::Misused(format!(
                "\"{label}\" is not an encoding. Write one such as utf-8, utf-16le, windows-1252 or shift_jis."
            )));
        };
        // UTF-8 passes through as it is, so that a row that is not UTF-8 can be refused by its line.
        self.encoding = (encoding != UTF_8).then_some(encoding);
        self.is_named = true;
        if encoding != UTF_8 && self.is_plainly_utf8()? {
            return refuse(
                Rule::X1,
                format!("{}: it is UTF-8 and not {}. Import it without --encoding.", self.name, encoding.name()),
            );
        }
        Ok(self)
    }

    /// Whether the encoding was named, so that it is not to be doubted.
    pub fn is_encoding_named(&self) -> bool {
        self.is_named
    }

    /// Letters beyond ASCII that are all valid UTF-8 are not a chance.
    fn is_plainly_utf8(&mut self) -> Result<bool> {
        let head = self.head(1 << 20)?;
        let valid = match std::str::from_utf8(&head) {
            Ok(text) => text,
            Err(cut) if cut.error_len().is_none() => {
                std::str::from_utf8(head.get(..cut.valid_up_to()).unwrap_or_default()).unwrap_or_default()
            }
            Err(_) => return Ok(false),
        };
        Ok(!valid.is_ascii())
    }

    /// What messages call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its size in bytes.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The first `most` bytes as they lie in the file.
    pub fn head(&mut self, most: u64) -> Result<Vec<u8>> {
        let mut head = Vec::new();
        self.rewind()?;
        self.bytes.as_mut().take(most).read_to_end(&mut head).attempting(format!("read {}", self.name))?;
        Ok(head)
    }

    /// The text from the beginning, on loan.
    pub fn text(&mut self) -> Result<impl Read> {
        self.rewind()?;
        Ok(decoder(self.encoding).build(self.bytes.as_mut()))
    }

    /// The text from the beginning, for good.
    pub fn into_text(mut self) -> Result<Text> {
        self.rewind()?;
        let read = Arc::new(AtomicU64::new(0));
        let counted = BufReader::with_capacity(CHUNK, Counted { bytes: self.bytes, read: Arc::clone(&read) });
        let decoder = decoder(self.encoding)
            .build_with_buffer(counted, vec![0; CHUNK])
            .attempting(format!("read {}", self.name))?;
        Ok(Text { decoder, read, total: self.total })
    }

    fn rewind(&mut self) -> Result<()> {
        self.bytes.seek(SeekFrom::Start(0)).map(drop).attempting(format!("read {}", self.name))
    }

    /// UTF-16 without a byte-order mark shows by the zero beside the first letter.
    fn with_guessed_encoding(mut self) -> Result<Self> {
        self.encoding = match self.head(4)?.as_slice() {
            [a, 0, b, 0] if *a != 0 && *b != 0 => Some(UTF_16LE),
            [0, a, 0, b] if *a != 0 && *b != 0 => Some(UTF_16BE),
            _ => None,
        };
        Ok(self)
    }
}

impl Text {
    /// How far the input has been read, in bytes as they lie in the file.
    pub fn progress(&self) -> Progress {
        Progress { read: self.read.load(Ordering::Relaxed), total: self.total }
    }
}

impl Read for Text {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(buffer)
    }
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.bytes.read(buffer)?;
        self.read.fetch_add(got as u64, Ordering::Relaxed);
        Ok(got)
    }
}

fn decoder(encoding: Option<&'static Encoding>) -> DecodeReaderBytesBuilder {
    let mut decoder = DecodeReaderBytesBuilder::new();
    decoder.encoding(encoding).bom_override(true).strip_bom(true).utf8_passthru(true);
    decoder
}
