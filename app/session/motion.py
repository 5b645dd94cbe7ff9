"""What moved before a fixed camera becomes suggestions: tracks of a class that the person chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain import edits as e
from app.domain.changes import Change
from app.domain.document import Document
from app.domain.media import Medium
from app.domain.segments import Verification
from app.domain.suggestions import Decision, Layer, Promotion, Run, SuggestedTrack
from app.domain.tracks import Box, KeyFrame, box_at
from app.session.editing import Editing
from app.session.ports import Clock, FrameTimes, NewId
from app.session.prelabelling import layer_id
from app.session.project import Project
from app.session.promotion import MOVING
from app.session.propagation import iou, key_frames_of
from app.session.run_names import MOTION
from app.session.training import run_actor

_PER_TRANSACTION = 25
_SAMPLES = 20
_SAME = 0.5
"""What overlaps a label, or something decided already, by so much (IoU) for half of its time is no news."""


class MotionLayer:
    """The suggestions of the external run `Motion` on one medium."""

    def __init__(
        self,
        project: Project,
        editing: Editing,
        medium: Medium,
        frames: FrameTimes,
        now: Clock,
        new_id: NewId,
    ) -> None:
        self._project = project
        self._editing = editing
        self._medium = medium
        self._frames = frames
        self._now = now
        self._new_id = new_id

    def bring(self, class_id: str, found: Sequence[tuple[int, Sequence[Box], float]]) -> int:
        """Suggest what was found, each a first frame, a box for each frame from there on, and a score.

        Open suggestions of an earlier search go; what a person labelled or decided already is not proposed
        again. Returns how many there are. Raises `UserError`.
        """
        self._project.refuse_when_blind()
        document = self._project.document(self._medium.id)
        run = self._run()
        layer = Layer(layer_id(run.id, self._medium.id), run.id, self._medium.id, self._now().isoformat())
        tracks = [self._suggested(layer.id, class_id, *proposal) for proposal in found]
        fresh = [track for track in tracks if not _is_known(track, document)]
        actor = run_actor(run)
        for first in range(0, max(len(fresh), 1), _PER_TRANSACTION):
            some = tuple(fresh[first : first + _PER_TRANSACTION])
            edit = e.AddSuggestions(layer, (), None if first else self._medium.span, some)
            self._editing.perform(edit, medium_id=self._medium.id, actor=actor)
        return len(fresh)

    def accept_box(self, suggestion_id: str, tick: int) -> Change:
        """Only the box at `tick` becomes a track, which then can be followed or drawn on."""
        edit = e.AcceptTracks(
            (suggestion_id,),
            (self._new_id(),),
            self._project.person.id,
            self._now().isoformat(),
            Verification.SEEN,
            only=tick,
        )
        return self._editing.perform(edit, medium_id=self._medium.id)

    def _run(self) -> Run:
        """Of this name, external; made where there is none."""
        runs = self._project.catalogue.runs.values()
        known = [r for r in runs if r.name == MOTION and r.promotion is Promotion.EXTERNAL]
        if known:
            return known[-1]
        number = self._project.catalogue.next_run_number()
        run = Run(
            self._new_id(),
            number,
            MOTION,
            self._now().isoformat(),
            Promotion.EXTERNAL,
            MOVING,
        )
        self._editing.perform(e.AddRun(run), actor=run_actor(run))
        return run

    def _suggested(
        self, layer: str, class_id: str, first: int, boxes: Sequence[Box], score: float
    ) -> SuggestedTrack:
        suggestion_id = self._new_id()
        dense = [
            KeyFrame(suggestion_id, self._frames.start_of(first + i), box) for i, box in enumerate(boxes)
        ]
        key_frames = key_frames_of(dense)
        end = first + len(boxes)
        if end < len(self._frames):
            key_frames.append(replace(dense[-1], tick=self._frames.start_of(end), outside=True))
        return SuggestedTrack(
            suggestion_id, layer, self._medium.id, class_id, min(max(score, 0.0), 1.0), tuple(key_frames)
        )


def _is_known(track: SuggestedTrack, document: Document) -> bool:
    """Whether a person labelled or decided it already."""
    decided = [
        other.key_frames
        for other in document.suggested_tracks.overlapping(track.range)
        if other.decision is not Decision.OPEN and other.layer_id == track.layer_id
    ]
    first, last = track.key_frames[0].tick, track.key_frames[-1].tick
    ticks = sorted({first + (last - first) * i // _SAMPLES for i in range(_SAMPLES)})
    same = 0
    for tick in ticks:
        mine = box_at(track.key_frames, tick)
        if mine is None:
            continue
        there = [shown.box for other, shown in document.boxes_at(tick) if other.class_id == track.class_id]
        there += [shown.box for key_frames in decided if (shown := box_at(key_frames, tick)) is not None]
        same += any(iou(mine.box, box) >= _SAME for box in there)
    return 2 * same >= len(ticks)
