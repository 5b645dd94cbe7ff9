from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.domain.changes import Change, Difference, Entity, removed
from app.domain.errors import EditRefused, UserError
from app.domain.media import Medium
from app.domain.ontology import ClassKind, LabelClass
from app.domain.people import Actor, ActorKind
from app.domain.segments import CompleteRange, Segment, Verification
from app.domain.snapshots import NamedSnapshot
from app.domain.suggestions import Decision, Layer, Promotion, Run, SuggestedTrack, Suggestion
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.domain.zones import Zone, ZoneKind
from app.storage import project_store
from app.storage.project_store import ProjectStore, StoreDisagrees
from tests.app.storage import samples as s
from tests.app.storage.samples import ANN, NOON, adding

CHANGED: list[tuple[Entity, Entity]] = [
    (s.SERVE, replace(s.SERVE, name="lob", key="", kind=ClassKind.POINT, directional=False, position=9)),
    (s.FILM, replace(s.FILM, group="court 2", facts={}, sha256="", end=5000, confirmed=False)),
    (s.RUN, replace(s.RUN, promotion=Promotion.REFUSED, metrics={"macro_f1": None}, label_ids=())),
    (s.CHILD, replace(s.CHILD, parent_id="", reason="worse")),
    (s.SEGMENT, replace(s.SEGMENT, range=TimeRange(1, 2), class_id="hit", attributes={}, comment="")),
    (s.COMPLETE, replace(s.COMPLETE, range=TimeRange(3, 4), class_id="hit")),
    (s.COMPLETE_FOR_ONE, replace(s.COMPLETE_FOR_ONE, class_id="")),
    (s.TRACK, replace(s.TRACK, class_id="serve", comment="near", verification=Verification.SEEN)),
    (s.BOX, replace(s.BOX, box=Box(2, 2, 2, 2), outside=True, occluded=False)),
    (s.LAYER, replace(s.LAYER, curves="", attention="other")),
    (s.OPEN, replace(s.OPEN, decision=Decision.ACCEPTED, decided_by="ann", decided_at="now", label_id="s1")),
    (s.REJECTED, replace(s.REJECTED, decision=Decision.OPEN, decided_by="", decided_at="")),
    (
        s.RACKET,
        replace(s.RACKET, decision=Decision.ACCEPTED, decided_by="ann", decided_at="now", label_id="t1"),
    ),
    (s.DECLINED, replace(s.DECLINED, decision=Decision.OPEN, decided_by="", decided_at="", score=0.1)),
    (s.COURT, replace(s.COURT, name="other", kind=ZoneKind.LINE, points=((1.0, 2.0), (3.5, 4.0)), colour="")),
    (s.SNAPSHOT, replace(s.SNAPSHOT, name="renamed", entry=8)),
]


Values = dict[tuple[type, str], Entity]


def content(store: ProjectStore) -> Values:
    """Every entity of the project, through the ways in which the program reads it."""
    catalogue = store.load_catalogue()
    found: list[Entity] = [*catalogue.ontology, *catalogue.media.values(), *catalogue.runs.values()]
    found += catalogue.snapshots.values()
    for medium in catalogue.media.values():
        document = store.load_document(medium, catalogue.ontology)
        found += [*document.segments, *document.complete_ranges, *document.suggestions]
        found += [*document.tracks.values(), *document.layers.values()]
        found += [*document.suggested_tracks, *document.zones.values()]
        for track in document.tracks:
            found += document.key_frames(track)
    return values(found)


def values(entities: Iterable[Entity]) -> Values:
    return {(type(entity), entity.id): entity for entity in entities}


def test_what_is_written_is_read_again_to_the_last_field(empty: ProjectStore) -> None:
    path = empty.path
    number = empty.write(adding(*s.EVERYTHING), ANN, NOON)
    assert number == 1
    assert content(empty) == values(s.EVERYTHING)
    empty.close()
    with ProjectStore.open(path) as again:
        assert content(again) == values(s.EVERYTHING)
        assert again.check() == []
        assert again.actors() == {"ann": ANN}


@pytest.mark.parametrize(("before", "after"), CHANGED, ids=lambda e: type(e).__name__)
def test_an_entity_of_every_type_is_changed_and_changed_back(
    full: ProjectStore, before: Entity, after: Entity
) -> None:
    change = Change("change", "film", (Difference(before, after),))
    full.write(change, ANN, NOON)
    assert content(full) == values(s.EVERYTHING) | values([after])
    full.write(change.inverse(), ANN, NOON)
    assert content(full) == values(s.EVERYTHING)
    assert full.check() == []


def test_every_type_of_entity_is_changed_above() -> None:
    types = {LabelClass, Medium, Run, Segment, CompleteRange, Track, KeyFrame, Layer, Suggestion}
    types |= {SuggestedTrack, Zone, NamedSnapshot}
    assert {type(before) for before, _ in CHANGED} == types == {type(e) for e in s.EVERYTHING}


def test_everything_goes_and_comes_back_in_any_order(empty: ProjectStore) -> None:
    undecided = [e for e in s.EVERYTHING if e not in (s.REJECTED, s.DECLINED)]
    for order in (undecided, undecided[::-1]):
        empty.write(adding(*order), ANN, NOON)
        assert content(empty) == values(undecided)
        empty.write(Change("remove", "", removed(order)), ANN, NOON)
        assert content(empty) == {}
    assert empty.check() == []


@pytest.mark.parametrize(("before", "after"), CHANGED, ids=lambda e: type(e).__name__)
def test_a_row_that_is_not_what_memory_believes_is_found_and_left_alone(
    full: ProjectStore, before: Entity, after: Entity
) -> None:
    believed = Change("change", "film", (Difference(after, before),))
    with pytest.raises(StoreDisagrees):
        full.write(believed, ANN, NOON)
    with pytest.raises(StoreDisagrees):
        full.write(Change("remove", "film", removed([after])), ANN, NOON)
    assert content(full) == values(s.EVERYTHING)
    assert full.counts()["log_entries"] == 1


def test_several_differences_of_one_entity_come_to_one(store: ProjectStore) -> None:
    moved = replace(s.SEGMENT, range=TimeRange(7, 8))
    chain = (Difference(None, s.SEGMENT), Difference(s.SEGMENT, moved))
    store.write(Change("batch", "film", (*chain, *adding(s.COMPLETE).differences)), ANN, NOON)
    assert list(store.iter_segments()) == [moved]
    there_and_back = (Difference(None, s.POINT), Difference(s.POINT, None))
    store.write(Change("batch", "film", (Difference(moved, s.SEGMENT), *there_and_back)), ANN, NOON)
    assert list(store.iter_segments()) == [s.SEGMENT]
    broken = (Difference(None, s.POINT), Difference(s.POINT, None), Difference(s.POINT, None))
    with pytest.raises(StoreDisagrees, match="do not follow"):
        store.write(Change("batch", "film", broken), ANN, NOON)


def test_a_failing_edit_leaves_nothing_of_itself(store: ProjectStore) -> None:
    before, head = content(store), store.head_hash()
    unknown = replace(s.POINT, class_id="unknown class")
    for change in (adding(s.SEGMENT, unknown), adding(s.SEGMENT, s.SERVE)):
        with pytest.raises(EditRefused):
            store.write(change, Actor("new", ActorKind.PERSON, "New"), NOON)
    assert content(store) == before
    assert store.head_hash() == head
    assert set(store.actors()) == {"ann"}
    store.write(adding(s.SEGMENT), ANN, NOON)
    assert list(store.iter_segments()) == [s.SEGMENT]


def test_what_others_depend_on_is_not_undone(full: ProjectStore) -> None:
    for entity, name in ((s.SERVE, "“serve 🎾” is"), (s.FILM, "“a b.mp4” is"), (s.LAYER, "This is")):
        with pytest.raises(EditRefused, match=name):
            full.write(Change("undo add", "", removed([entity])), ANN, NOON)
    assert content(full) == values(s.EVERYTHING)
    assert full.check() == []


def test_a_change_without_differences_writes_no_entry(store: ProjectStore) -> None:
    assert store.write(Change("nothing", "film", ()), ANN, NOON) == 1
    assert store.counts()["log_entries"] == 1


def test_the_moment_of_an_edit_has_a_zone(store: ProjectStore) -> None:
    with pytest.raises(ValueError, match="time zone"):
        store.write(adding(s.SEGMENT), ANN, datetime(2026, 1, 1))
    zone = timezone(timedelta(hours=2))
    store.write(adding(s.SEGMENT), ANN, NOON.astimezone(zone))
    assert store.log(1)[0].at == NOON
    assert store.log(1)[0].at.utcoffset() == timedelta(0)


def test_an_actor_keeps_the_name_of_the_moment_in_the_log(store: ProjectStore) -> None:
    married = replace(ANN, name="Ann Öberg")
    store.write(adding(s.SEGMENT), married, NOON)
    assert store.actors() == {"ann": married}
    assert [entry.actor for entry in store.log()] == [ANN, married]


# --- counting and going through ----------------------------------------------------------------


def test_counts(full: ProjectStore) -> None:
    accepted = replace(s.OPEN, id="g3", decision=Decision.ACCEPTED, decided_by="ann")
    full.write(adding(accepted, replace(s.OPEN, id="g4")), ANN, NOON)
    assert full.counts() == {
        "media": 2,
        "classes": 3,
        "labels": 2,
        "points": 1,
        "tracks": 1,
        "boxes": 2,
        "complete_ranges": 2,
        "runs": 2,
        "layers": 1,
        "suggestions_open": 2,
        "suggestions_accepted": 1,
        "suggestions_rejected": 1,
        "zones": 2,
        "log_entries": 2,
    }


def test_what_was_decided_is_counted(full: ProjectStore) -> None:
    assert full.decided() == 1
    full.write(adding(replace(s.OPEN, id="g5", decision=Decision.ACCEPTED, decided_by="ann")), ANN, NOON)
    assert full.decided() == 2


def test_a_great_document_is_left_out_of_garbage_collection_until_the_project_is_closed(
    full: ProjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_store, "_MANY_VALUES", 10)
    catalogue = full.load_catalogue()
    assert gc.get_freeze_count() == 0
    full.load_document(catalogue.media["film"], catalogue.ontology)
    assert gc.get_freeze_count() > 0
    full.close()
    assert gc.get_freeze_count() == 0


def test_the_use_of_a_class_counts_everything_that_carries_it(full: ProjectStore) -> None:
    assert full.class_use("serve") == 4  # a segment, a complete range, two suggestions
    assert full.class_use("hit") == 1
    assert full.class_use("ball") == 3
    assert full.class_use("gone") == 0


def test_going_through_the_whole_project(full: ProjectStore) -> None:
    early = replace(s.SEGMENT, id="a", range=TimeRange(-7, 0))
    heard = replace(s.SEGMENT, id="z", medium_id="sound")
    full.write(adding(early, heard), ANN, NOON)
    assert list(full.iter_segments()) == [early, s.SEGMENT, s.POINT, heard]
    assert list(full.iter_complete_ranges()) == [s.COMPLETE, s.COMPLETE_FOR_ONE]
    assert list(full.iter_suggestions("r1")) == [s.OPEN, s.REJECTED]
    assert list(full.iter_suggestions("r2")) == []
    assert list(full.iter_rejected()) == [s.REJECTED]


def test_going_through_sees_one_moment_while_edits_go_on(full: ProjectStore) -> None:
    more = [replace(s.SEGMENT, id=f"x{i}", range=TimeRange(2000 + i, 2001 + i)) for i in range(5000)]
    full.write(adding(*more), ANN, NOON)
    going = full.iter_segments()
    first = next(going)
    full.write(Change("remove", "film", removed(more)), ANN, NOON)
    assert len([first, *going]) == 5002
    assert full.counts()["labels"] == 2


def test_the_models_lie_beside_the_project(empty: ProjectStore) -> None:
    assert empty.models_folder == empty.path.with_name(empty.path.stem + ".models")


# --- who may write what -------------------------------------------------------------------------

BY_JOB = replace(s.SEGMENT, id="mine", actor_id="job")


@pytest.mark.parametrize(
    "change",
    [
        adding(replace(s.SEGMENT, id="new")),
        Change("x", "film", (Difference(s.SEGMENT, replace(s.SEGMENT, comment="!")),)),
        Change("x", "film", (Difference(s.SEGMENT, replace(s.SEGMENT, actor_id="job")),)),
        Change("x", "film", removed([s.SEGMENT])),
        Change("x", "film", removed([s.COMPLETE])),
        Change("x", "film", removed([s.TRACK, s.BOX, s.GONE])),
        Change("x", "film", removed([s.GONE])),
        adding(replace(s.BOX, tick=11)),
        adding(replace(s.BOX, track_id="no such track")),
        Change("x", "film", (Difference(s.BOX, replace(s.BOX, occluded=False)),)),
        adding(LabelClass("new", "new", "#000000")),
        Change("x", "", removed([s.SOUND])),
        Change("x", "film", (Difference(s.OPEN, replace(s.OPEN, decision=Decision.ACCEPTED)),)),
        Change("x", "film", (Difference(s.REJECTED, replace(s.REJECTED, decision=Decision.OPEN)),)),
        Change("x", "film", removed([s.REJECTED])),
    ],
)
def test_a_job_never_touches_what_a_person_did(full: ProjectStore, change: Change) -> None:
    with pytest.raises(EditRefused):
        full.write(change, s.JOB, NOON)
    assert content(full) == values(s.EVERYTHING)
    assert full.counts()["log_entries"] == 1


def test_a_job_brings_suggestions_and_replaces_open_ones(full: ProjectStore) -> None:
    fresh = replace(s.OPEN, id="fresh")
    layer = replace(s.LAYER, id="l2")
    full.write(
        Change("x", "film", (*removed([s.OPEN]), *adding(layer, replace(fresh, layer_id="l2")).differences)),
        s.JOB,
        NOON,
    )
    full.write(adding(BY_JOB), s.JOB, NOON)
    full.write(Change("x", "film", removed([BY_JOB])), s.JOB, NOON)
    refused = replace(s.RUN, promotion=Promotion.REFUSED)
    full.write(Change("x", "", (Difference(s.RUN, refused),)), s.JOB, NOON)
    assert {g.id for g in full.iter_suggestions("r1")} == {"fresh", "g2"}


def test_a_job_s_own_track_is_its_own(store: ProjectStore) -> None:
    track = replace(s.TRACK, id="t9", actor_id="job")
    box = replace(s.BOX, track_id="t9")
    store.write(adding(track), s.JOB, NOON)
    store.write(adding(box), s.JOB, NOON)
    assert content(store).items() >= values([track, box]).items()


@pytest.mark.parametrize(
    "change",
    [
        Change("x", "film", (Difference(s.SEGMENT, replace(s.SEGMENT, comment="!")),)),
        Change("x", "film", removed([s.SEGMENT])),
        Change("x", "film", removed([s.GONE])),
        Change("x", "", (Difference(s.SERVE, replace(s.SERVE, name="lob")),)),
        Change("x", "film", removed([s.REJECTED])),
        Change("x", "film", removed([s.COURT])),
        Change("x", "film", (Difference(s.LINE, replace(s.LINE, name="net")),)),
    ],
)
def test_an_import_only_adds(full: ProjectStore, change: Change) -> None:
    with pytest.raises(EditRefused):
        full.write(change, s.FILE, NOON)
    assert content(full) == values(s.EVERYTHING)


def test_an_import_adds_labels_and_may_say_which_group_a_film_is_of(full: ProjectStore) -> None:
    grouped = Difference(s.FILM, replace(s.FILM, group="court 9"))
    lob = LabelClass("lob", "lob", "#000000")
    label = replace(s.SEGMENT, id="new", class_id="lob", actor_id="file")
    full.write(Change("import", "", (*adding(lob, label).differences, grouped)), s.FILE, NOON)
    assert label in list(full.iter_segments())
    assert full.load_catalogue().media["film"].group == "court 9"


# --- the second line of defence -----------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE segments SET end_tick = start_tick WHERE id = 's1'",
        "UPDATE segments SET is_point = 1 WHERE id = 's1'",
        "UPDATE segments SET origin = 'guessed'",
        "UPDATE segments SET actor_id = NULL",
        "UPDATE complete_ranges SET end_tick = start_tick - 1",
        "UPDATE suggestions SET decision = 'rejected' WHERE id = 'g1'",
        "UPDATE suggestions SET end_tick = start_tick",
        "UPDATE key_frames SET w = 0",
        "UPDATE classes SET name = 'hit' WHERE id = 'serve'",
        "UPDATE classes SET hot_key = '1' WHERE id = 'ball'",
        "UPDATE media SET path = 'b.wav' WHERE id = 'film'",
        "UPDATE runs SET number = 1 WHERE id = 'r2'",
        "UPDATE actors SET kind = 'ghost'",
        "INSERT INTO project SELECT 2, uuid, created_at, '', '', 0, 0 FROM project",
        "UPDATE edit_log SET verb = 'nothing'",
        "DELETE FROM edit_log",
        "DELETE FROM suggestions WHERE id = 'g2'",
        "DELETE FROM media WHERE id = 'film'",
        "DELETE FROM classes WHERE id = 'serve'",
    ],
)
def test_the_database_itself_refuses_what_breaks_the_rules(full: ProjectStore, statement: str) -> None:
    path = full.path
    full.close()
    with closing(sqlite3.connect(path)) as other:
        other.executescript("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            other.executescript(f"BEGIN; {statement}; COMMIT")


# --- open for reading only ----------------------------------------------------------------------


def test_a_reader_beside_the_writer_sees_what_is_committed_and_writes_nothing(full: ProjectStore) -> None:
    with ProjectStore.open(full.path, read_only=True) as reader:
        assert reader.read_only
        assert not full.read_only
        assert content(reader) == values(s.EVERYTHING)
        later = replace(s.SEGMENT, id="later")
        full.write(adding(later), ANN, NOON)
        assert later in list(reader.iter_segments())
        assert reader.head_hash() == full.head_hash()
        with pytest.raises(UserError, match="reading only"):
            reader.write(adding(replace(s.SEGMENT, id="no")), ANN, NOON)
        assert reader.check() == []
        reader.checkpoint()
    full.write(adding(replace(s.SEGMENT, id="still")), ANN, NOON)


def test_a_closed_project_is_one_file_with_no_company(full: ProjectStore) -> None:
    folder = full.path.parent
    full.close()
    full.close()
    assert os.listdir(folder) == [full.path.name]


@pytest.mark.parametrize("moment", ["after a checkpoint", "closed"])
def test_the_file_copied_alone_is_whole(full: ProjectStore, tmp_path: Path, moment: str) -> None:
    later = replace(s.SEGMENT, id="later")
    full.write(adding(later), ANN, NOON)
    log = full.path.with_name(full.path.name + "-wal")
    assert log.stat().st_size > 0, "the label is in the log only, or the test shows nothing"
    if moment == "closed":
        full.close()
    else:
        full.checkpoint()
        assert log.stat().st_size == 0
    copy = tmp_path / "elsewhere.sora"
    copy.write_bytes(full.path.read_bytes())
    with ProjectStore.open(copy) as other:
        assert content(other) == values([*s.EVERYTHING, later])
        assert other.check() == []
