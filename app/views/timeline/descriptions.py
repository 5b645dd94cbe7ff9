"""Marks and lanes in words, for tooltips and screen readers."""

from __future__ import annotations

import math

from app.domain.ontology import LabelClass, Ontology
from app.domain.timebase import TimeScale, clock_text
from app.views.timeline.clock_painter import hole_rect
from app.views.timeline.mark_painter import score_text
from app.views.timeline.scene import Mark, Scene, Texture
from app.views.timeline.sound_view import band_at, frequency_text, sound_lanes
from app.views.timeline.timeline_state import TimelineState

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


def describe_clock(state: TimelineState, scene: Scene, x: float, y: float) -> str:
    """The hole in the ruler, or the period over it, at a place; empty where there is neither."""
    axis, layout, scale = scene.axis, scene.layout, state.scale
    if scale is None:
        return ""
    if layout.periods.contains(y):
        period = next((p for p in state.periods if p.contains(math.floor(axis.tick(x)))), None)
        if period is None:
            return ""
        start, end = scale.seconds(period.start), scale.seconds(period.end)
        return f"{period.name}\n{clock_text(start)} – {clock_text(end)}"
    if layout.ruler.contains(y):
        for hole in state.holes:
            rect = hole_rect(axis, layout.ruler, hole.range)
            if rect.left() - 2 <= x <= rect.right() + 2:
                return f"{hole.text}\n{clock_text(scale.seconds(hole.range.start))}"
    return ""


def describe_sound(state: TimelineState, scene: Scene, x: float, y: float) -> str:
    """The time at a place of the sound, and the channel and the frequency where they are told apart."""
    if state.sound is None or state.scale is None:
        return ""
    lines = [clock_text(state.scale.seconds(scene.axis.tick_within(x)))]
    found = band_at(sound_lanes(scene.layout.sound, state.sound, state.sound_view), y)
    if found is not None:
        lane, share = found
        if lane.picture is not None and share >= 0:
            lines.append(frequency_text(lane.picture.hertz_at(share)))
        if lane.name:
            lines.append(f"Channel {lane.name}")
    return "\n".join(lines)


def describe_class(one: LabelClass) -> str:
    return f"{one.name}\nKey {one.key.upper()}" if one.key else one.name
