"""The only write path: durable first, then memory; undo of the person's own edits and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import edits as e
from app.domain.changes import Change
from app.domain.errors import EditRefused, UserError
from app.domain.ontology import LabelClass
from app.domain.people import Actor, ActorKind
from app.domain.segments import Segment
from app.domain.suggestions import Layer, Promotion, Run, Suggestion
from app.domain.timebase import TimeRange
from app.session.editing import Editing
from app.session.project import PROBE, Project
from app.storage.project_store import ProjectStore
from tests.app.session.conftest import Bench, PaperLibrary


def label(bench: Bench, start: int, end: int, class_name: str = "serve") -> Segment:
    medium = bench.media[0]
    segment = Segment(
        bench.new_id(), medium.id, bench.class_id(class_name), TimeRange(start, end), bench.project.person.id
    )
    bench.editing.perform(e.AddSegments((segment,)), medium_id=medium.id)
    return segment


def stored_segments(bench: Bench) -> list[Segment]:
    return list(bench.project.store.iter_segments())


def test_an_edit_is_on_disk_when_the_listener_hears_of_it(bench: Bench) -> None:
    seen: list[int] = []
    bench.editing.subscribe(lambda change: seen.append(len(stored_segments(bench))))
    label(bench, 0, 500)
    label(bench, 500, 900)
    assert seen == [1, 2]


def test_undo_and_redo_follow_each_other_and_end(bench: Bench) -> None:
    first, second = label(bench, 0, 500), label(bench, 500, 900)
    document = bench.project.document(bench.media[0].id)
    assert bench.editing.undo_text == "add segments"
    bench.editing.undo()
    assert [s.id for s in document.segments] == [first.id] == [s.id for s in stored_segments(bench)]
    bench.editing.undo()
    assert stored_segments(bench) == []
    bench.editing.redo()
    bench.editing.redo()
    assert list(document.segments) == [first, second]
    assert bench.editing.redo() == ()
    assert bench.editing.redo_text == ""


def test_a_new_edit_ends_redo(bench: Bench) -> None:
    label(bench, 0, 500)
    bench.editing.undo()
    label(bench, 500, 900)
    assert bench.editing.redo() == ()


def test_undo_of_nothing_is_nothing(tmp_path: Path) -> None:
    store = ProjectStore.create(tmp_path / "empty.sora")
    with store:
        project = Project(store, PaperLibrary(), Actor("p", ActorKind.PERSON, "Ada"))
        editing = Editing(project, lambda: pytest.fail("nothing is written"))
        assert editing.undo() == () == editing.redo()
        assert editing.undo_text == ""


def test_a_refused_edit_changes_nothing_and_tells_nobody(bench: Bench) -> None:
    told: list[Change] = []
    bench.editing.subscribe(told.append)
    entries = bench.project.store.counts()["log_entries"]
    with pytest.raises(EditRefused, match="does not lie inside the film"):
        label(bench, 0, 10_001)
    assert told == []
    assert stored_segments(bench) == []
    assert bench.project.store.counts()["log_entries"] == entries


def test_an_edit_of_a_film_that_is_gone_is_refused(bench: Bench) -> None:
    with pytest.raises(EditRefused, match="not in the project"):
        bench.editing.perform(e.RemoveSegments(("x",)), medium_id="gone")


class FullDisk:
    """A store whose disk is full from the first write on; all else is the real one."""

    def __init__(self, store: ProjectStore) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def write(self, *args: object) -> int:
        raise UserError("The disk is full.")


def test_a_failed_write_leaves_memory_as_it_was(bench: Bench) -> None:
    kept = label(bench, 0, 500)
    document = bench.project.document(bench.media[0].id)
    bench.project.store = FullDisk(bench.project.store)  # type: ignore[assignment]
    with pytest.raises(UserError, match="disk is full"):
        label(bench, 500, 900)
    with pytest.raises(UserError, match="disk is full"):
        bench.editing.undo()
    assert list(document.segments) == [kept]
    assert bench.editing.undo_text == "add segments", "what was not undone can still be undone"


def test_a_reader_cannot_edit(bench: Bench) -> None:
    path = bench.project.path
    with ProjectStore.open(path, read_only=True) as store:
        project = Project(store, PaperLibrary(), bench.project.person)
        renamed = replace(bench.project.catalogue.ontology[bench.class_id("serve")], name="ace")
        with pytest.raises(UserError, match="reading only"):
            Editing(project, bench.now).perform(e.ChangeClass(renamed))


def test_a_job_s_edit_is_not_undone_and_undo_says_when_the_ground_has_changed(bench: Bench) -> None:
    medium = bench.media[0]
    run = Run("r1", 1, "run 1", "2026-01-01", Promotion.PROMOTED)
    actor = Actor("r1", ActorKind.RUN, "run 1")
    bench.editing.perform(e.AddRun(run), actor=actor)
    layer = Layer("l1", "r1", medium.id, "2026-01-01")
    first = Suggestion("s1", "l1", medium.id, bench.class_id("serve"), TimeRange(0, 500), 0.9)
    bench.editing.perform(e.AddSuggestions(layer, (first,), medium.span), medium_id=medium.id, actor=actor)
    assert bench.editing.undo_text != "add suggestions"
    bench.editing.perform(
        e.RejectSuggestions(("s1",), bench.project.person.id, "2026-01-02"), medium_id=medium.id
    )
    assert bench.editing.undo_text == "reject suggestions"
    bench.editing.undo()  # open again
    newer = Suggestion("s2", "l1", medium.id, bench.class_id("serve"), TimeRange(600, 900), 0.9)
    bench.editing.perform(e.AddSuggestions(layer, (newer,), medium.span), medium_id=medium.id, actor=actor)
    with pytest.raises(EditRefused, match="changed since"):
        bench.editing.redo()  # the job replaced what would be rejected again
    assert bench.editing.redo_text == ""
    assert [s.id for s in bench.project.document(medium.id).suggestions] == ["s2"]


def test_a_batch_is_one_entry_and_one_undo(bench: Bench) -> None:
    medium = bench.media[0]
    before = bench.project.store.counts()["log_entries"]
    segment = Segment("s", medium.id, "c9", TimeRange(0, 500), bench.project.person.id)
    deed = bench.editing.perform_batch(
        "import labels.csv",
        [
            (e.AddClasses((LabelClass("c9", "ace", "#123456", position=9),)), ""),
            (e.AddSegments((segment,)), medium.id),
        ],
    )
    assert len(deed) == 2
    assert bench.project.store.counts()["log_entries"] == before + 1
    bench.editing.undo()
    assert stored_segments(bench) == []
    assert bench.project.catalogue.ontology.named("ace") is None
    bench.editing.redo()
    assert stored_segments(bench) == [segment]


def test_a_batch_that_breaks_a_rule_leaves_nothing(bench: Bench) -> None:
    medium = bench.media[0]
    outside = Segment("s", medium.id, "c9", TimeRange(0, 99_999), bench.project.person.id)
    with pytest.raises(EditRefused):
        bench.editing.perform_batch(
            "import",
            [
                (e.AddClasses((LabelClass("c9", "ace", "#123456", position=9),)), ""),
                (e.AddSegments((outside,)), medium.id),
            ],
        )
    assert bench.project.catalogue.ontology.named("ace") is None
    assert bench.project.document(medium.id).ontology.named("ace") is None


def test_the_listener_can_leave(bench: Bench) -> None:
    told: list[Change] = []
    leave = bench.editing.subscribe(told.append)
    label(bench, 0, 100)
    leave()
    leave()
    label(bench, 100, 200)
    assert len(told) == 1


def test_undo_of_a_films_change_stands_on_what_a_job_learnt_since(bench: Bench) -> None:
    medium = bench.media[0]
    bench.editing.perform(e.ChangeMedium(replace(medium, notes="by hand", wall_clock="2026-03-14T14:00:00")))
    noted = bench.media[0]
    bench.editing.perform(e.ChangeMedium(replace(noted, sha256="f" * 64, confirmed=True)), actor=PROBE)
    bench.editing.undo()
    now = bench.media[0]
    assert (now.notes, now.wall_clock) == (medium.notes, medium.wall_clock)
    assert (now.sha256, now.confirmed) == ("f" * 64, True)
    bench.editing.redo()
    assert bench.media[0] == replace(now, notes="by hand", wall_clock=noted.wall_clock)


def test_undo_of_another_stream_brings_back_that_streams_facts(bench: Bench) -> None:
    medium = bench.media[0]
    other = replace(medium, video_stream=2, frames=7, facts={"of": "two"})
    bench.editing.perform(e.ChangeMedium(other))
    bench.editing.perform(e.ChangeMedium(replace(other, confirmed=True, frames=6)), actor=PROBE)
    bench.editing.undo()
    assert bench.media[0] == medium
