"""Finds films that were moved or renamed, by what is in them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from app.domain.errors import Cancelled
from app.domain.media import Medium
from sora_model.contract.errors import SoraError
from sora_model.media.hashing import full_sha256, quick_hash
from sora_model.media.progress import Cancelled as HashingCancelled
from sora_model.media.progress import IsCancelled, OnProgress


class Certainty(IntEnum):
    """How sure it is that a file is the film. `NAMESAKE`: its name, but other content. `LIKELY`: size and
    both ends agree, no full hash is known. `PROVED`: the SHA-256 of the whole file agrees.
    """

    NAMESAKE = 0
    LIKELY = 1
    PROVED = 2


@dataclass(frozen=True, slots=True)
class Sighting:
    """A file that may be the film of the medium."""

    medium_id: str
    path: Path
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Search:
    """What a search gave: the best sighting of each film that was seen, and how many files were looked at."""

    sightings: tuple[Sighting, ...]
    files: int


def identify(medium: Medium, path: Path, cancelled: IsCancelled | None = None) -> Certainty | None:
    """How surely `path` is the film; None where neither content nor name agree, or it cannot be read.

    Raises `Cancelled`.
    """
    try:
        same = path.stat().st_size == medium.size and quick_hash(path) == medium.quick_hash
        if same and not medium.sha256:
            return Certainty.LIKELY
        if same and full_sha256(path, cancelled=cancelled) == medium.sha256:
            return Certainty.PROVED
    except HashingCancelled:
        raise Cancelled from None
    except (OSError, SoraError):
        return None
    return Certainty.NAMESAKE if path.name.casefold() == medium.name.casefold() else None


def search(
    folder: Path,
    wanted: Sequence[Medium],
    *,
    taken: Collection[Path] = (),
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> Search:
    """Looks for `wanted` in `folder` and below; links to folders are not followed.

    Each file is one film's at most; those in `taken` are others' already. A film whose content was found is
    not looked for any further. Folders that cannot be read are passed over. `on_progress` is told a growing
    share. Raises `Cancelled`.
    """
    sizes = {medium.size for medium in wanted}
    names = {medium.name.casefold() for medium in wanted}
    best: dict[str, Sighting] = {}
    files = 0
    for path, share in _files(folder):
        if cancelled is not None and cancelled():
            raise Cancelled
        files += 1
        if on_progress is not None:
            on_progress(share)
        try:
            candidate = path.name.casefold() in names or path.stat().st_size in sizes
        except OSError:
            continue
        if not candidate or path in taken:
            continue
        for medium in wanted:
            known = best.get(medium.id)
            if known is not None and known.certainty > Certainty.NAMESAKE:
                continue
            certainty = identify(medium, path, cancelled)
            if certainty is not None and (known is None or certainty > known.certainty):
                best[medium.id] = Sighting(medium.id, path, certainty)
                if certainty > Certainty.NAMESAKE:
                    break
        if all(m.id in best and best[m.id].certainty > Certainty.NAMESAKE for m in wanted):
            break
    return Search(tuple(best[m.id] for m in wanted if m.id in best), files)


def _files(folder: Path) -> Iterator[tuple[Path, float]]:
    """Files below `folder`, each with the share of the tree that lies behind it: every folder is worth the
    same as each of its siblings.
    """
    pending: list[tuple[Path, float, float]] = [(folder, 0.0, 1.0)]
    while pending:
        place, start, worth = pending.pop()
        try:
            entries = sorted(os.scandir(place), key=lambda entry: entry.name)
        except OSError:
            continue
        folders = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
        for entry in entries:
            if entry.is_file():
                yield Path(entry.path), start
        step = worth / max(1, len(folders))
        pending += [
            (Path(entry.path), start + n * step, step) for n, entry in reversed(list(enumerate(folders)))
        ]
