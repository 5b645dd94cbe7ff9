"""The mechanics of gradient training: optimisers, learning rates over time, averaged weights, precision."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import SGD, Adam, AdamW, Optimizer, RMSprop

from sora_model.contract.errors import SoraError

OPTIMISERS = ("sgd", "adam", "adamw", "rmsprop")
SCHEDULES = ("cosine", "plateau", "constant")
PRECISIONS = ("auto", "fp32", "bf16", "fp16")
PLATEAU_FACTOR, PLATEAU_PATIENCE = 0.5, 3
"""After so many epochs without a better loss the rate is multiplied by the factor."""
COSINE_END = 0.0
SGD_FACTOR = 10.0
"""SGD takes this much longer steps, so that one learning rate serves all optimisers."""


@dataclass(frozen=True)
class Group:
    """Parameters that share a learning rate."""

    parameters: Sequence[nn.Parameter]
    rate: float


def make_optimiser(
    name: str, groups: Sequence[Group], weight_decay: float, momentum: float, fused: bool = True
) -> Optimizer:
    """One of `OPTIMISERS`; each group remembers its rate as `initial_lr`."""
    settings = [
        {"params": list(g.parameters), "lr": g.rate, "initial_lr": g.rate} for g in groups if g.parameters
    ]
    match name:
        case "sgd":
            for group in settings:
                group["lr"] = group["initial_lr"] = SGD_FACTOR * float(group["initial_lr"])  # type: ignore[arg-type]
            return SGD(settings, momentum=momentum, weight_decay=weight_decay, nesterov=momentum > 0)
        case "adam":
            return Adam(settings, weight_decay=weight_decay, fused=fused)
        case "adamw":
            return AdamW(settings, weight_decay=weight_decay, fused=fused)
        case "rmsprop":
            return RMSprop(settings, momentum=momentum, weight_decay=weight_decay)
        case _:
            raise SoraError(
                "There is no optimiser “{name}”. Choose one of: {optimisers}.",
                name=name,
                optimisers=", ".join(OPTIMISERS),
            )


class Schedule:
    """Learning rate by step: a linear warm-up, then a cosine to nothing, a halving on plateaus, or level."""

    def __init__(self, name: str, optimiser: Optimizer, steps: int, warm_up: float) -> None:
        """`warm_up`: share of all `steps`."""
        if name not in SCHEDULES:
            raise SoraError(
                "There is no schedule “{name}”. Choose one of: {schedules}.",
                name=name,
                schedules=", ".join(SCHEDULES),
            )
        self.name = name
        self.steps = max(1, steps)
        self.warm = round(warm_up * self.steps)
        self.done = 0
        self._factor = 1.0
        self._least = math.inf
        self._waited = 0
        self._optimiser = optimiser
        self._apply()

    @property
    def factor(self) -> float:
        """Of the full rate, for the next step."""
        if self.done < self.warm:
            return (self.done + 1) / (self.warm + 1)
        if self.name == "cosine":
            share = min(1.0, (self.done - self.warm) / max(1, self.steps - self.warm))
            return COSINE_END + (1 - COSINE_END) * 0.5 * (1 + math.cos(math.pi * share))
        return self._factor

    def step(self) -> None:
        """An optimiser step was made."""
        self.done += 1
        self._apply()

    def epoch(self, loss: float) -> None:
        """An epoch ended with `loss` (of validation where there is one)."""
        if loss < self._least - 1e-4:
            self._least, self._waited = loss, 0
        elif self.done >= self.warm:
            self._waited += 1
            if self._waited >= PLATEAU_PATIENCE and self.name == "plateau":
                self._factor, self._waited = self._factor * PLATEAU_FACTOR, 0
        self._apply()

    def _apply(self) -> None:
        for group in self._optimiser.param_groups:
            group["lr"] = group["initial_lr"] * self.factor

    def state(self) -> dict[str, Any]:
        least = None if math.isinf(self._least) else self._least
        return {"done": self.done, "factor": self._factor, "least": least, "waited": self._waited}

    def restore(self, state: Mapping[str, Any]) -> None:
        self.done, self._waited = int(state["done"]), int(state["waited"])
        self._factor = float(state["factor"])
        self._least = math.inf if state["least"] is None else float(state["least"])
        self._apply()


class Average:
    """Exponential moving average of a model's weights; `decay` 0: the weights themselves.

    The first steps count more, as in the usual bias correction: decay at step n is `(1 + n) / (10 + n)` at
    most.
    """

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.count = 0
        self._model = model
        self.weights: dict[str, Tensor] = {}
        if decay > 0:
            self.weights = {k: v.detach().clone() for k, v in model.named_parameters() if v.requires_grad}

    @torch.no_grad()
    def update(self) -> None:
        if not self.weights:
            return
        self.count += 1
        share = 1 - min(self.decay, (1 + self.count) / (10 + self.count))
        for name, value in self._model.named_parameters():
            if name in self.weights:
                self.weights[name].lerp_(value.detach(), share)

    @contextlib.contextmanager
    def used(self) -> Iterator[None]:
        """Inside, the model has the averaged weights."""
        own = {k: v.detach().clone() for k, v in self._model.named_parameters() if k in self.weights}
        self._load(self.weights)
        try:
            yield
        finally:
            self._load(own)

    @torch.no_grad()
    def _load(self, weights: Mapping[str, Tensor]) -> None:
        for name, value in self._model.named_parameters():
            if name in weights:
                value.copy_(weights[name])


class Precision:
    """Autocast and, for fp16, loss scaling. `auto`: bf16 on CUDA, fp32 on the CPU."""

    def __init__(self, name: str, device: torch.device) -> None:
        if name not in PRECISIONS:
            raise SoraError(
                "There is no precision “{name}”. Choose one of: {precisions}.",
                name=name,
                precisions=", ".join(PRECISIONS),
            )
        if name == "auto":
            name = "bf16" if device.type == "cuda" else "fp32"
        if name == "fp16" and device.type != "cuda":
            raise SoraError("fp16 needs a CUDA device. Choose bf16 or fp32.")
        self.name = name
        self._device = device.type
        self.scaler = torch.amp.GradScaler(device.type, enabled=name == "fp16")

    def cast(self) -> contextlib.AbstractContextManager[Any]:
        if self.name == "fp32":
            return contextlib.nullcontext()
        kind = torch.bfloat16 if self.name == "bf16" else torch.float16
        return torch.autocast(self._device, kind)


class Steps:
    """Gradient steps of one model: scaled, clipped, scheduled, averaged."""

    def __init__(
        self, optimiser: Optimizer, schedule: Schedule, average: Average, precision: Precision, clip: float
    ) -> None:
        """`clip`: largest norm of the gradient, 0: none."""
        self.optimiser = optimiser
        self.schedule = schedule
        self.average = average
        self.precision = precision
        self.clip = clip

    def backward(self, loss: Tensor, share: float = 1.0) -> None:
        """Add the gradient of `share * loss` to what the next step follows."""
        self.precision.scaler.scale(loss * share).backward()

    def step(self) -> None:
        """Follow the gradient once and forget it.

        Raises `SoraError` where it is no longer finite; with fp16 such a step is skipped, the scale lowered.
        """
        scaler = self.precision.scaler
        scaler.unscale_(self.optimiser)
        parameters = [p for g in self.optimiser.param_groups for p in g["params"]]
        limit = self.clip if self.clip > 0 else math.inf
        norm = torch.nn.utils.clip_grad_norm_(parameters, limit)
        if not scaler.is_enabled() and not bool(torch.isfinite(norm)):
            raise SoraError(
                "The training went astray: its gradient is no longer finite. Train again with a smaller "
                "learning rate (--set learning_rate=0.0005), or with precision=fp32."
            )
        scaler.step(self.optimiser)
        scaler.update()
        self.optimiser.zero_grad(set_to_none=True)
        self.schedule.step()
        self.average.update()
