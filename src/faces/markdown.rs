//! Text from outside in a Markdown report: it is shown, and neither steers a terminal nor becomes markup (X6).

use crate::domain::text;

/// Text as one line of a paragraph.
pub fn line(typed: &str) -> String {
    let mut made = String::with_capacity(typed.len());
    for c in text::clean(typed).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!') {
            made.push('\\');
        }
        made.push(c);
    }
    made
}

/// Text as a cell of a table.
pub fn cell(typed: &str) -> String {
    line(typed).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_from_outside_is_only_text() {
        assert_eq!(
            line("<script>a|b</script> [x](javascript:1)"),
            "\\<script\\>a\\|b\\</script\\> \\[x\\](javascript:1)"
        );
        assert_eq!(cell(" one\ntwo\u{1b}[31m "), "one two␛\\[31m");
    }
}
