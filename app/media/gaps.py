"""Where time passes and no picture is there: holes in a film's own times, and between the films of a camera.

A camera that lost its network, a recorder that dropped packets, a player's buffer that ran over: the frame
before the hole stays on the screen, and who looks at it does not see that anything is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from app.domain.media import Medium
from app.domain.texts import Text, listed
from app.domain.time_of_day import TimeOfDay, uncertainty_text
from app.domain.timebase import TimeRange, TimeScale, clock_text, length_text
from sora_model.media.pts_index import PtsIndex

LEAST_S = 1.0
"""Shorter holes are a hiccup that nobody waits for."""
_USUAL_FRAMES = 5
_MOST_SHARE = 0.01
_FEW = 3  # holes told one by one


@dataclass(frozen=True, slots=True)
class Gap:
    """A hole inside a film: the range for which the frame before it stays too long."""

    range: TimeRange
    seconds: float

    @property
    def text(self) -> str:
        return Text("{length} missing", length=length_text(self.seconds))


@dataclass(frozen=True, slots=True)
class GapBetween:
    """Time that no film of a group covers, by their wall clocks: from the end of one to the start of another.

    `start`, `end`: in UTC where the zones are known. `uncertainty_ms`: of both clocks together.
    """

    before: Medium
    after: Medium
    start: datetime
    end: datetime
    uncertainty_ms: int

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()

    @property
    def text(self) -> str:
        margin = uncertainty_text(self.uncertainty_ms)
        return Text("{length} missing", length=" ".join(filter(None, (length_text(self.seconds), margin))))


def gaps_of(index: PtsIndex) -> tuple[Gap, ...]:
    """Frames that stay for more than a second and more than five usual frames, where that is rare.

    A screen recording or a slide show has such frames all over: that is how it was made, not a hole.
    """
    lengths = np.diff(index.pts)
    if not len(lengths):
        return ()
    usual = max(1, int(np.median(lengths)))
    least = max(round(LEAST_S / index.time_base) + usual, _USUAL_FRAMES * usual)
    found = np.flatnonzero(lengths > least)
    if len(found) > max(1, _MOST_SHARE * len(lengths)):
        return ()
    return tuple(
        Gap(
            TimeRange(int(index.pts[n]) + usual, int(index.pts[n + 1])),
            float((int(lengths[n]) - usual) * index.time_base),
        )
        for n in found.tolist()
    )


def gaps_between(media: Iterable[Medium]) -> tuple[GapBetween, ...]:
    """In each group, in order of time, where the wall clocks of the films are known (and agree on having a
    zone); films that overlap, as of two cameras, leave no hole.
    """
    groups: dict[tuple[str, bool], list[tuple[datetime, datetime, Medium]]] = defaultdict(list)
    for medium in media:
        clock = TimeOfDay.of(medium)
        if clock is not None:
            start, end = _instant(clock, medium.span.start), _instant(clock, medium.span.end)
            groups[medium.group, clock.zone is not None].append((start, end, medium))
    return tuple(gap for films in groups.values() for gap in _between(films))


def _instant(clock: TimeOfDay, tick: int) -> datetime:
    """In UTC where the zone is known: moments of one zone are compared as the clocks read."""
    moment = clock.moment(tick)
    return moment if moment.tzinfo is None else moment.astimezone(UTC)


def _between(films: list[tuple[datetime, datetime, Medium]]) -> Iterable[GapBetween]:
    films.sort(key=lambda film: (film[0], film[2].id))
    _, covered, last = films[0]
    for start, end, medium in films[1:]:
        uncertain = last.wall_clock_uncertainty_ms + medium.wall_clock_uncertainty_ms
        if start - covered > timedelta(seconds=max(LEAST_S, uncertain / 1000)):
            yield GapBetween(last, medium, covered, start, uncertain)
        if end > covered:
            covered, last = end, medium


def in_words(gaps: Sequence[Gap], scale: TimeScale) -> list[Text]:
    """A sentence for the preflight, or none."""
    if not gaps:
        return []
    places = [
        Text(
            "{length} at {time}", length=length_text(g.seconds), time=clock_text(scale.seconds(g.range.start))
        )
        for g in gaps[:_FEW]
    ]
    if len(gaps) == 1:
        return [
            Text(
                "The film has a hole: {place} are missing; the picture before it stands still meanwhile.",
                place=places[0],
            )
        ]
    named = listed(places)
    if len(gaps) > _FEW:
        named = Text("{places} and {count} more", places=named, count=len(gaps) - _FEW)
    total = length_text(sum(gap.seconds for gap in gaps))
    return [
        Text(
            "The film has {count} holes, {total} in all ({places}); the picture stands still meanwhile.",
            count=len(gaps),
            total=total,
            places=named,
        )
    ]
