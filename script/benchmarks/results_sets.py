"""The labelled footage as manifests: which films, which ranges, which groups, which folds."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from sora_model.contract.manifest import ClassSpec, Manifest, MediaSpec, RangeSpec, Split
from sora_model.cross_validation import grouped_folds
from sora_model.media.audio_reader import AudioReader
from sora_model.media.hashing import quick_hash
from sora_model.media.pts_index import load_index

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
VALIDATION_SHARE = 0.2
LEFT_RIGHT = ("left", "right", "carret", "tick", "circlecc", "del")
"""Gestures that a mirror turns into something else."""


@dataclass(frozen=True)
class LabelledSet:
    """Media of one class each (their one positive range is the whole medium); `test` names the given part."""

    name: str
    classes: tuple[ClassSpec, ...]
    media: tuple[MediaSpec, ...]
    test: frozenset[str]

    @property
    def manifest(self) -> Manifest:
        return Manifest(f"results-{self.name}", self.classes, self.media)

    def truth(self, medium: MediaSpec) -> int:
        """The medium's class."""
        (item,) = medium.ranges
        return [c.id for c in self.classes].index(str(item.class_id))

    def part(self, test: bool) -> tuple[MediaSpec, ...]:
        return tuple(m for m in self.media if (m.id in self.test) == test)

    def only(self, keep: Callable[[MediaSpec], bool]) -> LabelledSet:
        """The same with the media that `keep` is true of."""
        media = tuple(m for m in self.media if keep(m))
        return replace(self, media=media, test=self.test & {m.id for m in media})


@dataclass(frozen=True)
class Trial:
    """One fit and what it is scored on: `training` holds a train and a validation part, `held` neither."""

    name: str
    training: Manifest
    held: tuple[MediaSpec, ...]
    seed: int


def rows_of(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def classes_of(names: Iterable[str]) -> tuple[ClassSpec, ...]:
    return tuple(ClassSpec(n, n, directional=n in LEFT_RIGHT) for n in sorted(set(names)))


def film_spec(path: Path, group: str, cache: Path) -> MediaSpec:
    """A film (or a recording without pictures) as the program would describe it, without labels yet."""
    import av

    with av.open(str(path)) as container:
        has_audio, has_video = bool(container.streams.audio), bool(container.streams.video)
    if has_video:
        index = load_index(path, cache)
        time_base, origin = index.time_base, index.origin
        start, end = index.start_pts, index.end_pts
    else:
        reader = AudioReader(path)
        facts = reader.facts
        reader.close()
        time_base, origin = Fraction(1, facts.sample_rate), Fraction(0)
        start = round(facts.start_s * facts.sample_rate)
        end = start + round(facts.duration_s * facts.sample_rate)
    return MediaSpec(
        id=path.stem,
        path=str(path),
        sha256="",
        quick_hash=quick_hash(path),
        group=group,
        split="train",
        time_base=(time_base.numerator, time_base.denominator),
        origin=(origin.numerator, origin.denominator),
        start=start,
        end=end,
        has_video=has_video,
        has_audio=has_audio,
    )


def labelled(medium: MediaSpec, label: str) -> MediaSpec:
    return replace(medium, ranges=(RangeSpec(medium.start, medium.end, label),))


def cut(medium: MediaSpec, start_s: float, end_s: float) -> MediaSpec:
    """The part of `medium` between two container times."""

    def tick(seconds: float) -> int:
        exact = (Fraction(seconds).limit_denominator(10**6) + Fraction(*medium.origin)) / medium.tick
        return min(max(round(exact), medium.start), medium.end)

    return replace(medium, start=tick(start_s), end=tick(end_s))


def clip_set(name: str, cache: Path) -> LabelledSet:
    """`fight` (210 clips, by source video), `ego` (151 clips of ten gestures, by group) or `digits` (800
    spoken digits, by speaker).
    """
    folder, group = {
        "fight": ("cctv_fight", "source_video"),
        "ego": ("ego_gestures", "group"),
        "digits": ("fsdd", "speaker"),
    }[name]
    rows = [r for r in rows_of(DATA / folder / "labels.csv") if r["label"] != "unclassified"]
    media = tuple(labelled(film_spec(DATA / folder / r["file"], r[group], cache), r["label"]) for r in rows)
    test = frozenset(Path(r["file"]).stem for r in rows if r["split"] == "test")
    return LabelledSet(name, classes_of(r["label"] for r in rows), media, test)


def fold_trials(chosen: LabelledSet, count: int, seeds: Sequence[int]) -> list[Trial]:
    """Every medium held out once per seed, with its whole group; each seed draws its own folds."""
    trials = []
    for seed in seeds:
        folds = grouped_folds(chosen.manifest, count, seed)
        trials += [
            Trial(
                f"{chosen.name}-fold{fold}of{folds.count}-seed{seed}",
                with_validation(folds.training(fold), seed),
                tuple(folds.held_out(fold)),
                seed,
            )
            for fold in range(folds.count)
        ]
    return trials


def given_trials(chosen: LabelledSet, seeds: Sequence[int]) -> list[Trial]:
    """The given split; another part of the train films validates for each seed."""
    train = replace(chosen.manifest, media=chosen.part(test=False))
    return [
        Trial(f"{chosen.name}-given-seed{s}", with_validation(train, s), chosen.part(test=True), s)
        for s in seeds
    ]


def with_validation(manifest: Manifest, seed: int) -> Manifest:
    """About a fifth of the labels validates, by whole groups, as in the program; another fifth for each seed.

    A group validates only where every class keeps labels in training. Where no group is small enough, the
    first of them does.
    """
    members: dict[str, Counter[str]] = {}
    for medium in manifest.media:
        members.setdefault(medium.group, Counter()).update(str(r.class_id) for r in medium.ranges)
    names = sorted(members)
    order = [names[i] for i in np.random.default_rng(seed).permutation(len(names))]
    left: Counter[str] = sum(members.values(), Counter())
    target = VALIDATION_SHARE * left.total()
    chosen: set[str] = set()
    for group in order:
        taken = sum(members[g].total() for g in chosen)
        fits = taken + members[group].total() <= 1.5 * target
        if taken < target and fits and all(left[c] > n for c, n in members[group].items()):
            chosen.add(group)
            left -= members[group]
    chosen = chosen or {order[0]}

    def part(medium: MediaSpec) -> Split:
        return "validation" if medium.group in chosen else "train"

    return replace(manifest, media=tuple(replace(m, split=part(m)) for m in manifest.media))


def groups_in(media: Sequence[MediaSpec]) -> list[str]:
    return [m.group for m in media]


def one_hot(chosen: LabelledSet, media: Sequence[MediaSpec]) -> Any:
    """`(N, C)`."""
    return np.eye(len(chosen.classes))[[chosen.truth(m) for m in media]]
