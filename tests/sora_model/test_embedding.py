"""Embeddings: of every level, of length 1, the same each time, alike where films are alike."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from sora_model import embedding
from sora_model.contract.embeddings import Embeddings, Level
from sora_model.contract.errors import SoraError
from sora_model.contract.manifest import Manifest
from sora_model.data.sampling import StepGrid
from sora_model.embedding import Axes, Rows, embed, standard_blocks
from sora_model.media.progress import Cancelled
from tests.sora_model.conftest import Trained
from tests.sora_model.films import direction_set


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> tuple[Manifest, Path]:
    root = tmp_path_factory.mktemp("embedded")
    return direction_set(root, ("left", "right"), per_class=4), root / "cache"


def rows_of(films: tuple[Manifest, Path], level: Level, dimensions: int | None = None) -> Rows:
    manifest, cache = films
    return embed(
        manifest, level, cache_dir=cache, dimensions=dimensions, device="cpu", on_event=lambda event: None
    )


@pytest.mark.parametrize("level", ["frame", "segment", "film"])
def test_each_level_has_its_rows(films: tuple[Manifest, Path], level: Level) -> None:
    manifest, _ = films
    rows = rows_of(films, level, 5)
    steps = [StepGrid.of(m, 12.5, 2).count for m in manifest.media]
    wanted = sum(steps) if level == "frame" else len(manifest.media)
    assert rows.vectors.shape == (wanted, 5)
    np.testing.assert_allclose(np.linalg.norm(rows.vectors, axis=1), 1.0, rtol=1e-5)
    assert len(rows.media_ids) == len(rows.class_ids) == len(rows.start) == wanted
    assert (rows.end > rows.start).all()
    if level == "segment":
        assert rows.class_ids == tuple(str(m.ranges[0].class_id) for m in manifest.media)
    if level == "frame":
        assert (np.diff(rows.start[: steps[0]]) > 0).all()


def test_the_same_each_time(films: tuple[Manifest, Path]) -> None:
    first, second = rows_of(films, "segment"), rows_of(films, "segment")
    np.testing.assert_array_equal(first.vectors, second.vectors)


def test_films_that_move_alike_lie_nearer(films: tuple[Manifest, Path]) -> None:
    rows = rows_of(films, "film")
    alike = rows.vectors @ rows.vectors.T
    to_left = np.array(["left" in name for name in rows.media_ids])
    same = to_left[:, None] == to_left[None]
    off_diagonal = ~np.eye(len(to_left), dtype=bool)
    assert alike[same & off_diagonal].mean() > alike[~same].mean() + 0.3


def test_a_long_stretch_is_the_mean_of_its_parts(
    films: tuple[Manifest, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rows_of(films, "film", 3).vectors
    monkeypatch.setattr(embedding, "LONGEST_CLIP", 6)
    parts = rows_of(films, "film", 3).vectors
    assert parts.shape == whole.shape
    assert not np.allclose(parts, whole)
    np.testing.assert_allclose(np.linalg.norm(parts, axis=1), 1.0, rtol=1e-5)


@pytest.mark.parametrize("dimensions", [0, 1000])
def test_more_dimensions_than_there_are_is_told(films: tuple[Manifest, Path], dimensions: int) -> None:
    with pytest.raises(SoraError, match=rf"{dimensions} dimensions cannot be had: .* Choose 1 to \d+"):
        rows_of(films, "segment", dimensions)


def test_without_labels_there_are_no_segments(films: tuple[Manifest, Path]) -> None:
    manifest, cache = films
    bare = replace(manifest, media=tuple(replace(m, ranges=()) for m in manifest.media[:2]))
    with pytest.raises(SoraError, match="no labels"):
        embed(bare, "segment", cache_dir=cache, device="cpu", on_event=lambda event: None)
    rows = embed(bare, "film", cache_dir=cache, device="cpu", on_event=lambda event: None)
    assert len(rows.vectors) == 2


def test_rows_that_are_all_the_same_have_no_directions() -> None:
    with pytest.raises(SoraError, match="no dimensions to choose from"):
        Axes(torch.ones(4, 3, dtype=torch.float64), None)


def test_cancelled(films: tuple[Manifest, Path]) -> None:
    manifest, cache = films
    with pytest.raises(Cancelled):
        embed(
            manifest, "film", cache_dir=cache, device="cpu", on_event=lambda event: None,
            cancelled=lambda: True,
        )  # fmt: skip


def test_with_a_run_its_representation_takes_part(trained: Trained) -> None:
    def vectors(checkpoint: Path | None) -> Rows:
        return embed(
            trained.manifest, "segment", cache_dir=trained.cache, checkpoint=checkpoint, dimensions=8,
            device="cpu", on_event=lambda event: None,
        )  # fmt: skip

    plain, known = vectors(None), vectors(trained.checkpoint)
    assert plain.made_by == "temporal statistics"
    assert known.made_by.endswith("run r1")
    assert not np.allclose(plain.vectors, known.vectors)


def test_axes_are_sorted_and_signed() -> None:
    random = torch.Generator().manual_seed(0)
    rows = torch.randn(40, 6, generator=random, dtype=torch.float64) * torch.tensor([1, 9, 2, 1, 4, 1.0])
    axes = Axes(rows, 3)
    projected = (rows - rows.mean(dim=0)) @ axes._axes
    spread = projected.std(dim=0)
    assert (spread[:-1] > spread[1:]).all()
    assert axes._axes.abs().argmax(dim=0).tolist() == [1, 4, 2]
    largest = axes._axes.gather(0, axes._axes.abs().argmax(dim=0, keepdim=True))
    assert (largest > 0).all()
    turned = Axes(rows.flip(0), 3)
    torch.testing.assert_close(axes._axes, turned._axes)


def test_what_no_row_has_is_left_out_and_what_one_lacks_is_nought() -> None:
    rows = torch.randn(5, 12, generator=torch.Generator().manual_seed(1))
    rows[:, 9:] = float("nan")
    rows[2] = float("nan")
    blocks = standard_blocks(rows, {"change": 4, "motion": 5, "sound": 3})
    assert set(blocks) == {"change", "motion"}
    for block in blocks.values():
        assert (block[2] == 0).all()
        others = block[[0, 1, 3, 4]]
        torch.testing.assert_close(others.square().sum(dim=1).mean(), torch.tensor(1.0, dtype=torch.float64))


def test_the_file_holds_plain_arrays_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    names = np.array(["Aufschlag", "发球"])
    numbers = np.array([0, 5])
    kept = Embeddings(
        np.array("segment"), np.array("test"), names, names, names, names, names, numbers, numbers + 5,
        numbers / 2, numbers / 2 + 1, np.eye(2, dtype=np.float32),
    )  # fmt: skip
    path = tmp_path / "v.npz"
    kept.save(path)
    assert list(tmp_path.iterdir()) == [path]
    read = Embeddings.load(path)
    assert read.classes.tolist() == ["Aufschlag", "发球"]
    assert read.vectors.dtype == np.float32
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(SoraError, match="cannot be read"):
        Embeddings.load(path)
