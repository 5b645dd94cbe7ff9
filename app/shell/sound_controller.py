"""The sound of the film that is shown: its channel and its offset, edited by the person, heard at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain import edits as e
from app.domain.media import Medium
from app.qt.playback import PlaybackController
from app.shell.feedback import Feedback
from app.shell.workspace import Workspace
from app.views.player.sound_panel import SoundPanel
from app.views.texts import told


class SoundController(QObject):
    """Follows the medium; what is chosen in the panel becomes an edit like any other."""

    def __init__(
        self,
        *,
        panel: SoundPanel,
        anchor: QWidget,
        player: PlaybackController,
        feedback: Feedback,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel, self._anchor = panel, anchor
        self._player = player
        self._feedback = feedback
        self._workspace: Workspace | None = None
        self._medium: Medium | None = None
        panel.channel_chosen.connect(self._choose_channel)
        panel.offset_chosen.connect(self._choose_offset)
        panel.look_requested.connect(player.look_for_sound_device)
        player.status_changed.connect(self._show_status)

    def show(self, workspace: Workspace | None, medium: Medium | None) -> None:
        """Another film is shown, or none."""
        self._workspace, self._medium = workspace, medium
        if medium is None:
            self._panel.hide()
            return
        self.follow(medium)

    def follow(self, medium: Medium) -> None:
        """The catalogue has the film so now: after an edit, an undo, a probe."""
        self._medium = medium
        self._player.set_channel(medium.audio_channel)
        self._player.set_audio_offset(medium.audio_offset_ms / 1000)
        audio = medium.facts.get("audio")
        channels = audio.get("channels", 0) if isinstance(audio, dict) else 0
        editable = self._workspace is not None and not self._workspace.read_only and medium.has_audio
        self._panel.show_sound(channels, medium.audio_channel, medium.audio_offset_ms, editable=editable)

    def open_panel(self) -> None:
        self._panel.open_above(self._anchor)

    def _show_status(self, text: str) -> None:
        self._panel.set_status(told(text))
        self._panel.set_device(self._player.sound_device)

    def nudge(self, milliseconds: int) -> None:
        """The sound so much later, from the keyboard or the palette."""
        if self._medium is not None and self._medium.has_audio:
            self._choose_offset(self._medium.audio_offset_ms + milliseconds)

    def _choose_channel(self, channel: int) -> None:
        if self._medium is not None:
            self._change(replace(self._medium, audio_channel=channel))

    def _choose_offset(self, offset_ms: int) -> None:
        if self._medium is not None:
            self._change(replace(self._medium, audio_offset_ms=offset_ms))

    def _change(self, medium: Medium) -> None:
        workspace = self._workspace
        if workspace is None or self._medium is None or medium == self._medium:
            return
        if not self._feedback.succeeds(lambda: workspace.editing.perform(e.ChangeMedium(medium))):
            self.follow(self._medium)
