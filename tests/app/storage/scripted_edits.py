"""A program that edits a project as fast as it can until it is killed. Run by the tests as a process.

`python scripted_edits.py serve PATH JOURNAL`: for each line "SEED" on stdin a child is forked (so that the
imports are paid once); it prints "started PID", and after each edit that the store confirmed
"NUMBER HASH"; when it is dead "ended STATUS" follows.
`python scripted_edits.py once PATH JOURNAL COUNT`: COUNT edits in this very process, then the end.
JOURNAL: `wal`, or `delete` as on a network drive.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from app.domain import edits as e
from app.domain.document import Document
from app.domain.errors import EditRefused
from app.domain.segments import CompleteRange, Segment, Verification
from app.domain.suggestions import Layer, Suggestion
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.storage import connection
from app.storage.project_store import ProjectStore
from tests.app.storage.samples import ANN, BALL, FILM, HIT, JOB, RUN, SERVE, adding


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def random_edit(dice: random.Random, document: Document, name: str) -> e.DocumentEdit:
    start = dice.randrange(10_000)
    range_ = TimeRange(start, start + dice.randrange(1, 500))
    near = dice.randrange(10_000)
    chosen = document.segments.after(near) or document.segments.before(near)
    tracks = list(document.tracks)
    proposals = document.open_suggestions()
    box = Box(dice.random() * 100, 0, 5, 5)
    # Made when it is chosen: most of them are many labels.
    choices: list[Callable[[], e.DocumentEdit]] = [
        lambda: e.AddSegments((Segment(name, "film", "serve", range_, "ann"),)),
        lambda: e.AddSegments(tuple(Segment(f"{name}-{i}", "film", "hit", range_, "ann") for i in range(20))),
        lambda: e.MarkComplete(CompleteRange(name, "film", range_, "ann")),
        lambda: e.AddTrack(Track(name, "film", "ball", "ann"), (KeyFrame(name, start, box),)),
        lambda: e.AddSuggestions(
            Layer("layer", "r1", "film", "now"),
            tuple(Suggestion(f"{name}-{i}", "layer", "film", "serve", range_, 0.5) for i in range(100)),
            TimeRange(0, 10_000),
        ),
    ]
    if chosen is not None:
        choices += [
            lambda: e.ChangeSegment(chosen.id, range=range_),
            lambda: e.ChangeSegment(chosen.id, comment=name * 20),
            lambda: e.RemoveSegments((chosen.id,)),
        ]
    if tracks:
        choices += [
            lambda: e.MoveBox(dice.choice(tracks), start, box),
            lambda: e.RemoveTrack(dice.choice(tracks)),
        ]
    if proposals:
        chosen_ids = tuple({dice.choice(proposals).id for _ in range(3)})
        labels = tuple(f"{name}-{i}" for i in range(len(chosen_ids)))
        choices += [
            lambda: e.AcceptSuggestions(chosen_ids, labels, "ann", "now", Verification.SEEN),
            lambda: e.RejectSuggestions(chosen_ids, "ann", "now"),
        ]
    return dice.choice(choices)()


def edit_on(path: Path, seed: int, times: int | None) -> None:
    dice = random.Random(seed)
    store = ProjectStore.open(path) if path.exists() else ProjectStore.create(path)
    catalogue = store.load_catalogue()
    if FILM.id not in catalogue.media:
        film = replace(FILM, start=0, end=20_000)
        store.write(adding(SERVE, HIT, BALL, film, RUN), ANN, datetime.now(UTC))
        catalogue = store.load_catalogue()
    document = store.load_document(catalogue.media[FILM.id], catalogue.ontology)
    for turn in count() if times is None else range(times):
        try:
            edit = random_edit(dice, document, f"{seed}-{os.getpid()}-{turn}")
            change = document.plan(edit)
        except EditRefused:
            continue
        if not change.differences:
            continue
        actor = JOB if isinstance(edit, e.AddSuggestions) else ANN
        number = store.write(change, actor, datetime.now(UTC))
        say(number, store.head_hash())
        document.adopt(change)
        if dice.random() < 0.02:
            store.checkpoint()
    store.close()


def serve(path: Path) -> None:
    import alembic.command  # noqa: F401  (the slowest import, needed to make the file)

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            say("started", os.getpid())
            edit_on(path, int(line), None)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say("ended", status)


if __name__ == "__main__":
    if sys.argv[3] == "delete":
        connection.on_network_drive = lambda path: True
    if sys.argv[1] == "serve":
        serve(Path(sys.argv[2]))
    else:
        edit_on(Path(sys.argv[2]), 1, int(sys.argv[4]))
