"""Films of one event side by side: where a moment of one lies in another.

Films that are shown in step share a time line; `Medium.sync_us` is where each film's second 0 lies on it.
A film that was never lined up begins at the line's second 0.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.errors import UserError
from app.domain.media import Medium
from app.domain.time_of_day import TimeOfDay

_MICRO = 1_000_000


def offset_s(main: Medium, other: Medium) -> float:
    """By how many seconds `other`'s second 0 comes after `main`'s."""
    return ((other.sync_us or 0) - (main.sync_us or 0)) / _MICRO


def second_in(main: Medium, other: Medium, seconds: float) -> float:
    """The second of `other` at the moment that is second `seconds` of `main`; it may lie outside the film."""
    return seconds - offset_s(main, other)


def lined_up(main: Medium, other: Medium, offset: float) -> Medium:
    """`other` with its second 0 `offset` seconds after `main`'s."""
    return replace(other, sync_us=(main.sync_us or 0) + round(offset * _MICRO))


def lined_up_by_clock(main: Medium, other: Medium) -> Medium:
    """`other` placed by the time of day of both. Raises `UserError` naming the film whose time is unknown."""
    clocks = []
    for medium in (main, other):
        clock = TimeOfDay.of(medium)
        if clock is None:
            raise UserError(
                "The time of day of {film} is not known.",
                way_out="Say it under “Time of day…”, read off the picture's own clock.",
                film=medium.name,
            )
        clocks.append(clock)
    ours, theirs = clocks
    if (ours.zone is None) != (theirs.zone is None):
        unknown = main if ours.zone is None else other
        raise UserError(
            "The time zone of {film} is not known, so the two clocks cannot be compared.",
            way_out="Add it under “Time of day…”.",
            film=unknown.name,
        )
    return lined_up(main, other, (theirs.start - ours.start).total_seconds())


def shifted(main: Medium, other: Medium, seconds: float) -> Medium:
    """`other` shown `seconds` further on than now beside `main` (negative: back)."""
    return lined_up(main, other, offset_s(main, other) - seconds)
