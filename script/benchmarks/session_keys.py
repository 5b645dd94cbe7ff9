"""A session of labelling by keys alone: what has no key of its own is found in the command palette."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QListWidget, QTableView, QTreeWidget, QWidget
from session_hands import Hand, said, table_of

from app.domain.ontology import ClassKind
from app.domain.segments import Segment
from app.domain.suggestions import Suggestion
from app.domain.tracks import Box
from app.shell.actions import combination


class Keys(Hand):
    """By keys alone: what has no key of its own is found in the command palette."""

    name = "keys"
    types = True

    def key(self, keys: str, times: int = 1) -> None:
        found = combination(keys)
        for _ in range(times):
            QTest.keyClick(self._window(), found.key(), found.keyboardModifiers())
            self.turn()

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClick(self._window(), ord(letter))
        self.turn()

    def _window(self) -> QWindow:
        return self._handle(self._front())

    def tab_to(self, name: str, kind: type[QWidget] = QWidget) -> None:
        """The Tab key, until the focus is on what a screen reader calls `name`."""
        seen: dict[str, None] = {}
        for _ in range(120):
            focus = QApplication.focusWidget()
            here = said(focus)
            if here == name and isinstance(focus, kind):
                return
            seen[here] = None
            self.key("Tab")
        raise SystemExit(f"labelling_session: Tab never comes by “{name}”, but by {list(seen)}")

    # --- commands --------------------------------------------------------------------------

    def open(self, path: str) -> None:
        def answer() -> None:
            self.type(path)
            dialog = QApplication.activeModalWidget()
            while dialog is not None and dialog.isVisible():  # the first Enter may close the completer
                self.key("Return")

        self.answer(lambda: self.key("Ctrl+O"), answer)

    def command(self, action_id: str) -> None:
        action = self.studio.keys[action_id]
        if action.keys:
            self.key(action.keys[0])
            return
        self.key("Ctrl+Shift+P")
        palette = self.studio.commands.palette.palette
        self.wait(palette.isVisible, "the command palette opens")
        self.type(action.text.rstrip("…").lower())
        (found,) = palette.findChildren(QTreeWidget)
        while found.currentItem().text(0) != action.text:
            self.key("Down")
        self.key("Return")
        self.wait(lambda: not palette.isVisible(), "the command palette closes")

    def name_state(self, name: str) -> None:
        def answer() -> None:
            self.key("Ctrl+A")
            self.type(name)
            self.key("Return")

        self.answer(lambda: self.key("Ctrl+S"), answer)

    def go(self, frame: int) -> None:
        self.key("Ctrl+G")
        self.type(f"#{frame}")
        self.key("Return")
        self._arrive(frame)

    # --- classes ---------------------------------------------------------------------------

    def add_class(self, name: str, kind: ClassKind) -> None:
        self.command("new_class")
        self.type(name)
        self.tab_to("Kind of the new class")
        field = QApplication.focusWidget()
        assert isinstance(field, QComboBox)
        while ClassKind(field.currentData()) is not kind:
            self.key("Down" if list(ClassKind).index(kind) > field.currentIndex() else "Up")
        self.tab_to("Add")
        self.key("Space")
        self.key("Escape")

    def add_choice(self, class_name: str, attribute: str, choices: Sequence[tuple[str, str]]) -> None:
        """An attribute with (choice, key) in the editor of classes."""
        self.command("classes")
        dialog = self._dialog()
        assert dialog is not None
        (classes,) = [w for w in dialog.findChildren(QListWidget) if said(w) == "Classes in their order"]
        names = [c.name for c in self.studio.workspace.project.catalogue.ontology]
        self.tab_to(said(classes))
        self.key("Home")
        self.key("Down", names.index(class_name))
        self.tab_to("Add an attribute")
        self.key("Space")
        self.type(attribute)
        self.key("Return")
        for choice, _ in choices:
            self.tab_to("Add a choice")
            self.key("Space")
            self.type(choice)
            self.key("Return")
        self.tab_to("Attributes of the class")
        for number, (_, key) in enumerate(choices):
            self.key("Home")
            self.key("Down", number + 1)
            self.key("Right", 2)
            self.key("F2")
            self.type(key)
            self.key("Return")
        self.key("Escape")
        self.wait(lambda: not dialog.isVisible(), "the editor of classes closes")

    # --- labels ----------------------------------------------------------------------------

    def tap(self, name: str) -> tuple[int, int]:
        """The class's key; the frames shown before and after it."""
        before = self.frame
        self.key(self.studio.workspace.project.catalogue.ontology[self.class_id(name)].key.upper())
        return before, self.frame

    def choose(self, *labels: Segment) -> None:
        if len(labels) == 1:
            index = self.studio.player.index
            assert index is not None
            self.go(index.frame_at(labels[0].range.start) - 1)
            self.key(".")
            return
        rows = sorted(table_of(self.studio.window.label_list).row_of(label.id) for label in labels)
        self.tab_to("Labels", QTableView)
        self.key("Ctrl+Home")
        self.key("Down", rows[0])
        self.key("Shift+Down", rows[-1] - rows[0])

    def make(self, name: str, first: int, last: int) -> None:
        self.go(first)
        self.command("mark_in")
        self.go(last)
        self.command("mark_out")
        self.tap(name)

    def pull_end(self, label: Segment, last: int) -> None:
        """Up to the play head."""
        self.go(last)
        self.command("extend")

    def nudge_end(self, label: Segment, frames: int) -> None:
        """There and back, so that both keys are tried."""
        index = self.studio.player.index
        assert index is not None
        self.go(index.frame_at(label.range.end - 1))
        self.command("nudge_on")
        self.key("Ctrl+]", frames)
        self.command("nudge_back")

    def shift(self, label: Segment, frames: int) -> None:
        self.key("Ctrl+}", frames)

    def say(self, attribute: str, value: str, key: str) -> None:
        self.key(key.upper())

    def comment(self, text: str) -> None:
        self.command("page_details")
        self.tab_to("Comment")
        self.type(text)
        self.key("Escape")
        self.command("page_labels")

    # --- boxes -----------------------------------------------------------------------------

    def draw(self, box: Box) -> None:
        self.key("N")
        self.key("Return")
        self.shape(box)

    def shape(self, box: Box) -> None:
        now = self._box()
        self._by_ten("Alt+", "Left", "Right", box.x - now.x)
        self._by_ten("Alt+", "Up", "Down", box.y - now.y)
        self._by_ten("Ctrl+Alt+", "Left", "Right", box.w - now.w)
        self._by_ten("Ctrl+Alt+", "Up", "Down", box.h - now.h)

    def _by_ten(self, modifiers: str, less: str, more: str, by: float) -> None:
        key = more if by > 0 else less
        tens, ones = divmod(abs(round(by)), 10)
        self.key(f"{modifiers}Shift+{key}", tens)
        self.key(f"{modifiers}{key}", ones)

    def _box(self) -> Box:
        document, (track_id,) = self.studio.labels.document, self.studio.labels.selection
        assert document is not None
        shown = document.box_at(track_id, self.studio.player.tick)
        assert shown is not None
        return shown.box

    def remove_from_here(self) -> None:
        self.key("Delete")
        self.wait(lambda: QApplication.activePopupWidget() is not None, "what shall go is asked")
        self.key("H")

    def zone(self) -> None:
        self.command("new_zone")
        self.key("Return")

    # --- review ----------------------------------------------------------------------------

    def accept_longer(self, suggestion: Suggestion, frames: int) -> None:
        """With its end so many frames later."""
        index = self.studio.player.index
        assert index is not None
        self.key("Space")
        self.go(index.frame_at(suggestion.range.end - 1))
        self.key("Ctrl+]", frames)
        self.key("Return")
