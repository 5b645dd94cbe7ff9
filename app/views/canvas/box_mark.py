"""A box as the canvas shows it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.tracks import Box


@dataclass(frozen=True, slots=True)
class BoxMark:
    """`text` stands on the box; `colour` is the class's. `is_key`: a person set this very box.

    `suggested`: a model's, dashed and hatched; it can be chosen but not dragged.
    """

    track_id: str
    text: str
    colour: str
    box: Box
    is_key: bool = False
    occluded: bool = False
    selected: bool = False
    suggested: bool = False
