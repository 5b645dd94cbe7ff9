"""What a person decides where two copies of a project say different things."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both changed differently, in words. `tick`: where in the film `medium_id` it lies, if in one."""

    id: str
    what: str
    ours: str
    theirs: str
    both_can_stand: bool = False
    medium_id: str = ""
    tick: int | None = None
