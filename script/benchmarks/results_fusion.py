"""How branches are put together: four fusions with and without relations, and a branch for text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from results_clips import DEFAULT, FOLDS, Context, cell_of, gain, hits, percent
from results_fits import Fit, Fitted, Work, config_of, rows
from results_scores import compare
from results_sets import DATA, LabelledSet, Trial, fold_trials, rows_of
from results_sound import GRID_FOLDS, grid_config, grid_sets

from sora_model.config import ModelConfig, preset
from sora_model.contract.manifest import MediaSpec, TextSpec

NOISY = "both-babble"
"""Of GRID's conditions the one in which both branches are needed."""
BASE = "weighted"
PLAIN: Mapping[str, Mapping[str, Any]] = {
    BASE: {},
    "concat": {"fusion": "concat"},
    "mean": {"fusion": "mean"},
    "attention": {"fusion": "attention"},
    "weighted, relations": {"relations": True},
}
RELATED: Mapping[str, Mapping[str, Any]] = {
    f"{name}, relations": {"fusion": name, "relations": True} for name in ("concat", "mean", "attention")
}
TEXTS = ("text: none written", "text: the other words", "text: the whole sentence")


@dataclass(frozen=True)
class Ablation:
    """Variants of a model on the folds of one set; the first is what they are compared with."""

    title: str
    chosen: LabelledSet
    trials: tuple[Trial, ...]
    fits: Mapping[str, tuple[Fit, ...]]


def ablations(context: Context) -> list[Ablation]:
    """GRID with all seeds; the larger sets with one, and relations with one fusion, for time."""
    noisy = grid_sets(context)[NOISY]
    trials = tuple(fold_trials(noisy, GRID_FOLDS, context.seeds))
    fits = {n: _fits(context, grid_config(), trials, n, c, 5.0) for n, c in (PLAIN | RELATED).items()}
    for name in TEXTS:
        written = tuple(with_texts(t, name) for t in trials)
        fits[name] = _fits(context, grid_config(), written, name, {"text": True}, 5.0)
    found = [Ablation("GRID, babble", noisy, trials, fits)]
    for name, chosen in context.sets.items():
        trials = tuple(fold_trials(chosen, FOLDS, context.seeds[:1]))
        own = {n: _fits(context, preset(DEFAULT), trials, n, c, 20.0) for n, c in PLAIN.items()}
        found.append(Ablation(name, chosen, trials, own))
    return found


def _fits(
    context: Context,
    model: ModelConfig,
    trials: Sequence[Trial],
    name: str,
    changes: Mapping[str, Any],
    cost: float,
) -> tuple[Fit, ...]:
    """The variant that is compared with is trained by another section already, under the same keys."""
    config = config_of(replace(model, **changes), context.cache)
    slug = f"{DEFAULT}-" if name == BASE else f"fusion {name} ".replace(":", "").replace(" ", "-")
    return tuple(Fit(f"{slug}{t.name}", t, config, cost) for t in trials)


def with_texts(trial: Trial, kind: str) -> Trial:
    """The trial with what is written about each of its media, as a subtitle would be."""
    if kind == TEXTS[0]:
        return trial
    said: dict[str, list[str]] = {}
    for row in rows_of(DATA / "grid_words" / "segments.csv"):
        if row["slot"] != "silence" and (kind == TEXTS[2] or row["slot"] != "command"):
            said.setdefault(row["file"], []).append(row["word"])

    def written(medium: MediaSpec) -> MediaSpec:
        text = TextSpec(medium.start, medium.end, " ".join(said[medium.group]))
        return replace(medium, texts=(text,))

    training = replace(trial.training, media=tuple(map(written, trial.training.media)))
    return replace(trial, training=training, held=tuple(map(written, trial.held)))


def fusion_fits(context: Context) -> list[Work]:
    return [f for one in ablations(context) for several in one.fits.values() for f in several]


def fusion_report(context: Context, fitted: Mapping[str, Fitted]) -> dict[str, Any]:
    """Accuracy of the blend and of the network alone, both beside the default on the same clips.

    A variant of which a fit failed is left out, and a set where that is the default.
    """
    out: dict[str, Any] = {}
    for one in ablations(context):
        if any(f.key not in fitted for f in one.fits[BASE]):
            continue
        classes = [c.id for c in one.chosen.classes]
        out[one.title] = {"seeds": len({t.seed for t in one.trials}), "variants": {}}
        base = {}
        for name, fits in one.fits.items():
            if any(f.key not in fitted for f in fits):
                continue
            own = [fitted[f.key] for f in fits]
            found: dict[str, Any] = {}
            for part in ("sora", "network"):
                answers = hits(rows(own, part, one.chosen.media, classes), one.chosen, one.chosen.media)
                base.setdefault(part, answers)
                against = compare({one.title: (answers, base[part])})
                found[part] = {**cell_of(answers), "against": vars(against)}
            out[one.title]["variants"][name] = found
    return out


def fusion_table(report: Mapping[str, Any]) -> str:
    lines = [
        f"| Set | Fusion | sora-av | − {BASE} | Network alone | − {BASE} |",
        "|---|---|---|---|---|---|",
    ]
    for title, one in report.items():
        for name, found in one["variants"].items():
            cells = []
            for part in ("sora", "network"):
                beside = "" if name == BASE else gain(found[part]["against"])
                cells += [percent(found[part]), beside]
            lines.append(f"| {title} | {name} | {' | '.join(cells)} |")
    seeds = ", ".join(f"{title} {one['seeds']}" for title, one in report.items())
    return "\n".join([*lines, "", f"Folds by group; seeds: {seeds}."])
