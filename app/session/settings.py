"""The person's settings: one frozen value, one JSON file in the platform's configuration folder."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from app.domain.errors import UserError


@dataclass(frozen=True, slots=True)
class Settings:
    """`person` empty: the system user. `train_after`: new labels that start a training by themselves;
    `presets`: the form of the model that was chosen, by the project's path. `quick_copies`: made unasked
    where scrubbing would be slow; `cache_gb`: room on the disk for what is made of films. `skip_still`:
    playing runs through what nobody moves in. `deinterlace`: interlaced film is shown without combs.
    `hardware`: films are decoded on the graphics card for viewing, where that shows the same.
    `sound_view`: `waveform`, `spectrogram` or `both`; `channels_apart`: a lane for each channel; `decibels`:
    of the waveform's height. `theme` and `language`: `system`, or the one that was chosen. `keys`: by the
    action's id, changes over the table of actions. `used`: commands of the palette, the latest first.
    `picture`: where the picture's own window was; `picture_floats`: whether it is in it.
    `review_order`: `uncertain`, `time` or `class`. `second_passes`: paths of the projects in one.
    """

    person: str = ""
    volume: float = 1.0
    muted: bool = False
    show_keys: bool = True
    train_after: int = 10
    train_automatically: bool = True
    device: str = "auto"
    thumbnails: bool = True
    sound_view: str = "waveform"
    channels_apart: bool = False
    decibels: bool = False
    quick_copies: bool = True
    cache_gb: float = 20.0
    skip_still: bool = False
    deinterlace: bool = True
    hardware: bool = False
    theme: str = "system"
    language: str = "system"
    window: str = ""
    picture: str = ""
    picture_floats: bool = False
    review_order: str = "uncertain"
    second_passes: Sequence[str] = field(default_factory=tuple)
    recent: Sequence[str] = field(default_factory=tuple)
    used: Sequence[str] = field(default_factory=tuple)
    presets: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def person_name(self) -> str:
        return self.person or system_user()


def system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no entry for this user id, as in some containers
        return "unknown"


def load_settings(path: Path) -> Settings:
    """The settings at `path`; defaults where the file, or a value in it, is missing or unusable."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    default = Settings()
    values: dict[str, Any] = {}
    for item in fields(Settings):
        value = data.get(item.name) if isinstance(data, dict) else None
        expected = getattr(default, item.name)
        if item.name in ("recent", "used", "second_passes"):
            if isinstance(value, list):
                values[item.name] = _texts(value)
        elif item.name == "keys":
            if isinstance(value, dict):
                values["keys"] = {k: _texts(v) for k, v in value.items() if isinstance(v, list)}
        elif item.name == "presets":
            if isinstance(value, dict):
                values["presets"] = {k: v for k, v in value.items() if isinstance(v, str)}
        elif _is_like(value, expected):
            values[item.name] = value
    return Settings(**values)


def _is_like(value: object, expected: object) -> bool:
    if isinstance(expected, float):
        return isinstance(value, int | float) and type(value) is not bool and abs(value) <= sys.float_info.max
    return type(value) is type(expected)


def _texts(values: list[Any]) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str))


def save_settings(settings: Settings, path: Path) -> None:
    """Written whole under another name, then renamed. Raises UserError."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_text(json.dumps(asdict(settings), indent=1), "utf-8")
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            "The settings could not be saved in {path}: {reason}.",
            way_out="They hold until the program is closed.",
            path=path,
            reason=error.strerror,
        ) from error
