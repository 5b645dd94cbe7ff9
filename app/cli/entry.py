"""Parses the command line and turns the ways to fail into exit codes."""

from __future__ import annotations

import argparse
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from types import FrameType, ModuleType

from app import __version__
from app.domain.errors import Cancelled, UserError, WorkFailed
from sora_model.contract.errors import SoraError
from sora_model.media.progress import Cancelled as DecodingCancelled

DONE, BUG, USER_FAULT, CANCELLED = 0, 1, 2, 130


class _Parser(argparse.ArgumentParser):
    """One clear line on stderr for wrong arguments, as for every other fault of input."""

    def error(self, message: str) -> None:  # type: ignore[override]
        print(f"{self.prog}: {message} (see {self.prog} --help)", file=sys.stderr)
        raise SystemExit(USER_FAULT)


def main(arguments: Sequence[str] | None = None, more: Sequence[ModuleType] = ()) -> int:
    """Run one command; returns its exit code: 0 done, 1 a bug, 2 the input is at fault, 130 cancelled.

    `more`: modules with commands of the floors above, as those that need the window; `add_to` adds them.
    """
    try:
        options = _parser(more).parse_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        command: Callable[[argparse.Namespace], int] = options.run
        return command(options)
    except (UserError, SoraError) as error:
        print(f"sora-studio: {' '.join(str(error).split())}", file=sys.stderr)
        return USER_FAULT
    except WorkFailed as error:
        print(f"sora-studio: {' '.join(str(error).split())}", file=sys.stderr)
        return BUG
    except (Cancelled, DecodingCancelled, KeyboardInterrupt):
        print("sora-studio: cancelled; what was complete before is kept.", file=sys.stderr)
        return CANCELLED
    except BrokenPipeError:
        sys.stderr.close()
        return CANCELLED
    except Exception:  # noqa: BLE001 - the last line of defence: a bug is reported as one
        traceback.print_exc()
        print(f"sora-studio {__version__}: this is a bug; please report the lines above.", file=sys.stderr)
        return BUG
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminated(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parser(more: Sequence[ModuleType]) -> argparse.ArgumentParser:
    from app.cli import (
        evaluate_command,
        media_commands,
        model_commands,
        ontology_command,
        pretrain_command,
        project_commands,
        study_commands,
        together_command,
    )

    parser = _Parser(
        prog="sora-studio",
        description="Label actions and boxes in video, with a model that learns from you. "
        "Without a command it opens the window: sora-studio [PROJECT or MEDIA].",
    )
    parser.add_argument("--version", action="version", version=f"sora-studio {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=_Parser)
    groups = (
        media_commands,
        project_commands,
        ontology_command,
        model_commands,
        pretrain_command,
        evaluate_command,
        study_commands,
        together_command,
    )
    for group in (*more, *groups):
        group.add_to(commands)
    return parser
