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
mod past;
pub mod reference;
mod report;
mod retro;
mod review;
mod scope;
mod shell;
mod sprint;
mod standup;
mod table;
mod team;
mod topic;

use crate::app::Standfast;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::tui::End;
use clap::{CommandFactory, Parser, Subcommand};
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
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "team")]
    #[arg(help = "The database file of the team [env: STANDFAST_DB]")]
    db: Option<PathBuf>,
    #[arg(long, global = true, value_name = "NAME")]
    #[arg(help = "The team, whose database is NAME.db in the data directory [env: STANDFAST_TEAM]")]
    team: Option<String>,
    /// Answer with one JSON object on standard output
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
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
    Log(log::Log),
    Undo(log::Undo),
    Redo(log::Redo),
    Completions(shell::Completions),
    Man(shell::Man),
}

/// How a call ends well: with an answer, or by leaving the cockpit.
enum Answer {
    Said(Reply),
    Left(End),
}

/// One call of the program: what was asked, and what the settings say.
#[derive(Debug)]
pub struct Call {
    cli: Cli,
    config: Config,
}

/// Reads the words of the call; help, version and misuse are answered at once.
pub fn parse(words: impl IntoIterator<Item = OsString>, config: Config) -> std::result::Result<Call, ExitCode> {
    let words: Vec<OsString> = words.into_iter().collect();
    let json = words.iter().take_while(|word| *word != "--").any(|word| word == "--json");
    match Cli::try_parse_from(words) {
        Ok(cli) => Ok(Call { cli, config }),
        Err(error) if error.use_stderr() => {
            let message = error.render().to_string();
            let message = message.trim_end().trim_start_matches("error: ").to_owned();
            Err(ended(Output { json }, Err(Error::Misused(message))))
        }
        Err(help) => Err(help.print().map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS)),
    }
}

impl Call {
    /// Does what was asked and says so.
    pub fn run(&self) -> ExitCode {
        let output = Output { json: self.cli.json };
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

    fn answer(&self) -> Result<Answer> {
        let Some(command) = &self.cli.command else { return self.cockpit().map(Answer::Left) };
        let reply = match command {
            Command::Demo(_) => return self.demo().map(Answer::Left),
            Command::Init(asked) => asked.run(self),
            Command::Team(asked) => asked.run(self),
            Command::Member(asked) => asked.run(self),
            Command::Absence(asked) => asked.run(self),
            Command::Holiday(asked) => asked.run(self),
            Command::Item(asked) => asked.run(self),
            Command::Sprint(asked) => asked.run(self),
            Command::Scope(asked) => asked.run(self),
            Command::Standup(asked) => asked.run(self),
            Command::Checkin(asked) => asked.run(self),
            Command::Topic(asked) => asked.run(self),
            Command::Blocker(asked) => asked.run(self),
            Command::Review(asked) => asked.run(self),
            Command::Retro(asked) => asked.run(self),
            Command::Action(asked) => asked.run(self),
            Command::Report(asked) => asked.run(self),
            Command::Velocity(asked) => asked.run(self),
            Command::Import(asked) => asked.run(self),
            Command::Export(asked) => asked.run(self),
            Command::Backup(asked) => asked.run(self),
            Command::Restore(asked) => asked.run(self),
            Command::Doctor(asked) => asked.run(self),
            Command::Log(asked) => asked.run(self),
            Command::Undo(asked) => asked.run(self),
            Command::Redo(_) => self.with(|app| Ok(log::redone(&app.redo()?))),
            Command::Completions(asked) => asked.run(),
            Command::Man(asked) => asked.run(),
        };
        reply.map(Answer::Said)
    }

    /// Opens the team's database for what `run` does, and closes it whole.
    fn with<T>(&self, run: impl FnOnce(&mut Standfast) -> Result<T>) -> Result<T> {
        let mut app = Standfast::open(&self.database()?, self.clock()?, &self.config.actor())?;
        let done = run(&mut app);
        app.close();
        done
    }

    fn database(&self) -> Result<PathBuf> {
        self.config.database(self.cli.db.as_deref(), self.cli.team.as_deref())
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
