"""Boxes stay in the file until they are asked for, and are the same then as if they had been read at once."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import edits as e
from app.domain.changes import Change, removed
from app.domain.document import Document
from app.domain.errors import UserError
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame
from app.storage.project_store import ProjectStore
from tests.app.domain.worlds import state_of
from tests.app.storage import samples as s
from tests.app.storage.samples import ANN, NOON, adding

MANY = [
    KeyFrame("t2", tick, Box(tick / 3, 0.1, 7, 9), tick in (140, 190), tick % 3 == 0)
    for tick in range(100, 200, 5)
]


@pytest.fixture
def boxed(store: ProjectStore) -> ProjectStore:
    """Two tracks, one of two boxes, one of many."""
    store.write(adding(replace(s.TRACK, id="t2"), s.BOX, s.GONE, *MANY), ANN, NOON)
    return store


def document_of(store: ProjectStore) -> Document:
    catalogue = store.load_catalogue()
    return store.load_document(catalogue.media["film"], catalogue.ontology)


def test_read_when_asked_for_is_the_same_as_read_at_once(boxed: ProjectStore) -> None:
    with ProjectStore.open(boxed.path, read_only=True) as reader:
        at_once = document_of(reader)
    assert all(at_once.key_frames(track).is_filled for track in at_once.tracks)
    later = document_of(boxed)
    assert not any(later.key_frames(track).is_filled for track in later.tracks)
    for track in later.tracks:
        unread, read = later.key_frames(track), at_once.key_frames(track)
        assert (list(unread.ticks), unread.span, unread.present()) == (
            list(read.ticks),
            read.span,
            read.present(),
        )
        assert not unread.is_filled, "when it is there is known without its boxes"
    assert state_of(later) == state_of(at_once)
    assert list(later.key_frames("t2")) == MANY
    assert later.key_frames("t2").is_filled
    assert dict(boxed.key_frames_of(s.FILM)).keys() == {"t1", "t2"}


EDITS: list[e.DocumentEdit] = [
    e.SetKeyFrame(KeyFrame("t2", 107, Box(1, 2, 3, 4))),
    e.MoveBox("t2", 141, Box(1, 2, 3, 4)),
    e.MoveBox("t2", 145, Box(1, 2, 3, 4)),
    e.SetKeyFrames("t2", (KeyFrame("t2", 108, Box(1, 2, 3, 4)),), TimeRange(100, 150)),
    e.SetKeyFrames("t2", tuple(KeyFrame("t2", t, Box(1, 2, 3, 4)) for t in range(101, 199, 2))),
    e.RemoveKeyFrame("t2", 110),
    e.RemoveTrack("t2"),
    e.EndTrack("t2", 122, 121),
    e.SplitTrack("t2", 122, 121, "t3"),
    e.MergeTracks(("t1", "t2")),
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: type(edit).__name__)
def test_a_track_that_nobody_looked_at_is_edited_as_any_other(
    boxed: ProjectStore, edit: e.DocumentEdit
) -> None:
    document, seen = document_of(boxed), document_of(boxed)
    state_of(seen)
    change = document.plan(edit)
    assert change == seen.plan(edit)
    document.check_adoptable(change)
    boxed.write(change, ANN, NOON)
    document.adopt(change)
    seen.adopt(change)
    assert state_of(document) == state_of(seen) == state_of(document_of(boxed))
    boxed.write(change.inverse(), ANN, NOON)
    document.adopt(change.inverse())
    assert state_of(document) == state_of(document_of(boxed))


def test_boxes_are_read_on_any_thread_and_once(boxed: ProjectStore) -> None:
    document = document_of(boxed)
    found: list[list[KeyFrame]] = []
    threads = [
        threading.Thread(target=lambda: found.append(list(document.key_frames("t2")))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [MANY] * 8


def test_a_document_outlives_its_store(boxed: ProjectStore) -> None:
    document = document_of(boxed)
    assert document.box_at("t1", 10) is not None
    boxed.close()
    assert list(document.key_frames("t2")) == MANY
    assert list(boxed.path.parent.iterdir()) == [boxed.path], "nothing is left open"


def test_a_file_that_is_gone_is_said_in_words(boxed: ProjectStore) -> None:
    document = document_of(boxed)
    boxed.close()
    boxed.path.unlink()
    with pytest.raises(UserError, match="cannot be opened"):
        document.box_at("t2", 110)


def test_what_another_session_wrote_meanwhile_is_shown(boxed: ProjectStore) -> None:
    document = document_of(boxed)
    boxed.write(Change("remove", "film", removed(MANY[:3])), ANN, NOON)
    assert list(document.key_frames("t2")) == MANY[3:]


DAMAGED = [
    "UPDATE classes SET attributes = '{'",
    "UPDATE classes SET attributes = '[1]'",
    "UPDATE media SET facts = 'x'",
    "UPDATE segments SET attributes = '[1]'",
    """UPDATE segments SET attributes = '{"side": 1}'""",
    "UPDATE tracks SET attributes = '\"x\"'",
    "UPDATE zones SET points = '[[0, 0]]'",
    "UPDATE zones SET points = '[[0, 0], [NaN, 1], [2, 2]]'",
    "UPDATE suggested_tracks SET key_frames = '[]'",
    "UPDATE suggested_tracks SET key_frames = '7'",
    "UPDATE key_frames SET tick = 'soon' WHERE tick = 10",
]


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("statement", DAMAGED)
def test_values_that_no_project_has_are_told_as_damage(
    full: ProjectStore, statement: str, read_only: bool
) -> None:
    path = damaged(full, statement)

    def read(store: ProjectStore) -> None:
        for track in (document := document_of(store)).tracks:
            list(document.key_frames(track))

    told(path, read, read_only=read_only)


def test_labels_that_cannot_be_understood_are_told_as_damage_when_going_through(full: ProjectStore) -> None:
    path = damaged(full, "UPDATE segments SET attributes = '[1]'")
    told(path, lambda store: list(store.iter_segments()))


def damaged(store: ProjectStore, statement: str) -> Path:
    store.close()
    with closing(sqlite3.connect(store.path)) as file:
        file.executescript(statement)
    return store.path


def told(path: Path, read: Callable[[ProjectStore], object], *, read_only: bool = False) -> None:
    with ProjectStore.open(path, read_only=read_only) as store, pytest.raises(UserError) as caught:
        read(store)
    assert f"{path.name} is damaged" in str(caught.value)
    assert caught.value.way_out
