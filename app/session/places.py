"""Where the program keeps what is not the project's: settings, caches, logs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

_NAME = "sora-studio"


@dataclass(frozen=True, slots=True)
class Places:
    settings: Path
    cache: Path
    logs: Path

    @classmethod
    def of_platform(cls) -> Places:
        """The folders that the operating system means for each."""
        return cls(
            platformdirs.user_config_path(_NAME, appauthor=False) / "settings.json",
            private_folder(platformdirs.user_cache_path(_NAME, appauthor=False)),
            platformdirs.user_log_path(_NAME, appauthor=False),
        )


def private_folder(path: Path) -> Path:
    """`path`, made if need be, for this user only: caches show what the films show."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.chmod(0o700)
    except OSError:
        pass  # not ours to change; whoever writes there will say what is wrong
    return path
