"""Which boxes are there: found through an index of presence, the same as by looking at every track."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import edits as e
from app.domain.document import Document
from app.domain.errors import EditRefused
from tests.app.domain.worlds import EDITS, END, MEDIUM, ONTOLOGY, full_document


def all_present(document: Document, tick: int) -> set[tuple[str, object]]:
    found = {(i, document.box_at(i, tick)) for i in document.tracks}
    return {(i, box) for i, box in found if box is not None}


OF_BOXES = (
    e.AddTrack,
    e.RemoveTrack,
    e.SplitTrack,
    e.MergeTracks,
    e.EndTrack,
    e.SetKeyFrame,
    e.SetKeyFrames,
    e.MoveBox,
    e.RemoveKeyFrame,
)


@settings(max_examples=50)
@given(st.lists(st.one_of(*(EDITS[kind] for kind in OF_BOXES)), max_size=8))
def test_boxes_are_found_after_every_edit(todo: list[Any]) -> None:
    document = full_document()
    for edit in [None, *todo]:
        if edit is not None:
            try:
                document.adopt(document.plan(edit))
            except (EditRefused, ValueError):
                continue
        for tick in range(-2, END + 2):
            shown = {(track.id, box) for track, box in document.boxes_at(tick)}
            assert shown == all_present(document, tick)


def test_a_document_without_tracks_has_no_boxes() -> None:
    assert Document(MEDIUM, ONTOLOGY).boxes_at(5) == []
