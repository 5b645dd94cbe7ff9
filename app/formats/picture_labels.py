"""What is labelled on the picture of one film as a file carries it: frames instead of ticks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.domain.ontology import LabelClass
from app.domain.tracks import Box
from app.domain.zones import Zone


@dataclass(frozen=True, slots=True)
class BoxRow:
    """A box at a 0-based frame. `is_key`: somebody set it, else it was interpolated. `outside`: the object
    is absent from this frame on.
    """

    frame: int
    box: Box
    is_key: bool = True
    outside: bool = False
    occluded: bool = False


@dataclass(frozen=True, slots=True)
class TrackRow:
    """`boxes`: one for each frame in which the object is there, in order, and one where an absence begins."""

    number: int
    class_name: str
    boxes: Iterable[BoxRow]
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)
    by_hand: bool = True


@dataclass(frozen=True, slots=True)
class PictureLabels:
    """Of one film; `tracks` can be gone through once. Boxes and zones are in coded pixels."""

    film: str
    width: int
    height: int
    frames: int
    classes: tuple[LabelClass, ...]
    tracks: Iterable[TrackRow]
    zones: tuple[Zone, ...]
