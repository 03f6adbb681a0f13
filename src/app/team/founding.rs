//! Founding a team (G1).

use super::members::{NewMember, join};
use super::settings::key_prefix;
use crate::app::Standfast;
use crate::app::change::Outcome;
use crate::app::say::{in_order, one_line};
use crate::domain::fold::folded;
use crate::domain::item::Class;
use crate::domain::points::count;
use crate::domain::zone::Zone;
use crate::error::{Result, refuse};
use crate::rules::{Op, Rule};
use crate::store::team::StatusRow;

/// What a new team begins with.
#[derive(Debug, Clone)]
pub struct NewTeam {
    pub name: String,
    /// What item keys begin with; made from the name if absent.
    pub prefix: Option<String>,
    pub zone: Zone,
    pub members: Vec<NewMember>,
}

impl NewTeam {
    /// Refuses what the founding would refuse, before there is a file.
    pub fn check(&self) -> Result<()> {
        one_line(Rule::G1, "The team's name", &self.name)?;
        self.prefix.as_deref().map(key_prefix).transpose()?;
        let mut names: Vec<String> = Vec::new();
        for member in &self.members {
            let name = one_line(Rule::G5, "The member's name", &member.name)?;
            if names.contains(&folded(&name)) {
                return refuse(
                    Rule::G5,
                    format!("Two members are called {name}. Names are unique, whatever the case."),
                );
            }
            names.push(folded(&name));
            in_order(Rule::L2, member.starts_on, member.ends_on)?;
        }
        Ok(())
    }
}

const DEFAULT_WORKFLOW: [(&str, Class); 5] = [
    ("todo", Class::Waiting),
    ("doing", Class::Active),
    ("review", Class::Active),
    ("done", Class::Finished),
    ("dropped", Class::Dropped),
];

impl Standfast {
    /// Makes the team of this database, with the default workflow.
    pub fn found_team(&mut self, new: &NewTeam) -> Result<Outcome<()>> {
        if let Some(team) = &self.team {
            return refuse(
                Rule::G1,
                format!("This database is team {} already. Name another with --team NAME or --db FILE.", team.name),
            );
        }
        let name = one_line(Rule::G1, "The team's name", &new.name)?;
        let prefix = match &new.prefix {
            Some(prefix) => key_prefix(prefix)?,
            None => prefix_from(&name),
        };
        self.transact(Op::FoundTeam, |tx| {
            tx.store.found_team(&name, &prefix, new.zone, tx.now)?;
            for (position, (name, class)) in (0..).zip(DEFAULT_WORKFLOW) {
                tx.store.add_status(&StatusRow { name, class, position, wip_limit: None })?;
            }
            for member in &new.members {
                join(tx, member)?;
            }
            let people = match new.members.len() {
                0 => "no members yet".to_owned(),
                n => count(n, "member"),
            };
            Ok(((), format!("Founded team {name}: items are {prefix}-1, {prefix}-2, …; {people}.")))
        })
    }
}

fn prefix_from(name: &str) -> String {
    let letters: String = name.chars().filter(char::is_ascii_alphabetic).take(3).collect();
    if letters.is_empty() { "SF".to_owned() } else { letters.to_uppercase() }
}
