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

    Looking up a range costs O(log n + entities between `start − longest` and `end`).
    """

    def __init__(self, entities: Iterable[T] = ()) -> None:
        self._by_id: dict[str, T] = {entity.id: entity for entity in entities}
        self._order = sorted((entity.range.start, entity.id) for entity in self._by_id.values())
        self._longest = max((entity.range.length for entity in self._by_id.values()), default=0)

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
        self.discard(entity.id)
        self._by_id[entity.id] = entity
        insort(self._order, (entity.range.start, entity.id))
        # Only ever grows: a bound that is too wide costs time, one too narrow would lose entities.
        self._longest = max(self._longest, entity.range.length)

    def discard(self, entity_id: str) -> None:
        entity = self._by_id.pop(entity_id, None)
        if entity is not None:
            del self._order[bisect_left(self._order, (entity.range.start, entity_id))]

    def overlapping(self, window: TimeRange) -> list[T]:
        first = bisect_left(self._order, (window.start - self._longest, ""))
        last = bisect_left(self._order, (window.end, ""))
        found = (self._by_id[entity_id] for _, entity_id in self._order[first:last])
        return [entity for entity in found if entity.range.end > window.start]

    def before(self, tick: int) -> T | None:
        """The last entity that starts before `tick`."""
        index = bisect_left(self._order, (tick, "")) - 1
        return self._by_id[self._order[index][1]] if index >= 0 else None

    def after(self, tick: int) -> T | None:
        """The first entity that starts after `tick`."""
        index = bisect_left(self._order, (tick + 1, ""))
        return self._by_id[self._order[index][1]] if index < len(self._order) else None
