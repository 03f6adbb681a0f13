//! Text from outside in a Markdown report: it is shown, and neither steers a terminal nor becomes markup (X6).

use crate::domain::text;

/// Text as one line of a paragraph, a list or a heading.
pub fn line(typed: &str) -> String {
    let clean = text::clean(typed);
    let words = clean.trim();
    let mut made = String::with_capacity(words.len());
    let begins_list = list_mark(words);
    for (at, c) in words.char_indices() {
        if begins_list == Some(at)
            || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&')
        {
            made.push('\\');
        }
        made.push(c);
    }
    made
}

/// Where the sign is by which words would begin a list or underline a heading: `- x`, `+ x`, `1. x`, `2) x`, `===`.
fn list_mark(words: &str) -> Option<usize> {
    let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let sign = words.get(digits..)?.chars().next()?;
    let begins = if digits == 0 { matches!(sign, '-' | '+' | '=') } else { matches!(sign, '.' | ')') };
    begins.then_some(digits)
}

/// Text as a cell of a table.
pub fn cell(typed: &str) -> String {
    line(typed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    #[test]
    fn markup_from_outside_is_only_text() {
        assert_eq!(
            line("<script>a|b</script> [x](javascript:1)"),
            "\\<script\\>a\\|b\\</script\\> \\[x\\](javascript:1)"
        );
        assert_eq!(cell(" one\ntwo\u{1b}[31m "), "one two␛\\[31m");
        assert_eq!(line("1. AT&amp;T"), "1\\. AT\\&amp;T");
    }

    /// What a reader of Markdown shows of a page.
    fn shown(markdown: &str) -> String {
        let mut shown = String::new();
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Text(words) => shown.push_str(&words),
                Event::Start(_) | Event::End(_) => {}
                other => panic!("{other:?} in {markdown:?}"),
            }
        }
        shown
    }

    proptest! {
        #[test]
        fn a_reader_of_markdown_shows_what_was_typed(typed in "[-+=*_0-9.)(a-c <>&;#`~!|\\\\\\[\\]:/\"'é \t]{0,24}") {
            let plain = text::clean(&typed).trim().to_owned();
            let made = line(&typed);
            prop_assert_eq!(shown(&format!("{made}\n")), plain.clone(), "in a paragraph");
            prop_assert_eq!(shown(&format!("- {made}\n")), plain.clone(), "in a list");
            prop_assert_eq!(shown(&format!("# {made}\n")), plain.clone(), "in a heading");
            prop_assert_eq!(shown(&format!("| a |\n|---|\n| {} |\n", cell(&typed))), format!("a{plain}"), "in a table");
        }
    }
}
