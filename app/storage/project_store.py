"""One project on disk: `NAME.sora`, an SQLite file; `NAME.models` beside it holds the checkpoints."""

from __future__ import annotations

import contextlib
import gc
import os
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, insert, literal_column, select

from app.domain.catalogue import Catalogue
from app.domain.changes import Change, Difference
from app.domain.document import Document
from app.domain.errors import UserError
from app.domain.history import LogEntry
from app.domain.key_frames import KeyFrames
from app.domain.media import Medium
from app.domain.ontology import Ontology
from app.domain.people import Actor
from app.domain.segments import CompleteRange, Segment
from app.domain.suggestions import Decision, Suggestion
from app.storage import ancestry, edit_log, integrity, rows, schema
from app.storage.applying import apply, needed_things_stay, remember
from app.storage.authorship import check_author, known_actors
from app.storage.boxes import BoxReader, all_boxes, times_of_boxes
from app.storage.connection import (
    autocommit,
    choose_journal,
    reading,
    reading_engine,
    transaction,
    writing_engine,
)
from app.storage.failures import StoreDisagrees, damage_told, told_in_words
from app.storage.failures import read_only as read_only_error
from app.storage.migrating import back_up, upgrade
from app.storage.past import Past
from app.storage.project_file import examine
from app.storage.rows import Mapping
from app.storage.writer_lock import ProjectLocked, WriterLock

__all__ = ["LogEntry", "ProjectLocked", "ProjectStore", "StoreDisagrees"]

_MANY_VALUES = 20_000


class ProjectStore:
    """The document as a whole: read by medium, written by one transaction per edit.

    Made by `create` or `open`, used on one thread, closed with `close` (or as a context manager).
    The `iter_…` methods use a connection of their own and may run on any thread. Every failure of the
    disk is a UserError and leaves the document as it was; `StoreDisagrees` is a bug.
    """

    def __init__(
        self, path: Path, engine: Engine, lock: WriterLock | None, *, immutable: bool = False
    ) -> None:
        """Not for callers: use `create` or `open`."""
        self.path = path
        self.read_only = lock is None
        self._engine = engine
        self._lock = lock
        self._immutable = immutable
        self._boxes = BoxReader(path)

    @property
    def models_folder(self) -> Path:
        """Where checkpoints, curves and attention grids lie; may not exist yet."""
        return self.path.with_suffix(".models")

    # --- opening and closing ---------------------------------------------------------------

    @classmethod
    def create(cls, path: Path) -> ProjectStore:
        """Make an empty project. Raises UserError when `path` exists or cannot be written."""
        path = path.resolve()
        lock = WriterLock(path)
        with told_in_words(path):
            lock.acquire()
        try:
            if os.path.lexists(path):
                raise UserError(
                    "{path} exists already.", way_out="Choose another name, or open it.", path=path
                )
            with told_in_words(path):
                _make_file(path)
            return cls._open_for_writing(path, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> ProjectStore:
        """Open a project; an older one is backed up and brought to the newest format first.

        Raises UserError for a file that is not a project, comes from a newer version, is cut off or
        cannot be written; ProjectLocked when another window or program is writing to it.
        """
        path = path.resolve()  # two names for one file must meet at one lock
        if read_only:
            return cls._open_for_reading(path)
        with told_in_words(path):
            version = examine(path)
            if not os.access(path, os.W_OK):
                raise read_only_error(path)
            lock = WriterLock(path)
            lock.acquire()
        try:
            if version < schema.FORMAT_VERSION:
                with told_in_words(path):
                    _migrate(path, version)
            return cls._open_for_writing(path, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _open_for_writing(cls, path: Path, lock: WriterLock) -> ProjectStore:
        engine = writing_engine(path)
        try:
            with told_in_words(path):
                choose_journal(engine, path)
                # What cannot be written is said now, not at the first edit.
                with transaction(engine) as connection:
                    connection.execute(select(schema.project.c.uuid)).one()
            return cls(path, engine, lock)
        except BaseException:
            engine.dispose()
            raise

    @classmethod
    def _open_for_reading(cls, path: Path) -> ProjectStore:
        with told_in_words(path):
            version = examine(path)
            if version < schema.FORMAT_VERSION:
                raise UserError(
                    "{file} comes from an older version of Sora Studio.",
                    way_out="Open it for writing once; it is backed up and brought up to date.",
                    file=path.name,
                )
            for immutable in (False, True):
                engine = reading_engine(path, immutable=immutable)
                try:
                    with reading(engine) as connection:
                        connection.execute(select(schema.project.c.uuid)).one()
                    return cls(path, engine, None, immutable=immutable)
                except Exception as error:
                    # Where nothing can be written SQLite cannot even make the memory that readers share.
                    if immutable or not _needs_immutable(path, error):
                        raise
        raise AssertionError("unreachable")

    def checkpoint(self) -> None:
        """Move everything into the one file and empty the log beside it, so that it can be copied alone."""
        if not self.read_only:
            with told_in_words(self.path), autocommit(self._engine) as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """May be called twice."""
        self._boxes.close()
        gc.unfreeze()
        # What is committed is safe in the write-ahead log; a full disk must not keep the window open.
        with contextlib.suppress(UserError):
            self.checkpoint()
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> ProjectStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- writing ---------------------------------------------------------------------------

    def write(self, change: Change, actor: Actor, at: datetime) -> int:
        """Store one edit: all its differences and its log entry in one transaction, durable on return.

        `at`: with a time zone. Returns the number of the log entry (of the last one, for a Change
        without differences). Raises EditRefused when the actor may not do this, UserError when the
        disk does not take it; then nothing was changed.
        """
        if self.read_only:
            raise UserError(
                "{project} is open for reading only.",
                way_out="Close it where it is open for writing, then open it here again.",
                project=self.path.name,
            )
        if at.tzinfo is None:
            raise ValueError("the moment of an edit needs a time zone")
        with told_in_words(self.path), needed_things_stay(change), transaction(self._engine) as connection:
            if not change.differences:
                return edit_log.head(connection)[0]
            check_author(connection, change, actor)
            remember(connection, actor)
            apply(connection, change.differences)
            return edit_log.append(connection, change, actor, at)

    def introduce(self, actors: Iterable[Actor]) -> None:
        """Know these people and programs, whose labels come from another copy of the project."""
        with told_in_words(self.path), transaction(self._engine) as connection:
            for actor in actors:
                remember(connection, actor)

    # --- reading ---------------------------------------------------------------------------

    def load_catalogue(self) -> Catalogue:
        """Classes, media, runs and named snapshots."""
        with self._reading() as connection, damage_told(self.path):
            return Catalogue(
                classes=_all(connection, rows.CLASSES),
                media=_all(connection, rows.MEDIA),
                runs=_all(connection, rows.RUNS),
                snapshots=_all(connection, rows.SNAPSHOTS),
            )

    def load_document(self, medium: Medium, ontology: Ontology) -> Document:
        """The labels and suggestions of one medium. Where the boxes of a track are is read when it is asked
        for, but at once from a file that another may write to meanwhile.
        """
        with self._reading() as connection, damage_told(self.path), _no_garbage_collection():
            if self.read_only:
                key_frames = all_boxes(connection, medium)
            else:
                key_frames = times_of_boxes(connection, medium, self._boxes.fill)
            return Document(
                medium,
                ontology,
                segments=_of_medium(connection, rows.SEGMENTS, medium),
                complete_ranges=_of_medium(connection, rows.COMPLETE_RANGES, medium),
                tracks=_of_medium(connection, rows.TRACKS, medium),
                key_frames=key_frames,
                layers=_of_medium(connection, rows.LAYERS, medium),
                suggestions=_all(
                    connection,
                    rows.SUGGESTIONS,
                    rows.SUGGESTIONS.query.where(schema.layers.c.medium_id == medium.id),
                ),
                suggested_tracks=_all(
                    connection,
                    rows.SUGGESTED_TRACKS,
                    rows.SUGGESTED_TRACKS.query.where(schema.layers.c.medium_id == medium.id),
                ),
                zones=_of_medium(connection, rows.ZONES, medium),
            )

    def actors(self) -> dict[str, Actor]:
        """By id, as they were last named."""
        with self._reading() as connection:
            return known_actors(connection)

    def head_hash(self) -> str:
        """The hash of the last log entry: names this state of the whole project."""
        with self._reading() as connection:
            return edit_log.head(connection)[1]

    def log_hashes(self) -> list[str]:
        """What stands for the project itself, then the hash of each log entry: copies share the beginning."""
        with self._reading() as connection:
            return ancestry.hashes(connection)

    def differences_since(self, number: int) -> list[Difference]:
        """What stands now against what stood after log entry `number`; models' open proposals left out."""
        with self._reading() as connection:
            return ancestry.differences_since(connection, number)

    @property
    def past(self) -> Past:
        return Past(self._reading)

    def log(self, last: int | None = None) -> list[LogEntry]:
        """The edit log, oldest first; only its `last` entries where given."""
        with self._reading() as connection:
            return edit_log.entries(connection, last)

    def counts(self) -> dict[str, int]:
        """How much there is. `labels` counts segments and points together, `boxes` key frames."""
        with self._reading() as connection:
            return _counts(connection)

    def decided(self) -> int:
        """How many suggestions were accepted or rejected; found without going through everything."""
        with self._reading() as connection:
            decision = schema.suggestions.c.decision
            return _count(connection, schema.suggestions, decision != literal_column("'open'"))

    def label_counts(self) -> list[tuple[str, str, str, int]]:
        """How many labels there are of each kind (`segment`, `track`), class and author."""
        found = []
        with self._reading() as connection:
            for kind, table in (("segment", schema.segments), ("track", schema.tracks)):
                columns = (table.c.class_id, table.c.actor_id)
                rows = connection.execute(select(*columns, func.count()).group_by(*columns))
                found += [(kind, class_id, actor_id, count) for class_id, actor_id, count in rows]
        return found

    def class_use(self, class_id: str) -> int:
        """How many labels, tracks, complete ranges and suggestions carry the class."""
        carriers = (
            schema.segments,
            schema.tracks,
            schema.complete_ranges,
            schema.suggestions,
            schema.suggested_tracks,
        )
        with self._reading() as connection:
            return sum(_count(connection, table, table.c.class_id == class_id) for table in carriers)

    def iter_segments(self) -> Iterator[Segment]:
        """Every label of the project, by medium and start."""
        order = (schema.segments.c.medium_id, schema.segments.c.start_tick, schema.segments.c.id)
        return self._stream(rows.SEGMENTS, rows.SEGMENTS.query.order_by(*order))

    def iter_complete_ranges(self) -> Iterator[CompleteRange]:
        columns = schema.complete_ranges.c
        order = (columns.medium_id, columns.start_tick, columns.id)
        return self._stream(rows.COMPLETE_RANGES, rows.COMPLETE_RANGES.query.order_by(*order))

    def iter_suggestions(self, run_id: str) -> Iterator[Suggestion]:
        """Every suggestion of one run, decided or not, by layer and start."""
        columns = schema.suggestions.c
        query = rows.SUGGESTIONS.query.where(schema.layers.c.run_id == run_id)
        return self._stream(
            rows.SUGGESTIONS, query.order_by(columns.layer_id, columns.start_tick, columns.id)
        )

    def iter_rejected(self) -> Iterator[Suggestion]:
        """Every rejected suggestion: a negative for its class in its range."""
        columns = schema.suggestions.c
        query = rows.SUGGESTIONS.query.where(columns.decision == Decision.REJECTED.value)
        return self._stream(
            rows.SUGGESTIONS, query.order_by(schema.layers.c.medium_id, columns.start_tick, columns.id)
        )

    def key_frames_of(self, medium: Medium) -> dict[str, KeyFrames]:
        """The boxes of one medium by track, by tick."""
        with self._reading() as connection, damage_told(self.path), _no_garbage_collection():
            return all_boxes(connection, medium)

    def check(self) -> list[str]:
        """What is wrong with the file, one sentence each: empty when all is well."""
        with self._reading() as connection:
            return integrity.faults(connection)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told_in_words(self.path), reading(self._engine) as connection:
            yield connection

    def _stream(self, mapping: Mapping[Any], query: Select[Any]) -> Iterator[Any]:
        engine = reading_engine(self.path, immutable=self._immutable)
        with told_in_words(self.path), damage_told(self.path), reading(engine) as connection:
            if connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal":
                streamed = connection.execution_options(yield_per=2000)
                yield from map(mapping.from_row, streamed.execute(query))
                return
            # With a rollback journal a reader holds up the writer: read all at once there.
            everything = list(map(mapping.from_row, connection.execute(query)))
        yield from everything


def _make_file(path: Path) -> None:
    """Build the file under another name and give it its own when it is whole and on the disk."""
    building = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        building.touch(exist_ok=False)
        engine = writing_engine(building)
        try:
            upgrade(engine, schema.FORMAT_VERSION)
            with transaction(engine) as connection:
                connection.execute(
                    insert(schema.project),
                    {
                        "only": 1,
                        "uuid": uuid.uuid4().hex,
                        "created_at": datetime.now(UTC).isoformat(timespec="microseconds"),
                        "purpose": "",
                        "retention_date": "",
                        "legal_hold": False,
                        "sensitive": False,
                    },
                )
        finally:
            engine.dispose()
        os.rename(building, path)
        _sync_folder(path.parent)
    finally:
        building.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make a new name in `folder` durable; SQLite syncs the files, not the name of the first one."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _migrate(path: Path, version: int) -> None:
    back_up(path, version)
    engine = writing_engine(path)
    try:
        upgrade(engine, schema.FORMAT_VERSION)
    finally:
        engine.dispose()


def _needs_immutable(path: Path, error: Exception) -> bool:
    original = getattr(error, "orig", error)
    code = getattr(original, "sqlite_errorcode", 0) & 0xFF
    log = path.with_name(path.name + "-wal")
    no_memory_to_share = (
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
    )
    return code in no_memory_to_share and not (log.exists() and log.stat().st_size)


# --- rows ----------------------------------------------------------------------------------


def _all(connection: Connection, mapping: Mapping[Any], query: Select[Any] | None = None) -> list[Any]:
    return list(map(mapping.from_row, connection.execute(mapping.query if query is None else query)))


def _of_medium(connection: Connection, mapping: Mapping[Any], medium: Medium) -> list[Any]:
    return _all(connection, mapping, mapping.query.where(mapping.table.c.medium_id == medium.id))


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Looking for garbage among a million new values, where there is none, takes half of the time, and later
    a fifth of a second in the midst of an edit: they are left out until the project is closed.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
        if gc.get_count()[0] > _MANY_VALUES:
            gc.freeze()
    finally:
        if enabled:
            gc.enable()


def _count(connection: Connection, table: Any, condition: Any = None) -> int:
    query = select(func.count()).select_from(table)
    return int(connection.execute(query if condition is None else query.where(condition)).scalar_one())


def _counts(connection: Connection) -> dict[str, int]:
    decision = schema.suggestions.c.decision
    accepted, rejected = (
        _count(connection, schema.suggestions, decision == d.value)
        for d in (Decision.ACCEPTED, Decision.REJECTED)
    )
    return {
        "media": _count(connection, schema.media),
        "classes": _count(connection, schema.classes),
        "labels": _count(connection, schema.segments),
        "points": _count(connection, schema.segments, schema.segments.c.is_point),
        "tracks": _count(connection, schema.tracks),
        "boxes": _count(connection, schema.key_frames),
        "zones": _count(connection, schema.zones),
        "complete_ranges": _count(connection, schema.complete_ranges),
        "runs": _count(connection, schema.runs),
        "layers": _count(connection, schema.layers),
        "suggestions_open": _count(connection, schema.suggestions) - accepted - rejected,
        "suggestions_accepted": accepted,
        "suggestions_rejected": rejected,
        "log_entries": edit_log.head(connection)[0],
    }
