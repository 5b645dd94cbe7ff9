"""Older projects are backed up and brought up to date; nothing is lost on the way."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from app.domain.changes import Change, Difference
from app.domain.errors import UserError
from app.domain.match_clock import Period
from app.storage import migrating, schema
from app.storage.project_store import ProjectStore
from tests.app.storage import samples as s
from tests.app.storage.samples import ANN, NOON, adding

NEXT = Path(__file__).with_name("next_format")
# `.dump` of a project that the program of format 1 wrote: `samples.EVERYTHING`, then the film changed
# (moved, taken back, given another group).
FIRST_FORMAT = Path(__file__).with_name("format_1.sql")
# As written by the program of format 2: `samples.EVERYTHING` of then, and a class renamed, back, and again.
SECOND_FORMAT = Path(__file__).with_name("format_2.sql")
_UNSAID = {"reaction_ms": 0, "overlaps": True, "retired": False, "attributes": ()}
SECOND_FORMAT_CLASSES = {
    replace(s.SERVE, **_UNSAID),
    replace(s.HIT, name="hit it", key="h"),
    s.BALL,
}
FIRST_FORMAT_FILM = replace(
    s.FILM,
    group="court 3",
    video_stream=-1,
    audio_stream=-1,
    audio_channel=-1,
    wall_clock_zone="",
    wall_clock_uncertainty_ms=0,
    periods=(),
    sync_us=None,
)


def described(path: Path) -> dict[str, str]:
    """Every table, index and trigger of a database with its statement, spaces and quotes evened out."""
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    evened = str.maketrans({"(": " ( ", ")": " ) ", '"': " "})
    return {name: " ".join(sql.translate(evened).split()) for name, sql in rows}


def rows_of(path: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as file:
        return {t: file.execute(f'SELECT * FROM "{t}"').fetchall() for t in schema.metadata.tables}


def test_the_migrations_build_the_tables_that_the_program_knows(empty: ProjectStore, tmp_path: Path) -> None:
    empty.close()
    built = described(empty.path)
    built.pop("alembic_version")
    declared_path = tmp_path / "declared"
    engine = create_engine(f"sqlite:///{declared_path}")
    with engine.begin() as connection:
        schema.metadata.create_all(connection)
        for trigger in schema.TRIGGERS.values():
            connection.exec_driver_sql(trigger)
    engine.dispose()
    assert built == described(declared_path)


def test_the_newest_migration_is_the_program_s_format() -> None:
    newest = max(p.name for p in migrating.VERSIONS.glob("0*.py"))
    assert int(newest[:4]) == schema.FORMAT_VERSION


@pytest.fixture
def program_of_tomorrow(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program as it will be when it knows one format more, with the migrations in a folder."""

    def use(folder: str) -> None:
        monkeypatch.setattr(schema, "FORMAT_VERSION", 4)
        monkeypatch.setattr(migrating, "VERSION_FOLDERS", (migrating.VERSIONS, NEXT / folder))

    return use


@pytest.mark.parametrize("in_log", [False, True], ids=["closed well", "with a log left by a crash"])
def test_an_older_project_is_backed_up_and_brought_up_to_date(
    full: ProjectStore, tmp_path: Path, program_of_tomorrow: Any, in_log: bool
) -> None:
    path = full.path
    if in_log:
        path = crashed_copy_of(full, tmp_path / "crashed.sora")
    full.close()
    before = described(full.path)
    program_of_tomorrow("good")
    with ProjectStore.open(path) as store:
        assert store.check() == []
        assert store.counts()["labels"] == 2 + in_log
        store.write(adding(s.SEGMENT.__class__("new", "film", "hit", s.SEGMENT.range, "ann")), ANN, NOON)
    copy = path.with_name(f"{path.stem}.format-3.sora")
    with closing(sqlite3.connect(path)) as new, closing(sqlite3.connect(copy)) as old:
        assert new.execute("PRAGMA user_version").fetchone() == (4,)
        assert old.execute("PRAGMA user_version").fetchone() == (3,)
        assert new.execute("SELECT DISTINCT weight FROM classes").fetchall() == [(1.0,)]
        assert old.execute("SELECT count(*) FROM segments").fetchone() == (2 + in_log,)
        assert old.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert described(copy) == before
    assert set(described(path)) == set(before)
    assert before.items() - described(path).items() <= {(t, before[t]) for t in ("classes", "media")}


def crashed_copy_of(store: ProjectStore, path: Path) -> Path:
    """The files as a crash leaves them: the last edit is in the write-ahead log only."""
    store.write(adding(s.SEGMENT.__class__("late", "film", "hit", s.SEGMENT.range, "ann")), ANN, NOON)
    for ending in ("", "-wal"):
        source = store.path.with_name(store.path.name + ending)
        path.with_name(path.name + ending).write_bytes(source.read_bytes())
    return path


def test_a_second_back_up_does_not_replace_the_first(full: ProjectStore, program_of_tomorrow: Any) -> None:
    path = full.path
    full.close()
    first = path.with_name(f"{path.stem}.format-3.sora")
    first.write_text("an earlier one")
    program_of_tomorrow("good")
    ProjectStore.open(path).close()
    assert first.read_text() == "an earlier one"
    assert path.with_name(f"{path.stem}.format-3-2.sora").exists()


@pytest.mark.parametrize(
    ("folder", "error", "words"),
    [("failing", ArithmeticError, "half way"), ("careless", RuntimeError, "broken references")],
)
def test_a_migration_that_fails_leaves_the_project_as_it_was(
    full: ProjectStore,
    program_of_tomorrow: Any,
    monkeypatch: pytest.MonkeyPatch,
    folder: str,
    error: type[Exception],
    words: str,
) -> None:
    path = full.path
    full.close()
    before, content = described(path), rows_of(path)
    program_of_tomorrow(folder)
    with pytest.raises(error, match=words):
        ProjectStore.open(path)
    assert described(path) == before
    assert rows_of(path) == content
    assert sorted(os.listdir(path.parent)) == sorted([path.name, f"{path.stem}.format-3.sora"])
    monkeypatch.undo()
    with ProjectStore.open(path) as store:
        assert store.check() == []


def test_an_older_project_is_not_opened_for_reading_only(
    full: ProjectStore, program_of_tomorrow: Any
) -> None:
    full.close()
    program_of_tomorrow("good")
    with pytest.raises(UserError, match="older version") as refused:
        ProjectStore.open(full.path, read_only=True)
    assert "writing once" in refused.value.way_out
    assert os.listdir(full.path.parent) == [full.path.name]


def test_a_back_up_that_does_not_fit_is_not_left_half_written(
    full: ProjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.close()

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrating.shutil, "copymode", no_room)
    with pytest.raises(OSError, match="No space"):
        migrating.back_up(full.path, 3)
    assert os.listdir(full.path.parent) == [full.path.name]


def _project_of(dump: Path, version: int, path: Path) -> Path:
    with closing(sqlite3.connect(path)) as file:
        file.executescript(dump.read_text(encoding="utf-8"))
        file.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        file.execute(f"PRAGMA user_version = {version}")
    return path


@pytest.fixture
def first_format(tmp_path: Path) -> Path:
    """A project as the first version of the program wrote it, with everything in `samples`."""
    return _project_of(FIRST_FORMAT, 1, tmp_path / "old.sora")


def test_a_project_of_the_second_format_opens_with_all_it_held(tmp_path: Path) -> None:
    path = _project_of(SECOND_FORMAT, 2, tmp_path / "second.sora")
    with closing(sqlite3.connect(path)) as file:
        log = file.execute("SELECT * FROM edit_log ORDER BY number").fetchall()
    with ProjectStore.open(path) as store:
        assert store.check() == []
        catalogue = store.load_catalogue()
        assert set(catalogue.ontology) == SECOND_FORMAT_CLASSES
        document = store.load_document(catalogue.media["film"], catalogue.ontology)
        assert list(document.key_frames("t1")) == [s.BOX, s.GONE]
        assert set(document.suggestions) == {s.OPEN, s.REJECTED}
        serve = catalogue.ontology["serve"]
        store.write(Change("change class", "", (Difference(serve, s.SERVE),)), ANN, NOON)
        store.write(adding(s.RACKET, s.COURT, s.SNAPSHOT), ANN, NOON)
        assert store.check() == []
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT * FROM edit_log ORDER BY number").fetchall()[: len(log)] == log
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    ProjectStore.create(path.with_name("new.sora")).close()
    assert described(path) == described(path.with_name("new.sora"))


def test_the_log_of_the_second_format_is_found_by_what_it_tells_of_and_can_be_undone(tmp_path: Path) -> None:
    path = _project_of(SECOND_FORMAT, 2, tmp_path / "second.sora")
    with ProjectStore.open(path) as store:
        past = store.past
        told = {
            name: [line.verb for line in past.of(name)]
            for name in ("hit", "t1", "s1", "film", "l1", "g2", "t1@10", "nobody")
        }
        with closing(sqlite3.connect(path)) as file:
            verbs = [verb for (verb,) in file.execute("SELECT verb FROM edit_log ORDER BY number")]
            boxes = file.execute("SELECT count(*) FROM mentions WHERE entity LIKE '%@%'").fetchone()
        assert boxes == (0,), "boxes are found by their track"
        assert verbs[0] == "add"
        assert told["hit"] == verbs
        assert told["t1"] == told["s1"] == told["film"] == told["l1"] == told["g2"] == ["add"]
        assert told["t1@10"] == told["nobody"] == []
        catalogue = store.load_catalogue()
        (undo,) = past.taken_back([past.head()])
        assert undo.verb == f"undo {verbs[-1]}"
        store.write(undo, ANN, NOON)
        catalogue.adopt(undo)
        assert (
            store.load_catalogue().ontology["hit"] == replace(s.HIT, **_UNSAID) == catalogue.ontology["hit"]
        )
        # What that format knew less of cannot be made again from its log.
        gone = Change("remove run", "", (Difference(catalogue.runs["r2"], None),))
        store.write(gone, ANN, NOON)
        (back,) = past.taken_back([past.head()])
        store.write(back, ANN, NOON)
        assert store.load_catalogue().runs["r2"] == s.CHILD
        assert store.check() == []


def test_a_project_of_the_first_format_opens_with_all_it_held(first_format: Path) -> None:
    with closing(sqlite3.connect(first_format)) as file:
        log = file.execute("SELECT * FROM edit_log ORDER BY number").fetchall()
    with ProjectStore.open(first_format) as store:
        assert store.check() == []
        assert [entry.hash for entry in store.log()] == [row[-1] for row in log]
        catalogue = store.load_catalogue()
        assert catalogue.media == {"film": FIRST_FORMAT_FILM, "sound": s.SOUND}
        document = store.load_document(FIRST_FORMAT_FILM, catalogue.ontology)
        assert set(document.segments) == {s.SEGMENT, s.POINT}
    with closing(sqlite3.connect(first_format)) as file:
        assert file.execute("SELECT * FROM edit_log ORDER BY number").fetchall() == log
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    ProjectStore.create(first_format.with_name("new.sora")).close()
    assert described(first_format) == described(first_format.with_name("new.sora"))


def test_after_the_migration_the_log_goes_on_and_replays(first_format: Path) -> None:
    timed = replace(
        FIRST_FORMAT_FILM,
        video_stream=2,
        wall_clock_zone="Asia/Shanghai",
        wall_clock_uncertainty_ms=2000,
        periods=(Period("1st half", 0, 100, 0, False, 2_700_000, ((10, 20),)),),
    )
    with ProjectStore.open(first_format) as store:
        film = store.load_catalogue().media["film"]
        store.write(Change("change medium", "", (Difference(film, timed),)), ANN, NOON)
    with ProjectStore.open(first_format) as store:
        assert store.load_catalogue().media["film"] == timed
        assert store.check() == []
        store.write(Change("undo change medium", "", (Difference(timed, film),)), ANN, NOON)
        assert store.load_catalogue().media["film"] == film
        assert store.check() == []
