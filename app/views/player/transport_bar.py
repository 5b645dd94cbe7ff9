"""The row under the picture: play, step, time, speed, sound, and the one primary action."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSlider,
    QStyle,
    QToolButton,
    QWidget,
)

from app.domain.timebase import clock_text
from app.media.route import SOUND_FASTEST, SOUND_SLOWEST
from app.views import theme
from app.views.icons import icon
from app.views.player.clock_read_out import ClockReadOut
from app.views.texts import tr

RATES = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0, 8.0)
VOLUME_STEPS = 100

# Below these widths the least needed goes first, so that play and the primary action always have room.
_WIDTH_FOR_HINT = 1100
_WIDTH_FOR_VOLUME = 820
_LEAST_WIDTH = 600


def rate_text(rate: float) -> str:
    return f"{rate:g}×".replace("-", "−")


def _menu_text(rate: float) -> str:
    text = rate_text(rate)
    return text if SOUND_SLOWEST <= rate <= SOUND_FASTEST else f"{text}\t{tr('no sound')}"


def _frame_text(frame: int) -> str:
    return tr("frame {number}", number=_grouped(frame))


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


class TransportBar(QWidget):
    """Shows what it was told last; a click only asks. No setter emits a signal."""

    play_toggled = Signal()
    step_requested = Signal(int)  # frames; negative: back
    rate_changed = Signal(float)
    volume_changed = Signal(float)  # 0 to 1
    muted_changed = Signal(bool)
    loop_left = Signal()
    sound_settings_requested = Signal()
    primary_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playing = False
        self._frames = 0
        self._muted = False
        self._enabled = False
        self._has_sound = True
        self._hint = ""
        self.setAccessibleName(tr("Transport"))
        self._back = self._tool_button(tr("Step back"), tr("One frame back (←)"))
        self._play = self._tool_button(tr("Play"), tr("Play (Space)"))
        self._forward = self._tool_button(tr("Step forward"), tr("One frame on (→)"))
        self._time = self._read_out(tr("Time"), theme.TYPE_LARGE, bold=True)
        self._frame = self._read_out(tr("Frame"), theme.TYPE_NORMAL)
        self._clock = ClockReadOut(tr("Wall clock"), self)
        self._match = ClockReadOut(tr("Match clock"), self)
        self._rate = self._rate_button()
        self._mute = self._tool_button(tr("Mute"), tr("Mute"))
        self._mute.setCheckable(True)
        self._volume = self._volume_slider()
        self._loop = self._tool_button(tr("Loop"), tr("Play on past the loop's end"))
        self._loop.setCheckable(True)
        self._loop.hide()
        self.sound_settings = self._tool_button(tr("Sound settings"), tr("Sound: channel and offset…"))
        self._dropped = QLabel(self)
        self._dropped.setProperty("role", "warning")
        self._dropped.setAccessibleName(tr("Dropped pictures"))
        self._dropped.hide()
        self._notice = QLabel(self)
        self._notice.setProperty("role", "secondary")
        self._notice.setAccessibleName(tr("What playing does"))
        self._notice.hide()
        self._hint_label = QLabel()
        self._hint_label.setProperty("role", "secondary")
        self._hint_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._hint_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._primary = QPushButton()
        self._primary.setProperty("role", "primary")
        self._primary.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._primary.setMinimumHeight(theme.CONTROL_HEIGHT + 4)
        self._primary.hide()
        self._lay_out()
        self._connect()
        self._draw_icons()
        self.set_position(0.0, 0, 0)
        self.set_enabled(False)

    # --- setters ---------------------------------------------------------------------------

    def set_position(
        self, seconds: float, frame: int, frames: int, wall_clock: str = "", match_clock: str = ""
    ) -> None:
        """`frames` 0: the film has no pictures, or nothing is open. The clocks are empty where not known."""
        self._time.setText(clock_text(seconds))
        if frames != self._frames:
            self._frames = frames
            # Room for the longest number: what stands to the right must not move while the film plays.
            longest = self._frame.fontMetrics().horizontalAdvance(_frame_text(frames)) if frames else 0
            self._frame.setMinimumWidth(longest)
        self._frame.setText(_frame_text(frame) if frames else "")
        self._frame.setToolTip(
            tr("Frame {number} of {count}, counted from 0", number=frame, count=frames) if frames else ""
        )
        self._clock.setText(wall_clock)
        self._match.setText(match_clock)

    def set_clocks(self, widest: str, widest_match: str, tip: str = "") -> None:
        """Which clocks the film has, by their widest texts (empty: none), so that nothing moves while it
        plays. `tip`: what more is known of the time of day.
        """
        self._clock.set_widest(widest)
        self._match.set_widest(widest_match)
        self._clock.setToolTip(tip)
        self._fit_to_width()

    def set_playing(self, playing: bool) -> None:
        if playing != self._playing:
            self._playing = playing
            self._draw_play()
            if not playing:
                self.set_dropped(0)

    def set_rate(self, rate: float) -> None:
        self._rate.setText(rate_text(rate))
        for action in self._rate.menu().actions():
            action.setChecked(action.data() == rate)

    def set_loop(self, range_text: str) -> None:
        """What is played again and again, in words; empty: nothing is."""
        self._loop.setVisible(bool(range_text))
        self._loop.setChecked(bool(range_text))
        self._loop.setToolTip(tr("Looping {range}. A click plays on past its end.", range=range_text))

    def set_dropped(self, pictures: int) -> None:
        """How many pictures were left out since playing began; 0 hides the note, as does the end of it."""
        self._dropped.setVisible(pictures > 0)
        self._dropped.setText(tr("{count} dropped", count=_grouped(pictures)))
        self._dropped.setToolTip(
            tr(
                "{count} pictures were left out, so that the film keeps its time: they cannot be decoded as "
                "fast as they are played.",
                count=pictures,
            )
        )

    def set_notice(self, text: str) -> None:
        """What playing does just now that a person might wonder about; empty: nothing."""
        self._notice.setText(text)
        self._notice.setVisible(bool(text))

    def set_muted(self, muted: bool) -> None:
        self._muted = muted
        with QSignalBlocker(self._mute):
            self._mute.setChecked(muted)
        self._draw_mute()

    def set_volume(self, volume: float) -> None:
        with QSignalBlocker(self._volume):
            self._volume.setValue(round(volume * VOLUME_STEPS))

    def set_sound(self, available: bool, reason: str = "") -> None:
        """Without sound the controls say why."""
        self._has_sound = available
        self.set_enabled(self._enabled)
        self._mute.setToolTip(reason or tr("Mute"))
        self._volume.setToolTip(reason or tr("Volume"))
        self.sound_settings.setToolTip(reason or tr("Sound: channel and offset…"))

    def set_enabled(self, enabled: bool) -> None:
        """Everything but the primary action, which has a word of its own in `set_primary`."""
        self._enabled = enabled
        for widget in (self._back, self._play, self._forward, self._rate):
            widget.setEnabled(enabled)
        self._mute.setEnabled(enabled and self._has_sound)
        self._volume.setEnabled(enabled and self._has_sound)
        self.sound_settings.setEnabled(enabled and self._has_sound)
        for label in (self._time, self._frame, self._clock, self._match):
            label.setEnabled(enabled)

    def set_primary(self, text: str, hint: str = "", enabled: bool = True) -> None:
        """The one action offered now; an empty text hides it. `hint` says what is still missing or why."""
        self._primary.setText(text)
        self._primary.setVisible(bool(text))
        self._primary.setEnabled(enabled)
        self._primary.setToolTip(hint)
        self._primary.setAccessibleDescription(hint)
        self._hint = hint
        self._hint_label.setToolTip(hint)
        self._fit_to_width()

    # --- building --------------------------------------------------------------------------

    def _tool_button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(name)
        button.setToolTip(tip)
        button.setIconSize(QSize(20, 20))
        button.setMinimumSize(theme.CONTROL_HEIGHT + 4, theme.CONTROL_HEIGHT + 4)
        # Reached by Tab, never by a click: a click must not take the keys from what the person was doing.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _read_out(self, name: str, scale: float, *, bold: bool = False) -> QLabel:
        label = QLabel(self)
        label.setAccessibleName(name)
        label.setFont(theme.font(self.font(), scale, bold=bold, tabular=True))
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return label

    def _rate_button(self) -> QToolButton:
        button = self._tool_button(tr("Speed"), tr("Speed"))
        button.setText(rate_text(1.0))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMinimumWidth(48)
        menu = QMenu(button)
        group = QActionGroup(menu)
        for rate in RATES:
            action = menu.addAction(_menu_text(rate))
            action.setData(rate)
            action.setCheckable(True)
            action.setChecked(rate == 1.0)
            group.addAction(action)
        menu.triggered.connect(lambda action: self.rate_changed.emit(action.data()))
        button.setMenu(menu)
        return button

    def _volume_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(0, VOLUME_STEPS)
        slider.setValue(VOLUME_STEPS)
        slider.setFixedWidth(84)
        slider.setAccessibleName(tr("Volume"))
        slider.setToolTip(tr("Volume"))
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return slider

    def _lay_out(self) -> None:
        digits = self._time.fontMetrics()
        self._time.setMinimumWidth(digits.horizontalAdvance("00:00:00.000") + theme.SPACE_S)
        row = QHBoxLayout(self)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        row.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_S)
        row.setSpacing(theme.SPACE_S)
        for widget in (self._back, self._play, self._forward):
            row.addWidget(widget)
        row.addSpacing(theme.SPACE_M)
        row.addWidget(self._time)
        row.addSpacing(theme.SPACE_M)
        row.addWidget(self._frame)
        row.addSpacing(theme.SPACE_M)
        row.addWidget(self._clock)
        row.addSpacing(theme.SPACE_M)
        row.addWidget(self._match)
        row.addSpacing(theme.SPACE_M)
        row.addWidget(self._rate)
        row.addWidget(self._loop)
        row.addWidget(self._mute)
        row.addWidget(self._volume)
        row.addWidget(self.sound_settings)
        row.addWidget(self._notice)
        row.addWidget(self._dropped)
        row.addWidget(self._hint_label, 1)
        row.addStretch(0)
        row.addSpacing(theme.SPACE_M)
        row.addWidget(self._primary)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self._play.clicked.connect(lambda: self.play_toggled.emit())
        self._back.clicked.connect(lambda: self.step_requested.emit(-1))
        self._forward.clicked.connect(lambda: self.step_requested.emit(1))
        self._volume.valueChanged.connect(lambda value: self.volume_changed.emit(value / VOLUME_STEPS))
        self._mute.toggled.connect(self._ask_to_mute)
        self._loop.clicked.connect(self._ask_to_leave_the_loop)
        self.sound_settings.clicked.connect(lambda: self.sound_settings_requested.emit())
        self._primary.clicked.connect(lambda: self.primary_clicked.emit())

    def _ask_to_leave_the_loop(self) -> None:
        self._loop.setChecked(True)  # until it is told that it was left
        self.loop_left.emit()

    def _ask_to_mute(self, muted: bool) -> None:
        self.set_muted(muted)
        self.muted_changed.emit(muted)

    # --- drawing ---------------------------------------------------------------------------

    def _draw_icons(self) -> None:
        p = theme.tokens(self)
        standard = QStyle.StandardPixmap
        self._back.setIcon(icon("step-back", p, standard.SP_MediaSkipBackward))
        self._forward.setIcon(icon("step-forward", p, standard.SP_MediaSkipForward))
        self._loop.setIcon(icon("loop", p))
        self.sound_settings.setIcon(icon("sound-settings", p))
        self._draw_play()
        self._draw_mute()

    def _draw_play(self) -> None:
        p = theme.tokens(self)
        standard = QStyle.StandardPixmap
        name, fallback = (
            ("pause", standard.SP_MediaPause) if self._playing else ("play", standard.SP_MediaPlay)
        )
        self._play.setIcon(icon(name, p, fallback))
        self._play.setAccessibleName(tr("Pause" if self._playing else "Play"))
        self._play.setToolTip(tr("Pause (Space)" if self._playing else "Play (Space)"))

    def _draw_mute(self) -> None:
        p = theme.tokens(self)
        standard = QStyle.StandardPixmap
        name, fallback = (
            ("mute", standard.SP_MediaVolumeMuted) if self._muted else ("sound", standard.SP_MediaVolume)
        )
        self._mute.setIcon(icon(name, p, fallback))

    def _fit_to_width(self) -> None:
        width = self.width()
        self._volume.setVisible(width >= _WIDTH_FOR_VOLUME)
        self.sound_settings.setVisible(width >= _WIDTH_FOR_VOLUME)
        self._show_clocks_that_fit()
        room = self._hint_label.width()
        shown = self._hint if width >= _WIDTH_FOR_HINT else ""
        self._hint_label.setText(
            self._hint_label.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, max(room, 0))
        )

    def _show_clocks_that_fit(self) -> None:
        layout = self.layout()
        assert layout is not None
        room = self.width() - layout.minimumSize().width()
        for clock in (self._clock, self._match):
            needed = clock.sizeHint().width() + theme.SPACE_M
            clock.setVisible(bool(clock.widest) and needed <= room)
            room -= needed if clock.widest else 0

    def minimumSizeHint(self) -> QSize:
        """What is left when the least needed has gone, not what happens to be shown now."""
        return QSize(_LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_to_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(self, "_primary"):
            self._draw_icons()
