"""Marks and lanes in words, for tooltips and screen readers."""

from __future__ import annotations

from app.domain.ontology import LabelClass, Ontology
from app.domain.timebase import TimeScale, clock_text
from app.views.timeline.mark_painter import score_text
from app.views.timeline.scene import Mark, Texture

_WHO = {
    Texture.SOLID: "Label",
    Texture.NOTCHED: "Label, accepted from a suggestion",
    Texture.DOTTED: "Label, accepted from a suggestion, not seen yet",
    Texture.HATCHED: "Suggestion",
}


def describe_mark(mark: Mark, ontology: Ontology, scale: TimeScale) -> str:
    """Class, score, who stands behind it, from when to when, how long."""
    found = ontology.get(mark.class_id)
    name = found.name if found is not None else "?"
    score = "" if mark.score is None else f" {score_text(mark.score)}"
    start = scale.seconds(mark.range.start)
    lines = [f"{name}{score}", _WHO[mark.texture]]
    if mark.is_point:
        lines.append(clock_text(start))
    else:
        end = scale.seconds(mark.range.end)
        lines.append(f"{clock_text(start)} – {clock_text(end)} ({end - start:.3f} s)")
    return "\n".join(lines)


def describe_class(one: LabelClass) -> str:
    return f"{one.name}\nKey {one.key.upper()}" if one.key else one.name
