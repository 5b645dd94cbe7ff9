"""Films of a colleague's copy: which of ours they are, and what people said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from app.domain import edits as e
from app.domain.changes import Difference
from app.domain.media import OF_THE_FILE, Medium
from app.domain.texts import Text
from app.session.merge_classes import MergedClass
from app.session.project import Project
from app.session.sides import Conflict

if TYPE_CHECKING:
    from app.session.merge_words import Words

_SAID = tuple(
    f.name for f in fields(Medium) if f.name not in OF_THE_FILE | {"id", "path", "name"}
)  # what people say of a film, not what reading it tells


class Films:
    """Their films as ours: by content, since a name says little."""

    def __init__(self, project: Project, theirs: Mapping[str, Medium], *, same_project: bool) -> None:
        self._project = project
        ours = project.catalogue.media
        self._ours: dict[str, Medium] = {}
        self._fresh: dict[str, Medium] = {}
        self._wanted: set[str] = set()
        self.left: list[str] = []
        for medium in theirs.values():
            found = ours.get(medium.id) if same_project else None
            found = found or next((m for m in ours.values() if same_content(m, medium)), None)
            if found is None:
                self._fresh[medium.id] = medium
            elif (found.time_base, found.video_stream) == (medium.time_base, medium.video_stream):
                self._ours[medium.id] = found
            else:
                self.left.append(
                    Text(
                        "All labels of {film}: another picture of that file is shown there", film=medium.name
                    )
                )

    def ours(self, their_id: str) -> Medium | None:
        """Our film (or their new one, which then comes over) for one of theirs; None where its labels cannot
        come over.
        """
        self._wanted.add(their_id)
        return self._ours.get(their_id) or self._fresh.get(their_id)

    @property
    def new(self) -> list[Medium]:
        """Those that only they have, as far as they were added since or something needs them."""
        return [m for their_id, m in self._fresh.items() if their_id in self._wanted]

    def merged(self, differences: Iterable[Difference], words: Words) -> list[MergedClass]:
        """What they said of films since: group, notes, clocks."""
        found = []
        for d in differences:
            if isinstance(d.after, Medium) and d.before is None:
                self._wanted.add(d.after.id)
            if not (isinstance(d.before, Medium) and isinstance(d.after, Medium)):
                continue
            ours = self._ours.get(d.after.id)
            changed = [n for n in _SAID if getattr(d.before, n) != getattr(d.after, n)]
            if ours is None or not changed:
                continue
            theirs_too = {n: getattr(d.after, n) for n in changed if getattr(ours, n) != getattr(d.after, n)}
            clash = [n for n in theirs_too if getattr(ours, n) != getattr(d.before, n)]
            fitting = replace(ours, **{n: v for n, v in theirs_too.items() if n not in clash})
            conflict = None
            if clash:
                conflict = Conflict(
                    f"film {ours.id}",
                    ours.name,
                    words.fields(ours, clash),
                    words.fields(d.after, clash),
                )
            edit = e.ChangeMedium(fitting) if fitting != ours else None
            if edit is not None or conflict is not None:
                found.append(MergedClass(None, edit, e.ChangeMedium(replace(ours, **theirs_too)), conflict))
        return found


def same_content(one: Medium, other: Medium) -> bool:
    """By the full hash where both have it, else by the quick one."""
    if one.sha256 and other.sha256:
        return one.sha256 == other.sha256
    return bool(one.quick_hash) and (one.quick_hash, one.size) == (other.quick_hash, other.size)
