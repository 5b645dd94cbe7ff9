"""The classes people label with: names, colours, hot keys, and how one tap becomes a label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

# Okabe & Ito (2008), "Color Universal Design": distinguishable with the common colour-vision deficiencies.
OKABE_ITO = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")
# Letters that no action of the window claims, so that a class key works without the Code latch.
KEYS = "1234567890bdeghpruvwyz"


class ClassKind(StrEnum):
    SEGMENT = "segment"
    POINT = "point"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class LabelClass:
    """One class. `lead_ms` / `lag_ms` widen a tap; `directional` forbids mirroring in training."""

    id: str
    name: str
    colour: str
    key: str = ""
    kind: ClassKind = ClassKind.SEGMENT
    lead_ms: int = 0
    lag_ms: int = 0
    directional: bool = False
    position: int = 0


class Ontology:
    """The classes of a project in their order; immutable, so that it can be handed to any thread."""

    def __init__(self, classes: Iterable[LabelClass] = ()) -> None:
        self._classes = tuple(sorted(classes, key=lambda c: (c.position, c.name)))
        self._by_id = {c.id: c for c in self._classes}

    def __iter__(self) -> Iterator[LabelClass]:
        return iter(self._classes)

    def __len__(self) -> int:
        return len(self._classes)

    def __contains__(self, class_id: object) -> bool:
        return class_id in self._by_id

    def __getitem__(self, class_id: str) -> LabelClass:
        return self._by_id[class_id]

    def get(self, class_id: str) -> LabelClass | None:
        return self._by_id.get(class_id)

    def named(self, name: str) -> LabelClass | None:
        return next((c for c in self._classes if c.name == name), None)

    def with_key(self, key: str) -> LabelClass | None:
        return next((c for c in self._classes if c.key and c.key == key.lower()), None)

    def next_colour(self) -> str:
        """The least used colour of the palette, in its order."""
        used = [c.colour for c in self._classes]
        return min(OKABE_ITO, key=lambda colour: (used.count(colour), OKABE_ITO.index(colour)))

    def next_key(self) -> str:
        """The first free key, or none when all are taken."""
        used = {c.key for c in self._classes}
        return next((key for key in KEYS if key not in used), "")

    def next_position(self) -> int:
        return max((c.position for c in self._classes), default=-1) + 1
