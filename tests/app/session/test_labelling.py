"""Gestures become labels on whole frames."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import edits as e
from app.domain.errors import EditRefused, UserError
from app.domain.ontology import ClassKind
from app.domain.segments import Origin, Verification
from app.domain.timebase import TimeRange
from app.session.labelling import Labelling
from app.session.selected_labels import SelectedLabels
from tests.app.session.conftest import FRAME, Bench, EvenFrames, make_bench


@pytest.fixture
def labelling(bench: Bench) -> Labelling:
    made = Labelling(bench.project, bench.editing, bench.media[0].id, bench.new_id)
    made.set_frames(EvenFrames(100))
    return made


def ranges(labelling: Labelling) -> list[tuple[int, int]]:
    return [(s.range.start, s.range.end) for s in labelling.document.segments]


def test_two_taps_make_a_segment_of_whole_frames(bench: Bench, labelling: Labelling) -> None:
    serve = bench.class_id("serve")
    assert labelling.tap(serve, 250) is None
    assert labelling.pending[serve].start == 200
    assert labelling.tap(serve, 510) is not None
    assert ranges(labelling) == [(200, 600)]
    assert not labelling.pending
    segment = next(iter(labelling.document.segments))
    assert segment.origin is Origin.HAND
    assert segment.verification is Verification.BLIND
    assert segment.actor_id == bench.project.person.id


def test_two_classes_can_be_open_at_once_and_a_segment_can_be_tapped_backwards(
    bench: Bench, labelling: Labelling
) -> None:
    serve, rally = bench.class_id("serve"), bench.class_id("rally")
    labelling.tap(serve, 900)
    labelling.tap(rally, 100)
    labelling.tap(serve, 300)
    labelling.tap(rally, 400)
    assert ranges(labelling) == [(100, 500), (300, 1000)]


def test_in_and_out_marks_and_a_class_key(bench: Bench, labelling: Labelling) -> None:
    labelling.set_in(130)
    labelling.set_out(370)
    labelling.tap(bench.class_id("serve"), 9000)
    assert ranges(labelling) == [(100, 400)]
    assert labelling.mark_in is None
    assert labelling.mark_out is None


def test_marks_and_open_segments_can_be_dropped(bench: Bench, labelling: Labelling) -> None:
    labelling.set_in(130)
    labelling.tap(bench.class_id("serve"), 0)
    labelling.cancel_pending()
    labelling.tap(bench.class_id("serve"), 500)
    assert ranges(labelling) == []


def test_a_point_class_makes_a_point_and_lead_and_lag_make_a_clip(bench: Bench, labelling: Labelling) -> None:
    bench.change_class("serve", kind=ClassKind.POINT)
    labelling.tap(bench.class_id("serve"), 250)
    point = next(iter(labelling.document.segments))
    assert (point.is_point, point.range) == (True, TimeRange.point(200))
    bench.change_class("serve", kind=ClassKind.POINT, lead_ms=80, lag_ms=40)
    labelling.tap(bench.class_id("serve"), 1050)
    assert ranges(labelling)[1] == (800, 1200)


def test_a_box_class_is_drawn_not_tapped(bench: Bench, labelling: Labelling) -> None:
    bench.change_class("serve", kind=ClassKind.BOX)
    with pytest.raises(UserError, match="class of boxes"):
        labelling.tap(bench.class_id("serve"), 0)
    with pytest.raises(UserError, match="does not exist"):
        labelling.tap("gone", 0)


def test_edges_move_by_frames_and_stop_at_the_other_edge_and_the_ends(
    bench: Bench, labelling: Labelling
) -> None:
    labelling.add_segment(bench.class_id("serve"), TimeRange(9700, 9800))
    segment_id = next(iter(labelling.document.segments)).id
    labelling.nudge(segment_id, edge="end", frames=1)
    assert ranges(labelling) == [(9700, 9900)]
    labelling.nudge(segment_id, edge="end", frames=5)
    assert ranges(labelling) == [(9700, 10_000)]
    labelling.nudge(segment_id, edge="end", frames=-1)
    assert ranges(labelling) == [(9700, 9900)]
    labelling.nudge(segment_id, edge="start", frames=50)
    assert ranges(labelling) == [(9800, 9900)]
    labelling.nudge(segment_id, edge="start", frames=-200)
    assert ranges(labelling) == [(0, 9900)]
    with pytest.raises(UserError, match="Select a label"):
        labelling.nudge("none", edge="start", frames=1)


def test_a_point_is_nudged_as_a_whole(bench: Bench, labelling: Labelling) -> None:
    bench.change_class("serve", kind=ClassKind.POINT)
    labelling.tap(bench.class_id("serve"), 250)
    labelling.nudge(next(iter(labelling.document.segments)).id, edge="start", frames=2)
    assert ranges(labelling) == [(400, 401)]


def test_split_merge_class_comment_and_removal(bench: Bench, labelling: Labelling) -> None:
    labelling.add_segment(bench.class_id("serve"), TimeRange(0, 1000))
    first = next(iter(labelling.document.segments)).id
    labelling.split(first, 450)
    assert ranges(labelling) == [(0, 400), (400, 1000)]
    with pytest.raises(EditRefused, match="play head"):
        labelling.split(first, 5000)
    both = tuple(s.id for s in labelling.document.segments)
    labelling.merge(both)
    assert ranges(labelling) == [(0, 1000)]
    SelectedLabels(labelling, [first]).set_class(bench.class_id("rally"))
    SelectedLabels(labelling, [first]).set_comment("net")
    segment = labelling.document.segments.get(first)
    assert segment is not None
    assert (segment.class_id, segment.comment) == (bench.class_id("rally"), "net")
    SelectedLabels(labelling, [first]).remove()
    assert ranges(labelling) == []


def test_complete_ranges(bench: Bench, labelling: Labelling) -> None:
    labelling.mark_complete(TimeRange(150, 850))
    complete = next(iter(labelling.document.complete_ranges))
    assert complete.range == TimeRange(100, 900)
    SelectedLabels(labelling, [complete.id]).remove()
    assert not len(labelling.document.complete_ranges)


def test_a_sound_has_no_frames(bench: Bench) -> None:
    bench.add_media("talk.wav")
    talk = Labelling(bench.project, bench.editing, bench.media[1].id, bench.new_id)
    talk.set_frames(None)
    talk.add_segment(bench.class_id("serve"), TimeRange(1600, 3200))
    segment = next(iter(talk.document.segments))
    talk.nudge(segment.id, edge="end", frames=1)
    assert ranges(talk) == [(1600, 3360)]  # by 10 ms where there are no frames


@given(a=st.integers(-500, 11_000), b=st.integers(-500, 11_000))
def test_whatever_is_tapped_lies_inside_and_on_frame_boundaries(
    tmp_path_factory: pytest.TempPathFactory, a: int, b: int
) -> None:
    bench = make_bench(tmp_path_factory.mktemp("project"))
    bench.add_classes("serve")
    bench.add_media("film.mp4")
    labelling = Labelling(bench.project, bench.editing, bench.media[0].id, bench.new_id)
    labelling.set_frames(EvenFrames(100))
    for tick in (a, b):
        labelling.tap(bench.class_id("serve"), tick)
    ((start, end),) = ranges(labelling)
    assert 0 <= start < end <= 10_000
    assert start % FRAME == 0 == end % FRAME
    assert start <= min(max(min(a, b), 0), 9_999) < end
    bench.project.close()


def test_an_accepted_label_that_is_moved_says_so(bench: Bench, labelling: Labelling) -> None:
    labelling.add_segment(bench.class_id("serve"), TimeRange(0, 1000))
    segment = next(iter(labelling.document.segments))
    accepted = replace(segment, id="acc", origin=Origin.SUGGESTION, verification=Verification.SEEN)
    bench.editing.perform(e.AddSegments((accepted,)), medium_id=segment.medium_id)
    labelling.change_edges("acc", TimeRange(0, 500))
    moved = labelling.document.segments.get("acc")
    assert moved is not None
    assert moved.verification is Verification.EDITED
