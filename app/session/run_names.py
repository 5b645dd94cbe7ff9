"""What runs are called that nobody named. Stored as English; other names are people's own."""

from __future__ import annotations

from app.domain.texts import Text, recognised

TRAINED = Text("run {number}")
PRETRAINED = Text("pre-training {number}")
MOTION = Text("Motion")
NAMES = (TRAINED, PRETRAINED, MOTION)


def run_name(name: str) -> str:
    """The name of a run as a text that can be told."""
    return recognised(name, (known.template for known in NAMES))
