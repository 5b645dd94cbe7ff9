"""The feature cache: what the backbone, the flow and the sound say about each step, on disk.

A folder per (content, weights, transform, rate) with one folder per minute of memory-mapped float16 arrays
and
a small JSON index. A minute is written under a temporary name and renamed, so complete minutes survive a
crash
and two processes may fill one cache; whole folders are evicted, least recently used first.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sora_model.contract.errors import SoraError
from sora_model.data.motion import MOTION_CHANNELS
from sora_model.data.sound import AUDIO_CHANNELS
from sora_model.network.backbones import BACKBONES, HEAD_CHANNELS, tap_channels

CACHE_VERSION = 2
CHUNK_S = 60
IN_USE_S = 600.0
"""A folder used this recently is never evicted: another process may be filling it."""

PRECISIONS = ("fp32", "bf16")
RANGES = {
    "steps_per_second": (0.01, 1000.0),
    "visual_every": (1, 1000),
    "picture": (8, 2048),
    "grid": (1, 64),
    "pixels": (0, 512),
}
"""What the numbers of a `FeatureSpec` may be."""
VISUAL = ("grid", "head", "pixels")
"""Arrays with a row per visual step; the others have one per step."""

Array = NDArray[Any]
Beside = Callable[[int, int], NDArray[np.float32]]


def stored_type(name: str) -> np.dtype[Any]:
    """How the array of that name is stored."""
    return np.dtype(np.uint8 if name == "pixels" else np.float16)


@dataclass(frozen=True)
class FeatureSpec:
    """How features are made; every field is part of the cache's key.

    `steps_per_second` for motion and sound; the backbone looks at every `visual_every`-th step, at `picture`²
    pixels, and leaves a grid of `grid`² cells. `precision`: "fp32" or "bf16". `backbone` “none”: no grid and
    no head; `pixels` > 0: the picture itself at `pixels`², one per visual step.
    """

    steps_per_second: float = 12.5
    visual_every: int = 2
    picture: int = 224
    grid: int = 7
    precision: str = "fp32"
    backbone: str = "efficientnet-lite0"
    pixels: int = 0

    def __post_init__(self) -> None:
        """Raises `SoraError` where a value makes no sense."""
        for name, (low, high) in RANGES.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise SoraError(
                    "{name} must be {low:g} to {high:g}, found {value}.",
                    name=name,
                    low=low,
                    high=high,
                    value=value,
                )
        for name, known in (("precision", PRECISIONS), ("backbone", (*BACKBONES, "none"))):
            if getattr(self, name) not in known:
                raise SoraError(
                    "{name} must be one of {known}, found “{found}”.",
                    name=name,
                    known=", ".join(known),
                    found=getattr(self, name),
                )

    @property
    def tap_channels(self) -> tuple[int, int, int]:
        """Channels of the backbone's taps at stride 8, 16 and 32; nought without one."""
        return tap_channels(self.backbone)

    @property
    def grid_channels(self) -> int:
        return sum(self.tap_channels)

    @property
    def head_channels(self) -> int:
        return 0 if self.backbone == "none" else HEAD_CHANNELS

    @property
    def chunk_steps(self) -> int:
        """Steps per minute of cache, a multiple of `visual_every`."""
        return max(1, round(CHUNK_S * self.steps_per_second) // self.visual_every) * self.visual_every

    def key(self, weights: str, content: str) -> str:
        text = json.dumps(
            {"version": CACHE_VERSION, "weights": weights, "content": content, **asdict(self)}, sort_keys=True
        )
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Shape of one row of each array."""
        return {
            "grid": (self.grid, self.grid, self.grid_channels),
            "head": (self.head_channels,),
            "pixels": (self.pixels, self.pixels, 3),
            "motion": (MOTION_CHANNELS,),
            "audio": (AUDIO_CHANNELS,),
        }


@dataclass(frozen=True)
class StepBlock:
    """Features of steps `[first, first + len)`, float32.

    `grid (V, g, g, C)`, `head (V, H)` and `pixels (V, P, P, 3) uint8` of the visual steps
    `first // visual_every …`; `motion (T, M)`, `audio (T, A)`. What the medium lacks is zero. `text (T, D)`
    and `boxes (V, K, 4)` come from the person, see `data.text` and `data.boxes`; `D` and `K` are 0 without.
    """

    grid: NDArray[np.float32]
    head: NDArray[np.float32]
    motion: NDArray[np.float32]
    audio: NDArray[np.float32]
    pixels: NDArray[np.uint8]
    text: NDArray[np.float32]
    boxes: NDArray[np.float32]

    @property
    def looks(self) -> int:
        """Number of visual steps."""
        return len(self.head)

    @property
    def steps(self) -> int:
        return len(self.motion)


class StepFeatures:
    """Cached features of `count` steps from the film's step `first` on, memory-mapped."""

    def __init__(
        self,
        spec: FeatureSpec,
        first: int,
        count: int,
        has_video: bool,
        has_audio: bool,
        chunks: Mapping[int, Mapping[str, Array]],
        texts: Beside | None = None,
        boxes: Beside | None = None,
    ) -> None:
        """`texts`, `boxes`: what the person's notes and tracks say of given steps of the `count`."""
        self.texts = texts
        self.boxes = boxes
        self.spec = spec
        self.count = count
        self.has_video = has_video
        self.has_audio = has_audio
        self._first = first
        self._chunks = chunks

    def block(self, first: int, last: int) -> StepBlock:
        """Features of steps `[first, last)`; `first` must be a multiple of `visual_every`."""
        every = self.spec.visual_every
        if first % every or not 0 <= first < last <= self.count:
            raise ValueError(f"steps {first}–{last} of {self.count} are no block")
        looks = -(-(last - first) // every)
        text = np.zeros((last - first, 0), np.float32) if self.texts is None else self.texts(first, last)
        boxes = np.zeros((looks, 0, 4), np.float32) if self.boxes is None else self.boxes(first, last)
        first, last = first + self._first, last + self._first
        low, high = first // every, -(-last // every)
        per_chunk = self.spec.chunk_steps
        return StepBlock(
            grid=self._rows("grid", low, high, per_chunk // every),
            head=self._rows("head", low, high, per_chunk // every),
            motion=self._rows("motion", first, last, per_chunk),
            audio=self._rows("audio", first, last, per_chunk),
            pixels=self._rows("pixels", low, high, per_chunk // every),
            text=text,
            boxes=boxes,
        )

    def _rows(self, name: str, first: int, last: int, per_chunk: int) -> Array:
        shape = self.spec.shapes()[name]
        out = np.zeros((last - first, *shape), np.uint8 if name == "pixels" else np.float32)
        at = first
        while at < last:
            chunk, offset = divmod(at, per_chunk)
            count = min(last - at, per_chunk - offset)
            array = self._chunks[chunk].get(name)
            if array is not None:
                out[at - first : at - first + count] = array[offset : offset + count]
            at += count
        return out


class FeatureFolder:
    """One medium's folder in the cache."""

    def __init__(self, path: Path, spec: FeatureSpec, facts: Mapping[str, Any]) -> None:
        self.path = path
        self.spec = spec
        self.facts = facts

    def prepare(self) -> None:
        """Make the folder and its index, and mark it as used."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        index = self.path / "index.json"
        if not index.exists():
            temporary = self.path / f".index.{os.getpid()}.tmp"
            temporary.touch(mode=0o600)  # features show what the films show: for this user only
            temporary.write_text(json.dumps({"version": CACHE_VERSION, **asdict(self.spec), **self.facts}))
            os.replace(temporary, index)
        os.utime(index)

    def has(self, number: int) -> bool:
        """Whether minute `number` is there, sound or damaged."""
        return self._chunk_folder(number).is_dir()

    def chunk(self, number: int, needed: int) -> dict[str, Array] | None:
        """The arrays of minute `number`, memory-mapped; None where it is missing, damaged, or has less
        than the
        `needed` steps.
        """
        if not self.has(number):
            return None
        folder = self._chunk_folder(number)
        try:
            arrays = {
                p.stem: np.load(p, mmap_mode="r", allow_pickle=False) for p in sorted(folder.glob("*.npy"))
            }
        except (OSError, ValueError, EOFError):
            arrays = {"damaged": np.zeros(0)}
        if arrays and all(self._fits(name, array, needed) for name, array in arrays.items()):
            return arrays
        shutil.rmtree(folder, ignore_errors=True)
        return None

    def _fits(self, name: str, array: Array, needed: int) -> bool:
        least = -(-needed // self.spec.visual_every) if name in VISUAL else needed
        shape = self.spec.shapes().get(name)
        kept = array.dtype == stored_type(name) and array.shape[1:] == shape and len(array) >= least
        return kept and bool(np.isfinite(array).all())

    def _chunk_folder(self, number: int) -> Path:
        return self.path / f"chunk-{number:05d}"

    def write_chunk(self, number: int, arrays: Mapping[str, Array]) -> None:
        """Add minute `number`; where another process was faster, its equal arrays stay."""
        folder = self._chunk_folder(number)
        temporary = self.path / f".chunk-{number:05d}.{os.getpid()}.tmp"
        try:
            temporary.mkdir(parents=True, exist_ok=True, mode=0o700)
            for name, array in arrays.items():
                file_name = temporary / f"{name}.npy"
                file_name.touch(mode=0o600)
                with open(file_name, "wb") as file:
                    np.save(file, array.astype(stored_type(name)), allow_pickle=False)
            try:
                os.rename(temporary, folder)
            except OSError:
                if not folder.is_dir():
                    raise
        except OSError as error:
            raise SoraError(
                "The feature cache {path} cannot be written ({reason}). Free some space there, or "
                "choose another cache folder.",
                path=self.path,
                reason=error.strerror or error,
            ) from error
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


class FeatureCache:
    """All media's folders under `root`, kept below `budget` bytes."""

    def __init__(self, root: Path, budget: int = 20 * 2**30) -> None:
        self.root = root
        self.budget = budget

    def folder(
        self, content: str, weights: str, spec: FeatureSpec, facts: Mapping[str, Any]
    ) -> FeatureFolder:
        """The folder of one medium, ready to be read and written; others are evicted if need be."""
        folder = FeatureFolder(self.root / spec.key(weights, content), spec, facts)
        try:
            folder.prepare()
        except OSError as error:
            raise SoraError(
                "The feature cache {folder} cannot be written ({reason}). Choose another cache folder.",
                folder=self.root,
                reason=error.strerror or error,
            ) from error
        return folder

    def evict(self, now: float | None = None) -> int:
        """Remove least recently used folders until the budget is met; the number of bytes removed."""
        moment = time.time() if now is None else now
        if not self.root.is_dir():
            return 0
        entries = []
        for path in self.root.iterdir():
            index = path / "index.json"
            if path.is_dir():
                used = index.stat().st_mtime if index.exists() else path.stat().st_mtime
                entries.append((used, _size(path), path))
        total = sum(size for _, size, _ in entries)
        removed = 0
        for used, size, path in sorted(entries, key=lambda e: (e[0], e[2].name)):
            if total - removed <= self.budget or moment - used < IN_USE_S:
                break
            shutil.rmtree(path, ignore_errors=True)
            removed += size
        return removed


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:  # another process finished or evicted it meanwhile
            continue
    return total


def cache_folder(named: str | None) -> Path:
    """The root of all caches: the folder named, or the platform's cache folder of the program."""
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("sora-studio", appauthor=False)
