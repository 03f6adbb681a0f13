//! Cuts what the terminal sends into whole sequences, and gives up those that do not end.
//!
//! An escape may be a key of its own, the beginning of a longer sequence, or Alt with the next key. Which of them it is,
//! only time can say: `Stream::patience` is how long to wait for the rest.

use std::time::Duration;

/// The rest of a key follows its escape at once, over a slow line too.
const KEY: Duration = Duration::from_millis(12);
/// An answer of the terminal or a report of the mouse may come in parts.
const REPORT: Duration = Duration::from_millis(100);
/// A paste comes in parts, with pauses.
const PASTE: Duration = Duration::from_secs(1);
/// The longest sequence that is no paste; a terminal sends shorter ones.
const LONGEST: usize = 256;
/// A paste longer than this is handed on in parts.
const LONGEST_PASTE: usize = 4 << 20;

const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// Bytes on their way from the terminal.
#[derive(Debug, Default)]
pub struct Stream {
    held: Vec<u8>,
}

/// What the held bytes begin with.
#[derive(Debug, PartialEq, Eq)]
enum Cut {
    /// A whole sequence of this many bytes.
    Whole(usize),
    /// A sequence that broke off after so many bytes.
    Broken(usize),
    /// The rest is still under way.
    Partial,
}

impl Stream {
    /// Takes bytes in, and hands on every sequence that is whole.
    pub fn feed(&mut self, bytes: &[u8], mut whole: impl FnMut(&[u8])) {
        self.held.extend_from_slice(bytes);
        let mut rest = self.held.as_slice();
        while !rest.is_empty() {
            let length = match cut(rest) {
                Cut::Whole(length) => {
                    whole(rest.get(..length).unwrap_or_default());
                    length
                }
                Cut::Broken(length) => {
                    give_up(rest.get(..length).unwrap_or_default(), &mut whole);
                    length
                }
                Cut::Partial => break,
            };
            rest = rest.get(length..).unwrap_or_default();
        }
        self.held = rest.to_vec();
    }

    /// How long to wait for the rest of a sequence; `None` while there is nothing to wait for.
    pub fn patience(&self) -> Option<Duration> {
        match self.held.as_slice() {
            [] => None,
            held if held.starts_with(PASTE_BEGINS) => Some(PASTE),
            [0x1b] => Some(KEY),
            _ => Some(REPORT),
        }
    }

    /// The rest did not come: an escape was a key, with another key it was Alt, and anything longer is dropped. What came
    /// of a paste is handed on.
    pub fn give_up(&mut self, mut whole: impl FnMut(&[u8])) {
        give_up(&std::mem::take(&mut self.held), &mut whole);
    }
}

fn give_up(held: &[u8], whole: &mut impl FnMut(&[u8])) {
    if held.starts_with(PASTE_BEGINS) {
        whole(&[held, PASTE_ENDS].concat());
    } else if let [0x1b] | [0x1b, _] = held {
        whole(held);
    }
}

fn cut(bytes: &[u8]) -> Cut {
    let body = |length: usize| bytes.get(length..).unwrap_or_default();
    match bytes {
        [0x1b] | [0x1b, b'O'] => Cut::Partial,
        [0x1b, b'[', ..] if bytes.starts_with(PASTE_BEGINS) => paste(bytes),
        [0x1b, b'[', ..] => control(bytes),
        [0x1b, b'O', 0x1b, ..] => Cut::Broken(2),
        [0x1b, b'O', ..] => Cut::Whole(3),
        [0x1b, b']' | b'P' | b'X' | b'^' | b'_', ..] => string(bytes),
        [0x1b, 0x1b, ..] => Cut::Whole(1),
        [0x1b, ..] => match character(body(1)) {
            Cut::Whole(length) | Cut::Broken(length) => Cut::Whole(length + 1),
            Cut::Partial => Cut::Partial,
        },
        _ => character(bytes),
    }
}

/// One character, which takes up to four bytes.
fn character(bytes: &[u8]) -> Cut {
    let length = match bytes.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return Cut::Whole(1),
    };
    let goes_on = bytes.iter().skip(1).take(length - 1).take_while(|byte| matches!(byte, 0x80..=0xbf)).count() + 1;
    match goes_on {
        _ if goes_on == length => Cut::Whole(length),
        _ if goes_on == bytes.len() => Cut::Partial,
        _ => Cut::Broken(goes_on),
    }
}

/// A control sequence: `ESC [`, parameters, and a byte that ends it.
fn control(bytes: &[u8]) -> Cut {
    let rest = bytes.get(2..).unwrap_or_default();
    let Some(end) = rest.iter().position(|byte| !matches!(byte, 0x20..=0x3f)) else {
        return if bytes.len() < LONGEST { Cut::Partial } else { Cut::Broken(bytes.len()) };
    };
    // A report of the mouse in the old form has three bytes more, a function key of the Linux console one.
    let more = match (end, rest.get(end)) {
        (0, Some(b'M')) => 3,
        (0, Some(b'[')) => 1,
        (_, Some(0x40..=0x7e)) => 0,
        _ => return Cut::Broken(2 + end),
    };
    let length = 2 + end + 1 + more;
    if bytes.len() < length { Cut::Partial } else { Cut::Whole(length) }
}

/// A string of the terminal, which BEL or `ESC \` ends.
fn string(bytes: &[u8]) -> Cut {
    let ends = bytes.iter().enumerate().skip(2).find(|(_, byte)| matches!(byte, 0x07 | 0x1b));
    match ends {
        Some((at, 0x07)) => Cut::Whole(at + 1),
        Some((at, _)) => match bytes.get(at + 1) {
            Some(b'\\') => Cut::Whole(at + 2),
            Some(_) => Cut::Broken(at),
            None => Cut::Partial,
        },
        None if bytes.len() < LONGEST => Cut::Partial,
        None => Cut::Broken(bytes.len()),
    }
}

fn paste(bytes: &[u8]) -> Cut {
    let end = bytes.windows(PASTE_ENDS.len()).position(|part| part == PASTE_ENDS);
    match end {
        Some(at) => Cut::Whole(at + PASTE_ENDS.len()),
        None if bytes.len() > LONGEST_PASTE => Cut::Broken(bytes.len()),
        None => Cut::Partial,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(parts: &[&[u8]]) -> Vec<Vec<u8>> {
        let (mut stream, mut got) = (Stream::default(), Vec::new());
        for part in parts {
            stream.feed(part, |piece| got.push(piece.to_vec()));
        }
        stream.give_up(|piece| got.push(piece.to_vec()));
        got
    }

    #[test]
    fn sequences_are_cut_where_they_end() {
        for (bytes, pieces) in [
            (&b"a\x1b[Ab"[..], &[&b"a"[..], b"\x1b[A", b"b"][..]),
            (b"\x1b[1;5C\x1bOP\x1b[[Aq", &[b"\x1b[1;5C", b"\x1bOP", b"\x1b[[A", b"q"]),
            (b"\x1b[<0;5;3M\x1b[M !!q", &[b"\x1b[<0;5;3M", b"\x1b[M !!", b"q"]),
            (b"\x1b]11;rgb:1/2/3\x07\x1bP1$r\x1b\\q", &[b"\x1b]11;rgb:1/2/3\x07", b"\x1bP1$r\x1b\\", b"q"]),
            ("\x1béü".as_bytes(), &["\x1bé".as_bytes(), "ü".as_bytes()]),
            (b"\x1b\x1b[A", &[b"\x1b", b"\x1b[A"]),
            // What breaks off is dropped, unless it was Alt with a key.
            (b"\x1b]\x1b[B", &[b"\x1b]", b"\x1b[B"]),
            (b"\x1b]11;rgb\x1b[B", &[b"\x1b[B"]),
            (b"\x1b[<\x1b[B", &[b"\x1b[B"]),
            (b"\xe4\xb8q", &[b"q"]),
            // And so is what does not end.
            (b"\x1b", &[b"\x1b"]),
            (b"\x1b]", &[b"\x1b]"]),
            (b"\x1b[<0;5", &[]),
            (b"\x1b[200~two", &[b"\x1b[200~two\x1b[201~"]),
        ] {
            assert_eq!(whole(&[bytes]), pieces, "{bytes:?}");
        }
    }

    /// Pieces of sequences, whole and broken.
    fn noise() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop::sample::select(vec![
            &b"\x1b"[..],
            b"[",
            b"]",
            b"P",
            b"O",
            b"_",
            b"<",
            b"M",
            b"m",
            b"200~",
            b"201~",
            b"0;5;3",
            b"\x07",
            b"\\",
            b"q",
            b"\xe4",
            b"\xb8",
            b"\xff",
            b"\0",
            b"\x7f",
            b"11;rgb:",
            b"1;5",
        ]);
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn no_noise_makes_the_keyboard_deaf(noise in noise()) {
            let mut stream = Stream::default();
            stream.feed(&noise, |_| {});
            stream.give_up(|_| {});
            prop_assert_eq!(stream.patience(), None);
            let mut got = Vec::new();
            stream.feed(b"q", |piece| got.push(piece.to_vec()));
            prop_assert_eq!(got, vec![b"q".to_vec()]);
        }

        #[test]
        fn it_does_not_matter_in_which_parts_bytes_arrive(noise in noise(), at in any::<prop::sample::Index>()) {
            let (one, other) = noise.split_at(at.index(noise.len() + 1));
            prop_assert_eq!(whole(&[&noise]), whole(&[one, other]));
        }
    }
}
