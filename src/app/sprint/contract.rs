//! The contract of a locked sprint, and whether it still agrees with the database (L5, L6).

use super::changes::compare_changes;
use crate::app::find::find_sprint;
use crate::app::seal::hash;
use crate::app::{Standfast, Tx};
use crate::domain::points::Points;
use crate::domain::scope::{Contract, RequestRuling, Sealed, Verdict};
use crate::domain::sprint::{Sprint, State};
use crate::domain::time::Day;
use crate::error::{Attempt, Result, refuse, refuse_with};
use crate::rules::{Act, Rule};

impl Standfast {
    /// What was promised at the lock, and its hash.
    pub fn contract(&self, number: i64) -> Result<(Contract, Sealed)> {
        contract_of(&self.tx(), &find_sprint(&self.tx(), number)?)
    }

    /// Whether the contract and what the database says of the lock still agree (L5).
    pub fn verify_contract(&self, number: i64) -> Result<Verdict> {
        verify(&self.tx(), number)
    }
}

/// The contract of a sprint, and its hash.
fn contract_of(tx: &Tx<'_>, sprint: &Sprint) -> Result<(Contract, Sealed)> {
    let number = sprint.number;
    let Some(sealed) = tx.store.contract(number)? else {
        // Only a sprint that was imported closed without one.
        if sprint.state == State::Closed {
            return refuse_with(
                Rule::L5,
                format!("Sprint {number} has no contract: it was imported as figures."),
                Act::ReportSprint.way(number.to_string(), "See them with {}."),
            );
        }
        let why = format!("Sprint {number} has no contract: it is {}. Locking makes one.", sprint.state.word());
        return refuse(Rule::L5, why);
    };
    let contract = serde_json::from_str(&sealed.text).attempting(format!("read the contract of sprint {number}"))?;
    Ok((contract, sealed))
}

/// What differs between a contract and what the database says of the lock.
pub(crate) fn verify(tx: &Tx<'_>, number: i64) -> Result<Verdict> {
    let sprint = find_sprint(tx, number)?;
    let (contract, sealed) = contract_of(tx, &sprint)?;
    let mut differences = Vec::new();
    if hash(&sealed.text) != sealed.sha256 {
        differences.push("The contract's text does not have the hash it was sealed with.".to_owned());
    }
    let dates = dates_at_the_lock(tx, &sprint, &mut differences)?;
    compare_sprint(&sprint, dates, &contract, &mut differences);
    compare_items(tx, &sprint, &contract, &mut differences)?;
    compare_changes(tx, &sprint, &contract, &mut differences)?;
    Ok(Verdict { intact: differences.is_empty(), sha256: sealed.sha256, differences })
}

/// The dates at the lock: those now, or those that the first accepted request for other dates found.
fn dates_at_the_lock(
    tx: &Tx<'_>,
    sprint: &Sprint,
    differences: &mut Vec<String>,
) -> Result<(Option<Day>, Option<Day>)> {
    let mut requests = tx.store.requests(Some(sprint.id))?;
    requests.retain(|request| request.ruling == Some(RequestRuling::Accepted));
    requests.sort_by_key(|request| request.ruled_in);
    let mut now = sprint.starts_on.zip(sprint.ends_on);
    for (request, dates) in requests.iter().rev().filter_map(|request| Some((request, request.dates()?))) {
        if now != Some((dates.start_in, dates.end_in)) {
            differences.push(format!("The dates are not those that {} asked for.", request.key()));
        }
        now = Some((dates.start_out, dates.end_out));
    }
    Ok(now.unzip())
}

fn compare_sprint(
    sprint: &Sprint,
    dates: (Option<Day>, Option<Day>),
    contract: &Contract,
    differences: &mut Vec<String>,
) {
    let mut compare = |what: &str, promised: &str, now: Option<String>| {
        let now = now.unwrap_or_default();
        if promised != now {
            differences.push(format!("The {what} was \"{promised}\" and is \"{now}\"."));
        }
    };
    compare("goal", &contract.goal, sprint.goal.clone());
    compare("first day", &contract.starts_on, dates.0.map(|day| day.to_string()));
    compare("last day", &contract.ends_on, dates.1.map(|day| day.to_string()));
    compare("moment of the lock", &contract.locked_at, sprint.locked_at.map(crate::domain::time::Instant::rfc3339));
    if sprint.state == State::Draft {
        differences.push("The sprint is a draft although it has a contract.".to_owned());
    }
}

fn compare_items(tx: &Tx<'_>, sprint: &Sprint, contract: &Contract, differences: &mut Vec<String>) -> Result<()> {
    let mut planned = Vec::new();
    let places = tx.store.places(sprint.id)?;
    let keys = tx.store.keys_of(&places.iter().map(|place| place.item).collect::<Vec<_>>())?;
    for place in places.into_iter().filter(|place| place.entered_by.is_none()) {
        planned.push((keys.get(&place.item).cloned().unwrap_or_default(), place.points_at_entry));
    }
    for promised in &contract.items {
        match planned.iter().find(|(key, _)| *key == promised.key) {
            None => {
                differences.push(format!("{} was promised and is not among the sprint's planned items.", promised.key));
            }
            Some((_, points)) if points.map(Points::value) != promised.points => {
                differences.push(format!("{} was promised with other points than the lock keeps.", promised.key));
            }
            Some(_) => {}
        }
    }
    for (key, _) in planned {
        if !contract.items.iter().any(|promised| promised.key == key) {
            differences.push(format!("{key} counts as planned and was not promised."));
        }
    }
    Ok(())
}
