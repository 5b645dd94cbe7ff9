"""What the timeline shows: state in by setters, pixels out. The hand is in `timeline_view`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QWidget

from app.domain.changes import Change
from app.domain.document import Document
from app.domain.match_clock import Period
from app.domain.ontology import Ontology
from app.domain.timebase import TimeRange, TimeScale
from app.views import theme
from app.views.texts import marked, tr
from app.views.timeline import gesture as g
from app.views.timeline.clock_painter import Hole
from app.views.timeline.content import TimelineContent
from app.views.timeline.lanes import HEADINGS, LaneLayout, LaneName, Section, lay_out
from app.views.timeline.overlay_painter import HEAD_REACH
from app.views.timeline.scene import LaneScene, Scene, build_scene
from app.views.timeline.seldom import Seldom
from app.views.timeline.snapping import Frames
from app.views.timeline.sound_view import Sound, SoundView, sound_lines
from app.views.timeline.thumbnail_strip import Thumbnails, ThumbnailStrip
from app.views.timeline.time_axis import TimeAxis
from app.views.timeline.timeline_overlay import paint_overlay
from app.views.timeline.timeline_pixmaps import TimelinePixmaps
from app.views.timeline.timeline_renderer import TimelineRenderer
from app.views.timeline.timeline_state import SoundHeat, TimelineState, as_steps

_FEWEST_FRAMES = 8  # in the narrowest window
_SHORTEST_S = 0.05  # of a medium without pictures
_SCROLL_BAR = 10
_PLAYED_MS = 250
_NOTHING_OPEN = marked("Open a video to see its time here.")


class TimelineDisplay(QWidget):
    """Shows what it was told last. Setters emit nothing but `window_changed`."""

    window_changed = Signal(TimeRange)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = TimelineState()
        self._gesture = g.TimelineGesture()
        self._axis: TimeAxis | None = None
        self._scroll = 0.0
        self._pixmaps: TimelinePixmaps | None = None
        self._scene: Scene | None = None  # as far as it is still true: all but `_changed`
        self._changed: set[LaneName] = set()
        self._scene_is_current = False
        self._thumbnails = ThumbnailStrip(self._update_thumbnails, self)
        self._latest_played: tuple[TimeRange, ...] = ()
        self._played = Seldom(self._show_played, _PLAYED_MS, self)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.setCursor(Qt.CursorShape.ArrowCursor)
        self._bar.hide()
        self._bar.valueChanged.connect(self._scroll_to)
        self.setAccessibleName(tr("Timeline"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(360, 150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(1200, 280)

    # --- what is shown ---------------------------------------------------------------------

    def set_medium(
        self, span: TimeRange | None, scale: TimeScale | None, frame_starts: NDArray[np.int64] | None = None
    ) -> None:
        """The film's time; another span shows the whole film. `frame_starts` sorted, None: no pictures."""
        state = self._state
        other = span != state.span
        state.span, state.scale = span, scale
        state.frames = None if span is None else Frames(span, frame_starts)
        if span is None or scale is None:
            self._axis = None
        elif other or self._axis is None:
            state.position, state.pending = None, None
            state.played = self._latest_played = ()
            self._axis = TimeAxis.fitting(span, self._left, self._inner_width, self._shortest())
            self.window_changed.emit(self._axis.window)
        else:
            # The index of frames may come after the film.
            self._axis = replace(self._axis, shortest=min(self._shortest(), float(span.length)))
        self._gesture.cancel()
        self._forget()

    def set_document(self, document: Document | None) -> None:
        layers = self._state.content.visible_layers
        self._state.content = TimelineContent(document)
        self._state.content.visible_layers = layers
        self._forget()

    def set_ontology(self, ontology: Ontology) -> None:
        self._state.ontology = ontology
        self._forget()

    def set_visible_layers(self, layer_ids: Iterable[str] | None) -> None:
        """Whose suggestions are shown; None: all."""
        layers = None if layer_ids is None else frozenset(layer_ids)
        if layers != self._state.content.visible_layers:
            self._state.content.visible_layers = layers
            self._forget()

    def set_played(self, ranges: Iterable[TimeRange]) -> None:
        """What was played; it changes with every move of a dragging hand, and is looked at afterwards."""
        self._latest_played = tuple(ranges)
        self._played.ask()

    def _show_played(self) -> None:
        self._state.played = self._latest_played
        self.update()

    def set_periods(self, periods: Iterable[Period]) -> None:
        """Of the match, in order; with none there is no row for them."""
        self._state.periods = tuple(periods)
        self._forget()

    def set_holes(self, holes: Iterable[Hole]) -> None:
        """Where time is missing, in order."""
        self._state.holes = tuple(holes)
        self._forget()

    def set_still(self, ranges: Iterable[TimeRange]) -> None:
        """Where nothing moves, in order."""
        self._state.still = tuple(ranges)
        self._forget()

    def set_sound(self, sound: Sound | None, message: str = "") -> None:
        """What there is to draw of the sound; `message`: why there is nothing."""
        self._state.sound, self._state.sound_message = sound, message
        self._forget()

    def set_sound_view(self, view: SoundView) -> None:
        """What of the sound is drawn."""
        self._state.sound_view = view
        self._forget(overview=False)

    def sound_grew(self) -> None:
        """What draws the sound knows more of it than before."""
        self._forget()

    def set_thumbnails(self, source: Thumbnails | None, aspect: float = 16 / 9) -> None:
        """The film's pictures (`aspect`: width over height as shown) in a strip; None: no strip."""
        self._thumbnails.set_source(source, aspect)
        self._forget()

    @property
    def shows_thumbnails(self) -> bool:
        """Whether they have room."""
        return self.scene is not None and self.scene.layout.thumbnails.height > 0

    def refresh_thumbnails(self) -> None:
        """There may be more of them."""
        self._thumbnails.retry()
        self._update_thumbnails()

    def set_curves(
        self, ticks: NDArray[np.int64] | None, curves: Mapping[str, NDArray[np.float32]] | None
    ) -> None:
        """Each class's probability per step."""
        if ticks is None or curves is None:
            self._state.curves = {}
        else:
            self._state.curves = {class_id: as_steps(ticks, p) for class_id, p in curves.items()}
        self._forget()

    def set_attention(
        self,
        ticks: NDArray[np.int64] | None,
        weights: NDArray[np.float32] | None,
        *,
        trusted: bool = True,
        title: str = "ATTENTION",
    ) -> None:
        """Weight per step; drawn as shares of the highest. Not `trusted`: struck through. `title` heads the
        lane.
        """
        if ticks is None or weights is None:
            self._state.attention = None
        else:
            self._state.attention = as_steps(ticks, weights)
        self._state.attention_trusted, self._state.attention_title = trusted, title
        self._forget()

    def set_sound_heat(self, heat: SoundHeat | None) -> None:
        """Drawn behind the waveform, under its legend; not trusted: struck through."""
        self._state.sound_heat = heat
        self._forget(overview=False)

    def set_attention_hint(self, sentence: str) -> None:
        """Why there is no attention to draw. Empty: nothing was proposed yet, and there is no lane for it."""
        self._state.attention_hint = sentence
        self._forget()

    def set_selection(self, ids: Iterable[str]) -> None:
        chosen = frozenset(ids)
        turned = chosen ^ self._state.selection
        if turned:
            self._state.selection = chosen
            self._forget_where(lambda one: one.has_any(turned))

    def set_pending(self, class_id: str, start: int | None) -> None:
        """The segment that is being coded: from `start` to the play head; None: none."""
        self._state.pending = None if start is None else (class_id, start)
        self._forget_lanes(HEADINGS)

    def set_marks(self, ticks: Iterable[int]) -> None:
        """The in and the out mark, as far as they are set."""
        marks = tuple(ticks)
        if marks != self._state.marks:
            self._state.marks = marks
            self.update()

    def set_onsets(self, ticks: NDArray[np.int64] | None) -> None:
        """Where something begins to sound, sorted; None: not known."""
        self._state.onsets = np.zeros(0, np.int64) if ticks is None else ticks
        self._forget(overview=False)

    def refresh(self, change: Change | None = None) -> None:
        """The document adopted `change` (None: anything may be different). Window and scroll stay."""
        content = self._state.content
        if change is None:
            content.rebuild()
            self._forget()
        elif content.document is not None and change.medium_id == content.document.medium.id:
            self._forget_lanes(content.adopt(change))

    def set_position(self, tick: int) -> None:
        """Moves the play head; repaints two thin columns unless the window turns its page."""
        state, before, axis = self._state, self._state.position, self._axis
        if tick == before:
            return
        state.position = tick
        if axis is None:
            return
        was_in_sight = before is None or axis.start <= before <= axis.end
        if was_in_sight and not axis.start <= tick <= axis.end and not self._gesture.active:
            runs_on = before is not None and 0 <= tick - before < axis.length
            self._show(axis.starting_at(tick - 0.05 * axis.length) if runs_on else axis.centred_on(tick))
        for at in (before, tick):
            if at is not None:
                self._update_columns(at)
        if state.pending is not None and before is not None:
            left, right = (
                min(max(x, 0.0), float(self.width())) for x in sorted((axis.x(before), axis.x(tick)))
            )
            self.update(QRectF(left - 4, 0, right - left + 8, self.height()).toAlignedRect())

    # --- the window of time ----------------------------------------------------------------

    @property
    def axis(self) -> TimeAxis | None:
        return self._axis

    def visible_window(self) -> TimeRange | None:
        return self._axis.window if self._axis is not None else None

    def fit(self) -> None:
        """The whole film."""
        if self._axis is not None:
            self._show(self._axis.fitted())

    def zoom(self, factor: float) -> None:
        """About the play head if it is in sight, else about the middle."""
        if self._axis is not None:
            x, position = self._axis.left + self._axis.width / 2, self._state.position
            if position is not None and self._axis.start <= position <= self._axis.end:
                x = self._axis.x(position)
            self._show(self._axis.zoomed_at(x, factor))

    def reveal(self, wanted: TimeRange) -> None:
        """Moves the window so that `wanted` is in sight; not at all if it is."""
        if self._axis is not None:
            self._show(self._axis.showing(wanted))

    def show_suggestions(self, wanted: bool) -> None:
        """Scrolls the lanes of suggestions to the top, where not all lanes fit; else back to the labels."""
        layout = self._layout()
        heading = layout.lane_of(Section.MODEL, "")
        top = heading.band.top - layout.scrolled.top + self._scroll if wanted and heading is not None else 0.0
        self._scroll_to(round(min(top, layout.largest_scroll)))

    def show_window(self, window: TimeRange) -> None:
        """Exactly this window, as far as the medium and the narrowest zoom allow."""
        if self._axis is not None:
            fitted = self._axis.fitted()
            self._show(fitted.zoomed_at(fitted.left, fitted.length / window.length).starting_at(window.start))

    def _show(self, axis: TimeAxis) -> None:
        if axis == self._axis:
            return
        moved = self._axis is None or (axis.start, axis.length) != (self._axis.start, self._axis.length)
        self._axis = axis
        self._forget_lanes()
        if moved:
            self.window_changed.emit(axis.window)

    def _shortest(self) -> float:
        state = self._state
        if state.span is None or state.scale is None or state.frames is None:
            return 1.0
        starts = state.frames.starts
        if starts is None or len(starts) < 2:
            return max(1.0, _SHORTEST_S / float(state.scale.time_base))
        return max(1.0, _FEWEST_FRAMES * float(np.median(np.diff(starts))))

    # --- geometry --------------------------------------------------------------------------

    @property
    def _left(self) -> float:
        return float(round(min(max(0.11 * self.width(), 112.0), 190.0)))

    @property
    def _inner_width(self) -> float:
        return max(1.0, self.width() - self._left - _SCROLL_BAR)

    def _layout(self) -> LaneLayout:
        return lay_out(
            float(self.height()),
            self._ready_pixmaps().renderer.line,
            [c.id for c in self._state.label_lanes()],
            [c.id for c in self._state.box_lanes()],
            [c.id for c in self._state.model_lanes()],
            self._scroll,
            sound_lines=sound_lines(self._state.sound, self._state.sound_view),
            thumbnails=self._thumbnails.source is not None,
            periods=bool(self._state.periods),
            attention=self._state.attention is not None or bool(self._state.attention_hint),
            sentence=bool(self._state.labels_sentence()),
            complete=self._state.content.any_complete,
        )

    def _whole(self) -> TimeAxis | None:
        return self._axis.fitted() if self._axis is not None else None

    @property
    def scene(self) -> Scene | None:
        """What is in sight now; None while nothing is open."""
        axis, scale = self._axis, self._state.scale
        if axis is None or scale is None:
            return None
        if self._scene is None or not self._scene_is_current:
            layout = self._layout()
            self._place_bar(layout)
            self._scene = build_scene(
                self._state.content,
                axis,
                layout,
                axis.level(scale),
                self._state.selection,
                self._gesture.hidden,
                self.devicePixelRatioF(),
                before=self._scene,
                changed=self._changed,
            )
            self._changed, self._scene_is_current = set(), True
        return self._scene

    def _place_bar(self, layout: LaneLayout) -> None:
        most = round(layout.largest_scroll)
        self._scroll = min(self._scroll, layout.largest_scroll)
        self._bar.blockSignals(True)
        self._bar.setRange(0, most)
        self._bar.setPageStep(round(layout.scrolled.height))
        self._bar.setSingleStep(round(self._ready_pixmaps().renderer.line))
        self._bar.setValue(round(self._scroll))
        self._bar.blockSignals(False)
        band = layout.scrolled
        self._bar.setGeometry(self.width() - _SCROLL_BAR, round(band.top), _SCROLL_BAR, round(band.height))
        self._bar.setVisible(most > 0)

    def _scroll_to(self, value: int) -> None:
        self._scroll = float(value)
        self._forget(overview=False)

    # --- painting --------------------------------------------------------------------------

    def _forget(self, *, overview: bool = True) -> None:
        """Paint anew when next asked to."""
        self._scene = None
        if self._pixmaps is not None:
            self._pixmaps.forget(overview=overview)
        self.update()

    def _forget_lanes(self, lanes: Iterable[LaneName] = ()) -> None:
        """Paint these anew, and everything where the window or the lanes are not where they were."""
        self._changed.update(lanes)
        self._scene_is_current = False
        self.update()

    def _forget_where(self, is_stale: Callable[[LaneScene], bool]) -> None:
        lanes = self._scene.lanes if self._scene is not None else ()
        self._forget_lanes(one.lane.name for one in lanes if is_stale(one))

    def _ready_pixmaps(self) -> TimelinePixmaps:
        p, ratio, found = theme.tokens(self), self.devicePixelRatioF(), self._pixmaps
        if found is None or found.renderer.palette is not p or found.renderer.pixel_ratio != ratio:
            self._pixmaps = found = TimelinePixmaps(TimelineRenderer(p, self.font(), ratio))
            self._scene = None
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        pixmaps = self._ready_pixmaps()
        scene, whole, p = self.scene, self._whole(), pixmaps.renderer.palette
        if scene is None or whole is None:
            with QPainter(self) as painter:
                self._paint_nothing_open(painter)
            return
        # Before the view's own painter is open, and that one is closed whatever happens: Qt ends the program
        # where a painter outlives what it paints on.
        pixmaps.bring_up_to_date(self._state, scene, whole, QSizeF(self.size()))
        with QPainter(self) as painter:
            pixmaps.paint(painter)
            band = scene.layout.thumbnails
            if band.height:
                self._thumbnails.paint(painter, band, scene.axis, p, pixmaps.renderer.pixel_ratio)
            pixmaps.renderer.strips.paint_window_frame(painter, scene.layout.overview, whole, scene.axis)
            paint_overlay(painter, pixmaps.renderer, self._state, self._gesture, scene, whole)
            self._paint_focus(painter, p)

    def _update_thumbnails(self) -> None:
        if self.scene is not None:
            band = self.scene.layout.thumbnails
            self.update(QRectF(0, band.top, self.width(), band.height).toAlignedRect())

    def _paint_focus(self, painter: QPainter, p: theme.Palette) -> None:
        if self.hasFocus():
            painter.setPen(QPen(QColor(p.focus), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_nothing_open(self, painter: QPainter) -> None:
        p = theme.tokens(self)
        painter.fillRect(self.rect(), QColor(p.lane))
        painter.setPen(QColor(p.text_secondary))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr(_NOTHING_OPEN))

    def _update_columns(self, tick: int) -> None:
        axis, whole = self._axis, self._whole()
        if axis is None or whole is None:
            return
        for x in (axis.x(tick), whole.x(tick)):
            if -HEAD_REACH <= x <= self.width() + HEAD_REACH:
                self.update(QRect(int(x) - HEAD_REACH - 1, 0, 2 * HEAD_REACH + 3, self.height()))

    # --- the widget's own life -------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._axis is not None:
            self._axis = self._axis.placed(self._left, self._inner_width)
        self._forget()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._pixmaps = None
            self._forget()
