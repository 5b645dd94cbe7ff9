"""A canvas that shows a grey picture at two view units a pixel."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.views.canvas.canvas_view import CanvasView
from tests.app.views.canvas.hand import GREY, HEIGHT, WIDTH


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[CanvasView]:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(2 * WIDTH, 2 * HEIGHT)  # two view units a pixel
    view.show()
    view.set_picture(np.full((HEIGHT, WIDTH, 3), GREY, np.uint8))
    qtbot.waitExposed(view)
    yield view
    view._settle.stop()
