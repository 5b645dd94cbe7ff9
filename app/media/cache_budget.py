"""What is made of films to look at them faster stays under a budget; the film used longest ago goes first."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import UserError
from app.media import scrub_proxy, thumbnails
from app.media.findings import size_words

FOLDERS = (scrub_proxy.FOLDER, thumbnails.FOLDER, "peaks")
"""Each file's name begins with the quick hash of its film."""
SHARE_OF_FREE = 0.5
_HASH_DIGITS = 32


@dataclass
class _Film:
    """One film's files; `used`: when it was opened last, in seconds of the file system's clock."""

    files: list[Path] = field(default_factory=list)
    bytes: int = 0
    used: float = 0.0


class CacheBudget:
    """The folders of `cache_dir` that can be made anew, together under `budget_bytes`.

    And never more than `SHARE_OF_FREE` of what would be free on the disk without them. Safe for several
    threads. Indexes of frames and the model's features do not count and do not go.
    """

    def __init__(self, cache_dir: Path, budget_bytes: int) -> None:
        self.cache_dir = cache_dir
        self.budget_bytes = budget_bytes
        self._in_use: dict[str, int] = {}
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def using(self, quick_hash: str) -> Iterator[None]:
        """Meanwhile the film of this hash is open: nothing of it is removed. It counts as used now."""
        with self._lock:
            self._in_use[quick_hash] = self._in_use.get(quick_hash, 0) + 1
        self.touch(quick_hash)
        try:
            yield
        finally:
            with self._lock:
                self._in_use[quick_hash] -= 1
                if not self._in_use[quick_hash]:
                    del self._in_use[quick_hash]

    def touch(self, quick_hash: str) -> None:
        """The film counts as used now."""
        for file in self._films().get(quick_hash, _Film()).files:
            with contextlib.suppress(OSError):
                os.utime(file)

    @property
    def bytes(self) -> int:
        """On the disk now."""
        return sum(film.bytes for film in self._films().values())

    def make_room(self, more: int = 0, keep: str = "") -> None:
        """Remove films used longest ago until `more` bytes can be written within the budget.

        Raises UserError where films in use, and the one of hash `keep`, leave no room; they stay.
        """
        with self._lock:
            films = self._films()
            held = sum(film.bytes for film in films.values())
            limit = min(self.budget_bytes, int(SHARE_OF_FREE * (self._free() + held)))
            for quick_hash, film in sorted(films.items(), key=lambda item: item[1].used):
                if held + more <= limit:
                    return
                if quick_hash not in self._in_use and quick_hash != keep and _removed(film):
                    held -= film.bytes
            if held + more > limit:
                raise UserError(
                    "There is no room for quick copies of films in {folder}: {held} of {limit} are in use.",
                    way_out="The film plays without one. Free some space there or raise the budget.",
                    folder=self.cache_dir,
                    held=size_words(held),
                    limit=size_words(limit),
                )

    def _free(self) -> int:
        existing = next(place for place in (self.cache_dir, *self.cache_dir.parents) if place.exists())
        return shutil.disk_usage(existing).free

    def _films(self) -> dict[str, _Film]:
        films: dict[str, _Film] = {}
        for folder in FOLDERS:
            with contextlib.suppress(OSError), os.scandir(self.cache_dir / folder) as entries:
                for entry in entries:
                    facts = entry.stat()
                    film = films.setdefault(entry.name[:_HASH_DIGITS], _Film())
                    film.files.append(Path(entry.path))
                    film.bytes += facts.st_size
                    film.used = max(film.used, facts.st_mtime)
        return films


def _removed(film: _Film) -> bool:
    """Remove the film's files, tables before what they point into; false where one is held open."""
    try:
        for file in sorted(film.files, key=lambda file: file.suffix != ".table"):
            file.unlink(missing_ok=True)
    except OSError:
        return False
    return True
