"""A stretch written again: its frames at their times, damaged as told, with or without sound."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sora_model.media.audio_reader import AudioReader
from sora_model.media.decoder import FrameDecoder
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import PtsIndex, load_index
from sora_model.media.rewriting import Encoder, write_stretch
from tests.sora_model.films import pictures, write_film

FRAMES = 40


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PtsIndex]:
    folder = tmp_path_factory.mktemp("source")
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(16_000 * FRAMES // 25) / 16_000)
    path = write_film(folder / "f.mp4", pictures("right", FRAMES, 1), tone.astype(np.float32))
    return path, load_index(path, folder)


def written(source: tuple[Path, PtsIndex], folder: Path, **how: object) -> tuple[Path, PtsIndex]:
    path, index = source
    target = folder / "w.mkv"
    write_stretch(path, index, target, 0.4, 1.2, cancelled=lambda: False, **how)  # type: ignore[arg-type]
    return target, load_index(target, folder)


def shown(path: Path, index: PtsIndex) -> list[np.ndarray]:
    with FrameDecoder(path, index) as decoder:
        return [decoder.frame(n).astype(np.int16) for n in range(len(index))]


def test_frames_and_times_of_the_stretch(source: tuple[Path, PtsIndex], tmp_path: Path) -> None:
    target, index = written(source, tmp_path)
    assert len(index) == 20
    assert [index.seconds(int(t)) for t in index.pts] == pytest.approx([n / 25 for n in range(20)])
    before, after = shown(*source)[10:30], shown(target, index)
    # Only what 4:2:0 loses of colour.
    assert max(np.abs(a - b).mean() for a, b in zip(before, after, strict=True)) < 3


def test_every_second_frame_keeps_its_time(source: tuple[Path, PtsIndex], tmp_path: Path) -> None:
    _, index = written(source, tmp_path, every=2)
    assert [index.seconds(int(t)) for t in index.pts] == pytest.approx([n / 12.5 for n in range(10)])


def test_sound_is_that_of_the_stretch_or_gone(source: tuple[Path, PtsIndex], tmp_path: Path) -> None:
    target, _ = written(source, tmp_path)
    with AudioReader(target) as new, AudioReader(source[0]) as old:
        heard, wanted = new.read(0.1, 0.5, 16_000, 1), old.read(0.5, 0.5, 16_000, 1)
    assert np.abs(heard - wanted).max() < 0.02
    assert np.abs(heard).max() > 0.1
    muted, _ = written(source, tmp_path, sound=False)
    from sora_model.contract.errors import SoraError

    with pytest.raises(SoraError, match="has no sound"):
        AudioReader(muted)


def test_change_is_done_to_every_picture(source: tuple[Path, PtsIndex], tmp_path: Path) -> None:
    target, index = written(source, tmp_path, change=lambda picture: picture // 4)
    assert max(p.mean() for p in shown(target, index)) < 0.35 * min(p.mean() for p in shown(*source))


def test_coarse_encoding_loses_what_fine_does_not(source: tuple[Path, PtsIndex], tmp_path: Path) -> None:
    (tmp_path / "coarse").mkdir()
    coarse = Encoder("mpeg4", {"qmin": "31", "qmax": "31", "b": "100000"})
    assert coarse.available
    before = shown(*source)[10:30]

    def lost(made: tuple[Path, PtsIndex]) -> float:
        return float(np.mean([np.abs(a - b).mean() for a, b in zip(before, shown(*made), strict=True)]))

    assert lost(written(source, tmp_path / "coarse", encoder=coarse)) > 2 * lost(written(source, tmp_path))


def test_an_encoder_that_is_not_there_is_known() -> None:
    assert not Encoder("no-such-codec").available


def test_cancelled_between_two_frames(source: tuple[Path, PtsIndex], tmp_path: Path) -> None:
    path, index = source
    asked: list[int] = []

    def soon() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        write_stretch(path, index, tmp_path / "w.mkv", 0.0, 1.6, cancelled=soon)
    assert len(asked) == 4
