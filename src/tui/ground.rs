//! The ground of the terminal: asked for once, where the theme depends on it and nothing says it (U6).

use std::time::Duration;

/// Asks for the colour of the ground (OSC 11). The answer comes with the keys.
pub const QUESTION: &str = "\x1b]11;?\x1b\\";
/// How long a terminal may take; over a slow line too.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    Light,
    Dark,
    /// It was asked for, and no answer came.
    Unknown,
}

/// A question under way.
#[derive(Debug)]
pub struct Asked(Duration);

impl Default for Asked {
    fn default() -> Self {
        Self(PATIENCE)
    }
}

impl Asked {
    /// How long to wait for the answer.
    pub fn patience(&self) -> Duration {
        self.0
    }

    /// So much time has passed in quiet; whether it was too much.
    pub fn waited(&mut self, time: Duration) -> bool {
        self.0 = self.0.saturating_sub(time);
        self.0.is_zero()
    }
}

/// Reads the answer: `ESC ] 11 ; rgb:RRRR/GGGG/BBBB` with one to four digits a colour, or `rgba:` with one more.
pub fn answer(sequence: &[u8]) -> Option<Ground> {
    let text = std::str::from_utf8(sequence).ok()?.strip_prefix("\x1b]11;")?;
    let text = text.trim_end_matches(['\x07', '\\', '\x1b']);
    let colours = text.strip_prefix("rgb:").or_else(|| text.strip_prefix("rgba:"))?;
    let parts: Vec<f64> = colours.split('/').map(part).collect::<Option<_>>()?;
    let [red, green, blue, ..] = parts.as_slice() else { return None };
    // Relative luminance without the curve: only the half matters.
    let light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    Some(if light > 0.5 { Ground::Light } else { Ground::Dark })
}

fn part(digits: &str) -> Option<f64> {
    let most = 16_u32.checked_pow(u32::try_from(digits.len()).ok()?)?.checked_sub(1).filter(|most| *most > 0)?;
    Some(f64::from(u32::from_str_radix(digits, 16).ok()?) / f64::from(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_answer_in_several_ways() {
        for (said, ground) in [
            ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\", Some(Ground::Light)),
            ("\x1b]11;rgb:fd/f6/e3\x07", Some(Ground::Light)),
            ("\x1b]11;rgba:0000/0000/0000/ffff\x1b\\", Some(Ground::Dark)),
            ("\x1b]11;rgb:1d1d/2020/2121\x07", Some(Ground::Dark)),
            ("\x1b]11;rgb:f/f/f\x07", Some(Ground::Light)),
            ("\x1b]11;?\x07", None),
            ("\x1b]11;rgb:\x07", None),
            ("\x1b]11;rgb://\x07", None),
            ("\x1b]11;rgb:zz/zz/zz\x07", None),
            ("\x1b]11;rgb:123456789/0/0\x07", None),
            ("\x1b]10;rgb:ff/ff/ff\x07", None),
        ] {
            assert_eq!(answer(said.as_bytes()), ground, "{said:?}");
        }
    }
}
