"""What moves is suggested as tracks of an external run; known things are not proposed again."""

from __future__ import annotations

import pytest

from app.domain import edits as e
from app.domain.ontology import ClassKind
from app.domain.segments import Verification
from app.domain.suggestions import Decision, Promotion
from app.domain.tracks import Box, KeyFrame, Track
from app.session.motion import MotionLayer
from app.session.review import Review
from app.session.run_names import MOTION
from tests.app.session.conftest import FRAME, Bench, EvenFrames


def boxes(first: int, count: int, y: float = 50) -> list[Box]:
    return [Box(10 + 3 * n, y, 40, 80) for n in range(first, first + count)]


@pytest.fixture
def layer(bench: Bench) -> MotionLayer:
    bench.change_class("serve", kind=ClassKind.BOX)
    return MotionLayer(bench.project, bench.editing, bench.media[0], EvenFrames(100), bench.now, bench.new_id)


def open_tracks(bench: Bench) -> list[tuple[int, int]]:
    """First frame and the frame from which on it is outside."""
    tracks = bench.project.document(bench.media[0].id).suggested_tracks
    return [
        (t.key_frames[0].tick // FRAME, t.key_frames[-1].tick // FRAME)
        for t in tracks
        if t.decision is Decision.OPEN
    ]


def test_proposals_are_a_layer_of_an_external_run(bench: Bench, layer: MotionLayer) -> None:
    serve, before = bench.class_id("serve"), bench.editing.undo_text
    found = [(10, boxes(10, 30), 0.9), (50, boxes(50, 50, 150), 0.8)]
    assert layer.bring(serve, found) == 2
    (run,) = bench.project.catalogue.runs.values()
    assert (run.name, run.promotion) == (MOTION, Promotion.EXTERNAL)
    assert open_tracks(bench) == [(10, 40), (50, 99)]
    assert layer.bring(serve, found[:1]) == 1  # a second search: the first one's open ones go
    assert open_tracks(bench) == [(10, 40)]
    assert len(bench.project.catalogue.runs) == 1
    assert bench.editing.undo_text == before  # a job's work is not the person's to undo


def test_what_is_labelled_or_was_decided_is_not_proposed_again(bench: Bench, layer: MotionLayer) -> None:
    serve, medium = bench.class_id("serve"), bench.media[0].id
    key_frames = tuple(KeyFrame("t", n * FRAME, Box(10 + 3 * n, 50, 40, 80)) for n in (10, 40))
    track = Track("t", medium, serve, bench.project.person.id, 1)
    bench.editing.perform(e.AddTrack(track, key_frames), medium_id=medium)
    found = [(12, boxes(12, 25), 0.9), (50, boxes(50, 40, 150), 0.8)]
    assert layer.bring(serve, found) == 1
    (open_one,) = bench.project.document(medium).suggested_tracks
    review = Review(bench.project, bench.editing, bench.now, bench.new_id)
    review.reject(open_one)
    assert layer.bring(serve, found) == 0


def test_the_whole_track_is_accepted_or_the_one_box_here(bench: Bench, layer: MotionLayer) -> None:
    serve, medium = bench.class_id("serve"), bench.media[0].id
    layer.bring(serve, [(10, boxes(10, 30), 0.9), (50, boxes(50, 40, 150), 0.8)])
    document = bench.project.document(medium)
    first, second = document.suggested_tracks
    review = Review(bench.project, bench.editing, bench.now, bench.new_id)
    assert set(review.queue(medium)) == {first, second}
    review.accept(first)
    layer.accept_box(second.id, 60 * FRAME)
    whole, one = document.tracks.values()
    assert document.box_at(whole.id, 20 * FRAME) is not None
    assert document.box_at(whole.id, 41 * FRAME) is None
    assert [k.tick for k in document.key_frames(one.id)] == [60 * FRAME]
    assert one.verification is Verification.SEEN
    assert not review.queue(medium)
    bench.editing.undo()
    assert review.queue(medium) == [second]
