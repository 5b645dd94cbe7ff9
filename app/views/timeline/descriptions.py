"""Marks and lanes in words, for tooltips and screen readers."""

from __future__ import annotations

import math

from app.domain.ontology import LabelClass, Ontology
from app.domain.segments import CompleteRange
from app.domain.suggestions import Suggestion
from app.domain.timebase import TimeRange, TimeScale, clock_text
from app.views.texts import marked, tr
from app.views.timeline.clock_painter import hole_rect
from app.views.timeline.lanes import Section
from app.views.timeline.mark_painter import score_text
from app.views.timeline.scene import Mark, Scene, Texture, texture_of
from app.views.timeline.sound_view import band_at, frequency_text, sound_lanes
from app.views.timeline.timeline_state import TimelineState

_WHO = marked(
    {
        Texture.SOLID: "Label",
        Texture.NOTCHED: "Label, accepted from a suggestion",
        Texture.DOTTED: "Label, accepted from a suggestion, not seen yet",
        Texture.HATCHED: "Suggestion",
    }
)


def describe_mark(mark: Mark, ontology: Ontology, scale: TimeScale) -> str:
    """Class, score, who stands behind it, from when to when, how long."""
    who = "" if mark.section is Section.COMPLETE else tr(_WHO[mark.texture])
    return _described(mark.class_id, ontology, scale, mark.range, mark.score, who)


def describe_chosen(state: TimelineState) -> str:
    """What is chosen, in one line; empty where nothing is."""
    ids, content, scale = state.selection, state.content, state.scale
    if not ids or scale is None:
        return ""
    if len(ids) > 1:
        return tr("{count} selected", count=len(ids))
    (only,) = ids
    one = content.segment(only) or content.suggestion(only) or content.complete_range(only)
    if one is None:
        return ""
    score = one.score if isinstance(one, Suggestion) else None
    who = "" if isinstance(one, CompleteRange) else tr(_WHO[texture_of(one)])
    return _described(one.class_id, state.ontology, scale, one.range, score, who).replace("\n", ", ")


def _described(
    class_id: str, ontology: Ontology, scale: TimeScale, range_: TimeRange, score: float | None, who: str
) -> str:
    """`who` empty: a complete range."""
    found = ontology.get(class_id)
    name = found.name if found is not None else "?"
    if not who:
        name = tr("all of {name} is labelled", name=name) if class_id else tr("everything is labelled")
        who = tr("Complete: what is not labelled in here is background")
    start, end = scale.seconds(range_.start), scale.seconds(range_.end)
    lines = [name if score is None else f"{name} {score_text(score)}", who]
    if range_.length == 1:
        lines.append(clock_text(start))
    else:
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
            lines.append(tr("Channel {name}", name=lane.name))
    return "\n".join(lines)


def describe_class(one: LabelClass) -> str:
    return f"{one.name}\n{tr('Key {key}', key=one.key.upper())}" if one.key else one.name
