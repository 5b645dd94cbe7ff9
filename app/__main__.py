"""`sora-studio` and `python -m app`: the worker, the commands, or the window."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run what `argv` (without the program's name) asks for; the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["--worker"]:
        # Before Qt: a frozen bundle re-enters itself as its own training process.
        from sora_model.__main__ import worker_main

        return worker_main(arguments[1:])
    if arguments == ["--version"]:
        from app import __version__

        print(f"sora-studio {__version__}")
        return 0
    if _is_for_the_window(arguments):
        arguments.insert(0, "open")
    from app.cli import main as command_line
    from app.shell import window_commands

    return command_line(arguments, more=(window_commands,))


def _is_for_the_window(arguments: list[str]) -> bool:
    """Nothing, or one path. A command is a bare word; a path has a folder or a suffix (else `./film`)."""
    if len(arguments) != 1:
        return not arguments
    word = arguments[0]
    return not word.startswith("-") and (Path(word).suffix != "" or any(c in word for c in "/\\"))


if __name__ == "__main__":
    multiprocessing.freeze_support()
    raise SystemExit(main())
