"""The picture: shown, zoomed, panned; boxes drawn, chosen, moved, resized; the map of attention over it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.tracks import Box
from app.views import theme
from app.views.canvas.box_gesture import BoxGesture, Changed, Chosen, Drawn, mark_at
from app.views.canvas.box_handles import Grip
from app.views.canvas.box_mark import BoxMark
from app.views.canvas.box_painter import paint_box, paint_preview
from app.views.canvas.heat import HeatMap
from app.views.canvas.heat_painter import HeatPainter
from app.views.canvas.picture_mapping import PictureMapping, ViewRect
from app.views.picture_image import image_of

__all__ = ["BoxMark", "CanvasView", "HeatMap"]

_ZOOM_PER_NOTCH = 1.25
_SMOOTH_AFTER_MS = 120  # without a new picture: then it stands still, and smooth scaling is worth its price
COPY_MARK = "quick copy"
_CURSORS = {
    Grip.INSIDE: Qt.CursorShape.SizeAllCursor,
    Grip.LEFT: Qt.CursorShape.SizeHorCursor,
    Grip.RIGHT: Qt.CursorShape.SizeHorCursor,
    Grip.TOP: Qt.CursorShape.SizeVerCursor,
    Grip.BOTTOM: Qt.CursorShape.SizeVerCursor,
    Grip.LEFT | Grip.TOP: Qt.CursorShape.SizeFDiagCursor,
    Grip.RIGHT | Grip.BOTTOM: Qt.CursorShape.SizeFDiagCursor,
    Grip.RIGHT | Grip.TOP: Qt.CursorShape.SizeBDiagCursor,
    Grip.LEFT | Grip.BOTTOM: Qt.CursorShape.SizeBDiagCursor,
}


class CanvasView(QWidget):
    """Shows what it was told last. Boxes are previewed while dragged; one signal asks on release."""

    box_drawn = Signal(Box)
    box_changed = Signal(str, Box)  # track id
    box_selected = Signal(str)  # track id, empty: none
    box_remove_requested = Signal(str)
    box_context_requested = Signal(str, QPoint)  # track id, empty: none; global position
    message_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._mapping: PictureMapping | None = None
        self._is_copy = False
        self._boxes: tuple[BoxMark, ...] = ()
        self._draw_colour: str | None = None
        self._heat: HeatMap | None = None
        self._heat_opacity = 0.7
        self._heat_painter: HeatPainter | None = None
        self._gesture = BoxGesture()
        self._pan_from: QPointF | None = None
        self._smooth = True
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SMOOTH_AFTER_MS)
        self._settle.timeout.connect(self._settled)
        self._message = self._build_message()
        self.setAccessibleName("Picture")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 135)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(960, 540)

    # --- setters ---------------------------------------------------------------------------

    def set_picture(
        self,
        rgb: NDArray[np.uint8] | None,
        sample_aspect: float = 1.0,
        full_size: tuple[int, int] | None = None,
    ) -> None:
        """(h, w, 3) uint8 RGB in coded pixels, or nothing. Zoom stays while the size does.

        `full_size` (width, height): this is a small copy of a picture of that size, and is marked as one.
        """
        if rgb is None:
            self._image = self._mapping = None
            self._gesture.cancel()
        else:
            self._image = image_of(rgb)
            width, height = full_size if full_size is not None else (rgb.shape[1], rgb.shape[0])
            self._is_copy = full_size is not None
            m = self._mapping
            if m is None or (m.picture_w, m.picture_h, m.sample_aspect) != (width, height, sample_aspect):
                self._gesture.cancel()
                self._mapping = PictureMapping.fitting(
                    width, height, self.width(), self.height(), sample_aspect
                )
            # The first picture after a pause is sharp at once; only a stream of them is drawn fast.
            self._smooth = not self._settle.isActive()
            self._settle.start()
        self.update()

    def set_message(self, title: str, hint: str = "", button_text: str = "") -> None:
        """What stands in place of the picture (nothing open, sound only, an error); empty: the picture."""
        texts = (title, hint, button_text)
        for part, text in zip(self._message_parts, texts, strict=True):
            part.setText(text)
            part.setVisible(bool(text))
        self._message.setVisible(any(texts))
        self.update()

    def set_boxes(self, boxes: Iterable[BoxMark]) -> None:
        """Boxes at the time of the picture; a drag in progress goes on."""
        boxes = tuple(boxes)
        if boxes != self._boxes:
            self._boxes = boxes
            self.update()

    def set_draw_class(self, colour: str | None) -> None:
        """Turns the box tool on, in the colour of the class to be drawn, or off."""
        self._draw_colour = colour
        self._gesture.cancel()
        self._show_cursor(QPointF(self.mapFromGlobal(self.cursor().pos())))
        self.update()

    def set_heat(self, heat: HeatMap | None) -> None:
        if heat is not self._heat:
            self._heat, self._heat_painter = heat, None
            self.update()

    @property
    def heat_opacity(self) -> float:
        return self._heat_opacity

    def set_heat_opacity(self, opacity: float) -> None:
        """How dark the unattended becomes: 0 not at all, 1 black."""
        self._heat_opacity, self._heat_painter = opacity, None
        self.update()

    def fit(self) -> None:
        """The whole picture again."""
        self._set_mapping(self._mapping and self._mapping.fitted())

    def zoom(self, factor: float) -> None:
        """About the middle of the view."""
        if self._mapping is not None:
            self._set_mapping(self._mapping.zoomed_at(self.width() / 2, self.height() / 2, factor))

    @property
    def mapping(self) -> PictureMapping | None:
        """None while there is no picture."""
        return self._mapping

    # --- message ---------------------------------------------------------------------------

    def _build_message(self) -> QWidget:
        message = QWidget(self)
        title, hint, button = QLabel(message), QLabel(message), QPushButton(message)
        self._message_parts: tuple[QLabel | QPushButton, ...] = (title, hint, button)
        title.setFont(theme.font(self.font(), theme.TYPE_TITLE, bold=True))
        for label, colour in ((title, theme.DARK.text), (hint, theme.DARK.text_secondary)):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            # The film's ground is dark in both themes, and so must its text be light.
            label.setStyleSheet(f"color: {colour}; background: transparent;")
        button.setProperty("role", "primary")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self.message_clicked.emit())
        column = QVBoxLayout(message)
        column.setSpacing(theme.SPACE_L)
        column.addStretch()
        column.addWidget(title)
        column.addWidget(hint)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL)
        outer.addWidget(message)
        message.hide()
        return message

    # --- painting --------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.tokens(self).picture))
        if self._message.isVisible() or self._image is None or self._mapping is None:
            self._paint_focus(painter)
            return
        mapping, view = self._mapping, QRectF(self.rect())
        frame = _rectangle(mapping.frame)
        smooth = self._smooth and mapping.scale_y * self.devicePixelRatioF() < 4
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(frame, self._image, QRectF(self._image.rect()))
        painter.setFont(theme.font(self.font(), theme.TYPE_NORMAL, bold=True))
        if self._heat is not None:
            if self._heat_painter is None:
                self._heat_painter = HeatPainter(self._heat, self._heat_opacity)
            self._heat_painter.paint(painter, frame, view)
        self._paint_boxes(painter, mapping, view)
        if self._is_copy:
            self._paint_copy_mark(painter, frame & view)
        self._paint_focus(painter)

    def _paint_boxes(self, painter: QPainter, mapping: PictureMapping, view: QRectF) -> None:
        changing = self._gesture.preview_of if self._gesture.preview is not None else None
        for mark in sorted(self._boxes, key=lambda b: b.selected):
            if mark.track_id != changing:
                paint_box(painter, mark, mapping.box_to_view(mark.box), view)
        if self._gesture.preview is not None:
            colour = next((b.colour for b in self._boxes if b.track_id == changing), self._draw_colour)
            paint_preview(painter, mapping.box_to_view(self._gesture.preview), colour or "#ffffff")

    def _paint_copy_mark(self, painter: QPainter, shown: QRectF) -> None:
        """The frame is exact, its picture the quick copy: said in a corner, so that nobody judges detail."""
        painter.setFont(theme.font(self.font(), theme.TYPE_SMALL))
        room = painter.fontMetrics().boundingRect(COPY_MARK).adjusted(-6, -2, 6, 2)
        plate = QRectF(shown.right() - room.width() - 8, shown.bottom() - room.height() - 8, 0, 0)
        plate.setSize(QSizeF(room.size()))
        painter.fillRect(plate, theme.with_alpha(theme.DARK.picture, 0.6))
        painter.setPen(QColor(theme.DARK.text))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, COPY_MARK)

    def _paint_focus(self, painter: QPainter) -> None:
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(QColor(theme.DARK.focus), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _settled(self) -> None:
        if not self._smooth:
            self._smooth = True
            self.update()

    # --- the hand --------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._mapping is None or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        notches = event.angleDelta().y() / 120
        at = event.position()
        self._set_mapping(self._mapping.zoomed_at(at.x(), at.y(), _ZOOM_PER_NOTCH**notches))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._mapping is None or self._message.isVisible():
            return
        at = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._gesture.cancel()
            self._pan_from = at
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._gesture.press(
                at.x(), at.y(), self._boxes, self._mapping, drawing=self._draw_colour is not None
            )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._mapping is None:
            return
        at = event.position()
        if self._pan_from is not None:
            moved = at - self._pan_from
            self._pan_from = at
            self._set_mapping(self._mapping.panned(moved.x(), moved.y()))
        elif self._gesture.active:
            self._gesture.move(at.x(), at.y(), self._mapping)
            self.update()
        else:
            self._show_cursor(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton and self._pan_from is not None:
            self._pan_from = None
        elif event.button() == Qt.MouseButton.LeftButton:
            for outcome in self._gesture.release():
                match outcome:
                    case Drawn():
                        self.box_drawn.emit(outcome.box)
                    case Changed():
                        self.box_changed.emit(outcome.track_id, outcome.box)
                    case Chosen():
                        self.box_selected.emit(outcome.track_id)
            self.update()
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._gesture.cancel()
            self.fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        hit = self._mapping and mark_at(self._boxes, self._mapping, event.pos().x(), event.pos().y())
        self.box_context_requested.emit(hit[0].track_id if hit else "", event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends a drag, Delete asks for the chosen box to go; every other key belongs to the window."""
        chosen = next((b for b in self._boxes if b.selected and not b.suggested), None)
        if event.key() == Qt.Key.Key_Escape and (self._gesture.active or self._pan_from is not None):
            self._gesture.cancel()
            self._pan_from = None
            self.update()
        elif event.key() == Qt.Key.Key_Delete and chosen is not None:
            self.box_remove_requested.emit(chosen.track_id)
        else:
            event.ignore()

    def _show_cursor(self, at: QPointF) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._mapping is not None and not self._message.isVisible():
            hit = mark_at(self._boxes, self._mapping, at.x(), at.y())
            editable = hit is not None and hit[0].selected and not hit[0].suggested
            if hit is not None and editable:
                shape = _CURSORS[hit[1]]
            elif self._draw_colour is not None:
                shape = Qt.CursorShape.CrossCursor
            elif hit is not None:
                shape = Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)

    # --- the widget's own life -------------------------------------------------------------

    def _set_mapping(self, mapping: PictureMapping | None) -> None:
        if mapping != self._mapping:
            self._mapping = mapping
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_mapping(self._mapping and self._mapping.resized(self.width(), self.height()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()


def _rectangle(rect: ViewRect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.w, rect.h)
