"""What a session of labelling does, whatever hand does it: twenty labels, three tracks, a zone.

Class keys while the film plays, the Code latch, marks, drawn labels, edges dragged to the play head, nudges,
split, merge, duplicates, copies elsewhere, descriptors, comments, a complete range, suggestions reviewed, a
removal undone; boxes drawn, moved and sized, occluded, gone, followed, cut, ended and taken back.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from session_keys import Keys
from session_mouse import Both, Mouse

from app.domain.document import Document
from app.domain.ontology import ClassKind
from app.domain.segments import Segment
from app.domain.tracks import Box, KeyFrame
from app.storage.project_store import ProjectStore
from sora_model.media.pts_index import PtsIndex

NEAR_PX = 2.0
SLOW_S = 2.0
"""Stretches shorter than this go by faster than a mouse finds its commands."""
Span = tuple[int, int]
"""Frames between which an edge was meant: the film may go on while a key goes down."""


@dataclass
class Meant:
    """A label as the session wants it."""

    name: str
    first: Span
    last: Span
    said: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    is_point: bool = False

    def is_met_by(self, found: Meant) -> bool:
        words = (self.name, self.said, self.comment, self.is_point)
        if words != (found.name, found.said, found.comment, found.is_point):
            return False
        edges = ((self.first, found.first[0]), (self.last, found.last[0]))
        return all(low - 1 <= frame <= high + 1 for (low, high), frame in edges)

    def __str__(self) -> str:
        return f"{self.name} {self.first}–{self.last} {self.said or ''} {self.comment}".rstrip()


@dataclass(frozen=True)
class MeantBox:
    """A key frame of a track."""

    frame: int
    box: Box
    outside: bool = False
    occluded: bool = False

    def is_met_by(self, found: MeantBox) -> bool:
        off = max(abs(getattr(self.box, side) - getattr(found.box, side)) for side in ("x", "y", "w", "h"))
        words = (self.outside, self.occluded) == (found.outside, found.occluded)
        return words and abs(self.frame - found.frame) <= 1 and off <= NEAR_PX


@dataclass
class MeantTrack:
    """`boxes`: key frames by hand; `followed`: others between them are the tracker's."""

    name: str
    boxes: list[MeantBox]
    followed: bool = False

    def is_met_by(self, found: MeantTrack) -> bool:
        met = all(any(box.is_met_by(other) for other in found.boxes) for box in self.boxes)
        exact = self.followed or len(found.boxes) == len(self.boxes)
        return met and exact and found.name == self.name


def at(frame: int) -> Span:
    return frame, frame


class Session:
    """What one pair of hands does. `labels` and `tracks` are what shall stand at the end."""

    def __init__(self, hand: Both | Keys | Mouse, unit: int) -> None:
        index, medium = hand.studio.player.index, hand.studio.film.medium
        assert index is not None
        assert medium is not None
        self.hand, self.index = hand, index
        self.unit = unit
        self.width, self.height = medium.width, medium.height
        self.labels: list[Meant] = []
        self.tracks: list[MeantTrack] = []

    def work(self) -> None:
        if self.hand.types:
            self._classes()
        for part in (
            self._while_playing,
            self._between_marks,
            self._described,
            self._edges,
            self._split_and_merged,
            self._copied,
            self._points,
            self._reviewed,
            self._complete,
            self._removed_and_back,
            self._track_by_key_frames,
            self._track_followed_and_cut,
        ):
            part()
            print(
                f"{self.hand.name}: {part.__name__.strip('_').replace('_', ' ')}", file=sys.stderr, flush=True
            )

    # --- finding what was made ---------------------------------------------------------------

    @property
    def _document(self) -> Document:
        document = self.hand.studio.labels.document
        assert document is not None
        return document

    def _stored(self, meant: Meant) -> Segment:
        """As the window has it now."""
        known = self._document
        found = [s for s in known.segments if meant.is_met_by(label_of(s, known, self.index))]
        if len(found) != 1:
            raise SystemExit(f"labelling_session: {self.hand.name}: {len(found)} labels stand for “{meant}”")
        return found[0]

    def _add(self, name: str, first: int | Span, last: int | Span, *, is_point: bool = False) -> Meant:
        spans = (at(edge) if isinstance(edge, int) else edge for edge in (first, last))
        meant = Meant(name, *spans, is_point=is_point)
        self.labels.append(meant)
        self._stored(meant)
        return meant

    def _reach(self, units: float) -> None:
        """While the film plays."""
        self.hand.wait(
            lambda: self.hand.frame >= units * self.unit, f"the film plays on to stretch {units:g}"
        )

    # --- the parts ---------------------------------------------------------------------------

    def _classes(self) -> None:
        hand = self.hand
        assert isinstance(hand, Keys)
        hand.add_class("looks up", ClassKind.POINT)
        hand.add_class("person", ClassKind.BOX)
        hand.add_choice("stands", "faces", (("window", "y"), ("door", "z")))

    def _while_playing(self) -> None:
        hand = self.hand
        hand.go(0)
        medium = hand.studio.film.medium
        assert medium is not None
        if (
            isinstance(hand, Mouse)
            and not hand.types
            and self.index.start_of(self.unit) * medium.time_base < SLOW_S
        ):
            hand.slow_down()
        hand.command("play")
        for number, name in enumerate(("arrives", "stands", "leaves")):
            self._reach(1 + 2 * number)
            first = hand.tap(name)
            if name == "stands" and hand.types:
                hand.say("faces", "window", "y")
            self._reach(2 + 2 * number)
            last = hand.tap(name)
            made = Meant(name, first, last)
            if name == "stands" and hand.types:
                made.said["faces"] = "window"
            self.labels.append(made)
        hand.command("code")
        self._reach(7)
        first = hand.tap("arrives")
        self._reach(8)
        self.labels.append(Meant("arrives", first, hand.tap("arrives")))
        hand.command("code")
        self._reach(8.5)
        moment = hand.tap("looks up")
        self.labels.append(Meant("looks up", moment, moment, is_point=True))
        hand.command("play")
        for made in self.labels:
            self._stored(made)

    def _between_marks(self) -> None:
        """Both marks; an in mark alone; an out mark alone."""
        hand, u = self.hand, self.unit
        for name, marks, tapped in (
            ("stands", (("mark_in", 10 * u), ("mark_out", 11 * u)), 11 * u),
            ("leaves", (("mark_in", 12 * u),), 13 * u),
            ("arrives", (("mark_out", 15 * u),), 14 * u),
        ):
            for action, frame in marks:
                hand.go(frame)
                hand.command(action)
            hand.go(tapped)
            hand.tap(name)
            frames = {tapped, *(frame for _, frame in marks)}
            self._add(name, min(frames), max(frames))

    def _described(self) -> None:
        """What a label says further, and a comment where there is a keyboard."""
        hand, stands, leaves = self.hand, self.labels[5], self.labels[6]
        hand.choose(self._stored(stands))
        hand.say("faces", "door", "z")
        stands.said["faces"] = "door"
        self._stored(stands)
        if isinstance(hand, Keys):
            hand.choose(self._stored(leaves))
            hand.comment("turns back")
            leaves.comment = "turns back"
            self._stored(leaves)

    def _edges(self) -> None:
        hand, u = self.hand, self.unit
        stands, arrives = self.labels[5], self.labels[7]
        hand.choose(self._stored(stands))
        hand.nudge_end(self._stored(stands), 1)
        stands.last = at(11 * u + 1)
        hand.go(20 * u)
        hand.choose(self._stored(arrives))
        hand.shift(self._stored(arrives), 1)
        arrives.first, arrives.last = at(14 * u + 1), at(15 * u + 1)
        hand.command("cancel")
        hand.make("stands", 16 * u, 17 * u)
        self._add("stands", 16 * u, 17 * u)
        hand.make("leaves", 18 * u, 18 * u + 1)
        leaves = self._add("leaves", 18 * u, 18 * u + 1)
        hand.pull_end(self._stored(leaves), 19 * u - 1)
        leaves.last = at(19 * u - 1)
        for made in self.labels:
            self._stored(made)

    def _split_and_merged(self) -> None:
        hand, u, half = self.hand, self.unit, self.unit // 2
        stands, leaves = self.labels[8], self.labels[9]
        for label, start in ((stands, 16 * u), (leaves, 18 * u)):
            hand.choose(self._stored(label))
            hand.go(start + half)
            hand.command("split")
        stands.last = at(16 * u + half - 1)
        self._add("stands", 16 * u + half, 17 * u)
        first = Meant("leaves", at(18 * u), at(18 * u + half - 1))
        second = Meant("leaves", at(18 * u + half), at(19 * u - 1))
        hand.choose(self._stored(first), self._stored(second))
        hand.command("merge")
        self._stored(leaves)

    def _copied(self) -> None:
        """Duplicated right behind; two copied elsewhere; from where the label before ended."""
        hand, u = self.hand, self.unit
        label = self.labels[10]
        hand.choose(self._stored(label))
        hand.command("duplicate")
        length = label.last[0] - label.first[0]
        self._add("stands", 17 * u + 1, 17 * u + 1 + length)
        stands, leaves = self.labels[5], self.labels[6]
        hand.choose(self._stored(stands), self._stored(leaves))
        hand.command("copy")
        hand.go(30 * u)
        hand.command("paste")
        for copied in (stands, leaves):
            moved = [(a + 20 * u, b + 20 * u) for a, b in (copied.first, copied.last)]
            self.labels.append(replace(copied, first=moved[0], last=moved[1], said=dict(copied.said)))
            self._stored(self.labels[-1])
        hand.command("cancel")
        hand.go(40 * u)
        hand.command("from_previous")
        hand.tap("leaves")
        self._add("leaves", 33 * u + 1, 40 * u)

    def _points(self) -> None:
        for units in (42, 43, 44):
            self.hand.go(units * self.unit)
            self.hand.tap("looks up")
            self._add("looks up", units * self.unit, units * self.unit, is_point=True)

    def _reviewed(self) -> None:
        """The first is accepted, the second rejected, the third accepted a frame longer."""
        hand, u = self.hand, self.unit
        hand.command("mode_review")
        review = hand.studio.review
        hand.wait(lambda: review.current, "a suggestion is at hand")
        hand.command("accept")
        self._add("arrives", 45 * u, 46 * u - 1)
        hand.command("reject")
        third = self._document.suggestions.get(review.current)
        assert third is not None
        hand.accept_longer(third, 1)
        self._add("leaves", 49 * u, 50 * u)
        hand.command("mode_label")

    def _complete(self) -> None:
        hand, u = self.hand, self.unit
        hand.go(0)
        hand.command("mark_in")
        hand.go(20 * u)
        hand.command("mark_out")
        hand.command("complete")
        hand.command("cancel")

    def _removed_and_back(self) -> None:
        hand, label = self.hand, self._stored(self.labels[11])
        hand.choose(label)
        hand.command("remove")
        hand.wait(lambda: self._document.segments.get(label.id) is None, "the label is removed")
        hand.command("undo")
        hand.wait(lambda: self._document.segments.get(label.id) is not None, "the label is back")
        hand.name_state("half time")

    def _box(self, x: float, y: float, w: float, h: float) -> Box:
        """Shares of the picture."""
        return Box(
            *(float(round(p)) for p in (x * self.width, y * self.height, w * self.width, h * self.height))
        )

    def _track_by_key_frames(self) -> None:
        """Drawn, moved, sized, hidden, gone."""
        hand, u = self.hand, self.unit
        drawn, moved = self._box(0.3, 0.3, 0.2, 0.3), self._box(0.4, 0.35, 0.2, 0.3)
        sized = self._box(0.4, 0.35, 0.25, 0.4)
        hand.go(5 * u)
        hand.draw(drawn)
        for frame, box in ((8 * u, moved), (10 * u, sized)):
            hand.go(frame)
            hand.shape(box)
        hand.go(11 * u)
        hand.command("occluded")
        hand.go(13 * u)
        hand.command("outside")
        boxes = [MeantBox(5 * u, drawn), MeantBox(8 * u, moved), MeantBox(10 * u, sized)]
        boxes += [
            MeantBox(11 * u, sized, occluded=True),
            MeantBox(13 * u, sized, outside=True, occluded=True),
        ]
        self.tracks.append(MeantTrack("person", boxes))

    def _track_followed_and_cut(self) -> None:
        """Followed from one box to the next, ended and taken back, cut in two; and a zone."""
        hand, u = self.hand, self.unit
        start, end = self._box(0.2, 0.25, 0.15, 0.25), self._box(0.3, 0.3, 0.15, 0.25)
        hand.go(20 * u)
        hand.draw(start)
        (track_id,) = hand.studio.labels.selection
        hand.go(26 * u)
        hand.shape(end)
        hand.go(20 * u)
        hand.command("propagate")
        hand.turn(0.2)
        hand.wait(
            lambda: not any(j.kind == "tracking" for j in hand.studio.board.running), "the box is followed"
        )
        hand.go(24 * u)
        before = list(self._document.key_frames(track_id))
        hand.remove_from_here()
        if self._document.box_at(track_id, hand.studio.player.tick) is not None:
            raise SystemExit(f"labelling_session: {hand.name}: the track does not end at its cut")
        hand.command("undo")
        if list(self._document.key_frames(track_id)) != before:
            raise SystemExit(f"labelling_session: {hand.name}: Undo does not bring the boxes back")
        hand.go(22 * u)
        hand.command("split")
        at_cut = next(k.box for k in self._document.key_frames(hand.studio.labels.selection[0]))
        self.tracks.append(MeantTrack("person", [MeantBox(20 * u, start)], followed=True))
        cut = [MeantBox(22 * u, at_cut), MeantBox(26 * u, end)]
        self.tracks.append(MeantTrack("person", cut, followed=True))
        hand.zone()


# ------------------------------------------------------------------------------------------- the disk


def label_of(segment: Segment, document: Document, index: PtsIndex) -> Meant:
    first, last = index.frame_at(segment.range.start), index.frame_at(segment.range.end - 1)
    name = document.ontology[segment.class_id].name
    return Meant(name, at(first), at(last), dict(segment.attributes), segment.comment, segment.is_point)


def _box_of(key_frame: KeyFrame, index: PtsIndex) -> MeantBox:
    return MeantBox(index.frame_at(key_frame.tick), key_frame.box, key_frame.outside, key_frame.occluded)


@dataclass
class Found:
    """What the project on the disk says of the session."""

    labels: int
    tracks: int
    faults: list[str]


def read_back(path: Path, session: Session) -> Found:
    """Compare the closed project with what was meant."""
    with ProjectStore.open(path, read_only=True) as store:
        catalogue = store.load_catalogue()
        (medium,) = catalogue.media.values()
        document = store.load_document(medium, catalogue.ontology)
        faults = [f"check: {fault}" for fault in store.check()]
    labels = [label_of(s, document, session.index) for s in document.segments]
    tracks = [
        MeantTrack(
            document.ontology[t.class_id].name, [_box_of(k, session.index) for k in document.key_frames(t.id)]
        )
        for t in document.tracks.values()
    ]
    missing, more = matched(session.labels, labels)
    lost, others = matched(session.tracks, tracks)
    faults += [f"missing: {one}" for one in (*missing, *lost)]
    faults += [f"not meant: {one}" for one in (*more, *others)]
    if len(document.complete_ranges) != 1 or len(document.zones) != 1 or len(catalogue.snapshots) != 1:
        faults.append("one complete range, one zone and one named state were meant")
    return Found(len(labels) - len(more), len(tracks) - len(others), faults)


T = TypeVar("T", Meant, MeantTrack)


def matched(wanted: Sequence[T], found: Iterable[T]) -> tuple[list[T], list[T]]:
    """What is missing, and what nobody meant."""
    missing, left = [], list(found)
    for one in wanted:
        met = next((other for other in left if one.is_met_by(other)), None)
        if met is None:
            missing.append(one)
        else:
            left.remove(met)
    return missing, left
