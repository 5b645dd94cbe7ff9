"""Small parts of the window's frame: notice, toast, key hints, drawer, status line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.views import theme
from app.views.texts import tr

TOAST_MS = 8_000
FACT_MS = 10_000
DRAWER_WIDTH = 312


class NoticeBar(QFrame):
    """An error or a fact where its cause is, with one way out. An error stays until it is closed."""

    action_clicked = Signal(str)  # action id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "surface")
        self._action_id = ""
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = QPushButton()
        self._action.clicked.connect(lambda: self.action_clicked.emit(self._action_id))
        close = QToolButton()
        close.setText("✕")
        close.setAccessibleName(tr("Close this message"))
        close.clicked.connect(self.hide)
        for button in (self._action, close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_L, theme.SPACE_S, theme.SPACE_S, theme.SPACE_S)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(self, text: str, *, role: str = "warning", action: str = "", action_id: str = "") -> None:
        """`role`: `error`, `warning` or `secondary`."""
        self._text.setProperty("role", role)
        self._text.style().unpolish(self._text)
        self._text.style().polish(self._text)
        self._text.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._action_id = action_id
        self.show()
        # A mere fact gives the room back to the picture; what asks for something stays.
        if role == "secondary" and not action:
            self._timer.start(FACT_MS)
        else:
            self._timer.stop()

    def drop(self, action_id: str) -> None:
        """What it offered was done another way."""
        if self._action_id == action_id:
            self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def text(self) -> str:
        return "" if self.isHidden() else self._text.text()


class Toast(QFrame):
    """What was just taken away, with Undo; goes by itself."""

    undo_clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("panel", "surface")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._text = QLabel()
        undo = QPushButton(tr("Undo"))
        undo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        undo.clicked.connect(self._undo)
        row = QHBoxLayout(self)
        row.addWidget(self._text)
        row.addWidget(undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def offer(self, text: str) -> None:
        self._text.setText(text)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(TOAST_MS)

    def _undo(self) -> None:
        self.hide()
        self.undo_clicked.emit()

    def _place(self) -> None:
        area = self._over.rect()
        self.move((area.width() - self.width()) // 2, area.height() - self.height() - 16)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()


class KeyHints(QFrame):
    """The keys that count now, beside the timeline: a title and rows of key and meaning."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._rows = QLabel()
        self._rows.setTextFormat(Qt.TextFormat.RichText)
        self._rows.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._rows.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        close = QToolButton()
        close.setText("✕")
        close.setAccessibleName(tr("Hide the keys"))
        close.setToolTip(tr("Hide the keys (they come back by the command “Keys beside the timeline”)"))
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_S, theme.SPACE_S)
        layout.setSpacing(theme.SPACE_XS)
        layout.addLayout(head)
        layout.addWidget(self._rows, 1)
        self.setFixedWidth(196)

    def show_keys(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        self._title.setText(title)
        cells = "".join(
            f"<tr><td valign='middle' style='padding-right:8px'><b>{_escaped(key)}</b></td>"
            f"<td valign='middle'>{_escaped(what)}</td></tr>"
            for key, what in rows
        )
        self._rows.setText(f"<table cellspacing='0' cellpadding='1'>{cells}</table>")

    def text(self) -> str:
        return f"{self._title.text()} {self._rows.text()}"


class Drawer(QFrame):
    """One page at a time; a click on the open page's name keeps it, the arrow closes the drawer."""

    page_shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "surface")
        self._stack = QStackedWidget()
        self._buttons = QButtonGroup(self)
        self._names: list[str] = []
        self._seldom: list[QAbstractButton] = []
        self._usual = ""
        self._back = QToolButton()
        self._back.setText("‹")
        self._back.setToolTip(tr("Back"))
        self._back.setAccessibleName(tr("Back"))
        self._back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._back.clicked.connect(lambda: self.show_page(self._usual))
        self._back.hide()
        self._head = QHBoxLayout()
        self._head.setContentsMargins(theme.SPACE_S, theme.SPACE_S, theme.SPACE_S, 0)
        self._head.setSpacing(0)
        self._head.addWidget(self._back)
        self._head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addLayout(self._head)
        layout.addWidget(self._stack, 1)
        self.setMinimumWidth(240)

    def add_page(self, name: str, text: str, page: QWidget, *, seldom: bool = False) -> None:
        """`seldom`: while it is shown its name stands alone, with the way back: all would not fit."""
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.show_page(name))
        self._buttons.addButton(button)
        self._head.insertWidget(len(self._names) + 1, button)
        self._names.append(name)
        self._stack.addWidget(page)
        if seldom:
            self._seldom.append(button)
            button.hide()
        if len(self._names) == 1:
            self._usual = name
            button.setChecked(True)

    def show_page(self, name: str) -> None:
        number = self._names.index(name)
        chosen = self._buttons.buttons()[number]
        chosen.setChecked(True)
        alone = chosen in self._seldom
        self._usual = self._usual if alone else name
        self._back.setVisible(alone)
        for button in self._buttons.buttons():
            button.setVisible(button is chosen if alone else button not in self._seldom)
        self._stack.setCurrentIndex(number)
        self.show()
        self.page_shown.emit(name)

    @property
    def page(self) -> str:
        return self._names[self._stack.currentIndex()]


PARTS = ("saved", "device", "training", "sound")


class StatusLine(QWidget):
    """`Saved · CPU · Training 3/20`: what holds, in a few words; at the right what was done last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: dict[str, str] = {}
        self._left = QLabel()
        self._left.setProperty("role", "secondary")
        self._left.setAccessibleName(tr("State"))
        self._right = QLabel()
        self._right.setProperty("role", "secondary")
        self._right.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_M, 1, theme.SPACE_M, theme.SPACE_XS)
        row.addWidget(self._left)
        row.addWidget(self._right, 1)

    def set_part(self, name: str, text: str) -> None:
        """`name` is one of `PARTS`, whose order they keep; an empty text removes it."""
        if self._parts.get(name) != text:
            self._parts[name] = text
            self._left.setText(" · ".join(filter(None, (self._parts.get(part) for part in PARTS))))

    def say(self, text: str) -> None:
        self._right.setText(text)

    def text(self) -> str:
        return self._left.text()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
