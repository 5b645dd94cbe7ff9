"""The tokens are legible in both themes, and the theme follows the system."""

from __future__ import annotations

from dataclasses import fields
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontInfo
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.ontology import OKABE_ITO
from app.views import theme

BOTH = pytest.mark.parametrize("p", [theme.DARK, theme.LIGHT], ids=lambda p: p.name)
colours = st.builds(QColor, *[st.integers(0, 255)] * 3)


@pytest.fixture
def application(qapp: QApplication):
    """The application, its palette and stylesheet put back afterwards."""
    style, palette, sheet = qapp.style().name(), qapp.palette(), qapp.styleSheet()
    yield qapp
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setStyle(style)


@BOTH
def test_every_token_is_a_colour(p: theme.Palette) -> None:
    for token in fields(p):
        if token.name != "name":
            assert QColor(getattr(p, token.name)).isValid(), token.name


@BOTH
def test_text_is_legible_on_every_ground_it_stands_on(p: theme.Palette) -> None:
    for ink, ground in product(
        (p.text, p.text_secondary, p.danger, p.warning, p.success),
        (p.window, p.surface, p.raised, p.sunken, p.lane, p.lane_alternate),
    ):
        assert theme.contrast(ink, ground) >= theme.TEXT_CONTRAST, (ink, ground)
    assert theme.contrast(p.accent_text, p.accent) >= theme.TEXT_CONTRAST
    assert theme.contrast(p.accent_text, p.accent_hover) >= theme.TEXT_CONTRAST
    assert theme.contrast(p.selection_text, p.selection) >= theme.TEXT_CONTRAST
    assert theme.contrast(p.picture_text, p.picture) >= theme.TEXT_CONTRAST


@BOTH
def test_what_carries_meaning_stands_out(p: theme.Palette) -> None:
    for mark, ground in product(
        (p.border_strong, p.focus, p.play_head, p.waveform, p.selected_edge, p.seen),
        (p.window, p.lane, p.lane_alternate),
    ):
        assert theme.contrast(mark, ground) >= theme.MARK_CONTRAST, (mark, ground)


def test_contrast_is_that_of_wcag() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert theme.contrast("#777777", "#777777") == 1


@BOTH
@pytest.mark.parametrize("colour", OKABE_ITO)
def test_class_colours_have_contrast_on_both_themes_and_keep_their_hue(p: theme.Palette, colour: str) -> None:
    edge = theme.legible(colour, p.lane)
    assert theme.contrast(edge, p.lane) >= theme.MARK_CONTRAST
    away = abs(edge.hue() - QColor(colour).hue())
    assert min(away, 360 - away) <= 4


@given(colours, colours)
def test_legible_reaches_the_contrast_that_was_asked_for(colour: QColor, ground: QColor) -> None:
    # No ink of all reaches more than the better of black and white; that one always has 4.5.
    assert theme.contrast(theme.legible(colour, ground), ground) >= theme.MARK_CONTRAST - 0.02


@given(colours)
def test_text_on_any_colour_is_legible(colour: QColor) -> None:
    assert theme.contrast(theme.text_on(colour), colour) >= theme.TEXT_CONTRAST


def test_fonts_scale_with_the_platforms_own_size(qapp: QApplication) -> None:
    base = QFont()
    base.setPointSizeF(10)
    assert theme.font(base, 1.5).pointSizeF() == 15
    base.setPixelSize(20)
    assert theme.font(base, 0.5, bold=True).pixelSize() == 10
    assert theme.font(base, bold=True).bold()


def test_the_theme_reaches_the_widgets_and_can_be_chosen(application: QApplication, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    chosen = theme.Theme(application, theme.ThemeChoice.LIGHT)
    application.processEvents()
    assert theme.tokens(widget) is theme.LIGHT is chosen.palette
    with qtbot.waitSignal(chosen.changed) as told:
        chosen.choose(theme.ThemeChoice.DARK)
    assert told.args == [theme.DARK]
    application.processEvents()
    assert theme.tokens(widget) is theme.DARK
    chosen.deleteLater()


def test_the_primary_button_is_painted_in_the_accent(application: QApplication, qtbot: QtBot) -> None:
    chosen = theme.Theme(application, theme.ThemeChoice.DARK)
    button = QPushButton("Propose")
    button.setProperty("role", "primary")
    qtbot.addWidget(button)
    button.resize(160, 40)
    assert button.grab().toImage().pixelColor(8, 20) == QColor(theme.DARK.accent)
    chosen.deleteLater()


@BOTH
def test_a_choice_is_as_flat_as_a_button_and_its_arrow_stands_out(
    application: QApplication, qtbot: QtBot, p: theme.Palette
) -> None:
    chosen = theme.Theme(application, theme.ThemeChoice(p.name))
    box = QComboBox()
    box.addItem("")
    qtbot.addWidget(box)
    box.resize(160, 30)
    image = box.grab().toImage()
    inside = {image.pixelColor(x, y).name() for x in range(4, 130) for y in range(4, 26)}
    assert inside == {p.raised}
    arrow = {image.pixelColor(x, y).name() for x in range(134, 156) for y in range(8, 22)} - {p.raised}
    assert max(theme.contrast(ink, p.raised) for ink in arrow) >= theme.MARK_CONTRAST
    chosen.deleteLater()


def test_unknown_system_schemes_are_dark() -> None:
    assert theme.palette_for(Qt.ColorScheme.Unknown) is theme.DARK
    assert theme.palette_for(Qt.ColorScheme.Light) is theme.LIGHT


def test_chinese_characters_have_chinese_forms(qapp: QApplication) -> None:
    base = qapp.font()
    family = QFontInfo(base).family()
    assert theme.with_chinese(base).families() == [family, *theme.CHINESE_FAMILIES]
    assert theme.with_chinese(theme.with_chinese(base)) == theme.with_chinese(base)
