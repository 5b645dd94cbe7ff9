"""How many labels each class has, over the whole project, kept up to date from Changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from app.domain.changes import Change
from app.domain.ontology import Ontology
from app.domain.segments import Origin, Segment
from app.domain.suggestions import Decision, SuggestedTrack, Suggestion
from app.domain.tracks import Track


class Tally:
    """Counts by class id. `start` gives what is stored; `follow` each later Change its share.

    `new_by_hand`: labels that came since `forget_new`, other than by accepting suggestions.
    """

    def __init__(self) -> None:
        self.segments: Counter[str] = Counter()
        self.tracks: Counter[str] = Counter()
        self.decided = 0
        self.new_by_hand = 0
        self.since_training = 0

    def start(
        self, segments: Mapping[str, int], tracks: Mapping[str, int], *, decided: int, trained: int
    ) -> None:
        """What is stored: labels by class id, decided suggestions, and labels the run in use has learnt."""
        self.segments, self.tracks = Counter(segments), Counter(tracks)
        self.decided = decided
        self.new_by_hand = 0
        self.since_training = max(0, self.segments.total() - trained)

    def follow(self, change: Change) -> None:
        for difference in change.differences:
            for entity, sign in ((difference.before, -1), (difference.after, 1)):
                if isinstance(entity, Segment):
                    self.segments[entity.class_id] += sign
                elif isinstance(entity, Track):
                    self.tracks[entity.class_id] += sign
                elif isinstance(entity, Suggestion | SuggestedTrack) and entity.decision is not Decision.OPEN:
                    self.decided += sign
            self._count_new(difference.before, difference.after)

    def _count_new(self, before: object, after: object) -> None:
        if before is None and isinstance(after, Segment):
            self.since_training += 1
            self.new_by_hand += after.origin is not Origin.SUGGESTION
        elif after is None and isinstance(before, Segment):
            self.since_training -= 1
            self.new_by_hand -= before.origin is not Origin.SUGGESTION

    def forget_new(self) -> None:
        """Suggestions were asked for with all labels so far."""
        self.new_by_hand = 0

    def forget_training(self) -> None:
        """A training began with all labels so far."""
        self.since_training = 0

    def of_class(self, class_id: str) -> int:
        return self.segments[class_id] + self.tracks[class_id]

    def by_class(self) -> dict[str, int]:
        return dict(self.segments + self.tracks)

    def named(self, ontology: Ontology) -> dict[str, int]:
        """Segments and points by the name of their class; classes of boxes are left out."""
        return {c.name: self.segments[c.id] for c in ontology if c.kind.value != "box"}
