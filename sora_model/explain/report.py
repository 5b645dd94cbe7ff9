"""One moment explained: overlay picture, temporal attention as table and chart, and figures, in one
folder.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from sora_model.contract.errors import SoraError
from sora_model.contract.events import Event
from sora_model.contract.manifest import MediaSpec
from sora_model.data.extraction import never
from sora_model.data.features import cache_folder
from sora_model.explain import attention
from sora_model.explain.faithfulness import masking, stretch_around
from sora_model.inference import Look, Predictor, step_grid
from sora_model.media.decoder import FrameDecoder
from sora_model.media.pts_index import load_index

NAMES = {"picture": 0, "motion": 1, "sound": 2}


def explain(
    checkpoint: Path,
    medium: MediaSpec,
    time_s: float,
    out_dir: Path,
    *,
    device: str = "auto",
    cache_dir: Path | None = None,
) -> dict[str, Any]:
    """Explain second `time_s` (from the container's start) of `medium`; what `explain.json` holds.

    Writes `overlay.png` (films only), `attention.csv`, `attention.png` and `explain.json` to `out_dir`.
    Raises `SoraError` where the checkpoint, the film or the folder is at fault.
    """
    predictor = Predictor(checkpoint, cache_dir or cache_folder(None), device)
    features = predictor.extractor.features(medium)
    look = predictor.look(features, _silent, never)
    grid = step_grid(predictor.checkpoint, medium)
    moment = round((time_s + medium.origin[0] / medium.origin[1]) / float(medium.tick))
    step = grid.step_at(moment)
    seconds = np.array([float(medium.seconds(int(t))) for t in grid.ticks()])
    classes = predictor.checkpoint.classes
    probabilities = look.dense[step]
    order = np.argsort(-probabilities[: len(classes)])
    result: dict[str, Any] = {
        "media": medium.path,
        "time_s": time_s,
        "step": step,
        "classes": {classes[i].name: round(float(probabilities[i]), 6) for i in order},
        "background": round(float(probabilities[-1]), 6),
        "clip": {c.name: round(float(p), 6) for c, p in zip(classes, look.clip, strict=True)},
        "fusion_gates": {name: round(float(look.gates[step, i]), 6) for name, i in NAMES.items()},
        "temporal_attention": float(look.temporal[step]),
        "note": "Attention shows where the model's weight went; it is no proof of a reason.",
        "files": [],
    }
    _write_time(out_dir, seconds, look, [c.name for c in classes], int(order[0]), time_s, result)
    if medium.has_video:
        _write_space(out_dir, predictor, medium, moment, look, step, result)
    result["files"].append("explain.json")
    text = json.dumps(result, ensure_ascii=False, indent=1)
    try:
        (out_dir / "explain.json").write_text(text, encoding="utf-8")
    except OSError as error:
        raise SoraError(
            f"{out_dir} cannot be written ({error.strerror or error}). Choose another folder."
        ) from error
    return result


def _silent(_: Event) -> None:
    """Explaining one moment is short: it reports no progress."""


def _write_time(
    out_dir: Path,
    seconds: np.ndarray[Any, Any],
    look: Look,
    names: list[str],
    top: int,
    time_s: float,
    result: dict[str, Any],
) -> None:
    columns = [seconds, look.temporal.astype(np.float64), look.gates[:, 2].astype(np.float64), *look.dense.T]
    header = ["time_s", "temporal_attention", "sound_gate", *names, "background"]
    attention.write_table(out_dir / "attention.csv", header, columns)
    chart = attention.timeline(seconds, look.temporal.astype(np.float64), look.dense[:, top], time_s)
    attention.write_picture(out_dir / "attention.png", chart)
    result["files"] += ["attention.csv", "attention.png"]


def _write_space(
    out_dir: Path,
    predictor: Predictor,
    medium: MediaSpec,
    moment: int,
    look: Look,
    step: int,
    result: dict[str, Any],
) -> None:
    index = load_index(medium.path, predictor.cache_dir)
    frame = index.frame_at(moment)
    with FrameDecoder(medium.path, index, threads=predictor.engine.threads) as decoder:
        picture = decoder.frame(frame)
    field = look.spatial[step].astype(np.float64)
    attention.write_picture(out_dir / "overlay.png", attention.overlay(picture, field))
    faithful = masking(predictor, stretch_around(predictor, medium, moment))
    result["frame"] = frame
    result["spatial_attention"] = [[round(float(v), 6) for v in row] for row in field]
    result["faithfulness"] = {
        "method": "log probability lost when a fifth of the cells is masked, attended against random ones",
        "cells_masked": faithful.cells,
        "drop_attended": round(faithful.drop_attended, 6),
        "drop_random": round(faithful.drop_random, 6),
        "random_draws": len(faithful.random),
    }
    result["files"].append("overlay.png")
