"""Sound, and sound with picture: spoken digits of an unseen speaker, and GRID's command word in noise."""

from __future__ import annotations

import wave
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from results_clips import DEFAULT, PARTS, Context, cell_of, gain, hits, percent
from results_fits import Fit, Fitted, Floats, Work, config_of, rows
from results_probes import Steps, read_steps, thirds
from results_scores import Answers, compare
from results_sets import (
    DATA,
    LabelledSet,
    Trial,
    classes_of,
    clip_set,
    film_spec,
    fold_trials,
    given_trials,
    labelled,
    one_hot,
    rows_of,
)

from sora_model.config import ModelConfig, preset
from sora_model.media.audio_reader import AudioReader
from sora_model.media.decoder import FrameDecoder
from sora_model.media.pts_index import load_index

RATE = 16_000
FPS = 25
SIZE = (360, 288)
MARGIN_S = 0.1
"""A clip begins this long before the word's annotated start and ends as long after its end."""
BABBLE_VOICES = 6
GRID_FOLDS = 4
NOISES = ("clean", "white", "babble")
BRANCHES = ("sound", "picture", "both")

Samples = NDArray[np.float32]


def digit_fits(context: Context) -> list[Work]:
    config = config_of(preset(DEFAULT), context.cache)
    trials = given_trials(_digits(context), context.seeds)
    return [Fit(f"{DEFAULT}-{t.name}", t, config, 35.0) for t in trials]


def _digits(context: Context) -> LabelledSet:
    return clip_set("digits", context.cache)


def digit_report(context: Context, fitted: Mapping[str, Fitted]) -> dict[str, Any]:
    """Accuracy on the one test speaker; the floor is a kernel ridge on log-mel energies in thirds."""
    chosen = _digits(context)
    trials = given_trials(chosen, context.seeds)
    media = chosen.part(test=True)
    own = [fitted[f"{DEFAULT}-{t.name}"] for t in trials]
    answers = {p: hits(rows(own, p, media, [c.id for c in chosen.classes]), chosen, media) for p in PARTS}
    steps = read_steps(chosen.media, preset(DEFAULT), context.cache)
    answers["log-mel + kernel ridge"] = hits([_kernel_ridge(chosen, trials[0], steps)], chosen, media)
    return {
        "clips": len(media),
        "speakers": {"train": len({m.group for m in chosen.part(test=False)}), "test": 1},
        "accuracy": {k: {"mean": a.mean, "error": _clip_error(a)} for k, a in answers.items()},
        "seconds": float(np.mean([f.seconds for f in own])),
    }


def _clip_error(answers: Answers) -> float:
    """Of the mean over clips: with one speaker there are no groups to draw."""
    return float(answers.value.std(ddof=1) / np.sqrt(len(answers.value)))


def _kernel_ridge(chosen: LabelledSet, trial: Trial, steps: Mapping[str, Steps]) -> Floats:
    train = trial.training.media
    x = np.stack([thirds(steps[m.id].sound) for m in train])
    new = np.stack([thirds(steps[m.id].sound) for m in trial.held])
    mean, deviation = x.mean(axis=0), x.std(axis=0) + 1e-6
    x, new = (x - mean) / deviation, (new - mean) / deviation
    y = one_hot(chosen, train)

    def kernel(a: Floats, b: Floats) -> Floats:
        squares = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2 * a @ b.T
        return np.asarray(np.exp(-np.maximum(squares, 0) / x.shape[1]))

    return kernel(new, x) @ np.linalg.solve(kernel(x, x) + 0.01 * np.eye(len(x)), y - y.mean(axis=0))


def grid_config() -> ModelConfig:
    """Words last a third of a second: twice as many steps."""
    base = preset(DEFAULT)
    return replace(base, features=replace(base.features, steps_per_second=25.0))


@cache
def grid_sets(context: Context) -> dict[str, LabelledSet]:
    """Condition (`both-white` …) → clips, written once to the context's folder."""
    words = [r for r in rows_of(DATA / "grid_words" / "segments.csv") if r["slot"] == "command"]
    sounds = [_cut_sound(r) for r in words]
    folder = context.work / "grid"
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for noise in NOISES:
        mixed = [_mixed(sounds, i, noise) for i in range(len(sounds))]
        for branch in BRANCHES:
            if branch == "picture" and noise != "clean":
                continue
            name = f"{branch}-{noise}"
            media = [
                labelled(
                    film_spec(_written(folder, name, row, sound), row["file"], context.cache), row["word"]
                )
                for row, sound in zip(words, mixed, strict=True)
            ]
            found[name] = LabelledSet(
                f"grid-{name}", classes_of(r["word"] for r in words), tuple(media), frozenset()
            )
    return found


def _cut_sound(row: Mapping[str, str]) -> Samples:
    reader = AudioReader(DATA / "grid_words" / row["file"])
    try:
        start_s, length_s = _extent(row)
        return reader.read(start_s, length_s, RATE, 1)[:, 0]
    finally:
        reader.close()


def _extent(row: Mapping[str, str]) -> tuple[float, float]:
    """Start and length in seconds; whole pictures, so that sound alone is not heard for longer than with
    them.
    """
    start_s, end_s = float(row["start_s"]), float(row["end_s"])
    return start_s - MARGIN_S, round((end_s - start_s + 2 * MARGIN_S) * FPS) / FPS


def _mixed(sounds: Sequence[Samples], i: int, noise: str) -> Samples:
    """Sound `i` with noise of the same power (0 dB); babble is the sum of other films, each from another
    moment on.
    """
    clean = sounds[i]
    if noise == "clean":
        return clean
    random = np.random.default_rng(1000 + i)
    if noise == "white":
        added = random.standard_normal(len(clean)).astype(np.float32)
    else:
        others = random.permutation([k for k in range(len(sounds)) if k != i])[:BABBLE_VOICES]
        turned = [np.roll(sounds[k], int(random.integers(len(clean)))) for k in others]
        added = np.sum([np.resize(t, len(clean)) for t in turned], axis=0)
    level = np.sqrt(np.mean(clean.astype(np.float64) ** 2) / np.mean(added.astype(np.float64) ** 2))
    both = clean + added * np.float32(level)
    return np.asarray(both / max(1.0, float(np.abs(both).max()) * 1.01), dtype=np.float32)


def _written(folder: Path, name: str, row: Mapping[str, str], sound: Samples) -> Path:
    """The clip as a WAV file, or as Matroska with MPEG-4 pictures of the same moments."""
    suffix = ".wav" if name.startswith("sound") else ".mkv"
    path = folder / f"{name}-{Path(row['file']).stem}{suffix}"
    if path.exists():
        return path
    whole = np.clip(np.round(sound * 32767), -32768, 32767).astype("<i2")
    temporary = path.with_name(f"part{suffix}")
    if suffix == ".wav":
        with wave.open(str(temporary), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(whole.tobytes())
    else:
        _write_film(temporary, row, None if name.startswith("picture") else whole)
    temporary.replace(path)
    return path


def _write_film(path: Path, row: Mapping[str, str], sound: NDArray[np.int16] | None) -> None:
    source = DATA / "grid_words" / row["file"]
    index = load_index(source, path.parent)
    start_s, length_s = _extent(row)
    first = round(start_s * FPS)
    numbers = [min(max(first + k, 0), len(index.pts) - 1) for k in range(round(length_s * FPS))]
    with (
        FrameDecoder(source, index) as decoder,
        av.open(str(path), "w", format="matroska", options={"fflags": "+bitexact"}) as container,
    ):
        film = container.add_stream("mpeg4", rate=FPS)
        film.width, film.height, film.pix_fmt, film.bit_rate = *SIZE, "yuv420p", 4_000_000
        track = container.add_stream("pcm_s16le", rate=RATE, layout="mono") if sound is not None else None
        for _, picture in decoder.frames(numbers, SIZE):
            container.mux(film.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(film.encode())
        if track is not None and sound is not None:
            frame = av.AudioFrame.from_ndarray(sound[None], format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
            container.mux(track.encode(frame))
            container.mux(track.encode())


def grid_fits(context: Context) -> list[Work]:
    config = config_of(grid_config(), context.cache)
    return [
        Fit(f"{DEFAULT}-{t.name}", t, config, 5.0)
        for chosen in grid_sets(context).values()
        for t in fold_trials(chosen, GRID_FOLDS, context.seeds)
    ]


def grid_report(context: Context, fitted: Mapping[str, Fitted]) -> dict[str, Any]:
    """Accuracy of sound, of picture and of both, clean and at 0 dB; both beside the better of the two."""
    answers: dict[str, Answers] = {}
    for name, chosen in grid_sets(context).items():
        own = [fitted[f"{DEFAULT}-{t.name}"] for t in fold_trials(chosen, GRID_FOLDS, context.seeds)]
        answers[name] = hits(
            rows(own, "sora", chosen.media, [c.id for c in chosen.classes]), chosen, chosen.media
        )
    out: dict[str, Any] = {"clips": len(answers["both-clean"].value), "conditions": {}}
    for noise in NOISES:
        alone = {"sound": answers[f"sound-{noise}"], "picture": answers["picture-clean"]}
        better = max(alone, key=lambda k: alone[k].mean)
        both = answers[f"both-{noise}"]
        out["conditions"][noise] = {
            **{k: cell_of(a) for k, a in alone.items()},
            "both": cell_of(both),
            "better": better,
            "against": vars(compare({noise: (both, alone[better])})),
        }
    return out


def digit_table(report: Mapping[str, Any]) -> str:
    lines = ["| Spoken digits, one unseen speaker | Accuracy |", "|---|---|"]
    lines += [f"| {PARTS.get(k, k)} | {percent(c)} |" for k, c in report["accuracy"].items()]
    speakers = report["speakers"]["train"]
    return "\n".join(
        [*lines, "", f"{report['clips']} clips, {speakers} speakers in training; the error is over clips."]
    )


def grid_table(report: Mapping[str, Any]) -> str:
    lines = [
        "| GRID command word, 4 classes | Sound only | Picture only | **Both** | Both − the better branch |",
        "|---|---|---|---|---|",
    ]
    for noise, one in report["conditions"].items():
        cells = " | ".join(percent(one[k]) for k in ("sound", "picture", "both"))
        title = "clean" if noise == "clean" else f"{noise} noise, 0 dB"
        lines.append(f"| {title} | {cells} | {gain(one['against'])} ({one['better']}) |")
    return "\n".join([*lines, "", f"{report['clips']} films of one speaker, {GRID_FOLDS} folds by film."])
