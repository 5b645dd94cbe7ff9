"""How a model's curves are blended and decoded, chosen on films that what is judged had not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sora_model import postprocess
from sora_model.checkpoint import Checkpoint
from sora_model.curves import Voices, dense_curves, sliding_probe, step_scores
from sora_model.data.targets import Clip
from sora_model.data.windows import Film, clip_statistics
from sora_model.few import labels_per_class, probe_strength
from sora_model.inference import Predictor
from sora_model.network.heads import Probe
from sora_model.postprocess import DecoderSettings, Truth
from sora_model.semi_markov import Piece
from sora_model.step_fit import StepFit

Floats = NDArray[np.float64]
IsCancelled = Callable[[], bool]

SHARES = (0.0, 0.3, 0.6, 1.0)
"""Of the probe of single steps in the curves, as tried."""
MOST_STEPS = 8192
"""Of films from which closed forms that did not see them are judged."""


def truths_of(films: Sequence[Film], known: Checkpoint) -> list[Truth]:
    return [postprocess.truth_of(f.medium, f.grid, f.targets, known.classes) for f in films]


def by_validation(
    predictor: Predictor, films: Sequence[Film], settings: DecoderSettings, cancelled: IsCancelled
) -> DecoderSettings:
    """What decodes `films` best, which `predictor` has not seen; `settings` where that cannot be told."""
    known = predictor.checkpoint
    looks = [predictor.look(f.features, lambda _: None, cancelled) for f in films]
    shares = SHARES[:1] if predictor.step_probe is None else SHARES
    curves = {s: [dense_curves(known, look.voices, s) for look in looks] for s in shares}

    def second_look(share: float, i: int, pieces: list[Piece]) -> list[Piece]:
        return predictor.second_look(films[i].features, replace(looks[i], dense=curves[share][i]), pieces)

    return postprocess.choose(
        curves,
        truths_of(films, known),
        settings,
        known.classes,
        known.exclusive,
        [look.boundary for look in looks if look.boundary is not None] or None,
        second_look,
    )


def by_folds(
    known: Checkpoint,
    probe: Probe,
    fit: StepFit,
    clips: Sequence[Clip],
    cancelled: IsCancelled,
) -> DecoderSettings:
    """What decodes the films of `fit` best when both closed forms judge folds of them that they did not see.

    `probe`: that of all `clips` (of `fit.films`, background too), whose statistics those of the folds use.
    The network has no voice, as it has seen everything.
    """
    alone = replace(known, config=replace(known.config, probe_share=1.0))
    voices = _held_out_voices(alone, probe, fit, clips, cancelled)
    films = sorted(voices)
    curves = {s: [dense_curves(alone, voices[i], s) for i in films] for s in SHARES}
    truths = truths_of([fit.films[i] for i in films], known)
    return postprocess.choose(curves, truths, known.decoder, known.classes, known.exclusive)


def _held_out_voices(
    known: Checkpoint,
    probe: Probe,
    fit: StepFit,
    clips: Sequence[Clip],
    cancelled: IsCancelled,
) -> dict[int, Voices]:
    """Film → what probes fitted without the fold of each step say of it."""
    classes = len(known.classes)
    out: dict[int, Voices] = {}
    budget = MOST_STEPS
    for i in sorted(range(len(fit.films)), key=lambda i: fit.films[i].grid.count):
        count = fit.films[i].grid.count
        budget -= count
        if budget >= 0 and len(fit.films[i].medium.ranges) > 1:
            empty = np.zeros((count, classes + 1))
            out[i] = Voices(empty, empty.copy(), np.zeros(count), empty.copy())
    strength = fit.strength()
    statistics = torch.cat([clip_statistics(fit.films[c.film], [c]) for c in clips])
    for fold in range(fit.count):
        windows = _without(probe, fit, fold, clips, statistics, classes)
        steps = fit.probe(strength, fold)
        for i, voice in out.items():
            own = fit.folds[i] == fold
            if windows is None or steps is None or voice.steps is None or not own.any():
                continue
            features = fit.films[i].features
            scores, novelty = sliding_probe(windows, features, known.decoder.window, cancelled)
            voice.probe[own], voice.novelty[own] = scores[own], novelty[own]
            voice.steps[own] = step_scores(steps, features, cancelled)[own]
    return out


def _without(
    probe: Probe, fit: StepFit, fold: int, clips: Sequence[Clip], statistics: Tensor, classes: int
) -> Probe | None:
    """The probe as it would be without the clips of `fold`."""
    far = [fit.far_from(i, fold) for i in range(len(fit.films))]
    kept = [n for n, c in enumerate(clips) if far[c.film][c.first : c.last].all()]
    labels = np.array([clips[n].label for n in kept], dtype=np.int64)
    if not (labels < classes).any():
        return None
    start, used = 0, []
    for name, length in probe.blocks.items():
        if bool((probe.share[start : start + length] > 0).any()):
            used.append(name)
        start += length
    out = Probe(probe.blocks, classes + 1)
    weights = torch.tensor([clips[n].weight for n in kept])
    lam = probe_strength(labels_per_class(labels, classes))
    out.fit(statistics[kept], torch.eye(classes + 1)[torch.from_numpy(labels)], weights, tuple(used), lam)
    out.reach.copy_(probe.reach)
    return out
