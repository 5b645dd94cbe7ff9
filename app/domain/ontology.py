"""The classes people label with: names, colours, hot keys, attributes, and how one tap becomes a label."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.domain.colours import OKABE_ITO, PALETTE

__all__ = [
    "KEYS", "OKABE_ITO", "YES", "Attribute", "AttributeKind", "ClassKind", "LabelClass", "Ontology",
]  # fmt: skip

# Letters that no action of the window claims, so that a class key works without the Code latch.
KEYS = "1234567890bdeghpruvwyz"


class ClassKind(StrEnum):
    SEGMENT = "segment"
    POINT = "point"
    BOX = "box"


class AttributeKind(StrEnum):
    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"


YES = "yes"
"""The value of a flag that is set; one that is not has no value."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """What a label of a class can say further; its values are texts, none of them empty.

    `choices`: of a choice, in order. `keys`: the descriptor keys that set a value while the film plays: one
    for each choice, one for a flag; empty where there is none.
    """

    name: str
    kind: AttributeKind = AttributeKind.CHOICE
    choices: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def key_values(self) -> tuple[tuple[str, str], ...]:
        """`(key, value)` of every descriptor key."""
        values = (YES,) if self.kind is AttributeKind.FLAG else self.choices
        return tuple((key, value) for key, value in zip(self.keys, values, strict=False) if key)

    def takes(self, value: str) -> bool:
        """Whether a label may have this value."""
        match self.kind:
            case AttributeKind.CHOICE:
                return value in self.choices
            case AttributeKind.FLAG:
                return value == YES
            case AttributeKind.NUMBER:
                return _is_number(value)
            case AttributeKind.TEXT:
                return bool(value)


def _is_number(value: str) -> bool:
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class LabelClass:
    """One class. `lead_ms` / `lag_ms` widen a tap, which is `reaction_ms` late; `directional` forbids
    mirroring in training; without `overlaps` no two of its labels may share time. A `retired` class keeps its
    labels and gets no new ones.
    """

    id: str
    name: str
    colour: str
    key: str = ""
    kind: ClassKind = ClassKind.SEGMENT
    lead_ms: int = 0
    lag_ms: int = 0
    directional: bool = False
    position: int = 0
    reaction_ms: int = 0
    overlaps: bool = True
    retired: bool = False
    attributes: tuple[Attribute, ...] = ()

    @property
    def all_keys(self) -> frozenset[str]:
        """Its own and its descriptors'."""
        described = (key for a in self.attributes for key, _ in a.key_values)
        return frozenset(key for key in (self.key, *described) if key)

    def attribute(self, name: str) -> Attribute | None:
        return next((a for a in self.attributes if a.name == name), None)

    def described_by(self, key: str) -> tuple[str, str] | None:
        """The attribute's name and the value that a descriptor key sets."""
        found = ((a.name, value) for a in self.attributes for k, value in a.key_values if k == key.lower())
        return next(found, None)


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
        """The class in use that has this key."""
        return next((c for c in self.in_use if c.key and c.key == key.lower()), None)

    @property
    def in_use(self) -> tuple[LabelClass, ...]:
        """Those that new labels can have."""
        return tuple(c for c in self._classes if not c.retired)

    def next_colour(self) -> str:
        """The least used colour of the palette, in its order."""
        used = [c.colour for c in self._classes]
        return min(PALETTE, key=lambda colour: (used.count(colour), PALETTE.index(colour)))

    def next_key(self, taken: Collection[str] = ()) -> str:
        """The first key that no class, no descriptor and nothing in `taken` has; none when there is none."""
        used = {*(c.key for c in self._classes), *self.descriptors(), *taken}
        return next((key for key in KEYS if key not in used), "")

    def descriptors(self, without: str = "") -> dict[str, LabelClass]:
        """By descriptor key a class in use that has it, other than `without`."""
        others = (c for c in self.in_use if c.id != without)
        return {key: c for c in others for a in c.attributes for key, _ in a.key_values}

    def next_position(self) -> int:
        return max((c.position for c in self._classes), default=-1) + 1
