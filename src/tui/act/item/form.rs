//! The forms of an item: a new one, one to edit, labels for many.

use super::{keys, named, strs};
use crate::app::Standfast;
use crate::app::item::{ItemEdit, NewItem, Place};
use crate::domain::item::{Item, ItemRow, Kind};
use crate::error::{Error, Result};
use crate::rules::Rule;
use crate::tui::act::suggest;
use crate::tui::kit::form::{Answers, Beside, Form, Trouble};
use crate::tui::view::Next;

/// A form for a new item; `made` gets its key.
pub fn add(standfast: &Standfast, place: Place, made: impl Fn(&str) + 'static) -> Result<Next> {
    let form = Form::new("New item", move |standfast, answers| {
        check_keys(standfast, answers)?;
        let new = NewItem {
            title: answers.text("title").to_owned(),
            kind: Kind::parse(answers.text("kind")).unwrap_or_default(),
            description: answers.text("description").to_owned(),
            points: answers.points("points"),
            criteria: answers.criteria("criteria").iter().map(|criterion| criterion.text.clone()).collect(),
            labels: answers.words("labels"),
            assignee: answers.given("assignee").map(str::to_owned),
            parent: answers.given("parent").map(str::to_owned),
            depends_on: answers.words("depends"),
            milestone: answers.given("milestone").map(str::to_owned),
            place: place.clone(),
        };
        let outcome = beside(answers, standfast.add_item(&new))?;
        made(&outcome.value);
        Ok(Next::from(outcome))
    });
    Ok(Next::ask(fields(form, None, standfast)?))
}

/// A form for the item with this key.
pub fn edit(standfast: &Standfast, key: &str) -> Result<Next> {
    let key = standfast.item(key)?.row.key;
    let make = move |standfast: &Standfast| {
        let (item, key) = (standfast.item(&key)?, key.clone());
        let form = Form::new(format!("Edit {key}"), move |standfast, answers| {
            check_keys(standfast, answers)?;
            let Some(edit) = edit_of(answers) else { return Ok(Next::Say("Nothing was changed.".to_owned())) };
            Ok(Next::from(beside(answers, standfast.edit_item(&key, &edit))?))
        });
        fields(form, Some(&item), standfast)
    };
    Ok(Next::ask(Form::of_thing(standfast, make)?))
}

/// A form for the labels of these items.
pub(super) fn labels(rows: &[ItemRow], standfast: &Standfast) -> Result<Next> {
    let (keys, title) = (keys(rows), format!("Labels of {}", named(rows)));
    if let [row] = rows {
        let key = row.key.clone();
        let make = move |standfast: &Standfast| {
            let (present, keys) = (standfast.item(&key)?.labels.join(", "), keys.clone());
            let form = Form::new(title.clone(), move |standfast, answers| {
                let edit = ItemEdit { labels: Some(answers.words("labels")), ..ItemEdit::default() };
                Ok(Next::from(standfast.edit_items(&strs(&keys), &edit)?))
            });
            Ok(form.look_up("labels", "Labels", &present, true, suggest::labels).hint("separated by commas"))
        };
        return Ok(Next::ask(Form::of_thing(standfast, make)?));
    }
    let form = Form::new(title, move |standfast, answers| {
        let (add_labels, remove_labels) = (answers.words("add"), answers.words("remove"));
        if add_labels.is_empty() && remove_labels.is_empty() {
            return Ok(Next::Say("Nothing was changed.".to_owned()));
        }
        let edit = ItemEdit { add_labels, remove_labels, ..ItemEdit::default() };
        Ok(Next::from(standfast.edit_items(&strs(&keys), &edit)?))
    });
    let form = form.look_up("add", "Add", "", true, suggest::labels).hint("separated by commas").look_up(
        "remove",
        "Remove",
        "",
        true,
        suggest::labels,
    );
    Ok(Next::ask(form))
}

fn fields(form: Form, item: Option<&Item>, standfast: &Standfast) -> Result<Form> {
    let row = item.map(|item| &item.row);
    let names = standfast.team_names()?;
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let kinds = Kind::ALL.map(Kind::word);
    let list = |list: Option<&Vec<String>>| list.map(|words| words.join(", ")).unwrap_or_default();
    let depends: Option<Vec<String>> = item.map(|item| item.depends_on.iter().map(|link| link.key.clone()).collect());
    Ok(form
        .line("title", "Title", &text(row.map(|row| row.title.as_str())))
        .choice("kind", "Kind", &kinds, row.map_or(Kind::default(), |row| row.kind).word())
        .points("points", "Points", row.and_then(|row| row.points))
        .hint("empty: not estimated")
        .complete("assignee", "Assignee", &text(row.and_then(|row| row.assignee.as_deref())), names)
        .criteria("criteria", "Criteria", item.map_or(&[], |item| &item.criteria))
        .hint("what the finished item meets, one a line")
        .look_up("labels", "Labels", &list(item.map(|item| &item.labels)), true, suggest::labels)
        .hint("separated by commas")
        .look_up("depends", "Depends on", &list(depends.as_ref()), true, suggest::items)
        .hint("a key, or words of the title")
        .look_up(
            "parent",
            "Part of",
            &text(item.and_then(|item| item.parent.as_ref()).map(|link| link.key.as_str())),
            false,
            suggest::items,
        )
        .line("milestone", "Milestone", &text(item.and_then(|item| item.milestone.as_deref())))
        .lines("description", "Description", &text(item.map(|item| item.description.as_str()))))
}

/// What the form changed; `None` when nothing.
fn edit_of(answers: &Answers) -> Option<ItemEdit> {
    let given = |name: &str| answers.changed(name).map(|text| Some(text.to_owned()).filter(|text| !text.is_empty()));
    let words = |name: &str| answers.changed(name).map(|_| answers.words(name));
    let edit = ItemEdit {
        title: answers.changed("title").map(str::to_owned),
        kind: answers.changed("kind").and_then(Kind::parse),
        description: answers.changed("description").map(str::to_owned),
        points: answers.changed("points").map(|_| answers.points("points")),
        criteria: answers.changed("criteria").map(|_| answers.criteria("criteria").to_vec()),
        labels: words("labels"),
        assignee: given("assignee"),
        parent: given("parent"),
        depends_on: words("depends"),
        milestone: given("milestone"),
        ..ItemEdit::default()
    };
    let names =
        ["title", "kind", "description", "points", "criteria", "labels", "assignee", "parent", "depends", "milestone"];
    names.iter().any(|name| answers.changed(name).is_some()).then_some(edit)
}

/// Keys that name nothing are refused beside their field.
fn check_keys(standfast: &Standfast, answers: &Answers) -> std::result::Result<(), Trouble> {
    if let Some(key) = answers.changed("parent").filter(|key| !key.is_empty()) {
        standfast.item(key).map(drop).beside("parent")?;
    }
    if answers.changed("depends").is_some() {
        answers.words("depends").iter().try_for_each(|key| standfast.item(key).map(drop)).beside("depends")?;
    }
    Ok(())
}

/// Says beside which field a refusal belongs: keys were checked before, so an unknown name is the assignee's.
fn beside<T>(answers: &Answers, done: Result<T>) -> std::result::Result<T, Trouble> {
    let field = match done.as_ref().err().and_then(Error::rule) {
        Some(Rule::L7) => Some("points"),
        Some(Rule::G5 | Rule::L2) => Some("assignee"),
        Some(Rule::I1) if answers.text("title").is_empty() => Some("title"),
        _ => None,
    };
    match field {
        Some(field) => done.beside(field),
        None => done.map_err(Trouble::from),
    }
}
