"""Channel and offset are edits of the film: heard at once, stored, and undone like any other."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton

from app.domain.media import Medium
from app.qt.audio_output import AudioOutput
from app.views.player.sound_panel import SoundPanel
from tests.clips import clip
from tests.studio_window import film, open_studio, wait


class HeardSound(AudioOutput):
    """The program's own output, that lets see what it was told."""

    def __init__(self, path: Path, medium: Medium) -> None:
        super().__init__(path)
        self.told: list[tuple[str, float]] = []

    def set_offset(self, offset_s: float) -> None:
        self.told.append(("offset", offset_s))
        super().set_offset(offset_s)

    def set_channel(self, channel: int) -> None:
        self.told.append(("channel", channel))
        super().set_channel(channel)


@pytest.mark.usefixtures("qapp")
def test_channel_and_offset_are_heard_stored_and_undone(tmp_path: Path) -> None:
    sounds: list[HeardSound] = []

    def opened(path: Path, medium: Medium) -> AudioOutput:
        sounds.append(HeardSound(path, medium))
        return sounds[-1]

    source = film(tmp_path / "films", clip("plain"))
    with open_studio(tmp_path, source, open_sound=opened) as studio:
        wait(lambda: sounds and sounds[0].told)
        panel = studio.window.findChild(SoundPanel)
        studio.act("sound_settings")
        assert panel.isVisible()
        next(b for b in panel.findChildren(QPushButton) if b.text() == "+10").click()
        studio.act("sound_later")
        box = panel.findChild(QComboBox)
        names = [box.itemText(n) for n in range(box.count())]
        assert names in (["The only channel"], ["All channels", "Left on both ears", "Right on both ears"])
        panel.channel_chosen.emit(0)
        assert studio.film.medium is not None
        assert (studio.film.medium.audio_offset_ms, studio.film.medium.audio_channel) == (20, 0)
        assert sounds[0].told[-3:] == [("offset", 0.02), ("channel", 0), ("offset", 0.02)]
        panel.close()
        for _ in range(3):
            studio.act("undo")
        assert (studio.film.medium.audio_offset_ms, studio.film.medium.audio_channel) == (0, -1)
        assert sounds[0].told[-1] == ("offset", 0.0)
        studio.act("redo")
    with open_studio(tmp_path, source, open_sound=opened) as studio:
        assert studio.film.medium is not None
        assert studio.film.medium.audio_offset_ms == 10
        wait(lambda: len(sounds) == 2 and ("offset", 0.01) in sounds[1].told)
