"""A long deed by a second session on the same file: stored whole or not at all, and the first one follows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from app.domain import edits as e
from app.domain.changes import Change
from app.domain.errors import Cancelled, EditRefused
from app.domain.people import Actor, ActorKind
from app.domain.segments import Segment
from app.domain.timebase import TimeRange
from app.session.beside import Beside, LongDeed, Session
from app.session.project import Project, person_actor
from app.storage.project_store import ProjectStore
from app.storage.writing_beside import StoreBeside
from tests.app.session.conftest import FRAME, Bench, make_bench

PROBE = Actor("probe", ActorKind.IMPORT, "probe", "")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path)
    made.add_classes("serve", "rally")
    made.add_media("film.mp4", "other.mp4")
    yield made
    made.project.close()


@pytest.fixture
def beside(bench: Bench) -> Beside:
    store = bench.project.store
    assert isinstance(store, ProjectStore)
    return Beside(Session(bench.project, bench.editing), bench.now, partial(StoreBeside, store))


def segments(bench: Bench, name: str, count: int, film: int = 0) -> tuple[Segment, ...]:
    return tuple(
        Segment(
            bench.new_id(),
            bench.media[film].id,
            bench.class_id(name),
            TimeRange(n * FRAME, (n + 1) * FRAME),
            bench.project.person.id,
        )
        for n in range(count)
    )


def add(bench: Bench, count: int, film: int = 0) -> tuple[Segment, ...]:
    made = segments(bench, "serve", count, film)
    bench.editing.perform(e.AddSegments(made), medium_id=bench.media[film].id)
    return made


def of_class(bench: Bench, name: str, labels: tuple[Segment, ...], session: Session) -> int:
    changes = tuple(e.ChangeSegment(s.id, class_id=bench.class_id(name)) for s in labels)
    edits: list[tuple[e.Edit, str]] = [(e.ChangeSegments(changes), labels[0].medium_id)]
    return len(session.editing.perform_batch("change the class", edits))


def run(deed: LongDeed[int]) -> threading.Thread:
    def work() -> None:
        with suppress(Cancelled, EditRefused):  # told by `result`
            deed.run(lambda: False, lambda _: None)

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def names(bench: Bench, film: int = 0) -> list[str]:
    ontology = bench.project.catalogue.ontology
    return [ontology[s.class_id].name for s in bench.project.document(bench.media[film].id).segments]


def test_the_first_session_stands_where_the_deed_led_and_can_undo_it(bench: Bench, beside: Beside) -> None:
    labels = add(bench, 5)
    document = bench.project.document(bench.media[0].id)
    told: list[Change] = []
    bench.editing.subscribe(told.append)
    fractions: list[float] = []
    deed = beside.begin(partial(of_class, bench, "rally", labels))
    thread = threading.Thread(target=deed.run, args=(lambda: False, fractions.append))
    thread.start()
    thread.join()
    assert names(bench) == ["serve"] * 5, "nothing is shared with the other thread"
    deed.settle()
    assert deed.result == 1
    assert bench.project.document(bench.media[0].id) is document, "views that hold it see it"
    assert names(bench) == ["rally"] * 5
    assert [len(change) for change in told] == [5]
    deed.settle()
    assert len(told) == 1, "once"
    assert bench.editing.undo_text == "change the class"
    bench.editing.undo()
    assert names(bench) == ["serve"] * 5
    bench.editing.redo()
    with bench.open_reader() as reader:
        again = Project(reader, bench.project.library, bench.project.person)
        assert list(again.document(bench.media[0].id).segments) == list(document.segments)
    assert bench.project.store.check() == []


def test_meanwhile_a_person_is_refused_and_a_job_waits(bench: Bench, beside: Beside) -> None:
    labels = add(bench, 3)
    go_on = threading.Event()

    def work(session: Session) -> int:
        assert go_on.wait(10)
        return of_class(bench, "rally", labels, session)

    deed = beside.begin(work)
    thread = run(deed)
    with pytest.raises(EditRefused, match="greater change"):
        add(bench, 1, film=1)
    with pytest.raises(EditRefused, match="greater change"):
        bench.editing.undo()
    with pytest.raises(EditRefused, match="greater change"):
        beside.begin(work)
    threading.Timer(0.05, go_on.set).start()
    brought = segments(bench, "serve", 2, film=1)
    bench.editing.perform(e.AddSegments(brought), medium_id=bench.media[1].id, actor=PROBE)
    assert names(bench) == ["rally"] * 3, "it waited for the deed"
    assert names(bench, 1) == ["serve"] * 2
    thread.join()
    add(bench, 1, film=1)
    assert bench.project.store.check() == []


def test_what_is_cancelled_leaves_no_trace(bench: Bench, beside: Beside) -> None:
    labels = add(bench, 3)
    head = bench.project.store.head_hash()

    def work(session: Session) -> int:
        deed.cancel()
        return of_class(bench, "rally", labels, session)

    deed = beside.begin(work)
    run(deed).join()
    deed.settle()
    with pytest.raises(Cancelled):
        _ = deed.result
    assert bench.project.store.head_hash() == head
    assert names(bench) == ["serve"] * 3
    add(bench, 1, film=1)


def test_a_cancel_in_the_midst_of_writing_takes_all_of_it_back(bench: Bench, beside: Beside) -> None:
    labels = add(bench, 100)
    medium_id = labels[0].medium_id
    seen: list[float] = []

    def cancelled() -> bool:
        return bool(seen)  # from the first progress on: while it is being written

    def work(session: Session) -> int:
        for round_ in range(200):
            many = tuple(e.ChangeSegment(s.id, comment=f"{round_} {s.id}") for s in labels)
            session.editing.perform(e.ChangeSegments(many), medium_id=medium_id)
        return 0

    deed = beside.begin(work)
    with pytest.raises(Cancelled):
        deed.run(cancelled, seen.append)
    assert seen
    assert seen[0] < 1
    deed.settle()
    with bench.open_reader() as reader:
        again = Project(reader, bench.project.library, bench.project.person)
        stored = list(again.document(medium_id).segments)
    assert stored == list(bench.project.document(medium_id).segments), "what was stored before stays"
    assert len({s.comment.partition(" ")[0] for s in stored}) == 1, "all of an edit or nothing"
    assert bench.project.store.check() == []


def test_a_refusal_is_told_and_nothing_is_changed(bench: Bench, beside: Beside) -> None:
    labels = add(bench, 2)
    bench.editing.perform(e.RemoveSegments((labels[0].id,)), medium_id=labels[0].medium_id)
    deed = beside.begin(partial(of_class, bench, "rally", labels))
    run(deed).join()
    deed.settle()
    with pytest.raises(EditRefused, match="not exist"):
        _ = deed.result
    assert names(bench) == ["serve"]
    assert not bench.editing.held


def test_closing_waits_for_what_is_under_way(bench: Bench, beside: Beside) -> None:
    labels = add(bench, 2)
    begun, go_on = threading.Event(), threading.Event()

    def work(session: Session) -> int:
        begun.set()
        assert go_on.wait(10)
        return of_class(bench, "rally", labels, session)

    thread = run(beside.begin(work))
    assert begun.wait(10)
    threading.Timer(0.05, go_on.set).start()
    beside.close()
    thread.join()
    assert names(bench) == ["serve"] * 2


def test_a_second_pass_stays_blind_beside(bench: Bench, beside: Beside) -> None:
    bea = person_actor("Bea")
    (hers,) = segments(bench, "serve", 1)
    bench.editing.perform(
        e.AddSegments((Segment("hers", hers.medium_id, hers.class_id, hers.range, bea.id),)),
        medium_id=hers.medium_id,
        actor=bea,
    )
    mine = add(bench, 1)
    bench.project.look_blind(True)
    bench.project.document(hers.medium_id)
    deed = beside.begin(partial(of_class, bench, "rally", mine))
    run(deed).join()
    deed.settle()
    assert names(bench) == ["rally"]
    bench.project.look_blind(False)
    assert sorted(names(bench)) == ["rally", "serve"]
