//! What importing past sprints would do, in words: each sprint with its figures, and each that is refused with its reasons.

use crate::app::import::{PastTaken, SprintTaken};
use crate::domain::incoming::Loss;
use crate::domain::points::number;
use crate::domain::report::Figure;
use crate::domain::text::clean;
use crate::tui::theme::Role;
use crate::tui::widget::passage::Passage;

/// The sprints that come in, those that are here, those that are refused, and what is not read.
pub fn passages(taken: &PastTaken, losses: &[Loss]) -> Vec<Passage> {
    let mut passages = vec![Passage::new(taken.sentence(true), Role::Strong)];
    if !taken.added.is_empty() {
        let words = "Each sprint becomes a frozen report, for velocity and focus factor. No items are created.";
        passages.push(Passage::new(words, Role::Dim));
    }
    for sprint in &taken.added {
        passages.extend([Passage::gap(), heading(sprint), figures(sprint)]);
        passages
            .extend(sprint.notes.iter().map(|note| Passage::new(format!("  {}", clean(note)), Role::Dim).indent(2)));
    }
    for refused in &taken.refused {
        let head = Passage::new(clean(&refused.name), Role::Heading).and("  is refused", Role::Warn);
        passages.extend([Passage::gap(), head]);
        passages.extend(
            refused.reasons.iter().map(|reason| Passage::new(format!("  {}", clean(reason)), Role::Text).indent(2)),
        );
    }
    if !losses.is_empty() {
        let names: Vec<String> = losses.iter().map(|loss| format!("{} ({})", clean(&loss.name), loss.count)).collect();
        passages.extend([Passage::gap(), Passage::new("Not read", Role::Heading)]);
        passages.push(Passage::new(format!("  {}", names.join(", ")), Role::Dim).indent(2));
    }
    passages
}

fn heading(sprint: &SprintTaken) -> Passage {
    let closed = sprint.closed_at.get(..10).unwrap_or(&sprint.closed_at);
    Passage::new(format!("Sprint {}  ", sprint.number), Role::Heading)
        .and(clean(&sprint.name), Role::Text)
        .and(format!("  closed {closed}"), Role::Dim)
}

/// `Completed 33 of 61 committed; added 3, removed 2, not completed 29`.
fn figures(sprint: &SprintTaken) -> Passage {
    let f = &sprint.figures;
    let words = |figure: &Figure| {
        let unknown = figure.count > 0 && figure.count == figure.unestimated;
        if unknown { format!("{} without estimates", figure.count) } else { number(figure.points) }
    };
    Passage::new(format!("  Completed {}", words(&f.completed)), Role::Strong)
        .and(format!(" of {} committed", words(&f.committed)), Role::Text)
        .and(
            format!(
                "; added {}, removed {}, not completed {}",
                words(&f.added),
                words(&f.removed),
                words(&f.not_completed)
            ),
            Role::Dim,
        )
        .indent(2)
}
