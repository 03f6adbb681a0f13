//! `init`: a team, its prefix, its time zone, its first members.

use crate::app::Standfast;
use crate::app::team::{NewMember, NewTeam};
use crate::cli::output::Reply;
use crate::cli::{Call, args};
use crate::error::{Error, Result};
use chrono_tz::Tz;
use clap::Args;

/// Make a team
#[derive(Debug, Args)]
pub struct Init {
    /// Its name
    name: String,
    /// What item keys begin with: PAY in PAY-12 [default: made from the name]
    #[arg(long)]
    prefix: Option<String>,
    /// Its time zone, such as Europe/Berlin [default: that of this machine]
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// A member as NAME[:ALLOCATION[:ROLE]], such as "dev-1:80:backend"; repeat it for each
    #[arg(long = "member", value_name = "MEMBER", value_parser = args::member)]
    members: Vec<NewMember>,
}

impl Init {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        let zone = self.zone()?;
        let file = call.database()?;
        let mut app = Standfast::create(&file, call.clock()?, &call.config.actor())?;
        let new = NewTeam { name: self.name.clone(), prefix: self.prefix.clone(), zone, members: self.members.clone() };
        let done = app.found_team(&new).and_then(|outcome| {
            let team = app.team()?;
            Ok(Reply::done(&outcome)
                .with("team", &team.name)
                .with("prefix", &team.prefix)
                .with("zone", team.zone.name())
                .with("file", app.path().to_string_lossy())
                .with("members", self.members.iter().map(|member| member.name.trim()).collect::<Vec<_>>()))
        });
        app.close();
        done
    }

    fn zone(&self) -> Result<Tz> {
        let named = |name: &str| {
            name.trim().parse::<Tz>().map_err(|_| {
                let shown = crate::domain::text::fit(name, 40).into_owned();
                Error::Misused(format!(
                    "\"{shown}\" is no time zone. Write one such as Europe/Berlin, America/New_York or UTC."
                ))
            })
        };
        match &self.tz {
            Some(name) => named(name),
            None => Ok(iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC)),
        }
    }
}
