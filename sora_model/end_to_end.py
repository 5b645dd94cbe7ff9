"""Stage (b): the backbone and everything after it, trained together from decoded pictures.

Pictures → change (one per clip) → backbone with frozen batch statistics → taps → form → the losses of stage
(a). The batch is worked through in as many parts as the memory asks for.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.autograd.graph import saved_tensors_hooks
from torch.utils.checkpoint import checkpoint

from sora_model.config import TrainConfig
from sora_model.contract.errors import SoraError
from sora_model.contract.manifest import ClassSpec
from sora_model.data.augment import PictureChange, may_flip
from sora_model.data.features import StepBlock, StepFeatures
from sora_model.data.held import HeldFeatures
from sora_model.data.targets import Clip
from sora_model.data.windows import Film, Targets, Window, collate, exact_window, to_device
from sora_model.media.decoder import FrameDecoder
from sora_model.media.pts_index import load_index
from sora_model.network.batch import Batch, Output
from sora_model.network.forms.form import Form
from sora_model.network.shift import TemporalShift, tell_neighbours
from sora_model.network.visual import EfficientNetLite, Taps, pool_grid
from sora_model.network_fit import Objective, Sampler
from sora_model.optimising import Group, Precision
from sora_model.runtime import DEVIATION, MEAN

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Picture = NDArray[np.uint8]

KEPT_BYTES = 2 * 2**30
"""Memory for decoded pictures, which later epochs show again."""
OPEN_FILMS = 8
STATES = 4
"""Numbers per weight while training: itself, its gradient, and two of the optimiser."""
SPARE = 0.8
"""Share of the memory that may be planned for; the rest is for the allocator's gaps."""


class PictureSource:
    """Pictures of visual steps, decoded once while memory lasts; use it from one thread, and close it."""

    def __init__(self, films: Sequence[Film], cache_dir: Path, size: int, threads: int) -> None:
        self._films = films
        self._cache_dir = cache_dir
        self._size = size
        self._threads = threads
        self._open: OrderedDict[int, FrameDecoder] = OrderedDict()
        self._kept: dict[tuple[int, int], Picture] = {}
        self._bytes = 0

    def close(self) -> None:
        for decoder in self._open.values():
            decoder.close()
        self._open.clear()

    def pictures(self, film: int, looks: Ints) -> Tensor:
        """`(V, 3, size, size) uint8` of the visual steps `looks` (numbers within the film)."""
        shown = [self._picture(film, int(look)) for look in looks]
        return torch.from_numpy(np.stack(shown)).permute(0, 3, 1, 2)

    def _picture(self, film: int, look: int) -> Picture:
        if (film, look) in self._kept:
            return self._kept[film, look]
        grid = self._films[film].grid
        step = look * self._films[film].features.spec.visual_every
        decoder = self._decoder(film)
        number = decoder.index.frame_at(round(grid.anchor + (grid.first + step) * grid.per_step))
        picture = next(iter(decoder.frames([number], (self._size, self._size))))[1]
        if self._bytes + picture.nbytes <= KEPT_BYTES:
            self._kept[film, look] = picture
            self._bytes += picture.nbytes
        return picture

    def _decoder(self, film: int) -> FrameDecoder:
        if film not in self._open:
            medium = self._films[film].medium
            index = load_index(medium.path, self._cache_dir, stream=medium.film_number, threads=self._threads)
            self._open[film] = FrameDecoder(medium.path, index, threads=self._threads)
            if len(self._open) > OPEN_FILMS:
                self._open.popitem(last=False)[1].close()
        self._open.move_to_end(film)
        return self._open[film]


class LookNumbers(HeldFeatures):
    """Motion and sound as cached; in place of the grid `(V, 1, 1, 1)`: which visual step each row is."""

    def __init__(self, features: StepFeatures) -> None:
        super().__init__(features, lambda block: replace(block, head=block.head[:, :0]))

    def block(self, first: int, last: int) -> StepBlock:
        block = super().block(first, last)
        every = self.spec.visual_every
        numbers = np.arange(first // every, first // every + len(block.grid), dtype=np.float32)
        return replace(block, grid=numbers[:, None, None, None])


class EndToEnd(nn.Module):
    """Backbone and form as one network: pictures in, the form's output out."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, form: Form, backbone: EfficientNetLite, cells: int, sparing: bool = False) -> None:
        """`sparing`: the backbone's activations are computed again on the way back instead of being kept."""
        super().__init__()
        self.form = form
        self.backbone = backbone
        self.cells = cells
        self.sparing = sparing
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("deviation", torch.tensor(DEVIATION).view(1, 3, 1, 1), persistent=False)

    def train(self, mode: bool = True) -> EndToEnd:
        """Batch statistics stay those of ImageNet: a batch holds a few clips, whose frames are alike."""
        super().train(mode)
        self.backbone.eval()
        return self

    def forward(self, batch: Batch, pictures: Tensor, present: Tensor, drop: Tensor | None = None) -> Output:
        """`pictures (N, 3, H, W) uint8` are those of the steps where `present (B, V) bool` is true, in
        order; the batch's own grid and head are not looked at.
        """
        tell_neighbours(self.backbone, present)
        taps = self.taps(pictures)
        grid = pool_grid(taps, self.cells).permute(0, 2, 3, 1).float()
        seen = replace(batch, grid=_placed(grid, present), head=_placed(taps.head.float(), present))
        out: Output = self.form(seen, drop)
        return out

    def taps(self, pictures: Tensor) -> Taps:
        x = (pictures.float() - self.mean) / self.deviation
        x = x.contiguous(memory_format=torch.channels_last)
        if not (self.sparing and self.training):
            taps: Taps = self.backbone(x)
            return taps
        maps = []
        for piece, tapped in self.backbone.pieces:
            x = checkpoint(piece, x, use_reentrant=False)
            if tapped:
                maps.append(x)
        return Taps(tuple(maps), x.mean(dim=(2, 3)))

    def groups(self, config: TrainConfig) -> list[Group]:
        """The form, and temporal shifts, at the full rate: they are new. Of the backbone each block slower
        than the one after it.
        """
        rate = config.backbone_rate * config.learning_rate
        pieces = [piece for piece, _ in self.backbone.pieces]
        shifts = [m.share for m in self.backbone.modules() if isinstance(m, TemporalShift)]
        new = {id(share) for share in shifts}
        groups = [Group([*self.form.parameters(), *shifts], config.learning_rate)]
        for depth, piece in enumerate(reversed(pieces)):
            known = [p for p in piece.parameters() if id(p) not in new]
            groups.append(Group(known, rate * config.layer_decay**depth))
        return groups


def _placed(rows: Tensor, present: Tensor) -> Tensor:
    """`(N, …)` at the true places of `present (B, V)`, zeros elsewhere: `(B, V, …)`."""
    out = rows.new_zeros(*present.shape, *rows.shape[1:])
    out[present] = rows
    return out


class PictureFit:
    """The `descent.Task` of stage (b)."""

    def __init__(
        self,
        network: EndToEnd,
        config: TrainConfig,
        films: list[Film],
        clips: list[Clip],
        validation: list[Clip],
        classes: Sequence[ClassSpec],
        exclusive: bool,
        gates: Tensor,
        source: PictureSource,
        device: torch.device,
        is_new: NDArray[np.bool_] | None = None,
    ) -> None:
        """As `network_fit.NetworkFit`; `source` gives the pictures of `films`."""
        every = config.model.features.visual_every
        self.network = network
        self.config = replace(config, window=min(config.window, config.looks * every))
        self.films = [replace(f, features=LookNumbers(f.features)) for f in films]
        self.clips = clips
        self.validation = validation
        self.source = source
        self.device = device
        self.is_new = is_new
        self.random = np.random.default_rng(config.seed)
        self.lengths = np.array([min(c.last - c.first, self.config.window) for c in clips])
        self.precision = Precision(config.precision, device)
        self.objective = Objective(config, [c.label for c in clips], len(classes), exclusive)
        self.sampler = Sampler(self.config, gates, self.random)
        self._flip = may_flip(classes)

    def groups(self) -> list[Group]:
        return self.network.groups(self.config)

    def loss(self, chosen: Ints) -> Tensor:
        clips = [self.clips[i] for i in chosen]
        windows = self.sampler.windows(self.films, clips, self.network.form.classes)
        strength = self.config.picture_change
        changes = [PictureChange.drawn(self.random, strength, self._flip) for _ in clips]
        out, batch, targets = self._seen(clips, windows, changes)
        return self.objective.loss(out, targets, batch.mask)

    def held_out(self) -> tuple[Floats, Ints] | None:
        if not self.validation:
            return None
        self.network.eval()
        rows = []
        with torch.inference_mode():
            for clip in self.validation:
                windows = [self._shortened(clip)]
                out, _, _ = self._seen([clip], windows, [PictureChange()])
                rows.append(out.clip.double().cpu().numpy())
        return np.concatenate(rows), np.array([c.label for c in self.validation], dtype=np.int64)

    def _shortened(self, clip: Clip) -> Window:
        """The clip, or as much of its middle as training windows are long."""
        spare = max(0, clip.last - clip.first - self.config.window)
        middle = replace(clip, first=clip.first + spare // 2, last=clip.last - (spare - spare // 2))
        return exact_window(self.films[clip.film], middle, self.network.form.classes)

    def _seen(
        self, clips: Sequence[Clip], windows: list[Window], changes: Sequence[PictureChange]
    ) -> tuple[Output, Batch, Targets]:
        batch, targets = collate(windows)
        present = torch.zeros(batch.grid.shape[:2], dtype=torch.bool)
        shown = []
        motion, boxes = batch.motion.clone(), batch.boxes.clone()
        for i, (clip, window, change) in enumerate(zip(clips, windows, changes, strict=True)):
            if not window.has_video:
                continue
            numbers = window.block.grid[:, 0, 0, 0].astype(np.int64)
            present[i, : len(numbers)] = True
            shown.append(change.pictures(self.source.pictures(clip.film, numbers)))
            motion[i] = change.motion(motion[i])
            boxes[i] = change.boxes(boxes[i])
        size = self.config.model.features.picture
        pictures = torch.cat(shown) if shown else torch.zeros(0, 3, size, size, dtype=torch.uint8)
        batch, targets = to_device(replace(batch, motion=motion, boxes=boxes), targets, self.device)
        if self.network.training:
            batch = self.sampler.changed(batch, self.network.form)
        drop = self.sampler.dropped(batch) if self.network.training else None
        with self.precision.cast():
            out = self.network(
                batch,
                pictures.to(self.device, non_blocking=True),
                present.to(self.device, non_blocking=True),
                drop,
            )
        return out, batch, targets


def saved_bytes(network: EndToEnd, size: int) -> int:
    """What one picture of `size`² keeps in memory between the way there and the way back, in fp32.

    Counted, not guessed: the tensors that autograd saves for one picture, weights left out.
    """
    own = {p.untyped_storage().data_ptr() for p in network.parameters()}
    seen: dict[int, int] = {}

    def count(tensor: Tensor) -> Tensor:
        place = tensor.untyped_storage().data_ptr()
        if place not in own:
            seen[place] = tensor.untyped_storage().nbytes()
        return tensor

    device = next(network.parameters()).device
    picture = torch.zeros(1, 3, size, size, dtype=torch.uint8, device=device)
    kept = []
    with saved_tensors_hooks(count, lambda tensor: tensor):
        # Held until counted: memory that is given back could be counted twice, or not at all.
        kept.append(network.taps(picture))
    return sum(seen.values())


def planned_parts(network: EndToEnd, config: TrainConfig, precision: str) -> tuple[int, bool, float]:
    """Into how many parts a batch must be cut for `memory_gb`, whether activations must be computed twice,
    and the GB that the peak is estimated at.

    Raises `SoraError` where not even one window fits.
    """
    size = config.model.features.picture
    weights = STATES * sum(p.numel() * p.element_size() for p in network.parameters())
    budget = SPARE * config.memory_gb * 2**30 - weights
    half = 0.5 if precision in ("bf16", "fp16") else 1.0
    for sparing in (False, True):
        network.sparing = sparing
        network.train()
        window = half * config.looks * saved_bytes(network, size)
        if window <= budget:
            parts = math.ceil(config.batch / min(config.batch, int(budget // window)))
            peak = weights + window * math.ceil(config.batch / parts)
            return parts, sparing, peak / 2**30
    raise SoraError(
        "{memory:g} GB are too little for one window of {pictures} pictures. Set fewer (--set "
        "looks={fewer}), or allow more (--set memory_gb=…).",
        memory=config.memory_gb,
        pictures=config.looks,
        fewer=max(1, config.looks // 2),
    )
