//! `init`: a team, its prefix, its time zone, its first members.

use crate::app::Standfast;
use crate::app::team::{self, NewMember, NewTeam};
use crate::cli::output::Reply;
use crate::cli::{Call, args};
use crate::domain::zone::Zone;
use crate::error::Result;
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
        let (name, prefix, members) = (self.name.clone(), self.prefix.clone(), self.members.clone());
        let new = NewTeam { name, prefix, zone: self.zone()?, members };
        new.check()?;
        let mut app = Standfast::create(&call.database()?, call.clock()?, &call.config.actor())?;
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

    fn zone(&self) -> Result<Zone> {
        match &self.tz {
            Some(name) => team::zone(name),
            None => Ok(iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok()).unwrap_or(Zone::UTC)),
        }
    }
}
