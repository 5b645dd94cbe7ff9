"""The one thing to do next, by the state of the project."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.texts import Text

ENOUGH_LABELS = 3
"""Labels per class from which a proposal is worth the wait."""


class Action(StrEnum):
    OPEN_VIDEO = "open_video"
    NAME_CLASS = "name_class"
    LABEL = "label"
    PROPOSE = "propose"
    REVIEW = "review"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class WorkState:
    """What the next step depends on. `labels`: how many labels each class has, by name."""

    has_medium: bool
    labels: dict[str, int]
    open_suggestions: int
    decided_suggestions: int
    new_labels_since_proposal: int
    busy: bool = False


@dataclass(frozen=True, slots=True)
class PrimaryAction:
    action: Action
    text: str
    hint: str
    enabled: bool = True


def primary_action(state: WorkState) -> PrimaryAction:
    """Exactly one action for every state. Training is never it: training happens."""
    if not state.has_medium:
        return PrimaryAction(Action.OPEN_VIDEO, Text("Open a video"), Text("or drop one on the window"))
    if not state.labels:
        return PrimaryAction(
            Action.NAME_CLASS,
            Text("Name your first class"),
            Text("what you want to find, for instance serve"),
        )
    if state.open_suggestions:
        return PrimaryAction(
            Action.REVIEW,
            Text("Review {count}", count=state.open_suggestions),
            Text("Enter accepts, Backspace rejects"),
        )
    missing = {name: ENOUGH_LABELS - n for name, n in state.labels.items() if n < ENOUGH_LABELS}
    if len(state.labels) < 2:
        return PrimaryAction(
            Action.LABEL, Text("Label"), Text("name a second class, then Sora can tell them apart")
        )
    if missing:
        name, count = min(missing.items(), key=lambda item: item[1])
        return PrimaryAction(
            Action.LABEL,
            Text("Label"),
            Text("{count} more of {name}, then Sora can propose", count=count, name=name),
        )
    if state.decided_suggestions and not state.new_labels_since_proposal:
        return PrimaryAction(Action.EXPORT, Text("Export"), Text("all suggestions are reviewed"))
    if state.busy:
        return PrimaryAction(
            Action.PROPOSE, Text("Proposing …"), Text("go on labelling meanwhile"), enabled=False
        )
    return PrimaryAction(Action.PROPOSE, Text("Propose"), Text("Sora labels the rest ahead of you"))
