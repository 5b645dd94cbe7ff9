"""The boxes of a medium in columns: when tracks are there at once, where they are when it is asked."""

from __future__ import annotations

import json
import sqlite3
import threading
from array import array
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from sqlalchemy import Connection, select

from app.domain.key_frames import KeyFrames
from app.domain.media import Medium
from app.storage.connection import plain_reading
from app.storage.failures import damage_told, told_in_words
from app.storage.schema import tracks

# One row for a track: a million ticks as rows of their own would take three times as long.
_TIMES = """
SELECT json_group_array(tick), group_concat(outside + 2 * occluded, '')
FROM (SELECT tick, outside, occluded FROM key_frames WHERE track_id = ? ORDER BY tick)
"""
_BOXES = "SELECT tick, outside + 2 * occluded, x, y, w, h FROM key_frames WHERE track_id = ? ORDER BY tick"
_DIGITS = bytes.maketrans(b"0123", bytes(range(4)))


def all_boxes(connection: Connection, medium: Medium) -> dict[str, KeyFrames]:
    """With all their sides, without a value for each box."""
    found = {}
    for track_id, cursor in _each_track(connection, medium, _BOXES):
        columns = _columns(cursor)
        if columns[0]:
            found[track_id] = KeyFrames.of_columns(track_id, *columns)
    return found


def times_of_boxes(
    connection: Connection, medium: Medium, later: Callable[[KeyFrames], None]
) -> dict[str, KeyFrames]:
    """Without their sides, which `later` reads."""
    found = {}
    for track_id, cursor in _each_track(connection, medium, _TIMES):
        ticks, flags = cursor.fetchone()
        if flags is not None:
            numbers = bytearray(flags.encode().translate(_DIGITS))
            found[track_id] = KeyFrames.without_sides(track_id, array("q", json.loads(ticks)), numbers, later)
    return found


def _each_track(
    connection: Connection, medium: Medium, statement: str
) -> Iterator[tuple[str, sqlite3.Cursor]]:
    # The driver's own cursor: SQLAlchemy's rows would take twice as long for what is taken apart at once.
    cursor = connection.connection.cursor()
    wanted = select(tracks.c.id).where(tracks.c.medium_id == medium.id)
    for track_id in connection.execute(wanted).scalars().all():
        yield track_id, cursor.execute(statement, (track_id,))


def _columns(cursor: sqlite3.Cursor) -> tuple[array[int], array[float], bytearray]:
    rows = cursor.fetchall()
    if not rows:
        return array("q"), array("d"), bytearray()
    ticks, flags, *sides = zip(*rows, strict=True)
    interleaved = array("d", chain.from_iterable(zip(*sides, strict=True)))
    return array("q", ticks), interleaved, bytearray(flags)


class BoxReader:
    """Reads the sides of single tracks, on any thread, each as it stands in the file at that moment.

    That is what memory holds: whatever changes a track looks at its boxes before it is stored. (Where another
    session writes to the same file meanwhile, its state is shown at once.)
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._one_at_a_time = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._closed = False

    def fill(self, key_frames: KeyFrames) -> None:
        """Raises UserError where the disk does not give them."""
        with self._one_at_a_time, told_in_words(self._path), damage_told(self._path):
            if key_frames.is_filled:
                return
            connection = self._connection or plain_reading(self._path)
            try:
                key_frames.fill(*_columns(connection.execute(_BOXES, (key_frames.track_id,))))
            finally:
                if self._closed:
                    connection.close()
                else:
                    self._connection = connection

    def close(self) -> None:
        """Whoever still holds a document can read on, each time anew."""
        with self._one_at_a_time:
            self._closed = True
            if self._connection is not None:
                self._connection.close()
                self._connection = None
