"""The cache: complete minutes survive, torn ones are made again, the least recently used go first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sora_model.contract.errors import SoraError
from sora_model.data.features import IN_USE_S, FeatureCache, FeatureFolder, FeatureSpec, StepFeatures

SPEC = FeatureSpec(picture=64, grid=2)


def arrays(seed: int, steps: int = 10) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    rows = {"grid": steps // 2, "head": steps // 2, "motion": steps, "audio": steps}
    return {
        n: random.normal(size=(rows[n], *shape)).astype(np.float16)
        for n, shape in SPEC.shapes().items()
        if n in rows
    }


def folder(root: Path, content: str = "film") -> FeatureFolder:
    return FeatureCache(root).folder(content, "weights", SPEC, {"origin": [0, 1]})


def test_a_minute_comes_back_as_it_was(tmp_path: Path) -> None:
    place = folder(tmp_path)
    assert place.chunk(0, 10) is None
    place.write_chunk(0, arrays(1))
    found = folder(tmp_path).chunk(0, 10)
    assert found is not None
    for name, array in arrays(1).items():
        np.testing.assert_array_equal(found[name], array)
        assert isinstance(found[name], np.memmap)


def test_what_a_crash_left_is_not_taken_for_a_minute(tmp_path: Path) -> None:
    place = folder(tmp_path)
    torn = place.path / ".chunk-00000.4711.tmp"
    torn.mkdir()
    (torn / "grid.npy").write_bytes(b"\x93NUMPY half")
    assert place.chunk(0, 10) is None
    place.write_chunk(0, arrays(1))
    assert place.chunk(0, 10) is not None


@pytest.mark.parametrize("damage", ["cut", "shape", "foreign", "empty"])
def test_a_damaged_minute_is_made_again(tmp_path: Path, damage: str) -> None:
    place = folder(tmp_path)
    place.write_chunk(0, arrays(1))
    file = place.path / "chunk-00000" / "motion.npy"
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:200])
    elif damage == "shape":
        np.save(file, np.zeros((10, 3), np.float16))
    elif damage == "foreign":
        np.save(file.with_name("other.npy"), np.zeros(3))
    else:
        for each in file.parent.iterdir():
            each.unlink()
    assert place.chunk(0, 10) is None
    place.write_chunk(0, arrays(2))
    found = place.chunk(0, 10)
    assert found is not None
    np.testing.assert_array_equal(found["motion"], arrays(2)["motion"])


def test_a_minute_with_too_few_steps_is_made_again(tmp_path: Path) -> None:
    place = folder(tmp_path)
    place.write_chunk(0, arrays(1))
    assert place.chunk(0, 6) is not None
    assert place.chunk(0, 11) is None


def test_writers_of_one_minute_in_several_processes_leave_one_whole_minute(tmp_path: Path) -> None:
    place = folder(tmp_path)
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])\n"
        "from tests.sora_model.data.test_features import arrays, folder\n"
        "for _ in range(5): folder(Path(sys.argv[1])).write_chunk(0, arrays(1))\n"
    )
    root = str(Path(__file__).parents[3])
    others = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), root]) for _ in range(2)]
    while any(other.poll() is None for other in others):
        place.write_chunk(0, arrays(1))
    assert [other.returncode for other in others] == [0, 0]
    found = place.chunk(0, 10)
    assert found is not None
    np.testing.assert_array_equal(found["grid"], arrays(1)["grid"])
    assert [p.name for p in place.path.iterdir() if p.name.endswith(".tmp")] == []


def test_the_least_recently_used_film_goes_first(tmp_path: Path) -> None:
    places = [folder(tmp_path, f"film{i}") for i in range(3)]
    for place in places:
        place.write_chunk(0, arrays(1))
    size = sum(f.stat().st_size for f in places[0].path.rglob("*") if f.is_file())
    now = 1_000_000.0
    for age, place in zip((3, 1, 2), places, strict=True):
        os.utime(place.path / "index.json", (now - age * 10_000, now - age * 10_000))
    small = FeatureCache(tmp_path, budget=int(size * 1.5))
    small.evict(now)
    assert [p.path.exists() for p in places] == [False, True, False]
    os.utime(places[1].path / "index.json", (now - IN_USE_S / 2, now - IN_USE_S / 2))
    FeatureCache(tmp_path, budget=0).evict(now)
    assert places[1].path.exists()


def test_the_key_holds_everything_that_changes_the_numbers() -> None:
    keys = {
        spec.key(weights, content)
        for spec in (SPEC, FeatureSpec(picture=96, grid=2), FeatureSpec(picture=64, grid=2, precision="bf16"))
        for weights in ("w1", "w2")
        for content in ("c1", "c2")
    }
    assert len(keys) == 12


def test_the_cache_is_private(tmp_path: Path) -> None:
    place = folder(tmp_path)
    place.write_chunk(0, arrays(1))
    assert place.path.stat().st_mode & 0o077 == 0


def test_blocks_run_across_minutes() -> None:
    per_chunk = SPEC.chunk_steps
    chunks = {
        number: {
            "motion": np.full((per_chunk, *SPEC.shapes()["motion"]), number, np.float16),
            "grid": np.full((per_chunk // 2, *SPEC.shapes()["grid"]), number, np.float16),
            "head": np.full((per_chunk // 2, *SPEC.shapes()["head"]), number, np.float16),
        }
        for number in (0, 1)
    }
    features = StepFeatures(SPEC, 100, 2 * per_chunk - 100, True, False, chunks)
    block = features.block(per_chunk - 104, per_chunk - 96)
    assert block.motion[:, 0].tolist() == [0] * 4 + [1] * 4
    assert block.grid[:, 0, 0, 0].tolist() == [0, 0, 1, 1]
    assert block.audio.shape[0] == 8
    assert block.audio.sum() == 0
    with pytest.raises(ValueError, match="no block"):
        features.block(1, 5)


def test_a_cache_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SoraError, match="another cache folder"):
        folder(tmp_path / "file")
