"""One moment explained in one folder: maps of every kind and class, sound, time, and how far they can be
believed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sora_model.contract.errors import SoraError
from sora_model.contract.events import Event
from sora_model.contract.explanations import DEFAULT_MAP, ExplainJob, Faithfulness
from sora_model.contract.manifest import MediaSpec
from sora_model.data.extraction import never
from sora_model.data.sound import BANDS
from sora_model.explain import drawing, maps
from sora_model.explain.explainer import Explainer, Moment
from sora_model.explain.faithfulness import from_the_middle
from sora_model.inference import Attended, Look, step_grid
from sora_model.media.decoder import FrameDecoder
from sora_model.media.pts_index import load_index

Floats = NDArray[np.float64]

NAMES = {"picture": 0, "motion": 1, "sound": 2}
MOST_CLASSES = 3
NOTE = (
    "Occlusion and class-activation maps explain the whole decision, network and probe; attention shows "
    "where the network's weight went and is no proof of a reason. Trust a map only as far as its figures go."
)
NETWORK_NOTE = (
    "The network decides alone; the probe has no say. Attention shows where the network's weight went and is "
    "no proof of a reason. Trust a map only as far as its figures go."
)
PROBE_NOTE = (
    "The closed-form probe decides alone; the network has no say, so there is no attention. Occlusion and "
    "class-activation maps explain the probe's decision. Trust a map only as far as its figures go."
)


def explain(
    checkpoint: Path,
    medium: MediaSpec,
    time_s: float,
    out_dir: Path,
    *,
    class_names: Sequence[str] = (),
    device: str = "auto",
    cache_dir: Path | None = None,
) -> dict[str, Any]:
    """Explain second `time_s` (from the container's start) of `medium`; what `explain.json` holds.

    Maps are made for `class_names`, or for the `MOST_CLASSES` most probable classes; the first of them is
    tested by hiding. Raises `SoraError` where the checkpoint, the film, a class or the folder is at fault.
    """
    moment_tick = round((time_s + medium.origin[0] / medium.origin[1]) / float(medium.tick))
    job = ExplainJob(
        str(checkpoint), medium, moment_tick, device=device, cache_dir=str(cache_dir) if cache_dir else None
    )
    report = _Report(Explainer.load(job), medium, moment_tick, time_s, out_dir)
    return report.write(class_names)


class _Report:
    """What is written for one moment."""

    def __init__(
        self, explainer: Explainer, medium: MediaSpec, tick: int, time_s: float, out_dir: Path
    ) -> None:
        predictor = explainer.predictor
        self.explainer = explainer
        self.medium = medium
        self.tick = tick
        self.time_s = time_s
        self.out_dir = out_dir
        self.classes = predictor.checkpoint.classes
        self.moment: Moment = explainer.moment(medium, tick)
        self.probe_share = predictor.checkpoint.config.probe_share
        self.look: Look = predictor.look(self.moment.features, _silent, never)
        grid = step_grid(predictor.checkpoint, medium)
        self.step = grid.step_at(tick)
        self.seconds = np.array([float(medium.seconds(int(t))) for t in grid.ticks()])
        self.files: list[str] = []

    def write(self, class_names: Sequence[str]) -> dict[str, Any]:
        labels = self._labels(class_names)
        result = self._figures(labels)
        if self.look.attended is not None:
            result |= self._write_attention(self.look.attended, labels[0])
        result["temporal_occlusion"] = self._write_occlusion(labels)
        if self.medium.has_video:
            result |= self._write_maps(labels)
        if self.medium.has_audio:
            self._write_sound(labels)
        result["files"] = [*self.files, "explain.json"]
        text = json.dumps(result, ensure_ascii=False, indent=1)
        drawing.write_bytes(self.out_dir / "explain.json", text.encode("utf-8"))
        return result

    def _labels(self, class_names: Sequence[str]) -> list[int]:
        names = [c.name for c in self.classes]
        unknown = sorted(set(class_names) - set(names))
        if unknown:
            raise SoraError(
                "The run does not know “{class_name}”. It knows {names}.",
                class_name=unknown[0],
                names=", ".join(names),
            )
        if class_names:
            return [names.index(name) for name in class_names]
        return [int(i) for i in np.argsort(-self.moment.probabilities)[:MOST_CLASSES]]

    def _figures(self, labels: list[int]) -> dict[str, Any]:
        names = [c.name for c in self.classes]
        dense = self.look.dense[self.step]
        order = np.argsort(-dense[: len(names)])
        moment = self.moment
        return {
            "media": self.medium.path,
            "time_s": self.time_s,
            "step": self.step,
            "classes": {names[i]: round(float(dense[i]), 6) for i in order},
            "background": round(float(dense[-1]), 6),
            "clip": dict(zip(names, np.round(self.look.clip, 6).tolist(), strict=True)),
            "stretch": {
                "start_s": round(float(self.seconds[moment.first]), 6),
                "end_s": round(float(self.seconds[moment.last - 1]), 6),
                "clip": dict(zip(names, np.round(moment.probabilities, 6).tolist(), strict=True)),
            },
            "explained": [names[i] for i in labels],
            "decided_by": {
                "network": round(1 - self.probe_share, 6),
                "probe": round(self.probe_share, 6),
            },
            "note": {0.0: NETWORK_NOTE, 1.0: PROBE_NOTE}.get(self.probe_share, NOTE),
        }

    # --- time ------------------------------------------------------------------------------

    def _write_attention(self, attended: Attended, label: int) -> dict[str, Any]:
        look, gates, names = self.look, attended.gates, [c.name for c in self.classes]
        temporal, sound = attended.temporal.astype(np.float64), gates[:, NAMES["sound"]].astype(np.float64)
        header = ["time_s", "temporal_attention", "sound_gate", *names, "background"]
        self._table("attention.csv", header, [self.seconds, temporal, sound, *look.dense.T])
        chart = drawing.timeline(self.seconds, temporal, look.dense[:, label], self.time_s)
        self._picture("attention.png", chart)
        return {
            "fusion_gates": {name: round(float(gates[self.step, i]), 6) for name, i in NAMES.items()},
            "temporal_attention": float(temporal[self.step]),
        }

    def _write_occlusion(self, labels: list[int]) -> dict[str, Any]:
        """What hiding each moment of the stretch costs each class, in log odds."""
        moment = self.moment
        seconds = self.seconds[moment.first : moment.last]
        curves = {self.classes[i].name: maps.evidence(moment.decision, i, never) for i in labels}
        self._table("occlusion.csv", ["time_s", *curves], [seconds, *curves.values()])
        first = np.clip(curves[self.classes[labels[0]].name], 0, None)
        probability = self.look.dense[moment.first : moment.last, labels[0]]
        self._picture("occlusion.png", drawing.timeline(seconds, first, probability, self.time_s))
        return {
            name: {
                "peak_s": round(float(seconds[int(curve.argmax())]), 6),
                "drop": round(float(curve.max()), 6),
            }
            for name, curve in curves.items()
        }

    # --- places ----------------------------------------------------------------------------

    def _write_maps(self, labels: list[int]) -> dict[str, Any]:
        index = load_index(
            self.medium.path, self.explainer.predictor.cache_dir, stream=self.medium.film_number
        )
        frame = index.frame_at(self.tick)
        with FrameDecoder(
            self.medium.path, index, threads=self.explainer.predictor.engine.threads
        ) as decoder:
            picture = decoder.frame(frame)
        fields: dict[str, dict[str, Floats]] = {}
        for kind in self.explainer.kinds:
            of_class = {self.classes[i].name: self.moment.field(i, kind) for i in labels}
            if kind == "attention":  # is of no class
                of_class = {"": of_class[self.classes[labels[0]].name]}
            fields[kind] = of_class
            for name, field in of_class.items():
                self._picture(_file_name(kind, name or "map"), drawing.overlay(picture, field))
        top = self.classes[labels[0]].name
        self._picture("overlay.png", drawing.overlay(picture, fields[DEFAULT_MAP][top]))
        return {
            "frame": frame,
            "default_map": DEFAULT_MAP,
            "maps": {k: {n or "*": np.round(f, 4).tolist() for n, f in v.items()} for k, v in fields.items()},
            "faithfulness": self._tested(labels[0], {k: v.get(top, v.get("")) for k, v in fields.items()}),
        }

    def _tested(self, label: int, fields: dict[str, Floats | None]) -> dict[str, Any]:
        test = self.explainer.test(self.moment, label)
        chance = test.chance()
        found = {k: test.faithfulness(f, chance) for k, f in fields.items() if f is not None}
        middle = test.areas(from_the_middle(test.cells))
        return {
            "method": "area under the class's probability as cells of the picture are hidden (deletion, low "
            "is good) or shown (insertion, high is good), the highest of the map first",
            "class": self.classes[label].name,
            "whole": round(test.whole, 6),
            "blank": round(test.blank, 6),
            "maps": {k: _rounded(f) for k, f in found.items()},
            "random": {"deletion": _mean(d for d, _ in chance), "insertion": _mean(i for _, i in chance)},
            "centre": {"deletion": round(middle[0], 6), "insertion": round(middle[1], 6)},
        }

    # --- sound -----------------------------------------------------------------------------

    def _write_sound(self, labels: list[int]) -> None:
        moment = self.moment
        heard = moment.features.block(moment.first, moment.last).audio[:, :BANDS]
        for label in labels:
            field = np.clip(maps.sound_map(moment.decision, label), 0, None)
            self._picture(_file_name("sound", self.classes[label].name), drawing.spectrogram(heard, field))

    # --- files -----------------------------------------------------------------------------

    def _picture(self, name: str, picture: NDArray[np.uint8]) -> None:
        drawing.write_picture(self.out_dir / name, picture)
        self.files.append(name)

    def _table(self, name: str, header: list[str], columns: list[Floats]) -> None:
        drawing.write_table(self.out_dir / name, header, columns)
        self.files.append(name)


def _rounded(found: Faithfulness) -> dict[str, Any]:
    return {
        "deletion": round(found.deletion, 6),
        "insertion": round(found.insertion, 6),
        "trusted": found.trusted,
    }


def _mean(values: Any) -> float:
    return round(float(np.mean(list(values))), 6)


def _file_name(kind: str, class_name: str) -> str:
    """Letters and digits of any script stay; whatever a file system may dislike becomes a hyphen."""
    name = re.sub(r"[^\w]+", "-", class_name).strip("-")
    return f"{kind}-{name}.png"


def _silent(_: Event) -> None:
    """Explaining one moment is short: it reports no progress."""
