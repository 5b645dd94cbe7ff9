"""A session of labelling by the mouse alone, and with both hands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QMenu, QTreeWidget, QWidget
from session_hands import Hand, said, table_of
from session_keys import Keys

from app.domain.segments import Segment
from app.domain.suggestions import Suggestion
from app.domain.tracks import Box
from app.views.canvas.picture_mapping import PictureMapping
from app.views.timeline.lanes import Section
from app.views.timeline.scene import Mark, Scene

FRAME_WIDTH = 8.0
"""View units that a frame has when the mouse works on the timeline: more than the reach of what attracts."""
_COMBO_S = 0.6  # a list that has just dropped down takes no click yet
_CORNERS = ((0.1, 0.6), (0.9, 0.6), (0.9, 0.95), (0.1, 0.95))  # of a zone, shares of the picture
_LEFT, _PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier


class Mouse(Hand):
    """By the mouse alone: what has no button is clicked in the command palette."""

    name = "mouse"
    types = False

    # --- the pointer -----------------------------------------------------------------------

    def _at(self, widget: QWidget, place: QPointF | QPoint) -> tuple[QWindow, QPoint]:
        window, point = widget.window(), place.toPoint() if isinstance(place, QPointF) else place
        return self._handle(window), widget.mapTo(window, point)

    def click(
        self,
        widget: QWidget,
        place: QPointF | QPoint | None = None,
        modifiers: Qt.KeyboardModifier = _PLAIN,
    ) -> None:
        handle, at = self._at(widget, widget.rect().center() if place is None else place)
        QTest.mouseMove(handle, at)
        QTest.mouseClick(handle, _LEFT, modifiers, at)
        self.turn()

    def drag(self, widget: QWidget, start: QPointF, end: QPointF) -> None:
        handle, first = self._at(widget, start)
        last = self._at(widget, end)[1]
        QTest.mouseMove(handle, first)
        QTest.mousePress(handle, _LEFT, _PLAIN, first)
        for step in range(1, 6):
            QTest.mouseMove(handle, first + (last - first) * step / 5)
            self.turn()
        QTest.mouseRelease(handle, _LEFT, _PLAIN, last)
        self.turn()

    def wheel(self, widget: QWidget, notches: int) -> None:
        handle, at = self._at(widget, widget.rect().center())
        QTest.wheelEvent(handle, QPointF(at), QPoint(0, 120 * notches))
        self.turn()

    # --- commands --------------------------------------------------------------------------

    def open(self, path: str) -> None:
        """It was opened lately."""
        self.click(self.studio.window.start_page.recent_buttons[0])

    def command(self, action_id: str) -> None:
        self._pick(self.studio.keys[action_id].text)

    def _pick(self, text: str) -> tuple[int, int]:
        """In the command palette; the frames shown before and after it."""
        self.click(self.studio.window.search_button)
        palette = self.studio.commands.palette.palette
        self.wait(palette.isVisible, "the command palette opens")
        (found,) = palette.findChildren(QTreeWidget)
        (item,) = found.findItems(text, Qt.MatchFlag.MatchExactly)
        while not found.viewport().rect().contains(found.visualItemRect(item)):
            self.wheel(found.viewport(), -1)
        before = self.frame
        self.click(found.viewport(), found.visualItemRect(item).center())
        self.wait(lambda: not palette.isVisible(), "the command palette closes")
        self.turn()
        return before, self.frame

    def name_state(self, name: str) -> None:
        """With the name that is offered."""

        def answer() -> None:
            (buttons,) = QApplication.activeModalWidget().findChildren(QDialogButtonBox)
            self.click(buttons.button(QDialogButtonBox.StandardButton.Ok))

        self.answer(lambda: self.command("save"), answer)

    def go(self, frame: int) -> None:
        index = self.studio.player.index
        assert index is not None
        tick = (index.start_of(frame) + index.end_of(frame)) / 2
        scene = self._scene_at(tick)
        ruler = scene.layout.ruler
        self.click(self.studio.window.timeline, QPointF(scene.axis.x(tick), ruler.top + ruler.height / 2))
        self._arrive(frame)

    def slow_down(self) -> None:
        """A quarter of the speed, from the button beside the position."""

        def answer() -> None:
            self._choose_in_menu("0.25×")

        self.answer(lambda: self.click(self.studio.window.transport._rate), answer, QMenu)

    def _choose_in_menu(self, text: str) -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        (wanted,) = [a for a in menu.actions() if a.text().replace("&", "").split("\t")[0] == text]
        self.click(menu, menu.actionGeometry(wanted).center())

    # --- the timeline ----------------------------------------------------------------------

    def _scene_at(self, tick: float) -> Scene:
        """With frames wide enough to be met, and `tick` in sight, away from the sides."""
        timeline, index = self.studio.window.timeline, self.studio.player.index
        assert index is not None
        frame = index.end_of(0) - index.start_of(0)
        while timeline.scene.axis.ticks_per_unit * FRAME_WIDTH > frame:
            self.command("zoom_in")
        axis = timeline.scene.axis
        if not axis.start <= tick - 3 * frame <= tick + 3 * frame <= axis.end:
            whole, overview = axis.fitted(), timeline.scene.layout.overview
            y = overview.top + overview.height / 2
            now = (whole.x(axis.start) + whole.x(axis.end)) / 2
            self.drag(timeline, QPointF(now, y), QPointF(whole.x(tick), y))
        scene = timeline.scene
        assert scene is not None
        return scene

    def _lane(self, section: Section, class_id: str) -> float:
        """The middle of a lane, which is rolled into sight."""
        timeline = self.studio.window.timeline
        for notches in (0, *[1] * 10, *[-1] * 20):
            if notches:
                self.wheel(timeline, notches)
            layout = timeline.scene.layout
            lane = layout.lane_of(section, class_id)
            if (
                lane is not None
                and layout.scrolled.top <= lane.band.top <= lane.band.bottom <= layout.scrolled.bottom
            ):
                return lane.band.top + lane.band.height / 2
        raise SystemExit("labelling_session: a lane cannot be rolled into sight")

    def _mark(self, label: Segment | Suggestion, *, end: bool = False) -> Mark:
        """Its middle, or its end, in sight."""
        section = Section.LABELS if isinstance(label, Segment) else Section.MODEL
        range_ = label.range
        self._scene_at(range_.end if end else (range_.start + range_.end) / 2)
        self._lane(section, label.class_id)
        mark = self.studio.window.timeline.scene.mark(label.id)
        assert mark is not None
        return mark

    def choose(self, *labels: Segment) -> None:
        """One on the timeline; neighbours by a drag in the list."""
        if len(labels) == 1:
            mark = self._mark(labels[0])
            self.click(self.studio.window.timeline, _middle(mark))
            return
        view, table = self.studio.window.label_list._view, table_of(self.studio.window.label_list)
        rows = sorted(table.row_of(label.id) for label in labels)
        self._roll(view, lambda: view.visualRect(table.index(rows[0], 0)).top())
        first, last = (view.visualRect(table.index(row, 0)).center() for row in (rows[0], rows[-1]))
        self.drag(view.viewport(), QPointF(first), QPointF(last))

    def _roll(self, view: QWidget, top: Callable[[], int]) -> None:
        """Until what lies at `top` has room below it."""
        for _ in range(40):
            if 0 <= top() < view.height() - 120:
                return
            self.wheel(view, 1 if top() < 0 else -1)

    def tap(self, name: str) -> tuple[int, int]:
        return self._pick(f"Label: {name}")

    def make(self, name: str, first: int, last: int) -> None:
        """Drawn in the class's lane."""
        index, class_id = self.studio.player.index, self.class_id(name)
        assert index is not None
        self._scene_at((index.start_of(first) + index.end_of(last)) / 2)
        y = self._lane(Section.LABELS, class_id)
        axis = self.studio.window.timeline.scene.axis
        start, end = axis.x(index.start_of(first)) + 1, axis.x(index.end_of(last)) - 1
        self.drag(self.studio.window.timeline, QPointF(start, y), QPointF(end, y))

    def pull_end(self, label: Segment, last: int) -> None:
        """Near the play head, which attracts it."""
        index = self.studio.player.index
        assert index is not None
        self.go(last + 1)
        self._drag_end(label, index.end_of(last), slip=3.0)

    def nudge_end(self, label: Segment, frames: int) -> None:
        self._drag_end(label, self._further(label, frames))

    def _further(self, label: Segment | Suggestion, frames: int) -> int:
        index = self.studio.player.index
        assert index is not None
        return index.end_of(index.frame_at(label.range.end - 1) + frames)

    def _drag_end(self, label: Segment | Suggestion, tick: int, slip: float = 0.0) -> None:
        mark = self._mark(label, end=True)
        axis = self.studio.window.timeline.scene.axis
        start = QPointF(mark.x1 - 2, _middle(mark).y())
        by = axis.x(tick) - axis.x(label.range.end)
        self.drag(self.studio.window.timeline, start, start + QPointF(by + slip, 0))

    def shift(self, label: Segment, frames: int) -> None:
        """The chosen label, dragged at its middle."""
        mark = self._mark(label)
        axis = self.studio.window.timeline.scene.axis
        by = axis.x(self._further(label, frames)) - axis.x(label.range.end)
        self.drag(self.studio.window.timeline, _middle(mark), _middle(mark) + QPointF(by, 0))

    def say(self, attribute: str, value: str, key: str) -> None:
        self.command("page_details")
        panel = self.studio.window.details_panel
        (field,) = [w for w in panel.findChildren(QComboBox) if said(w) == attribute]
        self.click(field)
        view = field.view()
        self.wait(view.isVisible, "the choices drop down")
        self.turn(_COMBO_S)
        row = view.model().index(field.findText(value), 0)
        self.click(view.viewport(), view.visualRect(row).center())
        self.command("page_labels")

    # --- boxes -----------------------------------------------------------------------------

    def draw(self, box: Box) -> None:
        self.command("new_box")
        rect = self._mapping.box_to_view(box)
        self.drag(self.studio.window.canvas, QPointF(rect.x, rect.y), QPointF(rect.right, rect.bottom))

    @property
    def _mapping(self) -> PictureMapping:
        mapping = self.studio.window.canvas.mapping
        assert mapping is not None
        return mapping

    def shape(self, box: Box) -> None:
        """Dragged inside to its place, then by its lower right corner."""
        canvas, mapping = self.studio.window.canvas, self._mapping
        document, (track_id,) = self.studio.labels.document, self.studio.labels.selection
        assert document is not None
        now = document.box_at(track_id, self.studio.player.tick).box
        if abs(box.x - now.x) + abs(box.y - now.y) > 1:
            middle = mapping.to_view(now.x + now.w / 2, now.y + now.h / 2)
            by = (box.x - now.x) * mapping.scale_x, (box.y - now.y) * mapping.scale_y
            self.drag(canvas, QPointF(*middle), QPointF(*middle) + QPointF(*by))
            now = Box(box.x, box.y, now.w, now.h)
        if abs(box.w - now.w) + abs(box.h - now.h) > 1:
            corner, wanted = mapping.box_to_view(now), mapping.box_to_view(box)
            self.drag(canvas, QPointF(corner.right, corner.bottom), QPointF(wanted.right, wanted.bottom))

    def remove_from_here(self) -> None:
        self.command("remove")
        self.wait(lambda: QApplication.activePopupWidget() is not None, "what shall go is asked")
        self._choose_in_menu("From here on")

    def zone(self) -> None:
        self.command("new_zone")
        canvas, frame = self.studio.window.canvas, self._mapping.frame
        corners = [QPointF(frame.x + a * frame.w, frame.y + b * frame.h) for a, b in _CORNERS]
        for corner in corners:
            self.click(canvas, corner)
        handle, at = self._at(canvas, corners[-1])
        QTest.mouseDClick(handle, _LEFT, _PLAIN, at)
        self.turn()

    # --- review ----------------------------------------------------------------------------

    def accept_longer(self, suggestion: Suggestion, frames: int) -> None:
        self.command("play")  # it runs in a loop
        self._drag_end(suggestion, self._further(suggestion, frames))


class Both(Keys, Mouse):
    """As a practised person works: keys for what has one, the mouse on the timeline and on the picture."""

    name = "both"
    make, pull_end = Mouse.make, Mouse.pull_end
    draw, shape, accept_longer = Mouse.draw, Mouse.shape, Mouse.accept_longer

    def choose(self, *labels: Segment) -> None:
        """Clicked on the timeline, the further ones with Ctrl."""
        for number, label in enumerate(labels):
            mark = self._mark(label)
            self.click(self.studio.window.timeline, _middle(mark), _CONTROL if number else _PLAIN)

    def zone(self) -> None:
        self.command("new_zone")
        frame = self._mapping.frame
        for a, b in _CORNERS:
            self.click(self.studio.window.canvas, QPointF(frame.x + a * frame.w, frame.y + b * frame.h))
        self.key("Return")


HANDS: dict[str, type[Both] | type[Keys] | type[Mouse]] = {"both": Both, "keys": Keys, "mouse": Mouse}


def _middle(mark: Mark) -> QPointF:
    return QPointF((mark.x0 + mark.x1) / 2, mark.band.top + mark.band.height / 2)
