//! The place of an item in the ranked list: text keys that never need the rest renumbered (I4).
//!
//! A rank is eight base-36 digits, and a fraction where two neighbours left no whole number between them.
//! Compared byte by byte, `hzzzzzzz` < `i0000000` < `i0000000i` < `i0000001`. Neighbours are made `STEP` apart, so that
//! appending a million keeps eight characters, and a fraction grows by one digit for about five moves to the same gap.

use std::fmt;

const BASE: u64 = 36;
const WIDTH: usize = 8;
const PLACES: [u64; WIDTH] = [END / 36, 36_u64.pow(6), 36_u64.pow(5), 36_u64.pow(4), 36_u64.pow(3), STEP, 36, 1];
const END: u64 = 36_u64.pow(8);
const STEP: u64 = 36 * 36;

/// A place in the ranked list; the smaller key is higher.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank(String);

impl Rank {
    /// The rank of the first item of all, in the middle of the room there is.
    pub fn first() -> Self {
        Self::whole(END / 2)
    }

    /// Reads a stored rank; `None` for text that is none, such as one edited by hand.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.as_bytes().split_at_checked(WIDTH)?;
        let digits = whole.iter().chain(fraction).all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'z'));
        let above_bottom = fraction.last().is_some_and(|&last| last != b'0')
            || (fraction.is_empty() && whole.iter().any(|&byte| byte != b'0'));
        (digits && above_bottom).then(|| Self(text.to_owned()))
    }

    /// The text to store and to sort by.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The next rank at the bottom of the list.
    #[must_use]
    pub fn after(last: &Self) -> Self {
        let (whole, fraction) = last.parts();
        if whole + STEP < END { Self::whole(whole + STEP) } else { Self::part(whole, &middle(fraction, None)) }
    }

    /// The next rank at the top of the list.
    #[must_use]
    pub fn before(first: &Self) -> Self {
        let (whole, fraction) = first.parts();
        match whole {
            0 => Self::part(0, &middle(b"", Some(fraction))),
            1 => Self::part(0, &middle(b"", None)),
            2..=STEP => Self::whole(whole / 2),
            _ => Self::whole(whole - STEP),
        }
    }

    /// A rank strictly between two; `None` when `high` does not stand below `low`.
    pub fn between(low: &Self, high: &Self) -> Option<Self> {
        if low >= high {
            return None;
        }
        let ((bottom, under), (top, over)) = (low.parts(), high.parts());
        Some(match top - bottom {
            0 => Self::part(bottom, &middle(under, Some(over))),
            1 if over.is_empty() => Self::part(bottom, &middle(under, None)),
            1 => Self::whole(top),
            gap => Self::whole(bottom + gap / 2),
        })
    }

    /// `count` ranks in order, strictly between two neighbours; where one is missing, the list ends there.
    /// `None` when the neighbours stand the wrong way round.
    pub fn spread(above: Option<&Self>, below: Option<&Self>, count: usize) -> Option<Vec<Self>> {
        let mut ranks = Vec::with_capacity(count.min(1 << 16));
        match (above, below) {
            (Some(above), Some(below)) => {
                Self::between(above, below)?;
                fill(above, below, count, &mut ranks);
            }
            (None, Some(below)) => {
                ranks.extend(std::iter::successors(Some(Self::before(below)), |r| Some(Self::before(r))).take(count));
                ranks.reverse();
            }
            (above, None) => {
                let start = above.map_or_else(Self::first, Self::after);
                ranks.extend(std::iter::successors(Some(start), |r| Some(Self::after(r))).take(count));
            }
        }
        Some(ranks)
    }

    fn parts(&self) -> (u64, &[u8]) {
        let (whole, fraction) = self.0.as_bytes().split_at_checked(WIDTH).unwrap_or((b"", b""));
        (whole.iter().fold(0, |value, &byte| value * BASE + value_of(byte)), fraction)
    }

    fn whole(value: u64) -> Self {
        Self::part(value, "")
    }

    fn part(value: u64, fraction: &str) -> Self {
        let mut text: String = PLACES.iter().map(|place| digit(value / place % BASE)).collect();
        text.push_str(fraction);
        Self(text)
    }
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Ranks for `count` items between two that are in order, the middle one first, so that all stay short.
fn fill(low: &Rank, high: &Rank, count: usize, into: &mut Vec<Rank>) {
    if count == 0 {
        return;
    }
    let Some(pivot) = Rank::between(low, high) else { return };
    fill(low, &pivot, (count - 1) / 2, into);
    into.push(pivot.clone());
    fill(&pivot, high, count / 2, into);
}

/// The shortest fraction near the middle of two; without `high`, below the next whole number.
fn middle(low: &[u8], high: Option<&[u8]>) -> String {
    let mut made = String::new();
    let (mut low, mut high) = (low.iter(), high.map(<[u8]>::iter));
    loop {
        let under = low.next().map_or(0, |&byte| value_of(byte));
        let over = high.as_mut().map_or(BASE, |digits| digits.next().map_or(0, |&byte| value_of(byte)));
        let more = high.as_ref().is_some_and(|digits| digits.len() > 0);
        match over.saturating_sub(under) {
            0 => made.push(digit(under)),
            1 if !more => {
                made.push(digit(under));
                high = None;
            }
            gap => {
                made.push(digit(under + gap.div_ceil(2)));
                return made;
            }
        }
    }
}

fn value_of(byte: u8) -> u64 {
    u64::from(if byte.is_ascii_digit() { byte - b'0' } else { byte.saturating_sub(b'a') + 10 })
}

fn digit(value: u64) -> char {
    u32::try_from(value).ok().and_then(|value| char::from_digit(value, 36)).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn appending_and_prepending_a_million_keeps_ranks_short() {
        let (mut top, mut bottom) = (Rank::first(), Rank::first());
        for _ in 0..1_000_000 {
            let (higher, lower) = (Rank::before(&top), Rank::after(&bottom));
            assert!(higher < top && lower > bottom);
            (top, bottom) = (higher, lower);
        }
        assert_eq!((top.as_str().len(), bottom.as_str().len()), (WIDTH, WIDTH));
    }

    #[test]
    fn the_ends_of_the_room_still_give_ranks() {
        let (mut top, mut bottom) = (Rank::parse("000000a0").unwrap(), Rank::parse("zzzzzzz0").unwrap());
        for _ in 0..100 {
            let (higher, lower) = (Rank::before(&top), Rank::after(&bottom));
            assert!(higher < top && lower > bottom, "{higher} {lower}");
            assert_eq!(Rank::parse(higher.as_str()).as_ref(), Some(&higher));
            (top, bottom) = (higher, lower);
        }
    }

    #[test]
    fn text_that_is_no_rank_is_told_apart() {
        for text in ["", "i", "I0000000", "i0000000.", "i00000000", "00000000", "é0000000", "i0000000\u{1b}"] {
            assert_eq!(Rank::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn spreading_stays_in_order_and_short() {
        let (low, high) = (Rank::parse("i0000000").unwrap(), Rank::parse("i0000001").unwrap());
        for (above, below) in [(Some(&low), Some(&high)), (Some(&low), None), (None, Some(&high)), (None, None)] {
            let ranks = Rank::spread(above, below, 10_000).unwrap();
            assert_eq!(ranks.len(), 10_000);
            assert!(ranks.is_sorted_by(|a, b| a < b));
            assert!(above.is_none_or(|rank| *rank < ranks[0]) && below.is_none_or(|rank| *rank > ranks[9_999]));
            assert!(ranks.iter().all(|rank| rank.as_str().len() <= WIDTH + 4));
        }
        assert_eq!(Rank::spread(Some(&high), Some(&low), 1), None);
    }

    proptest! {
        #[test]
        fn any_sequence_of_insertions_keeps_the_order(places in prop::collection::vec(any::<usize>(), 1..400)) {
            let mut list = vec![Rank::first()];
            for place in places {
                let at = place % (list.len() + 1);
                let new = match (at.checked_sub(1).and_then(|i| list.get(i)), list.get(at)) {
                    (Some(low), Some(high)) => Rank::between(low, high).unwrap(),
                    (None, Some(high)) => Rank::before(high),
                    (low, None) => Rank::after(low.unwrap()),
                };
                prop_assert_eq!(Rank::parse(new.as_str()), Some(new.clone()));
                list.insert(at, new);
            }
            prop_assert!(list.is_sorted_by(|a, b| a < b));
        }

        #[test]
        fn moving_to_one_gap_grows_by_a_digit_in_five_moves(sides in prop::collection::vec(any::<bool>(), 0..500)) {
            let (mut low, mut high) = (Rank::first(), Rank::after(&Rank::first()));
            for (moves, side) in sides.iter().enumerate() {
                let new = Rank::between(&low, &high).unwrap();
                prop_assert!(low < new && new < high);
                prop_assert!(new.as_str().len() <= WIDTH + 1 + moves / 4, "{} after {}", new, moves);
                if *side { low = new } else { high = new }
            }
        }

        #[test]
        fn no_text_makes_a_rank_panic(a in "\\PC{0,12}|[0-9a-z]{8,14}", b in "[0-9a-z]{8,14}") {
            if let (Some(a), Some(b)) = (Rank::parse(&a), Rank::parse(&b)) {
                prop_assert!(Rank::after(&a) > a && Rank::before(&a) < a);
                prop_assert_eq!(Rank::between(&a, &b).is_some(), a < b);
            }
        }
    }
}
