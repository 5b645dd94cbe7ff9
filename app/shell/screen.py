"""Whether there is a screen to open a window on."""

from __future__ import annotations

import os
import sys

from app.domain.errors import UserError


def has_screen() -> bool:
    """False only where Qt would end the whole program: on Linux without X11 and without Wayland."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def demand_screen() -> None:
    """Raises UserError where no window can be opened."""
    if not has_screen():
        raise UserError(
            "There is no screen to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.",
            way_out="Everything but the window works without one: see sora-studio --help.",
        )
