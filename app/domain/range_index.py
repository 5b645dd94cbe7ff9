"""Entities with a time range, kept in order of their start so that a window of them is found quickly."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar

from app.domain.timebase import TimeRange


class Ranged(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def range(self) -> TimeRange: ...


T = TypeVar("T", bound=Ranged)


class RangeIndex(Generic[T]):
    """A mapping of id → entity that can also say which entities overlap a range.

    Entities of a length between two powers of two lie together, so that one long entity does not widen the
    search among the short ones: looking up a range costs O(lengths · log n + what is found), where the
    `lengths` in use are a few dozen at most.
    """

    def __init__(self, entities: Iterable[T] = ()) -> None:
        self._by_id: dict[str, T] = {entity.id: entity for entity in entities}
        self._order = sorted((entity.range.start, entity.id) for entity in self._by_id.values())
        self._of_length: dict[int, list[tuple[int, str]]] = {}
        for place in self._order:
            length = self._by_id[place[1]].range.length
            self._of_length.setdefault(length.bit_length(), []).append(place)

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, entity_id: object) -> bool:
        return entity_id in self._by_id

    def __iter__(self) -> Iterator[T]:
        """In order of start."""
        return (self._by_id[entity_id] for _, entity_id in self._order)

    def get(self, entity_id: str) -> T | None:
        return self._by_id.get(entity_id)

    def put(self, entity: T) -> None:
        there = self._by_id.get(entity.id)
        if there is not None and there.range == entity.range:
            self._by_id[entity.id] = entity  # its place stays
            return
        self.discard(entity.id)
        self._by_id[entity.id] = entity
        place = entity.range.start, entity.id
        insort(self._order, place)
        insort(self._of_length.setdefault(entity.range.length.bit_length(), []), place)

    def discard(self, entity_id: str) -> None:
        entity = self._by_id.pop(entity_id, None)
        if entity is not None:
            place = entity.range.start, entity_id
            for places in (self._order, self._of_length[entity.range.length.bit_length()]):
                del places[bisect_left(places, place)]

    def overlapping(self, window: TimeRange) -> list[T]:
        """In order of start."""
        found = []
        for bits, places in self._of_length.items():
            first = bisect_left(places, (window.start - (1 << bits), ""))
            last = bisect_left(places, (window.end, ""))
            found += [p for p in places[first:last] if self._by_id[p[1]].range.end > window.start]
        return [self._by_id[entity_id] for _, entity_id in sorted(found)]

    def before(self, tick: int) -> T | None:
        """The last entity that starts before `tick`."""
        index = bisect_left(self._order, (tick, "")) - 1
        return self._by_id[self._order[index][1]] if index >= 0 else None

    def after(self, tick: int) -> T | None:
        """The first entity that starts after `tick`."""
        index = bisect_left(self._order, (tick + 1, ""))
        return self._by_id[self._order[index][1]] if index < len(self._order) else None
