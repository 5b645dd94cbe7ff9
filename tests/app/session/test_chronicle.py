"""The history of one label, the list of deeds, and what changed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from app.domain import edits as e
from app.domain.ontology import ClassKind
from app.domain.people import Actor, ActorKind
from app.domain.segments import Segment
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.session.chronicle import Chronicle, Spot
from app.session.project import PROBE
from tests.app.session.conftest import Bench


def add(bench: Bench, name: str, start: int, class_name: str = "serve") -> None:
    medium = bench.media[0].id
    label = Segment(
        name, medium, bench.class_id(class_name), TimeRange(start, start + 100), bench.project.person.id
    )
    bench.editing.perform(e.AddSegments((label,)), medium_id=medium)


def change(bench: Bench, name: str, **values: object) -> None:
    edit = e.ChangeSegment(name, **values)  # type: ignore[arg-type]
    bench.editing.perform(edit, medium_id=bench.media[0].id)


def test_a_label_s_history_tells_who_when_and_what(bench: Bench) -> None:
    chronicle = Chronicle(bench.project)
    add(bench, "a", 0)
    add(bench, "b", 500)
    change(bench, "a", range=TimeRange(0, 300))
    change(bench, "a", comment="late")
    bench.editing.undo()
    came, moved, said, unsaid = chronicle.of("a")
    assert came.before is None
    assert came.after is not None
    assert came.after["end_tick"] == 100
    assert (moved.verb, moved.before, moved.after) == ("change segment", {"end_tick": 100}, {"end_tick": 300})
    assert (said.before, said.after) == ({"comment": ""}, {"comment": "late"})
    assert (unsaid.verb, unsaid.after) == ("undo change segment", {"comment": ""})
    assert moved.actor == bench.project.person
    assert [h.entry for h in chronicle.of("a")] == sorted(h.entry for h in chronicle.of("a"))
    assert came.at.tzinfo is not None
    assert chronicle.of("nobody") == []


def test_a_track_s_history_tells_of_its_boxes_too(bench: Bench) -> None:
    medium = bench.media[0].id
    bench.change_class("rally", kind=ClassKind.BOX)
    track = Track("t", medium, bench.class_id("rally"), bench.project.person.id, 1)
    bench.editing.perform(e.AddTrack(track, (KeyFrame("t", 0, Box(1, 1, 9, 9)),)), medium_id=medium)
    bench.editing.perform(e.MoveBox("t", 200, Box(5, 5, 9, 9)), medium_id=medium)
    came, moved = Chronicle(bench.project).of("t")
    assert came.kind == "track"
    assert (moved.kind, moved.before) == ("key frame", None)


def test_deeds_are_listed_newest_first_and_what_was_undone_does_not_stand(bench: Bench) -> None:
    chronicle = Chronicle(bench.project)
    add(bench, "a", 0)
    bench.editing.undo()
    add(bench, "b", 500)
    change(bench, "b", comment="x")
    bench.editing.undo()
    bench.editing.redo()
    bench.editing.perform(e.ChangeMedium(replace(bench.media[0], sha256="f" * 64)), actor=PROBE)
    told = [(deed.verb, deed.stands) for deed in chronicle.deeds()]
    assert told == [
        ("change segment", True),
        ("add segments", True),
        ("add segments", False),
        ("add media", True),
        ("add classes", True),
    ]
    newest = chronicle.deeds()[0]
    about = chronicle.about(newest.entry, newest.verb, newest.count)
    assert (about.class_id, about.fields) == (bench.class_id("serve"), {"comment"})
    assert chronicle.spot_of(newest) == Spot(bench.media[0].id, 500, "b")
    assert chronicle.spot_of(chronicle.deeds()[-1]) is None


def test_a_deed_about_a_label_that_is_gone_still_tells_its_class_and_place(bench: Bench) -> None:
    chronicle = Chronicle(bench.project)
    add(bench, "a", 700)
    change(bench, "a", comment="x")
    bench.editing.perform(e.RemoveSegments(("a",)), medium_id=bench.media[0].id)
    removed, commented, added, *_ = chronicle.deeds()
    for deed in (removed, commented, added):
        assert chronicle.about(deed.entry, deed.verb, deed.count).class_id == bench.class_id("serve")
    assert chronicle.spot_of(removed) == chronicle.spot_of(added) == Spot(bench.media[0].id, 700, "a")


def test_what_changed_since_is_the_sum_not_the_steps(bench: Bench) -> None:
    chronicle = Chronicle(bench.project)
    for name, start in (("kept", 0), ("moved", 200), ("gone", 400)):
        add(bench, name, start)
    head = bench.project.store.past.head()
    add(bench, "fleeting", 600)
    bench.editing.perform(e.RemoveSegments(("fleeting", "gone")), medium_id=bench.media[0].id)
    add(bench, "new", 800, "rally")
    change(bench, "moved", range=TimeRange(200, 500))
    change(bench, "kept", comment="x")
    change(bench, "kept", comment="")
    found = chronicle.since(head)
    serve, rally = bench.class_id("serve"), bench.class_id("rally")
    assert found.counts == {
        ("segment", serve): {"removed": 1, "changed": 1},
        ("segment", rally): {"added": 1},
    }
    medium = bench.media[0].id
    assert {(b.how, b.spot) for b in found.labels} == {
        ("removed", Spot(medium, 400, "gone")),
        ("changed", Spot(medium, 200, "moved")),
        ("added", Spot(medium, 800, "new")),
    }
    assert chronicle.since(bench.project.store.past.head()).counts == {}
    assert chronicle.since_moment(datetime(2999, 1, 1, tzinfo=UTC)).counts == {}
    assert chronicle.since_moment(datetime(2000, 1, 1, tzinfo=UTC)).counts[("segment", serve)] == {"added": 2}


def test_an_import_s_deed_is_the_person_s_who_asked_for_it(bench: Bench) -> None:
    medium = bench.media[0].id
    asked = Actor("import-1", ActorKind.IMPORT, "import of a.csv", f'{{"by": "{bench.project.person.id}"}}')
    label = Segment("i", medium, bench.class_id("serve"), TimeRange(0, 100), "import-1")
    bench.editing.perform_batch("import a.csv", [(e.AddSegments((label,)), medium)], actor=asked)
    bench.editing.undo()
    assert next((d.verb, d.stands) for d in Chronicle(bench.project).deeds()) == ("import a.csv", False)
