//! `checkin`: what a member says beforehand, from their own shell (S8).

use crate::app::Standfast;
use crate::app::standup::Say;
use crate::cli::Call;
use crate::cli::output::Reply;
use crate::cli::standup::person_in_words;
use crate::domain::fold::same;
use crate::error::{Result, refuse};
use crate::rules::Rule;
use clap::Args;

/// Check in for the standup: what you do today, and what you need
///
/// Without words, it shows what the standup will say about you.
#[derive(Debug, Args)]
pub struct Checkin {
    /// What you will do
    today: Option<String>,
    /// What you need; members named in it are those you need it from
    #[arg(long, value_name = "TEXT")]
    needs: Option<String>,
    /// A member you need it from; repeat it for each
    #[arg(long, value_name = "MEMBER")]
    from: Vec<String>,
    /// Who you are [default: the actor]
    #[arg(long, value_name = "NAME")]
    member: Option<String>,
}

impl Checkin {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        let say = Say { today: self.today.clone(), needs: self.needs.clone(), from: self.from.clone() };
        call.with(|app| {
            if say.today.is_none() && say.needs.is_none() && say.from.is_empty() {
                return self.show(app);
            }
            let outcome = app.check_in(self.member.as_deref(), &say)?;
            Ok(Reply::done(&outcome))
        })
    }

    fn show(&self, app: &Standfast) -> Result<Reply> {
        let name = self.member.as_deref().unwrap_or_else(|| app.actor());
        let facts = app.standup_facts()?;
        if let Some(person) = facts.people.iter().find(|person| same(&person.name, name)) {
            Ok(Reply::default()
                .with("day", facts.day)
                .with("person", person)
                .with_text(person_in_words(person))
                .with_hint("Say something with `standfast checkin \"what you do today\" --needs \"what from whom\"`."))
        } else {
            let names = facts.names.join(", ");
            refuse(
                Rule::S8,
                format!("Nobody in the team is called \"{name}\": {names}. Say who you are with `--member NAME`."),
            )
        }
    }
}
