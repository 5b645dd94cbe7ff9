"""All that lies over the lanes: what is being coded, dragged or banded, the marks, the play head."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from app.domain.timebase import TimeRange
from app.views.timeline.gesture import TimelineGesture
from app.views.timeline.lanes import Section
from app.views.timeline.overlay_painter import (
    HEAD_REACH,
    paint_band,
    paint_caught,
    paint_guides,
    paint_in_and_out,
    paint_play_head,
    paint_range,
)
from app.views.timeline.scene import Scene
from app.views.timeline.time_axis import TimeAxis
from app.views.timeline.timeline_renderer import TimelineRenderer
from app.views.timeline.timeline_state import TimelineState


def paint_overlay(
    painter: QPainter,
    renderer: TimelineRenderer,
    state: TimelineState,
    hand: TimelineGesture,
    scene: Scene,
    whole: TimeAxis,
) -> None:
    """`whole`: the axis of the overview."""
    axis, layout, p = scene.axis, scene.layout, renderer.palette
    height = layout.sound.bottom
    lanes = QRectF(axis.left, layout.scrolled.top, axis.width, layout.scrolled.height)
    if state.pending is not None and state.position is not None:
        class_id, start = state.pending
        lane = layout.lane_of(Section.LABELS, class_id)
        if lane is not None:
            painter.setClipRect(lanes)
            first, last = sorted((start, state.position))
            span = TimeRange(first, max(last, first + 1))
            paint_range(painter, axis, lane.band, span, renderer.look(state, class_id), p, open_end=True)
    painter.setClipRect(QRectF(axis.left, 0, axis.width, height))
    paint_in_and_out(painter, axis, layout, state.marks, p)
    painter.setClipRect(lanes)
    _paint_dragged(painter, renderer, state, hand, scene)
    painter.setClipRect(QRectF(axis.left, 0, axis.width, height))
    if hand.preview is not None:
        paint_guides(painter, axis, layout, hand.preview, p)
        paint_caught(painter, axis, layout, hand.caught, p)
    painter.setClipRect(QRectF(axis.left - HEAD_REACH, 0, axis.width + 2 * HEAD_REACH, height))
    if state.position is not None:
        paint_play_head(painter, axis, whole, layout, state.position, p)
    painter.setClipping(False)


def _paint_dragged(
    painter: QPainter, renderer: TimelineRenderer, state: TimelineState, hand: TimelineGesture, scene: Scene
) -> None:
    """Everything that the hand moves, where it would come to lie."""
    section, p = hand.preview_section, renderer.palette
    for placed in hand.previews:
        lane = scene.layout.lane_of(section, placed.class_id) if section is not None else None
        if lane is not None:
            vouched = section is Section.COMPLETE
            look = renderer.complete_look() if vouched else renderer.look(state, placed.class_id)
            paint_range(painter, scene.axis, lane.band, placed.range, look, p)
    band = hand.band
    if band is not None:
        paint_band(painter, QRectF(QPointF(band.x0, band.y0), QPointF(band.x1, band.y1)), p)
