//! Lists of words: an enum whose variants have one word each, for the database, `--json`, the command line and forms.

/// One of a list of words.
pub trait Word: Copy + 'static {
    /// What one of them is, with its article.
    const NOUN: &'static str;
    const ALL: &'static [Self];
    /// Their words, in the same order.
    const WORDS: &'static [&'static str];

    /// The word in the database and in `--json`.
    fn word(self) -> &'static str;

    /// Reads the word; case, spaces, hyphens and underscores do not matter.
    fn parse(text: &str) -> Option<Self> {
        let exactly = Self::ALL.iter().find(|one| one.word() == text);
        exactly.or_else(|| Self::ALL.iter().find(|one| alike(one.word(), text))).copied()
    }

    /// Reads the word, or says which words there are.
    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text).ok_or_else(|| choice(Self::NOUN, Self::WORDS))
    }

    /// The word that was meant, or an error that says which words there are.
    fn meant(text: &str) -> Result<&'static str, String> {
        Self::read(text).map(Self::word)
    }
}

/// Declares such an enum with its noun and words: `ALL` in the order of forms, `word`, `said`, `parse`, and `read`,
/// whose error names every word. Serde uses the same words.
macro_rules! words {
    (
        $noun:literal, $(#[$about:meta])*
        pub enum $name:ident { $($(#[$why:meta])* $variant:ident = $word:literal),* $(,)? }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$why])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// All of them, in the order in which forms offer them.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$variant),*];

            /// Their words, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// The word in the database and in `--json`.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// Reads the word; case, spaces, hyphens and underscores do not matter.
            pub fn parse(text: &str) -> Option<Self> {
                <Self as $crate::domain::words::Word>::parse(text)
            }

            /// Reads the word, or says which words there are.
            pub fn read(text: &str) -> std::result::Result<Self, String> {
                <Self as $crate::domain::words::Word>::read(text)
            }
        }

        impl $crate::domain::words::Word for $name {
            const NOUN: &'static str = $noun;
            const ALL: &'static [Self] = &[$(Self::$variant),*];
            const WORDS: &'static [&'static str] = Self::WORDS;

            fn word(self) -> &'static str {
                self.word()
            }
        }
    };
}
pub(crate) use words;

/// Whether two words are the same but for case, spaces, hyphens and underscores.
pub fn alike(one: &str, other: &str) -> bool {
    fn bare(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| !c.is_whitespace() && !['-', '_'].contains(c)).flat_map(char::to_lowercase)
    }
    bare(one).eq(bare(other))
}

/// The number in a key of a letter and a number, such as `B7` or `b7`; the number alone is enough.
pub fn numbered(letter: char, typed: &str) -> Option<i64> {
    let typed = typed.trim();
    whole(typed.strip_prefix([letter, letter.to_ascii_lowercase()]).unwrap_or(typed))
}

/// A whole number in digits, without a sign.
pub fn whole<N: std::str::FromStr>(typed: &str) -> Option<N> {
    let digits = typed.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| typed.parse().ok()).flatten()
}

/// `a cause is dependency, technical or external`, with the words as they are typed in a shell.
pub fn choice(noun: &str, words: &[&str]) -> String {
    let mut typed: Vec<String> = words.iter().map(|word| word.replace([' ', '_'], "-")).collect();
    let last = typed.pop().unwrap_or_default();
    if typed.is_empty() { format!("{noun} is {last}") } else { format!("{noun} is {} or {last}", typed.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    words! {
        "a dish",
        /// Something to eat.
        pub enum Dish {
            Soup = "soup",
            /// The one after it.
            MainCourse = "main_course",
            IceCream = "ice cream",
        }
    }

    #[test]
    fn words_are_read_as_people_type_them() {
        for dish in Dish::ALL {
            assert_eq!(Dish::parse(dish.word()), Some(dish));
            assert_eq!(serde_json::to_value(dish).unwrap(), dish.word());
        }
        assert_eq!(Dish::parse(" Main-Course"), Some(Dish::MainCourse));
        assert_eq!(Dish::read("ICE_CREAM"), Ok(Dish::IceCream));
        assert_eq!(<Dish as Word>::meant("main-course"), Ok("main_course"));
        assert_eq!(Dish::parse(""), None);
    }

    #[test]
    fn a_key_has_one_letter_and_digits() {
        for typed in ["B7", "b7", " 7 "] {
            assert_eq!(numbered('B', typed), Some(7), "{typed}");
        }
        for typed in ["BB7", "B-7", "B+7", "-7", "B", "", "C7", "7B", "B7.0", "B99999999999999999999"] {
            assert_eq!(numbered('B', typed), None, "{typed}");
        }
    }

    #[test]
    fn what_is_not_a_word_is_answered_with_all_of_them() {
        assert_eq!(Dish::read("stone").unwrap_err(), "a dish is soup, main-course or ice-cream");
        assert_eq!(choice("a wish", &["granted"]), "a wish is granted");
    }
}
