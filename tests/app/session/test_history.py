"""Every edit through `Editing` with the real store: undone, done again, and both again after a restart."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from app.domain import edits as e
from app.domain.changes import Change, added
from app.domain.errors import EditRefused, UserError
from app.domain.history import GO_BACK
from app.domain.ontology import LabelClass
from app.domain.people import Actor, ActorKind
from app.domain.segments import Segment, Verification
from app.domain.snapshots import NamedSnapshot
from app.domain.suggestions import Promotion, Run
from app.domain.timebase import TimeRange
from app.formats import csv_table
from app.session.editing import Editing
from app.session.interchange import human_rows
from app.session.project import Project
from app.storage import edit_log
from app.storage.project_store import ProjectStore
from tests.app.domain.worlds import EDITS, FULL, MEDIUM, ONTOLOGY, state_of
from tests.app.session.conftest import PaperLibrary
from tests.app.storage import samples as s
from tests.app.storage.scripted_edits import random_edit

ANN = Actor("ann", ActorKind.PERSON, "Ann")
DRAWN = (Phase.explicit, Phase.generate)
"""No shrinking: what is found is read from the file that is left."""
ENOUGH = 7
"""Allowed edits of each kind that are undone, done again and undone."""
BOB = Actor("bob", ActorKind.PERSON, "Bob")
JOB = Actor("r1", ActorKind.RUN, "run 1")
RUNS = tuple(Run(name, number, name, "now", Promotion.PROMOTED) for number, name in ((1, "r1"), (2, "r2")))


class Desk:
    """A project that can be closed and opened again."""

    def __init__(
        self,
        path: Path,
        person: Actor = ANN,
        now: Callable[[], datetime] | None = None,
        medium_id: str = "m",
    ) -> None:
        self.path, self.person, self.medium_id = path, person, medium_id
        self._now = now or (lambda: datetime(2026, 1, 1, tzinfo=UTC))
        self.open()

    def open(self) -> None:
        store = ProjectStore.open(self.path)
        self.project = Project(store, PaperLibrary(), self.person)
        self.editing = Editing(self.project, self._now)

    def reopen(self, person: Actor | None = None) -> None:
        self.project.close()
        self.person = person or self.person
        self.open()

    def state(self) -> dict[str, Any]:
        catalogue = self.project.catalogue
        return state_of(self.project.document(self.medium_id)) | {
            "classes": list(catalogue.ontology),
            "media": dict(catalogue.media),
            "runs": dict(catalogue.runs),
            "snapshots": dict(catalogue.snapshots),
        }

    def stored(self) -> dict[str, Any]:
        """What another program would read."""
        with ProjectStore.open(self.path, read_only=True) as store:
            project = Project(store, PaperLibrary(), self.person)
            reader = Desk.__new__(Desk)
            reader.project, reader.medium_id = project, self.medium_id
            return reader.state()

    def do(self, edit: e.Edit, actor: Actor | None = None) -> bool:
        """Whether it was allowed and changed something."""
        medium = "" if isinstance(edit, get_args(e.CatalogueEdit)) else self.medium_id
        try:
            return len(self.editing.perform(edit, medium_id=medium, actor=actor)) > 0
        except (EditRefused, ValueError):  # ValueError: an edit that no gesture can make
            return False


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world of the domain's tests, as a project."""
    path = tmp_path_factory.mktemp("furnished") / "world.sora"
    host = replace(ANN, id="host")
    everything = [*RUNS, *(item for items in FULL.values() for item in items)]
    with ProjectStore.create(path) as store:
        for who, entities in (
            (host, [*ONTOLOGY, MEDIUM]),
            (ANN, [Segment("z", "m", "serve", TimeRange(50, 55), "ann")]),
            (host, everything),
        ):
            store.write(Change("furnish", "", added(entities)), who, datetime(2025, 1, 1, tzinfo=UTC))
    return path


@pytest.fixture
def desk(furnished: Path, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "world.sora"
    path.write_bytes(furnished.read_bytes())
    desk = Desk(path)
    yield desk
    desk.project.close()


CATALOGUE_EDITS: dict[type, st.SearchStrategy[Any]] = {
    e.AddClasses: st.just(e.AddClasses((LabelClass("new", "new", "#123456", "n", position=9),))),
    e.ChangeClass: st.sampled_from(
        [
            e.ChangeClass(replace(ONTOLOGY["serve"], name="ace", key="a")),
            e.ChangeClass(replace(ONTOLOGY["apart"], attributes=(), overlaps=True, reaction_ms=200)),
        ]
    ),
    e.RemoveClass: st.just(e.RemoveClass("old", 0)),
    e.AddMedia: st.just(e.AddMedia((replace(MEDIUM, id="n", path="other.mp4", facts={"a": [1]}),))),
    e.ChangeMedium: st.just(e.ChangeMedium(replace(MEDIUM, notes="wet court", sync_us=5))),
    e.AddRun: st.just(e.AddRun(replace(RUNS[0], id="r3", number=3, label_ids=("x0",)))),
    e.ChangeRun: st.just(e.ChangeRun(replace(RUNS[0], promotion=Promotion.REFUSED))),
    e.NameSnapshot: st.just(e.NameSnapshot(NamedSnapshot("n", "first pass", "now", 1))),
    e.RemoveSnapshot: st.just(e.RemoveSnapshot("n")),
}
ALL_EDITS = EDITS | CATALOGUE_EDITS
BRINGS_SUGGESTIONS = {e.AddSuggestions}
# Seldom allowed by chance.
SURE: dict[type, e.Edit] = {
    e.AddSegments: e.AddSegments((Segment("q", "m", "serve", TimeRange(3, 9), "ann"),)),
    e.AcceptTracks: e.AcceptTracks(("x4",), ("fresh",), "ann", "now", Verification.SEEN),
    e.MergeTracks: e.MergeTracks(("x0", "x2")),
    e.RemoveZone: e.RemoveZone("x0"),
}


def test_every_edit_is_drawn() -> None:
    """One that is new needs an example here, and a place in one of the two unions."""
    kinds = {kind for kind in vars(e).values() if is_dataclass(kind) and kind.__module__ == e.__name__}
    assert set(ALL_EDITS) == kinds == {*get_args(e.DocumentEdit), *get_args(e.CatalogueEdit)}


@pytest.mark.parametrize("kind", ALL_EDITS, ids=lambda kind: kind.__name__)
def test_undo_and_redo_of_every_edit_before_and_after_a_restart(desk: Desk, kind: type) -> None:
    allowed = 0
    if kind is e.RemoveSnapshot:
        desk.do(e.NameSnapshot(NamedSnapshot("n", "first pass", "now", 1)))

    @settings(
        max_examples=150, deadline=None, phases=DRAWN, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(edit=ALL_EDITS[kind])
    def one(edit: Any) -> None:
        nonlocal allowed
        if allowed == ENOUGH:
            return
        before = desk.state()
        if not desk.do(edit):
            assert desk.state() == before
            return
        allowed += 1
        after = desk.state()
        assert desk.stored() == after
        for step, expected in (("undo", before), ("redo", after), ("undo", before)):
            if allowed % 3 == 1 and kind not in BRINGS_SUGGESTIONS:
                desk.reopen()
            assert getattr(desk.editing, step)()
            assert desk.state() == expected
            assert desk.stored() == expected

    (example(edit=SURE[kind])(one) if kind in SURE else one)()
    assert allowed > 0, "no edit of this kind was ever allowed: the test has shown nothing"
    assert desk.project.store.check() == []


@settings(max_examples=8, deadline=None, phases=DRAWN, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_day_of_edits_undos_and_restarts_leads_back_to_its_morning(
    furnished: Path, tmp_path: Path, data: Any
) -> None:
    path = tmp_path / "day.sora"
    path.write_bytes(furnished.read_bytes())
    desk = Desk(path)
    morning = desk.state()
    states = [morning]
    edits = st.one_of(*(drawn for kind, drawn in EDITS.items() if kind not in BRINGS_SUGGESTIONS))
    for turn in data.draw(
        st.lists(st.sampled_from(["do", "do", "do", "undo", "redo", "restart"]), min_size=10, max_size=30)
    ):
        if turn == "do" and desk.do(data.draw(edits)):
            states.append(desk.state())
        elif turn == "undo" and len(states) > 1 and desk.editing.undo():
            states.pop()
            assert desk.state() == states[-1]
        elif turn == "redo" and desk.editing.redo():
            states.append(desk.state())
        elif turn == "restart":
            desk.reopen()
            assert desk.state() == states[-1]
    desk.reopen()
    while len(states) > 1:
        states.pop()
        assert desk.editing.undo()
        assert desk.state() == states[-1]
    assert desk.project.store.check() == []
    desk.project.close()
    path.unlink()


def test_going_back_is_one_deed_that_can_be_undone_whatever_was_undone_meanwhile(desk: Desk) -> None:
    dice = random.Random(5)
    for seed in range(12):
        desk.do(e.ChangeSegment("x0", comment=f"{seed}"))
    early = desk.state()
    place = desk.project.store.past.head()
    desk.editing.undo()
    desk.editing.undo()
    desk.do(e.RemoveSegments(("x1", "z")))
    desk.do(e.RemoveTrack("x0"))
    desk.do(e.AddSegments((Segment("q", "m", "hit", TimeRange.point(dice.randrange(50)), "ann", True),)))
    late = desk.state()
    desk.reopen()
    desk.editing.go_back(place)
    assert desk.state() == early == desk.stored()
    assert desk.editing.undo_text == f"{GO_BACK}{place}"
    desk.reopen()
    desk.editing.undo()
    assert desk.state() == late == desk.stored()


def test_going_back_leaves_what_jobs_brought(desk: Desk) -> None:
    place = desk.project.store.past.head()
    desk.do(e.RejectSuggestions(("x0",), "ann", "now"))
    brought = FULL["suggestions"][0]
    proposal = e.AddSuggestions(FULL["layers"][0], (replace(brought, id="fresh", range=TimeRange(55, 58)),))
    assert desk.do(proposal, JOB)
    desk.editing.go_back(place)
    document = desk.project.document("m")
    assert document.suggestions.get("fresh") is not None
    assert document.suggestions.get("x0") == brought


def test_another_person_s_deeds_are_not_undone_and_what_they_stand_on_is_refused(desk: Desk) -> None:
    desk.do(e.ChangeSegment("x0", comment="by Ann"))
    desk.reopen(BOB)
    assert desk.editing.undo_text == ""
    desk.do(e.ChangeSegment("x0", comment="by Bob"))
    desk.reopen(ANN)
    assert desk.editing.undo_text == "change segment"
    with pytest.raises(EditRefused, match="changed since"):
        desk.editing.undo()
    kept = desk.project.document("m").segments.get("x0")
    assert kept is not None
    assert kept.comment == "by Bob"
    assert desk.editing.undo_text == "furnish", "what cannot be undone is not offered again"


def test_a_field_that_another_did_not_touch_can_still_be_undone(desk: Desk) -> None:
    desk.do(e.ChangeSegment("x0", comment="by Ann"))
    desk.reopen(BOB)
    desk.do(e.ChangeSegment("x0", range=TimeRange(0, 12)))
    desk.reopen(ANN)
    desk.editing.undo()
    now = desk.project.document("m").segments.get("x0")
    assert now is not None
    assert (now.comment, now.range) == ("", TimeRange(0, 12))


def test_a_label_whose_class_another_removed_does_not_come_back(desk: Desk) -> None:
    desk.do(e.AddClasses((LabelClass("new", "new", "#123456"),)))
    desk.do(e.AddSegments((Segment("q", "m", "new", TimeRange(1, 2), "ann"),)))
    desk.do(e.RemoveSegments(("q",)))
    desk.reopen(BOB)
    assert desk.do(e.RemoveClass("new", 0))
    desk.reopen(ANN)
    before = desk.state()
    with pytest.raises(EditRefused, match="not in the project any more"):
        desk.editing.undo()
    assert desk.state() == before == desk.stored()


def test_a_box_whose_track_another_removed_does_not_come_back(desk: Desk) -> None:
    desk.do(e.RemoveKeyFrame("x0", 5))
    desk.reopen(BOB)
    assert desk.do(e.RemoveTrack("x0"))
    desk.reopen(ANN)
    before = desk.state()
    with pytest.raises(EditRefused, match="not in the project any more"):
        desk.editing.undo()
    assert desk.state() == before == desk.stored()


OTHER_FILM = replace(MEDIUM, id="n", path="other.mp4")
LABEL_THERE = Segment("q", "n", "serve", TimeRange(1, 2), "ann")


def test_a_label_of_a_film_that_another_took_out_does_not_come_back(desk: Desk) -> None:
    desk.reopen(BOB)
    desk.do(e.AddMedia((OTHER_FILM,)))
    desk.reopen(ANN)
    desk.editing.perform(e.AddSegments((LABEL_THERE,)), medium_id="n")
    desk.editing.perform(e.RemoveSegments(("q",)), medium_id="n")
    desk.reopen(BOB)
    assert desk.editing.undo_text == "add media"
    desk.editing.undo()
    desk.reopen(ANN)
    with pytest.raises(EditRefused, match="film is not in the project"):
        desk.editing.undo()
    assert set(desk.project.catalogue.media) == {"m"}


@pytest.mark.parametrize("restart", [False, True])
def test_a_film_that_going_back_took_out_returns_with_its_labels(desk: Desk, restart: bool) -> None:
    place = desk.project.store.past.head()
    desk.do(e.AddMedia((OTHER_FILM,)))
    desk.editing.perform(e.AddSegments((LABEL_THERE,)), medium_id="n")
    if restart:
        desk.reopen()
    desk.editing.go_back(place)
    assert set(desk.project.catalogue.media) == {"m"}
    if restart:
        desk.reopen()
    desk.editing.undo()
    assert list(desk.project.document("n").segments) == [LABEL_THERE]
    desk.reopen()
    assert list(desk.project.document("n").segments) == [LABEL_THERE]
    assert desk.project.store.check() == []


def test_any_number_of_deeds_is_gone_back_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.state()
    place = desk.project.store.past.head()
    for n in range(60):
        desk.do(e.ChangeSegment("x0", comment=f"{n}"))
    driver_of(desk).setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 40)  # 32,766 of them take too long to make
    monkeypatch.setattr(edit_log, "_AT_ONCE", 10)
    (turn,) = desk.project.store.past.changed_after(place)
    assert turn.before is not None
    assert turn.after is not None
    assert (turn.before["comment"], turn.after["comment"]) == ("", "59")
    desk.editing.go_back(place)
    assert desk.state() == before == desk.stored()


def test_a_key_that_another_class_has_by_now_is_not_given_twice(desk: Desk) -> None:
    desk.do(e.ChangeClass(replace(ONTOLOGY["serve"], key="")))
    desk.reopen(BOB)
    desk.do(e.ChangeClass(replace(ONTOLOGY["hit"], key="1")))
    desk.reopen(ANN)
    with pytest.raises(EditRefused, match="belongs to another"):
        desk.editing.undo()
    assert desk.project.catalogue.ontology["serve"].key == ""


def test_an_import_that_was_asked_for_is_undone_after_a_restart_and_a_job_s_edit_is_not(desk: Desk) -> None:
    asked = Actor("import-1", ActorKind.IMPORT, "import of a.csv", '{"by": "ann"}')
    label = Segment("q", "m", "serve", TimeRange(1, 2), "import-1")
    desk.editing.perform_batch("import a.csv", [(e.AddSegments((label,)), "m")], actor=asked)
    desk.editing.perform(e.AddRun(replace(RUNS[0], id="r3", number=3)), actor=JOB)
    desk.reopen(BOB)
    assert desk.editing.undo_text == ""
    desk.reopen(ANN)
    assert desk.editing.undo_text == "import a.csv"
    desk.editing.undo()
    assert desk.project.document("m").segments.get("q") is None
    assert "r3" in desk.project.catalogue.runs


def test_the_clock_of_the_machine_does_not_order_anything(furnished: Path, tmp_path: Path) -> None:
    path = tmp_path / "clock.sora"
    path.write_bytes(furnished.read_bytes())
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    times = iter(moment - timedelta(hours=7 * i) for i in range(100))
    desk = Desk(path, now=lambda: next(times))
    for comment in ("first", "second", "third"):
        desk.do(e.ChangeSegment("x0", comment=comment))
    desk.reopen()
    desk.editing.undo()
    now = desk.project.document("m").segments.get("x0")
    assert now is not None
    assert now.comment == "second"
    past = desk.project.store.past
    numbers = [line.number for line in past.lines()]
    assert numbers == sorted(numbers)
    assert [line.at for line in past.lines()][3:] != sorted(line.at for line in past.lines()[3:])
    desk.editing.go_back(4)
    now = desk.project.document("m").segments.get("x0")
    assert now is not None
    assert now.comment == "first"
    assert past.first_since(moment - timedelta(hours=8)) == 4, "all that may have come since"
    assert past.first_since(datetime(2999, 1, 1, tzinfo=UTC)) == past.head() + 1
    assert desk.project.store.check() == []
    desk.project.close()


def test_a_full_disk_leaves_what_can_be_undone(desk: Desk) -> None:
    desk.do(e.ChangeSegment("x0", comment="kept"))
    desk.reopen()
    before = desk.state()
    store = desk.project.store

    class Full:
        def __getattr__(self, name: str) -> object:
            return getattr(store, name)

        def write(self, *_: object) -> int:
            raise UserError("The disk is full.")

    desk.project.store = Full()  # type: ignore[assignment]
    with pytest.raises(UserError, match="disk is full"):
        desk.editing.undo()
    assert desk.state() == before
    desk.project.store = store
    assert desk.editing.undo()


def test_thousands_of_edits_and_as_many_undos_lead_back_to_the_start(tmp_path: Path, deep: bool) -> None:
    """The full 10,000 with --deep."""
    path, dice = tmp_path / "many.sora", random.Random(7)
    film = replace(s.FILM, start=0, end=20_000, periods=())
    proposals = [replace(s.OPEN, id=f"g{i}", class_id="hit", range=TimeRange(i, i + 9)) for i in range(400)]
    with ProjectStore.create(path) as store:
        serve = replace(s.SERVE, overlaps=True, retired=False)
        furniture: list[list[Any]] = [[serve, s.HIT, s.BALL, film, s.RUN], [s.LAYER, *proposals]]
        for entities in furniture:
            store.write(Change("furnish", "", added(entities)), BOB, datetime(2025, 1, 1, tzinfo=UTC))
    desk = Desk(path, medium_id=film.id)
    if deep:  # when it is on the disk is tested elsewhere; to wait for it 20,000 times takes minutes
        driver_of(desk).execute("PRAGMA synchronous = OFF")
    start, exported = desk.state(), export(desk)
    wanted = 10_000 if deep else 250
    done = 0
    while done < wanted:
        edit = random_edit(dice, desk.project.document(film.id), f"n{done}")
        if not isinstance(edit, e.AddSuggestions):
            done += desk.do(edit)
        if dice.random() < 0.02 and not deep:
            desk.reopen()
    assert desk.stored() == desk.state() != start
    assert export(desk) != exported
    for _ in range(wanted):
        assert desk.editing.undo()
    assert desk.editing.undo() == ()
    assert desk.state() == start == desk.stored()
    assert export(desk) == exported
    assert desk.project.store.check() == []
    desk.project.close()


def driver_of(desk: Desk) -> sqlite3.Connection:
    """What the store writes through."""
    with desk.project.store.past._reading() as connection:
        found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found


def export(desk: Desk) -> bytes:
    """As a table of another program would have it."""
    target = desk.path.with_suffix(".csv")
    csv_table.write(target, human_rows(desk.project))
    return target.read_bytes()
