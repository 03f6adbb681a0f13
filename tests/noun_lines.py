#!/usr/bin/env python3
"""Counts the lines of Rust and SQL that a noun takes.

    tests/noun_lines.py [--root DIR] [--files]

DIR holds `src` (default: this repository); `--files` lists the lines of each file.
It counts lines of code under `src`: no blank lines, no comments, no tests.
A noun's own files count whole. In every other file an item (function, type, constant, query) whose name contains the
noun counts whole, and any other line that contains the noun counts as one line.
The code of SHARED counts for each noun that uses it by its share: its lines divided by the number of its users.
The patterns use names, not fixed places, so the same script counts an old and a new layout.
"""

import argparse
import re
import sys
from pathlib import Path

# noun: (paths of its own files, paths to leave out, the word that names it)
NOUNS = {
    "blocker": (r"blockers?(/|\.)", r"migrations", r"blocker"),
    "topic": (r"topics?(/|\.)", r"migrations|retro|guards", r"topic"),
    "action": (r"(?<!scr)actions?(/|\.)(?!py)", r"migrations|guards", r"action"),
    "change request": (r"requests?(/|\.)|(app|cli|store|report)/scope(/|\.)|faces/scope\.", r"migrations|guards", r"request"),
}

# Code that many nouns share: its files, the items in them (None for all), what a noun that uses it contains, and what
# every file that uses it contains once.
SHARED = [
    (r"(domain|faces)/sheet\.rs", None, r"Sheet\b|sheet\(\)", r"Sheet::(new|row)\("),
    (r"cli/output\.rs|tui/kit/reader\.rs|tui/shell/open\.rs", r"^sheets?$|^page$", r"Sheet\b|sheet\(\)", r"Sheet::(new|row)\("),
    (r"tui/kit/sheets\.rs", None, r"Sheets\b|Listing\b", r"impl Listing for"),
    (r"cli/args\.rs", r"^Key$|Key<", r"Key<", r"struct \w+ \{[^}]*Key<|pub enum \w+ \{[^}]*Key<"),
    (r"domain/input\.rs|app/fill\.rs|cli/options\.rs|kit/form/inputs\.rs", None, r"inputs! \{|inputs::<", r"^inputs! \{"),
    (r"store/columns?\.rs", None, r"column::|columns!", r"column::|columns!"),
]

ITEM = re.compile(
    r"^(\s*)(?:pub(?:\([^)]*\))?\s+)?(?:const\s+|async\s+|unsafe\s+)*"
    r"(?:(?:fn|struct|enum|trait|type|const|static|union)\s+(\w+)|impl\b(?:<[^>]*>)?\s*([^{]*)\{)"
)


def names(word):
    """A pattern for the noun as a word of snake case, camel case or prose."""
    camel = word.capitalize()
    return re.compile(rf"(?:(?<![A-Za-z]){word}s?|{camel}s?|(?<![A-Za-z]){word.upper()}S?)(?![a-z])")


def without_tests(path):
    """The lines of code of a file."""
    text = path.read_text()
    if path.suffix == ".rs":
        text = re.sub(r"(?ms)^( *)#\[cfg\(test\)\]\n\1(?:pub )?mod \w+ \{\n.*?^\1\}\n", "", text)
        text = re.sub(r"(?m)^ *#\[cfg\(test\)\]\n *mod \w+;\n", "", text)
    lines = []
    for line in text.splitlines():
        bare = line.strip()
        if not bare:
            continue
        if path.suffix == ".rs" and bare.startswith("//"):
            continue
        if path.suffix == ".sql" and bare.startswith("--") and not bare.startswith("-- name:"):
            continue
        lines.append(line)
    return lines


def of_noun(lines, word, sql, single=True):
    """How many lines belong to items named after the noun, or (with `single`) contain the noun themselves."""
    found, inside = 0, None
    for line in lines:
        if inside is not None:
            found += 1
            if sql and line.startswith("-- name:"):
                inside, found = None, found - 1
            elif not sql and re.match(rf"^{inside}[}})\]]", line):
                inside = None
                continue
            else:
                continue
        if sql:
            begins = re.match(r"^-- name: (\w+)", line)
            if begins and word.search(begins.group(1)):
                inside, found = "", found + 1
                continue
        else:
            begins = ITEM.match(line)
            name = begins and (begins.group(2) or begins.group(3) or "")
            if begins and word.search(name):
                found += 1
                if not re.search(r"[;}]\s*$", line):
                    inside = begins.group(1)
                continue
        found += bool(single and word.search(line))
    return found


def main():
    asked = argparse.ArgumentParser(description="Counts the lines of a noun.")
    asked.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    asked.add_argument("--files", action="store_true")
    asked = asked.parse_args()
    source = asked.root / "src"
    if not source.is_dir():
        sys.exit(f"{source} is not a directory")
    files = sorted(p for p in source.rglob("*") if p.suffix in (".rs", ".sql") and p.name != "tests.rs")
    texts = {str(p.relative_to(source)): without_tests(p) for p in files}
    shared = []
    for path, items, use, user in SHARED:
        own = [text for name, text in texts.items() if re.search(path, name)]
        lines = sum(of_noun(text, re.compile(items), False, False) if items else len(text) for text in own)
        others = ["\n".join(text) for name, text in texts.items() if not re.search(path, name)]
        users = sum(bool(re.search(user, text, re.M)) for text in others)
        nouns = [
            noun for noun, (own, other, _) in NOUNS.items()
            if any(re.search(use, "\n".join(text)) for name, text in texts.items()
                   if re.search(own, name) and not re.search(other, name) and not re.search(path, name))
        ]
        shared.append((lines / max(users, len(nouns), 1), nouns))
    total = 0
    for noun, (own, other, word) in NOUNS.items():
        word, count, listed = names(word), 0, []
        for name, lines in texts.items():
            if any(items is None and re.search(path, name) for path, items, _, _ in SHARED):
                continue
            if re.search(own, name) and not re.search(other, name):
                here = len(lines)
            elif re.search(other, name):
                continue
            else:
                here = of_noun(lines, word, name.endswith(".sql"))
            count += here
            listed.append((here, name))
        share = sum(lines for lines, nouns in shared if noun in nouns)
        total += count + share
        print(f"{noun:<16} {count + share:6.0f} lines, of these {share:.0f} its share of shared code")
        if asked.files:
            for here, name in sorted(listed, reverse=True):
                if here:
                    print(f"    {here:5} {name}")
    print(f"{'total':<16} {total:6.0f} lines")


if __name__ == "__main__":
    main()
