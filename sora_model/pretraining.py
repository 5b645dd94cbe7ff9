"""Learning from films without labels: an auto-encoder reconstructs what changes in the small pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from sora_model import checkpoint as checkpoints
from sora_model.checkpoint import Calibration, Checkpoint
from sora_model.config import TrainConfig
from sora_model.contract.errors import SoraError
from sora_model.contract.events import CheckpointSaved, Epoch, Event, Progress, Started
from sora_model.contract.manifest import ClassSpec, MediaSpec
from sora_model.data.extraction import Backbone, Extractor
from sora_model.data.features import StepFeatures
from sora_model.engine import choose
from sora_model.media.progress import Cancelled
from sora_model.network.batch import Views
from sora_model.network.forms.tcn_ae import SoraTcnAe
from sora_model.network.sora import build
from sora_model.postprocess import DecoderSettings

OnEvent = Callable[[Event], None]
IsCancelled = Callable[[], bool]
Pictures = NDArray[np.uint8]

CODE_VERSION = "1"
LOOKS = 16
"""Pictures of a window."""
LARGEST_EPOCH = 1024
"""Windows per epoch at most; of more film each epoch sees a random part."""
UNLABELLED = ClassSpec("unlabelled", "unlabelled")
"""A checkpoint knows a class at least; nobody labels this one, so nothing is taken over of it."""


def pretrain(
    config: TrainConfig,
    media: Sequence[MediaSpec],
    out_dir: Path,
    on_event: OnEvent,
    cancelled: IsCancelled,
) -> dict[str, Any]:
    """Teach the form's encoder to reconstruct the changes in `media`, and write a checkpoint to start from.

    Returns `{run, checkpoint, device, seconds, epochs, loss}`; `loss` is the last epoch's squared error of
    changes, in shares of their square. Raises `SoraError` where the preset cannot reconstruct or no medium
    has pictures, and `media.progress.Cancelled` when asked to stop: nothing is written then.
    """
    begun = time.monotonic()
    engine = choose(config.device)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(config.seed)
        model = build(config.model, 1)
    if not isinstance(model, SoraTcnAe):
        raise SoraError(
            "The preset “{preset}” cannot learn without labels. Choose sora-tcn-ae.",
            preset=config.model.preset,
        )
    on_event(Started(engine.name, {"torch": torch.__version__, "preset": config.model.preset}))
    backbone = Backbone.published(config.model.features.backbone, engine.device)
    films = _features(
        media,
        Extractor(backbone, config.model.features, config.cache_dir, engine.device, engine.threads),
        on_event,
        cancelled,
    )
    loss = _reconstruct(model.to(engine.device), config, films, on_event, cancelled)
    checkpoint = Checkpoint(
        run=config.run,
        config=config.model,
        classes=(UNLABELLED,),
        exclusive=True,
        weights_hash=backbone.weights_hash,
        calibration=Calibration(),
        decoder=DecoderSettings(minimum=(1,)),
        code_version=CODE_VERSION,
        metrics={"verified": False, "pretrained": True, "reconstruction": loss},
    )
    checkpoints.save(out_dir, checkpoint, model.cpu().eval())
    on_event(CheckpointSaved(str(out_dir)))
    return {
        "run": config.run,
        "checkpoint": str(out_dir),
        "device": engine.name,
        "seconds": time.monotonic() - begun,
        "epochs": config.epochs,
        "loss": loss,
    }


def _features(
    media: Sequence[MediaSpec],
    extractor: Extractor,
    on_event: OnEvent,
    cancelled: IsCancelled,
) -> list[StepFeatures]:
    seen = [m for m in media if m.has_video]
    if not seen:
        raise SoraError("There are no pictures to learn from. Add films to the project.")
    films = []
    for number, medium in enumerate(seen):
        if cancelled():
            raise Cancelled
        films.append(extractor.features(medium, None, cancelled))
        on_event(Progress("features", number + 1, len(seen), None))
    return films


def _reconstruct(
    model: SoraTcnAe,
    config: TrainConfig,
    films: Sequence[StepFeatures],
    on_event: OnEvent,
    cancelled: IsCancelled,
) -> float:
    """Train; the mean loss of the last epoch."""
    random = np.random.default_rng(config.seed)
    step = LOOKS * config.model.features.visual_every
    starts = [(f, s) for f, film in enumerate(films) for s in range(0, film.count, step)]
    per_epoch = min(len(starts), LARGEST_EPOCH)
    batches = -(-per_epoch // config.batch)
    optimiser = torch.optim.AdamW(
        model.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, config.learning_rate, total_steps=config.epochs * batches
    )
    begun = time.monotonic()
    mean = float("nan")
    model.train()
    for epoch in range(1, config.epochs + 1):
        order = random.permutation(len(starts))[:per_epoch]
        losses = []
        for chosen in np.array_split(order, batches):
            if cancelled():
                raise Cancelled
            views = _batch([_window(films[starts[i][0]], starts[i][1], random) for i in chosen])
            views = Views(*(v.to(next(model.parameters()).device) for v in vars(views).values()))
            loss = model.reconstruction_loss(views, model.encode(views))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), config.clip or float("inf"))
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        mean = float(np.mean(losses))
        eta = (time.monotonic() - begun) / epoch * (config.epochs - epoch)
        on_event(Epoch(epoch, config.epochs, mean, None, None, eta))
    return mean


def _window(film: StepFeatures, start: int, random: np.random.Generator) -> Pictures:
    """Up to `LOOKS` pictures from about `start` on."""
    every = film.spec.visual_every
    low = max(0, start - int(random.integers(0, LOOKS // 2)) * every)
    return film.block(low, min(low + LOOKS * every, film.count)).pixels


def _batch(windows: Sequence[Pictures]) -> Views:
    longest = max(len(w) for w in windows)
    pixels = np.zeros((len(windows), longest, *windows[0].shape[1:]), np.uint8)
    present = torch.zeros(len(windows), longest, dtype=torch.bool)
    for i, window in enumerate(windows):
        pixels[i, : len(window)] = window
        present[i, : len(window)] = True
    nothing = torch.zeros(0)
    return Views(nothing, nothing, torch.from_numpy(pixels), nothing, present)
