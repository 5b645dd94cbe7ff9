"""Stage (a): gradient training of everything after the frozen backbone, on cached features."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sora_model.config import TrainConfig
from sora_model.data import augment
from sora_model.data.features import StepBlock
from sora_model.data.held import HeldFeatures
from sora_model.data.targets import Clip
from sora_model.data.windows import Film, Targets, Window, collate, exact_window, random_window, to_device
from sora_model.losses import (
    boundary_loss,
    class_weights,
    clip_loss,
    dense_loss,
    focal_loss,
    smoothing_loss,
)
from sora_model.network.batch import Batch, Output
from sora_model.network.forms.form import Form
from sora_model.network.standardise import Standardise
from sora_model.optimising import Group, Precision

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Moved = tuple[Batch, Targets]

HELD_BYTES = 2 * 2**30
"""Memory for the features of labelled stretches; what does not fit is read from the cache each time."""


def branch_dropout(gates: Tensor, rate: float) -> Floats:
    """Chance `(3,)` that a branch is left out of a sample, from the logits `(3,)` its gate begins with.

    Branches of equal evidence: `rate` each, so that each learns to stand alone. A branch without evidence is
    left out nearly always, and the one that carries the decision is kept.
    """
    evidence = torch.exp(gates - gates.max()).double().numpy()
    others = np.array([np.delete(evidence, i).max() for i in range(len(evidence))])
    return np.asarray(rate * others + 2 * rate * (1 - evidence))


class Objective:
    """What is asked of a form's output: the sum of the losses that the configuration names."""

    def __init__(self, config: TrainConfig, labels: Sequence[int], classes: int, exclusive: bool) -> None:
        counts = torch.bincount(torch.tensor(labels), minlength=classes + 1)
        self.config = config
        self.exclusive = exclusive
        self.of_class = class_weights(counts[:classes], config.class_weights)

    def loss(self, out: Output, targets: Targets, mask: Tensor) -> Tensor:
        config, of_class = self.config, self.of_class.to(out.clip.device)
        clip, dense = out.clip.float(), out.dense.float()
        gamma = config.focal if config.loss == "focal" else 0.0
        loss = clip_loss(clip, targets.labels, targets.shares, of_class, config.label_smoothing, gamma)
        if self.exclusive:
            loss = loss + dense_loss(dense, targets.positive, targets.weight, of_class, gamma)
        else:
            gamma = 0.0 if config.loss == "cross-entropy" else config.focal
            loss = loss + focal_loss(dense, targets.positive, targets.weight, of_class, gamma)
        if config.smoothing > 0:
            loss = loss + config.smoothing * smoothing_loss(dense, mask, config.smoothing_limit)
        if config.boundary > 0:
            edges = boundary_loss(out.boundary.float(), targets.positive, targets.weight, mask)
            loss = loss + config.boundary * edges
        return loss + out.auxiliary.float()


class Sampler:
    """Draws windows of clips and what is done to them: margins, speed, noise, masks, missing branches."""

    def __init__(
        self, config: TrainConfig, gates: Tensor, random: np.random.Generator, flip: bool = False
    ) -> None:
        """`gates (3,)`: the logits that the fusion of picture, motion and sound begins with; `flip`: whether
        pictures may be mirrored, see `augment.may_flip`.
        """
        self.config = config
        self.random = random
        self.flip = flip
        self.dropout = branch_dropout(gates, config.modality_dropout)

    def windows(self, films: Sequence[Film], clips: Sequence[Clip], classes: int) -> list[Window]:
        config = self.config
        return [
            random_window(films[c.film], c, classes, config.window, config.speed_jitter, self.random)
            for c in clips
        ]

    def changed(self, batch: Batch, model: Form) -> Batch:
        """The batch with other small pictures, noise, lost channels, and sound made louder and masked."""
        config, random = self.config, self.random
        batch = self._retaken(batch)
        audio = augment.louder(batch.audio, config.audio_gain, random)
        audio = augment.masked_sound(
            audio,
            batch.mask.sum(dim=1),
            model.audio_scale.mean,
            config.audio_time_mask,
            config.audio_band_mask,
            random,
        )
        return replace(
            batch,
            head=self._blurred(batch.head, model.head_scale),
            motion=self._blurred(batch.motion, model.motion_scale),
            audio=self._blurred(audio, model.audio_scale),
        )

    def _retaken(self, batch: Batch) -> Batch:
        """Small pictures as if taken from elsewhere: one change per clip, and its flow and boxes with it."""
        if self.config.picture_change <= 0 or batch.pixels.numel() == 0:
            return batch
        pixels, motion, boxes = batch.pixels.clone(), batch.motion.clone(), batch.boxes.clone()
        for i in range(len(pixels)):
            change = augment.PictureChange.drawn(self.random, self.config.picture_change, self.flip)
            pixels[i] = change.pictures(pixels[i].permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
            motion[i] = change.motion(motion[i])
            boxes[i] = change.boxes(boxes[i])
        return replace(batch, pixels=pixels, motion=motion, boxes=boxes)

    def _blurred(self, x: Tensor, scale: Standardise) -> Tensor:
        if x.shape[-1] == 0:
            return x
        x = augment.noisy(x, scale.deviation, self.config.noise, self.random)
        return augment.without_channels(x, scale.mean, self.config.channel_dropout, self.random)

    def dropped(self, batch: Batch) -> Tensor:
        """`(B, 3)`: branches left out. Sound may be dropped, which leaves the "no audio" token; picture or
        motion always stays where there is a picture.
        """
        drop = torch.from_numpy(self.random.random((len(batch.mask), 3)) < self.dropout)
        drop[:, :2] &= ~drop[:, :2].all(dim=1, keepdim=True)
        return (drop & batch.has_video.cpu()[:, None]).to(batch.mask.device)


class NetworkFit:
    """The `descent.Task` of stage (a)."""

    def __init__(
        self,
        model: Form,
        config: TrainConfig,
        films: list[Film],
        clips: list[Clip],
        validation: list[Clip],
        exclusive: bool,
        gates: Tensor,
        device: torch.device,
        flip: bool = False,
        is_new: NDArray[np.bool_] | None = None,
    ) -> None:
        """`gates`, `flip`: see `Sampler`; `is_new (len(clips),)`: not seen by the run it starts from."""
        self.network = model
        self.config = config
        self.clips = clips
        self.device = device
        self.is_new = is_new
        self.random = np.random.default_rng(config.seed)
        self.lengths = np.array([min(c.last - c.first, config.window) for c in clips])
        self.precision = Precision(config.precision, device)
        self.objective = Objective(config, [c.label for c in clips], model.classes, exclusive)
        self.sampler = Sampler(config, gates, self.random, flip)
        self.films = held_films(films, clips + validation, prepared_by(model))
        self._labels = np.array([c.label for c in validation], dtype=np.int64)
        self._held = exact_batches(self.films, validation, model.classes, device)

    def groups(self) -> list[Group]:
        return [Group(list(self.network.parameters()), self.config.learning_rate)]

    def loss(self, chosen: Ints) -> Tensor:
        windows = self.sampler.windows(self.films, [self.clips[i] for i in chosen], self.network.classes)
        batch, targets = to_device(*collate(windows), self.device)
        batch = self.sampler.changed(batch, self.network)
        with self.precision.cast():
            out = self.network(batch, self.sampler.dropped(batch))
        return self.objective.loss(out, targets, batch.mask)

    def held_out(self) -> tuple[Floats, Ints] | None:
        if not self._held:
            return None
        return batch_logits(self.network, self._held), self._labels


def prepared_by(model: Form) -> Callable[[StepBlock], StepBlock]:
    """Blocks of features as the model's fixed first layer leaves them: few channels, done once per clip."""

    def prepare(block: StepBlock) -> StepBlock:
        with torch.inference_mode():
            return replace(block, grid=model.reduce(torch.from_numpy(block.grid)).numpy())

    return prepare


def held_films(
    films: Sequence[Film], clips: Sequence[Clip], prepare: Callable[[StepBlock], StepBlock]
) -> list[Film]:
    """The films with what any window of `clips` may show in memory."""
    stretches: dict[int, list[tuple[int, int]]] = {}
    for clip in clips:
        margin = max(4, (clip.last - clip.first) // 2)
        stretches.setdefault(clip.film, []).append((clip.first - margin, clip.last + margin))
    out = []
    budget = HELD_BYTES
    for number, film in enumerate(films):
        held = HeldFeatures(film.features, prepare)
        budget -= held.hold(stretches.get(number, []), budget)
        out.append(replace(film, features=held))
    return out


def exact_batches(
    films: Sequence[Film], clips: Sequence[Clip], classes: int, device: torch.device, batch_size: int = 16
) -> list[Moved]:
    """The clips and nothing around them, as batches."""
    parts = [clips[i : i + batch_size] for i in range(0, len(clips), batch_size)]
    return [
        to_device(*collate([exact_window(films[c.film], c, classes) for c in part]), device) for part in parts
    ]


def batch_logits(model: Form, batches: Sequence[Moved]) -> Floats:
    """`(N, C)` logits of the network alone."""
    model.eval()
    with torch.inference_mode():
        return np.concatenate([model(batch).clip.double().cpu().numpy() for batch, _ in batches])


def clip_logits(model: Form, films: Sequence[Film], clips: Sequence[Clip], device: torch.device) -> Floats:
    """`(N, C)` logits of the network alone for exact clips, `N` > 0."""
    return batch_logits(model, exact_batches(films, clips, model.classes, device))
