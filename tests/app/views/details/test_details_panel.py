"""Details of the selection: what is changed is asked for on leaving the field, a refusal stands below it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.views.details.details_panel import Details, DetailsPanel
from app.views.details.field_editor import Field, FieldKind

CLASSES = (("c1", "serve"), ("c2", "rally"))


@pytest.fixture
def panel(qtbot: QtBot) -> DetailsPanel:
    made = DetailsPanel()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def asked(panel: DetailsPanel) -> list[tuple[tuple[str, ...], str, str]]:
    wishes: list[tuple[tuple[str, ...], str, str]] = []
    panel.change_requested.connect(lambda *wish: wishes.append(wish))
    return wishes


@pytest.fixture
def at_home(request: pytest.FixtureRequest) -> Iterator[str]:
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


def details(ids: tuple[str, ...] = ("s1",), **values: str) -> Details:
    return Details(
        "serve",
        (("Who", "Ada"),),
        ids,
        (
            Field("class", "Class", FieldKind.CHOICE, values.get("class_id", "c1"), CLASSES),
            Field("start", "From", FieldKind.LINE, values.get("start", "00:00:01.000")),
            Field("attribute:net", "net", FieldKind.FLAG, values.get("net", "")),
            Field("comment", "Comment", FieldKind.PROSE, values.get("comment", "old")),
        ),
    )


def test_rows_and_warnings_are_shown(panel: DetailsPanel) -> None:
    panel.set_details(Details("film.mp4", (("Frames", "50"),), warnings=("The frame rate varies.",)))
    texts = [label.text() for label in panel.findChildren(QLabel)]
    assert {"film.mp4", "Frames", "50", "The frame rate varies."} <= set(texts)
    assert not panel.findChildren(QLineEdit)


def test_each_kind_of_field_asks_for_its_change_and_only_for_changes(
    panel: DetailsPanel, qtbot: QtBot, asked: list[object]
) -> None:
    panel.set_details(details())
    line = panel.findChild(QLineEdit)
    assert line is not None
    assert line.accessibleName() == "From"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert asked == []
    line.setText("2.5")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    choice, flag = panel.findChild(QComboBox), panel.findChild(QCheckBox)
    assert choice is not None
    assert flag is not None
    choice.setCurrentIndex(1)
    flag.click()
    assert asked == [
        (("s1",), "start", "2.5"),
        (("s1",), "class", "c2"),
        (("s1",), "attribute:net", "yes"),
    ]


@pytest.mark.parametrize(
    ("at_home", "typed", "told"),
    [
        ("de_DE", "12,5", "12.5"),
        ("de_DE", "12.5", "12.5"),
        ("en_GB", "12.5", "12.5"),
        ("en_GB", "1,250", "1,250"),
    ],
    indirect=["at_home"],
)
def test_a_number_is_written_as_at_home_and_kept_with_a_point(
    panel: DetailsPanel, qtbot: QtBot, asked: list[object], at_home: str, typed: str, told: str
) -> None:
    field = Field("attribute:speed", "speed", FieldKind.NUMBER, "7.25")
    panel.set_details(Details("rally", ids=("s1",), fields=(field,)))
    line = panel.findChild(QLineEdit)
    assert line is not None
    assert line.text() == ("7,25" if at_home == "de_DE" else "7.25")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert asked == []
    line.setText(typed)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert asked == [(("s1",), "attribute:speed", told)]  # what is no number is refused by its rule


def test_a_comment_is_asked_to_be_kept_when_another_thing_is_selected(
    panel: DetailsPanel, asked: list[object]
) -> None:
    panel.set_details(details())
    prose = panel.findChild(QPlainTextEdit)
    assert prose is not None
    assert prose.toPlainText() == "old"
    prose.setPlainText("new")
    panel.set_details(details(("s2",), comment=""))
    assert asked == [(("s1",), "comment", "new")]
    prose = panel.findChildren(QPlainTextEdit)[-1]  # the one before it goes with the next events
    assert prose.toPlainText() == ""


def test_a_refusal_stands_below_its_field_and_is_not_asked_for_again(
    panel: DetailsPanel, qtbot: QtBot, asked: list[object]
) -> None:
    panel.set_details(details())
    line = panel.findChild(QLineEdit)
    assert line is not None
    line.setText("never")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    panel.show_error(("s1",), "start", "“never” is no place in this film.")
    errors = [label for label in panel.findChildren(QLabel) if label.property("role") == "error"]
    assert [e.text() for e in errors if not e.isHidden()] == ["“never” is no place in this film."]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert len(asked) == 1
    panel.drop_typed()
    assert line.text() == "00:00:01.000"
    assert not any(not e.isHidden() for e in errors)


def test_what_several_do_not_agree_on_is_left_open_and_can_be_made_one(
    panel: DetailsPanel, qtbot: QtBot, asked: list[object]
) -> None:
    both = ("s1", "s2")
    panel.set_details(
        Details(
            "2 labels",
            (),
            both,
            (
                Field("class", "Class", FieldKind.CHOICE, "", CLASSES, differs=True),
                Field("attribute:speed", "speed", FieldKind.LINE, "", differs=True),
                Field("attribute:net", "net", FieldKind.FLAG, "", differs=True),
            ),
        )
    )
    line, choice, flag = (panel.findChild(kind) for kind in (QLineEdit, QComboBox, QCheckBox))
    assert isinstance(line, QLineEdit)
    assert isinstance(choice, QComboBox)
    assert isinstance(flag, QCheckBox)
    assert (choice.currentIndex(), line.text(), line.placeholderText()) == (-1, "", "several")
    assert flag.checkState() is Qt.CheckState.PartiallyChecked
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert asked == []
    choice.setCurrentIndex(0)
    flag.click()
    assert asked == [(both, "class", "c1"), (both, "attribute:net", "yes")]


def test_rolling_over_a_choice_changes_nothing_and_reading_only_disables(
    panel: DetailsPanel, qtbot: QtBot, asked: list[object]
) -> None:
    panel.set_editable(False)
    panel.set_details(details())
    choice, line = panel.findChild(QComboBox), panel.findChild(QLineEdit)
    assert choice is not None
    assert line is not None
    assert not choice.isEnabled()
    assert line.isReadOnly()
