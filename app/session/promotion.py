"""Whether a new run replaces the one in use. The rule is `records.md`'s; the reason is for the person."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.suggestions import Promotion, Run
from app.domain.texts import Text, recognised
from app.session.run_names import NAMES

FEWEST_GROUPS = 5
"""From so many groups on the bootstrap over them is trusted alone."""

FEWEST_HELD_OUT = 4
"""With fewer held-out labels, one of them more or less would decide: too little to hold out."""

KEPT = Text("Cancelled; its last checkpoint was kept.")
CHOSEN = Text("Chosen by {person}.")
SET_ASIDE = Text("Set aside for {run}.")
IMPORTED = Text("Imported from another program.")
MOVING = Text("What moves before a fixed camera.")
LEARNED = Text("Learned without labels: a start for trainings (--init), not for suggestions.")
_UNVERIFIED = Text("Adopted unverified: too few labels to hold any out.")
_FEW = Text("Adopted unverified: {score} of only {count} held-out labels.")
_OPTIMISTIC = Text("Optimistic (later parts of the same films held out): {verdict}")
_FIRST = Text("{score} on held-out films, majority class {majority}.")
_NO_BETTER = Text(
    "{score} on held-out films is no better than always saying the most frequent class ({majority}). More "
    "labels of every class will help."
)
_ADOPTED = Text("{score} on held-out films; best so far {best} ({run}), tolerance {tolerance}.")
_WORSE = Text(
    "{score} on held-out films is worse than {run} with {best} (tolerance {tolerance}). {run} stays in use."
)
_REASONS = (
    *(KEPT, CHOSEN, SET_ASIDE, IMPORTED, MOVING, LEARNED, _UNVERIFIED, _FEW),
    *(_OPTIMISTIC, _NO_BETTER, _WORSE, _ADOPTED, _FIRST),
    *NAMES,
)


def reason_of(run: Run) -> str:
    """Why a run is in use or not, as a text that can be told: what is stored is English."""
    return recognised(run.reason, (reason.template for reason in _REASONS))


@dataclass(frozen=True, slots=True)
class Verdict:
    promotion: Promotion
    reason: str


def judge(metrics: Mapping[str, Any], validation: str, earlier: Iterable[Run]) -> Verdict:
    """`metrics`: a training result's; `validation`: `groups`, `blocks` or `none` (see `manifests`).

    With held-out groups: adopted unless worse there than the best promoted run by more than one
    bootstrap standard error. The comparison is with the best so far, not the last, so that small losses
    do not add up. The first run must beat the majority class. Too little to hold out: adopted, unverified.
    """
    held_out = metrics.get("validation")
    if validation == "none" or not isinstance(held_out, Mapping):
        return Verdict(Promotion.PROMOTED, _UNVERIFIED)
    score, error = float(held_out["accuracy"]), _standard_error(held_out)
    comparable = [_compared(run, held_out) for run in earlier if run.promotion is Promotion.PROMOTED]
    best = max((pair for pair in comparable if pair is not None), key=lambda p: p[0], default=None)
    if best is None:
        majority = float(held_out["majority"])
        count = int(held_out["n"])
        if score <= majority and count < FEWEST_HELD_OUT:
            return Verdict(Promotion.PROMOTED, Text(_FEW, score=f"{score:.0%}", count=count))
        better = score > majority
        reason = Text(_FIRST if better else _NO_BETTER, score=f"{score:.0%}", majority=f"{majority:.0%}")
        return _verdict(better, reason, validation)
    best_score, own_score, name = best
    adopted = own_score >= best_score - error
    reason = Text(
        _ADOPTED if adopted else _WORSE,
        score=f"{own_score:.0%}",
        best=f"{best_score:.0%}",
        run=name,
        tolerance=f"{error:.0%}",
    )
    return _verdict(adopted, reason, validation)


def _verdict(adopted: bool, reason: Text, validation: str) -> Verdict:
    if validation == "blocks":
        reason = Text(_OPTIMISTIC, verdict=reason)
    return Verdict(Promotion.PROMOTED if adopted else Promotion.REFUSED, reason)


def _standard_error(held_out: Mapping[str, Any]) -> float:
    """By bootstrap over groups. A few groups say little of how groups differ (two that score alike would
    say: not at all), so that there it is the binomial error of the share at least."""
    share, count = float(held_out["accuracy"]), int(held_out["n"])
    binomial = math.sqrt(share * (1 - share) / count)
    bootstrap = held_out.get("se")
    if bootstrap is None:
        return binomial
    few = len(held_out["groups"]) < FEWEST_GROUPS
    return max(float(bootstrap), binomial) if few else float(bootstrap)


def _compared(run: Run, held_out: Mapping[str, Any]) -> tuple[float, float, str] | None:
    """(accuracy of `run`, accuracy of the new one, name) on the groups both were held out on."""
    theirs = run.metrics.get("validation")
    if not isinstance(theirs, Mapping):
        return None
    their_groups, our_groups = theirs["groups"], held_out["groups"]
    common = sorted(set(their_groups) & set(our_groups))
    if not common:
        return None
    return _accuracy(their_groups, common), _accuracy(our_groups, common), run.name


def _accuracy(groups: Mapping[str, Any], names: list[str]) -> float:
    total = sum(groups[name]["n"] for name in names)
    right = sum(groups[name]["correct"] for name in names)
    return float(right / total) if total else 0.0
