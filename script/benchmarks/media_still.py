"""Skip the still: how long a film lasts when playing skips what nobody moves in, and who is missed.

Real people on a campus (`pets_s2l1`), the empty campus for an hour before and after; then other noise, light
and flicker, and every person alone. The way through each film is the player's own (`Route`); a frame counts
as shown where it is played at its own speed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from still_film import FPS, Picture, Weather, empty_scene, padded_film, pictures_of
from table import Row, machine, show_report

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.media.route import Route  # noqa: E402
from app.media.still_stretches import found_stretches, motion_observers  # noqa: E402
from sora_model.media.film_pass import film_pass  # noqa: E402
from sora_model.media.pts_index import build_index  # noqa: E402

FOOTAGE = ROOT.parent / "shared" / "data" / "pets_s2l1"
HOUR_S, SHORTER_S = 3600, 600
WEATHERS = {
    "no noise": Weather(0),
    "strong noise": Weather(12),
    "drifting light": Weather(3, drift=25),
    "flicker": Weather(3, flicker=0.04),
}
ALONE_S, EMPTY_S = 6, 30
"""How long each person is seen alone, and nobody before the next."""
AT_MOST_OF_TIME, AT_MOST_MISSED = 0.2, 1.0


@dataclass(frozen=True)
class Entry:
    """A box of the ground truth: a person's, at a frame; `first` of that person."""

    frame: int
    first: bool
    box: tuple[int, int, int, int]
    person: int


def entries() -> list[Entry]:
    """All boxes by MOTChallenge's table, frames counted from 0."""
    rows = np.loadtxt(FOOTAGE / "gt" / "gt.txt", delimiter=",")
    rows = rows[np.lexsort((rows[:, 0], rows[:, 1]))]
    found, seen = [], set()
    for frame, person, x, y, width, height in rows[:, :6].astype(int):
        box = max(0, x), max(0, y), x + width, y + height
        found.append(Entry(int(frame) - 1, person not in seen, box, int(person)))
        seen.add(person)
    return found


def alone(pictures: Sequence[Picture], truth: Sequence[Entry]) -> tuple[list[Picture], list[Entry]]:
    """Each person for `ALONE_S` in the empty scene, then nobody for `EMPTY_S`; where the boxes are then."""
    scene = empty_scene(list(pictures))
    film: list[Picture] = []
    moved = []
    for person in sorted({entry.person for entry in truth}):
        for entry in [e for e in truth if e.person == person][: ALONE_S * FPS]:
            picture, (left, top, right, bottom) = scene.copy(), entry.box
            picture[top:bottom, left:right] = pictures[entry.frame][top:bottom, left:right]
            moved.append(Entry(len(film), entry.first, entry.box, person))
            film.append(picture)
        film.extend([scene] * (EMPTY_S * FPS))
    return film, moved


def shown(film: Path, cache: Path) -> tuple[NDArray[np.bool_], float]:
    """Of each frame whether playing on at 1× shows it at its own speed; seconds that this lasts."""
    provisional = build_index(film)
    index = film_pass(film, cache, provisional, motion_observers(film, cache, provisional.average_fps))
    stretches = found_stretches(film, cache, index)
    if stretches is None:
        raise SystemExit("media_still: the motion was not measured")
    skips = tuple((index.seconds(s.start), index.seconds(s.end)) for s in stretches)
    route = Route(index.seconds(index.start_pts), index.seconds(index.end_pts), skips=skips)
    legs = list(route.legs(route.start_s))
    starts = np.array([index.seconds(int(pts)) for pts in index.pts])
    seen = np.zeros(len(index), bool)
    for leg in legs:
        if leg.speed == 1.0:
            seen |= (starts >= leg.start_s - 1e-6) & (starts < leg.end_s - 1e-6)
    return seen, sum(leg.duration_s for leg in legs)


def _rows(
    name: str, film: Path, folder: Path, first: int, truth: Sequence[Entry], *, timed: bool = True
) -> list[Row]:
    seen, duration_s = shown(film, folder)
    length_s = len(seen) / FPS
    people = np.array([seen[first + e.frame] for e in truth if e.first])
    boxes = np.array([seen[first + e.frame] for e in truth])
    share = Row(
        f"still, {name}: time to play, of the film's own",
        duration_s / length_s,
        "×",
        AT_MOST_OF_TIME if timed else None,
        "played whole, s",
        length_s,
    )
    return [
        share,
        Row(f"still, {name}: people's first frames missed", _missed(people), "%", AT_MOST_MISSED),
        Row(f"still, {name}: boxes missed", _missed(boxes), "%", AT_MOST_MISSED),
    ]


def _missed(shown: NDArray[np.bool_]) -> float:
    return 100 * float(1 - shown.mean())


def measure(films: Path | None = None) -> dict[str, Any]:
    """`machine` and `rows`. The generated films are kept in `films`, where that is given."""
    truth, pictures = entries(), pictures_of(FOOTAGE / "vtest.avi")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="sora-still-") as name:
        folder = Path(name)
        kinds = {"an hour before and after": (Weather(3), HOUR_S)}
        kinds |= {kind: (weather, SHORTER_S) for kind, weather in WEATHERS.items()}
        for kind, (weather, pad_s) in kinds.items():
            film = (films or folder) / f"still-{kind.replace(' ', '-')}.mp4"
            first = pad_s * FPS
            if not film.exists():
                first = padded_film(film, pictures, pad_s, weather)
            rows += _rows(kind, film, folder, first, truth)
            if films is None:
                film.unlink()
        film = (films or folder) / "still-alone.mp4"
        lonely, moved = alone(pictures, truth)
        if not film.exists():
            padded_film(film, lonely, 60, Weather(3))
        rows += _rows("each person alone", film, folder, 60 * FPS, moved, timed=False)
    return {"machine": machine(), "rows": [row.as_json() for row in rows]}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--films", type=Path, help="folder to keep the generated films in")
    options = parser.parse_args()
    show_report(measure(options.films), options.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
