"""When a film was recorded, as far as the file says so itself: proposals, never believed unasked.

Cameras' clocks stand wrong, programs copy files and date them anew, and some devices write local time where
the format means UTC. So each proposal says where it comes from, and a person confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.media import Medium
from app.domain.texts import Text

_EARLIEST_YEAR, _LATEST_YEAR = 1980, 2099
_DAY = r"((?:19|20)\d\d)[-_. ]?(\d\d)[-_. ]?(\d\d)"
_CLOCK = r"([01]\d|2[0-3])[-_.:h ]?([0-5]\d)[-_.:m ]?([0-5]\d)"
# Not inside a longer number, except for milliseconds (Hikvision, Pixel) behind it.
_MOMENT = re.compile(rf"(?<!\d){_DAY}(?:[-_. T@]|at|_-_)*{_CLOCK}(?:[.,]?(\d{{3}}))?(?!\d)\s?(Z(?![a-z]))?")
# Dahua keeps the day in a folder, and the film is called after the times it lasts from and to.
_FROM_TO = re.compile(rf"(?<!\d){_CLOCK}-[012]\d\.[0-5]\d\.[0-5]\d(?!\d)")
_FOLDER_DAY = re.compile(rf"{_DAY}")
# These phones write UTC into the name (their own documentation says so of the metadata only).
_NAMED_IN_UTC = ("PXL_",)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The film may have begun at `start` (naive), in `zone` (empty: local time, zone not said)."""

    start: datetime
    zone: str
    source: str
    uncertainty_ms: int = 1000


def proposals(medium: Medium) -> tuple[Proposal, ...]:
    """What the name and the metadata say, the name first: it comes from the camera more often."""
    found = [_from_name(medium), _from_metadata(medium)]
    return tuple(one for one in found if one is not None)


def _from_name(medium: Medium) -> Proposal | None:
    for match in _MOMENT.finditer(medium.name.rpartition(".")[0] or medium.name):
        *numbers, millis, universal = match.groups()
        start = _moment(numbers[:3], numbers[3:], millis or "0")
        if start is not None:
            utc = universal or medium.name.startswith(_NAMED_IN_UTC)
            return Proposal(start, "UTC" if utc else "", Text("the file's name"))
    return _from_folder(medium)


def _from_folder(medium: Medium) -> Proposal | None:
    clock = _FROM_TO.search(medium.name)
    if clock is None:
        return None
    for folder in reversed(re.split(r"[\\/]", medium.path)[:-1]):
        day = _FOLDER_DAY.fullmatch(folder)
        if day is not None:
            start = _moment(day.groups(), clock.groups())
            return Proposal(start, "", Text("the names of the file and its folder")) if start else None
    return None


def _from_metadata(medium: Medium) -> Proposal | None:
    """`creation_time`: UTC by the format's rules."""
    text = str(medium.facts.get("recorded") or _taken_over_unasked(medium))
    try:
        start = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if not _EARLIEST_YEAR <= start.year <= _LATEST_YEAR:
        return None  # 1904 and 1970: the device's clock was never set
    offset = start.utcoffset()
    zone = "" if offset is None else "UTC" if not offset else start.isoformat()[-6:]
    return Proposal(start.replace(tzinfo=None), zone, Text("the file's metadata"))


def _taken_over_unasked(medium: Medium) -> str:
    """Older versions of the program stored the file's own time, with its offset, as if it were known."""
    text = medium.wall_clock
    return text if not medium.wall_clock_zone and text.endswith(("Z", "+00:00")) else ""


def _moment(day: Sequence[str], clock: Sequence[str], millis: str = "0") -> datetime | None:
    year, month, number = map(int, day)
    hour, minute, second = map(int, clock)
    try:
        return datetime(year, month, number, hour, minute, second, int(millis) * 1000)
    except ValueError:
        return None
