"""The section of sound: waveform and spectrogram on the timeline's own time, mixed or by channel."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from app.domain.document import Document
from app.domain.timebase import TimeRange
from app.views import theme
from app.views.timeline.lanes import Band
from app.views.timeline.scene import Scene
from app.views.timeline.sound_items import spectrogram_colours
from app.views.timeline.sound_pixels import spectrogram_pixels, waveform_pixels
from app.views.timeline.sound_view import (
    Sound,
    SoundView,
    in_decibels,
    scale_marks,
    sound_lanes,
    sound_lines,
)
from app.views.timeline.timeline_state import SoundHeat, as_steps
from app.views.timeline.timeline_view import TimelineView
from tests.app.views.timeline.film import at

Show = Callable[..., Document]
Picture = Callable[[], QImage]
CLICK_S, CLICK_HZ = 41.0, 2000.0
BANDS = 64


class Click:
    """A sound of a minute that is silent but for a click of 10 ms at one pitch."""

    rate = 16000
    shades = (0, 255)

    def waveform(
        self, start: float, end: float, columns: int, *channel: int
    ) -> tuple[np.ndarray, np.ndarray]:
        high = np.where(self._loud(start, end, columns), 0.8 if channel != (1,) else 0.1, 0.0).astype(
            np.float32
        )
        return -high, high

    def columns(self, start: float, end: float, columns: int) -> tuple[np.ndarray, np.ndarray]:
        levels = np.zeros((columns, BANDS), np.uint8)
        levels[self._loud(start, end, columns), round(self.height_of(CLICK_HZ) * BANDS)] = 255
        return levels, np.arange(columns) >= 0

    def hertz_at(self, share: float) -> float:
        return share * 8000

    def height_of(self, hertz: float) -> float:
        return hertz / 8000

    @staticmethod
    def _loud(start: float, end: float, columns: int) -> np.ndarray:
        edges = np.linspace(start, end, columns + 1)
        return (edges[1:] > CLICK_S) & (edges[:-1] < CLICK_S + 0.01)


@pytest.fixture
def click() -> Sound:
    one = Click()
    return Sound(one.waveform, None, 2, (one,))


def scene_of(view: TimelineView) -> Scene:
    scene = view.scene
    assert scene is not None
    return scene


def bright(image: QImage, band: Band, x: int, ground: QColor) -> list[int]:
    """Rows of the band, short of the frame of the focus, in which the column stands out from the ground."""
    rows = range(round(band.top), round(band.bottom) - 1)
    return [y for y in rows if abs(image.pixelColor(x, y).lightness() - ground.lightness()) > 60]


@pytest.mark.parametrize("spectrogram", [False, True])
def test_the_click_stays_under_its_time_while_panning_and_zooming(
    view: TimelineView, show: Show, picture: Picture, click: Sound, *, spectrogram: bool
) -> None:
    show()
    view.set_sound(click)
    view.set_sound_view(SoundView(waveform=not spectrogram, spectrogram=spectrogram))
    for start, length in ((0.0, 60.0), (30.0, 20.0), (40.9, 0.5), (40.99, 0.3)):
        view.show_window(TimeRange(at(start), at(start + length)))
        scene = scene_of(view)
        (lane,) = sound_lanes(scene.layout.sound, click, view._state.sound_view)
        band = lane.spectrogram if spectrogram else lane.waveform
        image = picture()
        ground = QColor(theme.DARK.lane)
        first, last = scene.axis.x(at(CLICK_S)), scene.axis.x(at(CLICK_S + 0.01))
        found = [x for x in range(151, round(scene.axis.right)) if len(bright(image, band, x, ground)) > 1]
        assert found, (start, length)
        assert found[0] == pytest.approx(first, abs=2)
        assert found[-1] == pytest.approx(last, abs=2)
        if spectrogram:
            y = band.bottom - click.spectrograms[0].height_of(CLICK_HZ) * band.height
            assert np.mean(bright(image, band, found[0], ground)) == pytest.approx(y, abs=0.04 * band.height)


def test_each_channel_has_a_lane(view: TimelineView, show: Show, picture: Picture, click: Sound) -> None:
    show()
    view.set_sound(click)
    view.set_sound_view(SoundView(apart=True))
    scene, image = scene_of(view), picture()
    left, right = sound_lanes(scene.layout.sound, click, SoundView(apart=True))
    assert (left.name, right.name) == ("L", "R")
    assert left.waveform.bottom <= right.waveform.top
    x = round(scene.axis.x(at(CLICK_S)))
    ground = QColor(theme.DARK.lane)
    assert len(bright(image, left.waveform, x, ground)) > 4 * len(bright(image, right.waveform, x, ground))
    assert "Channel R" in view.describe(QPointF(x, right.waveform.top + 3))


def test_the_section_grows_with_the_spectrogram_and_leaves_room_for_lanes(
    view: TimelineView, show: Show, click: Sound
) -> None:
    show()
    view.set_sound(click)
    small = scene_of(view).layout.sound.height
    view.set_sound_view(SoundView(spectrogram=True))
    layout = scene_of(view).layout
    assert layout.sound.height > small
    assert layout.scrolled.height > 0
    assert layout.sound.bottom <= view.height()
    assert sound_lines(None, SoundView()) is None


def test_the_tool_tip_says_time_and_frequency(view: TimelineView, show: Show, click: Sound) -> None:
    show()
    view.set_sound(click)
    view.set_sound_view(SoundView(spectrogram=True))
    scene = scene_of(view)
    (lane,) = sound_lanes(scene.layout.sound, click, SoundView(spectrogram=True))
    x = scene.axis.x(at(30))
    middle = lane.spectrogram.top + lane.spectrogram.height / 2
    assert view.describe(QPointF(x, middle)).split("\n") == ["00:00:30.000", "4.00 kHz"]
    assert view.describe(QPointF(x, lane.waveform.top + 2)) == "00:00:30.000"


def test_what_the_class_hears_is_seen_before_a_spectrogram_too(
    view: TimelineView, show: Show, picture: Picture, click: Sound
) -> None:
    show()
    view.set_sound(click)
    view.set_sound_view(SoundView(waveform=False, spectrogram=True))
    view.set_sound_heat(
        SoundHeat(as_steps(np.array([0, at(20), at(40)]), np.array([0.0, 1.0, 0.0])), "serve", "")
    )
    scene, image = scene_of(view), picture()
    y = round(scene.layout.sound.bottom) - 2
    hot, cold = (image.pixelColor(round(scene.axis.x(at(s))), y).hsvSaturationF() for s in (30, 10))
    assert hot > cold + 0.2


def test_what_was_not_heard_yet_is_left_free(
    view: TimelineView, show: Show, picture: Picture, click: Sound
) -> None:
    def half(start: float, end: float, columns: int, *channel: int) -> tuple[np.ndarray, np.ndarray]:
        high = np.where(np.linspace(start, end, columns) < 30, 0.9, np.nan).astype(np.float32)
        return -high, high

    show()
    view.set_sound(Sound(half))
    scene, image = scene_of(view), picture()
    y = round(scene.layout.sound.top + 0.3 * scene.layout.sound.height)
    drawn = [image.pixelColor(round(scene.axis.x(at(s))), y) for s in (10, 29, 31, 50)]
    assert drawn == [QColor(theme.DARK.waveform)] * 2 + [QColor(theme.DARK.lane)] * 2


def test_pixels() -> None:
    low, high = np.array([-0.5, np.nan, 0.0], np.float32), np.array([0.5, np.nan, 0.0], np.float32)
    filled = waveform_pixels(low, high, 100, 0xFF112233) != 0
    assert filled.sum(axis=0).tolist() == [50, 0, 1]
    assert np.flatnonzero(filled[:, 0]).tolist() == list(range(25, 75))
    colours = np.arange(256, dtype=np.uint32) + 1
    levels = np.array([[0, 100], [200, 200], [50, 50]], np.uint8)
    pixels = spectrogram_pixels(levels, np.array([True, True, False]), 4, (0, 255), colours)
    assert pixels[:, 0].tolist() == [101, 76, 26, 1]
    assert pixels[:, 1].tolist() == [201] * 4
    assert pixels[:, 2].tolist() == [0] * 4
    stretched = spectrogram_pixels(levels, np.ones(3, np.bool_), 2, (50, 100), colours)
    assert stretched[:, 0].tolist() == [256, 1]


@pytest.mark.parametrize("dark", [True, False])
def test_loudness_is_lightness_without_colour(*, dark: bool) -> None:
    """Even to an eye that sees no colour: lightness goes one way only, from the ground on."""
    colours = spectrogram_colours(dark)
    light = np.array([theme.luminance(QColor(int(colour) & 0xFFFFFF)) for colour in colours])
    steps = np.diff(light)
    assert (steps > -1e-3).all() if dark else (steps < 1e-3).all()
    ground = theme.DARK.lane if dark else theme.LIGHT.lane
    assert theme.contrast(QColor(int(colours[0]) & 0xFFFFFF), ground) < 1.35
    assert theme.contrast(QColor(int(colours[255]) & 0xFFFFFF), ground) > 10


def test_decibels_keep_sign_and_order() -> None:
    values = np.array([-1.0, -0.1, -1e-5, 0.0, 0.001, 0.1, 1.0], np.float32)
    assert in_decibels(values) == pytest.approx([-1, -2 / 3, 0, 0, 0, 2 / 3, 1], abs=1e-5)


def test_marks_of_the_scale_never_touch() -> None:
    for height in (20.0, 60.0, 200.0):
        marks = scale_marks(Click(), height, 14.0)
        shares = [share for share, _ in marks]
        assert all((b - a) * height >= 14 for a, b in pairwise(shares))
        assert not marks or marks[-1][1].endswith(" kHz")
    assert [text for _, text in scale_marks(Click(), 200.0, 14.0)] == ["0.5", "2", "5 kHz"]
