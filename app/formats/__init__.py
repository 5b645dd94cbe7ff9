"""File formats at the edge, one module each. Seconds, 1-based frames and inclusive ends end here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from app.formats import csv_table
from app.formats.row import Row

__all__ = ["FORMATS", "Format", "Row"]


@dataclass(frozen=True, slots=True)
class Format:
    """One file format. `read` raises UserError naming file, line and rule; `write` is atomic.

    `suffixes`: with the dot, lower case, the first one is given to new files.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    read: Callable[[Path], list[Row]]
    write: Callable[[Path, Iterable[Row]], None]


FORMATS: tuple[Format, ...] = (Format("csv", "Table (CSV)", (".csv",), csv_table.read, csv_table.write),)
