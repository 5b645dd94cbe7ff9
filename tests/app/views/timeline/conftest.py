"""A timeline that shows the film of `film`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.domain.document import Document
from app.domain.segments import Segment
from app.domain.suggestions import Layer, Suggestion
from app.domain.timebase import TimeRange
from app.views import theme
from app.views.timeline.timeline_view import TimelineView
from tests.app.views.timeline.film import FRAME_STARTS, MEDIUM, ONTOLOGY, Hand, at


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    view = TimelineView()
    qtbot.addWidget(view)
    view.setPalette(theme.qt_palette(theme.DARK))
    view.resize(1200, 320)
    view.set_medium(MEDIUM.span, MEDIUM.scale, FRAME_STARTS)
    view.set_ontology(ONTOLOGY)
    view.set_document(Document(MEDIUM, ONTOLOGY))
    view.show()
    return view


@pytest.fixture
def hand(view: TimelineView) -> Hand:
    return Hand(view)


@pytest.fixture
def show(view: TimelineView) -> Callable[..., Document]:
    """Puts labels and suggestions on the timeline and a window of it in sight."""

    def showing(
        *entities: Segment | Suggestion, window: tuple[float, float] = (0.0, 60.0), **more: object
    ) -> Document:
        document = Document(
            MEDIUM,
            ONTOLOGY,
            segments=[e for e in entities if isinstance(e, Segment)],
            suggestions=[e for e in entities if isinstance(e, Suggestion)],
            layers=[Layer("L", "r", "m", ""), Layer("old", "q", "m", "")],
            **more,  # type: ignore[arg-type]
        )
        view.set_document(document)
        view.show_window(TimeRange(at(window[0]), at(window[1])))
        return document

    return showing


@pytest.fixture
def picture(view: TimelineView) -> Callable[[], QImage]:
    """What the timeline looks like now."""

    def painted() -> QImage:
        image = QImage(view.size(), QImage.Format.Format_RGB32)
        view.render(image)
        return image

    return painted
