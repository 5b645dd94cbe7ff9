"""What to do at how many labels: which decision counts, how strong the probe is bound, and what a new
training can take over from an earlier model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from sora_model import checkpoint as checkpoints
from sora_model.config import ModelConfig
from sora_model.contract.errors import SoraError
from sora_model.contract.manifest import ClassSpec
from sora_model.data.windows import Targets
from sora_model.network.batch import Batch
from sora_model.network.forms.form import Form

Ints = NDArray[np.int64]

ALONE = 5.0
"""Labels per class up to which the closed form decides alone, without any training by gradient …"""
FULL = 10.0
"""… and from which the network has its whole share in the blend."""
STRENGTH = 0.1
"""Ridge of the probe with many labels …"""
ENOUGH = 10.0
"""… which are this many per class; of one label per class the ridge is as many times stronger."""


def labels_per_class(labels: Ints | Sequence[int], classes: int) -> float:
    """Median over the classes that have any; labels of `classes` (background) do not count."""
    counts = np.bincount(np.asarray(labels, dtype=np.int64), minlength=classes)[:classes]
    return float(np.median(counts[counts > 0])) if counts.any() else 0.0


def network_share(per_class: float, full: float) -> float:
    """Weight of the network in the blend: 0 up to `ALONE` labels per class, rising to `full` at `FULL`.

    A network that is to decide alone (`full` 1) does so at any number.
    """
    if full >= 1:
        return 1.0
    return full * min(max((per_class - ALONE) / (FULL - ALONE), 0.0), 1.0)


def probe_strength(per_class: float) -> float:
    """Ridge of the probe, relative to the mean squared norm of its statistics.

    Measured on gestures within the train part: one label per class 76 → 80 %; of five and more 0.1 is best.
    """
    return STRENGTH * max(1.0, ENOUGH / max(per_class, 1.0))


@dataclass(frozen=True)
class WarmStart:
    """What a model took over: indices of the classes that are `new` to it, and all of it in words."""

    new: tuple[int, ...]
    text: str


FREE = frozenset({"probe_share", "dropout", "head"})
"""Settings in which a model and the one it starts from may differ."""
ROWS = ("clip_head.", "dense_head.")
"""Parameters with one row per class."""


def warm_start(model: Form, folder: Path, classes: Sequence[ClassSpec]) -> WarmStart:
    """Let `model`, of `classes`, begin with the weights of the checkpoint in `folder`.

    Everything but the probe (which is solved anew) is taken over: branches, body, standardisation, and the
    rows of those classes that the source knows, by id, else by name. Raises `SoraError` where the source
    cannot be read or is of another form.
    """
    source, other = checkpoints.load(folder)
    _same_form(source.config, model.config, source.run)
    origin = _origins(source.classes, classes)
    theirs, own = other.state_dict(), model.state_dict()
    for name, value in own.items():
        if name.startswith("probe.") or name not in theirs:
            continue
        if name.startswith(ROWS) and value.dim() > 0 and len(value) in (len(classes), len(classes) + 1):
            rows = dict(origin)
            if len(value) == len(classes) + 1:  # background
                rows[len(classes)] = len(source.classes)
            if theirs[name].shape[1:] == value.shape[1:]:
                for row, theirs_row in rows.items():
                    value[row] = theirs[name][theirs_row]
        elif theirs[name].shape == value.shape:
            value.copy_(theirs[name])
    new = tuple(i for i in range(len(classes)) if i not in origin)
    if not source.trained:
        return WarmStart(
            new, f"Run {source.run} has an untrained network: nothing was learned to start from."
        )
    known = ", ".join(classes[i].name for i in origin) or "none"
    unknown = ", ".join(classes[i].name for i in new) or "none"
    return WarmStart(new, f"Started from run {source.run}. Classes it knows: {known}; new ones: {unknown}.")


def require_same_form(folder: Path, config: ModelConfig) -> None:
    """Raise `SoraError` unless a model of `config` can start from the checkpoint in `folder`."""
    source, _ = checkpoints.load(folder)
    _same_form(source.config, config, source.run)


def _same_form(theirs: ModelConfig, own: ModelConfig, run: str) -> None:
    before, now = _settings(theirs), _settings(own)
    for name, value in now.items():
        if name not in FREE and before[name] != value:
            raise SoraError(
                "The training cannot start from run {run}: its {name} is {before}, here it is "
                "{value}. Choose a run of the same preset and settings, or train without one.",
                run=run,
                name=name,
                before=before[name],
                value=value,
            )


def _settings(config: ModelConfig) -> dict[str, object]:
    """Every setting of the model by its name, those of the features among them."""
    values = config.to_data()
    features: dict[str, object] = values.pop("features")
    return values | features


def _origins(theirs: Sequence[ClassSpec], own: Sequence[ClassSpec]) -> dict[int, int]:
    """Index here → index there of the classes that both know."""
    by_id = {c.id: i for i, c in enumerate(theirs)}
    by_name = {c.name.casefold(): i for i, c in enumerate(theirs)}
    found = {i: by_id.get(c.id, by_name.get(c.name.casefold())) for i, c in enumerate(own)}
    return {i: there for i, there in found.items() if there is not None}


@torch.no_grad()
def imprint(model: Form, new: Sequence[int], batches: Iterable[tuple[Batch, Targets]]) -> None:
    """Let the clip head begin its `new` classes where their clips lie, beside the others in `batches`."""
    if not new:
        return
    model.eval()
    pairs = [(targets.labels, model(batch).pooled) for batch, targets in batches]
    labels, pooled = torch.cat([p[0] for p in pairs]), torch.cat([p[1] for p in pairs])
    known = pooled[~torch.isin(labels, torch.tensor(new))]
    for label in new:
        own = pooled[labels == label]
        if len(own):
            model.clip_head.imprint(label, own, known)
