"""How the program starts itself again as a worker process."""

from __future__ import annotations

import sys
from pathlib import Path


def worker_command(kind: str, job: Path) -> list[str]:
    """The command line of a worker for the job file; a frozen bundle re-enters its own executable."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--worker", kind, str(job)]
    return [sys.executable, "-m", "app", "--worker", kind, str(job)]
