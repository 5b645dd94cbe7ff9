"""The names on boxes and zones: laid out so that they cover nothing, drawn from pictures made once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from app.views import theme
from app.views.canvas.picture_mapping import ViewRect
from app.views.canvas.tag_layout import Placed, place_tags

_MOST_PICTURES = 2_000
_LONGEST = 0.5  # of the view's width


@dataclass(frozen=True, slots=True)
class Tag:
    """The name `text` of what lies at `rect` in the view; `diamond`: a key frame stands there."""

    id: str
    text: str
    colour: str
    rect: ViewRect
    diamond: bool = False


class TagPainter:
    """Keeps where each tag stood, so that it stays there, and the picture of each tag."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._pictures: dict[tuple[object, ...], QPixmap] = {}

    def paint(self, painter: QPainter, tags: Sequence[Tag], view: QRectF) -> list[Placed | None]:
        """The first tags choose their places first."""
        ratio, longest = painter.device().devicePixelRatio(), view.width() * _LONGEST
        look = ratio, painter.font().key(), int(longest)
        pictures = [self._picture(painter, tag, longest, look) for tag in tags]
        sizes = [(p.width() / ratio, p.height() / ratio) for p in pictures]
        room = ViewRect(view.x(), view.y(), view.width(), view.height())
        stood = [self._places.get(tag.id, -1) for tag in tags]
        placed = place_tags([tag.rect for tag in tags], sizes, room, stood)
        self._places = {tag.id: at.place for tag, at in zip(tags, placed, strict=True) if at is not None}
        for at, picture in zip(placed, pictures, strict=True):
            if at is not None:
                painter.drawPixmap(QPointF(round(at.rect.x), round(at.rect.y)), picture)
        return placed

    def _picture(self, painter: QPainter, tag: Tag, longest: float, look: tuple[float, str, int]) -> QPixmap:
        key = (tag.text, tag.colour, tag.diamond, look)
        found = self._pictures.get(key)
        if found is None:
            if len(self._pictures) >= _MOST_PICTURES:
                self._pictures.clear()
            found = self._pictures[key] = _drawn(tag, painter.font(), look[0], longest)
        return found


def _drawn(tag: Tag, font: QFont, ratio: float, longest: float) -> QPixmap:
    metrics = QFontMetricsF(font)
    diamond = metrics.height() * 0.6 if tag.diamond else 0.0
    width = min(metrics.horizontalAdvance(tag.text) + diamond + 2 * theme.SPACE_S, max(1.0, longest))
    size = QSizeF(width + 1, metrics.height() + theme.SPACE_XS + 1)
    picture = QPixmap((size * ratio).toSize().expandedTo(QSizeF(1, 1).toSize()))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    colour = theme.legible(tag.colour, "#000000")
    ink = theme.text_on(colour)
    chip = QRectF(QPointF(0.5, 0.5), size - QSizeF(1, 1))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    painter.setPen(QPen(QColor(0, 0, 0, 220), 1.0))
    painter.setBrush(colour)
    painter.drawRect(chip)
    if tag.diamond:
        at = QPointF(chip.left() + theme.SPACE_S + diamond * 0.35, chip.center().y())
        _paint_diamond(painter, at, diamond * 0.4, ink)
    painter.setPen(ink)
    inside = chip.adjusted(theme.SPACE_S + diamond, 0, -theme.SPACE_S + 1, 0)
    shown = metrics.elidedText(tag.text, Qt.TextElideMode.ElideRight, inside.width() + 1)
    painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.end()
    return picture


def _paint_diamond(painter: QPainter, at: QPointF, reach: float, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    sides = (QPointF(-reach, 0), QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach))
    painter.drawPolygon(QPolygonF([at + side for side in sides]))
