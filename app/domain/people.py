"""Actors: whoever makes an edit. No label without one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    PERSON = "person"
    IMPORT = "import"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Actor:
    """`detail`: for an import the format, file and hash; for a run its id; for a person nothing."""

    id: str
    kind: ActorKind
    name: str
    detail: str = ""
