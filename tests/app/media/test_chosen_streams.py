"""Of a file with two films and sounds, the chosen ones are shown, grabbed, heard, cached and trained on."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import UserError
from app.domain.media import Medium
from app.media.grab import grab
from app.media.library import FileLibrary
from app.media.sound_pass import load_peaks
from app.media.stream_list import first_pictures
from app.session.manifests import media_spec
from sora_model.contract.json_fields import Fields
from sora_model.contract.manifest import MediaSpec
from sora_model.data.features import FeatureSpec
from sora_model.data.film_sources import FilmSources
from sora_model.data.sampling import StepGrid
from sora_model.inference import frame_boundaries
from sora_model.media.pts_index import load_index
from tests.clips import number_in
from tests.odd_files import OFFSET, SECOND_FILM, SECOND_SOUND, write_two_films


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_two_films(tmp_path_factory.mktemp("two") / "two.mkv")


def described(two: Path, cache: Path) -> Medium:
    return replace(
        FileLibrary(cache).describe(two, video_stream=SECOND_FILM, audio_stream=SECOND_SOUND, confirm=True),
        id="m",
        group="g",
    )


def test_the_medium_is_what_was_chosen(two: Path, tmp_path: Path) -> None:
    first, second = FileLibrary(tmp_path).describe(two, confirm=True), described(two, tmp_path)
    assert (first.width, first.height, first.frames) == (96, 64, 30)
    assert (second.width, second.height, second.frames) == (128, 96, 20)
    assert second.end < first.end
    assert (second.video_stream, second.audio_stream) == (SECOND_FILM, SECOND_SOUND)


def test_both_films_are_kept_in_the_cache_side_by_side(two: Path, tmp_path: Path) -> None:
    assert len(load_index(two, tmp_path)) == 30
    assert len(load_index(two, tmp_path, stream=SECOND_FILM)) == 20
    assert len(load_index(two, tmp_path)) == 30
    times = FileLibrary(tmp_path).frame_times(two, stream=SECOND_FILM)
    assert times is not None
    assert times.confirmed
    assert len(times) == 20


def test_grab_takes_the_frame_of_the_chosen_film(two: Path, tmp_path: Path) -> None:
    assert number_in(grab(two, 7, tmp_path / "a.png")) == 7
    for cache in (None, tmp_path / "cache"):
        if cache is not None:
            load_index(two, cache, stream=SECOND_FILM)
        picture = grab(two, 7, tmp_path / "b.png", stream=SECOND_FILM, cache_dir=cache)
        assert number_in(picture) == 7 + OFFSET
        assert picture.shape == (96, 128, 3)
    with pytest.raises(UserError, match="no film number 2"):
        grab(two, 7, tmp_path / "c.png", stream=2)


def test_the_waveform_is_the_chosen_sounds(two: Path, tmp_path: Path) -> None:
    first, second = load_peaks(two, tmp_path), load_peaks(two, tmp_path, stream=SECOND_SOUND)
    loudness = [float(peaks.loudness(0.1, 1.0, 4).max()) for peaks in (first, second)]
    assert loudness[0] == pytest.approx(2 * loudness[1], rel=0.05)


def sources_of(spec: MediaSpec, grid: StepGrid, cache: Path) -> FilmSources:
    """What features are computed from."""
    return FilmSources(
        spec, grid, FeatureSpec(), reach=0, index_dir=cache, threads=1, cancelled=lambda: False
    )


def test_what_is_trained_on_is_what_is_shown(two: Path, tmp_path: Path) -> None:
    medium = described(two, tmp_path)
    spec = media_spec(medium, two)
    assert spec.content_key == f"{medium.quick_hash}-v{SECOND_FILM}-a{SECOND_SOUND}"
    assert spec.content_key != media_spec(replace(medium, video_stream=-1), two).content_key
    edges = frame_boundaries(spec, tmp_path)
    assert len(edges) == 21
    grid = StepGrid.of(spec, 5.0, 1)
    with sources_of(spec, grid, tmp_path) as sources:
        assert number_in(sources.picture(7, 96)) == 7 + OFFSET
        assert _pitch(sources.sound.read(0.2, 0.5)) == pytest.approx(880, abs=4)
    first = media_spec(replace(medium, video_stream=-1, audio_stream=-1), two)
    with sources_of(first, grid, tmp_path) as sources:
        assert number_in(sources.picture(7, 96)) == 7
        assert _pitch(sources.sound.read(0.2, 0.5)) == pytest.approx(440, abs=4)


def _pitch(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples[:, 0]))
    return float(spectrum.argmax() * 16000 / len(samples))


def test_a_manifest_of_before_has_the_first_streams(two: Path, tmp_path: Path) -> None:
    data = asdict(media_spec(described(two, tmp_path), two))
    assert MediaSpec.from_fields(Fields(data, "medium")).film_number == SECOND_FILM
    del data["video_stream"], data["audio_stream"]
    old = MediaSpec.from_fields(Fields(data, "medium"))
    assert (old.film_number, old.sound_number) == (None, None)


def test_each_film_shows_a_picture_to_choose_by(two: Path) -> None:
    pictures = first_pictures(two, [0, SECOND_FILM, 2], 64)
    assert {n: p.shape for n, p in pictures.items()} == {0: (43, 64, 3), SECOND_FILM: (48, 64, 3)}
    assert number_in(pictures[SECOND_FILM]) == OFFSET
