"""Features: the same whether stages run beside one another or not; what was asked for, nothing of others."""

from __future__ import annotations

import copy
import threading
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from sora_model.contract.errors import SoraError
from sora_model.contract.manifest import MediaSpec
from sora_model.data import extraction, features, film_sources
from sora_model.data.extraction import Backbone, Extractor
from sora_model.data.features import FeatureSpec, StepBlock
from sora_model.data.film_sources import FilmSources, taker
from sora_model.data.sampling import StepGrid
from sora_model.data.targets import step_targets
from sora_model.data.windows import Film
from sora_model.end_to_end import EndToEnd, PictureSource
from sora_model.media import pts_index, taken_pictures
from sora_model.media.decoder import FrameDecoder
from sora_model.media.film_pass import film_pass
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import PtsIndex, build_index, load_index
from sora_model.network.shift import insert_shifts, tell_neighbours
from sora_model.network.visual import EfficientNetLite, Taps
from tests.sora_model import films

CPU = torch.device("cpu")
FRAMES = 100
SPEC = films.SMALL


@pytest.fixture(scope="module")
def backbone() -> Backbone:
    return Backbone.published("efficientnet-lite0", CPU)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> MediaSpec:
    path = tmp_path_factory.mktemp("film") / "right.mp4"
    films.write_film(path, films.pictures("right", FRAMES, seed=3))
    return films.medium(path, FRAMES, "g0")


def block(extractor: Extractor, film: MediaSpec) -> StepBlock:
    found = extractor.features(film)
    return found.block(0, found.count)


def stage_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "sora-stage"]


def one_after_another(items: Iterable[object], depth: int) -> Generator[object, None, None]:
    yield from items


def test_stages_beside_one_another_see_what_one_thread_sees(
    backbone: Backbone, film: MediaSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = replace(SPEC, pixels=32)
    beside = block(Extractor(backbone, spec, tmp_path / "beside", CPU), film)
    monkeypatch.setattr(extraction, "ahead", one_after_another)
    alone = block(Extractor(backbone, spec, tmp_path / "alone", CPU), film)
    for name in ("grid", "head", "motion", "pixels"):
        found = getattr(beside, name)
        assert found.any(), name
        np.testing.assert_array_equal(found, getattr(alone, name), err_msg=name)
    assert stage_threads() == []


def test_pixels_are_the_frames_of_the_visual_steps(film: MediaSpec, tmp_path: Path) -> None:
    spec = FeatureSpec(backbone="none", pixels=32)
    found = block(Extractor(Backbone.published("none", CPU), spec, tmp_path, CPU), film)
    assert found.grid.shape[-1] == found.head.shape[-1] == 0
    assert found.pixels.dtype == np.uint8
    assert len(found.pixels) == -(-found.steps // spec.visual_every)
    index = load_index(film.path, tmp_path)
    with FrameDecoder(film.path, index) as decoder:
        for row in (0, 5, len(found.pixels) - 1):
            seconds = row * spec.visual_every / spec.steps_per_second
            picture = decoder.frame(index.frame_at(index.tick_at(seconds))).astype(float)
            # The mean over each pixel's area; 96 x 64 to 32 x 32 is 3 x 2.
            mean = picture.reshape(32, 2, 32, 3, 3).mean(axis=(1, 3))
            assert np.abs(mean - found.pixels[row]).mean() < 6
    assert found.motion.any()


def test_one_decode_gives_the_index_and_the_features_that_two_give(
    backbone: Backbone, film: MediaSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = replace(SPEC, pixels=32)
    quarter = (film.end - film.start) // 4
    part = replace(film, start=film.start + quarter, end=film.end - quarter)
    for name, medium in (("whole", film), ("part", part)):
        load_index(film.path, tmp_path / f"{name} two")
        two = block(Extractor(backbone, spec, tmp_path / f"{name} two", CPU), medium)
        with monkeypatch.context() as patched:
            patched.setattr(film_sources, "FrameDecoder", None)
            one = block(Extractor(backbone, spec, tmp_path / f"{name} one", CPU), medium)
        for array in ("grid", "head", "motion", "pixels"):
            np.testing.assert_array_equal(getattr(one, array), getattr(two, array), err_msg=array)
        kept = [file for file in (tmp_path / f"{name} one").rglob("*") if file.is_file()]
        assert {file.suffix for file in kept if "features" not in file.parts} == {".npz"}


def test_pictures_taken_in_another_s_decode_give_the_same_features_and_nothing_is_decoded_again(
    backbone: Backbone, film: MediaSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = replace(SPEC, pixels=32)
    plain = Extractor(backbone, spec, tmp_path / "plain", CPU)
    expected = block(plain, film)
    extractor, ends = Extractor(backbone, spec, tmp_path / "ahead", CPU), []
    index, weights, cache = build_index(film.path), backbone.weights_hash, tmp_path / "ahead"
    taken = taker(film, index, spec, weights, 0, cache)
    assert taken is not None
    taken.on_end = ends.append
    film_pass(film.path, tmp_path / "ahead", None, [taken])
    assert ends == [True]
    monkeypatch.setattr(film_sources, "FrameDecoder", None)
    monkeypatch.setattr("sora_model.media.pts_index.film_pass", None)
    found = extractor.features(film, taken=taken)
    taken.close()
    for name in ("grid", "head", "motion", "pixels"):
        assert getattr(expected, name).any(), name
        np.testing.assert_array_equal(getattr(found.block(0, found.count), name), getattr(expected, name))
    files = sorted((tmp_path / "ahead").rglob("*.npy"))
    assert [f.relative_to(tmp_path / "ahead") for f in files] == [
        f.relative_to(tmp_path / "plain") for f in sorted((tmp_path / "plain").rglob("*.npy"))
    ]
    assert taker(film, index, spec, weights, 0, cache) is None, "all is there"
    assert taker(film, index, spec, "other weights", 0, cache) is not None


@pytest.mark.parametrize("room", [0, 5 * 32 * 32 * 3])
def test_pictures_that_were_not_kept_are_decoded_again(
    room: int, film: MediaSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec, nothing = FeatureSpec(backbone="none", pixels=32), Backbone.published("none", CPU)
    whole = block(Extractor(nothing, spec, tmp_path / "whole", CPU), film)
    monkeypatch.setattr(taken_pictures, "MOST_BYTES", room)
    scarce = block(Extractor(nothing, spec, tmp_path / "scarce", CPU), film)
    monkeypatch.undo()
    build = pts_index.build_index

    def wrong(path: Path, stream: int | None = None) -> PtsIndex:
        """A provisional index that knows half of the frames."""
        guess = build(path, stream)
        return replace(guess, pts=guess.pts[::2].copy(), keyframes=guess.keyframes // 2)

    monkeypatch.setattr(pts_index, "build_index", wrong)
    misled = block(Extractor(nothing, spec, tmp_path / "misled", CPU), film)
    for found in (scarce, misled):
        np.testing.assert_array_equal(found.pixels, whole.pixels)
        np.testing.assert_array_equal(found.motion, whole.motion)


def test_a_decode_that_starts_over_replaces_what_was_kept(film: MediaSpec, tmp_path: Path) -> None:
    size = (48, 32)
    with FrameDecoder(film.path, load_index(film.path, tmp_path)) as decoder:
        frames = [decoder.decoded(n) for n in (3, 90)]
        expected = [picture for _, picture in decoder.frames([3, 90], size)]
    taken = taken_pictures.TakenPictures({3: {size}, 7: {size}}, tmp_path)
    assert taken.resume_at == 3
    taken.see(3, frames[1])
    taken.see(7, frames[1])
    taken.see(3, frames[0])
    assert taken.picture(7, size) is None
    taken.see(7, frames[1])
    for n, picture in zip((3, 7), expected, strict=True):
        np.testing.assert_array_equal(taken.picture(n, size), picture)
    taken.close()


def test_a_full_disk_costs_a_second_decode_only(film: MediaSpec, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    taken = taken_pictures.TakenPictures({3: {(48, 32)}}, blocked)
    with FrameDecoder(film.path, load_index(film.path, tmp_path)) as decoder:
        taken.see(3, decoder.decoded(3))
    assert taken.picture(3, (48, 32)) is None
    taken.close()


def test_cancelling_and_failing_leave_no_thread(
    backbone: Backbone, film: MediaSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extractor = Extractor(backbone, SPEC, tmp_path, CPU)
    asked = iter([False] * 20 + [True] * 1000)
    with pytest.raises(Cancelled):
        extractor.features(film, None, lambda: next(asked))
    assert stage_threads() == []
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(Path(film.path).read_bytes())
    other = replace(film, path=str(broken), quick_hash="broken")
    load_index(broken, tmp_path)
    decoded = FilmSources.picture

    def fails(self: FilmSources, n: int, size: int) -> NDArray[np.uint8]:
        if n > 20:
            raise SoraError("the disk was pulled out")
        return decoded(self, n, size)

    monkeypatch.setattr(FilmSources, "picture", fails)
    with pytest.raises(SoraError, match="pulled out"):
        extractor.features(other)
    assert stage_threads() == []


def test_features_of_other_weights_are_never_used(
    backbone: Backbone, film: MediaSpec, tmp_path: Path
) -> None:
    first = block(Extractor(backbone, SPEC, tmp_path, CPU), film)
    torch.manual_seed(0)
    other = Backbone(EfficientNetLite().eval(), "other weights")
    second = block(Extractor(other, SPEC, tmp_path, CPU), film)
    assert np.abs(first.grid - second.grid).max() > 0.1
    np.testing.assert_array_equal(block(Extractor(backbone, SPEC, tmp_path, CPU), film).grid, first.grid)


class _Nowhere(EfficientNetLite):
    """A network whose numbers have run away."""

    def forward(self, images: torch.Tensor) -> Taps:
        taps = super().forward(images)
        return Taps(taps.maps, taps.head * float("nan"))


def test_features_that_are_no_numbers_are_refused_and_not_kept(film: MediaSpec, tmp_path: Path) -> None:
    extractor = Extractor(Backbone(_Nowhere().eval(), "nowhere"), SPEC, tmp_path, CPU)
    for _ in range(2):
        with pytest.raises(SoraError, match=r"right\.mp4.*head"):
            extractor.features(film)


def test_a_cached_minute_with_nan_is_made_again_and_told(
    backbone: Backbone, film: MediaSpec, tmp_path: Path
) -> None:
    told: list[str] = []
    extractor = Extractor(backbone, SPEC, tmp_path, CPU)
    extractor.on_note = told.append
    first = block(extractor, film)
    assert told == []
    (file,) = tmp_path.glob("features/*/chunk-00000/head.npy")
    bad = np.load(file)
    bad[3, 7] = np.nan
    np.save(file, bad)
    for _ in range(2):
        np.testing.assert_array_equal(block(extractor, film).head, first.head)
    assert told == [f"{film.path}: minute 1 of its features was damaged and is computed again."]


class _SmallMemory:
    """A runner on a device that holds three pictures."""

    name = "small"

    def __init__(self, true: extraction.runtime.FrozenRunner) -> None:
        self._true = true

    def taps(self, pictures: NDArray[np.uint8]) -> Taps:
        if len(pictures) > 3:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")
        return self._true.taps(pictures)


def test_a_small_memory_is_lived_with_and_told(
    backbone: Backbone, film: MediaSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = block(Extractor(backbone, SPEC, tmp_path / "whole", CPU), film)
    told: list[str] = []
    extractor = Extractor(backbone, SPEC, tmp_path / "small", CPU)
    extractor.on_note = told.append
    extractor._runner = _SmallMemory(extraction.runtime.TorchRunner(backbone))
    small = block(extractor, film)
    np.testing.assert_allclose(small.grid, whole.grid, atol=2e-3, rtol=2e-3)
    assert len(small.grid) == len(whole.grid)
    assert len(told) == 1
    assert "2 pictures at a time" in told[0]


def test_after_enough_pictures_the_fastest_runner_takes_over(
    backbone: Backbone, film: MediaSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = block(Extractor(backbone, SPEC, tmp_path / "plain", CPU), film)
    assert not (tmp_path / "plain" / "runtime").exists()
    monkeypatch.setattr(extraction.runtime, "WORTH_MEASURING", 10)
    extractor = Extractor(backbone, SPEC, tmp_path / "fast", CPU)
    fast = block(extractor, film)
    assert list((tmp_path / "fast" / "runtime").glob("*.json"))
    np.testing.assert_allclose(fast.grid, plain.grid, atol=2e-3, rtol=2e-3)


@pytest.fixture(scope="module")
def shifted() -> Backbone:
    """A backbone whose shifts do much."""
    network = Backbone.published("efficientnet-lite0", CPU).network
    assert network is not None
    for share in insert_shifts(network):
        torch.nn.init.constant_(share, 0.8)
    return Backbone.tuned(network)


@pytest.fixture(scope="module")
def in_one_row(shifted: Backbone, film: MediaSpec, tmp_path_factory: pytest.TempPathFactory) -> StepBlock:
    """The film's features in one minute and one run."""
    return block(Extractor(shifted, SPEC, tmp_path_factory.mktemp("row"), CPU), film)


def close(found: NDArray[np.float32], expected: NDArray[np.float32]) -> None:
    np.testing.assert_allclose(found, expected, atol=4e-3, rtol=4e-3)


def test_shifts_see_across_the_borders_of_minutes_and_of_runs(
    shifted: Backbone, film: MediaSpec, in_one_row: StepBlock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shifted.reach == 9
    assert in_one_row.looks == 25
    monkeypatch.setattr(extraction, "ROW", 5)
    runs = block(Extractor(shifted, SPEC, tmp_path / "runs", CPU), film)
    monkeypatch.setattr(features, "CHUNK_S", 1)
    extractor = Extractor(shifted, SPEC, tmp_path / "minutes", CPU)
    minutes = block(extractor, film)
    assert len(list((tmp_path / "minutes" / "features").rglob("head.npy"))) > 3
    for found in (runs, minutes):
        close(found.grid, in_one_row.grid)
        close(found.head, in_one_row.head)
        np.testing.assert_array_equal(found.motion, in_one_row.motion)
    extractor._reach = 0
    with pytest.raises(AssertionError):  # without neighbours it would be seen
        close(block(_moved(extractor, tmp_path / "blind"), film).head, in_one_row.head)


def _moved(extractor: Extractor, cache: Path) -> Extractor:
    """The same with an empty cache."""
    extractor._cache = features.FeatureCache(cache)
    return extractor


def test_a_part_of_a_film_has_the_features_of_the_whole(
    shifted: Backbone, film: MediaSpec, in_one_row: StepBlock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "CHUNK_S", 1)
    part = replace(film, start=film.end // 2, end=3 * film.end // 4)
    found = block(Extractor(shifted, SPEC, tmp_path, CPU), part)
    first = StepGrid.of(part, SPEC.steps_per_second, SPEC.visual_every).first // SPEC.visual_every
    close(found.head, in_one_row.head[first : first + found.looks])


def test_shifts_see_in_films_what_training_sees(
    shifted: Backbone, film: MediaSpec, in_one_row: StepBlock, tmp_path: Path
) -> None:
    extractor = Extractor(shifted, SPEC, tmp_path, CPU)
    grid = StepGrid.of(film, SPEC.steps_per_second, SPEC.visual_every)
    whole = Film(film, grid, extractor.features(film), step_targets(film, grid, (), True))
    with closing(PictureSource([whole], tmp_path, SPEC.picture, 1)) as source:
        pictures = source.pictures(0, np.arange(in_one_row.looks))
    assert shifted.network is not None
    # Two windows in one batch, the second one padded: films end where their windows do.
    present = torch.ones(2, in_one_row.looks, dtype=torch.bool)
    present[1, 4:] = False
    network = EndToEnd(torch.nn.Identity(), copy.deepcopy(shifted.network), SPEC.grid)  # type: ignore[arg-type]
    tell_neighbours(network, present)
    with torch.inference_mode():
        taps = network.taps(torch.cat([pictures, pictures[:4]]))
    close(taps.head[: in_one_row.looks].numpy(), in_one_row.head)
    assert np.abs(taps.head[in_one_row.looks :].numpy() - in_one_row.head[:4]).max() > 0.1


def test_shifts_run_on_every_engine_of_the_cpu(shifted: Backbone, tmp_path: Path) -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (6, 64, 64, 3), np.uint8)
    plain = extraction.runtime.TorchRunner(shifted).taps(pictures)
    other = extraction.runtime.OnnxRunner(shifted, 64, tmp_path, 1)
    assert extraction.runtime.deviation(other.taps(pictures), plain) < extraction.runtime.TOLERANCE
    alone = extraction.runtime.TorchRunner(shifted).taps(pictures[:1])
    assert (plain.head[0] - alone.head[0]).abs().max() > 0.01
