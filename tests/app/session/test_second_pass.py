"""A blind second pass: whatever is handed to a view, a list or a file holds the person's own labels only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain import edits as e
from app.domain.errors import EditRefused, UserError
from app.domain.ontology import Attribute, ClassKind
from app.domain.segments import CompleteRange, Segment
from app.domain.suggestions import Layer, Promotion, Run, SuggestedTrack, Suggestion
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.session.chronicle import Chronicle
from app.session.interchange import human_rows
from app.session.label_records import records_of
from app.session.motion import MotionLayer
from app.session.ontology_editing import OntologyEditing
from app.session.project import person_actor
from app.session.review import Review
from tests.app.session.conftest import FRAME, Bench, EvenFrames

BEA = person_actor("Bea")
BOX = Box(10, 10, 50, 50)


@pytest.fixture
def shared(bench: Bench) -> Bench:
    """A film that Bea labelled in every way, with a model's suggestions, and one label of Ada's."""
    medium = bench.media[0]
    bench.add_classes("player")
    bench.change_class("player", kind=ClassKind.BOX)
    serve, player = bench.class_id("serve"), bench.class_id("player")
    for edit in (
        e.AddSegments(
            (Segment("hers", medium.id, serve, TimeRange(0, 9 * FRAME), BEA.id, comment="secret"),)
        ),
        e.AddTrack(Track("her track", medium.id, player, BEA.id, 1), (KeyFrame("her track", 0, BOX),)),
        e.MarkComplete(CompleteRange("her range", medium.id, TimeRange(0, 20 * FRAME), BEA.id)),
    ):
        bench.editing.perform(edit, medium_id=medium.id, actor=BEA)
    run = Run("run", 1, "run 1", "2026-01-01T00:00:00+00:00", Promotion.EXTERNAL, "")
    layer = Layer("layer", "run", medium.id, run.created_at)
    suggestion = Suggestion("s", "layer", medium.id, serve, TimeRange(30 * FRAME, 40 * FRAME), 0.5)
    boxes = SuggestedTrack("st", "layer", medium.id, player, 0.5, (KeyFrame("st", 0, BOX),))
    bench.editing.perform_batch(
        "import", [(e.AddRun(run), ""), (e.AddSuggestions(layer, (suggestion,), None, (boxes,)), medium.id)]
    )
    mine = Segment("mine", medium.id, serve, TimeRange(50 * FRAME, 60 * FRAME), bench.project.person.id)
    bench.editing.perform(e.AddSegments((mine,)), medium_id=medium.id)
    bench.project.look_blind(True)
    return bench


def shown_in_the_document(bench: Bench) -> set[str]:
    d = bench.project.document(bench.media[0].id)
    everything = (d.segments, d.suggestions, d.suggested_tracks, d.complete_ranges)
    return {x.id for some in everything for x in some} | {*d.tracks, *d.layers}


def shown_in_the_table(bench: Bench) -> set[str]:
    return {record.id for record in records_of(bench.project, bench.media[0].id, {})}


def shown_in_a_file(bench: Bench) -> set[str]:
    return {"mine" if row.start_frame == 50 else "hers" for row in human_rows(bench.project)}


def shown_in_the_history(bench: Bench) -> set[str]:
    chronicle = Chronicle(bench.project)
    spots = [chronicle.spot_of(deed) for deed in chronicle.deeds()]
    return {spot.entity_id for spot in spots if spot is not None and spot.entity_id != "s"}


def shown_as_changed(bench: Bench) -> set[str]:
    labels = Chronicle(bench.project).since(0).labels
    return {label.spot.entity_id for label in labels if label.spot is not None}


def shown_for_review(bench: Bench) -> set[str]:
    review = Review(bench.project, bench.editing, bench.now, bench.new_id)
    medium_id = bench.media[0].id
    assert review.reviewed(medium_id) == 0
    return {"mine", *(s.id for s in review.queue(medium_id)), *review.visible_layers(medium_id)}


@pytest.mark.parametrize(
    "shown",
    [
        shown_in_the_document,
        shown_in_the_table,
        shown_in_a_file,
        shown_in_the_history,
        shown_as_changed,
        shown_for_review,
    ],
)
def test_only_ones_own_labels_are_shown(shared: Bench, shown: Callable[[Bench], set[str]]) -> None:
    assert shown(shared) == {"mine"}
    shared.project.look_blind(False)
    assert len(shown(shared)) > 1, "the test looks at the right place"


def test_the_counts_of_what_changed_tell_nothing_either(shared: Bench) -> None:
    counts = Chronicle(shared.project).since(0).counts
    kinds = {kind for kind, _ in counts}
    assert not kinds & {
        "track",
        "key frame",
        "complete range",
        "suggestion",
        "suggested track",
        "layer",
        "run",
    }
    assert counts["segment", shared.class_id("serve")]["added"] == 1


def test_nothing_is_proposed_and_classes_are_not_changed_under_others_labels(shared: Bench) -> None:
    classes = OntologyEditing(shared.project, shared.editing, shared.new_id)
    serve, rally, medium = shared.class_id("serve"), shared.class_id("rally"), shared.media[0]
    motion = MotionLayer(shared.project, shared.editing, medium, EvenFrames(100), shared.now, shared.new_id)
    described = replace(classes.ontology[serve], attributes=(Attribute("side", choices=("l", "r")),))
    for wish in (
        lambda: classes.merge(serve, rally),
        lambda: classes.plan_merge(serve, rally),
        lambda: classes.remove(serve),
        lambda: classes.change(described),
        lambda: motion.bring(shared.class_id("player"), [(0, [BOX], 0.5)]),
    ):
        with pytest.raises(EditRefused, match="second pass"):
            wish()
    classes.change(replace(classes.ontology[serve], colour="#123456"))
    classes.add("smash")


def test_rules_about_the_file_know_all_labels(shared: Bench) -> None:
    medium = shared.media[0]
    other_clock = replace(medium, time_base=medium.time_base * 2, path="new.mp4")
    shared.editing.perform(e.RemoveSegments(("mine",)), medium_id=medium.id)
    with pytest.raises(UserError, match="another way"):
        shared.project.renewed(medium, other_clock)
    assert {s.id for s in shared.project.whole(medium.id).segments} == {"hers"}
    assert shown_in_the_document(shared) == set()


def test_what_the_person_does_is_stored_beside_the_others_labels(shared: Bench) -> None:
    medium = shared.media[0]
    shared.change_class("serve", overlaps=False)
    blind = Segment(
        "blind", medium.id, shared.class_id("serve"), TimeRange(0, 8 * FRAME), shared.project.person.id
    )
    shared.editing.perform(e.AddSegments((blind,)), medium_id=medium.id)
    shared.editing.undo()
    shared.editing.redo()
    shared.project.look_blind(False)
    assert {s.id for s in shared.project.document(medium.id).segments} == {"hers", "mine", "blind"}
    assert shared.project.store.check() == []


def test_counts_tell_whose_labels_they_are_of(shared: Bench) -> None:
    serve, player, ada = shared.class_id("serve"), shared.class_id("player"), shared.project.person.id
    assert set(shared.project.store.label_counts()) == {
        ("segment", serve, BEA.id, 1),
        ("segment", serve, ada, 1),
        ("track", player, BEA.id, 1),
    }
