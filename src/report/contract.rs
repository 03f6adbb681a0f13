//! A sprint's contract as Markdown (L5).

use crate::domain::points::{counted, number, rounded};
use crate::domain::scope::{Contract, ContractItem};
use crate::faces::markdown::{cell, line};

/// What was promised at the lock, with its hash.
pub fn markdown(contract: &Contract, sha256: &str) -> String {
    let mut parts = vec![format!("# {}: contract of sprint {}", line(&contract.team), contract.sprint), head(contract)];
    if !contract.members.is_empty() {
        let rows = contract.members.iter().map(|member| {
            format!("| {} | {} % | {} |", cell(&member.name), member.allocation, rounded(member.person_days))
        });
        parts.push(table("## Members", "| Member | Allocation | Person-days |\n|---|---:|---:|", rows));
    }
    parts.push(table(
        "## Items",
        "| Item | Points | Criteria | Title |\n|---|---:|---:|---|",
        contract.items.iter().map(item),
    ));
    if !contract.exceptions.is_empty() {
        let rows = contract.exceptions.iter().map(|exception| {
            format!(
                "| {} | {} | {} |",
                cell(&exception.subject),
                cell(&exception.failures.join("; ")),
                cell(&exception.reason)
            )
        });
        parts.push(table("## Exceptions", "| What | Although | Because |\n|---|---|---|", rows));
    }
    parts.push(format!("SHA-256 `{sha256}`"));
    parts.join("\n\n") + "\n"
}

fn head(contract: &Contract) -> String {
    let capacity =
        contract.capacity_points.map_or_else(|| "unknown".to_owned(), |points| format!("{} points", rounded(points)));
    let unestimated = match contract.unestimated {
        0 => String::new(),
        count => format!(", and {count} without an estimate"),
    };
    let agreed = if contract.agreed_by.is_empty() {
        "nobody named".to_owned()
    } else {
        contract.agreed_by.iter().map(|name| line(name)).collect::<Vec<_>>().join(", ")
    };
    [
        format!("- **Goal**: {}", line(&contract.goal)),
        format!("- **Dates**: {} to {}", contract.starts_on, contract.ends_on),
        format!("- **Committed**: {}{unestimated}", counted(contract.committed_points, "point")),
        format!("- **Capacity**: {capacity}"),
        format!("- **Agreed by**: {agreed}"),
        format!("- **Locked**: {} by {}", contract.locked_at, line(&contract.locked_by)),
    ]
    .join("\n")
}

fn item(item: &ContractItem) -> String {
    let key =
        item.external_key.as_ref().map_or_else(|| item.key.clone(), |outside| format!("{} ({outside})", item.key));
    let points = item.points.map_or_else(|| "–".to_owned(), number);
    let remark = item.remark().map_or_else(String::new, |remark| format!(" ({})", cell(&remark)));
    format!("| {} | {points} | {} | {}{remark} |", cell(&key), item.criteria, cell(&item.title))
}

fn table(heading: &str, head: &str, rows: impl Iterator<Item = String>) -> String {
    format!("{heading}\n\n{head}\n{}", rows.collect::<Vec<_>>().join("\n"))
}
