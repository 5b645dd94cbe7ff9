"""For everyone: names for a screen reader, a way by Tab, a focus that is seen, contrast that is enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QScrollBar,
    QSplitterHandle,
    QTabBar,
    QWidget,
)

from app.domain.timebase import TimeRange
from app.media.media_facts import StreamFacts
from app.shell.startup import Studio
from app.views import theme
from app.views.canvas.zone_list import ZoneList
from app.views.dialogs.agreement_dialog import AgreementDialog
from app.views.dialogs.error_report import ErrorReport
from app.views.dialogs.key_map_dialog import KeyMapDialog
from app.views.dialogs.label_table_dialog import LabelTableDialog
from app.views.dialogs.match_clock_dialog import MatchClockDialog
from app.views.dialogs.merge_dialog import ConflictRow, MergeDialog
from app.views.dialogs.ontology_dialog import OntologyDialog
from app.views.dialogs.ontology_merge import MergeDialog as ClassMergeDialog
from app.views.dialogs.preflight_dialog import PreflightDialog
from app.views.dialogs.relink_dialog import RelinkDialog
from app.views.dialogs.settings_dialog import SettingsDialog
from app.views.dialogs.shortcut_sheet import ShortcutSheet
from app.views.dialogs.streams_dialog import StreamsDialog
from app.views.dialogs.time_of_day_dialog import TimeOfDayDialog
from app.views.history.changes_dialog import ChangesDialog
from app.views.review.accept_dialog import AcceptDialog
from tests.clips import clip
from tests.studio_window import film, open_studio, press, settle, wait

pytestmark = pytest.mark.usefixtures("qapp")

TEXT_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3, level AA; asked of marks that carry meaning too."""

PAGES = ("page_labels", "page_suggestions", "page_training", "page_details", "history")
STREAMS = (
    StreamFacts(0, True, "h264", 320, 180, 25.0, default=True),
    StreamFacts(1, False, "aac", rate=48000.0, channels=2, language="deu", default=True),
    StreamFacts(2, False, "pcm_s16le", rate=16000.0, channels=1),
)
CONFLICTS = (
    ConflictRow("one", "serve at 00:01.000", "to 00:02.000", "to 00:02.400", False),
    ConflictRow("two", "rally at 00:03.000", "here", "removed", True),
)


def does(action: str) -> Callable[[Studio], object]:
    return lambda studio: studio.act(action)


def first_class(studio: Studio) -> str:
    return next(iter(studio.workspace.project.catalogue.ontology)).id  # type: ignore[union-attr]


DIALOGS: dict[type[QDialog], Callable[[Studio], object]] = {
    SettingsDialog: does("settings"),
    KeyMapDialog: does("key_map"),
    LabelTableDialog: does("label_table"),
    ShortcutSheet: does("shortcuts"),
    OntologyDialog: does("classes"),
    ClassMergeDialog: lambda s: s.classes.ask_to_merge(first_class(s)),
    PreflightDialog: does("film_facts"),
    StreamsDialog: lambda s: StreamsDialog("film.mp4", STREAMS, 0, 1, parent=s.window).show(),
    RelinkDialog: does("relink"),
    TimeOfDayDialog: does("time_of_day"),
    MatchClockDialog: does("match_clock"),
    ZoneList: does("zones"),
    ChangesDialog: does("changed_session"),
    AgreementDialog: does("agreement"),
    AcceptDialog: lambda s: AcceptDialog([("film", "In the whole film")], lambda *_: 3, s.window).show(),
    MergeDialog: lambda s: MergeDialog("copy.sora", "2 labels.", CONFLICTS, ("a class",), s.window).show(),
    ErrorReport: lambda s: ErrorReport("Traceback …", "/home/ada/sora.log", s.window).show(),
}
"""Every dialog of the program, and the way to it."""


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """A film with two classes and a few labels, one of them selected."""
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as made:
        made.window.resize(1366, 768)
        for name in ("serve", "rally"):
            made.labels.add_class(name)
        assert made.workspace is not None
        assert made.film.medium is not None
        classes = list(made.workspace.project.catalogue.ontology)
        start, step = made.film.medium.span.start, made.film.medium.span.length // 8
        for number in range(4):
            made.labels.create(
                classes[number % 2].id, TimeRange(start + number * step, start + (number + 1) * step)
            )
        made.labels.select((next(iter(made.labels.document.segments)).id,))  # type: ignore[union-attr]
        made.window.activateWindow()
        made.window.canvas.setFocus()
        settle()
        yield made


def dialogs(studio: Studio, kind: type[QDialog]) -> list[QDialog]:
    return [dialog for dialog in studio.window.findChildren(kind) if dialog.isVisible()]


def every_view(studio: Studio) -> Iterator[tuple[str, QWidget]]:
    """The window on each of its pages, then each dialog, open."""
    for page in PAGES:
        studio.act(page)
        settle(20)
        yield page, studio.window
    for kind, open_it in DIALOGS.items():
        open_it(studio)
        wait(lambda kind=kind: dialogs(studio, kind))
        settle(20)
        (dialog,) = dialogs(studio, kind)
        yield f"{kind.__module__}.{kind.__name__}", dialog
        dialog.close()
        settle(20)


def shown(top: QWidget) -> list[QWidget]:
    return [w for w in top.findChildren(QWidget) if w.isVisible() and w.window() is top]


def said(widget: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    return str(found.text(QAccessible.Text.Name)).strip() if found is not None else ""


def by_tab(top: QWidget) -> list[QWidget]:
    """What the Tab key stops at, by Qt's own rules; a line edit inside of a spin box is its spin box, and of
    buttons that exclude one another Tab comes by the one that is on: arrow keys lead to the others.
    """
    return [
        w
        for w in shown(top)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and w.isEnabled()
        and w.focusProxy() is None
        and not isinstance(w, QScrollBar | QSplitterHandle)
        and not (isinstance(w, QAbstractButton) and _is_off_beside_others(w))
        and w.objectName() not in ("qt_spinbox_lineedit", "qt_scrollarea_viewport")
    ]


def _is_off_beside_others(button: QAbstractButton) -> bool:
    group = button.group()
    exclusive = group is not None and group.exclusive() and group.checkedButton() is not None
    return exclusive and not button.isChecked()


def where(name: str, widget: QWidget) -> str:
    parent = widget.parentWidget()
    return f"{name}: {type(widget).__name__} in {type(parent).__name__}"


def test_everything_that_takes_the_focus_or_a_click_has_a_name_and_a_role(studio: Studio) -> None:
    nameless, without_role = set(), set()
    for name, top in every_view(studio):
        for widget in {*by_tab(top), *(w for w in shown(top) if isinstance(w, QAbstractButton))}:
            if not said(widget):
                nameless.add(where(name, widget))
            found = QAccessible.queryAccessibleInterface(widget)
            if found is None or found.role() == QAccessible.Role.NoRole:
                without_role.add(where(name, widget))
    assert not sorted(nameless)
    assert not without_role


def test_tab_comes_by_everything_once_and_home_again(studio: Studio) -> None:
    for name, top in every_view(studio):
        top.activateWindow()
        settle(10)
        wanted = set(by_tab(top))
        (top.focusWidget() or next(iter(wanted))).setFocus()
        visited: list[QWidget] = []
        for _ in range(len(wanted) + 5):
            handle = top.windowHandle()
            assert handle is not None
            QTest.keyClick(handle, Qt.Key.Key_Tab)
            focus = QApplication.focusWidget()
            assert focus is not None, name
            if focus in visited:
                break
            visited.append(focus)
        missed = [where(name, w) + f" {said(w)}" for w in wanted - set(visited)]
        assert not sorted(missed)


def test_the_focus_is_seen_wherever_it_is(studio: Studio) -> None:
    unseen = set()
    for name, top in every_view(studio):
        for widget in by_tab(top):
            outer = widget.parentWidget() or widget
            widget.clearFocus()
            before = outer.grab().toImage()
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if not widget.hasFocus() or (
                isinstance(widget, QLineEdit) and isinstance(widget.parentWidget(), QComboBox)
            ):
                continue
            if outer.grab().toImage() == before:
                unseen.add(where(name, widget) + f" {said(widget)}")
    assert not sorted(unseen)


def ink_and_ground(image: QImage) -> tuple[QColor, QColor]:
    """The ground is the most frequent colour, the ink what stands out of it most."""
    converted = image.convertToFormat(QImage.Format.Format_RGB888)
    raw = np.frombuffer(converted.constBits(), np.uint8).reshape(converted.height(), converted.bytesPerLine())
    pixels = raw[:, : converted.width() * 3].reshape(-1, 3)
    counted = Counter(map(tuple, pixels.tolist()))
    (ground, _), *_ = counted.most_common(1)
    base = QColor(*ground)
    ink = max((QColor(*c) for c in counted), key=lambda c: theme.contrast(c, base))
    return ink, base


@pytest.mark.parametrize("colours", ["dark", "light"])
def test_every_text_and_mark_stands_out_enough(studio: Studio, colours: str) -> None:
    studio.act(f"theme_{colours}")
    settle()
    faint = set()
    for name, top in every_view(studio):
        whole = top.grab().toImage()  # a widget alone lacks the ground that it stands on
        for widget in shown(top):
            if not widget.isEnabled() or not _says_something(widget):
                continue
            place = widget.visibleRegion().boundingRect()
            if place.width() < 4 or place.height() < 4:
                continue  # scrolled out of sight
            ink, ground = ink_and_ground(whole.copy(place.translated(widget.mapTo(top, QPoint()))))
            ratio = theme.contrast(ink, ground)
            if ratio < TEXT_CONTRAST:
                faint.add(f"{where(name, widget)} “{said(widget)}”: {ratio:.2f}")
    assert not sorted(faint)


def _says_something(widget: QWidget) -> bool:
    if isinstance(widget, QLabel):
        return bool(widget.text().strip())
    if isinstance(widget, QLineEdit):
        return bool(widget.text() or widget.placeholderText())
    return isinstance(widget, QAbstractButton | QComboBox | QTabBar) and widget.width() > 4


@pytest.mark.parametrize("palette", [theme.DARK, theme.LIGHT], ids=lambda p: p.name)
def test_the_colours_of_text_stand_out_of_every_ground_they_are_put_on(palette: theme.Palette) -> None:
    grounds = (palette.window, palette.surface, palette.sunken, palette.lane, palette.lane_alternate)
    inks = (palette.text, palette.text_secondary, palette.danger, palette.warning, palette.success)
    faint = [
        f"{ink} on {ground}: {theme.contrast(ink, ground):.2f}"
        for ink in inks
        for ground in grounds
        if theme.contrast(ink, ground) < TEXT_CONTRAST
    ]
    faint += [
        f"{ink} on {ground}"
        for ink, ground in (
            (palette.text, palette.raised), (palette.text, palette.hover),
            (palette.selection_text, palette.selection), (palette.accent_text, palette.accent),
            (palette.accent_text, palette.accent_hover), (palette.picture_text, palette.picture),
            (palette.play_head, palette.lane), (palette.selected_edge, palette.lane),
            (palette.focus, palette.window), (palette.focus, palette.surface),
        )
        if theme.contrast(ink, ground) < TEXT_CONTRAST
    ]  # fmt: skip
    assert not sorted(faint)


def test_every_action_is_reached_by_mouse_and_by_keyboard(studio: Studio) -> None:
    """The palette holds every action that is possible, for the mouse by its button, for the keyboard by its
    keys: nothing is reached in one way alone."""
    QTest.mouseClick(studio.window.search_button, Qt.MouseButton.LeftButton)
    palette = studio.commands.palette.palette
    assert palette.isVisible()
    listed = {c.id for c in palette._commands}
    assert {a.id for a in studio.keys.actions} - {"commands"} <= listed
    palette.hide()
    studio.keys.change({a.id: [] for a in studio.keys.actions if a.id != "commands"})
    press(
        studio, Qt.Key.Key_P, modifier=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    QTest.keyClicks(palette._typed, "mode: review")
    QTest.keyClick(palette._typed, Qt.Key.Key_Return)
    settle()
    assert studio.window.mode.value == "review"


def test_every_dialog_of_the_program_is_looked_at() -> None:
    everywhere = {kind for kind in QDialog.__subclasses__() if kind.__module__.startswith("app.")}
    assert everywhere <= set(DIALOGS)


def test_dialogs_are_left_by_esc(studio: Studio) -> None:
    for name, top in every_view(studio):
        if isinstance(top, QDialog):
            QTest.keyClick(top, Qt.Key.Key_Escape)
            assert not top.isVisible(), name
