"""What was to be reached, and whether it was: figures in, lines of a table out. No figure is typed by hand.

A goal is reached where the measured mean is on its side, however wide the interval; where the two lie within
one standard error of each other, that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dense import FIGURES
from results_clips import percent

from sora_model.config import PRESETS
from sora_model.contract.explanations import DEFAULT_MAP

FIGHT, DREAM, EGO, DIGITS = 0.74, 0.80, 0.92, 0.80
BETTER, DENSE, DELETION, PLANTED, WRONG = 0.9, 1.3, 0.8, 0.95, 0.5
BY_LABELS = {1: 0.55, 5: 0.80, 10: 0.95}
"""Of the gestures' about ten labels a class, ten are all."""
AHEAD_AT = (1, 5)
SPEEDS = ("speed of the visual branch", "speed of pre-labelling", "fit of the head")
"""Named where they were not measured."""


@dataclass(frozen=True)
class Found:
    """`measured` in words; `held`: which parts of the goal were reached (a single part has no name); `close`:
    goal and figure lie within one standard error.
    """

    measured: str
    held: Mapping[str, bool] = field(default_factory=dict)
    close: bool = False

    @property
    def verdict(self) -> str:
        yes = [name for name, reached in self.held.items() if reached]
        no = [name for name, reached in self.held.items() if not reached]
        words = "–"
        if yes and no:
            words = f"reached: {', '.join(yes)}; **missed: {', '.join(no)}**"
        elif self.held:
            words = "**missed**" if no else "reached"
        return words + (", within one standard error" if self.close else "")


@dataclass(frozen=True)
class Goal:
    section: str
    what: str
    found: Found

    def row(self) -> str:
        return f"| {self.what} | {self.found.measured} | {self.found.verdict} |"

    def line(self) -> str:
        said = self.found.verdict if self.found.held else self.found.measured
        return f"Goal, {self.what}: {said}."


Rule = Callable[[Any], Found]
"""From a section's report."""


def at_least(goal: float, cell: Mapping[str, Any], more: str = "") -> Found:
    low, high = cell.get("interval") or (None, None)
    interval = "" if low is None else f", 95 %: {low:.1%} to {high:.1%}"
    close = abs(cell["mean"] - goal) < cell["error"]
    return Found(percent(cell) + interval + more, {"": cell["mean"] >= goal}, close)


def _fight(report: Any) -> Found:
    one = report["sets"]["fight"]
    best = one["accuracy"][one["best_probe"]]
    dream = "; the dream as well" if one["accuracy"]["sora"]["mean"] >= DREAM else ""
    beside = f"; best probe ({one['best_probe']}) {percent(best)}"
    return at_least(FIGHT, one["accuracy"]["sora"], dream + beside)


def _gestures(report: Any) -> Found:
    return at_least(EGO, report["sets"]["ego"]["accuracy"]["sora"])


def _better(report: Any) -> Found:
    one = report["pooled"]
    words = f"{one['better']:.3f} ({one['gain']:+.1%} ± {one['error']:.1%})"
    return Found(words, {"": one["better"] >= BETTER})


def _brier(report: Any) -> Found:
    words, held = [], {}
    for name, one in report["sets"].items():
        less = {k: -one["brier_against"][k]["gain"] for k in ("uncalibrated", "probe")}
        errors = {k: one["brier_against"][k]["error"] for k in less}
        held[name] = all(v < 0 for v in less.values())
        words.append(f"{name} {', '.join(f'{v:+.3f} ± {errors[k]:.3f} ({k})' for k, v in less.items())}")
    return Found("; ".join(words), held)


def _ahead(report: Any) -> Found:
    rows = {r["labels_per_class"]: r for r in report["ego"]["curve"]}
    words = [
        f"{n}: {rows[n]['sora']:.0%}, probe {rows[n]['linear']:.0%} ({rows[n]['gain']:+.0%} ± "
        f"{rows[n]['gain_error']:.0%})"
        for n in AHEAD_AT
    ]
    return Found("; ".join(words), {f"at {n}": rows[n]["gain"] > 0 for n in AHEAD_AT})


def _by_labels(report: Any) -> Found:
    rows = {r["labels_per_class"]: r for r in report["ego"]["curve"]}
    words = [f"{n}: {rows[n]['sora']:.1%} ± {rows[n]['sora_error']:.1%}" for n in BY_LABELS]
    return Found("; ".join(words), {f"at {n}": rows[n]["sora"] >= goal for n, goal in BY_LABELS.items()})


def _init(report: Any) -> Found:
    one = report["ego"]["transfer"]
    words = f"{one['init']:.1%} with it, {one['imagenet']:.1%} without"
    words += f" ({one['gain']:+.1%} ± {one['gain_error']:.1%})"
    return Found(words, {"": one["gain"] > 0}, abs(one["gain"]) < one["gain_error"])


def _over(task: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {key.removeprefix("over "): v for key, v in task.items() if key.startswith("over ")}


def _dense_ahead(report: Any) -> Found:
    held, words = {}, []
    for name, task in report.items():
        worst = {other: min(v[f]["ratio"] for f in FIGURES) for other, v in _over(task).items()}
        held[name] = all(v > 1 for v in worst.values())
        words.append(f"{name} {', '.join(f'× {v:.2f} ({k})' for k, v in worst.items())}")
    return Found("least of F1@10, 25, 50 and edit: " + "; ".join(words), held)


def _dense_much(report: Any) -> Found:
    over = {name: _over(task)["probe"]["F1@50"] for name, task in report.items()}
    words = ", ".join(f"{name} × {v['ratio']:.2f} (P {v['p']:.2f})" for name, v in over.items())
    return Found(words, {"": sum(v["ratio"] >= DENSE for v in over.values()) >= 2})


def _grid(report: Any) -> Found:
    against = {name: one["against"] for name, one in report["conditions"].items()}
    words = ", ".join(f"{name} {v['gain']:+.1%} ± {v['error']:.1%}" for name, v in against.items())
    behind = [v for v in against.values() if v["gain"] < 0]
    close = bool(behind) and all(-v["gain"] < v["error"] for v in behind)
    return Found(words, {name: v["gain"] >= 0 for name, v in against.items()}, close)


def _digits(report: Any) -> Found:
    return at_least(DIGITS, report["accuracy"]["sora"])


def _presets(report: Any) -> Found:
    if not report:
        return Found("not measured")
    held = {
        name: name in report and all(one["against"]["gain"] >= 0 for one in report[name].values())
        for name in PRESETS
    }
    every = [one for sets in report.values() for one in sets.values()]
    gains = [one["against"]["gain"] for one in every]
    alone = sum(one["network"]["mean"] >= one["linear"]["mean"] for one in every)
    words = f"{min(gains):+.1%} to {max(gains):+.1%}; networks alone not below it: {alone} of {len(every)}"
    return Found(words, held)


def _maps(report: Any) -> Found:
    maps = report["both"]["maps"]
    one, centre = maps[DEFAULT_MAP], maps["centre"]["ratio"]
    words = f"× {one['ratio']:.2f} ± {one['ratio_se']:.2f} ({DEFAULT_MAP}); centre × {centre:.2f}"
    return Found(words, {"": one["ratio"] <= DELETION}, abs(one["ratio"] - DELETION) < one["ratio_se"])


def _planted(report: Any) -> Found:
    share, count = report["planted"]["inside"][DEFAULT_MAP], report["planted"]["marked"]
    return Found(f"{share:.1%} of {count} films", {"": share >= PLANTED})


def _wrong(report: Any) -> Found:
    rows = report["rows"]
    words = ", ".join(
        f"{r['set']} {r['precision_20']:.2f} ± {r['precision_20_se'] or 0:.2f} (at most {r['ceiling']:.2f})"
        for r in rows
    )
    return Found(words, {r["set"]: r["precision_20"] >= WRONG for r in rows})


def _gpu(device: str | None, speed: Any) -> Found:
    rows = [] if speed is None else [r for r in speed["rows"] if "GPU" in r["name"]]
    if not device:
        return Found("no GPU was lent")
    words = "; ".join(f"{r['name']}: {r['value']:.3g} {r['unit']}" for r in rows)
    return Found(f"{device}: {words or 'not measured'}")


RULES: tuple[tuple[str, str, Rule], ...] = (
    ("folds", f"fight, folds by source video: {FIGHT:.0%} (the dream: {DREAM:.0%})", _fight),
    ("folds", f"P(better than the best probe), both sets pooled: ≥ {BETTER}", _better),
    ("folds", f"gestures, folds by group: ≥ {EGO:.0%}", _gestures),
    ("folds", "Brier score: less than uncalibrated and than the probe's", _brier),
    ("few_labels", "gestures, 1 and 5 labels per class: ahead of the linear probe", _ahead),
    ("few_labels", "gestures by labels per class: 1: 55 %, 5: 80 %, all (10): 95 %", _by_labels),
    ("few_labels", "5 labels, begun from a run of other classes (`--init`): ahead of ImageNet alone", _init),
    ("dense", "dense: ahead of the per-step probe, on the gestures of the cut detector too", _dense_ahead),
    ("dense", f"dense, F1@50: ≥ {DENSE} × the probe on two of three", _dense_much),
    ("grid", "command word from sound and picture: ≥ the better branch", _grid),
    ("digits", f"digits of an unseen speaker: ≥ {DIGITS:.0%}", _digits),
    ("presets", "every preset on both sets: not below the linear probe", _presets),
    ("maps", f"deletion of the default map: ≤ {DELETION} × random", _maps),
    ("maps", f"planted cue, the map's peak inside it: ≥ {PLANTED:.0%}", _planted),
    ("label_errors", f"a tenth of the labels flipped, wrong among the first 20: ≥ {WRONG}", _wrong),
)


def goals(reports: Mapping[str, Any]) -> list[Goal]:
    """Of the sections' reports; what is not there was not measured."""
    found = []
    for section, what, rule in RULES:
        try:
            found.append(Goal(section, what, rule(reports[section])))
        except KeyError:
            found.append(Goal(section, what, Found("not measured")))
    return [
        *found,
        *speed_goals(reports.get("speed")),
        Goal("speed", "speed on a GPU", _gpu(reports["machine"]["gpu"], reports.get("speed"))),
    ]


def speed_goals(report: Any) -> list[Goal]:
    """One for each row of the speed benchmark that has a goal on the wall's clock."""
    if report is None:
        return [Goal("speed", what, Found("not measured")) for what in SPEEDS]
    found = []
    for row in report["rows"]:
        if row["goal"] is None or "core time" in row["name"]:
            continue
        if row["peer_value"]:
            what = f"{row['name']}: ≥ {row['peer_value'] / row['goal']:.2f} × the speed of {row['peer']}"
            speed = row["peer_value"] / row["value"]
            words = f"× {speed:.2f} ({row['value']:.3g} {row['unit']}; {row['peer_value']:.3g})"
        else:
            what = f"{row['name']}: ≤ {row['goal']:g} {row['unit']}"
            words = f"{row['value']:.3g} {row['unit']}"
        found.append(Goal("speed", what, Found(words, {"": row["met"]})))
    return found


def goal_table(found: list[Goal]) -> str:
    return "\n".join(["| Goal | Measured | |", "|---|---|---|", *(g.row() for g in found)])
