//! Records of a CSV file, one at a time and within bounds: a quote that is never closed, or a cell of
//! fifty megabytes, costs its row and not the memory.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::io::{self, Read};

/// The most bytes that one record may hold; more refuses the row.
pub const RECORD_CAP: usize = 8 * 1024 * 1024;
/// The most cells that one record may hold.
pub const CELLS_CAP: usize = 16 * 1024;
const CHUNK: usize = 64 * 1024;

/// A CSV stream and the record read last.
pub struct Records<R> {
    stream: R,
    parser: Reader,
    chunk: Vec<u8>,
    at: usize,
    filled: usize,
    ended: bool,
    skipped_lines: u64,
    last: Option<u8>,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    cells: usize,
    line: u64,
}

/// What reading one record brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// A record is ready.
    Record,
    /// A record too large to keep; it has been skipped.
    TooLarge,
    /// The file ends inside a quoted cell that began in this record.
    Unclosed,
    End,
}

impl<R: Read> Records<R> {
    /// Records of `stream`, whose cells are parted by `delimiter`.
    pub fn new(stream: R, delimiter: u8) -> Self {
        Self {
            stream,
            parser: ReaderBuilder::new().delimiter(delimiter).build(),
            chunk: vec![0; CHUNK],
            at: 0,
            filled: 0,
            ended: false,
            skipped_lines: 0,
            last: None,
            bytes: vec![0; 4 * 1024],
            ends: vec![0; 128],
            cells: 0,
            line: 0,
        }
    }

    /// Reads the next record; blank lines are none.
    pub fn advance(&mut self) -> io::Result<Next> {
        self.cells = 0;
        if !self.skip_blank_lines()? {
            return Ok(Next::End);
        }
        self.line = self.parser.line() + self.skipped_lines;
        self.read_record()
    }

    /// Passes over whole lines before the first record.
    pub fn skip_lines(&mut self, lines: u64) -> io::Result<()> {
        while self.skipped_lines < lines {
            match self.chunk.get(self.at).filter(|_| self.at < self.filled) {
                Some(byte) => {
                    self.skipped_lines += u64::from(*byte == b'\n');
                    self.at += 1;
                }
                None if self.ended => return Ok(()),
                None => self.fill()?,
            }
        }
        Ok(())
    }

    /// All cells of the record, one behind the other.
    pub fn bytes(&self) -> &[u8] {
        let end = self.cells.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0);
        self.bytes.get(..end).unwrap_or_default()
    }

    /// Whether the last byte that was read ends a line.
    pub fn has_line_end(&self) -> bool {
        matches!(self.last, Some(b'\n' | b'\r'))
    }

    /// The line on which the record begins.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many cells the record has.
    pub fn len(&self) -> usize {
        self.cells
    }

    /// Whether no record is ready.
    pub fn is_empty(&self) -> bool {
        self.cells == 0
    }

    /// The cell at `index`, without its quotes.
    pub fn cell(&self, index: usize) -> Option<&[u8]> {
        if index >= self.cells {
            return None;
        }
        let start = if index == 0 { 0 } else { *self.ends.get(index - 1)? };
        self.bytes.get(start..*self.ends.get(index)?)
    }

    /// The stream.
    pub fn stream(&self) -> &R {
        &self.stream
    }

    /// Passes over line ends, so that a record's line is that of its beginning. False at the end of the file.
    fn skip_blank_lines(&mut self) -> io::Result<bool> {
        loop {
            match self.chunk.get(self.at).filter(|_| self.at < self.filled) {
                Some(b'\n') => {
                    self.skipped_lines += 1;
                    self.at += 1;
                }
                Some(b'\r') => self.at += 1,
                Some(_) => return Ok(true),
                None if self.ended => return Ok(false),
                None => self.fill()?,
            }
        }
    }

    fn read_record(&mut self) -> io::Result<Next> {
        let (mut bytes_at, mut ends_at, mut too_large) = (0, 0, false);
        loop {
            if self.at >= self.filled && !self.ended {
                self.fill()?;
            }
            let at_end = self.ended && self.at >= self.filled;
            // A line end completes the last record, but not where a quote is still open.
            let input = if at_end { b"\n" } else { self.chunk.get(self.at..self.filled).unwrap_or_default() };
            let output = self.bytes.get_mut(bytes_at..).unwrap_or_default();
            let ends = self.ends.get_mut(ends_at..).unwrap_or_default();
            let (result, taken, written, ended) = self.parser.read_record(input, output, ends);
            if !at_end {
                self.at += taken;
            }
            bytes_at += written;
            ends_at += ended;
            match result {
                ReadRecordResult::InputEmpty if at_end => return Ok(Next::Unclosed),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.bytes.len() >= RECORD_CAP => (too_large, bytes_at) = (true, 0),
                ReadRecordResult::OutputFull => self.bytes.resize(self.bytes.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= CELLS_CAP => (too_large, ends_at) = (true, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record if too_large => return Ok(Next::TooLarge),
                ReadRecordResult::Record => {
                    self.cells = ends_at;
                    return Ok(Next::Record);
                }
                ReadRecordResult::End => return Ok(Next::End),
            }
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        (self.at, self.filled) = (0, 0);
        self.filled = loop {
            match self.stream.read(&mut self.chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.ended = self.filled == 0;
        self.last = self.filled.checked_sub(1).and_then(|at| self.chunk.get(at)).copied().or(self.last);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<(Next, u64, Vec<String>)> {
        let mut records = Records::new(text.as_bytes(), b',');
        let mut seen = Vec::new();
        loop {
            let next = records.advance().unwrap();
            if next == Next::End {
                return seen;
            }
            let cells = (0..records.len()).map(|n| String::from_utf8_lossy(records.cell(n).unwrap()).into_owned());
            seen.push((next, records.line(), cells.collect()));
        }
    }

    #[test]
    fn a_record_knows_the_line_on_which_it_begins() {
        let seen = read_all("a,b\r\n\r\n\r\n\"one\r\ntwo\",x\r\n\n3,4");
        let lines: Vec<_> = seen.iter().map(|(_, line, cells)| (*line, cells.join("|"))).collect();
        assert_eq!(lines, [(1, "a|b".into()), (4, "one\r\ntwo|x".into()), (7, "3|4".into())]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_by_its_line() {
        let seen = read_all("a,b\n1,2\n3,\"four\n5,6\n7,8\n");
        assert_eq!(seen.last().map(|(next, line, _)| (*next, *line)), Some((Next::Unclosed, 3)));
        let seen = read_all("a,b\n1,5\" pipe");
        assert_eq!(
            seen.last().map(|(next, _, cells)| (*next, cells.join("|"))),
            Some((Next::Record, "1|5\" pipe".into()))
        );
    }

    #[test]
    fn a_record_beyond_the_cap_is_skipped_and_the_next_one_is_whole() {
        let text = format!("a,b\n1,{}\n2,small\n", "x".repeat(RECORD_CAP + 10));
        let seen = read_all(&text);
        let kinds: Vec<_> = seen.iter().map(|(next, line, _)| (*next, *line)).collect();
        assert_eq!(kinds, [(Next::Record, 1), (Next::TooLarge, 2), (Next::Record, 3)]);
        assert_eq!(seen[2].2, ["2", "small"]);
        let text = format!("a\n{}\n2\n", ",".repeat(CELLS_CAP * 2));
        let kinds: Vec<_> = read_all(&text).iter().map(|(next, ..)| *next).collect();
        assert_eq!(kinds, [Next::Record, Next::TooLarge, Next::Record]);
    }

    #[test]
    fn growing_the_buffer_keeps_what_was_read() {
        let long = "é".repeat(50_000);
        let seen = read_all(&format!("{long},{long}\n1,2\n"));
        assert_eq!(seen[0].2, [long.clone(), long]);
        assert_eq!(seen[1].2, ["1", "2"]);
    }
}
