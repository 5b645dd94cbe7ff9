"""Whether a new run replaces the one in use. The rule is `records.md`'s; the reason is for the person."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.suggestions import Promotion, Run

FEWEST_GROUPS = 5
"""From so many groups on the bootstrap over them is trusted alone."""

FEWEST_HELD_OUT = 4
"""With fewer held-out labels, one of them more or less would decide: too little to hold out."""


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
        return Verdict(Promotion.PROMOTED, "Adopted unverified: too few labels to hold any out.")
    score, error = float(held_out["accuracy"]), _standard_error(held_out)
    prefix = "Optimistic (later parts of the same films held out): " if validation == "blocks" else ""
    comparable = [_compared(run, held_out) for run in earlier if run.promotion is Promotion.PROMOTED]
    best = max((pair for pair in comparable if pair is not None), key=lambda p: p[0], default=None)
    if best is None:
        majority = float(held_out["majority"])
        count = int(held_out["n"])
        if score <= majority and count < FEWEST_HELD_OUT:
            return Verdict(
                Promotion.PROMOTED, f"Adopted unverified: {score:.0%} of only {count} held-out labels."
            )
        if score > majority:
            return Verdict(
                Promotion.PROMOTED, f"{prefix}{score:.0%} on held-out films, majority class {majority:.0%}."
            )
        return Verdict(
            Promotion.REFUSED,
            f"{prefix}{score:.0%} on held-out films is no better than always saying the most frequent "
            f"class ({majority:.0%}). More labels of every class will help.",
        )
    best_score, own_score, name = best
    if own_score >= best_score - error:
        return Verdict(
            Promotion.PROMOTED,
            f"{prefix}{own_score:.0%} on held-out films; best so far {best_score:.0%} ({name}), "
            f"tolerance {error:.0%}.",
        )
    return Verdict(
        Promotion.REFUSED,
        f"{prefix}{own_score:.0%} on held-out films is worse than {name} with {best_score:.0%} "
        f"(tolerance {error:.0%}). {name} stays in use.",
    )


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
