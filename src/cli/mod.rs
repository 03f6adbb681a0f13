//! The command line: clap types and dispatch, a file per noun. Nouns, then verbs; every command takes `--json`.

mod absence;
mod action;
mod args;
mod blocker;
mod care;
mod checkin;
mod cockpit;
mod export;
mod holiday;
mod import;
mod init;
mod item;
mod log;
mod member;
mod options;
mod output;
mod page;
mod past;
pub mod reference;
mod report;
mod retro;
mod review;
mod scope;
mod shell;
mod sprint;
mod standup;
mod status;
mod table;
mod team;
mod topic;
mod verify;

use crate::app::Standfast;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::tui::End;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use output::{Output, Reply};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// The sprint and standup cockpit for the terminal.
///
/// A sprint's scope stays locked, its history cannot be rewritten, and a retrospective's action does not vanish.
/// Dates are typed as 2026-12-01, 1.12.2026, 23 nov, fri, next fri, tomorrow, +3d, +2w, eow or "in 3 working days".
#[derive(Debug, Parser)]
#[command(name = "standfast", version, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    everywhere: Everywhere,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What belongs to every command.
#[derive(Debug, Args)]
struct Everywhere {
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "team")]
    #[arg(help = "The database file of the team [env: STANDFAST_DB]")]
    db: Option<PathBuf>,
    #[arg(long, global = true, value_name = "NAME")]
    #[arg(help = "The team, whose database is NAME.db in the data directory [env: STANDFAST_TEAM]")]
    team: Option<String>,
    /// Answer with one JSON object on standard output
    #[arg(long, global = true)]
    json: bool,
}

/// Declares the commands, how each is run, and each of them alone.
macro_rules! commands {
    (@alone #[$mark:meta] $asked:ty) => { verbs::<$asked> };
    (@alone $asked:ty) => { <$asked as Args>::augment_args };
    ($($(#[$mark:meta])? $name:ident($asked:ty),)*) => {
        #[derive(Debug, Subcommand)]
        enum Command {
            $($(#[$mark])? $name($asked),)*
        }

        impl Command {
            fn run(&self, call: &Call) -> Result<Answer> {
                match self {
                    $(Self::$name(asked) => <$asked>::run(asked, call).map(Answer::from),)*
                }
            }
        }

        /// Every command with what it adds to the tree.
        const ALONE: &[(&str, fn(clap::Command) -> clap::Command)] =
            &[$((stringify!($name), commands!(@alone $(#[$mark])? $asked))),*];
    };
}

commands! {
    Init(init::Init),
    Demo(cockpit::Demo),
    Team(team::Team),
    #[command(subcommand)]
    Member(member::Member),
    #[command(subcommand)]
    Absence(absence::Absence),
    #[command(subcommand)]
    Holiday(holiday::Holiday),
    #[command(subcommand)]
    Item(item::Item),
    #[command(subcommand)]
    Sprint(sprint::Sprint),
    #[command(subcommand)]
    Scope(scope::Scope),
    #[command(subcommand)]
    Standup(standup::Standup),
    Checkin(checkin::Checkin),
    #[command(subcommand)]
    Topic(topic::Topic),
    #[command(subcommand)]
    Blocker(blocker::Blocker),
    #[command(subcommand)]
    Review(review::Review),
    #[command(subcommand)]
    Retro(retro::Retro),
    #[command(subcommand)]
    Action(action::Action),
    #[command(subcommand)]
    Report(report::ReportCommand),
    Velocity(report::Velocity),
    Import(import::Import),
    Export(export::Export),
    Backup(care::Backup),
    Restore(care::Restore),
    Doctor(care::Doctor),
    Verify(verify::Verify),
    Status(status::Status),
    Log(log::Log),
    Undo(log::Undo),
    Redo(log::Redo),
    Completions(shell::Completions),
    Man(shell::Man),
}

/// A noun, whose verbs are commands.
fn verbs<T: Subcommand>(noun: clap::Command) -> clap::Command {
    T::augment_subcommands(noun).subcommand_required(true).arg_required_else_help(true)
}

/// How a call ends well: with an answer, or by leaving the cockpit.
enum Answer {
    Said(Reply),
    Left(End),
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Self {
        Self::Said(reply)
    }
}

impl From<End> for Answer {
    fn from(end: End) -> Self {
        Self::Left(end)
    }
}

/// One call of the program: what was asked, and what the settings say.
#[derive(Debug)]
pub struct Call {
    cli: Cli,
    config: Config,
}

/// Reads the words of the call; help, version and misuse are answered at once, and need no settings.
pub fn parse(
    words: impl IntoIterator<Item = OsString>,
    config: impl FnOnce() -> Config,
) -> std::result::Result<Call, ExitCode> {
    let words: Vec<OsString> = words.into_iter().collect();
    if let [_, word] = words.as_slice()
        && (word == "--version" || word == "-V")
    {
        // Most of the time of this answer would go into making the tree of commands.
        let (output, version) = (Output { json: false }, concat!("standfast ", env!("CARGO_PKG_VERSION")));
        return Err(ended(output, output.reply(&Reply::default().with_text(version))));
    }
    let json = words.iter().take_while(|word| *word != "--").any(|word| word == "--json");
    if let Some(cli) = parse_alone(&words) {
        return Ok(Call { cli, config: config() });
    }
    match Cli::try_parse_from(words) {
        Ok(cli) => Ok(Call { cli, config: config() }),
        Err(error) if error.use_stderr() => {
            let message = error.render().to_string();
            let message = message.trim_end().trim_start_matches("error: ").to_owned();
            Err(ended(Output { json }, Err(Error::Misused(message))))
        }
        Err(help) => Err(help.print().map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS)),
    }
}

/// Reads the words with only the command that they name, since the whole tree costs more than most commands. What fails
/// here is read again with the whole tree, which knows what to say.
fn parse_alone(words: &[OsString]) -> Option<Cli> {
    let command_of = |word: &OsString| ALONE.iter().find(|(name, _)| word.eq_ignore_ascii_case(name));
    let (name, add) = words.iter().skip(1).find_map(command_of)?;
    let root = Everywhere::augment_args(clap::Command::new("standfast"));
    let tree = root.subcommand(add(clap::Command::new(name.to_ascii_lowercase())));
    Cli::from_arg_matches(&tree.try_get_matches_from(words).ok()?).ok()
}

impl Call {
    /// Does what was asked and says so.
    pub fn run(&self) -> ExitCode {
        let output = Output { json: self.cli.everywhere.json };
        if !matches!(self.cli.command, None | Some(Command::Demo(_))) {
            self.config.warnings.iter().for_each(|warning| output.note(warning));
        }
        match self.answer() {
            Ok(Answer::Left(end)) => ExitCode::from(end.code()),
            Ok(Answer::Said(reply)) => match output.reply(&reply) {
                Ok(()) if reply.is_failing() => ExitCode::FAILURE,
                said => ended(output, said),
            },
            Err(error) => ended(output, Err(error)),
        }
    }

    /// Does what was asked without a word about it.
    pub fn run_silently(&self) -> Result<()> {
        self.answer().map(drop)
    }

    fn answer(&self) -> Result<Answer> {
        let Some(command) = &self.cli.command else { return self.cockpit().map(Answer::Left) };
        command.run(self)
    }

    /// Opens the team's database for what `run` does, and closes it whole.
    fn with<T>(&self, run: impl FnOnce(&mut Standfast) -> Result<T>) -> Result<T> {
        let mut app = Standfast::open(&self.database()?, self.clock()?, &self.config.actor())?;
        if let Some(news) = app.migrated() {
            Output { json: self.cli.everywhere.json }.note(news);
        }
        let done = run(&mut app);
        app.close();
        done
    }

    fn database(&self) -> Result<PathBuf> {
        self.config.database(self.cli.everywhere.db.as_deref(), self.cli.everywhere.team.as_deref())
    }

    fn clock(&self) -> Result<Clock> {
        Clock::from_setting(self.config.now().as_deref())
    }
}

/// The whole command tree, for completions, the man page and docs/cli.md.
fn command_tree() -> clap::Command {
    Cli::command()
}

fn ended(output: Output, done: Result<()>) -> ExitCode {
    let Err(error) = done else { return ExitCode::SUCCESS };
    output.error(&error);
    match error {
        Error::Misused(_) => ExitCode::from(2),
        Error::Refused(_) | Error::Failed(_) => ExitCode::FAILURE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_read_alone_is_the_one_of_the_whole_tree() {
        let mut tree = Cli::command();
        tree.build();
        let nouns: Vec<&clap::Command> = tree.get_subcommands().filter(|noun| noun.get_name() != "help").collect();
        assert_eq!(nouns.len(), ALONE.len());
        for (noun, (name, add)) in nouns.iter().zip(ALONE) {
            assert!(noun.get_name().eq_ignore_ascii_case(name), "{name}");
            let root = Everywhere::augment_args(clap::Command::new("standfast"));
            let mut alone = root.subcommand(add(clap::Command::new(noun.get_name().to_owned())));
            alone.build();
            let alone = alone.find_subcommand(noun.get_name()).unwrap();
            assert_eq!(arguments(alone), arguments(noun));
        }
    }

    /// Every argument of a command and its verbs, as far as it decides what words mean.
    fn arguments(command: &clap::Command) -> Vec<String> {
        let own = command.get_arguments().map(|arg| format!("{} {arg:?}", command.get_name()));
        own.chain(command.get_subcommands().flat_map(arguments)).collect()
    }

    #[test]
    fn words_are_read_alone_wherever_the_command_is_among_them() {
        let read = |words: &str| {
            let words: Vec<OsString> = words.split(' ').map(OsString::from).collect();
            parse_alone(&words).map(|cli| (cli.everywhere.json, cli.everywhere.team, cli.command.is_some()))
        };
        assert_eq!(read("standfast --json --team x item list"), Some((true, Some("x".to_owned()), true)));
        assert_eq!(read("standfast velocity --json"), Some((true, None, true)));
        for words in
            ["standfast", "standfast --team item log", "standfast item", "standfast item --help", "standfast itme"]
        {
            assert_eq!(read(words), None, "{words}");
        }
    }
}
