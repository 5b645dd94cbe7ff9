from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.document import Document
from app.domain.key_frames import KeyFrames
from app.domain.tracks import Box, KeyFrame, box_at
from tests.app.domain.worlds import FULL, MEDIUM, ONTOLOGY, full_document, state_of

ticks = st.integers(-5, 12)
boxes = st.builds(Box, st.floats(-9, 9), st.floats(-9, 9), st.floats(0.1, 9), st.floats(0.1, 9))
frames = st.builds(KeyFrame, st.just("t"), ticks, boxes, st.booleans(), st.booleans())


@given(st.lists(frames, max_size=5), st.lists(frames | ticks, max_size=15), st.slices(8))
def test_columns_hold_what_a_plain_mapping_holds(
    first: list[KeyFrame], steps: list[KeyFrame | int], window: slice
) -> None:
    columns, plain = KeyFrames("t", first), {k.tick: k for k in first}
    for step in steps:
        if isinstance(step, int):
            columns.discard(step)
            plain.pop(step, None)
        else:
            columns.put(step)
            plain[step.tick] = step
    ordered = [plain[tick] for tick in sorted(plain)]
    assert list(columns) == ordered
    assert len(columns) == len(ordered)
    assert columns[window] == ordered[window]
    assert [columns.at(tick) for tick in range(-6, 14)] == [plain.get(tick) for tick in range(-6, 14)]
    assert [columns.box_at(tick) for tick in range(-6, 14)] == [box_at(ordered, t) for t in range(-6, 14)]
    assert [columns[-1 - i] for i in range(len(ordered))] == ordered[::-1]
    with pytest.raises(IndexError):
        columns[len(ordered)]


def test_columns_are_taken_over_when_they_match() -> None:
    sides = array("d", [1, 2, 3, 4, 5, 6, 7, 8])
    columns = KeyFrames.of_columns("t", array("q", [3, 9]), sides, bytearray([1, 2]))
    assert list(columns) == [
        KeyFrame("t", 3, Box(1, 2, 3, 4), outside=True),
        KeyFrame("t", 9, Box(5, 6, 7, 8), occluded=True),
    ]
    with pytest.raises(ValueError, match="different lengths"):
        KeyFrames.of_columns("t", array("q", [3]), sides, bytearray([0]))
    with pytest.raises(ValueError, match="different lengths"):
        KeyFrames.of_columns("t", array("q", [3, 9]), sides, bytearray([0]))


def test_a_document_made_from_columns_is_the_same() -> None:
    by_track: dict[str, list[KeyFrame]] = {}
    for key_frame in FULL["key_frames"]:
        by_track.setdefault(key_frame.track_id, []).append(key_frame)
    columns = {track: KeyFrames(track, found) for track, found in by_track.items()}
    made = Document(MEDIUM, ONTOLOGY, **{**FULL, "key_frames": columns})
    assert state_of(made) == state_of(full_document())
