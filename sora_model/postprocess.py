"""Curves → segments and points: smoothing, decoding by learnt stay times, minimum durations, boundaries."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sora_model import metrics
from sora_model.contract.errors import SoraError
from sora_model.contract.json_fields import Fields
from sora_model.contract.manifest import ClassSpec, MediaSpec
from sora_model.contract.predictions import PredictedSegment
from sora_model.data.sampling import StepGrid
from sora_model.data.targets import StepTargets, runs
from sora_model.semi_markov import SPREAD, Chain, Piece, learn, segment

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Method = Literal["viterbi", "hysteresis", "median"]
METHODS: tuple[Method, ...] = ("viterbi", "hysteresis", "median")

SHORTEST_SHARE = 0.4
"""A decoded segment may be this much shorter than the shortest tenth of the labelled ones."""
TENTH_OF = 4
"""Labels from which a class's own shortest tenth is believed; of fewer, that of all classes if it is less."""
USUAL_STAY = 19.0
"""Steps that a state lasts where no label tells."""
STRONGEST = 6.0
"""Log odds beyond which a boundary curve says no more."""
LEAST_TRUTH = 8
"""Held-out segments below which nothing is chosen by them."""
MOST_STEPS = 10_000
"""Of windows and filters: a stored setting beyond it is a mistake."""
MARGIN = 1.0
"""Points (of 100) by which a setting must do better than the ones before it in the list."""


@dataclass(frozen=True)
class DecoderSettings:
    """How curves become segments; all lengths in steps.

    `window`: length of the probe's sliding window; `minimum` per class; `knows_background`: it was labelled.
    `method`: "viterbi" (most likely pieces under `chain`, with the curves' evidence at the power `evidence`:
    neighbouring steps say nearly the same), "hysteresis" (from above `high` until below `low`), or "median"
    (the greatest of the smoothed curves, above `high` where classes overlap). `smooth`: width of the median
    filter before. `boundary`: the weight of the boundary curve. `tolerance`: two points of a class lie
    farther apart. `second_look`: the class of each segment is decided on the whole of it, as of a clip.
    `step_share`: weight in the curves of the probe of single steps.
    """

    window: int = 25
    minimum: tuple[int, ...] = ()
    knows_background: bool = False
    method: Method = "viterbi"
    smooth: int = 5
    high: float = 0.5
    low: float = 0.35
    evidence: float = 0.5
    boundary: float = 1.0
    tolerance: int = 6
    second_look: bool = False
    step_share: float = 0.0
    chain: Chain = field(default_factory=lambda: Chain(()))

    @staticmethod
    def from_fields(fields: Fields) -> DecoderSettings:
        """Raises `SoraError` for missing or mistyped fields; what older runs lack has its default."""
        usual = DecoderSettings()
        method = fields.text("method") if fields.has("method") else usual.method
        if method not in METHODS:
            values = {"where": fields.where, "method": method, "methods": ", ".join(METHODS)}
            raise SoraError("{where}: “{method}” is no way to decode. Known: {methods}.", **values)
        chain = usual.chain
        if fields.has("chain"):
            chain = Chain.from_fields(Fields(fields.mapping("chain"), f"{fields.where}, chain"))

        def number(name: str, default: float, most: float) -> float:
            return fields.number(name, 0.0, most) if fields.has(name) else default

        return DecoderSettings(
            fields.integer("window", 1, MOST_STEPS),
            tuple(int(v) for v in fields.numbers("minimum")),
            fields.flag("knows_background"),
            method,
            int(number("smooth", usual.smooth, MOST_STEPS)),
            number("high", usual.high, 1.0),
            number("low", usual.low, 1.0),
            number("evidence", usual.evidence, 100.0),
            number("boundary", usual.boundary, 100.0),
            int(number("tolerance", usual.tolerance, MOST_STEPS)),
            fields.flag("second_look") if fields.has("second_look") else usual.second_look,
            number("step_share", usual.step_share, 1.0),
            chain,
        )


@dataclass(frozen=True)
class Truth:
    """What is known of one film: its labelled `pieces`, and `known (T, C)`, where each class is known."""

    pieces: tuple[Piece, ...]
    known: Flags


def truth_of(medium: MediaSpec, grid: StepGrid, targets: StepTargets, classes: Sequence[ClassSpec]) -> Truth:
    """The labels of `medium` in steps; a point is one step long."""
    index = {c.id: i for i, c in enumerate(classes)}
    pieces = []
    for item in medium.ranges:
        if item.kind == "positive" and item.class_id in index and item.weight > 0:
            label = index[item.class_id]
            first, last = grid.steps(item.start, item.end)
            pieces.append((first, first + 1 if classes[label].point else last, label))
    return Truth(tuple(sorted(pieces)), np.asarray(targets.weight > 0))


def learnt(
    truths: Sequence[Truth], classes: int, steps_per_second: float, window: int, knows_background: bool
) -> DecoderSettings:
    """Settings from labelled films: minimum durations, stay times and order; the rest is usual."""
    lengths: list[list[int]] = [[] for _ in range(classes)]
    for truth in truths:
        for first, last, label in truth.pieces:
            lengths[label].append(last - first)
    everything = [length for own in lengths for length in own]
    minimum = tuple(_shortest(own, everything) for own in lengths)
    return DecoderSettings(
        window,
        minimum,
        knows_background,
        smooth=2 * max(1, round(0.12 * steps_per_second)) + 1,
        tolerance=max(1, round(0.5 * steps_per_second)),
        chain=learn([_with_background(t, classes) for t in truths], classes + 1),
    )


def _shortest(own: Sequence[int], everything: Sequence[int]) -> int:
    """Minimum duration of a class whose labels are so long; one long label does not make a class long."""
    tenth = float(np.quantile(own, 0.1)) if own else 0.0
    if 0 < len(own) < TENTH_OF:
        tenth = min(tenth, float(np.quantile(everything, 0.1)))
    return max(1, round(SHORTEST_SHARE * tenth))


def _with_background(truth: Truth, background: int) -> list[Piece]:
    """Pieces in order, known gaps between them as background, overlaps cut at the next beginning."""
    free = np.asarray(truth.known.all(axis=1)).copy()
    for first, last, _ in truth.pieces:
        free[first:last] = False
    rows = sorted([*truth.pieces, *((a, b, background) for a, b in runs(free))])
    cut = [(a, min(b, after), k) for (a, b, k), (after, _, _) in pairwise(rows)] + rows[-1:]
    return [row for row in cut if row[1] > row[0]]


def decode(
    curves: Floats,
    settings: DecoderSettings,
    classes: Sequence[ClassSpec],
    exclusive: bool,
    boundary: Floats | None = None,
) -> list[Piece]:
    """`(first step, last step, class)` of `curves (T, C + 1)` (background last), sorted; half-open.

    `boundary (T,)`: chance that something begins or ends at each step. A class that is a point gives pieces
    of one step. Where classes overlap each is decoded by itself.
    """
    points = [k for k, c in enumerate(classes) if c.point]
    if boundary is not None:
        boundary = np.sqrt(boundary * np.concatenate([boundary[:1], boundary[:-1]]))
    found = [(t, t + 1, k) for k in points for t in spot(curves[:, k], settings)]
    smooth = median_filter(curves, settings.smooth)
    if exclusive:
        smooth[:, -1] += smooth[:, points].sum(axis=1)
        smooth[:, points] = 0.0
        smooth /= np.clip(smooth.sum(axis=1, keepdims=True), 1e-9, None)
        path = drop_short(_exclusive(smooth, settings, boundary), settings.minimum, len(classes))
        found += [piece for piece in _pieces(path) if piece[2] != len(classes)]
    else:
        for k in range(len(classes)):
            if k not in points:
                own = _overlapping(smooth[:, k], k, settings, boundary)
                found += [(a, b, k) for a, b in own if b - a >= _minimum(settings, k)]
    return sorted(found)


def _exclusive(smooth: Floats, settings: DecoderSettings, boundary: Floats | None) -> Ints:
    """State per step of `smooth (T, C + 1)`."""
    background = smooth.shape[1] - 1
    if settings.method == "viterbi":
        chain = settings.chain
        if not chain.stays:
            chain = Chain(((math.log(USUAL_STAY), SPREAD),) * (background + 1))
        logs = settings.evidence * np.log(np.clip(smooth, 1e-6, 1.0))
        pieces = segment(logs, chain, _odds(boundary, settings.boundary))
        return np.concatenate([np.full(last - first, k) for first, last, k in pieces])
    if settings.method == "hysteresis":
        lasting = np.full(smooth.shape, -1.0)
        for k in range(background):
            for a, b in hysteresis(smooth[:, k], settings.high, settings.low):
                lasting[a:b, k] = smooth[a:b, k]
        path = np.where(lasting.max(axis=1) > 0, lasting.argmax(axis=1), background)
    else:
        path = smooth.argmax(axis=1)
    return snapped(path, boundary, settings)


def _overlapping(
    curve: Floats, label: int, settings: DecoderSettings, boundary: Floats | None
) -> list[tuple[int, int]]:
    """Runs of one class's smoothed `curve (T,)`, whatever the others do."""
    if settings.method == "viterbi":
        stays = settings.chain.stays or ((math.log(USUAL_STAY), SPREAD),) * (label + 1)
        absent = (stays[label][0] + 1.0, 2 * SPREAD)
        logs = settings.evidence * np.log(np.clip(np.stack([curve, 1 - curve], axis=1), 1e-6, 1.0))
        pieces = segment(logs, Chain((stays[label], absent)), _odds(boundary, settings.boundary))
        return [(a, b) for a, b, state in pieces if state == 0]
    low = settings.high if settings.method == "median" else settings.low
    lasting = hysteresis(curve, settings.high, low)
    path = np.ones(len(curve), np.int64)
    for a, b in lasting:
        path[a:b] = 0
    return [(a, b) for a, b, state in _pieces(snapped(path, boundary, settings)) if state == 0]


def _odds(boundary: Floats | None, weight: float) -> Floats | None:
    """Log odds of a change at the beginning of each step over what is usual in this film."""
    if boundary is None or weight <= 0:
        return None
    sure = np.clip(boundary, 1e-4, 1 - 1e-4)
    usual = float(sure.mean())
    odds = np.log(sure / (1 - sure)) - math.log(usual / (1 - usual))
    return np.asarray(weight * np.clip(odds, -STRONGEST, STRONGEST))


def _minimum(settings: DecoderSettings, label: int) -> int:
    return settings.minimum[label] if label < len(settings.minimum) else 1


def median_filter(curves: Floats, width: int) -> Floats:
    """Median over `width` (odd) steps along axis 0, edges repeated; a copy."""
    if width <= 1:
        return curves.copy()
    half = width // 2
    padded = np.pad(curves, ((half, half), (0, 0)), mode="edge")
    return np.asarray(
        np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1, axis=0), axis=-1)
    )


def hysteresis(curve: Floats, high: float, low: float) -> list[tuple[int, int]]:
    """Half-open runs of `curve (T,)` above `low` that somewhere rise above `high`."""
    return [(a, b) for a, b in runs(np.asarray(curve > low)) if curve[a:b].max() > high]


def spot(curve: Floats, settings: DecoderSettings) -> list[int]:
    """Steps of the points of one class's `curve (T,)`: peaks above `high`, each the highest of `tolerance`
    steps around it (non-maximum suppression over time).
    """
    width = 2 * max(1, settings.tolerance // 3) + 1
    weights = np.bartlett(width + 2)[1:-1]
    # What is taught around a point is a plateau: its middle is the highest place of the smoothed curve.
    smooth = np.convolve(np.pad(curve, width // 2, mode="edge"), weights / weights.sum(), mode="valid")
    chosen: list[int] = []
    for t in sorted(np.flatnonzero(curve > settings.high).tolist(), key=lambda t: -smooth[t]):
        around = smooth[max(0, t - settings.tolerance) : t + settings.tolerance + 1]
        if smooth[t] >= around.max() and all(abs(t - c) > settings.tolerance for c in chosen):
            chosen.append(t)
    return sorted(chosen)


def snapped(path: Ints, boundary: Floats | None, settings: DecoderSettings) -> Ints:
    """`path (T,)` with every change moved to the boundary curve's peak near it, if it has one above ½."""
    if boundary is None or settings.boundary <= 0:
        return path
    reach = max(1, settings.smooth // 2)
    out = path.copy()
    for _, at, state in _pieces(path)[:-1]:
        low, high = max(1, at - reach), min(len(path), at + reach + 1)
        peak = low + int(boundary[low:high].argmax())
        if boundary[peak] > 0.5:
            out[at:peak] = state
            out[peak:at] = path[at]
    return out


def drop_short(path: Ints, minimum: Sequence[int], background: int) -> Ints:
    """Segments shorter than their class's minimum go to the longer neighbour."""
    out = path.copy()
    while True:
        pieces = _pieces(out)
        short = [
            (end - start, i)
            for i, (start, end, label) in enumerate(pieces)
            if label != background and label < len(minimum) and end - start < minimum[label]
        ]
        if not short or len(pieces) == 1:
            return out
        _, i = min(short)
        start, end, _ = pieces[i]
        neighbours = [pieces[j] for j in (i - 1, i + 1) if 0 <= j < len(pieces)]
        widest = max(neighbours, key=lambda p: p[1] - p[0])
        out[start:end] = widest[2]


def within(pieces: Sequence[Piece], known: Flags) -> list[Piece]:
    """The parts of `pieces` about which `known (T, C)` can say whether they are right."""
    return sorted(
        (first + a, first + b, label)
        for first, last, label in pieces
        for a, b in runs(known[first:last, label])
    )


def relabelled(pieces: Sequence[Piece], decide: Callable[[Piece], int]) -> list[Piece]:
    """`pieces` with the classes that `decide` gives them; those that touch and agree become one."""
    out: list[Piece] = []
    for first, last, label in pieces:
        own = decide((first, last, label))
        if out and out[-1][1] == first and out[-1][2] == own:
            out[-1] = (out[-1][0], last, own)
        else:
            out.append((first, last, own))
    return out


def candidates(settings: DecoderSettings, exclusive: bool, has_boundary: bool) -> list[DecoderSettings]:
    """What `choose` tries, the usual first."""
    unordered = replace(settings.chain, order=())
    out = [
        replace(settings, method="viterbi", evidence=evidence, chain=chain, boundary=boundary)
        for boundary in ((1.0, 0.0) if has_boundary else (settings.boundary,))
        for evidence in (0.5, 1.0, 0.25)
        for chain in ((settings.chain, unordered) if exclusive and settings.chain.order else (unordered,))
    ]
    out += [
        replace(settings, method="hysteresis", high=high, low=0.7 * high, smooth=smooth)
        for high in (0.5, 0.4, 0.6)
        for smooth in _widths(settings)
    ]
    levels = (0.5,) if exclusive else (0.5, 0.4, 0.3)
    out += [replace(settings, method="median", high=h, smooth=s) for h in levels for s in _widths(settings)]
    return out


def _widths(settings: DecoderSettings) -> tuple[int, ...]:
    usual = settings.smooth
    return (usual, 2 * usual + 1, 4 * usual + 1)


def several(truths: Sequence[Truth]) -> list[int]:
    """The films with several segments, if they hold enough of them to choose by; else none."""
    films = [i for i, truth in enumerate(truths) if len(truth.pieces) > 1]
    return films if sum(len(truths[i].pieces) for i in films) >= LEAST_TRUTH else []


def choose(
    curves: Mapping[float, Sequence[Floats]],
    truths: Sequence[Truth],
    settings: DecoderSettings,
    classes: Sequence[ClassSpec],
    exclusive: bool,
    boundaries: Sequence[Floats] | None = None,
    second_look: Callable[[float, int, list[Piece]], list[Piece]] | None = None,
) -> DecoderSettings:
    """The settings that decode held-out films best: the mean of F1@25 and edit score.

    `curves`: step share → `(T, C + 1)` of each film, the usual first. Only films of several segments
    count: on a clip every way to decode is right. A later candidate must be better by `MARGIN`. `second_look`
    gives the pieces of film n their classes once more, at a step share; whether it helps is tried last.
    `settings` where there is too little truth to choose by.
    """
    chosen_by = several(truths)
    if not chosen_by:
        return settings

    def found(candidate: DecoderSettings) -> list[list[Piece]]:
        return [
            decode(
                curves[candidate.step_share][i],
                candidate,
                classes,
                exclusive,
                boundaries[i] if boundaries else None,
            )
            for i in chosen_by
        ]

    def score(films: list[list[Piece]]) -> float:
        judged = [within(p, truths[i].known) for i, p in zip(chosen_by, films, strict=True)]
        return agreement([truths[i].pieces for i in chosen_by], judged)

    best, chosen = -math.inf, settings
    for share in curves:
        for candidate in candidates(replace(settings, step_share=share), exclusive, boundaries is not None):
            reached = score(found(candidate))
            if reached > best + (MARGIN if best > -math.inf else 0.0):
                best, chosen = reached, candidate
    if second_look is not None:
        again = [second_look(chosen.step_share, i, p) for i, p in zip(chosen_by, found(chosen), strict=True)]
        if score(again) > best + MARGIN:
            chosen = replace(chosen, second_look=True)
    return chosen


def with_more_labels(chosen: DecoderSettings, learnt_again: DecoderSettings) -> DecoderSettings:
    """What was chosen, with stay times, order and durations that were learnt from more labels."""
    chain = learnt_again.chain if chosen.chain.order else replace(learnt_again.chain, order=())
    return replace(chosen, chain=chain, minimum=learnt_again.minimum)


def agreement(truth: Sequence[Sequence[Piece]], found: Sequence[Sequence[Piece]]) -> float:
    """Mean of F1@25 (films pooled) and edit score (mean over films), 0 to 100."""

    def spans(films: Sequence[Sequence[Piece]]) -> list[metrics.Span]:
        return [metrics.Span(str(i), k, a, b) for i, film in enumerate(films) for a, b, k in film]

    edits = [
        metrics.edit_score([k for _, _, k in a], [k for _, _, k in b])
        for a, b in zip(truth, found, strict=True)
    ]
    return 0.5 * metrics.f1_at(spans(truth), spans(found), 0.25) + 0.5 * float(np.mean(edits))


def boundary_deviation(curve: Floats, step: int, reach: int = 12) -> float:
    """Standard deviation in steps of where `curve (T,)` really changes, near boundary `step`.

    The change's place is given the share `|curve[t] - curve[t - 1]|` of the change around the boundary.
    """
    low, high = max(1, step - reach), min(len(curve), step + reach + 1)
    if high <= low or step <= 0 or step >= len(curve):
        return 0.0
    jumps = np.abs(np.diff(curve[low - 1 : high]))
    if jumps.sum() <= 1e-9:
        return float(reach)
    place = np.arange(low, high)
    share = jumps / jumps.sum()
    return float(np.sqrt(np.sum(share * (place - step) ** 2)))


def to_segments(
    pieces: Sequence[Piece],
    probabilities: Floats,
    classes: Sequence[ClassSpec],
    boundaries: NDArray[np.int64],
    starts: NDArray[np.int64],
    end: int,
) -> list[PredictedSegment]:
    """Segments in ticks, on frame boundaries; a point is the first tick of the frame shown at its step.

    `starts (T,)` are the steps' ticks, `end` the medium's end, `boundaries` all frame starts and the end
    of the
    last frame, ascending (empty: sound only, no snapping). The score is the mean probability inside.
    """
    edges = np.append(starts, end)
    per_step = (end - int(starts[0])) / len(starts)
    segments = []
    for first, last, label in pieces:
        start, stop = _snap(int(edges[first]), boundaries), _snap(int(edges[last]), boundaries)
        curve = probabilities[:, label]
        deviations = boundary_deviation(curve, first), boundary_deviation(curve, last)
        if classes[label].point:
            start = min((int(edges[first]) + int(edges[last])) // 2, end - 1)
            if len(boundaries) > 1:
                shown = int(np.searchsorted(boundaries[:-1], start, side="right")) - 1
                start = int(boundaries[max(0, shown)])
            stop, deviations = start + 1, (deviations[0], deviations[0])
        if stop <= start:
            continue
        segments.append(
            PredictedSegment(
                classes[label].id,
                start,
                stop,
                float(curve[first:last].mean()),
                round(deviations[0] * per_step),
                round(deviations[1] * per_step),
            )
        )
    return segments


def _snap(tick: int, boundaries: NDArray[np.int64]) -> int:
    if len(boundaries) == 0:
        return tick
    i = int(np.searchsorted(boundaries, tick))
    near = [int(boundaries[j]) for j in (i - 1, i) if 0 <= j < len(boundaries)]
    return min(near, key=lambda b: abs(b - tick))


def _pieces(path: Ints) -> list[Piece]:
    edges = np.concatenate([[0], np.flatnonzero(path[1:] != path[:-1]) + 1, [len(path)]])
    return [(int(a), int(b), int(path[a])) for a, b in pairwise(edges)]
