"""Texts and tracks that reach the model: what is written and drawn, never what gives the label away."""

from __future__ import annotations

from dataclasses import replace

from app.domain import edits as e
from app.domain.ontology import ClassKind, LabelClass
from app.domain.segments import Segment
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.session.manifests import take_snapshot, training_set, unlabelled_spec
from app.session.media_context import texts_of
from sora_model.contract.manifest import MediaSpec, TextSpec
from tests.app.session.conftest import FRAME, Bench

SUBTITLES = """1
00:00:01,000 --> 00:00:02,000
What a <i>goal</i>!

2
00:00:02,000 --> 00:00:03,000
Serve 0.93

3
00:00:03,500 --> 00:09:00,000
and the crowd
goes wild
"""


def subtitles(bench: Bench, text: str = SUBTITLES) -> None:
    (bench.project.path.parent / "film.srt").write_text(text, encoding="utf-8")


def draw(bench: Bench) -> None:
    """A ball that crosses the picture of 640 × 360 and leaves it."""
    medium, ball = bench.media[0], LabelClass("ball", "ball", "#ff8800", kind=ClassKind.BOX)
    bench.editing.perform(e.AddClasses((ball,)))
    track = Track("t1", medium.id, "ball", bench.project.person.id)
    keys = (
        KeyFrame("t1", 0, Box(0, 90, 64, 36)),
        KeyFrame("t1", 20 * FRAME, Box(600, 90, 64, 36)),
        KeyFrame("t1", 30 * FRAME, Box(600, 90, 64, 36), outside=True),
    )
    bench.editing.perform(e.AddTrack(track, keys), medium_id=medium.id)


def spec_to_train(bench: Bench) -> MediaSpec:
    medium = bench.media[0]
    for n, name in enumerate(("serve", "rally")):
        span = TimeRange(n * 1000, n * 1000 + 500)
        segment = Segment(bench.new_id(), medium.id, bench.class_id(name), span, bench.project.person.id)
        bench.editing.perform(e.AddSegments((segment,)), medium_id=medium.id)
    snapshot = take_snapshot(bench.project.store, bench.project.catalogue.ontology, bench.media)
    return training_set(snapshot, bench.project.path_of).manifest.media[0]


def test_notes_and_subtitles_are_texts_and_exported_labels_are_not(bench: Bench) -> None:
    subtitles(bench)
    medium = replace(bench.media[0], notes="  final, rain ")
    found = texts_of(medium, bench.project.path_of(medium), ["serve", "rally"])
    assert found == (
        TextSpec(0, 10_000, "final, rain"),
        TextSpec(2_500, 5_000, "What a goal!"),
        TextSpec(8_750, 10_000, "and the crowd goes wild"),
    )
    assert "film" not in " ".join(t.text for t in found)


def test_what_is_no_subtitle_does_no_harm(bench: Bench) -> None:
    medium = bench.media[0]
    path = bench.project.path_of(medium)
    assert texts_of(medium, path, []) == ()
    subtitles(bench, "\x00nothing --> here\n1\n00:00:03 --> 00:00:01\nbackwards")
    assert texts_of(medium, path, []) == ()
    path.with_suffix(".srt").unlink()
    path.with_suffix(".srt").mkdir()
    assert texts_of(medium, path, []) == ()


def test_tracks_come_in_shares_of_the_picture(bench: Bench) -> None:
    draw(bench)
    (track,) = unlabelled_spec(bench.project, bench.media[0]).tracks
    first, second, gone = track.keys
    assert first.place == (0.0, 0.25, 0.1, 0.1)
    assert (second.x + second.w, second.w) == (1.0, 0.0625)
    assert gone.outside
    assert track.box_at(29 * FRAME) == second.place
    assert track.box_at(31 * FRAME) is None


def test_training_and_prelabelling_see_the_same(bench: Bench) -> None:
    subtitles(bench)
    draw(bench)
    trained, asked = spec_to_train(bench), unlabelled_spec(bench.project, bench.media[0])
    assert trained.texts == asked.texts
    assert trained.tracks == asked.tracks
    assert len(asked.texts) == 2
    assert len(asked.tracks) == 1


def test_a_box_moved_makes_another_snapshot(bench: Bench) -> None:
    draw(bench)

    def digest() -> str:
        return take_snapshot(bench.project.store, bench.project.catalogue.ontology, bench.media).digest()

    before = digest()
    assert digest() == before
    bench.editing.perform(
        e.SetKeyFrame(KeyFrame("t1", 10 * FRAME, Box(1, 1, 9, 9))), medium_id=bench.media[0].id
    )
    assert digest() != before
