"""The child process's voice: one JSON object per line on stdout, `{"event": NAME, …}`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar

from sora_model.contract.errors import SoraError


@dataclass(frozen=True)
class Event:
    """Base of all events; `name` is the value of the line's `event` key."""

    name: ClassVar[str] = ""


@dataclass(frozen=True)
class Started(Event):
    """The worker runs; `device` in words (“CPU, 1 thread”), `details` e.g. versions and precision."""

    name: ClassVar[str] = "started"
    device: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Progress(Event):
    """`done` of `total` units of `phase` (“features”, “training”, “predicting”); `eta_s` None while
    unknown.
    """

    name: ClassVar[str] = "progress"
    phase: str
    done: int
    total: int
    eta_s: float | None = None


@dataclass(frozen=True)
class Epoch(Event):
    """One epoch is done (`epoch` counts from 1). Validation figures are None without a validation part."""

    name: ClassVar[str] = "epoch"
    epoch: int
    epochs: int
    train_loss: float
    val_loss: float | None = None
    val_accuracy: float | None = None
    eta_s: float | None = None


@dataclass(frozen=True)
class Heartbeat(Event):
    """The worker is alive; sent every second."""

    name: ClassVar[str] = "heartbeat"


@dataclass(frozen=True)
class Note(Event):
    """Something that people should know and that stops nothing, in words (“the graphics memory was …”)."""

    name: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True)
class CheckpointSaved(Event):
    """A loadable checkpoint lies at `path`."""

    name: ClassVar[str] = "checkpoint"
    path: str


@dataclass(frozen=True)
class Result(Event):
    """The job is done; `data` is its result (training: see `training.train`; predict: file names)."""

    name: ClassVar[str] = "result"
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Failed(Event):
    """The job ended without a result; `user_fault` tells a plain-words error from a bug.

    `template`, `values`: of a `SoraError`, with what JSON does not know as text.
    """

    name: ClassVar[str] = "failed"
    message: str
    user_fault: bool
    template: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @staticmethod
    def by(error: SoraError) -> Failed:
        values = {n: v if isinstance(v, str | int | float) else str(v) for n, v in error.values.items()}
        return Failed(str(error), user_fault=True, template=error.template, values=values)


@dataclass(frozen=True)
class Cancelled(Event):
    """The job was cancelled; `checkpoint` names the last one kept, if any."""

    name: ClassVar[str] = "cancelled"
    checkpoint: str | None = None


EVENTS: tuple[type[Event], ...] = (
    Started,
    Progress,
    Epoch,
    Heartbeat,
    Note,
    CheckpointSaved,
    Result,
    Failed,
    Cancelled,
)
_BY_NAME = {cls.name: cls for cls in EVENTS}


def encode(event: Event) -> str:
    """One line (no newline) of JSON."""
    return json.dumps({"event": event.name, **asdict(event)}, ensure_ascii=False)


def decode(line: str) -> Event:
    """The event of one line; `SoraError` where the line is not one (a library's own print, a torn line)."""
    try:
        data = json.loads(line)
        cls = _BY_NAME[data.pop("event")]
        known = {f.name for f in fields(cls)}
        return cls(**{key: value for key, value in data.items() if key in known})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SoraError("not an event of the training process: {line}", line=repr(line[:120])) from error
