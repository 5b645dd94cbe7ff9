"""Training and scoring of one trial with the library that the program uses, and many of them in parallel."""

from __future__ import annotations

import json
import multiprocessing
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from results_progress import Countdown
from results_sets import Trial

from sora_model.config import ModelConfig, TrainConfig
from sora_model.contract.manifest import MediaSpec
from sora_model.inference import Predictor
from sora_model.training import train

Floats = NDArray[np.float64]
PARTS = {"sora": None, "probe": 1.0, "network": 0.0}
"""The blend as trained, and the same checkpoint with the probe's share set to one and to nothing."""


@dataclass(frozen=True)
class Fit:
    """A trial to be trained with `config` (its `run`, `seed` and folders are set here); `cost`: the seconds
    of one core that it is expected to take.
    """

    key: str
    trial: Trial
    config: TrainConfig
    cost: float = 30.0

    def run(self) -> Fitted:
        return fit(self)


@dataclass(frozen=True)
class Fitted:
    """`answers[part][medium]`: class probabilities in the order of `classes`. `seconds` of one core."""

    key: str
    classes: tuple[str, ...]
    answers: dict[str, dict[str, list[float]]]
    seconds: float
    epochs: int


class Work(Protocol):
    """Something to be computed in a process of its own."""

    @property
    def key(self) -> str: ...

    @property
    def cost(self) -> float: ...

    def run(self) -> Fitted: ...


def fit(one: Fit) -> Fitted:
    """Train, then answer the trial's held-out media with the blend, its two parts, and uncalibrated."""
    begun = time.process_time()
    config = replace(one.config, run=one.key, seed=one.trial.seed, device="cpu")
    with tempfile.TemporaryDirectory(prefix="sora-results-") as place:
        done = train(config, one.trial.training, Path(place), lambda _: None, lambda: False)
        seconds = time.process_time() - begun
        predictor = Predictor(Path(place), config.cache_dir, "cpu")
        answers = held_out(predictor, one.trial.held)
    classes = tuple(c.id for c in predictor.checkpoint.classes)
    return Fitted(one.key, classes, answers, seconds, int(done["epochs"]))


def held_out(predictor: Predictor, media: Sequence[MediaSpec]) -> dict[str, dict[str, list[float]]]:
    trained = predictor.checkpoint
    versions = {
        part: trained
        if share is None
        else replace(trained, config=replace(trained.config, probe_share=share))
        for part, share in PARTS.items()
    }
    plain = replace(trained.calibration, network_scale=1.0, sharpness=1.0)
    versions["uncalibrated"] = replace(trained, calibration=plain)
    answers: dict[str, dict[str, list[float]]] = {name: {} for name in versions}
    for medium in media:
        features = predictor.extractor.features(medium)
        for name, version in versions.items():
            predictor.checkpoint = version
            block = features.block(0, features.count)
            answers[name][medium.id] = [float(p) for p in predictor.look_at(block, features).clip]
    predictor.checkpoint = trained
    return answers


def run_all(fits: Iterable[Work], workers: int, store: Path, countdown: Countdown) -> dict[str, Fitted]:
    """The fits by their keys, `workers` at a time; what `store` holds already is read from there.

    One that fails is told, and is missing from the answer.
    """
    store.mkdir(parents=True, exist_ok=True)
    found: dict[str, Fitted] = {}
    waiting: list[Work] = []
    for one in fits:
        path = store / f"{one.key}.json"
        if path.is_file():
            found[one.key] = _read(path)
            countdown.skipped(one.key)
        else:
            waiting.append(one)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_alone) as pool:
        asked = {pool.submit(one.run): one.key for one in waiting}
        for future in as_completed(asked):
            error = future.exception()
            if error is not None:
                countdown.done(asked[future], f"failed: {error!r}")
                continue
            done = future.result()
            found[done.key] = done
            _write(store / f"{done.key}.json", done)
            countdown.done(done.key, f"{done.seconds:.0f} s")
    return found


def _alone() -> None:
    """One thread for each process; `OMP_NUM_THREADS` is set before they start."""
    import torch

    torch.set_num_threads(1)


def _write(path: Path, done: Fitted) -> None:
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(vars(done)), encoding="utf-8")
    temporary.replace(path)


def _read(path: Path) -> Fitted:
    data = json.loads(path.read_text(encoding="utf-8"))
    return Fitted(**{**data, "classes": tuple(data["classes"])})


def config_of(model: ModelConfig, cache: Path, **settings: Any) -> TrainConfig:
    return TrainConfig(run="results", cache_dir=cache, model=model, **settings)


def rows(
    fitted: Sequence[Fitted], part: str, media: Sequence[MediaSpec], classes: Sequence[str]
) -> list[Floats]:
    """Per seed the probabilities `(N, C)` of `media`; classes that a fit never saw get 0.

    `fitted` may be several folds of several seeds: each medium must be held out equally often.
    """
    several: dict[str, list[Floats]] = {m.id: [] for m in media}
    for one in fitted:
        column = [classes.index(c) for c in one.classes]
        for medium, known in one.answers[part].items():
            row = np.zeros(len(classes))
            row[column] = known
            several[medium].append(row)
    seeds = {len(v) for v in several.values()}
    if len(seeds) != 1:
        raise ValueError(f"media were held out unequally often: {sorted(seeds)}")
    return [np.stack([several[m.id][i] for m in media]) for i in range(seeds.pop())]
