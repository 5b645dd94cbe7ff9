"""A name for the state of the whole project at one moment: a place in the edit log."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedSnapshot:
    """`entry`: the number of the log's last entry when it was named; the snapshot's own comes after."""

    id: str
    name: str
    created_at: str
    entry: int
