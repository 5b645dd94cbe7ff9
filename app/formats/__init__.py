"""File formats at the edge, one module each. Seconds, 1-based frames and inclusive ends end here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from app.formats import csv_table
from app.formats.row import Row

__all__ = ["FORMATS", "Format", "Row", "format_named"]


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


def format_named(name: str) -> Format | None:
    """By its name, as the command line takes it."""
    return next((f for f in FORMATS if f.name == name), None)
