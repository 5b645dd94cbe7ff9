"""The one way to the files under `resources/`: icons, themes, translations."""

from __future__ import annotations

from pathlib import Path

_PACKAGED = Path(__file__).parent / "resources"
_CHECKED_OUT = Path(__file__).parent.parent / "resources"


def resource_file(name: str) -> Path:
    """The path of a resource, by its name below `resources/`, such as `icons/play.svg`.

    In a wheel and in a bundle the folder lies in this package, in a checkout beside it. A name that does not
    exist raises `FileNotFoundError`: that is a bug, never the user's fault.
    """
    path = resource_folder(name)
    if not path.is_file():
        raise FileNotFoundError(f"no resource named {name!r} at {path}")
    return path


def resource_folder(name: str) -> Path:
    """The folder of that name below `resources/`, whether it is there or not."""
    return (_PACKAGED if _PACKAGED.is_dir() else _CHECKED_OUT) / name
