"""The editor of classes asks; it changes only when it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.colours import PALETTE
from app.domain.errors import UserError
from app.domain.ontology import Attribute, AttributeKind, ClassKind, LabelClass
from app.views.dialogs.ontology_attributes import KEY, KIND, NAME
from app.views.dialogs.ontology_dialog import OntologyDialog
from app.views.dialogs.ontology_form import Remark
from app.views.dialogs.ontology_merge import Answer, MergeDialog, MergeOutcome

HAND = Attribute("hand", choices=("left", "right"), keys=("g", ""))
SERVE = LabelClass("c1", "serve", PALETTE[0], "1", attributes=(HAND,))
HIT = LabelClass("c2", "hit", PALETTE[1], "2", ClassKind.POINT, position=1)
OLD = LabelClass("c3", "old", PALETTE[2], retired=True, position=2)


def swatch(colour: str, kind: ClassKind) -> QIcon:
    return QIcon()


def remarks(draft: LabelClass) -> dict[str, Remark]:
    found = {}
    if draft.name == "hit" and draft.id != "c2":
        found["name"] = Remark("There is a class hit already.", refused=True)
    if draft.key == "s":
        found["key"] = Remark("S splits.")
    return found


@pytest.fixture
def editor(qtbot: QtBot) -> OntologyDialog:
    made = OntologyDialog(remarks, swatch)
    qtbot.addWidget(made)
    made.show_classes([SERVE, HIT, OLD], {"c1": 12})
    return made


def wished(qtbot: QtBot, editor: OntologyDialog, act: object) -> list[object]:
    with qtbot.waitSignal(editor.change_requested) as asked:
        act()  # type: ignore[operator]
    return asked.args


def test_classes_stand_in_order_and_retired_ones_last(editor: OntologyDialog) -> None:
    assert [editor.list.item(n).text() for n in range(3)] == ["serve   1", "hit   2", "old  (retired)"]
    assert editor.current_class() == "c1"
    assert editor.form.name.text() == "serve"
    editor.choose("c3")
    assert editor.retire.text() == "Bring back"


def test_a_name_that_is_taken_is_told_beside_it_and_not_asked_for(
    editor: OntologyDialog, qtbot: QtBot
) -> None:
    editor.form.name.clear()
    with qtbot.assertNotEmitted(editor.change_requested):
        qtbot.keyClicks(editor.form.name, "hit")
        qtbot.keyClick(editor.form.name, Qt.Key.Key_Return)
    said = editor.form._remarks["name"]
    assert (said.text(), said.property("role")) == ("There is a class hit already.", "error")
    assert wished(qtbot, editor, lambda: (
        qtbot.keyClicks(editor.form.name, "ter"), qtbot.keyClick(editor.form.name, Qt.Key.Key_Return)
    ))[0] == replace(SERVE, name="hitter")  # fmt: skip


def test_a_key_is_asked_for_as_it_is_typed_and_a_warning_stands_beside_it(
    editor: OntologyDialog, qtbot: QtBot
) -> None:
    editor.form.key.clear()
    assert wished(qtbot, editor, lambda: qtbot.keyClicks(editor.form.key, "S"))[0] == replace(SERVE, key="s")
    assert editor.form._remarks["key"].text() == "S splits."
    editor.form.key.clear()
    with qtbot.assertNotEmitted(editor.change_requested):
        qtbot.keyClicks(editor.form.key, "!")
    assert editor.form.key.text() == ""


def test_every_other_field_asks_for_its_change(editor: OntologyDialog, qtbot: QtBot) -> None:
    form = editor.form
    form.lead.setValue(500)
    assert wished(qtbot, editor, form.lead.editingFinished.emit)[0] == replace(SERVE, lead_ms=500)
    form.reaction.setValue(300)
    assert wished(qtbot, editor, form.reaction.editingFinished.emit)[0] == replace(SERVE, reaction_ms=300)
    assert wished(qtbot, editor, form.overlaps.click)[0] == replace(SERVE, overlaps=False)
    assert wished(qtbot, editor, form.directional.click)[0] == replace(SERVE, directional=True)
    swatch_ = form.colour._buttons.button(9)
    assert wished(qtbot, editor, swatch_.click)[0] == replace(SERVE, colour=PALETTE[9])
    form.kind.setCurrentIndex(2)
    assert wished(qtbot, editor, lambda: form.kind.activated.emit(2))[0] == replace(SERVE, kind=ClassKind.BOX)


def test_words_of_attributes_say_what_they_were(editor: OntologyDialog, qtbot: QtBot) -> None:
    tree = editor.form.attributes._tree
    hand = tree.topLevelItem(0)
    wanted, names, choices = wished(qtbot, editor, lambda: hand.setText(NAME, "side"))
    assert (wanted.attributes, names, choices) == ((replace(HAND, name="side"),), (("hand", "side"),), ())  # type: ignore[attr-defined]
    editor.form.show_class(SERVE)
    left = tree.topLevelItem(0).child(0)
    wanted, names, choices = wished(qtbot, editor, lambda: left.setText(NAME, "l"))
    assert (names, choices) == ((), (("hand", "left", "l"),))
    editor.form.show_class(SERVE)
    right = tree.topLevelItem(0).child(1)
    wanted, *_ = wished(qtbot, editor, lambda: right.setText(KEY, "H"))
    assert wanted.attributes[0].keys == ("g", "h")  # type: ignore[attr-defined]


def typed(editor: OntologyDialog, qtbot: QtBot, text: str) -> None:
    field = editor.form.attributes._tree.viewport().findChildren(QLineEdit)[-1]
    field.setText(text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()  # Return commits by way of the event loop


def test_attributes_and_choices_are_added_by_keys_alone(editor: OntologyDialog, qtbot: QtBot) -> None:
    editor.show()
    attributes = editor.form.attributes
    attributes._add.click()
    with qtbot.assertNotEmitted(editor.change_requested):  # a choice without choices is not one yet
        typed(editor, qtbot, "speed")
    assert "“speed” needs a choice" in editor.form._remarks["attributes"].text()
    item = attributes._tree.topLevelItem(1)
    kind = attributes._tree.itemWidget(item, KIND)
    assert isinstance(kind, QComboBox)
    kind.setCurrentIndex(1)
    wanted, *_ = wished(qtbot, editor, lambda: kind.activated.emit(1))
    assert wanted.attributes == (HAND, Attribute("speed", AttributeKind.NUMBER))  # type: ignore[attr-defined]
    editor.form.show_class(SERVE)
    attributes._tree.setCurrentItem(attributes._tree.topLevelItem(0))
    attributes._choice.click()
    wanted, *_ = wished(qtbot, editor, lambda: typed(editor, qtbot, "both"))
    assert wanted.attributes[0].choices == ("left", "right", "both")  # type: ignore[attr-defined]
    editor.form.show_class(SERVE)
    attributes._tree.setCurrentItem(attributes._tree.topLevelItem(0).child(1))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_F2):  # to the key of “right”
        qtbot.keyClick(attributes._tree, key)
    wanted, *_ = wished(qtbot, editor, lambda: typed(editor, qtbot, "H"))
    assert wanted.attributes[0].keys == ("g", "h")  # type: ignore[attr-defined]
    editor.form.show_class(SERVE)
    attributes._tree.setCurrentItem(attributes._tree.topLevelItem(0))
    wanted, *_ = wished(qtbot, editor, lambda: qtbot.keyClick(attributes._tree, Qt.Key.Key_Delete))
    assert wanted.attributes == ()  # type: ignore[attr-defined]


def test_the_order_changes_by_dragging_and_by_keys(editor: OntologyDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.order_requested) as asked:
        qtbot.keyClick(editor.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert asked.args == [("c2", "c1", "c3")]
    with qtbot.waitSignal(editor.order_requested) as asked:
        assert editor.list.model().moveRow(QModelIndex(), 0, QModelIndex(), 2)  # as a drop does
    assert asked.args == [("c2", "c1", "c3")]


def test_what_is_in_use_cannot_be_deleted(editor: OntologyDialog, qtbot: QtBot) -> None:
    editor.show_use(1234)
    assert "1,234" in editor.used.text()
    assert not editor.remove.isEnabled()
    editor.show_use(0)
    with qtbot.waitSignal(editor.remove_requested) as asked:
        editor.remove.click()
    assert asked.args == ["c1"]
    for button, wish in ((editor.merge, editor.merge_requested), (editor.retire, editor.retire_requested)):
        with qtbot.waitSignal(wish) as asked:
            button.click()
        assert asked.args == ["c1"]


def test_reading_only_nothing_can_be_asked_for(editor: OntologyDialog) -> None:
    editor.set_editable(False)
    assert not editor.form.isEnabled()
    assert not editor.new_name.isEnabled()
    assert editor.take.isEnabled()


def test_without_classes_it_says_what_to_do_and_templates_are_at_hand(
    editor: OntologyDialog, qtbot: QtBot
) -> None:
    editor.show_classes([], {})
    assert editor._pages.currentIndex() == 0
    editor.set_templates([("tennis", "Tennis", "Strokes")])
    with qtbot.waitSignal(editor.template_requested) as asked:
        editor.templates.menu().actions()[0].trigger()
    assert asked.args == ["tennis"]


def test_everything_has_a_name_for_a_screen_reader(editor: OntologyDialog) -> None:
    form = editor.form
    fields: tuple[QWidget, ...] = (
        editor.list, editor.new_name, form.name, form.kind, form.key, form.lead, form.lag, form.reaction,
        form.attributes._tree, *form.colour._buttons.buttons()[:-1],
    )  # fmt: skip
    assert all(field.accessibleName() for field in fields)


def count(into: str, answer: Callable[[Answer], None]) -> None:
    if into == "c2":
        answer(UserError("They cannot be one."))
    else:
        answer(MergeOutcome(2, 1, 40, 3, 2, ("film at 1", "film at 2")))


def test_a_merge_says_before_what_it_moves_and_what_stands_in_its_way(qtbot: QtBot) -> None:
    dialog = MergeDialog(SERVE, [HIT, OLD], count, swatch)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.why_not.text() == "They cannot be one."
    assert not dialog.merge.isEnabled()
    dialog.into.setCurrentIndex(1)
    assert "2 labels, 1 tracks, 40 suggestions and 3 complete ranges" in dialog.what.text()
    assert "in 2 places: film at 1, film at 2" in dialog.why_not.text()
    assert not dialog.merge.isEnabled()
    dialog.join.click()
    assert dialog.merge.isEnabled()
    assert dialog.target() == "c3"


def test_a_merge_waits_until_it_is_counted_and_an_older_answer_is_dropped(qtbot: QtBot) -> None:
    answers: list[Callable[[Answer], None]] = []
    dialog = MergeDialog(SERVE, [HIT, OLD], lambda _, answer: answers.append(answer), swatch)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "Counting" in dialog.what.text()
    dialog.into.setCurrentIndex(1)
    answers[0](MergeOutcome(7, 0, 0, 0, 0, ()))
    assert "Counting" in dialog.what.text()
    assert not dialog.merge.isEnabled()
    answers[1](MergeOutcome(8, 0, 0, 0, 0, ()))
    assert dialog.what.text().startswith("8 labels")
    assert dialog.merge.isEnabled()
