"""Paints everything that stands still while the film plays."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QRegion

from app.views import theme
from app.views.texts import marked, tr
from app.views.timeline.clock_painter import ClockPainter
from app.views.timeline.gutter_painter import GutterPainter
from app.views.timeline.lanes import Band, Lane, LaneLayout, Section
from app.views.timeline.mark_painter import TEXTURE_REPEATS, ClassLook, MarkPainter
from app.views.timeline.range_columns import StepColumns, column_maxima
from app.views.timeline.scene import LaneScene, Mark, Scene
from app.views.timeline.sound_painter import SoundPainter, seconds_of
from app.views.timeline.strip_painter import StripPainter
from app.views.timeline.time_axis import TimeAxis
from app.views.timeline.timeline_state import TimelineState, onsets_in_sight
from app.views.timeline.track_lanes import ClassTracks

_LONGEST_WITH_CURVES_S = 300.0  # beyond that a curve is a thicket
_HEADINGS = marked({Section.LABELS: "LABELS", Section.MODEL: "MODEL", Section.COMPLETE: "COMPLETE"})
_VOUCHED = 0.3  # of the hue of success in a complete range: lighter than any label


class TimelineRenderer:
    """For one theme, font and pixel density; a change of any of them makes a new renderer."""

    def __init__(self, p: theme.Palette, base: QFont, pixel_ratio: float) -> None:
        self.palette = p
        self.pixel_ratio = pixel_ratio
        self.line = QFontMetricsF(theme.font(base, theme.TYPE_NORMAL)).height()
        self.marks = MarkPainter(p, base, pixel_ratio)
        self.strips = StripPainter(p, base, pixel_ratio)
        self.gutter = GutterPainter(p, base)
        self.sound = SoundPainter(p, base, pixel_ratio)
        self.clock = ClockPainter(p, base, self.marks)
        self._looks: dict[tuple[str, str], ClassLook] = {}

    def look(self, state: TimelineState, class_id: str) -> ClassLook:
        found = state.ontology.get(class_id)
        name, colour = (found.name, found.colour) if found is not None else ("?", "#999999")
        if (name, colour) not in self._looks:
            self._looks[name, colour] = ClassLook.of(name, colour, self.palette)
        return self._looks[name, colour]

    def look_of(self, state: TimelineState, mark: Mark) -> ClassLook:
        """A complete range is in nobody's hue, and says for which class it vouches."""
        if mark.section is not Section.COMPLETE:
            return self.look(state, mark.class_id)
        found = state.ontology.get(mark.class_id)
        name = tr("all of {name} is labelled", name=found.name) if found else tr("everything is labelled")
        return self.complete_look(name)

    def complete_look(self, name: str = "") -> ClassLook:
        p = self.palette
        fill = theme.mixed(QColor(p.lane), QColor(p.success), _VOUCHED)
        return ClassLook(name, fill, QColor(p.success), QColor(p.text))

    # --- overview --------------------------------------------------------------------------

    def overview_ground(
        self, state: TimelineState, layout: LaneLayout, whole: TimeAxis, width: float, into: QPixmap | None
    ) -> QPixmap:
        """The strip of the whole film, as wide as the view, but for labels and what was played."""
        pixmap = self._pixmap(QSizeF(width, layout.overview.height), into)
        with QPainter(pixmap) as painter:
            painter.fillRect(pixmap.rect(), QColor(self.palette.window))
            self.strips.paint_overview_ground(painter, layout.overview, whole, self._loudness(state, whole))
            self.gutter.paint_heading(painter, layout.overview, whole.left, tr("FILM"))
        return pixmap

    def overview(
        self, state: TimelineState, layout: LaneLayout, whole: TimeAxis, ground: QPixmap, into: QPixmap | None
    ) -> QPixmap:
        """All of the strip; the window's frame comes on top of it."""
        pixmap = self._pixmap(ground.deviceIndependentSize(), into)
        columns = self._columns(whole)
        densities = [
            (self.look(state, one.id), ranges.density(whole, columns))
            for one in state.label_lanes()
            for ranges in state.content.labels(one.id)
        ]
        with QPainter(pixmap) as painter:
            painter.drawPixmap(0, 0, ground)
            self.strips.paint_overview(painter, layout.overview, whole, densities, state.played)
            self.clock.paint_still(painter, layout.overview, whole, state.still)
        return pixmap

    def _loudness(
        self, state: TimelineState, whole: TimeAxis
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
        if state.sound is None or state.scale is None:
            return None
        return state.sound.waveform(*seconds_of(whole, state.scale), self._columns(whole))

    # --- everything else -------------------------------------------------------------------

    def window(self, state: TimelineState, scene: Scene, size: QSizeF, into: QPixmap | None) -> QPixmap:
        """All below the overview, for the window in sight."""
        axis, layout = scene.axis, scene.layout
        pixmap = self._pixmap(size, into)
        with QPainter(pixmap) as painter:
            # What names, overview and lanes lie on needs no ground: it is millions of pixels.
            painter.fillRect(QRectF(axis.right, 0, size.width(), size.height()), QColor(self.palette.window))
            painter.fillRect(_below_lanes(scene), QColor(self.palette.lane))
            self._paint_lanes(painter, state, scene, scene.lanes)
            self._paint_ruler(painter, state, scene)
            if layout.periods.height:
                self.clock.paint_periods(painter, layout.periods, axis, state.periods)
            self._paint_attention(painter, state, scene)
            self._paint_sound(painter, state, scene)
            self._paint_edges(painter, scene)
        return pixmap

    def paint_changes(
        self, pixmap: QPixmap, state: TimelineState, scene: Scene, lanes: Sequence[LaneScene], *, ruler: bool
    ) -> None:
        """Into the picture of the same window: some of its lanes anew, and the `ruler`, which shows what was
        played.
        """
        with QPainter(pixmap) as painter:
            if lanes:
                self._paint_lanes(painter, state, scene, lanes)
            if ruler:
                self._paint_ruler(painter, state, scene)
            self._paint_edges(painter, scene)

    def _paint_ruler(self, painter: QPainter, state: TimelineState, scene: Scene) -> None:
        axis, band = scene.axis, scene.layout.ruler
        assert state.scale is not None
        assert state.frames is not None
        self.strips.paint_ruler(painter, band, axis, state.scale, state.frames.starts, state.played)
        self.clock.paint_still(painter, band, axis, state.still)
        self.clock.paint_holes(painter, band, axis, state.holes)

    def _paint_edges(self, painter: QPainter, scene: Scene) -> None:
        axis = scene.axis
        painter.setPen(QPen(QColor(self.palette.border), 1.0))
        painter.drawLines([QLineF(axis.left, y + 0.5, axis.right, y + 0.5) for y in _edges(scene.layout)])

    def gutter_of(self, state: TimelineState, scene: Scene, height: float, into: QPixmap | None) -> QPixmap:
        """The column of names, which stays where it is while the window moves."""
        pixmap = self._pixmap(QSizeF(scene.axis.left, height), into)
        with QPainter(pixmap) as painter:
            painter.fillRect(pixmap.rect(), QColor(self.palette.window))
            self._paint_gutter(painter, state, scene)
        return pixmap

    # --- lanes -----------------------------------------------------------------------------

    def _paint_lanes(
        self, painter: QPainter, state: TimelineState, scene: Scene, lanes: Sequence[LaneScene]
    ) -> None:
        axis, layout, p = scene.axis, scene.layout, self.palette
        assert state.scale is not None
        in_sight = _beside_names(axis, layout.scrolled)
        region = QRegion()
        for one in lanes:
            region += _beside_names(axis, one.lane.band).intersected(in_sight).toRect()
        painter.setClipRegion(region)
        for one in lanes:
            ground = p.window if one.lane.is_heading else p.lane_alternate if one.number % 2 else p.lane
            painter.fillRect(_beside_names(axis, one.lane.band), QColor(ground))
        self.strips.paint_grid(painter, in_sight, axis, state.scale)
        if axis.seconds(state.scale) <= _LONGEST_WITH_CURVES_S:
            self._paint_curves(painter, state, axis, [one.lane for one in lanes])
        for one in lanes:
            painter.setClipRect(_beside_names(axis, one.lane.band).intersected(in_sight))
            self._paint_lane(painter, state, scene, one, in_sight)
        painter.setClipping(False)

    def _paint_lane(
        self, painter: QPainter, state: TimelineState, scene: Scene, one: LaneScene, in_sight: QRectF
    ) -> None:
        """What stands in one lane, on its ground."""
        lane = one.lane
        if lane.is_heading:
            text = state.labels_sentence() if lane.section is Section.LABELS else state.model_sentence()
            self.strips.paint_sentence(painter, lane.band, scene.axis, text)
        elif one.tracks is not None:
            self._paint_tracks(painter, one.tracks, lane.band, scene.axis, self.look(state, lane.class_id))
        elif one.density is not None:
            look, hatched = self.look(state, lane.class_id), lane.section is Section.MODEL
            self.marks.paint_density(painter, one.density, look, scene.axis.left, hatched=hatched)
        elif one.marks:
            # Textures neither swim while the window moves nor begin where numbers are too large to paint.
            anchor = QPointF(scene.axis.x(scene.axis.span.start) % TEXTURE_REPEATS, lane.band.top)
            self.marks.paint(painter, one.marks, partial(self.look_of, state), scene.level, in_sight, anchor)

    def _paint_curves(
        self, painter: QPainter, state: TimelineState, axis: TimeAxis, lanes: Sequence[Lane]
    ) -> None:
        """Of all lanes together: most curves have the same steps."""
        with_curves = [x for x in lanes if x.section is Section.MODEL and x.class_id in state.curves]
        found = [(x, state.curves[x.class_id]) for x in with_curves]
        if not found:
            return
        columns: dict[int, StepColumns] = {}
        for _, curve in found:
            if id(curve.ticks) not in columns:
                columns[id(curve.ticks)] = StepColumns.of(curve.ticks, axis, self._columns(axis))
        values = np.stack([columns[id(curve.ticks)].maxima(curve.values) for _, curve in found])
        bands, looks = [x.band for x, _ in found], [self.look(state, x.class_id) for x, _ in found]
        self.strips.paint_curves(painter, bands, axis, values, looks)

    def _paint_tracks(
        self, painter: QPainter, tracks: ClassTracks, band: Band, axis: TimeAxis, look: ClassLook
    ) -> None:
        counts = tracks.present.density(axis, round(axis.width))
        window = axis.window
        first, last = np.searchsorted(tracks.key_ticks, [window.start, window.end])
        if last - first > axis.width:  # a million of them: one look for each column instead
            edges = np.ceil(axis.column_edges(round(axis.width))).astype(np.int64)
            found = np.searchsorted(tracks.key_ticks, edges)
            keys = axis.left + np.flatnonzero(np.diff(found)).astype(np.float64)
        else:
            keys = axis.xs(tracks.key_ticks[first:last])
        self.strips.paint_tracks(painter, band, axis, counts, keys, look)

    def _paint_attention(self, painter: QPainter, state: TimelineState, scene: Scene) -> None:
        axis, band, p = scene.axis, scene.layout.attention, self.palette
        if not band.height:
            return
        painter.fillRect(QRectF(axis.left, band.top, axis.width, band.height), QColor(p.sunken))
        if state.attention is not None and len(state.attention.ticks):
            highest = float(np.nanmax(state.attention.values))
            columns = self._columns(axis)
            weights = column_maxima(state.attention.ticks, state.attention.values, axis, columns)
            self.strips.paint_attention(
                painter,
                band,
                axis,
                weights / highest if highest > 0 else weights,
                trusted=state.attention_trusted,
            )
        self.strips.paint_sentence(painter, band, axis, state.attention_sentence())

    def _paint_sound(self, painter: QPainter, state: TimelineState, scene: Scene) -> None:
        axis, band, p = scene.axis, scene.layout.sound, self.palette
        painter.fillRect(QRectF(axis.left, band.top, axis.width, band.height), QColor(p.lane))
        heat = state.sound_heat
        values, look = None, None
        if heat is not None:
            values = column_maxima(heat.steps.ticks, heat.steps.values, axis, self._columns(axis))
            look = self.look(state, heat.class_id)
            self.sound.paint_heat(painter, band, axis, values, look)
        if state.sound is not None and state.scale is not None:
            view = state.sound_view
            self.sound.paint(painter, band, axis, state.scale, state.sound, view, loud=heat is not None)
            if values is not None and look is not None and view.spectrogram:
                self.sound.paint_heat_strip(painter, band, axis, values, look)
        onsets = axis.xs(onsets_in_sight(state, scene))
        self.sound.paint_onsets(painter, band, onsets)
        if heat is not None:
            self.sound.paint_legend(painter, band, axis, state.sound_legend(), heat.struck)
        self.strips.paint_sentence(painter, band, axis, state.sound_sentence())

    def _columns(self, axis: TimeAxis) -> int:
        """Device pixels over the axis."""
        return max(1, round(axis.width * self.pixel_ratio))

    def _paint_gutter(self, painter: QPainter, state: TimelineState, scene: Scene) -> None:
        layout, left, p = scene.layout, scene.axis.left, self.palette
        for band in (layout.periods, layout.ruler, layout.thumbnails, layout.attention, layout.sound):
            painter.fillRect(QRectF(0, band.top, left, band.height), QColor(p.window))
        painter.setClipRect(QRectF(0, layout.scrolled.top, left, layout.scrolled.height))
        painter.fillRect(QRectF(0, layout.scrolled.top, left, layout.scrolled.height), QColor(p.window))
        for lane in layout.lanes:
            if lane.is_heading or lane.section is Section.COMPLETE:
                self.gutter.paint_heading(painter, lane.band, left, tr(_HEADINGS[lane.section]))
            else:
                found = state.ontology.get(lane.class_id)
                look = self.look(state, lane.class_id)
                key = found.key if found is not None else ""
                model = lane.section is Section.MODEL
                self.gutter.paint_lane(painter, lane.band, left, look, key, self.marks, model=model)
        painter.setClipping(False)
        if layout.thumbnails.height:
            self.gutter.paint_heading(painter, layout.thumbnails, left, tr("THUMBNAILS"))
        if layout.periods.height:
            self.gutter.paint_heading(painter, layout.periods, left, tr("MATCH"))
        if layout.attention.height:
            self.gutter.paint_heading(painter, layout.attention, left, tr(state.attention_title))
        self._paint_sound_gutter(painter, state, scene)
        painter.setPen(QPen(QColor(p.border), 1.0))
        painter.drawLines([QLineF(0, y + 0.5, left, y + 0.5) for y in _edges(layout)])
        painter.drawLine(QLineF(left - 0.5, layout.periods.top, left - 0.5, layout.sound.bottom))

    def _paint_sound_gutter(self, painter: QPainter, state: TimelineState, scene: Scene) -> None:
        """The heading stands at the top where there is more than one thing to name."""
        band, view, sound = scene.layout.sound, state.sound_view, state.sound
        heading = band
        if sound is not None:
            self.sound.paint_gutter(painter, band, scene.axis.left, sound, view)
            if view.spectrogram or view.apart:
                heading = Band(band.top, min(band.height, round(self.line * 1.5)))
        self.gutter.paint_heading(painter, heading, scene.axis.left, tr("SOUND"))

    def _pixmap(self, size: QSizeF, into: QPixmap | None) -> QPixmap:
        """`into` where it has the size, since millions of fresh bytes take long; its content is to be painted
        over. Opaque, which is copied to the screen faster.
        """
        wanted = (size * self.pixel_ratio).toSize().expandedTo(QSize(1, 1))
        if into is None or into.size() != wanted or into.devicePixelRatio() != self.pixel_ratio:
            into = QPixmap(wanted)
            into.setDevicePixelRatio(self.pixel_ratio)
        return into


def _beside_names(axis: TimeAxis, band: Band) -> QRectF:
    return QRectF(axis.left, band.top, axis.width, band.height)


def _below_lanes(scene: Scene) -> QRectF:
    scrolled = scene.layout.scrolled
    top = scene.lanes[-1].lane.band.bottom if scene.lanes else scrolled.top
    return _beside_names(scene.axis, Band(top, max(0.0, scrolled.bottom - top)))


def _edges(layout: LaneLayout) -> tuple[float, ...]:
    """Where one strip ends and the next begins."""
    return (
        layout.periods.top,
        layout.ruler.top,
        layout.thumbnails.top,
        layout.scrolled.top,
        layout.attention.top,
        layout.sound.top,
    )
