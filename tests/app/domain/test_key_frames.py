from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.document import Document
from app.domain.key_frames import KeyFrames
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, box_at
from tests.app.domain.worlds import FULL, MEDIUM, ONTOLOGY, full_document, state_of

ticks = st.integers(-20, 20)
boxes = st.builds(Box, st.floats(-9, 9), st.floats(-9, 9), st.floats(0.1, 9), st.floats(0.1, 9))
frames = st.builds(KeyFrame, st.just("t"), ticks, boxes, st.booleans(), st.booleans())


turns = frames.map(lambda k: (k.tick, k)) | ticks.map(lambda tick: (tick, None))


@given(
    st.lists(frames, max_size=40),
    st.lists(st.lists(turns, max_size=4), max_size=5),
    st.lists(turns),
    st.slices(8),
)
def test_columns_hold_what_a_plain_mapping_holds(
    first: list[KeyFrame],
    steps: list[list[tuple[int, KeyFrame | None]]],
    many: list[tuple[int, KeyFrame | None]],
    window: slice,
) -> None:
    columns, plain = KeyFrames("t", first), {k.tick: k for k in first}
    for turned in (*steps, many):
        columns.follow(turned)
        for tick, key_frame in turned:
            plain.pop(tick, None)
            if key_frame is not None:
                plain[tick] = key_frame
    ordered = [plain[tick] for tick in sorted(plain)]
    assert list(columns) == ordered
    assert len(columns) == len(ordered)
    assert columns[window] == ordered[window]
    assert [columns.at(tick) for tick in range(-22, 23)] == [plain.get(tick) for tick in range(-22, 23)]
    assert [columns.box_at(tick) for tick in range(-22, 23)] == [box_at(ordered, t) for t in range(-22, 23)]
    assert columns.within(TimeRange(-3, 7)) == [k for k in ordered if -3 <= k.tick < 7]
    there = [tick for start, end in columns.present() for tick in range(start, min(end, 23))]
    assert there == [tick for tick in range(-22, 23) if box_at(ordered, tick) is not None]
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


def test_sides_come_once_and_only_when_a_box_is_asked_for() -> None:
    asked = []

    def fill(columns: KeyFrames) -> None:
        asked.append(columns.track_id)
        columns.fill(array("q", [3, 9]), array("d", [1, 2, 3, 4, 5, 6, 7, 8]), bytearray([1, 0]))

    columns = KeyFrames.without_sides("t", array("q", [3, 9]), bytearray([1, 0]), fill)
    assert (len(columns), list(columns.ticks), columns.present()) == (2, [3, 9], [(9, 1 << 62)])
    assert asked == []
    assert columns.box_at(9) == columns[1] == KeyFrame("t", 9, Box(5, 6, 7, 8))
    assert asked == ["t"]
    with pytest.raises(ValueError, match="different lengths"):
        KeyFrames.without_sides("t", array("q", [3]), bytearray([1, 0]), fill)
