"""How marks look: hue says the class, texture says who."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QStaticText,
    QTransform,
)

from app.views import theme
from app.views.timeline.lanes import Band
from app.views.timeline.raster import draw_pixels, filled_columns, packed
from app.views.timeline.scene import Density, Mark, Texture
from app.views.timeline.time_axis import ZoomLevel

# Distance between the lines of a hatching, by the score from which on it is used: more certain, denser.
HATCHINGS = ((0.8, 5), (0.5, 8), (0.0, 13))
TEXTURE_REPEATS = math.lcm(4, 5, *(spacing for _, spacing in HATCHINGS))
NOTCH = 7.0
_DASHED = 1.5  # thickness of a suggestion's frame
_LEAST_TEXT = 28.0
_MOST_TEXTS = 4000
_LEAST_EDGE = 4.0
_LEAST_WIDTH = 2.0  # a shorter mark would fade away
_ROOM_FOR_GRIPS = 30.0


class _Tile(Enum):
    LINES = auto()
    DOTS = auto()
    DASHES_ACROSS = auto()
    DASHES_DOWN = auto()


def hatching(score: float) -> int:
    """Distance between lines for `score`."""
    return next(spacing for least, spacing in HATCHINGS if score >= least or least == 0.0)


def score_text(score: float) -> str:
    """`.82`; `1.0` where it rounds to one."""
    text = f"{score:.2f}"
    return text[1:] if text.startswith("0") else "1.0"


_Placed = tuple[Mark, QRectF]


@dataclass(frozen=True, slots=True)
class ClassLook:
    """One class's inks on one ground."""

    name: str
    fill: QColor
    edge: QColor
    ink: QColor

    @classmethod
    def of(cls, name: str, colour: str, p: theme.Palette) -> ClassLook:
        # Fills keep the class's hue; the edge has the contrast, dark on light.
        fill = QColor(colour)
        return cls(name, fill, theme.legible(colour, p.lane), theme.text_on(fill))


class MarkPainter:
    """Draws marks of one theme at one pixel density; textures are made once."""

    def __init__(self, p: theme.Palette, base: QFont, pixel_ratio: float) -> None:
        self._p = p
        self._ratio = pixel_ratio
        self._font = theme.font(base, theme.TYPE_SMALL, bold=True, tabular=True)
        self._metrics = QFontMetricsF(self._font)
        self._brushes: dict[tuple[int, _Tile, int], QBrush] = {}
        self._density_columns: dict[tuple[int, int, int, int, bool], NDArray[np.uint32]] = {}
        self._elided: dict[tuple[str, int], str] = {}
        self._texts: dict[str, QStaticText] = {}
        self._lane = QColor(p.lane)

    def paint(
        self,
        painter: QPainter,
        marks: Sequence[Mark],
        look_of: Callable[[Mark], ClassLook],
        level: ZoomLevel,
        clip: QRectF,
        anchor: QPointF,
    ) -> None:
        """The marks of one lane, chosen ones on top. `clip`: the lanes in sight; texts stay inside of it
        while their mark is partly out of sight. `anchor`: where textures begin; it moves with the film.
        """
        painter.setFont(self._font)
        painter.setBrushOrigin(anchor)
        placed = [(look_of(m), m, _rect_of(m, clip)) for m in sorted(marks, key=lambda m: m.selected)]
        for _, same in groupby(placed, key=lambda one: id(one[0])):
            group = list(same)
            self._paint_alike(painter, group[0][0], [(m, rect) for _, m, rect in group], level, clip)
        painter.setBrushOrigin(QPointF())

    def _paint_alike(
        self, painter: QPainter, look: ClassLook, marks: Sequence[_Placed], level: ZoomLevel, clip: QRectF
    ) -> None:
        """Marks of one look: what most of them have in common is painted for all at once."""
        ranges = [(m, rect) for m, rect in marks if not m.is_point]
        wide = [(m, rect) for m, rect in ranges if rect.width() >= _LEAST_EDGE]
        self._paint_solid(painter, look, [rect for m, rect in wide if m.texture is Texture.SOLID])
        self._paint_suggestions(painter, look, [(m, r) for m, r in wide if m.texture is Texture.HATCHED])
        for mark, rect in ranges:
            if rect.width() < _LEAST_EDGE:
                self._paint_sliver(painter, rect, mark, look)
            elif mark.texture in (Texture.NOTCHED, Texture.DOTTED):
                self._paint_accepted(painter, rect, mark, look)
        if level is not ZoomLevel.HOURS:
            self._paint_whiskers(painter, look, [m for m, _ in ranges if any(m.whiskers)])
            self._paint_texts(painter, look, [(m, rect.intersected(clip)) for m, rect in ranges])
        for mark, rect in marks:
            if mark.is_point:
                self._paint_point(painter, mark, look)
            elif mark.selected:
                self.paint_selection(painter, rect, handles=level is not ZoomLevel.HOURS)

    # --- ranges ----------------------------------------------------------------------------

    def _paint_solid(self, painter: QPainter, look: ClassLook, rects: Sequence[QRectF]) -> None:
        if rects:
            painter.setPen(self._edge(look))
            painter.setBrush(look.fill)
            painter.drawRects([rect.adjusted(0.5, 0.5, -0.5, -0.5) for rect in rects])

    def _paint_sliver(self, painter: QPainter, rect: QRectF, mark: Mark, look: ClassLook) -> None:
        """Too narrow for an edge and a texture of its own; a suggestion stays broken into dashes."""
        if mark.texture is Texture.HATCHED:
            painter.fillRect(rect, self._brush(look.edge, _Tile.LINES, 4))
        else:
            painter.fillRect(rect, look.edge)

    def _edge(self, look: ClassLook) -> QPen:
        return QPen(look.edge if self._p.is_dark else look.edge.darker(115), 1.0)

    def _paint_accepted(self, painter: QPainter, rect: QRectF, mark: Mark, look: ClassLook) -> None:
        edge = self._edge(look)
        outline = notched(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if mark.texture is Texture.DOTTED:
            painter.fillPath(outline, self._lane)
            painter.fillPath(outline, self._brush(look.edge, _Tile.DOTS, 4))
            edge.setDashPattern([1.0, 2.0])
            edge.setWidthF(1.5)
        else:
            painter.fillPath(outline, look.fill)
        painter.strokePath(outline, edge)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_suggestions(self, painter: QPainter, look: ClassLook, marks: Sequence[_Placed]) -> None:
        """Hatched, in dashed frames, filled from textures, too: stroking dashes would cost more."""
        if not marks:
            return
        by_spacing: dict[int, list[QRectF]] = {}
        across, down = [], []
        for mark, rect in marks:
            by_spacing.setdefault(hatching(mark.score or 0.0), []).append(rect)
            left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
            across.append(QRectF(left, top, right - left, _DASHED))
            across.append(QRectF(left, bottom - _DASHED, right - left, _DASHED))
            down.append(QRectF(left, top, _DASHED, bottom - top))
            down.append(QRectF(right - _DASHED, top, _DASHED, bottom - top))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._lane)
        painter.drawRects([rect for _, rect in marks])
        for spacing, rects in by_spacing.items():
            painter.setBrush(self._brush(look.edge, _Tile.LINES, spacing))
            painter.drawRects(rects)
        for tile, rects in ((_Tile.DASHES_ACROSS, across), (_Tile.DASHES_DOWN, down)):
            painter.setBrush(self._brush(look.edge, tile, 5))
            painter.drawRects(rects)

    def _paint_whiskers(self, painter: QPainter, look: ClassLook, marks: Sequence[Mark]) -> None:
        lines = []
        for mark in marks:
            middle, cap = mark.band.top + mark.band.height / 2, mark.band.height / 4
            for x, reach in zip((mark.x0, mark.x1), mark.whiskers, strict=True):
                if reach >= 3.0:
                    lines.append(QLineF(x - reach, middle, x + reach, middle))
                    lines.append(QLineF(x - reach, middle - cap, x - reach, middle + cap))
                    lines.append(QLineF(x + reach, middle - cap, x + reach, middle + cap))
        if lines:
            for colour, width in ((self._lane, 4.0), (look.edge, 2.0)):
                painter.setPen(QPen(colour, width))
                painter.drawLines(lines)

    def _paint_texts(self, painter: QPainter, look: ClassLook, marks: Sequence[_Placed]) -> None:
        """Inside of the given parts of marks, as far as they fit."""
        plates: list[QRectF] = []
        plain: list[tuple[QPointF, QStaticText]] = []
        on_plates: list[tuple[QPointF, str]] = []
        for mark, room in marks:
            if room.height() < self._metrics.ascent():
                continue  # one of several rows
            textured = mark.texture in (Texture.HATCHED, Texture.DOTTED)
            margin = theme.SPACE_XS + 1 if textured else theme.SPACE_S
            notch = NOTCH if mark.texture in (Texture.NOTCHED, Texture.DOTTED) else 0.0
            words = self._fitting_text(mark, look, room.width() - 2 * margin - notch)
            if not words:
                continue
            text, left = self._text(words), room.left() + margin
            if textured:
                # Text on a texture needs ground of its own.
                plates.append(QRectF(left - 2, room.top() + 3, text.size().width() + 4, room.height() - 6))
                top = round(room.top() + (room.height() - self._metrics.height()) / 2)
                on_plates.append((QPointF(left, top + self._metrics.ascent()), words))
            else:
                # Chinese signs come from another font, whose lines are higher.
                top = round(room.top() + (room.height() - text.size().height()) / 2)
                plain.append((QPointF(left, top), text))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._lane)
        painter.drawRects(plates)
        painter.setPen(look.ink)
        for at, text in plain:
            painter.drawStaticText(at, text)
        painter.setPen(QColor(self._p.text))
        for at, words in on_plates:
            # Laid out anew: behind a textured brush Qt drops a static text where a point is two pixels.
            painter.drawText(at, words)

    def _fitting_text(self, mark: Mark, look: ClassLook, width: float) -> str:
        """Score and name, else the score alone; a label's name, shortened if enough of it is left."""
        if mark.score is not None:
            score = score_text(mark.score)
            both = f"{score}  {look.name}"
            return next((t for t in (both, score) if self._text(t).size().width() <= width), "")
        if width < _LEAST_TEXT:
            return ""
        key = (look.name, int(width))
        if key not in self._elided:
            if len(self._elided) > _MOST_TEXTS:
                self._elided.clear()
            self._elided[key] = self._metrics.elidedText(look.name, Qt.TextElideMode.ElideRight, int(width))
        return self._elided[key]

    def _text(self, words: str) -> QStaticText:
        """Laid out once: half of the time of painting a mark went into that."""
        if words not in self._texts:
            if len(self._texts) > _MOST_TEXTS:
                self._texts.clear()
            text = self._texts[words] = QStaticText(words)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(QTransform(), self._font)
        return self._texts[words]

    def paint_selection(self, painter: QPainter, rect: QRectF, *, handles: bool) -> None:
        """The frame around what is chosen; its handles are what a drag takes hold of."""
        outer = rect.adjusted(-0.5, -0.5, 0.5, 0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._lane, 4.0))
        painter.drawRect(outer)
        painter.setPen(QPen(QColor(self._p.selected_edge), 2.0))
        painter.drawRect(outer)
        if handles:
            half = 2.5 if rect.width() >= _ROOM_FOR_GRIPS else 1.5
            for x in (rect.left(), rect.right()):
                grip = QRectF(x - half, rect.top() + 3, 2 * half, rect.height() - 6)
                painter.fillRect(grip.adjusted(-1, -1, 1, 1), self._lane)
                painter.fillRect(grip, QColor(self._p.selected_edge))

    # --- points ----------------------------------------------------------------------------

    def _paint_point(self, painter: QPainter, mark: Mark, look: ClassLook) -> None:
        reach = mark.band.height / 2 - 2
        x, y = mark.x0, mark.band.top + mark.band.height / 2
        diamond = QPolygonF(
            [QPointF(x - reach, y), QPointF(x, y - reach), QPointF(x + reach, y), QPointF(x, y + reach)]
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(look.edge, 1.5)
        if mark.texture is Texture.HATCHED:
            painter.setBrush(self._lane)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPolygon(diamond)
            painter.setBrush(self._brush(look.edge, _Tile.LINES, hatching(mark.score or 0.0)))
            pen.setDashPattern([2.0, 1.5])
        elif mark.texture is Texture.DOTTED:
            painter.setBrush(self._brush(look.edge, _Tile.DOTS, 4))
            pen.setDashPattern([1.0, 1.5])
        else:
            painter.setBrush(look.fill)
        painter.setPen(pen)
        painter.drawPolygon(diamond)
        if mark.texture is Texture.NOTCHED:
            painter.setBrush(self._lane)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(x, y), 2.0, 2.0)
        if mark.selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._p.selected_edge), 2.0))
            painter.drawPolygon(diamond)
        painter.restore()

    # --- densities -------------------------------------------------------------------------

    def paint_density(
        self, painter: QPainter, density: Density, look: ClassLook, left: float, *, hatched: bool
    ) -> None:
        """Columns from the lane's bottom: the height grows with how many lie there, from a third for one."""
        band = Band(density.band.top + 2, density.band.height - 4)
        height = round(band.height * self._ratio)
        counts = density.counts
        most = int(counts.max(initial=0))
        if most == 0 or height < 1:
            return
        shares = (1.0 - (1 / 3 + 2 / 3 * np.arange(most + 1) / most)) * height
        tops = np.round(shares).astype(np.intp)
        tops[0] = height  # where nothing lies
        hatch = round(4 * self._ratio) if hatched else 1
        index = tops[counts] + np.arange(len(counts)) % hatch * (height + 1)
        pixels = self._columns_of(look, height, hatch, hatched).take(index, axis=1)
        draw_pixels(painter, QPointF(left, band.top), pixels, self._ratio)

    def _columns_of(self, look: ClassLook, height: int, hatch: int, hatched: bool) -> NDArray[np.uint32]:
        """`(height, hatch * (height + 1))`: the pixels of a column by its place in the hatching and its top.

        Twenty lanes of densities are put together from these in a fraction of the time of painting them.
        """
        key = (look.fill.rgba(), look.edge.rgba(), height, hatch, hatched)
        if key not in self._density_columns:
            tops = np.arange(height + 1, dtype=float)
            fill = packed(look.edge if hatched else look.fill)
            rim = filled_columns(tops, tops + max(1.0, self._ratio), height, packed(look.edge))
            whole = filled_columns(tops, np.full(height + 1, float(height)), height, fill)
            across = (np.arange(hatch)[None, :] + np.arange(height)[:, None]) % hatch < max(1, hatch // 3)
            body = np.where(across[:, :, None], whole[:, None, :], np.uint32(0))
            columns = np.where(rim[:, None, :] > 0, rim[:, None, :], body)
            self._density_columns[key] = columns.reshape(height, -1)
        return self._density_columns[key]

    # --- textures --------------------------------------------------------------------------

    def hatch(self, colour: QColor, spacing: int, area: QRectF) -> QBrush:
        """Diagonal lines `spacing` apart that start with the area, so that they do not swim while panning."""
        return _placed(self._brush(colour, _Tile.LINES, spacing), area)

    def _brush(self, colour: QColor, tile: _Tile, side: int) -> QBrush:
        key = (colour.rgba(), tile, side)
        if key not in self._brushes:
            self._brushes[key] = self._texture(colour, tile, side)
        return self._brushes[key]

    def _texture(self, colour: QColor, tile: _Tile, side: int) -> QBrush:
        pixmap = QPixmap(round(side * self._ratio), round(side * self._ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        scale = pixmap.width() / side
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, tile in (_Tile.LINES, _Tile.DOTS))
            painter.scale(scale, scale)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            match tile:
                case _Tile.LINES:
                    painter.setPen(QPen(colour, 1.4))
                    for shift in (-side, 0, side):
                        painter.drawLine(QLineF(shift - 1, side + 1, shift + side + 1, -1))
                case _Tile.DOTS:
                    painter.drawEllipse(QPointF(side / 2, side / 2), 1.3, 1.3)
                case _Tile.DASHES_ACROSS:
                    painter.drawRect(QRectF(0, 0, 3, side))
                case _Tile.DASHES_DOWN:
                    painter.drawRect(QRectF(0, 0, side, 3))
        pixmap.setDevicePixelRatio(scale)
        return QBrush(pixmap)


def _rect_of(mark: Mark, clip: QRectF) -> QRectF:
    """Far outside of the view lies nothing worth rasterizing, and dashes would be counted all the same."""
    left, right = max(mark.x0, clip.left() - 20), min(mark.x1, clip.right() + 20)
    return QRectF(left, mark.band.top, max(right - left, _LEAST_WIDTH), mark.band.height)


def _placed(brush: QBrush, area: QRectF) -> QBrush:
    placed = QBrush(brush)
    placed.setTransform(QTransform.fromTranslate(area.left(), area.top()))
    return placed


def notched(rect: QRectF) -> QPainterPath:
    """`rect` without its top right corner."""
    cut = min(NOTCH, rect.width() / 2, rect.height() / 2)
    path = QPainterPath(rect.topLeft())
    path.lineTo(rect.right() - cut, rect.top())
    path.lineTo(rect.right(), rect.top() + cut)
    path.lineTo(rect.bottomRight())
    path.lineTo(rect.bottomLeft())
    path.closeSubpath()
    return path
