"""Labels in time: segments, points and ranges marked complete; where each comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.timebase import TimeRange


class Origin(StrEnum):
    HAND = "hand"
    SUGGESTION = "suggestion"
    IMPORTED = "imported"


class Verification(StrEnum):
    """How a person stands behind a label; quality figures use `BLIND` and `SEEN` only."""

    BLIND = "blind"
    SEEN = "seen"
    EDITED = "edited"
    UNSEEN = "unseen"
    BULK = "bulk"


@dataclass(frozen=True, slots=True)
class Segment:
    """A label of one class on `range`. A point is one tick long and `is_point`."""

    id: str
    medium_id: str
    class_id: str
    range: TimeRange
    actor_id: str
    is_point: bool = False
    origin: Origin = Origin.HAND
    suggestion_id: str = ""
    verification: Verification = Verification.BLIND
    comment: str = ""
    attributes: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class CompleteRange:
    """In here a person vouches that what is not labelled is background; elsewhere it is unknown.

    `class_id` empty: for every class.
    """

    id: str
    medium_id: str
    range: TimeRange
    actor_id: str
    class_id: str = ""
