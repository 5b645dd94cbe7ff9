"""How a run stands worse footage: its score on labelled clips re-encoded, darkened, blurred, thinned, muted
and attacked, each beside its score on the same clips as they are.

Every clip is cut out and written again without loss for the clean score, so that a difference is due to the
damage alone. The films so written lie in a temporary folder that goes with the measurement, however it ends.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sora_model import metrics
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Event, Progress, Started
from sora_model.contract.jobs import EvaluateJob
from sora_model.contract.manifest import MediaSpec, RangeSpec
from sora_model.data.extraction import never
from sora_model.inference import Predictor
from sora_model.media.hashing import quick_hash
from sora_model.media.opencv import cv2
from sora_model.media.pictures import Picture
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import load_index
from sora_model.media.rewriting import LOSSLESS, Encoder, write_stretch
from sora_model.pixel_attack import EPSILON, STEPS, attacked

OnEvent = Callable[[Event], None]
IsCancelled = Callable[[], bool]
Floats = NDArray[np.float64]

MOST_CLIPS = 40
MOST_ATTACKED = 8
LONGEST_S = 6.0
"""Of a longer label the middle is used."""
CLEAN = "clean"
ATTACK = "pgd"
_H264 = Encoder("libx264", {"crf": "40"})
_MPEG4 = Encoder("mpeg4", {"qmin": "31", "qmax": "31", "b": "100000"})


@dataclass(frozen=True)
class Damage:
    """One way in which footage is worse; `what` says it in words."""

    name: str
    what: str
    encoder: Encoder = LOSSLESS
    change: Callable[[Picture], Picture] | None = None
    every: int = 1
    sound: bool = True

    def touches(self, medium: MediaSpec) -> bool:
        """Whether it changes anything in `medium`: without sound there is nothing to mute."""
        return self.sound or medium.has_audio


def darkened(picture: Picture) -> Picture:
    """Gamma 1.8, then four tenths of the light."""
    table = np.rint(255 * 0.4 * (np.arange(256) / 255) ** 1.8).astype(np.uint8)
    return table[picture]


def blurred(picture: Picture) -> Picture:
    """Gaussian, its deviation a hundredth of the picture's width."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), picture.shape[1] / 100), dtype=np.uint8)


def damages() -> tuple[Damage, ...]:
    """The clean form first. Re-encoding takes H.264 where PyAV's wheel can, else MPEG-4 at its coarsest."""
    if _H264.available:
        worse = Damage("reencoded", "H.264 at CRF 40", encoder=_H264)
    else:
        worse = Damage("reencoded", "MPEG-4 at quantiser 31 (this PyAV has no H.264 encoder)", encoder=_MPEG4)
    return (
        Damage(CLEAN, "cut out, written without loss"),
        worse,
        Damage("dark", "gamma 1.8, 0.4 of the light", change=darkened),
        Damage("blurred", "Gaussian blur, deviation 1 % of the width", change=blurred),
        Damage("thinned", "every second frame dropped", every=2),
        Damage("muted", "without its sound", sound=False),
    )


@dataclass(frozen=True)
class _Labelled:
    medium: MediaSpec
    item: RangeSpec
    label: int


@dataclass
class _Answers:
    """Probabilities of clips under one damage, and which clips they are."""

    clips: list[int] = field(default_factory=list)
    rows: list[Floats] = field(default_factory=list)


def robustness(
    job: EvaluateJob,
    on_event: OnEvent,
    cancelled: IsCancelled = never,
    *,
    most: int = MOST_CLIPS,
    most_attacked: int = MOST_ATTACKED,
) -> dict[str, Any]:
    """The job's checkpoint on at most `most` labelled clips of its manifest, in each form of `damages`, and
    on at most `most_attacked` of them against projected gradient descent on their pictures.

    Raises `SoraError` where nothing with a picture is labelled in a class the run knows or a film cannot be
    read, and `media.progress.Cancelled`; nothing written stays behind.
    """
    with tempfile.TemporaryDirectory(prefix="sora-robustness-") as folder:
        predictor = Predictor(Path(job.checkpoint), Path(folder), job.device)
        on_event(Started(predictor.engine.name))
        clips = _chosen(_labelled(predictor, job), most)
        measuring = _Measuring(predictor, clips, Path(folder), most_attacked, on_event, cancelled)
        return measuring.run()


def _labelled(predictor: Predictor, job: EvaluateJob) -> list[_Labelled]:
    index = {c.id: i for i, c in enumerate(predictor.checkpoint.classes)}
    points = {c.id for c in predictor.checkpoint.classes if c.point}
    found = [
        _Labelled(medium, item, index[item.class_id])
        for medium in job.manifest.media
        if medium.has_video
        for item in medium.ranges
        if item.kind == "positive" and item.class_id in index and item.class_id not in points
    ]
    if not found:
        raise SoraError(
            "There is nothing to measure on: none of these media has both a picture and labels of a class "
            "that this run knows. Label some, or choose other media."
        )
    return found


def _chosen(labelled: list[_Labelled], most: int) -> list[_Labelled]:
    """At most `most`: classes in turn, and within a class groups in turn; the same ones each time."""
    random = np.random.default_rng(0)
    shuffled = [labelled[i] for i in random.permutation(len(labelled))]
    seen: dict[tuple[int, str], int] = {}
    turn: list[tuple[int, int]] = []
    for n, clip in enumerate(shuffled):
        key = clip.label, clip.medium.group
        seen[key] = seen.get(key, 0) + 1
        turn.append((seen[key], n))
    in_class: dict[int, int] = {}
    order: list[tuple[int, int]] = []
    for _, n in sorted(turn):
        label = shuffled[n].label
        in_class[label] = in_class.get(label, 0) + 1
        order.append((in_class[label], n))
    return [shuffled[n] for _, n in sorted(order)[:most]]


class _Measuring:
    def __init__(
        self,
        predictor: Predictor,
        clips: list[_Labelled],
        folder: Path,
        most_attacked: int,
        on_event: OnEvent,
        cancelled: IsCancelled,
    ) -> None:
        self.predictor = predictor
        self.clips = clips
        self.folder = folder
        self.most_attacked = min(most_attacked, len(clips))
        self.on_event = on_event
        self.cancelled = cancelled
        self.answers: dict[str, _Answers] = {d.name: _Answers() for d in damages()}
        self.before = _Answers()
        self.after = _Answers()

    def run(self) -> dict[str, Any]:
        begun = time.monotonic()
        for n, clip in enumerate(self.clips):
            eta = (time.monotonic() - begun) / n * (len(self.clips) - n) if n else None
            self.on_event(Progress("damaging", n, len(self.clips), eta))
            with tempfile.TemporaryDirectory(dir=self.folder) as place:
                self._measure(n, clip, Path(place))
        self.on_event(Progress("damaging", len(self.clips), len(self.clips), 0.0))
        return self._report()

    def _measure(self, n: int, clip: _Labelled, place: Path) -> None:
        for damage in damages():
            if not damage.touches(clip.medium):
                continue
            if self.cancelled():
                raise Cancelled
            medium = self._written(clip, damage, place)
            self.answers[damage.name].clips.append(n)
            self.answers[damage.name].rows.append(self._look(medium))
            if damage.name == CLEAN and n < self.most_attacked:
                found = attacked(self.predictor, medium, clip.label, self.cancelled)
                if found is not None:
                    for answers, row in zip((self.before, self.after), found, strict=True):
                        answers.clips.append(n)
                        answers.rows.append(row)

    def _written(self, clip: _Labelled, damage: Damage, place: Path) -> MediaSpec:
        source, target = Path(clip.medium.path), place / f"{damage.name}.mkv"
        index = load_index(source, self.folder, stream=clip.medium.film_number, cancelled=self.cancelled)
        start = float(clip.medium.seconds(clip.item.start))
        end = float(clip.medium.seconds(clip.item.end))
        if end - start > LONGEST_S:
            start = (start + end - LONGEST_S) / 2
            end = start + LONGEST_S
        write_stretch(
            source,
            index,
            target,
            start,
            end,
            encoder=damage.encoder,
            change=damage.change,
            every=damage.every,
            sound=damage.sound and clip.medium.has_audio,
            sound_stream=clip.medium.sound_number,
            cancelled=self.cancelled,
        )
        written = load_index(target, place)
        return replace(
            clip.medium,
            id=damage.name,
            path=str(target),
            sha256="",
            quick_hash=quick_hash(target),
            time_base=(written.time_base.numerator, written.time_base.denominator),
            origin=(written.origin.numerator, written.origin.denominator),
            start=written.start_pts,
            end=written.end_pts,
            has_audio=damage.sound and clip.medium.has_audio,
            ranges=(),
            video_stream=-1,
            audio_stream=-1,
        )

    def _look(self, medium: MediaSpec) -> Floats:
        features = self.predictor.extractor.features(medium, None, self.cancelled)
        return self.predictor.look_at(features.block(0, features.count), features).clip

    # --- figures ---------------------------------------------------------------------------

    def _report(self) -> dict[str, Any]:
        clean = self.answers[CLEAN]
        rows = [
            {"name": d.name, "what": d.what, **self._compared(self.answers[d.name], clean)}
            for d in damages()
            if self.answers[d.name].clips
        ]
        if self.after.clips:
            what = (
                f"pictures moved by at most {EPSILON:g}/255 against the run, {STEPS} steps of gradient "
                "descent; the motion descriptor is held fixed"
            )
            rows.append({"name": ATTACK, "what": what, **self._compared(self.after, self.before)})
        return {
            "device": self.predictor.engine.name,
            "clips": len(self.clips),
            "groups": len({c.medium.group for c in self.clips}),
            "classes": [c.id for c in self.predictor.checkpoint.classes],
            "rows": rows,
        }

    def _compared(self, damaged: _Answers, clean: _Answers) -> dict[str, Any]:
        """Figures of the damaged clips, and their change from the same clips when clean."""
        place = {n: i for i, n in enumerate(clean.clips)}
        truth = np.array([self.clips[n].label for n in damaged.clips])
        groups = [self.clips[n].medium.group for n in damaged.clips]
        now = np.stack(damaged.rows)
        before = np.stack([clean.rows[place[n]] for n in damaged.clips])
        right, was_right = _right(now, truth), _right(before, truth)
        error, low, high = metrics.group_bootstrap(right - was_right, groups)
        return {
            "n": len(truth),
            "accuracy": float(right.mean()),
            "clean_accuracy": float(was_right.mean()),
            "difference": float((right - was_right).mean()),
            "difference_se": _finite(error),
            "difference_interval": [_finite(low), _finite(high)],
            "brier": metrics.brier(now, truth),
            "clean_brier": metrics.brier(before, truth),
        }


def _right(probabilities: Floats, truth: NDArray[np.int64]) -> Floats:
    return np.asarray(probabilities.argmax(axis=1) == truth, dtype=np.float64)


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def lines(report: dict[str, Any]) -> list[str]:
    """The report for people, one damage a line."""
    out = [f"{report['clips']} clips of {report['groups']} groups, each beside the same clip as it is:"]
    for row in report["rows"]:
        low, high = row["difference_interval"]
        interval = "" if low is None else f" (95 % {low:+.1%} to {high:+.1%})"
        out.append(
            f"{row['name']:<10} {row['accuracy']:6.1%} of {row['n']:>3}, "
            f"{row['difference']:+.1%}{interval}, Brier {row['brier']:.3f} ({row['what']})"
        )
    return out
