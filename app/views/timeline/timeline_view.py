"""The timeline under the hand: choose, drag, draw, seek, zoom, pan. What it shows: `timeline_display`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip

from app.domain.timebase import TimeRange
from app.views.timeline import gesture as g
from app.views.timeline.descriptions import (
    describe_chosen,
    describe_class,
    describe_clock,
    describe_mark,
    describe_sound,
)
from app.views.timeline.hit_test import Hit, Part, hit_at
from app.views.timeline.lanes import Section
from app.views.timeline.neighbours import neighbour
from app.views.timeline.scene import Mark, Scene
from app.views.timeline.snapping import Snapper
from app.views.timeline.timeline_display import TimelineDisplay
from app.views.timeline.timeline_state import onsets_in_sight

_ZOOM_PER_NOTCH = 1.25
_PAN_PER_NOTCH = 0.12  # of the width
_SNAP_REACH = 7.0  # view units
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class TimelineView(TimelineDisplay):
    """Shows what it was told last; asks by signals, once per gesture, on release."""

    seek_requested = Signal(object)  # tick: Python's int, since ticks outgrow 32 bits
    scrub_started = Signal()
    scrub_finished = Signal()
    segment_change_requested = Signal(str, TimeRange)
    suggestion_change_requested = Signal(str, TimeRange)
    complete_change_requested = Signal(str, TimeRange)
    labels_move_requested = Signal(tuple)  # of `gesture.Placed`: several labels, or another class
    selection_changed = Signal(tuple)
    create_requested = Signal(str, TimeRange)  # class id
    context_requested = Signal(str, QPoint)  # id of a label or suggestion, empty: none; global position
    sound_menu_requested = Signal(QPoint)  # global position

    def _snapper(self, scene: Scene, modifiers: Qt.KeyboardModifier, without: frozenset[str]) -> Snapper:
        state = self._state
        assert state.frames is not None
        magnets: list[int] = []
        if not modifiers & Qt.KeyboardModifier.AltModifier:
            for mark in scene.marks:
                if mark.id not in without:
                    magnets += [mark.range.start] if mark.is_point else [mark.range.start, mark.range.end]
            magnets += [] if state.position is None else [state.position]
            magnets += [*state.marks, *onsets_in_sight(state, scene).tolist()]
        return Snapper(state.frames, np.array(magnets, np.int64), _SNAP_REACH * scene.axis.ticks_per_unit)

    def _target_at(self, at: QPointF, scene: Scene) -> g.Target | None:
        """None in the column of names."""
        if at.x() < scene.axis.left:
            return None
        section = scene.layout.section_at(at.y())
        if section is Section.OVERVIEW:
            whole = scene.axis.fitted()
            left, right = whole.x(scene.axis.start), whole.x(scene.axis.end)
            inside = left - 2 <= at.x() <= right + 2
            return g.Target(section, offset=at.x() - (left + right) / 2 if inside else 0.0)
        lane = scene.layout.lane_at(at.y())
        hit = hit_at(scene, at.x(), at.y())
        return g.Target(section, lane.class_id if lane is not None else "", hit)

    def _moving_along(self, mark: Mark) -> tuple[g.Placed, ...]:
        """The other labels that are chosen, in sight or not."""
        if not mark.selected or mark.section is not Section.LABELS:
            return ()
        chosen = map(self._state.content.segment, self._state.selection - {mark.id})
        return tuple(g.Placed(s.id, s.class_id, s.range) for s in chosen if s is not None)

    def _lane_for(self, held: Hit | None, at: QPointF, scene: Scene) -> str:
        """The class whose lane is under the pointer, where it is of the held label's kind."""
        lane = scene.layout.lane_at(at.y())
        if held is None or lane is None or not lane.section is held.mark.section is Section.LABELS:
            return ""
        wanted, held_class = (self._state.ontology.get(c) for c in (lane.class_id, held.mark.class_id))
        same = wanted is not None and held_class is not None and wanted.kind is held_class.kind
        return lane.class_id if same else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        scene = self.scene
        middle = event.button() == Qt.MouseButton.MiddleButton
        if scene is None or not (middle or event.button() == Qt.MouseButton.LeftButton):
            return
        at, modifiers = event.position(), event.modifiers()
        target = self._target_at(at, scene)
        if target is None:
            return
        if target.hit is not None and target.hit.part is Part.BODY:
            target = replace(target, others=self._moving_along(target.hit.mark))
        snapper = self._snapper(scene, modifiers, self._in_hand(target))
        outcomes = self._gesture.press(
            target,
            at.x(),
            scene.axis,
            snapper,
            y=at.y(),
            pan=middle,
            extend=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
            through=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        )
        self._carry_out(outcomes)
        self._show_cursor(at)

    @staticmethod
    def _in_hand(target: g.Target | None) -> frozenset[str]:
        if target is None or target.hit is None:
            return frozenset()
        return frozenset({target.hit.mark.id, *(p.id for p in target.others)})

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        scene, hand, at = self.scene, self._gesture, event.position()
        if scene is None:
            return
        if hand.active:
            before = hand.previews, hand.band, hand.hidden
            snapper = self._snapper(scene, event.modifiers(), self._in_hand(hand.target))
            lane = self._lane_for(hand.held, at, scene)
            self._carry_out(hand.move(at.x(), scene.axis, snapper, y=at.y(), lane=lane))
            if before[2] != hand.hidden:
                turned = before[2] ^ hand.hidden
                self._forget_where(lambda one: one.has_any(turned))
            elif before[:2] != (hand.previews, hand.band):
                self.update()
        self._show_cursor(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._finish(self._gesture.release())
            self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a mark: goes to its start. Elsewhere it is two clicks."""
        scene = self.scene
        hit = hit_at(scene, event.position().x(), event.position().y()) if scene is not None else None
        if hit is not None and event.button() == Qt.MouseButton.LeftButton:
            self.seek_requested.emit(hit.mark.range.start)
        else:
            self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends a drag. Up and Down go to the nearest mark of the next lane, with Ctrl along the lane;
        every other key belongs to the window.
        """
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = modifiers == Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_Escape and self._gesture.active:
            self._finish(self._gesture.cancel())
        elif key in _STEPS and (control or modifiers == Qt.KeyboardModifier.NoModifier):
            self._go(_STEPS[Qt.Key(key)], along=control)
        else:
            event.ignore()

    def _go(self, step: int, *, along: bool) -> None:
        """Chooses a neighbour of the mark that is chosen, or of the play head where none is."""
        scene, state = self.scene, self._state
        if scene is None:
            return
        lanes = [(x.section, x.class_id) for x in scene.layout.lanes if x.class_id]
        found = neighbour(state.content, lanes, state.selection, state.position or 0, step, along=along)
        if found is not None:
            self._tell_chosen(frozenset({found.id}))
            self.reveal(found.range)

    def wheelEvent(self, event: QWheelEvent) -> None:
        axis, modifiers = self._axis, event.modifiers()
        if axis is None:
            event.ignore()
            return
        delta = event.angleDelta()
        notches = (delta.y() or delta.x()) / 120
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            x = min(max(event.position().x(), axis.left), axis.right)
            self._show(axis.zoomed_at(x, _ZOOM_PER_NOTCH**notches))
        elif modifiers & Qt.KeyboardModifier.ShiftModifier or abs(delta.x()) > abs(delta.y()):
            self._show(axis.panned(notches * _PAN_PER_NOTCH * axis.width))
        elif self._bar.maximum() > 0:
            self._bar.setValue(self._bar.value() - round(notches * 3 * self._bar.singleStep()))
        else:
            event.ignore()
            return
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        scene = self.scene
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._ask_for_menu_of_chosen()
            return
        hit = hit_at(scene, event.pos().x(), event.pos().y()) if scene is not None else None
        if scene is not None and scene.layout.sound.contains(event.pos().y()):
            self.sound_menu_requested.emit(event.globalPos())
            return
        self.context_requested.emit(hit.mark.id if hit is not None else "", event.globalPos())

    def _ask_for_menu_of_chosen(self) -> None:
        scene = self.scene
        mark = next((m for m in scene.marks if m.selected), None) if scene is not None else None
        if scene is not None and mark is not None:
            x = min(max((mark.x0 + mark.x1) / 2, scene.axis.left), scene.axis.right)
            self.context_requested.emit(mark.id, self.mapToGlobal(QPoint(round(x), round(mark.band.bottom))))

    def _finish(self, outcomes: list[g.Outcome]) -> None:
        self._forget_where(lambda one: bool(one.left_out))  # what was dragged stands there again
        self._carry_out(outcomes)

    def _carry_out(self, outcomes: list[g.Outcome]) -> None:
        for outcome in outcomes:
            match outcome:
                case g.ScrubStarted():
                    self.scrub_started.emit()
                case g.ScrubFinished():
                    self.scrub_finished.emit()
                case g.Seek():
                    self.seek_requested.emit(outcome.tick)
                case g.Resized(section=Section.COMPLETE):
                    self.complete_change_requested.emit(outcome.id, outcome.range)
                case g.Moved():
                    self.labels_move_requested.emit(outcome.places)
                case g.Banded():
                    self._choose_in(outcome)
                case g.Resized(section=Section.LABELS):
                    self.segment_change_requested.emit(outcome.id, outcome.range)
                case g.Resized():
                    self.suggestion_change_requested.emit(outcome.id, outcome.range)
                case g.Created():
                    self.create_requested.emit(outcome.class_id, outcome.range)
                case g.Clicked():
                    self._choose(outcome)
                case g.Panned() if self._axis is not None:
                    self._show(self._axis.panned(outcome.dx))
                case g.WindowCentred() if self._axis is not None:
                    self._show(self._axis.centred_on(self._axis.fitted().tick(outcome.x)))

    def _choose(self, clicked: g.Clicked) -> None:
        this = {clicked.mark_id} - {""}
        if clicked.through and this:
            self._tell_chosen(self._state.selection | self._up_to(clicked.mark_id))
        else:
            self._tell_chosen(self._state.selection ^ this if clicked.extend else frozenset(this))

    def _up_to(self, mark_id: str) -> frozenset[str]:
        """The marks of its lane from those that are chosen to this one."""
        scene = self.scene
        mark = scene.mark(mark_id) if scene is not None else None
        if scene is None or mark is None:
            return frozenset()
        lane = [m for m in scene.marks if (m.section, m.class_id) == (mark.section, mark.class_id)]
        ends = [m for m in lane if m.selected or m.id == mark_id]
        first, last = min(m.range.start for m in ends), max(m.range.start for m in ends)
        return frozenset(m.id for m in lane if first <= m.range.start <= last)

    def _choose_in(self, band: g.Banded) -> None:
        """What the rubber band touches, besides what is chosen already."""
        scene = self.scene
        marks = scene.marks if scene is not None else ()
        touched = {
            m.id
            for m in marks
            if m.x0 <= band.x1 and m.x1 >= band.x0 and m.band.top <= band.y1 and m.band.bottom >= band.y0
        }
        self._tell_chosen(self._state.selection | touched)

    def _tell_chosen(self, chosen: frozenset[str]) -> None:
        if chosen != self._state.selection:
            self.set_selection(chosen)
            self.selection_changed.emit(tuple(sorted(chosen)))

    def _show_cursor(self, at: QPointF) -> None:
        scene, shape = self.scene, Qt.CursorShape.ArrowCursor
        target = self._target_at(at, scene) if scene is not None else None
        action = self._gesture.action
        if action is g.Action.PAN and self._gesture.moved:
            shape = Qt.CursorShape.ClosedHandCursor
        elif action is g.Action.RESIZE:
            shape = Qt.CursorShape.SplitHCursor
        elif action is g.Action.NONE and target is not None:
            shape = _cursor_over(target)
        self.setCursor(shape)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.describe(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def set_selection(self, ids: Iterable[str]) -> None:
        """Also says it to a screen reader."""
        super().set_selection(ids)
        text = describe_chosen(self._state)
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def describe(self, at: QPointF) -> str:
        """What stands at `at`, in words; empty where nothing does."""
        scene, scale = self.scene, self._state.scale
        if scene is None or scale is None:
            return ""
        lane = scene.layout.lane_at(at.y())
        if at.x() < scene.axis.left:
            found = self._state.ontology.get(lane.class_id) if lane is not None else None
            return describe_class(found) if found is not None else ""
        hit = hit_at(scene, at.x(), at.y())
        if hit is not None:
            return describe_mark(hit.mark, self._state.ontology, scale)
        if scene.layout.sound.contains(at.y()):
            return describe_sound(self._state, scene, at.x(), at.y())
        return describe_clock(self._state, scene, at.x(), at.y())


def _cursor_over(target: g.Target) -> Qt.CursorShape:
    if target.hit is not None:
        if target.hit.part is not Part.BODY:
            return Qt.CursorShape.SplitHCursor
        return Qt.CursorShape.SizeAllCursor if target.hit.mark.selected else Qt.CursorShape.PointingHandCursor
    if target.section is Section.OVERVIEW:
        return Qt.CursorShape.OpenHandCursor
    if target.section is Section.LABELS and target.class_id:
        return Qt.CursorShape.CrossCursor
    return Qt.CursorShape.ArrowCursor
