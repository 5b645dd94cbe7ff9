"""The popover at the volume: which channel is heard, and how much later the sound is than the picture."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.views import theme
from app.views.texts import tr

NUDGE_MS = 10
LARGEST_OFFSET_MS = 60_000
_DEVICE_WIDTH = 180


def channel_names(channels: int) -> tuple[str, ...]:
    """What the channels of a film are called, in their order."""
    if channels == 2:
        return ("Left", "Right")
    return tuple(f"Channel {number}" for number in range(1, channels + 1))


class SoundPanel(QFrame):
    """Shows what it was told last; a click only asks. No setter emits a signal."""

    channel_chosen = Signal(int)  # -1: all
    offset_chosen = Signal(int)  # milliseconds; positive: the sound comes later
    look_requested = Signal()  # for the output that the computer plays to now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("panel", "surface")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(tr("Sound of this film"))
        title = QLabel(tr("Sound of this film"))
        title.setProperty("role", "title")
        self._status = self._note("")
        self._channel = QComboBox()
        self._channel.setAccessibleName(tr("Channel"))
        self._offset = QSpinBox()
        self._offset.setAccessibleName(tr("Sound later by"))
        self._offset.setRange(-LARGEST_OFFSET_MS, LARGEST_OFFSET_MS)
        self._offset.setSingleStep(NUDGE_MS)
        self._offset.setSuffix(" ms")
        # NoButtons would leave a styled field no room for its text.
        self._offset.setStyleSheet("QSpinBox::up-button, QSpinBox::down-button { width: 0; border: 0; }")
        self._offset.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._offset.setKeyboardTracking(False)
        self._offset.setMinimumWidth(96)
        self._earlier = self._nudge(f"−{NUDGE_MS}", tr("{count} ms earlier", count=NUDGE_MS))
        self._later = self._nudge(f"+{NUDGE_MS}", tr("{count} ms later", count=NUDGE_MS))
        self._reset = QPushButton(tr("Reset"))
        self._reset.setAccessibleName(tr("No offset"))
        self._device = QLabel()
        self._device.setAccessibleName(tr("Output"))
        self._device.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._look = QPushButton(tr("Look again"))
        self._look.setToolTip(tr("Play to the output that the computer has chosen now"))
        self._look.clicked.connect(lambda: self.look_requested.emit())
        self._lay_out(title)
        self._channel.activated.connect(lambda _: self.channel_chosen.emit(self._channel.currentData()))
        self._offset.valueChanged.connect(self._ask_for_offset)
        self._earlier.clicked.connect(lambda: self._offset.setValue(self._offset.value() - NUDGE_MS))
        self._later.clicked.connect(lambda: self._offset.setValue(self._offset.value() + NUDGE_MS))
        self._reset.clicked.connect(lambda: self._offset.setValue(0))
        self.show_sound(0, -1, 0)

    def show_sound(self, channels: int, channel: int, offset_ms: int, *, editable: bool = True) -> None:
        """`channels` of the film's sound, the chosen one (-1: all), the offset."""
        with QSignalBlocker(self._channel), QSignalBlocker(self._offset):
            self._channel.clear()
            names = {0: tr("No sound"), 1: tr("The only channel")}
            self._channel.addItem(names.get(channels, tr("All channels")), -1)
            if channels > 1:
                for number, name in enumerate(channel_names(channels)):
                    self._channel.addItem(tr("{channel} on both ears", channel=tr(name)), number)
            self._channel.setCurrentIndex(max(0, self._channel.findData(channel)))
            self._offset.setValue(offset_ms)
        self._channel.setEnabled(editable and channels > 1)
        for widget in (self._offset, self._earlier, self._later):
            widget.setEnabled(editable)
        self._reset.setEnabled(editable and offset_ms != 0)

    def set_status(self, text: str) -> None:
        """Why nothing can be heard now; empty when it can."""
        self._status.setText(text)
        self._status.setVisible(bool(text))
        self.adjustSize()

    def set_device(self, name: str) -> None:
        """What the computer calls the output in use; empty: there is none."""
        metrics = self._device.fontMetrics()
        self._device.setText(
            metrics.elidedText(name or tr("none"), Qt.TextElideMode.ElideRight, _DEVICE_WIDTH)
        )
        self._device.setToolTip(name)

    def open_above(self, anchor: QWidget) -> None:
        """Over the button that opens it, within the screen."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), -self.height() - theme.SPACE_S))
        room = anchor.screen().availableGeometry()
        self.move(max(room.left(), corner.x()), max(room.top(), corner.y()))
        self.show()
        self._offset.setFocus()
        self._offset.selectAll()

    def _ask_for_offset(self, offset_ms: int) -> None:
        self._reset.setEnabled(offset_ms != 0)
        self.offset_chosen.emit(offset_ms)

    def _nudge(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setAutoRepeat(True)
        return button

    def _note(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", "secondary")
        label.setWordWrap(True)
        return label

    def _lay_out(self, title: QLabel) -> None:
        offset = QHBoxLayout()
        offset.setSpacing(theme.SPACE_S)
        for widget in (self._earlier, self._offset, self._later, self._reset):
            offset.addWidget(widget)
        rows = QGridLayout()
        rows.setHorizontalSpacing(theme.SPACE_L)
        rows.setVerticalSpacing(theme.SPACE_M)
        output = QHBoxLayout()
        output.addWidget(self._device, 1)
        output.addWidget(self._look)
        rows.addWidget(QLabel(tr("Output")), 0, 0)
        rows.addLayout(output, 0, 1)
        rows.addWidget(QLabel(tr("Hear")), 1, 0)
        rows.addWidget(self._channel, 1, 1)
        rows.addWidget(QLabel(tr("Sound later by")), 2, 0)
        rows.addLayout(offset, 2, 1)
        rows.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_M)
        layout.addWidget(title)
        layout.addWidget(self._status)
        layout.addLayout(rows)
        layout.addWidget(
            self._note(tr("A negative time brings the sound forward. Set it while the film plays."))
        )
