"""Icons are drawn in the theme's ink, at every pixel density."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QStyle

from app.domain.ontology import OKABE_ITO
from app.views import theme
from app.views.icons import icon
from app.views.labels.class_table import swatch


def inks(found: QIcon, size: int, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    image = found.pixmap(QSize(size, size), 1.0, mode).toImage()
    assert image.width() == size
    opaque = (
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    )
    return {QColor(pixel).name() for pixel in opaque}


@pytest.mark.parametrize("p", [theme.DARK, theme.LIGHT], ids=lambda p: p.name)
@pytest.mark.parametrize("size", [24, 48, 96])
def test_an_icon_is_drawn_in_the_themes_ink(qapp: QApplication, p: theme.Palette, size: int) -> None:
    found = icon("play", p)
    assert p.text in inks(found, size)
    assert p.text_disabled in inks(found, size, QIcon.Mode.Disabled)


def test_a_class_s_mark_keeps_its_hue_in_a_chosen_row(qapp: QApplication) -> None:
    found = swatch(OKABE_ITO[2])
    assert inks(found, 14) == inks(found, 14, QIcon.Mode.Selected)


def test_a_missing_icon_is_a_bug_unless_the_platform_has_one(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon", theme.DARK)
    assert not icon("no-such-icon", theme.DARK, QStyle.StandardPixmap.SP_MediaPlay).isNull()
