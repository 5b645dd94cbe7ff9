"""Up to three films beside the picture, in step with it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.views import theme
from app.views.canvas.picture_mapping import PictureMapping
from app.views.picture_image import image_of
from app.views.texts import tr

MOST = 3


class SideView(QWidget):
    """One film: its picture, its name, and how it lies beside the other."""

    chosen = Signal()
    swap_requested = Signal()
    menu_requested = Signal(QPoint)  # global

    def __init__(self, name: str, sample_aspect: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._aspect = sample_aspect
        self._image: QImage | None = None
        self._message = ""
        self._place = ""
        self._is_chosen = False
        self.setAccessibleName(tr("View: {name}", name=name))
        self.setToolTip(f"{name}\n{tr('Double click: show it large')}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(320, 200)

    def set_picture(self, rgb: NDArray[np.uint8]) -> None:
        """(h, w, 3) uint8 RGB."""
        self._image, self._message = image_of(rgb), ""
        self.update()

    def set_message(self, text: str) -> None:
        """What stands there instead of a picture."""
        if self._message != text or self._image is not None:
            self._image, self._message = None, text
            self.update()

    @property
    def image(self) -> QImage | None:
        """The picture in sight."""
        return self._image

    @property
    def message(self) -> str:
        """What stands there instead of it."""
        return self._message

    def set_place(self, text: str) -> None:
        """How far the film lies behind the other, in words."""
        self._place = text
        self.setAccessibleDescription(text)
        self.update()

    def set_chosen(self, chosen: bool) -> None:
        self._is_chosen = chosen
        self.update()

    def text(self) -> str:
        """The line under the picture."""
        return " · ".join(filter(None, (self._name, self._place)))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        p = theme.tokens(self)
        painter.fillRect(self.rect(), QColor(p.picture))
        font = theme.font(self.font(), theme.TYPE_SMALL, tabular=True)
        metrics = QFontMetricsF(font)
        line = metrics.height() + theme.SPACE_S
        room = QRectF(0, 0, self.width(), max(1.0, self.height() - line))
        painter.setFont(font)
        painter.setPen(QColor(p.picture_text))
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._fitted(room, self._image), self._image)
        elif self._message:
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
        caption = QRectF(theme.SPACE_S, room.bottom(), self.width() - 2 * theme.SPACE_S, line)
        place = metrics.horizontalAdvance(self._place) + theme.SPACE_M if self._place else 0.0
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideMiddle, max(0.0, caption.width() - place))
        painter.drawText(caption, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.drawText(caption, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._place)
        if self._is_chosen:
            painter.setPen(QPen(QColor(p.focus), 2.0))
            painter.drawRect(QRectF(1, 1, self.width() - 2, self.height() - 2))

    def _fitted(self, room: QRectF, image: QImage) -> QRectF:
        size = image.width(), image.height(), room.width(), room.height()
        frame = PictureMapping.fitting(*size, self._aspect).frame
        return QRectF(frame.x, frame.y, frame.w, frame.h)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.swap_requested.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.chosen.emit()
        self.menu_requested.emit(event.globalPos())


class SideViews(QWidget):
    """A column of them; hidden while there is none."""

    chosen = Signal(str)  # medium id
    swap_requested = Signal(str)
    menu_requested = Signal(str, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: dict[str, SideView] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 0, 0, 0)
        self._column.setSpacing(2)
        self.hide()

    def add(self, medium_id: str, name: str, sample_aspect: float = 1.0) -> SideView:
        view = SideView(name, sample_aspect, self)
        view.chosen.connect(lambda: self.chosen.emit(medium_id))
        view.swap_requested.connect(lambda: self.swap_requested.emit(medium_id))
        view.menu_requested.connect(lambda at: self.menu_requested.emit(medium_id, at))
        self._views[medium_id] = view
        self._column.addWidget(view, 1)
        self.show()
        return view

    def remove(self, medium_id: str) -> None:
        view = self._views.pop(medium_id)
        self._column.removeWidget(view)
        view.hide()
        view.deleteLater()
        self.setVisible(bool(self._views))

    def show_chosen(self, medium_id: str) -> None:
        for name, view in self._views.items():
            view.set_chosen(name == medium_id)

    def view(self, medium_id: str) -> SideView:
        return self._views[medium_id]
