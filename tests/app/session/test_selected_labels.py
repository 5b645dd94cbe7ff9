"""Several labels at once, and labels set down elsewhere: each time one deed that one undo takes back."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import edits as e
from app.domain.errors import EditRefused, UserError
from app.domain.ontology import YES, Attribute, AttributeKind, ClassKind
from app.domain.segments import Segment
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.session.clipboard import copied, paste
from app.session.labelling import Labelling
from app.session.selected_labels import SelectedLabels
from tests.app.session.conftest import FRAME, Bench, EvenFrames, make_bench

RESULT = Attribute("result", AttributeKind.CHOICE, ("in", "out"), ("y", "z"))
ACE = Attribute("ace", AttributeKind.FLAG, keys=("g",))
SPEED = Attribute("speed", AttributeKind.NUMBER)


@pytest.fixture
def labelling(bench: Bench) -> Labelling:
    made = Labelling(bench.project, bench.editing, bench.media[0].id, bench.new_id)
    made.set_frames(EvenFrames(100))
    return made


def ids(labelling: Labelling) -> list[str]:
    return [*(s.id for s in labelling.document.segments), *labelling.document.tracks]


def ranges(labelling: Labelling) -> list[tuple[int, int]]:
    return [(s.range.start, s.range.end) for s in labelling.document.segments]


def add_track(bench: Bench, labelling: Labelling, *ticks: int) -> str:
    bench.change_class("rally", kind=ClassKind.BOX)
    medium_id = labelling.document.medium.id
    track = Track(bench.new_id(), medium_id, bench.class_id("rally"), bench.project.person.id, 1)
    boxes = tuple(KeyFrame(track.id, tick, Box(tick / 100, 5, 20, 10)) for tick in ticks)
    bench.editing.perform(e.AddTrack(track, boxes), medium_id=medium_id)
    return track.id


def test_one_undo_takes_back_what_was_done_to_several(bench: Bench, labelling: Labelling) -> None:
    serve = bench.class_id("serve")
    for start in (0, 1000, 2000):
        labelling.add_segment(serve, TimeRange(start, start + 500))
    track = add_track(bench, labelling, 0, 600)
    labelling.mark_complete(TimeRange(0, 3000))
    before = list(labelling.document.segments), dict(labelling.document.tracks)
    everything = [*ids(labelling), next(iter(labelling.document.complete_ranges)).id]
    for work in (
        lambda: SelectedLabels(labelling, everything).set_comment("hm"),
        lambda: SelectedLabels(labelling, everything).move(3),
        lambda: SelectedLabels(labelling, everything).remove(),
    ):
        work()
        assert (list(labelling.document.segments), labelling.document.tracks) != before
        bench.editing.undo()
        assert (list(labelling.document.segments), labelling.document.tracks) == before
    assert [k.tick for k in labelling.document.key_frames(track)] == [0, 600]
    assert len(labelling.document.complete_ranges) == 1
    with pytest.raises(UserError, match="Select a label"):
        SelectedLabels(labelling, ["gone"]).remove()


def test_a_class_is_for_its_own_kind_and_takes_only_values_it_knows(
    bench: Bench, labelling: Labelling
) -> None:
    bench.change_class("serve", attributes=(RESULT, SPEED))
    serve, rally = bench.class_id("serve"), bench.class_id("rally")
    labelling.add_segment(serve, TimeRange(0, 500), attributes={"result": "in", "speed": "12.5"})
    labelling.add_segment(serve, TimeRange(1000, 1500), attributes={"result": "out"})
    bench.change_class("rally", attributes=(replace(RESULT, choices=("in", "net")),))
    both = ids(labelling)
    SelectedLabels(labelling, both).set_class(rally)
    told = [s.attributes for s in labelling.document.segments]
    assert told == [{"result": "in", "speed": "12.5"}, {}]  # `out` is no result of a rally
    bench.editing.undo()
    SelectedLabels(labelling, both).set_attribute("result", "out")
    SelectedLabels(labelling, both).set_attribute("speed", "")
    assert [s.attributes for s in labelling.document.segments] == [{"result": "out"}] * 2
    with pytest.raises(EditRefused, match="fast is no number"):
        SelectedLabels(labelling, both).set_attribute("speed", "fast")
    bench.change_class("rally", kind=ClassKind.BOX)
    with pytest.raises(UserError, match="class of boxes"):
        SelectedLabels(labelling, both).set_class(rally)


@given(frames=st.integers(-150, 150))
def test_moved_labels_keep_their_lengths_and_stay_inside(
    tmp_path_factory: pytest.TempPathFactory, frames: int
) -> None:
    bench = make_bench(tmp_path_factory.mktemp("project"))
    bench.add_classes("serve", "rally")
    bench.add_media("film.mp4")
    labelling = Labelling(bench.project, bench.editing, bench.media[0].id, bench.new_id)
    labelling.set_frames(EvenFrames(100))
    labelling.add_segment(bench.class_id("serve"), TimeRange(2000, 2300))
    add_track(bench, labelling, 5000, 7000)
    SelectedLabels(labelling, ids(labelling)).move(frames)
    moved = min(max(frames, -20), 29)  # the label begins at frame 20, the last box lies on frame 70
    assert ranges(labelling) == [(2000 + moved * FRAME, 2300 + moved * FRAME)]
    (track,) = labelling.document.tracks
    ticks = [k.tick for k in labelling.document.key_frames(track)]
    assert ticks == [5000 + moved * FRAME, 7000 + moved * FRAME]
    bench.project.close()


def test_copies_keep_their_distances_and_everything_that_was_said(bench: Bench, labelling: Labelling) -> None:
    serve = bench.class_id("serve")
    labelling.add_segment(serve, TimeRange(200, 500), "first", {"by": "Ada"})
    labelling.add_segment(serve, TimeRange(900, 1000))
    add_track(bench, labelling, 300, 700)
    clips = copied(labelling.document, ids(labelling))
    deed = paste(labelling, clips, 4050)
    new = [d.after for change in deed for d in change.differences if isinstance(d.after, Segment)]
    assert [(s.range.start, s.range.end) for s in new] == [(4000, 4300), (4700, 4800)]
    assert (new[0].comment, new[0].attributes) == ("first", {"by": "Ada"})
    track = list(labelling.document.tracks.values())[-1]
    assert track.number == 2
    assert [k.tick for k in labelling.document.key_frames(track.id)] == [4100, 4500]
    bench.editing.undo()
    assert len(ids(labelling)) == 3
    with pytest.raises(UserError, match="Not all of it fits"):
        paste(labelling, clips, 9600)
    with pytest.raises(UserError, match="Nothing was copied"):
        paste(labelling, (), 0)


def test_a_copy_comes_to_a_film_of_another_rate_on_its_nearest_frames(
    bench: Bench, labelling: Labelling
) -> None:
    bench.add_media("talk.wav")
    labelling.add_segment(bench.class_id("serve"), TimeRange(0, 300))
    clips = copied(labelling.document, ids(labelling))
    assert clips[0].length == Fraction(3, 25)
    talk = Labelling(bench.project, bench.editing, bench.media[1].id, bench.new_id)
    paste(talk, clips, 16_000)
    assert ranges(talk) == [(16_000, 16_000 + 1920)]  # 0.12 s of 16 kHz
    add_track(bench, labelling, 0)
    with pytest.raises(UserError, match="no picture"):
        paste(talk, copied(labelling.document, list(labelling.document.tracks)), 0)


def test_the_reaction_delay_counts_film_time_and_only_while_playing(
    bench: Bench, labelling: Labelling
) -> None:
    bench.change_class("serve", reaction_ms=200)  # five frames
    serve = bench.class_id("serve")
    labelling.tap(serve, 2050, 1.0)
    labelling.tap(serve, 4050, 0.5)
    labelling.tap(serve, 5050)
    labelling.tap(serve, 6050, 2.0)
    assert ranges(labelling) == [(1500, 3900), (5000, 5100)]


def test_a_lone_mark_is_the_other_end_unless_it_lies_on_the_wrong_side(
    bench: Bench, labelling: Labelling
) -> None:
    serve = bench.class_id("serve")
    labelling.set_in(1000)
    labelling.tap(serve, 1450)
    labelling.set_out(3000)
    labelling.tap(serve, 2000)
    assert ranges(labelling) == [(1000, 1500), (2000, 3100)]
    labelling.set_in(5000)
    labelling.set_out(4000)  # the in mark lies behind it and goes
    assert (labelling.mark_in, labelling.mark_out) == (None, 4100)
    labelling.set_in(6000)
    assert (labelling.mark_in, labelling.mark_out) == (6000, None)
    assert labelling.tap(serve, 5000) is None
    assert labelling.pending[serve].start == 5000


def test_a_refused_end_leaves_the_segment_open(bench: Bench, labelling: Labelling) -> None:
    bench.change_class("serve", overlaps=False)
    serve = bench.class_id("serve")
    labelling.add_segment(serve, TimeRange(1000, 2000))
    labelling.tap(serve, 500)
    with pytest.raises(EditRefused, match="cannot share time"):
        labelling.tap(serve, 1500)
    labelling.tap(serve, 800)
    assert ranges(labelling) == [(500, 900), (1000, 2000)]


def test_descriptors_are_said_of_the_label_in_hand(bench: Bench, labelling: Labelling) -> None:
    bench.change_class("serve", attributes=(RESULT, ACE))
    serve, rally = bench.class_id("serve"), bench.class_id("rally")
    assert labelling.describe("y") is None
    labelling.tap(serve, 0)
    labelling.describe("Y")
    labelling.tap(serve, 500)
    said = labelling.describe("g")
    assert said is not None
    assert (said.attribute, said.value) == ("ace", YES)
    (first,) = labelling.document.segments
    assert first.attributes == {"result": "in", "ace": YES}
    labelling.describe("g")
    labelling.describe("z")
    assert next(iter(labelling.document.segments)).attributes == {"result": "out"}
    labelling.tap(rally, 1000)
    assert labelling.describe("y") is None  # a rally has no result
    labelling.take_in_hand(first.id)
    assert labelling.describe("y") is not None
    SelectedLabels(labelling, [first.id]).remove()
    assert labelling.describe("y") is None


def test_edges_reach_to_the_play_head_and_back_to_the_label_before(
    bench: Bench, labelling: Labelling
) -> None:
    serve = bench.class_id("serve")
    labelling.add_segment(serve, TimeRange(0, 500))
    labelling.add_segment(serve, TimeRange(2000, 2500))
    first, second = ids(labelling)
    labelling.extend(second, 2950)
    labelling.extend(second, 1850)
    assert ranges(labelling)[1] == (1800, 3000)
    labelling.begin_where_previous_ended(second)
    assert ranges(labelling)[1] == (500, 3000)
    with pytest.raises(UserError, match="No label ends before"):
        labelling.begin_where_previous_ended(first)
    labelling.retime(second, end=600)
    with pytest.raises(UserError, match="ends after it begins"):
        labelling.retime(second, start=600)
    assert ranges(labelling)[1] == (500, 600)
