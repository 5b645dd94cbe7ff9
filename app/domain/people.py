"""Actors: whoever makes an edit. No label without one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    PERSON = "person"
    IMPORT = "import"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Actor:
    """`detail`: for an import the format, file and hash, and the id of who asked for it; for a run its id;
    for a person nothing.
    """

    id: str
    kind: ActorKind
    name: str
    detail: str = ""


def asked_by(actor: Actor) -> str:
    """The id of the person who asked for an import; empty where its `detail` does not say."""
    try:
        detail = json.loads(actor.detail)
    except ValueError:
        return ""
    return str(detail.get("by", "")) if isinstance(detail, dict) else ""
