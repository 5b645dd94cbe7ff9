"""The same use cases without a window: `sora-studio COMMAND …`."""

from app.cli.entry import main

__all__ = ["main"]
