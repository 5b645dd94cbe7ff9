"""A hand on the canvas: mouse events at coded pixels, what is asked for, and what is drawn."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, SignalInstance
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from app.domain.ontology import OKABE_ITO
from app.views.canvas.canvas_view import CanvasView

WIDTH, HEIGHT = 640, 360
GREY = 128
ORANGE = OKABE_ITO[0]
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
CONTROL = Qt.KeyboardModifier.ControlModifier


class Heard:
    def __init__(self, *signals: SignalInstance) -> None:
        self.said: list[tuple[object, ...]] = []
        for signal in signals:
            signal.connect(lambda *args: self.said.append(args))


def painted(view: CanvasView) -> QImage:
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    view.render(image)
    return image


def pixels_of(image: QImage) -> np.ndarray:
    """(h, w, 4) bytes of an RGB32 image."""
    return np.array(image.constBits()).reshape(image.height(), image.width(), 4)


def send(
    view: CanvasView,
    kind: QEvent.Type,
    x: float,
    y: float,
    button: Qt.MouseButton = LEFT,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """(x, y) in coded pixels."""
    assert view.mapping is not None
    where = QPointF(*view.mapping.to_view(x, y))
    moving = kind == QEvent.Type.MouseMove
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
    event = QMouseEvent(
        kind,
        where,
        QPointF(view.mapToGlobal(where.toPoint())),
        Qt.MouseButton.NoButton if moving else button,
        held,
        modifier,
    )
    QApplication.sendEvent(view, event)


def drag(
    view: CanvasView,
    start: tuple[float, float],
    end: tuple[float, float],
    button: Qt.MouseButton = LEFT,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    send(view, QEvent.Type.MouseButtonPress, *start, button, modifier)
    for share in (0.5, 1.0):
        x, y = (a + (b - a) * share for a, b in zip(start, end, strict=True))
        send(view, QEvent.Type.MouseMove, x, y, button, modifier)
    send(view, QEvent.Type.MouseButtonRelease, *end, button, modifier)
