"""Changing the theme while the window is open reaches everything that paints itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.timebase import TimeRange, TimeScale
from app.views import theme
from app.views.canvas.canvas_view import CanvasView
from app.views.player.transport_bar import TransportBar
from app.views.timeline.timeline_view import TimelineView


@pytest.fixture
def switch(qapp: QApplication) -> Iterator[theme.Theme]:
    style, palette, sheet = qapp.style().name(), qapp.palette(), qapp.styleSheet()
    chosen = theme.Theme(qapp, theme.ThemeChoice.DARK)
    yield chosen
    chosen.deleteLater()
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setStyle(style)


def shown(qtbot: QtBot, widget: QWidget, width: int, height: int) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    QApplication.processEvents()


def test_the_timeline_follows(switch: theme.Theme, qtbot: QtBot) -> None:
    view = TimelineView()
    shown(qtbot, view, 900, 250)
    view.set_medium(TimeRange(0, 60_000), TimeScale(Fraction(1, 1000)))
    seen = []
    for choice, p in ((theme.ThemeChoice.DARK, theme.DARK), (theme.ThemeChoice.LIGHT, theme.LIGHT)):
        switch.choose(choice)
        QApplication.processEvents()
        assert view.scene is not None
        band = view.scene.layout.sound
        seen.append(view.grab().toImage().pixelColor(500, round(band.bottom) - 3))
        assert seen[-1] == QColor(p.lane)
    assert seen[0] != seen[1]


def test_the_transports_icons_follow(switch: theme.Theme, qtbot: QtBot) -> None:
    bar = TransportBar()
    shown(qtbot, bar, 900, 44)
    play = next(b for b in bar.findChildren(QToolButton) if b.accessibleName() == "Play")
    for choice, p in ((theme.ThemeChoice.LIGHT, theme.LIGHT), (theme.ThemeChoice.DARK, theme.DARK)):
        switch.choose(choice)
        QApplication.processEvents()
        image = play.icon().pixmap(QSize(24, 24), 1.0).toImage()
        assert image.pixelColor(11, 12) == QColor(p.text)


def test_around_the_film_it_stays_dark(switch: theme.Theme, qtbot: QtBot) -> None:
    view = CanvasView()
    shown(qtbot, view, 400, 300)
    switch.choose(theme.ThemeChoice.LIGHT)
    QApplication.processEvents()
    assert view.grab().toImage().pixelColor(200, 150) == QColor(theme.LIGHT.picture)
    assert theme.luminance(theme.LIGHT.picture) < 0.02
