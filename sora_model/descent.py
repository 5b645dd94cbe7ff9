"""The loop of gradient training: epochs, validation, the best weights, resuming; the same for both stages."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from sora_model.calibration import fit_scale, negative_log_likelihood
from sora_model.config import TrainConfig
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Epoch, Event, Note
from sora_model.media.progress import Cancelled
from sora_model.optimising import Average, Group, Precision, Schedule, Steps, make_optimiser
from sora_model.resume import Journal

OnEvent = Callable[[Event], None]
IsCancelled = Callable[[], bool]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LARGEST_EPOCH = 2048
"""Windows per epoch at most; of more labels each epoch sees a random part."""
ALIKE = 4
"""Batches are made of windows of like length, from so many batches' worth at a time: little padding."""


@dataclass(frozen=True)
class Fitted:
    """Where gradient training ended: the best epoch (1-based) and its validation figures."""

    epoch: int
    val_loss: float | None
    val_accuracy: float | None


class Task(Protocol):
    """What is trained, on what. `random` is all the chance there is beside torch's."""

    @property
    def network(self) -> nn.Module: ...

    random: np.random.Generator
    lengths: Ints
    is_new: NDArray[np.bool_] | None
    precision: Precision

    def groups(self) -> list[Group]: ...

    def loss(self, chosen: Ints) -> Tensor:
        """Mean loss of the clips with these numbers."""
        ...

    def held_out(self) -> tuple[Floats, Ints] | None:
        """Logits `(N, C)` and labels `(N,)` of the validation clips; None without any."""
        ...


def epoch_order(
    lengths: Ints, batch: int, random: np.random.Generator, is_new: NDArray[np.bool_] | None = None
) -> list[Ints]:
    """The batches of one epoch, as numbers of clips: shuffled, of like `lengths` where that can be.

    With `is_new`, half of the samples are new clips and half old ones, whichever are fewer repeated.
    """
    count = min(len(lengths), LARGEST_EPOCH)
    if is_new is None or bool(is_new.all()) or not bool(is_new.any()):
        order = random.permutation(len(lengths))[:count]
    else:
        halves = [_repeated(np.flatnonzero(is_new == f), (count + 1) // 2, random) for f in (True, False)]
        order = random.permutation(np.concatenate(halves))
    batches: list[Ints] = []
    for start in range(0, len(order), ALIKE * batch):
        several = order[start : start + ALIKE * batch]
        several = several[np.argsort(lengths[several], kind="stable")]
        batches += [several[i : i + batch] for i in range(0, len(several), batch)]
    return [batches[i] for i in random.permutation(len(batches))]


def _repeated(numbers: Ints, count: int, random: np.random.Generator) -> Ints:
    rounds = -(-count // len(numbers))
    return np.concatenate([random.permutation(numbers) for _ in range(rounds)])[:count]


class Descent:
    """One fit of `task.network` by gradient."""

    def __init__(
        self,
        task: Task,
        config: TrainConfig,
        device: torch.device,
        epochs: int,
        on_event: OnEvent,
        cancelled: IsCancelled,
        parts: int = 1,
    ) -> None:
        """The schedule lasts `epochs`; each batch is worked through in `parts`, more when memory is short."""
        self.task = task
        self.config = config
        self.device = device
        self.parts = parts
        self._on_event = on_event
        self._cancelled = cancelled
        optimiser = make_optimiser(
            config.optimiser, task.groups(), config.weight_decay, config.momentum, fused=device.type == "cpu"
        )
        batches = -(-min(len(task.lengths), LARGEST_EPOCH) // config.batch)
        self.steps = Steps(
            optimiser,
            Schedule(config.schedule, optimiser, epochs * batches, config.warm_up),
            Average(task.network, config.average),
            task.precision,
            config.clip,
        )
        self.epoch = 0
        self.best = Fitted(0, None, None)
        self._kept: dict[str, Tensor] = {}

    def run(
        self,
        stop_at: int,
        least_epochs: int,
        journal: Journal | None = None,
        on_best: Callable[[], None] = lambda: None,
    ) -> Fitted:
        """Train until epoch `stop_at` at the latest; the network then has its best weights.

        With validation these are the best from `least_epochs` on, without, the last. Goes on from what
        `journal` holds, and writes each epoch there. Raises `Cancelled`.
        """
        self._resume(journal)
        begun, first = time.monotonic(), self.epoch
        while self.epoch < stop_at and not self._enough(least_epochs):
            loss = self._train_epoch()
            self.epoch += 1
            with self.steps.average.used():
                better = self._judge(loss, stop_at, least_epochs, begun, first)
                if better:
                    on_best()
            if journal is not None:
                journal.write(*self._state())
        if self._kept:
            self.task.network.load_state_dict(self._kept)
        self.task.network.eval()
        return self.best

    def _enough(self, least_epochs: int) -> bool:
        waited = self.epoch - self.best.epoch
        return self.best.val_loss is not None and self.epoch > least_epochs and waited >= self.config.patience

    def _judge(self, loss: float, stop_at: int, least_epochs: int, begun: float, first: int) -> bool:
        """Validate, tell, and keep the weights where they are the best so far; true where they are."""
        held = self.task.held_out()
        val_loss = accuracy = None
        if held is not None:
            logits, labels = held
            # Sureness is put right afterwards, so it must not decide when to stop: a network of few clips is
            # least oversure when it has learnt nothing.
            val_loss = negative_log_likelihood(logits * fit_scale(logits, labels), labels)
            accuracy = float(np.mean(logits.argmax(axis=1) == labels))
        self.steps.schedule.epoch(loss if val_loss is None else val_loss)
        eta = (time.monotonic() - begun) / (self.epoch - first) * (stop_at - self.epoch)
        self._on_event(Epoch(self.epoch, stop_at, loss, val_loss, accuracy, eta))
        if val_loss is not None and self.epoch < min(least_epochs, stop_at):
            return True
        if val_loss is not None and self.best.val_loss is not None and val_loss >= self.best.val_loss:
            return False
        self.best = Fitted(self.epoch, val_loss, accuracy)
        if val_loss is not None or self.steps.average.weights:
            self._kept = {k: v.detach().clone() for k, v in self.task.network.state_dict().items()}
        return True

    def _train_epoch(self) -> float:
        self.task.network.train()
        order = epoch_order(self.task.lengths, self.config.batch, self.task.random, self.task.is_new)
        losses = []
        for chosen in order:
            if self._cancelled():
                raise Cancelled
            losses.append(self._batch(chosen))
            self.steps.step()
        return float(np.mean(losses))

    def _batch(self, chosen: Ints) -> float:
        """Gradient of one batch, in as many parts as memory asks for.

        Raises `SoraError` where not even one window fits.
        """
        while True:
            try:
                total = 0.0
                for part in np.array_split(chosen, min(self.parts, len(chosen))):
                    loss = self.task.loss(part)
                    self.steps.backward(loss, len(part) / len(chosen))
                    total += float(loss.detach()) * len(part) / len(chosen)
                return total
            except torch.OutOfMemoryError as error:
                if self.parts >= len(chosen):
                    raise SoraError(
                        "The graphics memory is too small for a single window. Close other programs that use "
                        "it, train on shorter windows (--set window=64), or choose the device cpu."
                    ) from error
            self.steps.optimiser.zero_grad(set_to_none=True)
            torch.cuda.empty_cache()
            self.parts *= 2
            size = -(-len(chosen) // self.parts)
            self._on_event(
                Note(f"The graphics memory was too small; going on with {size} windows at a time, added up.")
            )

    # --- state ---------------------------------------------------------------------------------

    def _state(self) -> tuple[dict[str, Tensor], dict[str, Any]]:
        tensors = {f"network.{k}": v for k, v in self.task.network.state_dict().items()}
        tensors |= {f"kept.{k}": v for k, v in self._kept.items()}
        tensors |= {f"average.{k}": v for k, v in self.steps.average.weights.items()}
        numbers: dict[str, Any] = {}
        for index, values in self.steps.optimiser.state_dict()["state"].items():
            for name, value in values.items():
                if isinstance(value, Tensor):
                    tensors[f"optimiser.{index}.{name}"] = value
                else:
                    numbers[f"{index}.{name}"] = value
        tensors["random.cpu"] = torch.get_rng_state()
        if self.device.type == "cuda":
            tensors["random.cuda"] = torch.cuda.get_rng_state(self.device)
        facts = {
            "epoch": self.epoch,
            "parts": self.parts,
            "best": asdict(self.best),
            "schedule": self.steps.schedule.state(),
            "averaged": self.steps.average.count,
            "scaler": self.steps.precision.scaler.state_dict(),
            "optimiser": numbers,
            "random": self.task.random.bit_generator.state,
        }
        # Copies: safetensors refuses tensors that share memory, as a network's tied buffers may.
        return {k: v.detach().cpu().clone() for k, v in tensors.items()}, facts

    def _resume(self, journal: Journal | None) -> None:
        found = journal.read() if journal is not None else None
        if found is None:
            return
        tensors, facts = found
        self.task.network.load_state_dict(_under(tensors, "network."))
        self._kept = _under(tensors, "kept.")
        averaged = _under(tensors, "average.")
        for name, value in self.steps.average.weights.items():
            value.copy_(averaged[name])
        self.steps.average.count = int(facts["averaged"])
        self._restore_optimiser(_under(tensors, "optimiser."), facts["optimiser"])
        self.steps.schedule.restore(facts["schedule"])
        if facts["scaler"]:
            self.steps.precision.scaler.load_state_dict(facts["scaler"])
        self.task.random.bit_generator.state = facts["random"]
        torch.set_rng_state(tensors["random.cpu"])
        if "random.cuda" in tensors and self.device.type == "cuda":
            torch.cuda.set_rng_state(tensors["random.cuda"], self.device)
        self.epoch, self.parts, self.best = int(facts["epoch"]), int(facts["parts"]), Fitted(**facts["best"])

    def _restore_optimiser(self, tensors: dict[str, Tensor], numbers: dict[str, Any]) -> None:
        whole = self.steps.optimiser.state_dict()
        state: dict[int, dict[str, Any]] = {}
        for key, value in [*tensors.items(), *numbers.items()]:
            index, _, name = key.partition(".")
            state.setdefault(int(index), {})[name] = value
        self.steps.optimiser.load_state_dict({**whole, "state": state})


def _under(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {k[len(prefix) :]: v for k, v in tensors.items() if k.startswith(prefix)}
