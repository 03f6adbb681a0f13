//! The capacity of a sprint and how it comes about, in words (L2).

use crate::app::sprint::SprintView;
use crate::domain::points::{person_days, rounded};
use crate::domain::sprint::Capacity;
use crate::tui::theme::Role;

/// The capacity in points, and how it looks.
pub fn words(capacity: &Capacity) -> (String, Role) {
    match capacity.points {
        Some(points) => (format!("{} pts", rounded(points.value())), Role::Strong),
        None => ("unknown".to_owned(), Role::Warn),
    }
}

/// How the capacity comes about, or what is missing to know it.
pub fn source(view: &SprintView) -> String {
    let (capacity, sprint) = (&view.capacity, &view.sprint);
    let missing = match (capacity.person_days, capacity.focus_factor) {
        _ if sprint.starts_on.is_none() || sprint.ends_on.is_none() => "until the draft has dates",
        (None, _) => "until the team has members",
        (_, None) => "until a sprint has closed, or the team sets its focus factor",
        _ => "",
    };
    let days = capacity.person_days.map(person_days);
    match (days, capacity.focus_factor) {
        (Some(days), Some(factor)) => {
            format!("= {days} at {} % focus factor ({})", rounded(factor * 100.0), sample(&capacity.sample))
        }
        (Some(days), None) => format!("{missing}; {days}"),
        (None, _) => missing.to_owned(),
    }
}

/// `sprints 7, 6, 5`, `sprints 3, 2, all imported`, `set by the team`.
fn sample(sample: &[String]) -> String {
    const MARK: &str = " (imported)";
    let mut numbers: Vec<&str> = sample.iter().filter_map(|one| one.strip_prefix("sprint ")).collect();
    let all_imported = numbers.iter().all(|one| one.ends_with(MARK));
    if all_imported {
        numbers = numbers.iter().map(|one| one.trim_end_matches(MARK)).collect();
    }
    match (numbers.as_slice(), all_imported) {
        ([], _) => "set by the team".to_owned(),
        ([one], false) => format!("sprint {one}"),
        ([one], true) => format!("sprint {one}, imported"),
        (several, false) => format!("sprints {}", several.join(", ")),
        (several, true) => format!("sprints {}, all imported", several.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_in_words() {
        let of = |names: &[&str]| sample(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["setting"]), "set by the team");
        assert_eq!(of(&["sprint 3"]), "sprint 3");
        assert_eq!(of(&["sprint 7", "sprint 6", "sprint 4"]), "sprints 7, 6, 4");
        assert_eq!(of(&["sprint 7", "sprint 6 (imported)"]), "sprints 7, 6 (imported)");
        assert_eq!(of(&["sprint 7 (imported)", "sprint 6 (imported)"]), "sprints 7, 6, all imported");
    }
}
