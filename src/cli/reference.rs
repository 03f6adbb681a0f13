//! docs/cli.md, printed from the command tree; a test compares the file with it.

use clap::{Arg, Command};
use std::fmt::Write as _;

/// The whole manual of the command line as Markdown.
pub fn markdown() -> String {
    let mut tree = super::command_tree();
    tree.build();
    let mut made = String::from("# The command line\n\n");
    made.push_str("<!-- Printed from the program by a test: UPDATE_DOCS=1 cargo test docs writes it again. -->\n\n");
    if let Some(about) = tree.get_long_about() {
        let _ = write!(made, "{about}\n\n");
    }
    made.push_str("These belong to every command:\n\n");
    arguments(&tree, true, &mut made);
    made.push_str(EXIT_CODES);
    for command in tree.get_subcommands().filter(|command| command.get_name() != "help") {
        describe(command, "standfast", &mut made);
    }
    made
}

const EXIT_CODES: &str = "
The exit code is 0 when it is done, 1 when it is refused or fails (and from `sprint check`, `scope verify` and `doctor`
when they find something), and 2 when the words make no sense. Refusals and errors go to standard error as a sentence;
with `--json` as `{\"error\":{\"kind\",\"rule\",\"message\",\"details\",\"ways\"}}`. Lists are tables on a terminal and tab-separated lines
elsewhere.
";

fn describe(command: &Command, above: &str, made: &mut String) {
    let name = format!("{above} {}", command.get_name());
    let verbs: Vec<&Command> = command.get_subcommands().filter(|verb| verb.get_name() != "help").collect();
    let depth = if above == "standfast" { "##" } else { "###" };
    let _ = write!(made, "\n{depth} {name}\n\n");
    if let Some(about) = command.get_about() {
        let _ = writeln!(made, "{about}.");
    }
    if verbs.is_empty() {
        let usage = command.clone().render_usage().to_string();
        let _ =
            write!(made, "```\n{}\n```\n", usage.trim_start_matches("Usage: ").replace(" [OPTIONS]", " [OPTIONS…]"));
        let mut listed = String::new();
        arguments(command, false, &mut listed);
        if !listed.is_empty() {
            let _ = write!(made, "\n{listed}");
        }
    }
    for verb in verbs {
        describe(verb, &name, made);
    }
}

fn arguments(command: &Command, global: bool, made: &mut String) {
    let listed = |arg: &&Arg| arg.is_global_set() == global && !matches!(arg.get_id().as_str(), "help" | "version");
    for arg in command.get_arguments().filter(listed) {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let default: Vec<String> =
            arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
        let default = if default.is_empty() || is_flag(arg) {
            String::new()
        } else {
            format!(" [default: {}]", default.join(" "))
        };
        let _ = writeln!(made, "- `{}`: {help}{default}", shape(arg));
    }
}

fn is_flag(arg: &Arg) -> bool {
    !arg.get_action().takes_values()
}

/// `--points <POINTS>`, `--top`, `<KEY>`.
fn shape(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    let value = names.first().map_or_else(|| arg.get_id().as_str().to_uppercase(), ToString::to_string);
    match arg.get_long() {
        None => format!("<{value}>"),
        Some(long) if is_flag(arg) => format!("--{long}"),
        Some(long) => format!("--{long} <{value}>"),
    }
}
