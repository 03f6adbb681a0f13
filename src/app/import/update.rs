//! What a second import changes about an item that is here: only what the file says otherwise (X3).

use super::names::Placed;
use super::under_way::Import;
use crate::domain::fold::folded;
use crate::domain::incoming::Incoming;
use crate::domain::item::Class;
use crate::domain::sprint::State;
use crate::error::Result;
use crate::store::import::Known;
use crate::store::item::NewStatus;

impl Import<'_> {
    /// Brings a known item up to what the row says.
    pub(super) fn update(&mut self, known: &Known, item: &Incoming) -> Result<()> {
        if item.title != known.title {
            self.tx.store.update_item_title(known.id, &item.title)?;
            self.note_change(known.id, "title");
        }
        if let Some(text) = item.description.as_deref().filter(|text| *text != known.description) {
            self.tx.store.update_item_description(known.id, text)?;
            self.note_change(known.id, "description");
        }
        if let Some(kind) = item.kind.filter(|kind| *kind != known.kind) {
            self.tx.store.update_item_kind(known.id, kind)?;
            self.note_change(known.id, "kind");
        }
        self.update_points(known, item)?;
        let placed = self.names.status(item, &mut self.losses);
        let class = placed.map(|placed| placed.class).or_else(|| self.names.class_of(known.status));
        let ended = class.is_some_and(Class::is_ended);
        if let Some(member) = self.names.member(item, ended).filter(|member| Some(*member) != known.assignee) {
            self.tx.store.update_item_assignee(known.id, Some(member))?;
            self.note_change(known.id, "assignee");
        }
        if let Some(placed) = placed {
            self.update_status(known, item, placed)?;
        }
        self.grow_lists(known.id, item)?;
        if self.details.are_many() { self.tx.store.add_details(&mut self.details) } else { Ok(()) }
    }

    /// The estimate of an item in a locked sprint changes by a change request, and not by an import (L7).
    fn update_points(&mut self, known: &Known, item: &Incoming) -> Result<()> {
        let Some(points) = item.points.filter(|points| Some(*points) != known.points) else { return Ok(()) };
        if let Some((_, number, State::Locked)) = self.tx.store.place_of(known.id)? {
            let reason =
                format!("its item is in locked sprint {number}, where estimates change only through a change request");
            self.losses.count("points", &reason, item.line, &points.to_string());
            return Ok(());
        }
        self.tx.store.update_item_points(known.id, Some(points))?;
        self.note_change(known.id, "points");
        Ok(())
    }

    /// A status that only means the same as the present one changes nothing: the team has moved the item within it.
    fn update_status(&mut self, known: &Known, item: &Incoming, placed: Placed) -> Result<()> {
        let present = self.names.class_of(known.status);
        if placed.status == known.status || (!placed.by_name && present == Some(placed.class)) {
            return Ok(());
        }
        if present == Some(Class::Dropped) {
            self.losses.count("status", "the team has dropped the item: it stays dropped", item.line, "");
            return Ok(());
        }
        let ended_at = placed.class.is_ended().then(|| self.end_of(item));
        let drop_reason = item.drop_reason.as_deref().filter(|_| placed.class == Class::Dropped);
        let new = NewStatus { status: placed.status, since: ended_at.unwrap_or(self.tx.now), ended_at, drop_reason };
        self.tx.store.update_item_status(known.id, &new)?;
        self.note_change(known.id, "status");
        Ok(())
    }

    /// Lists only grow: what the team has added here, no file takes away.
    fn grow_lists(&mut self, id: i64, item: &Incoming) -> Result<()> {
        if !item.labels.is_empty() {
            let present: Vec<String> = self.tx.store.labels(id)?.into_iter().map(|(_, label)| folded(&label)).collect();
            for label in item.labels.iter().filter(|label| !present.contains(&folded(label))) {
                self.details.label(&mut self.ids, id, label);
                self.note_change(id, "labels");
            }
        }
        if !item.criteria.is_empty() {
            let present: Vec<String> = self.tx.store.criteria(id)?.into_iter().map(|(_, known)| known.text).collect();
            let new = item.criteria.iter().filter(|(text, _)| !present.contains(text));
            for (nth, (text, met)) in new.enumerate() {
                self.details.criterion(&mut self.ids, id, present.len() + nth, text, *met);
                self.note_change(id, "criteria");
            }
        }
        if !item.sprints.is_empty() {
            let present = self.tx.store.outside_sprints(id)?;
            for name in item.sprints.iter().filter(|name| !present.contains(name)) {
                self.details.sprint(&mut self.ids, id, name);
                self.note_change(id, "sprints");
            }
        }
        Ok(())
    }
}
