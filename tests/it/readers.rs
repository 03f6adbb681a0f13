//! Every reader of words: what it understands it says back, and anything else is refused and changes nothing.

use crate::support::cli::Shell;

/// A line with `{}` for the words; good words with what the answer then holds, a bar apart; words that are refused.
struct Reader {
    line: &'static str,
    good: &'static [(&'static str, &'static str)],
    bad: &'static str,
}

const SWITCH: &[(&str, &str)] = &[("yes", " is on now"), ("OFF", " is off now"), ("true", " is on now")];

const READERS: [Reader; 24] = [
    Reader {
        line: "team set weekdays {}",
        good: &[
            ("mon to thu", "weekdays is mon,tue,wed,thu now"),
            ("sun-thu", "weekdays is mon,tue,wed,thu,sun now"),
            ("Fri, Mon and Wed", "weekdays is mon,wed,fri now"),
            ("mon-fri", "weekdays is mon,tue,wed,thu,fri now"),
        ],
        bad: "mon-|month|fridays|mon-wed-fri|m|none||1-5",
    },
    Reader { line: "team set ready-estimate {}", good: SWITCH, bad: "|o|onn|on off|none|1" },
    Reader { line: "team set ready-criteria {}", good: SWITCH, bad: "maybe|-on" },
    Reader {
        line: "team set focus-factor {}",
        good: &[("0,5", "is 0.5 now"), ("35%", "is 0.35 now"), ("80 %", "is 0.8 now"), ("none", "is none now")],
        bad: "0|-1|35%%|%|%35|much|3 5|inf",
    },
    Reader {
        line: "team set largest {}",
        good: &[("8", "is 8 now"), ("0.5", "is 0.5 now"), ("NONE", "is none now")],
        bad: "0|-3|80%|8 points|eight",
    },
    Reader {
        line: "team set standup-minutes {}",
        good: &[("015", "is 15 now"), (" 9 ", "is 9 now")],
        bad: "0|16|+5|10m|5.0|none|",
    },
    Reader { line: "team set escalate-after {}", good: &[("48", "is 48 now")], bad: "2d|0|721|4 8|-1" },
    Reader { line: "team set retro-votes {}", good: &[("5", "is 5 now")], bad: "0|100|many" },
    Reader {
        line: "team set retro-columns {}",
        good: &[("start,  stop", "retro-columns is start, stop now"), ("a,,b", "retro-columns is a, b now")],
        bad: ",|more, More|a,b,c,d,e,f,g",
    },
    Reader {
        line: "team set tz {}",
        good: &[("UTC", "tz is UTC now"), (" Europe/Berlin ", "tz is Europe/Berlin now")],
        bad: "Berlin|CET-|+1|none",
    },
    Reader {
        line: "team set decision-maker {}",
        good: &[("DEV-1", "is dev-1 now"), ("none", "is none now")],
        bad: "dev|dev-1,dev-2",
    },
    Reader {
        line: "team set prefix {}",
        good: &[("pay", "prefix is PAY now"), ("ME", "prefix is ME now")],
        bad: "1A|A-B|| |ABCDEFGHIJK",
    },
    Reader {
        line: "sprint edit 1 --start {}",
        good: &[
            ("fri", "(fri is Fri 27 Nov)"),
            ("in 3 working days", "Thu 26 Nov"),
            ("+2w", "Mon 7 Dec"),
            ("eow", "Fri 27 Nov"),
            ("1.12.", "Tue 1 Dec"),
        ],
        bad: "mon-fri|fridays|in -3d|+-3d|1/12/2026|-3d ago|soon|m|12",
    },
    Reader {
        line: "member edit dev-1 --allocation {}",
        good: &[("80", "80 %"), ("100", "100 %")],
        bad: "101|-1|half|80%%|%|8 0|",
    },
    Reader { line: "item edit ME-1 --points {}", good: &[("0,5", "ME-1"), ("none", "ME-1")], bad: "-1|3p|inf|nan|" },
    Reader { line: "item edit ME-1 --kind {}", good: &[("Bug", "ME-1"), ("story", "ME-1")], bad: "bugs|st|story,bug|" },
    Reader {
        line: "item move ME-1 {}",
        good: &[("DOING", "Moved ME-1 to doing"), ("todo", "Moved ME-1 to todo")],
        bad: "do|doing,review|dropped|to do|",
    },
    Reader { line: "item assign ME-1 {}", good: &[("Dev-2", "dev-2"), ("none", "nobody")], bad: "dev|dev-1 dev-2|" },
    Reader { line: "blocker show {}", good: &[("b1", "B1"), ("1", "B1")], bad: "BB1|B-1|+1|B|1.0|C1|" },
    Reader { line: "blocker update B1 --cause {}", good: &[("Technical", "B1")], bad: "tech|technical,external|" },
    Reader { line: "team status edit doing --class {}", good: &[("Active", "doing")], bad: "act|dropped|" },
    Reader {
        line: "team status edit doing --wip {}",
        good: &[("3", "doing"), ("none", "doing")],
        bad: "0|-1|3 items|+3|",
    },
    Reader { line: "item show {}", good: &[("me-1", "ME-1"), ("1", "ME-1")], bad: "ME-+1|ME--1|+1|ME|YOU-1|" },
    Reader { line: "absence remove {}", good: &[], bad: "1-2|one|+|" },
];

#[test]
fn every_reader_says_what_it_understood_and_refuses_the_rest() {
    let shell = Shell::with_team();
    shell.does("item add First");
    shell.does("blocker raise waits --cause external");
    shell.does("sprint new");
    let quoted = |reader: &Reader, word: &str| reader.line.replace("{}", &format!("\"{word}\""));
    let mut wrong = Vec::new();
    for reader in &READERS {
        for (word, meant) in reader.good {
            let (line, ran) = (quoted(reader, word), shell.runs(&quoted(reader, word)));
            if ran.code != Some(0) || !ran.stdout.contains(meant) {
                wrong.push(format!("{line}: {ran:?}"));
            }
        }
        for word in reader.bad.split('|') {
            let (line, ran) = (quoted(reader, word), shell.runs(&quoted(reader, word)));
            if !matches!(ran.code, Some(1 | 2)) {
                wrong.push(format!("{line} is taken: {ran:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
