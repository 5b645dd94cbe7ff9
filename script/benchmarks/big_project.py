"""A project as large as the program promises to bear: 100,000 labels, 1,000,000 boxes and 20 curves in 2 h.

`make_big_project(folder)` writes it once and keeps it; every benchmark works on a copy (`copy_of`), since
what it measures are edits. Run as a program it makes the project: script/benchmarks/big_project.py FOLDER
"""

from __future__ import annotations

import math
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import numpy as np
from film import TURN_S, write_film

from app.domain.changes import Change, Difference, Entity, added
from app.domain.media import Medium
from app.domain.ontology import KEYS, OKABE_ITO, ClassKind, LabelClass
from app.domain.people import Actor, ActorKind
from app.domain.segments import Segment
from app.domain.suggestions import Layer, Promotion, Run, Suggestion
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.storage.project_store import ProjectStore
from sora_model.contract.predictions import Curves

SEGMENTS, TRACKS, BOXES, STEPS, CLASSES, SUGGESTIONS = 100_000, 2_000, 1_000_000, 100_000, 20, 5_000
TURNS = math.ceil(2 * 3600 / TURN_S)
NAME, FILM = "big.sora", "two_hours.mp4"
_AT_ONCE = 50_000  # entities in one entry of the log
_SEED = 7


def make_big_project(folder: Path) -> Path:
    """The project in `folder`; made there unless it is there already (a minute, 0.6 GB)."""
    project = folder / NAME
    if not project.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        building = folder / "building"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir()
        _make(building)
        for made in building.iterdir():
            # The project last: where it stands, everything does.
            if made.name != NAME:
                os.replace(made, folder / made.name)
        os.replace(building / NAME, project)
        building.rmdir()
    return project


def copy_of(project: Path, folder: Path) -> Path:
    """A copy to change, in `folder`; film and curves are shared by links."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(project, folder / NAME)
    models = project.with_suffix(".models")
    for shared in (project.parent / FILM, models):
        (folder / shared.name).symlink_to(shared.resolve(), target_is_directory=shared.is_dir())
    return folder / NAME


def _make(folder: Path) -> None:
    from app.__main__ import main as sora_studio

    film, project = folder / FILM, folder / NAME
    write_film(film, TURNS, height=360)
    stdout = os.dup(1)
    os.dup2(2, 1)  # the command's own result is not a benchmark's
    try:
        if code := sora_studio(["new", str(project), "--media", str(film)]):
            raise SystemExit(f"sora-studio new ended with {code}")
    finally:
        sys.stdout.flush()
        os.dup2(stdout, 1)
        os.close(stdout)
    with ProjectStore.open(project) as store:
        described = next(iter(store.load_catalogue().media.values()))
        # The film is known to be whole: nobody shall decode two hours of it to find that out.
        medium = replace(described, confirmed=True)
        probe = Change("describe", "", (Difference(described, medium),))
        store.write(probe, Actor("big-person", ActorKind.PERSON, "Ada"), _now())
        _fill(store, medium)


def _fill(store: ProjectStore, medium: Medium) -> None:
    person = Actor("big-person", ActorKind.PERSON, "Ada")
    classes = tuple(_classes())
    people = LabelClass("box-class", "person", OKABE_ITO[0], kind=ClassKind.BOX, position=len(classes))
    run = Run("big-run", 1, "Run 1", _now().isoformat(), Promotion.PROMOTED, preset="sora-av")
    layer = Layer("big-layer", run.id, medium.id, _now().isoformat(), curves=f"{run.id}/curves.npz")
    Curves(*_curves(medium, classes)).save(store.models_folder / layer.curves)
    noise = np.random.default_rng(_SEED)
    _write(store, person, "", (*classes, people, run))
    _write(store, person, medium.id, _segments(medium, classes, person, noise))
    _write(store, person, medium.id, _tracks(medium, people, person, noise))
    _write(store, person, medium.id, (layer, *_suggestions(medium, classes, layer, noise)))


def _now() -> datetime:
    return datetime.now(UTC)


def _write(store: ProjectStore, actor: Actor, medium_id: str, entities: Iterable[Entity]) -> None:
    waiting = iter(entities)
    while batch := tuple(islice(waiting, _AT_ONCE)):
        store.write(Change("import labels", medium_id, added(batch)), actor, _now())


def _classes() -> Iterator[LabelClass]:
    for n in range(CLASSES):
        yield LabelClass(f"class-{n:02}", f"action {n + 1}", OKABE_ITO[n % 7], KEYS[n], position=n)


def _frames(medium: Medium, count: int, noise: np.random.Generator, longest_s: float) -> Iterator[TimeRange]:
    """`count` ranges on whole frames, spread over the film as people label: short ones most of all."""
    frame = (medium.end - medium.start) // medium.frames
    starts = np.sort(noise.integers(0, medium.frames - 1, count))
    longest = longest_s * medium.frames / (TURNS * TURN_S)
    lengths = 2 + (noise.beta(1.0, 6.0, count) * longest).astype(np.int64)
    for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
        end = min(start + length, medium.frames)
        yield TimeRange(medium.start + start * frame, medium.start + end * frame)


def _segments(
    medium: Medium, classes: tuple[LabelClass, ...], person: Actor, noise: np.random.Generator
) -> Iterator[Segment]:
    chosen = noise.integers(0, len(classes), SEGMENTS).tolist()
    for n, where in enumerate(_frames(medium, SEGMENTS, noise, 8.0)):
        yield Segment(f"segment-{n:06}", medium.id, classes[chosen[n]].id, where, person.id)


def _tracks(
    medium: Medium, people: LabelClass, person: Actor, noise: np.random.Generator
) -> Iterator[Track | KeyFrame]:
    """Every object walks straight on for 500 key frames, one on every second frame, and is gone."""
    frame = (medium.end - medium.start) // medium.frames
    each = BOXES // TRACKS
    starts = np.sort(noise.integers(0, medium.frames - 2 * each, TRACKS)).tolist()
    for n, start in enumerate(starts):
        track = Track(f"track-{n:04}", medium.id, people.id, person.id, n + 1)
        yield track
        x, y = float(noise.uniform(0.1, 0.8)) * medium.width, float(noise.uniform(0.1, 0.7)) * medium.height
        dx, dy = (noise.uniform(-0.1, 0.1, 2) * medium.height).tolist()
        box = Box(x, y, 0.06 * medium.width, 0.2 * medium.height)
        for k in range(each):
            at = k / each
            moved = replace(box, x=x + dx * at, y=y + dy * at)
            tick = medium.start + (start + 2 * k) * frame
            yield KeyFrame(track.id, tick, moved, outside=k == each - 1)


def _suggestions(
    medium: Medium, classes: tuple[LabelClass, ...], layer: Layer, noise: np.random.Generator
) -> Iterator[Suggestion]:
    chosen = noise.integers(0, len(classes), SUGGESTIONS).tolist()
    scores = noise.uniform(0.3, 1.0, SUGGESTIONS).round(3).tolist()
    frame = (medium.end - medium.start) // medium.frames
    for n, where in enumerate(_frames(medium, SUGGESTIONS, noise, 8.0)):
        class_id = classes[chosen[n]].id
        yield Suggestion(
            f"suggestion-{n:05}",
            layer.id,
            medium.id,
            class_id,
            where,
            scores[n],
            start_sd=frame,
            end_sd=frame,
        )


def _curves(
    medium: Medium, classes: tuple[LabelClass, ...]
) -> tuple[np.ndarray, tuple[str, ...], np.ndarray]:
    ticks = np.linspace(medium.start, medium.end, STEPS, endpoint=False).astype(np.int64)
    noise = np.random.default_rng(_SEED)
    slow = np.sin(np.linspace(0, 900, STEPS)[:, None] * noise.uniform(0.5, 2.0, CLASSES)) + noise.normal(
        0, 0.3, (STEPS, CLASSES)
    )
    return ticks, tuple(c.id for c in classes), (1 / (1 + np.exp(-2 * slow))).astype(np.float16)


if __name__ == "__main__":
    print(make_big_project(Path(sys.argv[1])))
