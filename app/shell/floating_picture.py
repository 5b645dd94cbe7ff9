"""The picture in a window of its own, for a second screen; back by Esc or by closing it."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.shell.main_window import MainWindow
from app.views.texts import tr

SIZE = (960, 540)


class PictureWindow(QWidget):
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("Picture – Sora Studio"))
        self.resize(*SIZE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        event.accept()


class FloatingPicture(QObject):
    """Takes the pictures out of the window and puts them back; their keys go where the window's go."""

    left = Signal(str)  # where the window was when the picture went home, for the settings

    def __init__(self, window: MainWindow, keyboard: QObject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._keyboard = window, keyboard
        self._own: PictureWindow | None = None

    @property
    def floating(self) -> bool:
        return self._own is not None

    @property
    def is_active(self) -> bool:
        """Whether the person is in the picture's own window."""
        return self._own is not None and self._own.isActiveWindow()

    def toggle(self, place: str) -> None:
        if self.floating:
            self.dock()
        else:
            self.float_out(place)

    def float_out(self, place: str) -> None:
        """To where it was last (`place`), else over the whole of another screen, else beside."""
        own = self._own = PictureWindow(self._window)
        own.closed.connect(self.dock)
        layout = own.layout()
        assert layout is not None
        pictures = self._window.take_pictures()
        layout.addWidget(pictures)
        pictures.show()  # taken out, it is hidden until it is told
        known = bool(place) and own.restoreGeometry(QByteArray.fromBase64(place.encode("ascii", "ignore")))
        other = self._other_screen()
        if not known and other is not None:
            own.setGeometry(other.geometry())
            own.showFullScreen()
        else:
            own.show()
        handle = own.windowHandle()
        if handle is not None:
            handle.installEventFilter(self._keyboard)
        self._window.canvas.setFocus()

    def _other_screen(self) -> QScreen | None:
        here = self._window.screen()
        return next((screen for screen in QGuiApplication.screens() if screen is not here), None)

    def place(self) -> str:
        """Where the window is, for the settings; empty while there is none."""
        if self._own is None:
            return ""
        return bytes(self._own.saveGeometry().toBase64().data()).decode("ascii")

    def dock(self) -> None:
        if self._own is None:
            return
        place = self.place()
        own, self._own = self._own, None
        handle = own.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self._keyboard)
        self._window.put_pictures_back()
        own.hide()
        own.deleteLater()
        self._window.activateWindow()
        self._window.canvas.setFocus()
        self.left.emit(place)
