"""For every edit: planning touches nothing, a refusal touches nothing, undo gives back what was."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import edits as e
from app.domain.document import Document
from app.domain.errors import EditRefused
from tests.app.domain.worlds import EDITS, FULL, MEDIUM, ONTOLOGY, full_document, state_of

KINDS = get_args(e.DocumentEdit)


def do_and_undo(document: Document, edit: Any) -> bool:
    """Whether the edit was allowed; leaves it done. Raises AssertionError when a promise is broken."""
    before = state_of(document)
    try:
        change = document.plan(edit)
    except (EditRefused, ValueError):  # ValueError: an edit that no gesture can make
        assert state_of(document) == before
        return False
    assert state_of(document) == before, "planning must change nothing"
    document.adopt(change)
    after = state_of(document)
    document.adopt(change.inverse())
    assert state_of(document) == before, "undo must give back what was"
    document.adopt(change)
    assert state_of(document) == after, "redo must do the same again"
    assert change.inverse().inverse() == change
    return True


def test_every_edit_of_a_document_is_drawn() -> None:
    assert set(EDITS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_undo_takes_back_exactly_what_one_edit_did(kind: type) -> None:
    allowed = 0

    @settings(max_examples=200, deadline=None, database=None)
    @given(edit=EDITS[kind])
    def one(edit: Any) -> None:
        nonlocal allowed
        allowed += do_and_undo(full_document(), edit)

    one()
    assert allowed > 0, "no edit of this kind was ever allowed: the test has shown nothing"


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(*EDITS.values()), min_size=3, max_size=25))
def test_undoing_a_whole_day_gives_back_its_morning(edits: list[Any]) -> None:
    document = full_document()
    morning = state_of(document)
    done = []
    for edit in edits:
        try:
            change = document.plan(edit)
        except (EditRefused, ValueError):
            continue
        document.adopt(change)
        done.append(change)
        _check_rules(document)
    for change in reversed(done):
        document.adopt(change.inverse())
    assert state_of(document) == morning


def _check_rules(document: Document) -> None:
    """What must hold in every document, whatever was done to it."""
    span = MEDIUM.span
    for item in (*document.segments, *document.complete_ranges, *document.suggestions):
        assert span.start <= item.range.start < item.range.end <= span.end
    for item in (*document.segments, *document.suggestions):
        assert item.class_id in ONTOLOGY
        assert not item.is_point or item.range.length == 1
    for segment in document.segments:
        if not ONTOLOGY[segment.class_id].overlaps:
            alike = [
                s for s in document.segments.overlapping(segment.range) if s.class_id == segment.class_id
            ]
            assert alike == [segment]
    for track in document.tracks.values():
        frames = document.key_frames(track.id)
        assert frames, "a track has a box"
        assert [k.tick for k in frames] == sorted({k.tick for k in frames})
        assert all(span.contains(k.tick) for k in frames)
    assert state_of(document)["loose boxes"] == []
    assert all(s.layer_id in document.layers for s in (*document.suggestions, *document.suggested_tracks))


@settings(max_examples=100, deadline=None, database=None)
@given(first=st.one_of(*EDITS.values()), second=st.one_of(*EDITS.values()))
def test_a_change_planned_before_another_is_adopted_whole_or_not_at_all(first: Any, second: Any) -> None:
    document = full_document()
    try:
        planned_first, planned_second = document.plan(first), document.plan(second)
    except (EditRefused, ValueError):
        return
    document.adopt(planned_first)
    between = state_of(document)
    try:
        document.adopt(planned_second)
    except EditRefused:
        assert state_of(document) == between
    else:
        document.adopt(planned_second.inverse())
        assert state_of(document) == between


@given(st.one_of(*EDITS.values()))
@settings(max_examples=50, deadline=None, database=None)
def test_a_plan_depends_on_the_document_only(edit: Any) -> None:
    def outcome(document: Document) -> object:
        try:
            return document.plan(edit)
        except (EditRefused, ValueError) as error:
            return str(error)

    shuffled = Document(MEDIUM, ONTOLOGY, **{name: list(reversed(items)) for name, items in FULL.items()})
    assert outcome(full_document()) == outcome(shuffled)
