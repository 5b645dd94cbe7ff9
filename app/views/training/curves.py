"""Loss and accuracy per epoch while a training runs."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.views.texts import tr
from app.views.theme import legible, tokens
from app.views.training.epochs import EpochPoint, latest_comparable

HEIGHT = 230
LOSS_COLOUR, VALIDATION_COLOUR, ACCURACY_COLOUR = "#E69F00", "#CC79A7", "#56B4E9"


class TrainingCurves(QWidget):
    """Two small plots above one another with a common axis of epochs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = pg.GraphicsLayoutWidget()
        self._canvas.setAccessibleName(tr("Training curves"))
        # Keys belong to the film, also after a click on a curve.
        self._canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._loss = self._canvas.addPlot(row=0, col=0, enableMenu=False)
        self._accuracy = self._canvas.addPlot(row=1, col=0, enableMenu=False)
        for plot in (self._loss, self._accuracy):
            # The plot makes a menu without a parent, which would outlive the window.
            plot.ctrlMenu.setParent(self, plot.ctrlMenu.windowFlags())
            plot.hideButtons()
            plot.setMouseEnabled(x=False, y=False)
            plot.getAxis("left").setWidth(44)
            plot.setDefaultPadding(0.04)
        self._accuracy.setXLink(self._loss)
        self._accuracy.setYRange(0, 1)
        self._loss.getAxis("bottom").setStyle(showValues=False)
        self._train = self._loss.plot(symbol="o", symbolSize=4)
        self._validation = self._loss.plot(symbol="t", symbolSize=5)
        self._right = self._accuracy.plot(symbol="o", symbolSize=4)
        self._points: tuple[EpochPoint, ...] = ()
        self._shown: Sequence[EpochPoint] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        self.setFixedHeight(HEIGHT)
        self._paint()

    def set_points(self, points: Sequence[EpochPoint]) -> None:
        self._points = tuple(points)
        points = self._shown = latest_comparable(points)
        epochs = [p.epoch for p in points]
        self._train.setData(epochs, [p.train_loss for p in points])
        held_out = [p for p in points if p.val_loss is not None]
        self._validation.setData([p.epoch for p in held_out], [p.val_loss for p in held_out])
        judged = [p for p in points if p.val_accuracy is not None]
        self._right.setData([p.epoch for p in judged], [p.val_accuracy for p in judged])
        every = 1 + len(epochs) // 8  # there is no half epoch
        for plot in (self._loss, self._accuracy):
            plot.getAxis("bottom").setTickSpacing(every, every)
        self._accuracy.setVisible(bool(judged))
        self._title()

    def points(self) -> tuple[EpochPoint, ...]:
        return self._points

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint()

    def _paint(self) -> None:
        palette = tokens(self)
        self._canvas.setBackground(palette.surface)
        for plot in (self._loss, self._accuracy):
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(pg.mkPen(palette.grid_strong))
                axis.setTextPen(pg.mkPen(palette.text_secondary))
        for curve, colour in (
            (self._train, LOSS_COLOUR),
            (self._validation, VALIDATION_COLOUR),
            (self._right, ACCURACY_COLOUR),
        ):
            ink = legible(colour, palette.surface)
            curve.setPen(pg.mkPen(ink, width=1.6))
            curve.setSymbolBrush(ink)
            curve.setSymbolPen(None)
        self._title()

    def _title(self) -> None:
        palette = tokens(self)

        def ink(colour: str) -> str:
            return QColor(legible(colour, palette.surface, 4.5)).name()

        last = self._shown[-1] if self._shown else None
        loss = tr("loss {value:.3f}", value=last.train_loss) if last else tr("loss")
        text = f'<span style="color:{ink(LOSS_COLOUR)}">● {loss}</span>'
        if last is not None and last.val_loss is not None:
            held_out = tr("held out {value:.3f}", value=last.val_loss)
            text += f' &nbsp; <span style="color:{ink(VALIDATION_COLOUR)}">▼ {held_out}</span>'
        self._loss.setTitle(text, size="9pt", justify="left")
        right = tr("accuracy, held out")
        if last and last.val_accuracy is not None:
            right = tr("accuracy, held out {value:.0%}", value=last.val_accuracy)
        self._accuracy.setTitle(
            f'<span style="color:{ink(ACCURACY_COLOUR)}">● {right}</span>',
            size="9pt",
            justify="left",
        )
