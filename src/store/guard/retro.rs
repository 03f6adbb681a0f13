//! A retro action does not vanish (A1–A5): it is committed in a retro, and a later retro decides on it. What a finished
//! retro recorded is final.

use super::{Guard, Raise, on_delete, on_insert, on_update, on_update_of};

const NOTES: Raise = ("A2", "the notes of a finished retro do not change", "");
const VOTES: Raise = ("A2", "the votes of a finished retro do not change", "");
const RULING: Raise = ("A1", "the ruling on an action does not change", "");
const DECIDED: &str = "the action has its last ruling, which is final";
const UNDECIDED: &str = "an action of an earlier retro has no ruling yet";

pub const GUARDS: &[Guard] = &[
    // A sprint whose review or retro has begun stays closed, and does not become a draft again.
    on_update_of(
        "guard_sprint_meetings",
        "state",
        "sprint",
        "(OLD.state = 'closed' AND NEW.state <> 'closed' AND EXISTS (SELECT 1 FROM retro WHERE sprint = OLD.id))
        OR (NEW.state = 'draft' AND EXISTS (SELECT 1 FROM review WHERE sprint = OLD.id))",
        &[("A1", "the review or retro of this sprint has begun; undo that first", "")],
    ),
    on_insert(
        "guard_retro_insert",
        "retro",
        "NEW.finished_at IS NOT NULL OR (SELECT state FROM sprint WHERE id = NEW.sprint) IS DISTINCT FROM 'closed'",
        &[("A1", "a retro begins with a closed sprint", "")],
    ),
    on_update(
        "guard_retro_update",
        "retro",
        "OLD.finished_at IS NOT NULL OR NEW.finished_at IS NULL
        OR (NEW.sprint, NEW.columns, NEW.started_at) <> (OLD.sprint, OLD.columns, OLD.started_at)",
        &[
            (
                "A1",
                "the record of a retro does not change",
                "NEW.finished_at IS NOT NULL
                OR (NEW.sprint, NEW.columns, NEW.started_at) <> (OLD.sprint, OLD.columns, OLD.started_at)
                OR NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'retro' AND row = OLD.id AND kind = 'U')",
            ),
            (
                "A1",
                "the next sprint was locked after this retro; decide on its actions in the next retro",
                "NEW.finished_at IS NULL AND EXISTS (SELECT 1 FROM change k JOIN contract p ON p.id = k.row
                WHERE k.tbl = 'contract' AND k.kind = 'I' AND k.operation > (
                    SELECT max(operation) FROM change WHERE tbl = 'retro' AND row = OLD.id AND kind = 'U'))",
            ),
        ],
    ),
    on_update(
        "guard_retro_finish",
        "retro",
        "OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL",
        &[
            (
                "A1",
                UNDECIDED,
                "EXISTS (SELECT 1 FROM retro_action a WHERE a.retro <> OLD.id AND NOT EXISTS (
                SELECT 1 FROM action_ruling r WHERE r.action = a.id AND (r.ruling <> 'keep' OR r.retro = OLD.id)))",
            ),
            (
                "A5",
                "a retro without an action is finished with a reason",
                "coalesce(NEW.no_action_reason, '') = '' AND NOT EXISTS (SELECT 1 FROM retro_action WHERE retro = OLD.id)",
            ),
        ],
    ),
    on_delete(
        "guard_retro_delete",
        "retro",
        "OLD.finished_at IS NOT NULL OR EXISTS (SELECT 1 FROM retro_note WHERE retro = OLD.id
            UNION ALL SELECT 1 FROM retro_action WHERE retro = OLD.id
            UNION ALL SELECT 1 FROM action_ruling WHERE retro = OLD.id
            UNION ALL SELECT 1 FROM not_now WHERE retro = OLD.id)
        OR NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'retro' AND row = OLD.id AND kind = 'I')",
        &[("A1", "a retro is not deleted", "")],
    ),
    // Notes, votes and what was put off change freely while the retro is under way, and not afterwards.
    on_insert("guard_retro_note_insert", "retro_note", NEW_IN_FINISHED, &[NOTES]),
    on_update(
        "guard_retro_note_update",
        "retro_note",
        "NEW.retro <> OLD.retro OR OLD.retro NOT IN (SELECT id FROM open_retro)",
        &[NOTES],
    ),
    on_delete("guard_retro_note_delete", "retro_note", OLD_IN_FINISHED, &[NOTES]),
    on_insert(
        "guard_retro_vote_insert",
        "retro_vote",
        "(SELECT retro FROM retro_note WHERE id = NEW.note) IN (SELECT id FROM open_retro) IS NOT TRUE",
        &[VOTES],
    ),
    on_update("guard_retro_vote_update", "retro_vote", "", &[("A2", "a vote is taken back, not changed", "")]),
    on_delete(
        "guard_retro_vote_delete",
        "retro_vote",
        "(SELECT retro FROM retro_note WHERE id = OLD.note) IN (SELECT id FROM open_retro) IS NOT TRUE",
        &[VOTES],
    ),
    on_insert(
        "guard_not_now_insert",
        "not_now",
        NEW_IN_FINISHED,
        &[("A2", "the not-now list of a finished retro does not change", "")],
    ),
    on_update("guard_not_now_update", "not_now", "", &[("A2", "an entry of the not-now list does not change", "")]),
    on_delete(
        "guard_not_now_delete",
        "not_now",
        "OLD.retro NOT IN (SELECT id FROM open_retro)
        OR NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'not_now' AND row = OLD.id AND kind = 'I')",
        &[("A2", "an entry of the not-now list is not deleted", "")],
    ),
    on_insert(
        "guard_retro_action_insert",
        "retro_action",
        "",
        &[
            (
                "A2",
                "an action is committed in a retro that is under way, and is not done yet",
                "NEW.done_at IS NOT NULL OR NEW.done_note IS NOT NULL
                OR NEW.retro NOT IN (SELECT id FROM open_retro)",
            ),
            (
                "A1",
                UNDECIDED,
                "EXISTS (SELECT 1 FROM retro_action a WHERE a.retro <> NEW.retro AND NOT EXISTS (
                SELECT 1 FROM action_ruling r WHERE r.action = a.id AND (r.ruling <> 'keep' OR r.retro = NEW.retro)))",
            ),
            (
                "A2",
                "the retro has as many actions as the team allows",
                "(SELECT count(*) FROM retro_action WHERE retro = NEW.retro) >= (SELECT retro_actions FROM team)",
            ),
        ],
    ),
    on_update(
        "guard_retro_action_update",
        "retro_action",
        "",
        &[
            (
                "A3",
                "what was committed does not change",
                "(NEW.number, NEW.retro, NEW.note, NEW.text, NEW.owner, NEW.due, NEW.shows, NEW.committed_at) IS DISTINCT FROM
                (OLD.number, OLD.retro, OLD.note, OLD.text, OLD.owner, OLD.due, OLD.shows, OLD.committed_at)",
            ),
            ("A3", DECIDED, "EXISTS (SELECT 1 FROM action_ruling WHERE action = OLD.id AND ruling <> 'keep')"),
            (
                "A3",
                "the action is done, and stays done",
                "OLD.done_at IS NOT NULL AND (NEW.done_at IS NOT NULL OR NEW.done_note IS NOT NULL OR NOT EXISTS (
                SELECT 1 FROM taken_back WHERE tbl = 'retro_action' AND row = OLD.id AND kind = 'U'))",
            ),
        ],
    ),
    on_delete(
        "guard_retro_action_delete",
        "retro_action",
        "EXISTS (SELECT 1 FROM action_ruling WHERE action = OLD.id)
        OR OLD.retro NOT IN (SELECT id FROM open_retro)
        OR NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'retro_action' AND row = OLD.id AND kind = 'I')
        OR EXISTS (SELECT 1 FROM sprint WHERE locked_at > OLD.committed_at)",
        &[("A1", "an action does not vanish; the next retro can drop it with a reason", "")],
    ),
    on_insert(
        "guard_action_ruling_insert",
        "action_ruling",
        "",
        &[
            (
                "A1",
                "a later retro that is under way decides on an action",
                "NEW.retro NOT IN (SELECT id FROM open_retro)
                OR NOT EXISTS (SELECT 1 FROM retro_action WHERE id = NEW.action AND retro <> NEW.retro)",
            ),
            (
                "A1",
                DECIDED,
                "EXISTS (SELECT 1 FROM action_ruling WHERE action = NEW.action AND (ruling <> 'keep' OR retro = NEW.retro))",
            ),
            (
                "A1",
                "only an action that is done has worked, had no effect, or is to be undone",
                "NEW.ruling IN ('worked', 'no effect', 'undo it')
                AND EXISTS (SELECT 1 FROM retro_action WHERE id = NEW.action AND done_at IS NULL)",
            ),
        ],
    ),
    on_update("guard_action_ruling_update", "action_ruling", "", &[RULING]),
    on_delete(
        "guard_action_ruling_delete",
        "action_ruling",
        "OLD.retro NOT IN (SELECT id FROM open_retro)
        OR EXISTS (SELECT 1 FROM retro_action WHERE retro = OLD.retro)
        OR NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'action_ruling' AND row = OLD.id AND kind = 'I')",
        &[RULING],
    ),
];

const NEW_IN_FINISHED: &str = "NEW.retro NOT IN (SELECT id FROM open_retro)";
const OLD_IN_FINISHED: &str = "OLD.retro NOT IN (SELECT id FROM open_retro)";
