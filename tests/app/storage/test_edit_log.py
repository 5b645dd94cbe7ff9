from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from app.domain.changes import Change, Difference, removed
from app.domain.suggestions import Decision
from app.domain.timebase import TimeRange
from app.storage.project_store import ProjectStore
from tests.app.storage import samples as s
from tests.app.storage.samples import ANN, NOON, adding

MOVED = replace(s.SEGMENT, range=TimeRange(0, 900))


@pytest.fixture
def log(store: ProjectStore) -> ProjectStore:
    """Four entries: foundation, a label, its move, its end."""
    store.write(adding(s.SEGMENT), ANN, NOON)
    store.write(Change("change segment", "film", (Difference(s.SEGMENT, MOVED),)), ANN, NOON)
    store.write(Change("remove segments", "film", removed([MOVED])), ANN, NOON)
    return store


def test_each_entry_says_who_did_what_when_and_its_inverse(log: ProjectStore) -> None:
    _, added, moved, gone = log.log()
    assert [e.number for e in log.log()] == [1, 2, 3, 4]
    assert (moved.actor, moved.at, moved.verb, moved.medium_id, moved.count) == (
        ANN,
        NOON,
        "change segment",
        "film",
        1,
    )
    assert json.loads(moved.edit) == [["segment", "s1", {"end_tick": 900}]]
    assert json.loads(moved.inverse) == [["segment", "s1", {"end_tick": 1001}]]
    assert json.loads(added.inverse) == [["segment", "s1", None]]
    assert json.loads(gone.edit) == [["segment", "s1", None]]
    assert json.loads(gone.inverse)[0][2]["end_tick"] == 900
    assert json.loads(added.edit)[0][2]["comment"] == s.SEGMENT.comment
    assert added.monotonic_ns < moved.monotonic_ns < gone.monotonic_ns
    assert log.log(last=2) == [moved, gone]
    assert log.log(last=0) == []


def test_the_head_names_the_whole_history(log: ProjectStore) -> None:
    entries = log.log()
    assert log.head_hash() == entries[-1].hash
    assert [e.previous_hash for e in entries[1:]] == [e.hash for e in entries[:-1]]
    assert len({e.hash for e in entries}) == 4


def test_a_hash_can_be_made_again_by_anyone(log: ProjectStore) -> None:
    """With nothing of ours: what the documentation says is what is done."""
    path = log.path
    log.close()
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        uuid, created = file.execute("SELECT uuid, created_at FROM project").fetchone()
        previous = _sha256({"created_at": created, "project": uuid})
        for row in file.execute("SELECT * FROM edit_log ORDER BY number").fetchall():
            hashed = {k: row[k] for k in row.keys() if k not in ("hash", "edit", "inverse")}  # noqa: SIM118
            assert row["previous_hash"] == previous
            assert row["edit_sha256"] == hashlib.sha256(row["edit"].encode()).hexdigest()
            assert row["inverse_sha256"] == hashlib.sha256(row["inverse"].encode()).hexdigest()
            previous = row["hash"]
            assert previous == _sha256(hashed)


def _sha256(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def test_two_projects_have_different_beginnings(empty: ProjectStore) -> None:
    with ProjectStore.create(empty.path.with_name("other.sora")) as other:
        assert other.head_hash() != empty.head_hash()


TAMPERING = {
    "who": ("UPDATE edit_log SET actor = replace(actor, 'Ann', 'Bob') WHERE number = 3", "entry 3"),
    "when": ("UPDATE edit_log SET at = replace(at, '2026', '2025') WHERE number = 2", "entry 2"),
    "what": ("UPDATE edit_log SET edit = replace(edit, '900', '901') WHERE number = 3", "entry 3"),
    "the way back": ("UPDATE edit_log SET inverse = '[]' WHERE number = 3", "entry 3"),
    "how many": ("UPDATE edit_log SET count = 7 WHERE number = 4", "entry 4"),
    "which film": ("UPDATE edit_log SET medium_id = 'sound' WHERE number = 4", "entry 4"),
    "one taken out": ("DELETE FROM edit_log WHERE number = 2", "entry 2 is missing"),
    "the first taken out": ("DELETE FROM edit_log WHERE number = 1", "entry 1 is missing"),
    "another project's": ("UPDATE project SET uuid = 'x'", "entry 1 does not follow"),
    "two swapped": (
        "UPDATE edit_log SET number = 99 WHERE number = 2; UPDATE edit_log SET number = 2 WHERE number = 3;"
        "UPDATE edit_log SET number = 3 WHERE number = 99",
        "entry 2",
    ),
}


@pytest.mark.parametrize(("statements", "words"), TAMPERING.values(), ids=TAMPERING)
def test_tampering_with_the_log_is_found(log: ProjectStore, statements: str, words: str) -> None:
    path = log.path
    assert log.check() == []
    log.close()
    with closing(sqlite3.connect(path)) as file:
        file.executescript(
            f"DROP TRIGGER edit_log_no_update; DROP TRIGGER edit_log_no_delete;"
            f"PRAGMA ignore_check_constraints = ON; {statements}"
        )
    with ProjectStore.open(path) as again:
        found = again.check()
    assert any("edit log" in fault and words in fault for fault in found), found


def test_a_whole_new_entry_with_a_hash_of_its_own_does_not_fit_the_next(log: ProjectStore) -> None:
    path = log.path
    log.close()
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        row = dict(file.execute("SELECT * FROM edit_log WHERE number = 3").fetchone())
        row["verb"] = "nothing"
        row["hash"] = _sha256({k: v for k, v in row.items() if k not in ("hash", "edit", "inverse")})
        file.executescript("DROP TRIGGER edit_log_no_update")
        file.execute("UPDATE edit_log SET verb = :verb, hash = :hash WHERE number = 3", row)
        file.commit()
    with ProjectStore.open(path) as again:
        assert again.check() == ["edit log: entry 4 does not follow from the entry before it"]


CHANGED_BEHIND_THE_LOG = {
    "a label moved": ("UPDATE segments SET end_tick = 7 WHERE id = 's1'", "kind segment are not .*s1"),
    "a label's author": ("UPDATE segments SET actor_id = 'bob' WHERE id = 's1'", "kind segment"),
    "a label gone": ("DELETE FROM segments WHERE id = 's1'", "kind segment .*s1"),
    "a label made up": (
        "INSERT INTO segments SELECT 'new', medium_id, class_id, 1, 2, actor_id, 0, origin, '', "
        "verification, '', '{}' FROM segments WHERE id = 's1'",
        "kind segment .*new",
    ),
    "a class renamed": ("UPDATE classes SET name = 'lob' WHERE id = 'hit'", "kind class .*hit"),
    "a box moved": ("UPDATE key_frames SET x = 5 WHERE tick = 10", "kind key frame .*t1@10"),
    "metrics embellished": ("UPDATE runs SET metrics = '{}'", "kind run"),
    "a decision taken back": (
        "UPDATE suggestions SET decision = 'accepted' WHERE id = 'g2'",
        "kind suggestion .*g2",
    ),
    "the end of the log cut off": (
        "DROP TRIGGER edit_log_no_delete; DELETE FROM edit_log WHERE number = 2",
        "kind segment .*later",
    ),
}


@pytest.mark.parametrize(("statements", "words"), CHANGED_BEHIND_THE_LOG.values(), ids=CHANGED_BEHIND_THE_LOG)
def test_what_was_changed_behind_the_log_is_found(full: ProjectStore, statements: str, words: str) -> None:
    full.write(adding(replace(s.SEGMENT, id="later")), replace(ANN, id="bob"), NOON)
    assert full.check() == []
    path = full.path
    full.close()
    with closing(sqlite3.connect(path)) as file:
        file.executescript(statements)
    with ProjectStore.open(path) as again:
        (fault,) = again.check()
    assert re.search(words, fault)


def test_a_long_list_of_differences_from_the_log_is_shortened(full: ProjectStore) -> None:
    full.write(adding(*(replace(s.SEGMENT, id=f"n{i}") for i in range(30))), ANN, NOON)
    path = full.path
    full.close()
    with closing(sqlite3.connect(path)) as file:
        file.executescript("UPDATE segments SET comment = '?'")
    with ProjectStore.open(path) as again:
        (fault,) = again.check()
    assert "32 of kind segment" in fault
    assert fault.count("n") < 20


@pytest.mark.parametrize("count", [1, 400])
def test_proposals_are_summed_up_and_decisions_are_not(store: ProjectStore, count: int) -> None:
    proposals = [replace(s.OPEN, id=f"g{i}", range=TimeRange(i, i + 9)) for i in range(count)]
    store.write(adding(*proposals), s.JOB, NOON)
    decided = replace(proposals[0], decision=Decision.REJECTED, decided_by="ann")
    store.write(Change("reject", "film", (Difference(proposals[0], decided),)), ANN, NOON)
    store.write(Change("again", "film", removed(proposals[1:])), s.JOB, NOON)
    brought, rejected, *replaced = store.log()[1:]
    ((kind, digest, sums),) = json.loads(brought.edit)
    assert (kind, len(digest), sums, brought.count) == (
        "proposals",
        64,
        {"added": count, "removed": 0},
        count,
    )
    assert json.loads(rejected.edit) == [["suggestion", "g0", {"decided_by": "ann", "decision": "rejected"}]]
    for entry in replaced:
        assert json.loads(entry.edit)[0][2] == {"added": 0, "removed": count - 1}
    assert store.check() == []


def test_the_digest_of_proposals_tells_different_ones_apart(store: ProjectStore) -> None:
    make: Callable[[float], str] = lambda score: _digest_of(store, score)  # noqa: E731
    assert make(0.5) != make(0.25)


def _digest_of(store: ProjectStore, score: float) -> str:
    proposal = replace(s.OPEN, id="g", score=score)
    store.write(adding(proposal), s.JOB, NOON)
    store.write(Change("away", "film", removed([proposal])), s.JOB, NOON)
    return str(json.loads(store.log(2)[0].edit)[0][1])
