"""A film of ten minutes at 25 frames a second, labels for it, and a hand on its timeline."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.domain.media import Medium
from app.domain.ontology import OKABE_ITO, ClassKind, LabelClass, Ontology
from app.domain.segments import Segment
from app.domain.suggestions import Suggestion
from app.domain.timebase import TimeRange
from app.views.timeline.lanes import Section
from app.views.timeline.timeline_view import TimelineView

FRAME = 40  # ticks; the time base is a millisecond
START = 1400  # ticks: the stream does not begin at 0
FRAMES = 15_000

MEDIUM = Medium(
    "m", "film.mp4", "film.mp4", "g", Fraction(1, 1000), START, START + FRAMES * FRAME, Fraction(7, 5), FRAMES
)
FRAME_STARTS = np.arange(START, MEDIUM.end, FRAME, dtype=np.int64)
ONTOLOGY = Ontology(
    [
        LabelClass("serve", "serve", OKABE_ITO[0], "1", position=0),
        LabelClass("rally", "rally", OKABE_ITO[1], "2", position=1),
        LabelClass("hit", "hit", OKABE_ITO[5], "3", ClassKind.POINT, position=2),
    ]
)


def at(seconds: float) -> int:
    """The tick `seconds` after the film's first frame."""
    return START + round(seconds * 1000)


def segment(name: str, start: float, end: float, class_id: str = "serve", **more: object) -> Segment:
    return Segment(name, "m", class_id, TimeRange(at(start), at(end)), "p", **more)  # type: ignore[arg-type]


def suggestion(name: str, start: float, end: float, score: float = 0.9, **more: object) -> Suggestion:
    class_id = str(more.pop("class_id", "serve"))
    span = TimeRange(at(start), at(end))
    return Suggestion(name, "L", "m", class_id, span, score, **more)  # type: ignore[arg-type]


class Hand:
    """Real mouse events on the timeline, at times and lanes instead of pixels."""

    def __init__(self, view: TimelineView) -> None:
        self.view = view
        self.position = QPointF()

    def place(
        self, seconds: float, section: Section = Section.LABELS, class_id: str = "serve", dx: float = 0.0
    ) -> QPointF:
        """Where `seconds` stands in a lane (section LABELS or MODEL) or in a band."""
        scene = self.view.scene
        assert scene is not None
        layout = scene.layout
        bands = {
            Section.OVERVIEW: layout.overview,
            Section.RULER: layout.ruler,
            Section.THUMBNAILS: layout.thumbnails,
            Section.SOUND: layout.sound,
            Section.ATTENTION: layout.attention,
        }
        lane = layout.lane_of(section, class_id)
        band = bands.get(section, lane.band if lane is not None else None)
        assert band is not None
        axis = scene.axis.fitted() if section is Section.OVERVIEW else scene.axis
        return QPointF(axis.x(at(seconds)) + dx, band.top + band.height / 2)

    def press(
        self,
        where: QPointF,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    ) -> None:
        self._send(QEvent.Type.MouseButtonPress, where, button, button, modifiers)

    def move(
        self,
        where: QPointF,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    ) -> None:
        self._send(QEvent.Type.MouseMove, where, Qt.MouseButton.NoButton, button, modifiers)

    def release(
        self,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    ) -> None:
        self._send(QEvent.Type.MouseButtonRelease, self.position, button, Qt.MouseButton.NoButton, modifiers)

    def click(self, where: QPointF, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.press(where, modifiers)
        self.release(modifiers)

    def drag(
        self,
        start: QPointF,
        end: QPointF,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    ) -> None:
        self.press(start, modifiers, button)
        for share in (0.3, 0.7, 1.0):
            self.move(start + (end - start) * share, modifiers, button)
        self.release(modifiers, button)

    def _send(
        self,
        kind: QEvent.Type,
        where: QPointF,
        button: Qt.MouseButton,
        buttons: Qt.MouseButton,
        modifiers: Qt.KeyboardModifier,
    ) -> None:
        self.position = where
        event = QMouseEvent(
            kind, where, QPointF(self.view.mapToGlobal(where.toPoint())), button, buttons, modifiers
        )
        QApplication.sendEvent(self.view, event)
