"""One label as a file carries it: names instead of ids, seconds or frames instead of ticks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A half-open range of one medium, in seconds, in 0-based frames, or both; both None: the whole film.

    `score`: None for labels, 0..1 for what a model proposes. `line`: where it stands in the file it was
    read from, 0 for rows to be written.
    """

    media: str
    class_name: str
    start_s: float | None = None
    end_s: float | None = None
    start_frame: int | None = None
    end_frame: int | None = None
    score: float | None = None
    source: str = ""
    group: str = ""
    line: int = 0
