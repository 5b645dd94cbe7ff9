"""Waveform and spectrogram in the window: made in the background, seen while they grow, chosen and kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QMenu

from app.domain import edits as e
from app.domain.errors import Cancelled
from app.media.sound_pass import make_pictures
from app.media.sound_tiles import HEADER_BYTES
from app.session.settings import load_settings
from app.shell.startup import Studio
from tests.clips import clip, tone, write_film
from tests.studio_window import film, open_studio, places_in, wait

pytestmark = pytest.mark.usefixtures("qapp")
RATE = 16000


def sound_of(studio: Studio):
    wait(lambda: studio.window.timeline._state.sound is not None)
    sound = studio.window.timeline._state.sound
    assert sound is not None
    return sound


def long_film(folder: Path) -> Path:
    """Half a minute, loud from second 10 to 20 on the left only."""
    sound = tone(30.0, RATE, (440, 880), loud=0.01)
    sound[10 * RATE : 20 * RATE, 0] *= 60
    return write_film(folder / "long.mkv", 750, sound=sound, rate=RATE, sound_codec="pcm_s16le")


def test_the_spectrogram_is_made_when_it_is_asked_for_and_kept(tmp_path: Path) -> None:
    path = film(tmp_path, clip("plain"))
    home = tmp_path / "home"
    with open_studio(home, path) as studio:
        sound = sound_of(studio)
        wait(lambda: not studio.board.running)
        assert sound.spectrograms == ()
        assert not list(places_in(home).cache.rglob("*.spectrogram"))
        studio.act("sound_both")
        wait(lambda: len(sound_of(studio).spectrograms) == 1)
        assert [file.name.split(".")[1] for file in places_in(home).cache.rglob("*.spectrogram")] == ["mixed"]
        studio.act("sound_channels")
        wait(lambda: len(sound_of(studio).spectrograms) == 2)
        wait(lambda: not studio.board.running)
        left, right = sound_of(studio).spectrograms
        pitches = []
        for picture in (left, right):
            columns, known = picture.columns(0.5, 1.5, 1)
            assert known.all()
            pitches.append(picture.hertz_at((int(np.argmax(columns[0])) + 0.5) / columns.shape[1]))
        assert pitches == [pytest.approx(440, rel=0.12), pytest.approx(880, rel=0.12)]
        studio.act("sound_decibels")
    settings = load_settings(places_in(home).settings)
    assert (settings.sound_view, settings.channels_apart, settings.decibels) == ("both", True, True)
    made = list(places_in(home).cache.rglob("*.spectrogram"))
    assert len(made) == 3
    for file in made:  # marked, so that it is seen whether they are made again
        data = bytearray(file.read_bytes())
        data[HEADER_BYTES + 5] ^= 1
        file.write_bytes(data)
    marked = {file: file.read_bytes() for file in made}
    with open_studio(home, path) as studio:
        assert len(sound_of(studio).spectrograms) == 2
        view = studio.window.timeline._state.sound_view
        assert view.waveform
        assert view.spectrogram
        assert view.apart
        wait(lambda: not studio.board.running)
        assert {file: file.read_bytes() for file in made} == marked


def test_what_is_there_is_drawn_at_once_and_the_rest_when_it_comes(tmp_path: Path) -> None:
    path = long_film(tmp_path)
    home = tmp_path / "home"
    left = [2]

    def stop() -> bool:
        left[0] -= 1
        return left[0] < 0

    with pytest.raises(Cancelled):
        make_pictures(path, places_in(home).cache, cancelled=stop)
    with open_studio(home, path) as studio:
        seen: list[float] = []
        sound = sound_of(studio)
        for _ in range(3):
            _, high = sound.waveform(0.0, 30.0, 300)
            seen.append(float(np.isfinite(high).mean()))
        wait(lambda: not studio.board.running)
        wait(lambda: bool(np.isfinite(sound_of(studio).waveform(0.0, 30.0, 300)[1]).all()))
        assert seen[0] > 0.25
        both, left_only = (sound_of(studio).waveform(0.0, 30.0, 30, *channel)[1] for channel in ((), (1,)))
        assert both[12:18].min() > 10 * both[2:8].max()
        assert left_only.max() < both.max() / 10


def test_a_shifted_sound_is_drawn_shifted(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", long_film(tmp_path)) as studio:
        sound = sound_of(studio)
        wait(lambda: not studio.board.running)
        medium, workspace = studio.film.medium, studio.workspace
        assert medium is not None
        assert workspace is not None
        before = sound.waveform(0.0, 30.0, 60)[1]
        workspace.editing.perform(e.ChangeMedium(replace(medium, audio_offset_ms=2000)))
        after = sound_of(studio).waveform(0.0, 30.0, 60)[1]
        assert after[4:] == pytest.approx(before[:-4])


def test_the_menu_of_the_sound_says_what_is_drawn(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        studio.act("sound_spectrogram")
        menu = QMenu()
        studio.menus.fill_sound_menu(menu)
        chosen = {action.text(): action.isChecked() for action in menu.actions() if action.text()}
        assert chosen == {
            "Waveform": False,
            "Spectrogram": True,
            "Waveform and spectrogram": False,
            "Each channel on its own": False,
            "Waveform in decibels": False,
        }
        next(action for action in menu.actions() if action.text() == "Waveform").trigger()
        assert studio.settings.sound_view == "waveform"
        menu.deleteLater()


def test_a_film_without_sound_says_so(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.act("sound_both")
        wait(lambda: studio.window.timeline._state.sound_sentence() == "This film has no sound.")
